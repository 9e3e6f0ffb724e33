"""What payments pay, reversals and replay, against golden figures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.allocation import (
    AllocationRule,
    ChargeEntry,
    PaymentEntry,
    Row,
    allocate,
    make_row,
    replay,
)
from tests.golden.comparison import agree
from tests.golden.contracts import plan_and_periods

GOLDEN_FILE = "allocation.json"
COMPONENTS = ("penalty", "fee", "interest", "principal")
FUTURE = {"NEXT_INSTALLMENT": "next", "LAST_INSTALLMENT": "last", "REAMORTIZATION": "spread"}


def test_payment_pays_what_it_should(case: dict[str, Any]) -> None:
    given = case["input"]
    if "events" in given:
        agree(case["expected"], run_events(given, case["expected"]["checkpoints"]))
    elif "value_date" in given:
        agree(case["expected"], {"paid_by_row": pay_all_overdue(given)})
    else:
        agree(case["expected"], run_future_rule(given, case["expected"]))


def amount(row: dict[str, Any], name: str) -> Decimal:
    return Decimal(row.get(name, "0.00"))


def rows_of(given: dict[str, Any]) -> list[Row]:
    return [
        make_row(date.fromisoformat(r["due"]), **{name: amount(r, name) for name in COMPONENTS})
        for r in given["rows"]
    ]


def shown(row: Row) -> dict[str, Any]:
    owed = {name: row.of(name) for name in COMPONENTS}
    return owed | {
        "due": row.due_on,
        "total": row.total,
        "paid": row.paid,
        "in_advance": row.in_advance,
        "late": row.late,
        "outstanding": row.unpaid,
    }


def run_events(given: dict[str, Any], checkpoints: list[dict[str, Any]]) -> dict[str, Any]:
    """Replay the first n events for each checkpoint."""
    order = given["order"]
    rule = AllocationRule(due=tuple(order["due"]), in_advance=tuple(order["in_advance"]))
    reached = []
    for checkpoint in checkpoints:
        charges, payments = [], []
        for number, event in enumerate(given["events"][: checkpoint["after_events"]]):
            if event["op"] == "charge":
                charges.append(
                    ChargeEntry(
                        event["kind"], date.fromisoformat(event["due"]), Decimal(event["amount"])
                    )
                )
            elif event["op"] == "repay":
                on = date.fromisoformat(event["on"])
                payments.append(PaymentEntry(on, Decimal(event["amount"]), f"{number:06}"))
            elif event["op"] == "reverse":
                reverse(payments, event)
        rows, allocations = replay(flat_rows(given["loan"]), charges, payments, rule)
        live = [
            {"on": entry.value_date, "amount": entry.amount}
            | {name: split.of(name) for name in COMPONENTS}
            for entry, split in allocations
        ]
        reached.append(
            {
                "after_events": checkpoint["after_events"],
                "live_payments": live,
                "rows": [shown(row) for row in rows],
            }
        )
    return {"checkpoints": reached}


def reverse(payments: list[PaymentEntry], event: dict[str, Any]) -> None:
    """Mark the nth payment of that value date as reversed."""
    on = date.fromisoformat(event["on"])
    of_that_day = [number for number, p in enumerate(payments) if p.value_date == on]
    number = of_that_day[event.get("nth", 1) - 1]
    payments[number] = replace(payments[number], is_reversed=True)


def flat_rows(loan: dict[str, Any]) -> list[Row]:
    plan, _, _ = plan_and_periods(loan, {})
    return [
        make_row(row.due_on, principal=row.principal, interest=row.interest) for row in plan.rows
    ]


def pay_all_overdue(given: dict[str, Any]) -> list[dict[str, Any]]:
    rows = rows_of(given)
    order = given.get("order", ("penalty", "fee", "interest", "principal"))
    order = tuple(order["due"] if isinstance(order, dict) else order)
    rule = AllocationRule(due=order, in_advance=order, mode=given.get("mode", "horizontal"))
    on = date.fromisoformat(given["value_date"])
    for paid in given["payments"]:
        amount_paid = paid["amount"] if isinstance(paid, dict) else paid
        allocate(rows, Decimal(amount_paid), rule, value_date=on)
    return [{f"{name}_paid": row.paid_of(name) for name in COMPONENTS} for row in rows]


def run_future_rule(given: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """The rows at the end, and after each day named as ``after_20_jan``."""
    rule = AllocationRule(future=FUTURE[given["future_rule"]])
    rows = rows_of(given)
    for row, told in zip(rows, given["rows"], strict=True):
        if amount(told, "paid"):
            allocate([row], amount(told, "paid"), rule, value_date=row.due_on)
    states = {}
    for paid in sorted(given["payments"], key=lambda each: each["on"]):
        on = date.fromisoformat(paid["on"])
        if not paid.get("reversed"):
            allocate(rows, Decimal(paid["amount"]), rule, value_date=on)
        states[f"after_{on.day}_{on:%b}".lower()] = [shown(row) for row in rows]
    return {"rows": [shown(row) for row in rows]} | states
