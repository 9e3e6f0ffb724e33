"""Facts that only some letters need: worked out only for a template that names them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from db import letter_queries as queries
from desktop.adapters.wording import text
from desktop.domain.court_fee import CourtFees
from desktop.domain.errors import DomainError
from desktop.domain.letter_facts import Facts
from desktop.domain.money import ZERO
from desktop.services import quotes
from desktop.services.rules import rule_book

Row = Mapping[str, Any]

GUARANTEES = {"joint": "连带责任保证", "general": "一般保证", "unclear": "保证"}
COURT = {"诉讼标的额", "案件受理费", "支付令申请费"}
PAYOFF = {"结清试算", "提前结清合计", "试算有效期"}
PLAN = {"新还款计划", "新计划合计"}
WAIVED = "减免后应还"
MOST_CONTACTS = 60


def extras(
    connection: Connection,
    names: set[str],
    *,
    today: date,
    account: Row,
    guarantors: Sequence[Row],
    facts: Facts,
) -> dict[str, object]:
    """The further facts of an account that are among ``names``.

    Raises ``DomainError`` where a quote says no.
    """
    found: dict[str, object] = {}
    if "担保人明细" in names:
        found["担保人明细"] = tuple(_guarantor(row) for row in guarantors)
    if "催收记录" in names:
        rows = queries.demands(connection, account["customer_id"], MOST_CONTACTS)
        found["催收记录"] = tuple(_demand(row) for row in rows)
    if names & COURT and account["dpd"]:
        found |= _court(connection, facts, today)
    if names & PAYOFF:
        found |= _payoff(connection, account["id"], today)
    if names & PLAN:
        found |= _new_plan(connection, account, facts, today)
    if WAIVED in names:
        found |= _waived(facts)
    return found


def _guarantor(row: Row) -> dict[str, object]:
    return {
        "姓名": row["name"],
        "证件号码": row["id_number"],
        "担保形式": GUARANTEES.get(row["form"], "保证"),
        "保证期间届满日": row["guarantee_ends_on"],
    }


def _demand(row: Row) -> dict[str, object]:
    return {
        "日期": row["at"].date(),
        "方式": text(f"contact.channel.{row['channel']}"),
        "结果": text(f"contact.result.{row['result']}"),
        "备注": row["note"] or "",
    }


def _court(connection: Connection, facts: Facts, today: date) -> dict[str, object]:
    """A suit asks for all that is owed; a payment order for what is due, which nobody disputes."""
    fees = CourtFees.in_force(rule_book(connection), today)
    claim, due = facts["提前到期合计"], facts["逾期合计"]
    assert isinstance(claim, Decimal)
    assert isinstance(due, Decimal)
    return {
        "诉讼标的额": claim,
        "案件受理费": fees.of_claim(claim),
        "支付令申请费": fees.of_payment_order(due),
    }


def _payoff(connection: Connection, account_id: int, today: date) -> dict[str, object]:
    offer = quotes.offer_on(connection, today, account_id, "payoff", {})
    return {
        "提前结清合计": offer.amount,
        "试算有效期": offer.valid_until,
        "结清试算": tuple(
            {"项目": text(f"quotes.line.{code}"), "金额": amount}
            for code, amount in offer.lines
            if amount
        ),
    }


def _new_plan(connection: Connection, account: Row, facts: Facts, today: date) -> dict[str, object]:
    """The plan of an agreement, by the number of instalments and the first day filled in."""
    count, first = facts.get("新计划期数"), facts.get("首期还款日")
    if not isinstance(count, int) or not isinstance(first, date):
        return {}
    if account["kind"] == "card":
        asked = {"months": count, "first_due": first, "monthly_rate": facts.get("月手续费率")}
        offer = quotes.offer_on(connection, today, account["id"], "card_instalments", asked)
    else:
        asked = {"first_due": first, "count": count, "annual_rate": facts.get("新年利率")}
        offer = quotes.offer_on(connection, today, account["id"], "rearrangement", asked)
    rows = offer.plans[-1].rows
    return {
        "新还款计划": tuple(
            {
                "期次": number,
                "应还日": row.due_on,
                "本金": row.principal,
                "利息": row.interest,
                "合计": row.total,
            }
            for number, row in enumerate(rows, start=1)
        ),
        "新计划合计": sum((row.total for row in rows), ZERO),
    }


def _waived(facts: Facts) -> dict[str, object]:
    """What is left to pay after a waiver of what is due."""
    waived, due = facts.get("减免金额"), facts["逾期合计"]
    assert isinstance(due, Decimal)
    if not isinstance(waived, Decimal):
        return {}
    if waived > due:
        raise DomainError("letters.waiver_above_debt", waived=waived, due=due)
    return {WAIVED: due - waived}
