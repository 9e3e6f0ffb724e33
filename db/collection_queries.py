"""Whom to collect from on the road, and what of a sheet is booked already."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, type_coerce

from db.column_types import Fen
from db.payment_queries import CHUNK
from db.tables import Account, Case, Customer, Movement, Payment
from desktop.domain.money import to_fen

SOON = timedelta(days=7)
OVERDUE = (
    Account.overdue_principal
    + Account.overdue_interest
    + Account.overdue_fee
    + Account.penalty
    + Account.compound
)


def collectable(
    connection: Connection, *, as_of: date, words: str, officer_id: int | None, limit: int
) -> Sequence[Row[Any]]:
    """Return accounts with money due now or within a week, by address and name."""
    is_due_soon = and_(Account.next_due_on <= as_of + SOON, Account.next_due_amount > 0)
    query = (
        select(
            Account.id, Account.account_no, Account.next_due_on, Account.next_due_amount,
            type_coerce(OVERDUE, Fen).label("overdue"), Customer.name, Customer.address,
        )
        .join(Customer, Customer.id == Account.customer_id)
        .outerjoin(Case, Case.customer_id == Account.customer_id)
        .where(Account.status != "settled", or_(Account.dpd > 0, is_due_soon))
        .order_by(Customer.address, Customer.pinyin, Account.id)
        .limit(limit)
    )  # fmt: skip
    for word in words.split():
        like = f"%{word}%"
        query = query.where(or_(Customer.address.like(like), Customer.name.like(like)))
    if officer_id is not None:
        query = query.where(Case.officer_id == officer_id)
    return connection.execute(query).all()


def accounts(connection: Connection, account_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Return what a sheet shows of accounts."""
    found: dict[int, Row[Any]] = {}
    for start in range(0, len(account_ids), CHUNK):
        query = (
            select(
                Account.id, Account.account_no, Account.outstanding_principal, Account.next_due_amount,
                Account.status, type_coerce(OVERDUE, Fen).label("overdue"), Customer.name,
            )
            .join(Customer, Customer.id == Account.customer_id)
            .where(Account.id.in_(account_ids[start : start + CHUNK]))
        )  # fmt: skip
        found |= {row.id: row for row in connection.execute(query)}
    return found


def states(connection: Connection, keys: Sequence[str]) -> dict[str, Row[Any]]:
    """Return id, state, amount and doubt of the movements stored under these keys."""
    found: dict[str, Row[Any]] = {}
    for start in range(0, len(keys), CHUNK):
        query = select(
            Movement.natural_key, Movement.id, Movement.state, Movement.amount, Movement.doubt
        ).where(Movement.natural_key.in_(keys[start : start + CHUNK]))
        found |= {row.natural_key: row for row in connection.execute(query)}
    return found


def paid_lately(
    connection: Connection, account_ids: Sequence[int], since: date
) -> set[tuple[int, int]]:
    """Return account and fen of the payments booked since a day."""
    found: set[tuple[int, int]] = set()
    for start in range(0, len(account_ids), CHUNK):
        query = select(Payment.account_id, Payment.amount).where(
            Payment.account_id.in_(account_ids[start : start + CHUNK]),
            Payment.paid_on >= since,
            Payment.reversed_at.is_(None),
        )
        found |= {(row.account_id, to_fen(row.amount)) for row in connection.execute(query)}
    return found
