"""Reading cases: ids by filter and sort, rows by id, one case in full."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from db import search
from db.column_types import day_number
from db.tables import (
    Account,
    CaseBoard,
    CaseNote,
    Contact,
    ContactPerson,
    ContactRestriction,
    Customer,
    Guarantor,
    IncomingMessage,
    Instalment,
    Letter,
    Officer,
    OutboxItem,
    Payment,
    PromiseToPay,
    Reminder,
    Visit,
)
from desktop.domain.money import Money, from_fen, to_fen

LATEST_MESSAGES = 300
_OF_MESSAGES = (
    OutboxItem.id,
    OutboxItem.channel,
    OutboxItem.state,
    OutboxItem.created_at,
    OutboxItem.sent_at,
    OutboxItem.delivered_at,
    OutboxItem.last_error,
    OutboxItem.reminder_id,
)
_OF_INCOMING = (
    IncomingMessage.id,
    IncomingMessage.received_at,
    IncomingMessage.text,
    IncomingMessage.route,
)
"""What a case shows of them: no numbers."""

SORTS = {
    "case_no": "case_no",
    "name": "pinyin",
    "product": "product",
    "account_count": "account_count",
    "stage": "stage",
    "officer": "(SELECT o.name FROM officer o WHERE o.id = case_board.officer_id)",
    "dpd": "dpd",
    "bucket": "dpd",
    "five_class": "dpd",
    "overdue": "overdue",
    "outstanding": "outstanding",
    "next_due_on": "next_due_on",
    "next_due_amount": "next_due_amount",
    "next_action_on": "next_action_on",
    "promise_due_on": "promise_due_on",
    "last_contact_at": "last_contact_at",
    "opened_on": "opened_on",
}
"""What a list can be sorted by, and the expression behind it."""


@dataclass(frozen=True)
class CaseQuery:
    """Which cases, in which order. Empty fields do not filter; ranges include both ends.

    ``case_ids`` names cases outright (a figure clicked on another page). ``officer_id`` 0 asks
    for cases without an officer.
    """

    search: str = ""
    officer_id: int | None = None
    buckets: tuple[int, ...] = ()
    stages: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    five_classes: tuple[str, ...] = ()
    dpd_from: int | None = None
    dpd_to: int | None = None
    overdue_from: Money | None = None
    overdue_to: Money | None = None
    next_due_from: date | None = None
    next_due_to: date | None = None
    action_from: date | None = None
    action_to: date | None = None
    promise_from: date | None = None
    promise_to: date | None = None
    is_never_contacted: bool = False
    case_ids: tuple[int, ...] | None = field(default=None, repr=False)
    sort: str = "dpd"
    is_descending: bool = True


_RANGES = (
    ("dpd", "dpd_from", ">="),
    ("dpd", "dpd_to", "<="),
    ("overdue", "overdue_from", ">="),
    ("overdue", "overdue_to", "<="),
    ("next_due_on", "next_due_from", ">="),
    ("next_due_on", "next_due_to", "<="),
    ("next_action_on", "action_from", ">="),
    ("next_action_on", "action_to", "<="),
    ("promise_due_on", "promise_from", ">="),
    ("promise_due_on", "promise_to", "<="),
)
_SETS = (
    ("bucket", "buckets"),
    ("stage", "stages"),
    ("state", "states"),
    ("product", "products"),
    ("five_class", "five_classes"),
)


def _where(dialect: str, query: CaseQuery) -> tuple[str, dict[str, Any], list[str]]:
    """Return conditions, values, and the names of values that are lists."""
    clauses: list[str] = []
    values: dict[str, Any] = {}
    lists: list[str] = []
    found = search.condition(dialect, query.search)
    if found is not None:
        clauses.append(found[0])
        values |= found[1]
    if query.officer_id is not None:
        clauses.append(
            "officer_id IS NULL" if query.officer_id == 0 else "officer_id = :officer_id"
        )
        if query.officer_id:
            values["officer_id"] = query.officer_id
    for column, name in _SETS:
        chosen = getattr(query, name)
        if chosen:
            clauses.append(f"{column} IN :{name}")
            values[name] = list(chosen)
            lists.append(name)
    for column, name, comparison in _RANGES:
        bound = getattr(query, name)
        if bound is not None:
            clauses.append(f"{column} {comparison} :{name}")
            values[name] = _plain(bound)
    if query.is_never_contacted:
        clauses.append("last_contact_at IS NULL")
    return " AND ".join(clauses) or "1 = 1", values, lists


def _plain(bound: Any) -> int:
    if isinstance(bound, date):
        return day_number(bound)
    return bound if isinstance(bound, int) else to_fen(bound)


def _execute(connection: Connection, head: str, query: CaseQuery, tail: str = "") -> Any:
    where, values, lists = _where(connection.dialect.name, query)
    statement = text(f"{head} FROM case_board WHERE {where} {tail}")
    for name in lists:
        statement = statement.bindparams(bindparam(name, expanding=True))
    return connection.execute(statement, values)


def ids(connection: Connection, query: CaseQuery, limit: int | None = None) -> "array[int]":
    """Return the ids of all cases that match, or of the first ``limit``, in order."""
    direction = "DESC" if query.is_descending else "ASC"
    order = f"ORDER BY {SORTS[query.sort]} {direction} NULLS LAST, case_id {direction}"
    if limit is not None and query.case_ids is None:
        order = f"{order} LIMIT {int(limit)}"
    found = array("q", _execute(connection, "SELECT case_id", query, order).scalars())
    if query.case_ids is not None:
        wanted = set(query.case_ids)
        found = array("q", (case_id for case_id in found if case_id in wanted))
    return found


def totals(connection: Connection, query: CaseQuery) -> tuple[int, Money, Money]:
    """Return how many cases match, and their overdue and outstanding amounts."""
    if query.case_ids is not None:
        return totals_of(connection, ids(connection, query))
    row = _execute(
        connection,
        "SELECT count(*), coalesce(sum(overdue), 0), coalesce(sum(outstanding), 0)",
        query,
    ).one()
    return int(row[0]), from_fen(int(row[1])), from_fen(int(row[2]))


def totals_of(connection: Connection, case_ids: Sequence[int]) -> tuple[int, Money, Money]:
    """Return number and amounts of the cases named."""
    count, overdue, outstanding = 0, 0, 0
    statement = text(
        "SELECT count(*), coalesce(sum(overdue), 0), coalesce(sum(outstanding), 0)"
        " FROM case_board WHERE case_id IN :ids"
    ).bindparams(bindparam("ids", expanding=True))
    for start in range(0, len(case_ids), 5000):
        row = connection.execute(statement, {"ids": list(case_ids[start : start + 5000])}).one()
        count, overdue, outstanding = (
            count + row[0],
            overdue + int(row[1]),
            outstanding + int(row[2]),
        )
    return count, from_fen(overdue), from_fen(outstanding)


def rows(connection: Connection, case_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return board rows with the officer's name, by case id."""
    query = (
        select(CaseBoard.__table__, Officer.name.label("officer"))
        .outerjoin(Officer, Officer.id == CaseBoard.officer_id)
        .where(CaseBoard.case_id.in_(list(case_ids)))
    )
    return {row["case_id"]: dict(row) for row in connection.execute(query).mappings()}


def products(connection: Connection) -> list[str]:
    """Return the products that occur, for the filter's list."""
    query = select(Account.product).distinct().order_by(Account.product)
    return [str(row[0]) for row in connection.execute(query)]


def customer(connection: Connection, customer_id: int) -> dict[str, Any]:
    """Return a customer's row."""
    query = select(Customer.__table__).where(Customer.id == customer_id)
    return dict(connection.execute(query).mappings().one())


def detail(
    connection: Connection, case_id: int, customer_id: int
) -> dict[str, list[dict[str, Any]]]:
    """Return everything that hangs on a case, by table, newest or first due first."""
    accounts = select(Account.id).where(Account.customer_id == customer_id)
    queries = {
        "accounts": select(Account.__table__)
        .where(Account.customer_id == customer_id)
        .order_by(Account.dpd.desc(), Account.id),
        "instalments": select(Instalment.__table__)
        .where(Instalment.account_id.in_(accounts))
        .order_by(Instalment.account_id, Instalment.due_on, Instalment.number),
        "payments": select(Payment.__table__, Account.account_no)
        .join(Account, Account.id == Payment.account_id)
        .where(Account.customer_id == customer_id)
        .order_by(Payment.paid_on.desc(), Payment.id.desc()),
        "guarantors": select(Guarantor.__table__)
        .where(Guarantor.account_id.in_(accounts))
        .order_by(Guarantor.id),
        "contact_persons": select(ContactPerson.__table__)
        .where(ContactPerson.customer_id == customer_id)
        .order_by(ContactPerson.id),
        "restrictions": select(ContactRestriction.__table__)
        .where(
            ContactRestriction.customer_id == customer_id, ContactRestriction.lifted_at.is_(None)
        )
        .order_by(ContactRestriction.id),
        "contacts": select(Contact.__table__, Officer.name.label("officer"))
        .outerjoin(Officer, Officer.id == Contact.officer_id)
        .where(Contact.customer_id == customer_id)
        .order_by(Contact.at.desc(), Contact.id.desc()),
        "promises": select(PromiseToPay.__table__, Officer.name.label("officer"))
        .outerjoin(Officer, Officer.id == PromiseToPay.taken_by)
        .where(PromiseToPay.case_id == case_id)
        .order_by(PromiseToPay.id.desc()),
        "reminders": select(Reminder.__table__)
        .where(Reminder.case_id == case_id)
        .order_by(Reminder.planned_on, Reminder.planned_time, Reminder.id),
        "letters": select(Letter.__table__)
        .where(Letter.case_id == case_id)
        .order_by(Letter.id.desc()),
        "visits": select(Visit.__table__, Officer.name.label("officer"))
        .outerjoin(Officer, Officer.id == Visit.officer_id)
        .where(Visit.customer_id == customer_id)
        .order_by(Visit.starts_at.desc(), Visit.id.desc()),
        "notes": select(CaseNote.__table__, Officer.name.label("officer"))
        .outerjoin(Officer, Officer.id == CaseNote.officer_id)
        .where(CaseNote.case_id == case_id, CaseNote.removed_at.is_(None))
        .order_by(CaseNote.at.desc(), CaseNote.id.desc()),
        **_written(customer_id),
    }
    return {
        name: [dict(row) for row in connection.execute(query).mappings()]
        for name, query in queries.items()
    }


def _written(customer_id: int) -> dict[str, Any]:
    """What was written to a customer and by them, the newest first."""
    return {
        "messages": select(*_OF_MESSAGES, Reminder.step)
        .outerjoin(Reminder, Reminder.id == OutboxItem.reminder_id)
        .where(OutboxItem.customer_id == customer_id)
        .order_by(OutboxItem.id.desc())
        .limit(LATEST_MESSAGES),
        "incoming": select(*_OF_INCOMING)
        .where(IncomingMessage.customer_id == customer_id)
        .order_by(IncomingMessage.received_at.desc(), IncomingMessage.id.desc())
        .limit(LATEST_MESSAGES),
    }
