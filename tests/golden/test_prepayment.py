"""Pay-off and part prepayment against golden figures."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from desktop.domain.prepayment import (
    DatedPayment,
    Effect,
    ExtraPayment,
    payoff,
    prepay_on_dates,
    prepay_with_rows,
)
from tests.golden.comparison import agree
from tests.golden.contracts import ANY_DAY, plan_and_periods, shown_plan

GOLDEN_FILE = "prepay.json"
EFFECTS: dict[str, Effect] = {
    "shorter term": "shorter_term",
    "smaller instalment": "lower_instalment",
    "keep the instalment": "shorter_term",
    "keep the term": "lower_instalment",
}


def effect_of(said: str) -> Effect:
    return next(effect for words, effect in EFFECTS.items() if words in said)


def test_early_payment(case: dict[str, Any]) -> None:
    given, words = case["input"], case["rules"]
    plan, periods, rules = plan_and_periods(given, words)
    if "extra" in given:
        extras = [
            ExtraPayment(e["with_row"], Decimal(e["amount"]), effect_of(e["effect"]))
            for e in given["extra"]
        ]
        agree(case["expected"], shown_plan(prepay_with_rows(plan, periods, rules, extras)))
    elif "payments" in given:
        payments = [
            DatedPayment(date.fromisoformat(p["on"]), Decimal(p["amount"]))
            for p in given["payments"]
        ]
        effect = effect_of(given["choice"]) if "choice" in given else None
        after = prepay_on_dates(plan, periods, rules, payments, effect)
        first = after.rows[0]
        agree(
            case["expected"],
            shown_plan(after)
            | {"first_row_interest": first.interest, "first_row_principal": first.principal},
        )
    else:
        agree(case["expected"], settled(case, plan, periods, rules))


def settled(case: dict[str, Any], plan: Any, periods: Any, rules: Any) -> dict[str, Any]:
    given = case["input"]
    said = given.get("interest_until", case["title"])
    if "as_of" in given:
        on = ANY_DAY + timedelta(days=day_number(given["as_of"]))
        paid = [row.no for row in plan.rows if (row.due_on - ANY_DAY).days <= paid_to(given)]
    else:
        on = date.fromisoformat(given["payoff_on"])
        paid = rows_paid(plan, given.get("paid", []))
    until = "next_due" if "next due" in said or "to the end" in said else "payoff_day"
    found = payoff(plan, periods, rules, paid_rows=paid, on=on, until=until)
    return {
        "payoff": found.total,
        "preclose": found.total,
        "principal": found.principal,
        "interest": found.interest,
        "closed_rows": [list(row) for row in found.open_rows],
    }


def day_number(said: str) -> int:
    found = re.search(r"day (\d+)", said)
    assert found
    return int(found[1])


def paid_to(given: dict[str, Any]) -> int:
    return day_number(given["first_row_paid"]) if "first_row_paid" in given else 0


def rows_paid(plan: Any, payments: list[dict[str, str]]) -> list[int]:
    """The rows that the payments cover in full, oldest first."""
    money = sum((Decimal(p["amount"]) for p in payments), Decimal(0))
    paid = []
    for row in plan.rows:
        money -= row.total
        if money < 0:
            break
        paid.append(row.no)
    return paid
