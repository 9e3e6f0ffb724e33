"""Listed contacts: only with recorded evidence that the debtor cannot be reached (C5)."""

from datetime import date, datetime
from typing import Final

from desktop.domain.contact_facts import (
    Channel,
    ContactFacts,
    Outcome,
    Party,
    PastContact,
    ProposedContact,
)
from desktop.domain.contact_limits import DAY, ContactLimits, Hit, midnight

NOT_A_TALK: Final = (Outcome.UNANSWERED, Outcome.INVALID, Outcome.FAILED)


def third_party(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> Hit | None:
    """C5. A listed contact needs recorded evidence, is told nothing, and may refuse for good."""
    if proposed.party is not Party.CONTACT:
        return None
    rule = "contact.failed_calls_for_third_party"
    has_refused = proposed.person in facts.refusing or any(
        past.outcome is Outcome.REFUSED
        and past.party is Party.CONTACT
        and past.person == proposed.person
        for past in facts.history
    )
    if has_refused or proposed.discloses_debt:
        return Hit(rule, detail=(("limit", limits.failed_calls),))
    since = unreachable_since(facts, proposed.at, limits)
    if since is None:
        return Hit(rule, detail=(("limit", limits.failed_calls),))
    if proposed.at < since:
        return Hit(rule, since, (("limit", limits.failed_calls),))
    return None


def unreachable_since(facts: ContactFacts, at: datetime, limits: ContactLimits) -> datetime | None:
    """From when on the debtor counts as unreachable, judged by what was recorded before ``at``.

    Dead or incapable, or a number found invalid: at once. Three failed calls in a row: from the
    next day. Three days in a row without an answer: from the day after the third. A call that
    reached the debtor, or the debtor's number found valid again, ends all of it.
    """
    if facts.is_dead_or_incapable or facts.has_invalid_number:
        return datetime.min
    run: list[PastContact] = []
    for past in reversed(facts.history):
        if past.channel is not Channel.PHONE or past.party is not Party.DEBTOR or past.at >= at:
            continue
        if past.outcome not in NOT_A_TALK:
            break
        run.append(past)
    run.reverse()
    found = [past.at for past in run if past.outcome is Outcome.INVALID]
    if len(run) >= limits.failed_calls:
        found.append(midnight(run[limits.failed_calls - 1].at.date() + DAY))
    found.extend(_silent_days(run, limits.silent_days))
    return min(found, default=None)


def _silent_days(run: list[PastContact], wanted: int) -> list[datetime]:
    """The morning after the first unbroken row of days that each saw an unanswered call."""
    in_a_row = 0
    last: date | None = None
    for day in sorted({past.at.date() for past in run}):
        in_a_row = in_a_row + 1 if last is not None and day - last == DAY else 1
        if in_a_row == wanted:
            return [midnight(day + DAY)]
        last = day
    return []
