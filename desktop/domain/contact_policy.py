"""The contact guard: one function decides every contact of every channel.

It is asked when a contact is planned and again at the moment it is made, for contacts by the
program and by hand alike. The numbers come from the rule tables; each refusal names the rule and
its source, and from when on the contact would be allowed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final, Literal

from desktop.domain.contact_facts import (
    Channel,
    ContactFacts,
    Outcome,
    Party,
    ProposedContact,
    Purpose,
)
from desktop.domain.contact_limits import DAY, NEVER, ContactLimits, Hit, midnight
from desktop.domain.contact_third_party import NOT_A_TALK, third_party, unreachable_since
from desktop.domain.rule_book import Rule

__all__ = [
    "EVERYDAY",
    "NOT_A_TALK",
    "Allowed",
    "ContactLimits",
    "Hit",
    "Refused",
    "decide",
    "unreachable_since",
]

WEEK_DAYS: Final = 7
DUNNING: Final = (Purpose.REMINDER, Purpose.COLLECTION)
EVERYDAY: Final = (Channel.SMS, Channel.PHONE, Channel.EMAIL)
"""The channels of which a customer may choose one; letters and visits stay possible."""


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
        if hit is not None and not _is_overridden(hit.rule, facts, proposed, limits):
            return hit
    return None


def _is_overridden(
    rule: str, facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> bool:
    """Whether two people let this one contact pass against a rule whose table allows that."""
    return any(
        pass_.rule == rule
        and pass_.channel is proposed.channel
        and pass_.since <= proposed.at <= pass_.until
        and limits.book.rule(rule, limits.on).overridable
        and not any(
            past.channel is pass_.channel and past.at >= pass_.since for past in facts.history
        )
        for pass_ in facts.overrides
    )


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
    """C12."""
    if not proposed.by_agency:
        return None
    until = proposed.agency_review_until
    if until is None or proposed.at.date() > until:
        return Hit("contact.agency_review")
    return None if proposed.is_placed else Hit("contact.agency_placed")


def _visit(_: ContactFacts, proposed: ProposedContact, limits: ContactLimits) -> Hit | None:
    if proposed.channel is not Channel.VISIT:
        return None
    if proposed.staff < limits.visit_staff:
        return Hit("contact.visit_staff", detail=(("limit", limits.visit_staff),))
    if not proposed.recorded:
        return Hit("contact.visit_recorded")
    return None


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
    return Hit("contact.stop_list", midnight(max(dated) + DAY), (("until", max(dated)),))


def _open_promise(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> Hit | None:
    if proposed.purpose is not Purpose.COLLECTION or facts.promise_until is None:
        return None
    last = facts.promise_until + limits.promise_wait * DAY
    if proposed.at.date() > last:
        return None
    return Hit("contact.open_promise", midnight(last + DAY), (("until", facts.promise_until),))


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
    return Hit("contact.answered_calls_per_day", midnight(day + DAY), detail)


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
    return Hit("contact.unanswered_dials_per_day", midnight(day + DAY), detail)


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
        "contact.collection_sms_per_week", midnight(oldest_that_counts + WEEK_DAYS * DAY), detail
    )


def _agreed_channel(facts: ContactFacts, proposed: ProposedContact, _: ContactLimits) -> Hit | None:
    """What the customer chose of SMS, telephone and e-mail, for whatever is about the debt."""
    agreed = facts.agreed_channel
    if agreed is None or proposed.channel is agreed or proposed.channel not in EVERYDAY:
        return None
    if proposed.party is not Party.DEBTOR or proposed.purpose not in DUNNING:
        return None
    return Hit("contact.agreed_channel", detail=(("channel", agreed.value),))


def _agreed_hours(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> Hit | None:
    """The hours agreed with the debtor; only said and never lawful, they leave no moment at all."""
    agreed = _hours_agreed(facts, proposed)
    if agreed is None or _within(proposed.at.time(), agreed):
        return None
    hit = _hours_hit("contact.agreed_hours", agreed, proposed.at)
    lawful = (limits.quiet_until, limits.quiet_from)
    is_ever_lawful = _within(agreed[0], lawful) or _within(lawful[0], agreed)
    return hit if facts.agreed_in_writing or is_ever_lawful else replace(hit, lifts_at=NEVER)


def _quiet_hours(
    facts: ContactFacts, proposed: ProposedContact, limits: ContactLimits
) -> Hit | None:
    """C1. A letter by post has no hour; hours agreed in writing take the place of the quiet ones."""
    lawful = (limits.quiet_until, limits.quiet_from)
    moment = proposed.at.time()
    if proposed.channel is Channel.LETTER or _within(moment, lawful):
        return None
    agreed = _hours_agreed(facts, proposed)
    if agreed is not None and facts.agreed_in_writing and _within(moment, agreed):
        return None
    return _hours_hit("contact.quiet_from", lawful, proposed.at)


Hours = tuple[time, time]


def _hours_agreed(facts: ContactFacts, proposed: ProposedContact) -> Hours | None:
    start, end = facts.agreed_from, facts.agreed_until
    if proposed.channel is Channel.LETTER or proposed.party is not Party.DEBTOR:
        return None
    if start is None or end is None or start == end:
        return None
    return start, end


def _within(moment: time, hours: Hours) -> bool:
    """Whether a time of day lies in hours that may go past midnight; the end is exclusive."""
    start, end = hours
    return start <= moment < end or (start > end and not end <= moment < start)


def _hours_hit(rule: str, hours: Hours, at: datetime) -> Hit:
    start, end = hours
    day = at.date() + (DAY if at.time() >= start else timedelta(0))
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
    third_party,
    _agreed_channel,
    _stop_list,
    _open_promise,
    _answered_calls,
    _unanswered_dials,
    _weekly_sms,
    _agreed_hours,
    _quiet_hours,
)
"""Every rule once, the ones that only a change of facts lifts first."""
