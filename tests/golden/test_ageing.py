"""Days past due, pauses and buckets against golden figures."""

from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.ageing import (
    Bucket,
    Pause,
    UnpaidRow,
    age_account,
    amounts_by_bucket,
    days_past_due,
)
from tests.golden.comparison import agree

GOLDEN_FILE = "ageing.json"


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def unpaid_rows(given: dict[str, Any], loan: dict[str, Any]) -> list[UnpaidRow]:
    """The rows after the payments made by ``as_of``, oldest row first."""
    as_of = given.get("as_of", "9999-12-31")
    paid = sum(
        (Decimal(p["amount"]) for p in given.get("payments", []) if p["on"] <= as_of), Decimal(0)
    )
    rows = []
    for row in sorted(loan["rows"], key=lambda each: each["due"]):
        part = min(paid, Decimal(row["amount"]))
        paid -= part
        rows.append(UnpaidRow(date.fromisoformat(row["due"]), Decimal(row["amount"]) - part))
    return rows


def test_days_past_due_and_buckets(case: dict[str, Any]) -> None:
    given = case["input"]
    loan = given.get("loan", given)
    rows = unpaid_rows(given, loan)
    if "dates" in given:
        days = [
            days_past_due(rows[0].due_on, as_of=date.fromisoformat(on)) for on in given["dates"]
        ]
        agree(case["expected"], {"past_due_days": days})
        return
    as_of = date.fromisoformat(given["as_of"])
    pauses = [
        Pause(date.fromisoformat(p["start"]), day(p.get("end"))) for p in given.get("pauses", [])
    ]
    age = age_account(
        rows, as_of=as_of, grace_days=loan.get("grace_days_loan_level", 0), pauses=pauses
    )
    buckets = [Bucket(b["name"], b["from_days"], b["to_days"]) for b in loan.get("buckets", [])]
    by_bucket = (
        amounts_by_bucket(rows, as_of=as_of, buckets=buckets, pauses=pauses) if buckets else {}
    )
    assert case["expected"].get("buckets", {}).keys() == (
        by_bucket.keys() if "buckets" in case["expected"] else set()
    )
    agree(
        case["expected"],
        {
            "past_due_days": age.past_due_days,
            "past_due_amount": age.past_due_amount,
            "delinquent_days": age.ageing_days,
            "delinquent_date": age.delinquent_from,
            "delinquent_amount": age.past_due_amount,
            "buckets": by_bucket,
        },
    )
