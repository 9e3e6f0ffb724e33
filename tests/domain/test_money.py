"""Money: one rounding, exact fen."""

from decimal import Decimal

import pytest

from desktop.domain.money import from_fen, round_money, to_fen


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("0.005", "0.01", "0.01"),
        ("-0.005", "0.01", "-0.01"),
        ("1.004", "0.01", "1.00"),
        ("149.50", "1", "150.00"),
        ("124.99", "50", "100.00"),
        ("125", "50", "150.00"),
    ],
)
def test_rounding_is_half_up_to_the_unit(value: str, unit: str, expected: str) -> None:
    assert round_money(Decimal(value), Decimal(unit)) == Decimal(expected)


def test_fen_are_exact_both_ways() -> None:
    assert to_fen(Decimal("107000.53")) == 10_700_053
    assert from_fen(-1) == Decimal("-0.01")
    with pytest.raises(ValueError, match="two decimals"):
        to_fen(Decimal("0.005"))
