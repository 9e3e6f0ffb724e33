"""Which line of the bank's file shows money that was taken elsewhere: at the counter, by a platform."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.domain.money import ZERO, Money
from desktop.domain.payment_matching import plain_name


@dataclass(frozen=True)
class Shown:
    """A line of the bank's file."""

    id: int
    on: date
    amount: Money
    payer_name: str
    payer_tail: str
    is_booked: bool


@dataclass(frozen=True)
class Taken:
    """Money that was taken elsewhere; the bank shows it by ``expected_by`` (inclusive)."""

    id: int
    source: str
    on: date
    expected_by: date
    amount: Money
    payer_name: str
    payer_tail: str
    is_booked: bool


_Free = dict[tuple[Money, date], list[Shown]]


def pair(taken: Sequence[Taken], shown: Sequence[Shown]) -> dict[int, int]:
    """Return the line that shows each taken payment, for those the bank shows; oldest first.

    Alone: the same amount, from the day it was taken to the day it is expected by, no other payer
    or card, and not both booked (then they are two payments). Together: all that one source took
    on a day, where the bank shows it as one sum: cash paid in, a platform's daily settlement.
    """
    free: _Free = defaultdict(list)
    for line in sorted(shown, key=lambda each: each.id):
        free[line.amount, line.on].append(line)
    pairs: dict[int, int] = {}
    left: dict[tuple[str, date], list[Taken]] = defaultdict(list)
    for each in sorted(taken, key=lambda each: (each.on, each.id)):
        if (alone := _first(free, each, each.amount)) is None:
            left[each.source, each.on].append(each)
        else:
            pairs[each.id] = alone.id
    for lot in left.values():
        total = sum((each.amount for each in lot), ZERO)
        together = _first(free, lot[0], total, is_lot=True) if len(lot) > 1 else None
        if together is not None:
            pairs |= {each.id: together.id for each in lot}
    return pairs


def _first(free: _Free, each: Taken, amount: Money, *, is_lot: bool = False) -> Shown | None:
    """Take the first free line that fits. A sum shows nobody's name; nobody booked it."""
    for later in range((each.expected_by - each.on).days + 1):
        lines = free.get((amount, each.on + timedelta(days=later)), [])
        for place, line in enumerate(lines):
            if (not line.is_booked) if is_lot else _may_be_same(each, line):
                return lines.pop(place)
    return None


def _may_be_same(each: Taken, line: Shown) -> bool:
    if each.is_booked and line.is_booked:
        return False
    names = {plain_name(name) for name in (each.payer_name, line.payer_name) if name}
    tails = {tail for tail in (each.payer_tail, line.payer_tail) if tail}
    return len(names) <= 1 and len(tails) <= 1
