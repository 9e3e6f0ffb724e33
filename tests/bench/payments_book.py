"""An invented book of open debts and the payments made on it, with who really paid what.

The same for the same seed. Names collide as Chinese names do (about 2,900 for all customers);
payments name the contract, come from the debtor's own card, from a relative known or unknown, are
rounded up, doubled in a couple's two loans, or are no repayment at all.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from desktop.domain.money import Money
from desktop.domain.payment_matching import OpenDebt, Received

TODAY = date(2026, 11, 20)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = [
    "伟",
    "芳",
    "秀英",
    "敏",
    "静怡",
    "丽华",
    "强",
    "磊",
    "建军",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明辉",
    "超",
    "海燕",
    "霞",
    "国平",
    "志刚",
    "桂英",
    "俊杰",
    "雨桐",
]


@dataclass(frozen=True)
class PaymentsBook:
    """``truth`` maps a payment's id to the customer who owes, ``None`` where nobody does."""

    debts: Sequence[OpenDebt]
    payments: Sequence[Received]
    truth: dict[int, int | None]


def make(count: int, seed: int = 20261120) -> PaymentsBook:
    """Invent ``count`` open debts and as many payments."""
    draw = random.Random(seed)
    debts = [_debt(draw, number) for number in range(1, count + 1)]
    payments, truth = [], {}
    for number in range(1, count + 1):
        payment, owner = _payment(draw, number, draw.choice(debts))
        payments.append(payment)
        truth[number] = owner
    return PaymentsBook(debts, payments, truth)


def _name(draw: random.Random) -> str:
    return draw.choice(_SURNAMES) + draw.choice(_GIVEN)


def _money(draw: random.Random) -> Money:
    return Decimal(draw.randint(20_000, 900_000)).scaleb(-2)


def _debt(draw: random.Random, number: int) -> OpenDebt:
    due = _money(draw) if draw.random() < 0.6 else Decimal("0.00")
    return OpenDebt(
        account_id=number,
        customer_id=number - number % 5 // 4,  # every fifth customer has two loans
        account_no=f"HT2026{number:08d}",
        customer_name=f"{_SURNAMES[number // 5 % 40]}{_GIVEN[number // 200 % 24]}",
        due_now=due,
        next_due=Decimal("0.00") if due else _money(draw),
        next_due_on=TODAY + timedelta(days=draw.randint(0, 20)),
        outstanding=Decimal("90000.00"),
        aliases=(_name(draw),) if draw.random() < 0.1 else (),
        tails=(f"{draw.randint(0, 9999):04d}",),
    )


def _payment(draw: random.Random, number: int, debt: OpenDebt) -> tuple[Received, int | None]:
    amount = debt.due_now or debt.next_due
    kind = draw.random()
    day = TODAY - timedelta(days=draw.randint(0, 3))
    if kind < 0.62:  # the contract number in the remark, by whomever
        payer = debt.customer_name if draw.random() < 0.8 else _name(draw)
        return Received(number, amount, day, payer, "", f"还款 {debt.account_no}"), debt.customer_id
    if kind < 0.95:  # from the debtor's own card
        return Received(
            number, amount, day, debt.customer_name, debt.tails[0], "还款"
        ), debt.customer_id
    if kind < 0.965:  # by name alone, among namesakes
        return Received(number, amount, day, debt.customer_name, "", ""), debt.customer_id
    if kind < 0.98:  # rounded up
        rounded = amount.quantize(Decimal(1)) + 1
        return (
            Received(
                number, rounded.quantize(Decimal("0.01")), day, debt.customer_name, debt.tails[0]
            ),
            debt.customer_id,
        )
    # no repayment at all: a stranger, or a namesake of a debtor with an amount of his own
    payer = debt.customer_name if draw.random() < 0.5 else _name(draw)
    return Received(number, _money(draw), day, payer, "", "货款"), None
