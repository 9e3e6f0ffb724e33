from datetime import date
from decimal import Decimal

import pytest

from desktop.domain import kpi


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(1, 3, "0.3333"), (2, 3, "0.6667"), (1, 8, "0.1250"), (0, 5, "0.0000"), (1, 20000, "0.0001")],
)
def test_a_share_has_four_decimals_rounded_half_up(part: int, whole: int, expected: str) -> None:
    assert kpi.share(part, whole) == Decimal(expected)


def test_nothing_has_no_share_and_no_change() -> None:
    assert kpi.share(0, 0) is None
    assert kpi.change(Decimal("5.00"), Decimal("0.00")) is None


def test_a_change_is_signed_and_relative_to_before() -> None:
    assert kpi.change(Decimal("95.80"), Decimal("100.00")) == Decimal("-0.0420")
    assert kpi.change(3, 2) == Decimal("0.5000")


@pytest.mark.parametrize(
    ("as_of", "before", "end"),
    [
        (date(2026, 11, 20), date(2026, 10, 31), date(2026, 11, 30)),
        (date(2026, 1, 1), date(2025, 12, 31), date(2026, 1, 31)),
        (date(2024, 2, 29), date(2024, 1, 31), date(2024, 2, 29)),
        (date(2026, 12, 31), date(2026, 11, 30), date(2026, 12, 31)),
    ],
)
def test_the_month_and_the_one_before(as_of: date, before: date, end: date) -> None:
    assert kpi.previous_month_end(as_of) == before
    assert kpi.month_of(as_of) == (as_of.replace(day=1), end)


@pytest.mark.parametrize("day", [date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 22)])
def test_a_week_runs_from_monday_to_sunday(day: date) -> None:
    assert kpi.week_of(day) == (date(2026, 11, 16), date(2026, 11, 22))


def test_large_amounts_are_shown_in_a_larger_unit() -> None:
    assert kpi.unit_for(Decimal("99999999.99"), 10_000) == 1
    assert kpi.unit_for(Decimal("100000000.00"), 10_000) == 10_000
    assert kpi.unit_for(Decimal("-100000000.00"), 1_000) == 1_000
