from datetime import date

import pytest

from desktop.adapters.rule_tables import bundled_rules
from desktop.domain.limitation import (
    Periods,
    guarantee_steps,
    latest,
    limitation_steps,
    proves,
)

PERIODS = Periods.in_force(bundled_rules(), date(2026, 11, 20))


def test_three_years_from_the_last_instalments_due_date() -> None:
    assert PERIODS.limitation_ends(date(2024, 3, 15)) == date(2027, 3, 15)


def test_a_proved_act_starts_it_anew_and_an_earlier_one_does_not() -> None:
    acts = [date(2023, 1, 1), date(2025, 6, 30)]
    assert PERIODS.limitation_ends(date(2024, 3, 15), acts) == date(2028, 6, 30)
    assert PERIODS.limitation_ends(date(2024, 3, 15), acts[:1]) == date(2027, 3, 15)


def test_a_leap_day_ends_on_the_months_last_day() -> None:
    assert PERIODS.limitation_ends(date(2024, 2, 29)) == date(2027, 2, 28)


def test_the_guarantee_as_agreed_or_six_months() -> None:
    assert PERIODS.guarantee_ends(date(2028, 1, 1), date(2026, 8, 31)) == date(2028, 1, 1)
    assert PERIODS.guarantee_ends(None, date(2026, 8, 31)) == date(2027, 2, 28)
    assert PERIODS.guarantee_ends(None, date(2026, 6, 15)) == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([], None),
        ([date(2026, 1, 1)], None),
        ([date(2026, 1, 30), date(2026, 1, 1)], None),
        ([date(2026, 1, 31), date(2026, 1, 1)], (date(2026, 1, 1), date(2026, 1, 31))),
    ],
)
def test_two_demands_on_a_card_a_month_apart(
    days: list[date], found: tuple[date, date] | None
) -> None:
    assert PERIODS.effective_demands(days) == found


@pytest.mark.parametrize(
    ("ends", "warning"),
    [
        (date(2027, 6, 1), None),
        (date(2027, 5, 19), 180),
        (date(2027, 2, 18), 90),
        (date(2026, 12, 20), 30),
        (date(2026, 11, 20), 30),
        (date(2026, 11, 19), 0),
    ],
)
def test_warnings(ends: date, warning: int | None) -> None:
    assert PERIODS.warning(ends, as_of=date(2026, 11, 20)) == warning


def test_the_latest_of_what_is_there() -> None:
    assert latest([None, date(2026, 1, 1), date(2025, 1, 1)]) == date(2026, 1, 1)
    assert latest([None]) is None


@pytest.mark.parametrize(
    ("way", "state", "has_scan", "has_number", "is_proof"),
    [
        ("hand", "arrived", True, False, True),
        ("hand", "refused", True, False, True),
        ("hand", "arrived", False, False, False),
        ("hand", "arrived", False, True, False),  # a number is EMS's
        ("ems", "arrived", False, True, True),
        ("ems", "refused", False, True, True),
        ("ems", "arrived", False, False, False),
        ("ems", "sent", True, True, False),
        ("ems", "returned", True, True, False),
        ("newspaper", "arrived", True, False, True),
        ("email", "arrived", False, False, False),
    ],
)
def test_only_what_can_be_shown_proves_a_demand(
    way: str, state: str, has_scan: bool, has_number: bool, is_proof: bool
) -> None:
    assert proves(way, state, has_scan=has_scan, has_number=has_number) is is_proof


def test_what_helps_depends_on_how_long_is_left_and_on_the_form() -> None:
    assert limitation_steps(180)[0] == "demand"
    assert limitation_steps(30)[0] == "sue"
    assert "new_promise" in limitation_steps(0)
    assert guarantee_steps(90, "joint")[0] == "call_guarantor"
    assert guarantee_steps(90, "general")[0] == "sue_debtor"
    assert guarantee_steps(90, "unclear") == guarantee_steps(90, "general")
    assert guarantee_steps(0, "joint") == ("guarantee_over",)
