"""What the checks of the contact guard share: the numbers in force, and what a check finds."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from desktop.domain.rule_book import RuleBook

DAY: Final = timedelta(days=1)
NEVER: Final = datetime.max
"""Marks a refusal that does not end with time but only when a fact changes."""


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


def midnight(day: date) -> datetime:
    """The moment a day begins."""
    return datetime.combine(day, time())
