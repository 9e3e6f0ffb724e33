"""Promises to pay: whether one was kept, and how a set of payments settles it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money


class PromiseState(StrEnum):
    """Open until its day is over; then kept, kept in part, or broken. Cancelled by hand. A draft was
    read from a message and counts only when a person has confirmed it."""

    DRAFT = "draft"
    OPEN = "open"
    KEPT = "kept"
    PART_KEPT = "part_kept"
    BROKEN = "broken"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a customer said: so much by the end of that day."""

    due_on: date
    amount: Money
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in, on any account of the customer."""

    paid_on: date
    amount: Money


def check_promise(due_on: date, amount: Money, *, as_of: date) -> None:
    """Refuse a promise for a day gone by or for no money. Raises ``DomainError``."""
    if due_on < as_of:
        raise DomainError("promises.day_is_past", field="due_on", day=due_on)
    if amount <= ZERO:
        raise DomainError("promises.no_amount", field="amount")


def judge(
    promise: Promise, receipts: Iterable[Receipt], *, as_of: date, grace_days: int = 0
) -> tuple[PromiseState, Money]:
    """Judge a promise by what was paid since it was given: its state and the money that counts.

    Money counts from the day the promise was taken until ``due_on`` plus ``grace_days``, both
    inclusive, and only what was in by ``as_of``. Enough money keeps it at once; too little is judged when the last day is over.
    """
    last = promise.due_on + timedelta(days=grace_days)
    until = min(last, as_of)
    paid = sum((r.amount for r in receipts if promise.taken_at.date() <= r.paid_on <= until), ZERO)
    if paid >= promise.amount:
        return PromiseState.KEPT, paid
    if as_of <= last:
        return PromiseState.OPEN, paid
    return (PromiseState.PART_KEPT if paid > ZERO else PromiseState.BROKEN), paid


def kept_of(states: Iterable[str]) -> tuple[int, int]:
    """How many promises were kept, and of how many judged ones; part of one kept is not kept."""
    judged = [state for state in states if state in _JUDGED]
    return sum(1 for state in judged if state == PromiseState.KEPT), len(judged)


_JUDGED = frozenset((PromiseState.KEPT, PromiseState.PART_KEPT, PromiseState.BROKEN))
