"""The figures a branch is measured by: shares, changes and the spans of days they look at."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

SHARE = Decimal("0.0001")
"""Shares are fractions with four decimals: a hundredth of a per cent."""


LARGE = Decimal(10) ** 8
"""From a hundred million yuan on, an amount to the fen is too wide for the cell of a table."""


def unit_for(largest: Decimal, larger: int) -> int:
    """What the amounts of a table are divided by: 1, or the larger unit where they are large."""
    return 1 if abs(largest) < LARGE else larger


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """The part of a whole as a fraction, half up to four decimals; ``None`` of nothing."""
    if whole == 0:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(SHARE, rounding=ROUND_HALF_UP)


def change(now: Decimal | int, before: Decimal | int) -> Decimal | None:
    """How much more than before, as a fraction of before (-0.042: 4.2 % less); ``None`` from 0."""
    return share(now - before, before)


def previous_month_end(as_of: date) -> date:
    """The last day of the month before the one of ``as_of``."""
    return as_of.replace(day=1) - timedelta(days=1)


def month_end(as_of: date) -> date:
    """The last day of the month of ``as_of``."""
    return previous_month_end(as_of.replace(day=28) + timedelta(days=4))


def month_of(as_of: date) -> tuple[date, date]:
    """The first and the last day, both inclusive, of the month of ``as_of``."""
    return as_of.replace(day=1), month_end(as_of)


def week_of(as_of: date) -> tuple[date, date]:
    """Monday and Sunday, both inclusive, of the week of ``as_of``."""
    monday = as_of - timedelta(days=as_of.weekday())
    return monday, monday + timedelta(days=6)
