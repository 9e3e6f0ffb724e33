"""Repayment plans and changes to them against golden figures."""

from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.schedule import largest_principal
from desktop.domain.schedule_changes import PlanChange, change_plan, change_rate, re_age
from tests.golden.comparison import agree
from tests.golden.contracts import of_excerpt, plan_and_periods, shown_rows, terms_of

GOLDEN_FILE = "schedules.json"


def test_plan(case: dict[str, Any]) -> None:
    given, words = case["input"], case["rules"]
    if "outstanding_principal" in given:
        agree(case["expected"], {"rows": re_aged(given)})
        return
    plan, periods, _ = plan_and_periods(given, words)
    for change in given.get("rate_changes", []):
        on = date.fromisoformat(change.get("on") or change["from"])
        rate = Decimal(change["annual_rate_percent"]) / 100
        terms = terms_of(given, words)
        plan = change_rate(plan, terms, rate, from_date=on)
    if "change" in given:
        assert shown_rows(plan)[0]["due"] == date.fromisoformat(given["before"][0]["due"])
        plan = change_plan(plan, terms_of(given, words), change_of(given["change"]))
    worked_out = of_excerpt(plan, case["expected"])
    if "instalment_wanted" in given:
        rates = [period.rate for period in periods]
        wanted = Decimal(given["instalment_wanted"])
        worked_out["largest_principal"] = largest_principal(wanted, rates)
    agree(case["expected"], worked_out)


def re_aged(given: dict[str, Any]) -> list[dict[str, Any]]:
    plan = re_age(
        Decimal(given["outstanding_principal"]),
        as_of=date.fromisoformat(given["as_of"]),
        first_due=date.fromisoformat(given["first_due"]),
        count=given["rows"],
        unit=given["unit"],
        every=given["every"],
    )
    return shown_rows(plan)


def change_of(given: dict[str, Any]) -> PlanChange:
    """Reads a change; extra terms and a new rate are known by their words."""
    new_due = given.get("new_due")
    rate = next((value for key, value in given.items() if "rate" in key), None)
    longer = (value for key, value in given.items() if "term" in key or "period" in key)
    extra = next(longer, 0)
    return PlanChange(
        from_due=date.fromisoformat(given["from_due"]),
        new_due=date.fromisoformat(new_due) if new_due else None,
        extra_terms=int(extra),
        principal_free=int(given.get("principal_grace", 0)),
        annual_rate=Decimal(str(rate)) / 100 if rate is not None else None,
    )
