"""Which line of the bank's file shows money that was taken elsewhere."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.bank_pairing import Shown, Taken, pair

DAY = date(2026, 11, 18)
TAKEN = Taken(
    1, "counter", DAY, DAY + timedelta(days=5), Decimal("500.00"), "张海燕", "", is_booked=True
)
LINE = Shown(11, DAY, Decimal("500.00"), "张 海燕", "2214", is_booked=False)


@pytest.mark.parametrize(
    ("taken", "line", "is_pair"),
    [
        ({}, {}, True),
        ({}, {"on": DAY + timedelta(days=5)}, True),
        ({}, {"on": DAY + timedelta(days=6)}, False),
        ({}, {"on": DAY - timedelta(days=1)}, False),
        ({}, {"amount": Decimal("500.01")}, False),
        ({}, {"payer_name": ""}, True),
        ({}, {"payer_name": "李建军"}, False),
        ({"payer_tail": "9999"}, {}, False),
        ({"payer_tail": "2214"}, {}, True),
        ({}, {"is_booked": True}, False),
        ({"is_booked": False}, {"is_booked": True}, True),
        ({"is_booked": False}, {}, True),
    ],
)
def test_one_payment_and_one_line(
    taken: dict[str, Any], line: dict[str, Any], is_pair: bool
) -> None:
    found = pair([replace(TAKEN, **taken)], [replace(LINE, **line)])
    assert found == ({1: 11} if is_pair else {})


def test_a_line_shows_one_payment_only_and_the_oldest_first() -> None:
    later = replace(TAKEN, id=2, on=DAY + timedelta(days=1))
    assert pair([later, TAKEN], [LINE]) == {1: 11}
    assert pair([later, TAKEN], [LINE, replace(LINE, id=12, on=later.on)]) == {1: 11, 2: 12}
    second = replace(TAKEN, id=3, payer_name="李建军")
    other = replace(LINE, id=13, payer_name="李建军")
    assert pair([second, TAKEN], [LINE, other]) == {1: 11, 3: 13}


def test_the_cash_of_a_day_is_paid_in_as_one_sum() -> None:
    second = replace(TAKEN, id=2, amount=Decimal("70.00"), payer_name="李建军")
    paid_in = replace(LINE, amount=Decimal("570.00"), payer_name="柜面存现", on=DAY)
    assert pair([TAKEN, second], [paid_in]) == {1: 11, 2: 11}
    assert pair([TAKEN, second], [replace(paid_in, is_booked=True)]) == {}
    # Two sources, or two days, are not paid in together.
    assert pair([TAKEN, replace(second, source="wechat")], [paid_in]) == {}
    assert pair([TAKEN, replace(second, on=DAY - timedelta(days=1))], [paid_in]) == {}
    # Nor is one payment a sum: another payer's line is another payer's.
    assert pair([TAKEN], [replace(paid_in, amount=TAKEN.amount)]) == {}
