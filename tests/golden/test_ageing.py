"""Days past due, pauses and buckets against golden figures."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.ageing import (
    Bucket,
    Pause,
    UnpaidRow,
    age_account,
    amounts_by_bucket,
    days_past_due,
)
from desktop.domain.reminder_strategy import Run, replay_runs
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


def first_day(case: dict[str, Any]) -> int:
    """What the due day itself counts: 0, or 1 where the source says so."""
    said = " ".join(str(words) for words in case.get("rules", {}).values())
    return (
        1
        if re.search(r"due (?:day|date)(?: itself)? (?:is|=|counts? as|counts?) (?:day )?1\b", said)
        else 0
    )


def level_days(given: dict[str, Any]) -> list[int]:
    """The days past due from which each reminder level is due, as numbers or under any name."""
    levels = given.get("levels") or given.get("reminder_levels") or given.get("policy")
    if isinstance(levels, dict):
        levels = levels.get("levels", list(levels.values()))
    return [
        int(next(v for k, v in each.items() if "day" in k or "delay" in k))
        if isinstance(each, dict)
        else int(each)
        for each in levels or []
    ]


def levels_of_runs(given: dict[str, Any]) -> list[int]:
    """The level of each run; a run is a day, or a day with whether its reminder was sent."""
    runs = []
    for told in given["runs"]:
        each = told if isinstance(told, dict) else {"on": told}
        on = next(each[key] for key in ("on", "as_of", "date", "run_on") if key in each)
        sent = [each[key] for key in ("sent", "is_sent", "issued", "delivered") if key in each]
        runs.append(Run(date.fromisoformat(on), all(sent) and not each.get("failed", False)))
    due = given.get("due") or given.get("loan", given)["rows"][0]["due"]
    return replay_runs(
        level_days(given), date.fromisoformat(due), runs, gap_days=int(given.get("gap_days", 0))
    )


def test_days_past_due_and_buckets(case: dict[str, Any]) -> None:
    given = case["input"]
    if "runs" in given:
        levels = levels_of_runs(given)
        told = [{"level": level} for level in levels]
        agree(case["expected"], {"levels": levels, "level": levels[-1], "runs": told})
        return
    loan = given.get("loan", given)
    rows = unpaid_rows(given, loan)
    counted = first_day(case)
    if "dates" in given:
        days = []
        for on in map(date.fromisoformat, given["dates"]):
            late = days_past_due(rows[0].due_on, as_of=on)
            days.append(late + counted if on >= rows[0].due_on else 0)
        agree(case["expected"], {"past_due_days": days})
        return
    as_of = date.fromisoformat(given["as_of"])
    pauses = [
        Pause(date.fromisoformat(p["start"]), day(p.get("end"))) for p in given.get("pauses", [])
    ]
    age = age_account(
        rows,
        as_of=as_of,
        grace_days=int(loan.get("grace_days_loan_level", loan.get("grace_days", 0))),
        pauses=pauses,
    )
    buckets = [
        Bucket(b["name"], b["from_days"], b.get("to_days"))
        for b in loan.get("buckets", given.get("buckets", []))
    ]
    by_bucket = (
        amounts_by_bucket(rows, as_of=as_of, buckets=buckets, pauses=pauses) if buckets else {}
    )
    assert case["expected"].get("buckets", {}).keys() == (
        by_bucket.keys() if "buckets" in case["expected"] else set()
    )
    agree(
        case["expected"],
        {
            "past_due_days": age.past_due_days + (counted if age.past_due_days else 0),
            "past_due_amount": age.past_due_amount,
            "delinquent_days": age.ageing_days,
            "delinquent_date": age.delinquent_from,
            "delinquent_amount": age.past_due_amount,
            "buckets": by_bucket,
        },
    )


@pytest.mark.parametrize("sent", [True, False])
def test_a_run_asks_for_one_level_and_for_the_next_only_when_it_was_sent(sent: bool) -> None:
    runs = [{"on": "2026-01-20"}, {"on": "2026-02-20", "sent": sent}, "2026-02-21", "2026-02-22"]
    given = {"levels": [{"days": 1}, {"days": 15}, 30], "due": "2026-01-10", "runs": runs}
    assert levels_of_runs(given) == ([1, 2, 3, 0] if sent else [1, 2, 2, 3])
