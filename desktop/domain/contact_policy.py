"""The contact guard: one function decides every contact of every channel.

It is asked when a contact is planned and again at the moment it is made, for contacts by the
program and by hand alike. The numbers come from the rule tables; each refusal names the rule and
its source, and from when on the contact would be allowed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from desktop.domain.contact_facts import (
    Channel,
    ContactFacts,
    Outcome,
    Party,
    PastContact,
    ProposedContact,
    Purpose,
)
from desktop.domain.rule_book import Rule, RuleBook

DAY: Final = timedelta(days=1)
WEEK_DAYS: Final = 7
DUNNING: Final = (Purpose.REMINDER, Purpose.COLLECTION)
NOT_A_TALK: Final = (Outcome.UNANSWERED, Outcome.INVALID, Outcome.FAILED)
NEVER: Final = datetime.max
"""Marks a refusal that does not end with time but only when a fact changes."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The contact may be made."""

    is_allowed: Literal[True] = True


@dataclass(frozen=True, slots=True)
class Refused:
    """The contact must not be made: the rule that says so, and what would be allowed instead.

    ``next_allowed_at`` is the first moment, as things stand, at which no rule refuses it; ``None``
    when waiting alone does not help. ``detail`` holds the facts for the wording.
    """

    rule: Rule
    next_allowed_at: datetime | None
    detail: tuple[tuple[str, object], ...] = ()
    is_allowed: Literal[False] = False

    @property
    def code(self) -> str:
        """The rule's code, which is also the key of its wording."""
        return self.rule.code


@dataclass(frozen=True, slots=True)
class ContactLimits:
    """The numbers of the guard in force on one day, read once from the rule book."""

    book: RuleBook
    on: date
    quiet_from: time
    quiet_until: time
    answered_per_day: int
    unanswered_per_day: int
    sms_per_week: int
    failed_calls: int
    silent_days: int
    visit_staff: int
    promise_wait: int

    @classmethod
    def in_force(cls, book: RuleBook, on: date) -> "ContactLimits":
        """Read the limits that hold on a day. Raises ``UnknownRule`` for an incomplete table."""
        return cls(
            book=book,
            on=on,
            quiet_from=book.time_of_day("contact.quiet_from", on),
            quiet_until=book.time_of_day("contact.quiet_until", on),
            answered_per_day=book.whole("contact.answered_calls_per_day", on),
            unanswered_per_day=book.whole("contact.unanswered_dials_per_day", on),
            sms_per_week=book.whole("contact.collection_sms_per_week", on),
            failed_calls=book.whole("contact.failed_calls_for_third_party", on),
            silent_days=book.whole("contact.silent_days_for_third_party", on),
            visit_staff=book.whole("contact.visit_staff", on),
            promise_wait=book.whole("contact.open_promise", on),
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that refuses, and the earliest moment at which that same rule would not."""

    rule: str
    lifts_at: datetime = NEVER
    detail: tuple[tuple[str, object], ...] = ()


Check = Callable[[ContactFacts, ProposedContact, ContactLimits], Hit | None]


def decide(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> Allowed | Refused:
    """Decide one contact. Pure, below a millisecond; the caller passes the facts of the moment.

    What only a change of facts can lift (paid, disputed, wrong party, wording …) is looked at
    before what time lifts, so that the reason shown is the one that matters most.
    """
    first = _first_hit(facts, proposed, limits)
    if first is None:
        return Allowed()
    return Refused(
        rule=limits.book.rule(first.rule, limits.on),
        next_allowed_at=_next_allowed(facts, proposed, limits, first),
        detail=first.detail,
    )


def _first_hit(facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits) -> Hit | None:
    for check in CHECKS:
        hit = check(facts, proposed, limits)
        if hit is not None:
            return hit
    return None


def _next_allowed(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits, hit: Hit
) -> datetime | None:
    """Walk from lift to lift; each one is later than the moment asked, so the walk ends."""
    current: Hit | None = hit
    while current is not None:
        if current.lifts_at is NEVER:
            return None
        proposed = replace(proposed, at=current.lifts_at)
        current = _first_hit(facts, proposed, limits)
    return proposed.at


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _paid(facts: ContactFacts, proposed: ProposedContact, _: ContactLimits) -> Hit | None:
    if facts.is_paid and proposed.purpose in DUNNING:
        return Hit("contact.paid")
    return None


def _unmatched_money(
    facts: ContactFacts, proposed: ProposedContact, _: ContactLimits
) -> Hit | None:
    if facts.has_unmatched_money and proposed.purpose in DUNNING:
        return Hit("contact.unmatched_money")
    return None


def _dispute(facts: ContactFacts, proposed: ProposedContact, _: ContactLimits) -> Hit | None:
    """C10. Reminders stop with collection: a disputed amount is not asked for in any tone."""
    if facts.is_disputed and proposed.purpose in DUNNING:
        return Hit("contact.dispute_stops")
    return None


def _arrangement(facts: ContactFacts, proposed: ProposedContact, _: ContactLimits) -> Hit | None:
    """C9. The arrangement's own due dates may still be reminded of."""
    if facts.arrangement_performed and proposed.purpose is Purpose.COLLECTION:
        return Hit("contact.arrangement_stops")
    return None


def _wording(_: ContactFacts, proposed: ProposedContact, __: ContactLimits) -> Hit | None:
    if proposed.forbidden_words:
        return Hit("contact.wording", detail=(("words", "、".join(proposed.forbidden_words)),))
    return None


def _marketing(facts: ContactFacts, proposed: ProposedContact, _: ContactLimits) -> Hit | None:
    if proposed.purpose is not Purpose.OFFER:
        return None
    if facts.marketing_consent and proposed.has_opt_out:
        return None
    return Hit("contact.marketing_consent")


def _agency(_: ContactFacts, proposed: ProposedContact, __: ContactLimits) -> Hit | None:
    if not proposed.by_agency:
        return None
    until = proposed.agency_review_until
    if until is not None and proposed.at.date() <= until:
        return None
    return Hit("contact.agency_review")


def _visit(_: ContactFacts, proposed: ProposedContact, limits: ContactLimits) -> Hit | None:
    if proposed.channel is not Channel.VISIT:
        return None
    if proposed.staff < limits.visit_staff:
        return Hit("contact.visit_staff", detail=(("limit", limits.visit_staff),))
    if not proposed.recorded:
        return Hit("contact.visit_recorded")
    return None


def _third_party(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> Hit | None:
    """C5. A listed contact needs recorded evidence, is told nothing, and may refuse for good."""
    if proposed.party is not Party.CONTACT:
        return None
    rule = "contact.failed_calls_for_third_party"
    has_refused = any(
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
        found.append(_midnight(run[limits.failed_calls - 1].at.date() + DAY))
    found.extend(_silent_days(run, limits.silent_days))
    return min(found, default=None)


def _silent_days(run: list[PastContact], wanted: int) -> list[datetime]:
    """The morning after the first unbroken row of days that each saw an unanswered call."""
    in_a_row = 0
    last: date | None = None
    for day in sorted({past.at.date() for past in run}):
        in_a_row = in_a_row + 1 if last is not None and day - last == DAY else 1
        if in_a_row == wanted:
            return [_midnight(day + DAY)]
        last = day
    return []


def _stop_list(facts: ContactFacts, proposed: ProposedContact, _: ContactLimits) -> Hit | None:
    """Stops everything but answers to what the customer asked for."""
    if proposed.purpose is Purpose.SERVICE:
        return None
    day = proposed.at.date()
    ends = [stop.until for stop in facts.stops if stop.covers(day, proposed.channel)]
    if not ends:
        return None
    dated = [end for end in ends if end is not None]
    if len(dated) < len(ends):
        return Hit("contact.stop_list")
    return Hit("contact.stop_list", _midnight(max(dated) + DAY), (("until", max(dated)),))


def _open_promise(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> Hit | None:
    if proposed.purpose is not Purpose.COLLECTION or facts.promise_until is None:
        return None
    last = facts.promise_until + limits.promise_wait * DAY
    if proposed.at.date() > last:
        return None
    return Hit("contact.open_promise", _midnight(last + DAY), (("until", facts.promise_until),))


def _answered_calls(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> Hit | None:
    """C2. Counted over everybody who was called about this debtor: the stricter reading."""
    if proposed.channel is not Channel.PHONE:
        return None
    day = proposed.at.date()
    answered = sum(
        past.channel is Channel.PHONE
        and past.at.date() == day
        and past.outcome in (Outcome.ANSWERED, Outcome.REFUSED)
        for past in facts.history
    )
    if answered < limits.answered_per_day:
        return None
    detail = (("limit", limits.answered_per_day),)
    return Hit("contact.answered_calls_per_day", _midnight(day + DAY), detail)


def _unanswered_dials(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> Hit | None:
    if proposed.channel is not Channel.PHONE:
        return None
    day = proposed.at.date()
    dials = sum(
        past.channel is Channel.PHONE
        and past.at.date() == day
        and past.outcome in NOT_A_TALK
        and past.number == proposed.number
        for past in facts.history
    )
    if dials < limits.unanswered_per_day:
        return None
    detail = (("limit", limits.unanswered_per_day),)
    return Hit("contact.unanswered_dials_per_day", _midnight(day + DAY), detail)


def _weekly_sms(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> Hit | None:
    """C4. A week is seven calendar days counted from the day of the message, that day included."""
    if proposed.channel is not Channel.SMS or proposed.purpose is not Purpose.COLLECTION:
        return None
    day = proposed.at.date()
    days = [
        past.at.date()
        for past in facts.history
        if past.channel is Channel.SMS
        and past.purpose is Purpose.COLLECTION
        and past.outcome is not Outcome.FAILED
        and 0 <= (day - past.at.date()).days < WEEK_DAYS
    ]
    if len(days) < limits.sms_per_week:
        return None
    oldest_that_counts = sorted(days)[len(days) - limits.sms_per_week]
    detail = (("limit", limits.sms_per_week),)
    return Hit(
        "contact.collection_sms_per_week", _midnight(oldest_that_counts + WEEK_DAYS * DAY), detail
    )


def _quiet_hours(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> Hit | None:
    """C1, or the hours the debtor agreed to in writing. A letter by post has no hour."""
    if proposed.channel is Channel.LETTER:
        return None
    rule, start, end = "contact.quiet_from", limits.quiet_until, limits.quiet_from
    if (
        proposed.party is Party.DEBTOR
        and facts.agreed_from is not None
        and facts.agreed_until is not None
        and facts.agreed_from != facts.agreed_until
    ):
        rule, start, end = "contact.agreed_hours", facts.agreed_from, facts.agreed_until
    moment = proposed.at.time()
    if start <= moment < end or (start > end and not end <= moment < start):
        return None
    day = proposed.at.date() + (DAY if moment >= start else timedelta(0))
    detail = (("from", f"{start:%H:%M}"), ("until", f"{end:%H:%M}"))
    return Hit(rule, datetime.combine(day, start), detail)


CHECKS: Final[tuple[Check, ...]] = (
    _paid,
    _unmatched_money,
    _dispute,
    _arrangement,
    _wording,
    _marketing,
    _agency,
    _visit,
    _third_party,
    _stop_list,
    _open_promise,
    _answered_calls,
    _unanswered_dials,
    _weekly_sms,
    _quiet_hours,
)
"""Every rule once, the ones that only a change of facts lifts first."""
