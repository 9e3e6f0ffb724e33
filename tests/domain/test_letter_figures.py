"""The figures of a letter: rows that add up, the plan, what acceleration asks for."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.letter_figures import ledger_facts, overdue_total

AS_OF = date(2026, 11, 20)
ZERO = Decimal("0.00")
UPLIFT = Decimal("0.3")


def row(number: int, due_on: date, **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "number": number,
        "due_on": due_on,
        "principal": Decimal("1000.00"),
        "interest": Decimal("60.00"),
        "fee": ZERO,
        "paid_principal": ZERO,
        "paid_interest": ZERO,
        "paid_fee": ZERO,
        "paid_penalty": ZERO,
        "paid_compound": ZERO,
        "penalty_micro": 0,
        "compound_micro": 0,
        "penalty_until": None,
        "settled_on": None,
    }
    return given | more


PAID = row(
    1,
    date(2026, 9, 11),
    paid_principal=Decimal("1000.00"),
    paid_interest=Decimal("60.00"),
    settled_on=date(2026, 9, 11),
)
LATE = row(2, date(2026, 10, 11))
NEXT = row(3, date(2026, 12, 11), paid_principal=Decimal("100.00"))
LAST = row(4, date(2027, 1, 11))


def account(**more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "account_no": "HT1",
        "kind": "loan",
        "annual_rate": Decimal("0.06"),
        "penalty_uplift": None,
        "day_basis": 360,
        "compounds_interest": True,
        "disbursed_on": date(2026, 8, 11),
        "dpd": 40,
        "oldest_due_on": LATE["due_on"],
        "outstanding_principal": Decimal("2900.00"),
        "overdue_principal": Decimal("1000.00"),
        "overdue_interest": Decimal("60.00"),
        "overdue_fee": ZERO,
        "penalty": Decimal("8.67"),
        "compound": Decimal("0.52"),
        "next_due_on": NEXT["due_on"],
        "next_due_amount": Decimal("960.00"),
    }
    return given | more


def facts(found: dict[str, Any], *rows: dict[str, Any], payments: Any = ()) -> dict[str, Any]:
    return ledger_facts(found, rows, payments, as_of=AS_OF, default_uplift=UPLIFT)


def test_the_rows_add_up_to_the_account() -> None:
    found = facts(account(), PAID, LATE, NEXT, LAST)
    (late,) = found["逾期明细"]
    assert late["罚息及复利"] == Decimal("9.19")
    assert late["合计"] == found["逾期合计"] == Decimal("1069.19")
    assert late["逾期天数"] == 40
    assert found["逾期期数"] == 1
    assert found["罚息利率"] == Decimal("0.078")


def test_what_was_run_up_and_paid_before_is_counted() -> None:
    late = LATE | {
        "penalty_until": date(2026, 11, 10),
        "penalty_micro": 600_000_000,
        "paid_penalty": Decimal("5.00"),
        "compound_micro": 0,
    }
    # 6.00 run up, 10 days on 1,000 at 7.8 %: 2.17; less 5.00 paid; compound 0.13
    found = facts(account(penalty=Decimal("3.17"), compound=Decimal("0.13")), late)
    assert found["逾期明细"][0]["罚息及复利"] == Decimal("3.30")


def test_rows_that_do_not_add_up_stop_the_letter() -> None:
    with pytest.raises(DomainError, match="figures_disagree"):
        facts(account(penalty=Decimal("9.99")), LATE)


def test_an_account_within_grace_has_no_arrears_to_list() -> None:
    found = facts(
        account(dpd=0, overdue_principal=ZERO, overdue_interest=ZERO, penalty=ZERO, compound=ZERO),
        LATE,
    )
    assert found["逾期明细"] == ()
    assert found["逾期合计"] == ZERO


def test_acceleration_asks_for_the_balance_and_the_running_interest() -> None:
    found = facts(account(), PAID, LATE, NEXT, LAST)
    # 1,900 not due, 40 days since the last due date at 6 %: 12.67
    assert found["当期利息"] == Decimal("12.67")
    assert found["提前到期合计"] == Decimal("2900.00") + Decimal("60.00") + Decimal(
        "9.19"
    ) + Decimal("12.67")
    assert found["未到期本金"] == Decimal("1900.00")


def test_a_loan_without_rate_has_no_running_interest() -> None:
    found = facts(account(annual_rate=None, penalty=ZERO, compound=ZERO), LATE, NEXT)
    assert found["当期利息"] == ZERO


def test_a_card_without_an_uplift_runs_at_its_own_rate() -> None:
    rate = Decimal("0.18")
    found = facts(
        account(
            kind="card",
            annual_rate=rate,
            compounds_interest=False,
            penalty=Decimal("20.00"),
            compound=ZERO,
        ),
        LATE,
    )
    assert found["罚息利率"] == rate
    own = facts(
        account(penalty_uplift=Decimal("0.5"), penalty=Decimal("10.00"), compound=Decimal("0.60")),
        LATE,
    )
    assert own["罚息利率"] == Decimal("0.09")


def test_the_plan_says_how_each_instalment_stands() -> None:
    plan = facts(account(), PAID, LATE, NEXT, LAST)["还款计划"]
    assert [one["状态"] for one in plan] == ["已还", "逾期", "部分已还", "未到期"]
    assert [one["剩余本金"] for one in plan] == [
        Decimal(n) for n in ("3000.00", "2000.00", "1000.00", "0.00")
    ]


def test_payments_and_settlement() -> None:
    payments = [
        {"paid_on": date(2026, 9, 11), "amount": Decimal("1060.00"), "method": None},
        {"paid_on": date(2026, 10, 1), "amount": Decimal("100.00"), "method": "柜台"},
    ]
    found = facts(account(), PAID, LATE, payments=payments)
    assert found["已还合计"] == Decimal("1160.00")
    assert found["最近还款日"] == date(2026, 10, 1)
    assert found["还款记录"][0]["还款渠道"] == ""
    assert found["结清日期"] == date(2026, 9, 11)
    assert facts(account(next_due_amount=ZERO), LATE)["下期应还额"] is None


def test_overdue_total_takes_every_part() -> None:
    assert overdue_total(account(overdue_fee=Decimal("5.00"))) == Decimal("1074.19")
