"""Rests of movements, orders and notices; what a reconciliation still has to explain."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, update

from db.payment_queries import CHUNK
from db.tables import (
    Account,
    BookingPlan,
    Case,
    Customer,
    Movement,
    MovementBooking,
    MovementNotice,
    MovementRest,
    OutboxItem,
    Payment,
    PaymentNote,
    PaymentOrder,
    RepeatedFile,
    ServiceRequest,
    Visit,
)

BANK = "bank_file"
"""The source that says what really stands on the branch's accounts."""

NOT_RECEIVED = ("announced", "rest")
"""Sources that are no money of their own: an announcement, a part of another movement."""


# Rests ---------------------------------------------------------------------------------------


def add_rest(connection: Connection, movement_id: int, row: Mapping[str, Any]) -> int:
    """Store a part of a movement as one of its own; return its id."""
    rest_id = int(
        connection.execute(insert(Movement).returning(Movement.id), [dict(row)]).scalar_one()
    )
    connection.execute(insert(MovementRest), [{"rest_id": rest_id, "movement_id": movement_id}])
    return rest_id


def rests_of(connection: Connection, movement_id: int) -> Sequence[Row[Any]]:
    """Return the parts of a movement that were kept apart: id, state, amount."""
    return connection.execute(
        select(Movement.id, Movement.state, Movement.amount)
        .join(MovementRest, MovementRest.rest_id == Movement.id)
        .where(MovementRest.movement_id == movement_id, Movement.state != "undone")
        .order_by(Movement.id)
    ).all()


def undo_rests(connection: Connection, rest_ids: Sequence[int]) -> None:
    """Take parts kept apart back, when the booking that left them is undone; they stay visible."""
    connection.execute(update(Movement).where(Movement.id.in_(rest_ids)).values(state="undone"))


def add_repeated(connection: Connection, row: Mapping[str, Any], file: Mapping[str, Any]) -> None:
    """Store the item of a repeated file, with what it repeats."""
    made = connection.execute(insert(Movement).returning(Movement.id), [dict(row)]).scalar_one()
    connection.execute(insert(RepeatedFile), [{**file, "movement_id": made}])


def files_of(connection: Connection, keys: Sequence[str]) -> Sequence[Row[Any]]:
    """Return file name and moment of storing of the movements stored under these keys."""
    found: list[Row[Any]] = []
    for start in range(0, len(keys), CHUNK):
        query = select(Movement.file_name, Movement.stored_at).where(
            Movement.natural_key.in_(keys[start : start + CHUNK]), Movement.file_name.is_not(None)
        )
        found += connection.execute(query).all()
    return found


def add_plan(connection: Connection, payment_id: int, entry_id: int) -> None:
    """Remember the plan that was set with a payment."""
    connection.execute(insert(BookingPlan), [{"payment_id": payment_id, "entry_id": entry_id}])


def plan_of(connection: Connection, payment_id: int) -> int | None:
    """Return the entry of the plan that was set with a payment."""
    query = select(BookingPlan.entry_id).where(BookingPlan.payment_id == payment_id)
    return connection.execute(query).scalar()


# Orders --------------------------------------------------------------------------------------


def add_order(connection: Connection, row: Mapping[str, Any]) -> int:
    """Write an order."""
    return int(
        connection.execute(
            insert(PaymentOrder).returning(PaymentOrder.id), [dict(row)]
        ).scalar_one()
    )


def orders(connection: Connection, numbers: Sequence[str]) -> dict[str, Row[Any]]:
    """Return orders by number, with the account's number."""
    found: dict[str, Row[Any]] = {}
    for start in range(0, len(numbers), CHUNK):
        query = (
            select(PaymentOrder.__table__, Account.account_no)
            .join(Account, Account.id == PaymentOrder.account_id)
            .where(PaymentOrder.order_no.in_(numbers[start : start + CHUNK]))
        )
        found |= {row.order_no: row for row in connection.execute(query)}
    return found


def orders_of(connection: Connection, account_id: int) -> Sequence[Row[Any]]:
    """Return an account's orders, newest first."""
    return connection.execute(
        select(PaymentOrder.__table__)
        .where(PaymentOrder.account_id == account_id)
        .order_by(PaymentOrder.id.desc())
    ).all()


def set_order_state(connection: Connection, numbers: Sequence[str], state: str) -> None:
    """Mark open orders as paid or void."""
    connection.execute(
        update(PaymentOrder)
        .where(PaymentOrder.order_no.in_(numbers), PaymentOrder.state == "open")
        .values(state=state)
    )


# Notices -------------------------------------------------------------------------------------


def notice(connection: Connection, customer_id: int) -> Row[Any] | None:
    """Return how a customer wants to hear of money that moved."""
    query = select(MovementNotice.__table__).where(MovementNotice.customer_id == customer_id)
    return connection.execute(query).first()


def put_notice(connection: Connection, customer_id: int, row: Mapping[str, Any]) -> None:
    """Write how a customer wants to hear of it, over what was said before."""
    connection.execute(delete(MovementNotice).where(MovementNotice.customer_id == customer_id))
    connection.execute(insert(MovementNotice), [{**row, "customer_id": customer_id}])


def stop_notice(connection: Connection, customer_id: int, at: datetime | None) -> int:
    """Stop notices, or let them run again; return how many there were to stop."""
    done = connection.execute(
        update(MovementNotice)
        .where(MovementNotice.customer_id == customer_id)
        .values(stopped_at=at)
    )
    return int(done.rowcount)


def last_message_key(
    connection: Connection, customer_id: int, since: datetime, until: datetime
) -> str | None:
    """Return the key of the last SMS written to a customer between two moments."""
    query = (
        select(OutboxItem.idempotency_key)
        .where(
            OutboxItem.customer_id == customer_id,
            OutboxItem.channel == "sms",
            OutboxItem.state != "cancelled",
            OutboxItem.created_at.between(since, until),
        )
        .order_by(OutboxItem.created_at.desc(), OutboxItem.id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def drop_unsent(connection: Connection, key: str) -> None:
    """Take a message out that has not gone out yet, so that it may be written again."""
    connection.execute(
        delete(OutboxItem).where(OutboxItem.idempotency_key == key, OutboxItem.state == "queued")
    )


# What a payment ends, and whom it concerns ----------------------------------------------------


def is_overdue(connection: Connection, customer_id: int) -> bool:
    """Whether anything of a customer is overdue."""
    query = select(Account.id).where(Account.customer_id == customer_id, Account.dpd > 0).limit(1)
    return connection.execute(query).first() is not None


def collection_visits(connection: Connection, customer_id: int, now: datetime) -> list[int]:
    """Return a customer's collection visits, from today on, for which nobody has left yet."""
    query = select(Visit.id).where(
        Visit.customer_id == customer_id,
        Visit.purpose == "collection",
        Visit.state.in_(("planned", "accepted")),
        Visit.starts_at >= datetime.combine(now.date(), time.min),
    )
    return list(connection.execute(query).scalars())


def collection_requests(connection: Connection, customer_id: int) -> list[int]:
    """Return the open requests for a collection visit to a customer that no visit holds any more."""
    held = select(Visit.request_id).where(
        Visit.request_id.is_not(None), Visit.state.in_(("on_the_way", "arrived", "done"))
    )
    query = select(ServiceRequest.id).where(
        ServiceRequest.customer_id == customer_id,
        ServiceRequest.kind == "collection",
        ServiceRequest.state.in_(("new", "confirmed", "planned")),
        ServiceRequest.id.not_in(held),
    )
    return list(connection.execute(query).scalars())


def paid_on_cases_of(
    connection: Connection, officer_id: int, after: int, limit: int
) -> Sequence[Row[Any]]:
    """Return payments others booked on an officer's cases, after a payment's id, oldest first."""
    return connection.execute(
        select(Payment.id, Payment.amount, Customer.name, Case.id.label("case_id"))
        .join(Account, Account.id == Payment.account_id)
        .join(Customer, Customer.id == Account.customer_id)
        .join(Case, Case.customer_id == Account.customer_id)
        .where(
            Payment.id > after,
            Case.officer_id == officer_id,
            Payment.reversed_at.is_(None),
            or_(Payment.booked_by.is_(None), Payment.booked_by != officer_id),
        )
        .order_by(Payment.id)
        .limit(limit)
    ).all()


def last_payment(connection: Connection) -> int:
    """Return the id of the newest payment; 0 before any."""
    return int(connection.execute(select(func.max(Payment.id))).scalar() or 0)


# Reconciliation ------------------------------------------------------------------------------


def _booked() -> Any:
    return (
        select(MovementBooking.movement_id, func.sum(MovementBooking.amount).label("booked"))
        .where(MovementBooking.undone_at.is_(None))
        .group_by(MovementBooking.movement_id)
        .subquery()
    )


def _kept_apart() -> Any:
    return (
        select(MovementRest.movement_id, func.sum(Movement.amount).label("apart"))
        .join(Movement, Movement.id == MovementRest.rest_id)
        .where(Movement.state != "undone")
        .group_by(MovementRest.movement_id)
        .subquery()
    )


def money_between(connection: Connection, since: date, until: date) -> Sequence[Row[Any]]:
    """Return the money of some days (both ends included), with what was booked and kept apart of it.

    What was put aside counts only where it stands in the bank's file.
    """
    booked, apart = _booked(), _kept_apart()
    return connection.execute(
        select(
            Movement.id, Movement.source, Movement.state, Movement.value_on, Movement.amount,
            Movement.payer_name, Movement.payer_tail, Movement.memo, Movement.our_account,
            Movement.explained, booked.c.booked, apart.c.apart,
        )
        .outerjoin(booked, booked.c.movement_id == Movement.id)
        .outerjoin(apart, apart.c.movement_id == Movement.id)
        .where(
            Movement.value_on.between(since, until),
            Movement.amount > 0,
            Movement.source.not_in(NOT_RECEIVED),
            or_(Movement.source == BANK, Movement.state.not_in(("ignored", "returned"))),
        )
        .order_by(Movement.id)
    ).all()  # fmt: skip


def day_payments(connection: Connection, day: date) -> Sequence[Row[Any]]:
    """Return the payments booked for a day that no movement stands behind, with their notes."""
    return connection.execute(
        select(
            Payment.id, Payment.amount, Payment.reference, Payment.source, Account.account_no,
            PaymentNote.words.label("explained"),
        )
        .join(Account, Account.id == Payment.account_id)
        .outerjoin(PaymentNote, PaymentNote.payment_id == Payment.id)
        .where(Payment.paid_on == day, *_alone())
        .order_by(Payment.id)
    ).all()  # fmt: skip


def _alone() -> tuple[Any, ...]:
    return (
        Payment.reversed_at.is_(None),
        Payment.source != "import",
        Payment.id.not_in(select(MovementBooking.payment_id)),
    )


def unexplained_payments(
    connection: Connection, since: date, until: date
) -> list[tuple[date, int]]:
    """Return how many payments of each day (both ends included) have no movement and no note."""
    query = (
        select(Payment.paid_on, func.count())
        .outerjoin(PaymentNote, PaymentNote.payment_id == Payment.id)
        .where(and_(Payment.paid_on.between(since, until), PaymentNote.words.is_(None)))
        .where(*_alone())
        .group_by(Payment.paid_on)
    )
    return [(day, int(count)) for day, count in connection.execute(query)]


def note_payment(connection: Connection, payment_id: int, row: Mapping[str, Any]) -> None:
    """Write down why a payment without a movement is in order."""
    connection.execute(delete(PaymentNote).where(PaymentNote.payment_id == payment_id))
    connection.execute(insert(PaymentNote), [{**row, "payment_id": payment_id}])
