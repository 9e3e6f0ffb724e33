"""What every booking does beside its entry: derived columns, board, promises, reminders."""

from datetime import date
from typing import Any

from db import board, day_run_queries, ledger_queries
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.money import Money
from desktop.services import called_off
from desktop.services.desk import Desk
from desktop.services.ledger_state import Ledger, rework
from desktop.services.promises import settle_promises
from desktop.services.reminders import replan_customers
from desktop.services.rules import day_rules, rule_book


def entry_row(
    work: UnitOfWork, desk: Desk, ledger: Ledger, kind: str, amount: Money, on: date, note: str
) -> dict[str, Any]:
    """The columns that every ledger entry has."""
    return {
        "account_id": ledger.account["id"],
        "kind": kind,
        "amount": amount,
        "value_on": on,
        "note": note.strip(),
        "booked_at": work.now,
        "booked_by": desk.actor.officer_id,
    }


def settle(work: UnitOfWork, desk: Desk, ledger: Ledger) -> Changes:
    """Write what follows from the ledger, and refresh everything that is derived from it."""
    account_id, customer = ledger.account["id"], ledger.account["customer_id"]
    today, now = desk.today, work.now
    book = rule_book(work.connection)
    rework(work.connection, [account_id], as_of=today, book=book)
    rules = day_rules(book, today)
    day_run_queries.refresh_state(
        work.connection, rules, as_of=today, now=now, accounts=[account_id]
    )
    board.refresh(work.connection, [customer], as_of=today, now=now)
    settle_promises(work, as_of=today, customers=(customer,))
    replan_customers(work, [customer], as_of=today)
    called_off.call_off(work, customer)
    cases = ledger_queries.case_of_customer(work.connection, customer)
    topics = ("payments", "accounts", "cases", "promises", "reminders", "visits")
    return Changes.of(*topics, cases=cases)
