"""Late fees and penal interest against golden figures."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from desktop.domain.money import ZERO
from desktop.domain.penalty import (
    LateFeeBase,
    LateFeeRule,
    OverdueInstalment,
    late_fee_amount,
    late_fees,
)
from desktop.domain.prepayment import interest_on_arrears
from tests.golden.comparison import agree
from tests.golden.contracts import plan_and_periods, shown_rows

GOLDEN_FILE = "penalty.json"


def base_of(said: str) -> LateFeeBase:
    """What a fee is charged on, by the words of the case."""
    if "original" in said or "initial" in said:
        return "original_amount"
    if "outstanding" in said:
        return "outstanding_principal"
    if "principal" in said and "interest" not in said:
        return "overdue_principal"
    if "interest" in said and "principal" not in said:
        return "overdue_interest"
    return "overdue_instalment"


def test_cost_of_being_late(case: dict[str, Any]) -> None:
    given = case["input"]
    if "day_count" in given:
        plan, periods, rules = plan_and_periods(given, case["rules"])
        changed = interest_on_arrears(
            plan,
            periods,
            rules,
            paid_rows=given["paid_rows"],
            as_of=date.fromisoformat(given["as_of"]),
        )
        agree(case["expected"], {"rows": shown_rows(changed)})
    elif "close_of_day" in given:
        agree(case["expected"], fee_by_close_of_day(given))
    elif "rows" in given:
        agree(case["expected"], fee_per_row(given))
    else:
        agree(case["expected"], fee_on_one_instalment(given, case["rules"]))


def rule_of(given: dict[str, Any]) -> LateFeeRule:
    return LateFeeRule(
        base_of(given.get("base", "overdue instalment")),
        Decimal(given.get("percent", "0")),
        per="day" if re.search("da(y|il)", str(given.get("per", ""))) else "once",
        wait_days=int(given.get("wait_days", given.get("grace_days", 0))),
        skip_wait_days=bool(given.get("skip_wait_days", False)),
        minimum=bound(given, "minimum"),
        maximum=bound(given, "maximum"),
        fixed=Decimal(given.get("fixed", "0" if "percent" in given else given.get("amount", "0"))),
    )


def bound(given: dict[str, Any], name: str) -> Decimal | None:
    return Decimal(given[name]) if given.get(name) is not None else None


def fee_per_row(given: dict[str, Any]) -> dict[str, Any]:
    rows = [
        OverdueInstalment(
            date.fromisoformat(row["due"]),
            Decimal(row.get("principal", "0")),
            Decimal(row.get("interest", "0")),
        )
        for row in given["rows"]
        if not row.get("paid_on") and row.get("paid") is not True
    ]
    unpaid = sum((row.principal for row in rows), ZERO)
    outstanding = Decimal(given.get("outstanding_principal", unpaid))
    original = Decimal(given.get("original_amount", given.get("principal", outstanding)))
    fees = late_fees(
        rule_of(given),
        rows,
        as_of=date.fromisoformat(given["as_of"]),
        original_amount=original,
        outstanding_principal=outstanding,
    )
    owed = unpaid + sum((row.interest for row in rows), ZERO)
    return {
        "penalties": [{"due": fee.due_on, "amount": fee.amount} for fee in fees],
        "total_due": owed + sum((fee.amount for fee in fees), ZERO),
    }


def fee_by_close_of_day(given: dict[str, Any]) -> dict[str, Any]:
    """When a day has closed, it is the next morning that the row is one day later."""
    due_on, base = date.fromisoformat(given["due"]), Decimal(given["instalment"])
    closes = [date.fromisoformat(on) for on in given["close_of_day"]]
    charged = [
        late_fees(
            rule_of(given), [OverdueInstalment(due_on, base)], as_of=closed + timedelta(days=1)
        )
        for closed in closes
    ]
    return {
        "penalty_after_close": [sum((fee.amount for fee in fees), ZERO) for fees in charged],
        "dated": charged[-1][0].due_on if charged[-1] else None,
    }


def fee_on_one_instalment(given: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    worked_out: dict[str, Any] = {}
    if "instalment" in given:
        instalment = Decimal(given["instalment"])
    else:
        plan, _, _ = plan_and_periods(given, words)
        assert plan.instalment is not None
        instalment = plan.instalment
        worked_out = {"instalment": instalment, "rows": len(plan.rows)}
    fee = late_fee_amount(rule_of(given), instalment, days=1 + int(given.get("wait_days", 0)))
    return worked_out | {"penalty": fee, "penalty_each_row": fee}
