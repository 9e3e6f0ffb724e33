"""The figures of a letter: what is overdue by instalment, the plan, what acceleration asks for."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.penalty import daily_interest, penalty_rate, run_up, settle_run_up

Row = Mapping[str, Any]
"""A row as it was read: column names to domain values."""

STATES = {"paid": "已还", "overdue": "逾期", "part": "部分已还", "due": "未到期"}
"""How an instalment stands, as the customer reads it."""


def overdue_total(account: Row) -> Money:
    """All that an account owes now because it is late."""
    parts = ("overdue_principal", "overdue_interest", "overdue_fee", "penalty", "compound")
    return sum((account[part] for part in parts), ZERO)


def ledger_facts(
    account: Row,
    instalments: Sequence[Row],
    payments: Sequence[Row],
    *,
    as_of: date,
    default_uplift: Decimal,
) -> dict[str, object]:
    """What the ledger says of an account on the day its state was worked out.

    Each overdue instalment's penalty is worked out here again; when the rows do not add up to the
    account's own figures, ``DomainError("letters.figures_disagree")``: such a letter is not made.
    """
    rate = _late_rate(account, default_uplift)
    late = [_late_row(account, row, rate, as_of) for row in instalments if row["due_on"] < as_of]
    late = [row for row in late if row["合计"] > 0]
    total = overdue_total(account)
    if account["dpd"] > 0 and sum((row["合计"] for row in late), ZERO) != total:
        raise DomainError(
            "letters.figures_disagree",
            account=account["account_no"],
            rows=sum((row["合计"] for row in late), ZERO),
            total=total,
        )
    current = _current_interest(account, instalments, as_of)
    balance = account["outstanding_principal"]
    to_accelerate = total - account["overdue_principal"] + balance + current
    return {
        "截止日期": as_of,
        "逾期天数": account["dpd"],
        "逾期期数": len(late),
        "最早逾期日": account["oldest_due_on"],
        "逾期本金": account["overdue_principal"],
        "逾期利息": account["overdue_interest"],
        "逾期费用": account["overdue_fee"],
        "罚息": account["penalty"],
        "复利": account["compound"],
        "罚息及复利": account["penalty"] + account["compound"],
        "罚息利率": rate,
        "逾期合计": total,
        "贷款余额": balance,
        "未到期本金": balance - account["overdue_principal"],
        "当期利息": current,
        "提前到期合计": to_accelerate,
        "下期应还日": account["next_due_on"],
        "下期应还额": account["next_due_amount"] or None,
        "已还合计": sum((row["amount"] for row in payments), ZERO),
        "已还本金": sum((row["paid_principal"] for row in instalments), ZERO),
        "已还利息": sum((row["paid_interest"] for row in instalments), ZERO),
        "最近还款日": payments[-1]["paid_on"] if payments else None,
        "结清日期": max(
            (row["settled_on"] for row in instalments if row["settled_on"]), default=None
        ),
        "逾期明细": tuple(late) if account["dpd"] > 0 else (),
        "还款计划": _plan_rows(instalments, as_of),
        "还款记录": tuple(
            {"还款日期": row["paid_on"], "还款金额": row["amount"], "还款渠道": row["method"] or ""}
            for row in payments
        ),
    }


def _late_rate(account: Row, default_uplift: Decimal) -> Decimal:
    rate: Decimal = account["annual_rate"] or Decimal(0)
    uplift = account["penalty_uplift"]
    if account["kind"] == "card" and uplift is None:
        return rate
    return penalty_rate(rate, default_uplift if uplift is None else uplift)


def _late_row(account: Row, row: Row, rate: Decimal, as_of: date) -> dict[str, Any]:
    principal = row["principal"] - row["paid_principal"]
    interest = row["interest"] - row["paid_interest"]
    fee = row["fee"] - row["paid_fee"]
    days = (as_of - (row["penalty_until"] or row["due_on"])).days
    basis = account["day_basis"]
    penalty = settle_run_up(row["penalty_micro"] + run_up(principal, rate, days, basis))
    compounding = interest if account["compounds_interest"] else ZERO
    compound = settle_run_up(row["compound_micro"] + run_up(compounding, rate, days, basis))
    run = penalty - row["paid_penalty"] + compound - row["paid_compound"]
    return {
        "期次": row["number"],
        "应还日": row["due_on"],
        "本金": principal,
        "利息": interest,
        "费用": fee,
        "罚息及复利": run,
        "合计": principal + interest + fee + run,
        "逾期天数": (as_of - row["due_on"]).days,
    }


def _current_interest(account: Row, instalments: Sequence[Row], as_of: date) -> Money:
    """In-term interest on what is not yet due, since the last due date.

    On what was posted to a card it ran up by the day and stands in the rows of its statements.
    """
    if any(row.get("statement_on") for row in instalments):
        coming = [row for row in instalments if row["due_on"] >= as_of]
        return sum((row["interest"] - row["paid_interest"] for row in coming), ZERO)
    if not account["annual_rate"]:
        return ZERO
    past = [row["due_on"] for row in instalments if row["due_on"] <= as_of]
    start = max(past, default=account["disbursed_on"] or as_of)
    not_due = account["outstanding_principal"] - account["overdue_principal"]
    days = max((as_of - start).days, 0)
    return daily_interest(not_due, account["annual_rate"], days, account["day_basis"])


def _plan_rows(instalments: Sequence[Row], as_of: date) -> tuple[dict[str, object], ...]:
    left = sum((row["principal"] for row in instalments), ZERO)
    rows: list[dict[str, object]] = []
    for row in instalments:
        left -= row["principal"]
        paid = row["paid_principal"] + row["paid_interest"] + row["paid_fee"]
        due = row["principal"] + row["interest"] + row["fee"]
        if row["settled_on"] or paid >= due:
            state = "paid"
        elif row["due_on"] < as_of:
            state = "overdue"
        else:
            state = "part" if paid > 0 else "due"
        rows.append(
            {
                "期次": row["number"],
                "应还日": row["due_on"],
                "本金": row["principal"],
                "利息": row["interest"],
                "费用": row["fee"],
                "合计": due,
                "已还": paid,
                "剩余本金": left,
                "状态": STATES[state],
            }
        )
    return tuple(rows)
