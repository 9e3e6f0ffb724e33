"""Reads the contract of a golden case: periods, rules and plan."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.day_count import DayCount
from desktop.domain.loan_terms import Drawing, LoanTerms, make_periods, plan_of, plan_with_drawings
from desktop.domain.money import ZERO
from desktop.domain.schedule import Method, Period, Plan, RowRules, make_plan

ANY_DAY = date(2024, 1, 1)


def day_count(text: str | None) -> DayCount:
    """``30/360``, ``ACT/365``, ``N/364``, ``rate/52`` and the like."""
    text = (text or "30/360").split(",")[0].strip()
    if text.startswith("rate/52"):
        return DayCount("FIXED", 364)
    if text.startswith("N/"):
        return DayCount("FIXED", int(text[2:]))
    assert text in ("30/360", "ACT/365", "ACT/360", "ACT/ACT"), text
    return DayCount(text)  # type: ignore[arg-type]


def due_day(given: dict[str, Any]) -> int | None:
    """The agreed day of the month, where it is told."""
    return int(given["due_day"]) if given.get("due_day") is not None else None


def percent(given: dict[str, Any], key: str) -> Decimal:
    return Decimal(str(given.get(key, "0"))) / 100


def row_rules(given: dict[str, Any], words: dict[str, Any]) -> RowRules:
    said = " ".join(str(word) for word in words.values())
    method: Method = "equal_instalment"
    if given.get("interest") == "flat" or given.get("interest_type") == "FLAT":
        method = "flat"
    elif "equal_principal" in (words.get("method"), given.get("method")):
        method = "equal_principal"
    elif {"interest_only", "bullet"} & {words.get("method"), given.get("method")}:
        method = given.get("method") or words["method"]
    return RowRules(
        method=method,
        unit=Decimal(given.get("round_to", "0.01")),
        instalment_unit=multiple(given),
        ties_to_even="HALF_EVEN" in said,
        principal_grace=int(given.get("principal_grace_periods", given.get("principal_grace", 0))),
        interest_grace=int(given.get("interest_grace_periods", 0)),
        interest_free=int(given.get("interest_free_periods", 0)),
        tune="tune" in words,
        annuity_each_row="every row" in said or "each row" in said,
    )


def multiple(given: dict[str, Any]) -> Decimal:
    if "whole unit" in str(given.get("instalment", "")):
        return Decimal(1)
    return Decimal(str(given.get("instalment_multiple", "0.01")))


def terms_of(given: dict[str, Any], words: dict[str, Any]) -> LoanTerms:
    drawings = [
        Drawing(date.fromisoformat(e["on"]), Decimal(e["amount"])) for e in given.get("events", [])
    ]
    first, *later = drawings or [Drawing(ANY_DAY, Decimal(given["principal"]))]
    start = date.fromisoformat(given["disbursed_on"]) if "disbursed_on" in given else first.on
    if drawings and "disbursed_on" not in given:
        start = start.replace(day=1)  # the due dates stay where they were before the late start
    rate = given.get("rate_per_period_percent")
    return LoanTerms(
        principal=first.amount,
        annual_rate=percent(given, "annual_rate_percent"),
        disbursed_on=start,
        terms=int(given.get("periods", given.get("terms", 1))),
        unit=str(given.get("unit", "month")).lower().rstrip("s"),  # type: ignore[arg-type]
        every=int(given.get("every", 1)),
        first_due_on=date.fromisoformat(given["first_due"]) if "first_due" in given else None,
        due_day=due_day(given),
        day_count=day_count(given.get("day_count")),
        rate_per_period=Decimal(str(rate)) / 100 if rate is not None else None,
        rules=row_rules(given, words),
        holiday_rule=given.get("holiday_rule", "none"),
        drawings=tuple(later),
    )


def plan_and_periods(
    given: dict[str, Any], words: dict[str, Any]
) -> tuple[Plan, list[Period], RowRules]:
    """The plan of a case; an instalment given as a plain amount is kept."""
    terms = terms_of(given, words)
    if "events" in given:
        first = date.fromisoformat(given["events"][0]["on"])
        drawn = (Drawing(first, terms.principal), *terms.drawings)
        periods = make_periods(terms)
        return plan_with_drawings(drawn, periods, terms.rules), periods, terms.rules
    periods = make_periods(terms)
    agreed = re.match(r"\d+\.\d\d", str(given.get("instalment", "")))
    if agreed:
        plan = make_plan(terms.principal, periods, terms.rules, instalment=Decimal(agreed[0]))
    else:
        plan = plan_of(terms)
    return plan, periods, terms.rules


def shown_rows(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "no": row.no,
            "due": row.due_on,
            "opening": row.opening,
            "principal": row.principal,
            "interest": row.interest,
            "total": row.total,
            "balance": row.balance,
        }
        for row in plan.rows
    ]


def shown_plan(plan: Plan) -> dict[str, Any]:
    """What a case may expect of a plan."""
    return {
        "rows": shown_rows(plan),
        "rows_count": len(plan.rows),
        "total_interest": plan.total_interest,
        "instalment": plan.instalment,
        "last_total": plan.rows[-1].total,
    }


def of_excerpt(plan: Plan, expected: dict[str, Any]) -> dict[str, Any]:
    """As ``shown_plan``, with the total of the rows from the first expected one on."""
    first = expected["rows"][0]["no"] if "no" in expected.get("rows", [{}])[0] else 1
    later = [row.interest for row in plan.rows if row.no >= first]
    return shown_plan(plan) | {"total_interest": sum(later, ZERO)}
