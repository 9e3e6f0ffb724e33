"""Promises to pay: those still open, the money that came in since, their judgement."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select, update

from db.tables import Account, Case, ContactRestriction, Customer, Payment, PromiseToPay
from desktop.domain.money import Money


def open_promises(connection: Connection, customers: Collection[int] | None) -> Sequence[Row[Any]]:
    """Every open promise, of all customers or of some."""
    query = select(
        PromiseToPay.id,
        PromiseToPay.case_id,
        PromiseToPay.due_on,
        PromiseToPay.amount,
        PromiseToPay.paid,
        PromiseToPay.taken_at,
    ).where(PromiseToPay.state == "open")
    return connection.execute(_of(query, customers).order_by(PromiseToPay.id)).all()


def receipts_for_open(
    connection: Connection, customers: Collection[int] | None
) -> dict[int, list[tuple[date, Money]]]:
    """What cases with an open promise paid since their oldest open promise, by case."""
    since = (
        select(PromiseToPay.case_id, func.min(PromiseToPay.taken_at).label("taken_at"))
        .where(PromiseToPay.state == "open")
        .group_by(PromiseToPay.case_id)
        .subquery()
    )
    query = (
        select(Case.id, Payment.paid_on, Payment.amount)
        .join(since, since.c.case_id == Case.id)
        .join(Account, Account.customer_id == Case.customer_id)
        .join(Payment, Payment.account_id == Account.id)
        .where(Payment.reversed_at.is_(None))
    )
    if customers is not None:
        query = query.where(Case.customer_id.in_(customers))
    found: dict[int, list[tuple[date, Money]]] = {}
    for case_id, paid_on, amount in connection.execute(query):
        found.setdefault(case_id, []).append((paid_on, amount))
    return found


def write_judgements(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write state, paid money and day of judgement; each row has ``b_id``."""
    if not rows:
        return
    table = PromiseToPay.__table__
    statement = (
        update(PromiseToPay)
        .where(table.c.id == bindparam("b_id"))
        .values(state=bindparam("state"), paid=bindparam("paid"), judged_on=bindparam("judged_on"))
    )
    connection.execute(statement, list(rows))


def _of(query: Select[Any], customers: Collection[int] | None) -> Select[Any]:
    if customers is None:
        return query
    cases = select(Case.id).where(Case.customer_id.in_(customers))
    return query.where(PromiseToPay.case_id.in_(cases))


def to_write_about(
    connection: Connection, *, ids: Collection[int] | None = None, due_on: date | None = None
) -> Sequence[Row[Any]]:
    """Open promises by id, or those due on a day, with whom a message about them goes to.

    Nobody whose debt is disputed, and nobody who cannot answer for themselves any more.
    """
    barred = select(ContactRestriction.id).where(
        ContactRestriction.customer_id == Customer.id,
        ContactRestriction.kind.in_(("dispute", "dead", "incapable")),
        ContactRestriction.lifted_at.is_(None),
    )
    query = (
        select(
            PromiseToPay.id,
            PromiseToPay.due_on,
            PromiseToPay.amount,
            PromiseToPay.paid,
            PromiseToPay.taken_at,
            Customer.id.label("customer_id"),
            Customer.name,
            Customer.sex,
            Customer.kind,
            Customer.phone,
            Customer.language,
        )
        .join(Case, Case.id == PromiseToPay.case_id)
        .join(Customer, Customer.id == Case.customer_id)
        .where(PromiseToPay.state == "open", ~barred.exists())
        .order_by(PromiseToPay.id)
    )
    if ids is not None:
        query = query.where(PromiseToPay.id.in_(ids))
    if due_on is not None:
        query = query.where(PromiseToPay.due_on == due_on)
    return connection.execute(query).all()
