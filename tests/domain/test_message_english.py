"""What a template's fields stand for in English."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.message_english import debt_values, party_values, salutation
from desktop.domain.message_language import TONGUES
from desktop.domain.message_text import FIELDS, Sender
from desktop.domain.reminder_strategy import DueLine

DAY = date(2026, 11, 20)
SENDER = Sender("Riverside Branch", "滨江支行", "0571-88880000", "mobile banking", "It is good")


@pytest.mark.parametrize(
    ("name", "sex", "kind", "expected"),
    [
        ("Ada Miller", "f", "person", "Dear Ms Ada Miller"),
        ("张海燕", "f", "person", "Dear Ms 张"),
        ("Ada Miller", None, "person", "Dear Ada Miller"),
        ("", "m", "person", "Dear customer"),
        ("Riverside Tools Ltd", "m", "company", "Dear Riverside Tools Ltd"),
    ],
)
def test_polite_address(name: str, sex: str | None, kind: str, expected: str) -> None:
    assert salutation(name, sex, kind) == expected


def test_one_debt_and_several() -> None:
    loan = DueLine(1, "loan", "个人消费贷", date(2026, 11, 10), Decimal("1200.00"), tail="0012")
    card = DueLine(2, "card", "", date(2027, 1, 3), Decimal("80.50"), currency="USD")
    values = debt_values([loan], DAY)
    assert values["款项"] == "CNY 1,200.00 on your loan ending 0012"
    assert values["截止日"] == "10 Nov"
    assert values["扣款前一日"] == "9 Nov"
    assert values["逾期天数"] == "10"
    assert debt_values([loan, card], DAY)["款项"] == (
        "CNY 1,200.00 on your loan ending 0012 (due 10 Nov), "
        "USD 80.50 on your credit card (due 3 Jan 2027), in total CNY 1,200.00 and USD 80.50"
    )


def test_both_languages_fill_the_same_fields() -> None:
    line = DueLine(1, "loan", "", DAY, Decimal("1.00"))
    filled = [
        set(tongue.debt_values([line], DAY))
        | set(tongue.party_values("张三", None, "person", SENDER, ""))
        for tongue in TONGUES.values()
    ]
    assert filled[0] == filled[1] <= set(FIELDS)
    assert party_values("张三", None, "person", SENDER, "")["尊称"] == "customer"
