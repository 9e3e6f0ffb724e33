from datetime import date
from decimal import Decimal

import pytest

from desktop.adapters.rule_tables import bundled_rules
from desktop.domain.court_fee import CourtFees

FEES = CourtFees.in_force(bundled_rules(), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("claim", "fee"),
    [
        ("0", "0"),
        ("0.01", "50"),
        ("10000", "50"),
        ("50000", "1050"),
        ("100000", "2300"),
        ("150000", "3300"),
        ("300000", "5800"),
        ("800000", "11800"),
        ("1000000", "13800"),
        ("3000000", "30800"),
        ("8000000", "67800"),
        ("15000000", "111800"),
        ("30000000", "191800"),
        ("10000.40", "50.01"),
    ],
)
def test_published_examples(claim: str, fee: str) -> None:
    assert FEES.of_claim(Decimal(claim)) == Decimal(fee)


def test_a_payment_order_costs_a_third() -> None:
    assert FEES.of_payment_order(Decimal("100000")) == Decimal("766.67")
