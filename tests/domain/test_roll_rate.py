from decimal import Decimal

import pytest

from desktop.domain.roll_rate import Direction, Move, RollRates, direction

RATES = RollRates.of(
    [
        Move(0, 0, 80, Decimal("8000.00")),
        Move(0, 1, 20, Decimal("2000.00")),
        Move(1, 0, 3, Decimal("100.00")),
        Move(1, 1, 2, Decimal("200.00")),
        Move(1, 2, 4, Decimal("600.00")),
        Move(1, None, 1, Decimal("100.00")),
        Move(3, 2, 1, Decimal("50.00")),
        Move(None, 0, 7, Decimal("700.00")),
        Move(None, 0, 1, Decimal("300.00")),
        Move(5, 5, 0, Decimal("0.00")),
    ]
)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (2, 2, "stayed"),
        (0, 0, "stayed"),
        (2, 0, "cured"),
        (3, 1, "improved"),
        (0, 1, "rolled"),
        (1, 3, "rolled"),
        (None, 0, "new"),
        (None, 3, "new"),
        (4, None, "gone"),
        (0, None, "gone"),
    ],
)
def test_moves_are_named(before: int | None, now: int | None, expected: str) -> None:
    assert direction(before, now) == expected


def test_rows_and_columns_add_up() -> None:
    assert RATES.row(1) == Move(1, 1, 10, Decimal("1000.00"))
    assert RATES.column(2) == Move(2, 2, 5, Decimal("650.00"))
    assert RATES.cell(None, 0) == Move(None, 0, 8, Decimal("1000.00"))
    assert RATES.cell(6, 6) == Move(6, 6, 0, Decimal("0.00"))


def test_moves_of_nobody_are_left_out() -> None:
    assert all(move.before != 5 for move in RATES.moves)


def test_rates_are_shares_of_the_row() -> None:
    assert RATES.rate(1, 2, "accounts") == Decimal("0.4000")
    assert RATES.rate(1, 2, "amount") == Decimal("0.6000")
    assert RATES.rate(4, 4, "accounts") is None


def test_a_row_of_rates_adds_up_to_one() -> None:
    for basis in ("accounts", "amount"):
        rates = [RATES.rate(1, now, basis) for now in (0, 1, 2, None)]
        assert sum(rate for rate in rates if rate is not None) == 1


@pytest.mark.parametrize(
    ("way", "accounts", "by_accounts", "by_amount"),
    [
        ("cured", 3, "0.2727", "0.0952"),
        ("improved", 1, "0.0909", "0.0476"),
        ("stayed", 82, "0.1818", "0.1905"),
        ("rolled", 24, "0.3636", "0.5714"),
        ("gone", 1, "0.0909", "0.0952"),
    ],
)
def test_directions_share_what_was_overdue(
    way: Direction, accounts: int, by_accounts: str, by_amount: str
) -> None:
    assert RATES.went(way).accounts == accounts
    assert RATES.went_rate(way, "accounts") == Decimal(by_accounts)
    assert RATES.went_rate(way, "amount") == Decimal(by_amount)


def test_new_accounts_have_no_share() -> None:
    assert RATES.went_rate("new", "accounts") is None


def test_bucket_nought_has_a_rate_of_its_own() -> None:
    assert RATES.became_overdue_rate("accounts") == Decimal("0.2000")
    assert RollRates.of([]).became_overdue_rate("amount") is None
