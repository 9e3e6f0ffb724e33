"""What came of contacts: contacts with the template they used, payments after them, ratings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, or_, select, text, update

from db.tables import (
    Account,
    Contact,
    ContactRestriction,
    Customer,
    MessageRating,
    OutboxItem,
    Payment,
    Reminder,
)

Rows = Sequence[Row[Any]]


@dataclass(frozen=True)
class ContactFilter:
    """Which contacts: a span of days, both inclusive; an empty channel or purpose is any."""

    first: date
    last: date
    channel: str = ""
    purpose: str = ""


def contacts(connection: Connection, chosen: ContactFilter) -> Rows:
    """The contacts made or tried with debtors: customer, moment, channel, result, whether answered,
    step, template, version, language, state of the message.

    A message's own row of the outbox is the one written at the same moment.
    """
    own = and_(OutboxItem.reminder_id == Contact.reminder_id, OutboxItem.created_at == Contact.at)
    query = (
        select(
            Contact.customer_id,
            Contact.at,
            Contact.channel,
            Contact.result,
            Contact.is_answered,
            Reminder.step,
            func.coalesce(OutboxItem.template, Reminder.template).label("template"),
            OutboxItem.template_version,
            OutboxItem.language,
            OutboxItem.state,
        )
        .outerjoin(Reminder, Reminder.id == Contact.reminder_id)
        .outerjoin(OutboxItem, own)
        .where(Contact.direction == "out", Contact.party == "debtor", *_chosen(chosen))
        .order_by(Contact.at, Contact.id)
    )
    return connection.execute(query).all()


def ratings(connection: Connection, chosen: ContactFilter) -> Rows:
    """What was asked about messages that went out in the span, and what was answered: channel,
    step, template, version, language, points for clarity and tone.
    """
    query = (
        select(
            OutboxItem.channel,
            Reminder.step,
            OutboxItem.template,
            OutboxItem.template_version,
            OutboxItem.language,
            MessageRating.clarity,
            MessageRating.tone,
        )
        .join(OutboxItem, OutboxItem.id == MessageRating.outbox_id)
        .join(
            Contact,
            and_(
                Contact.reminder_id == OutboxItem.reminder_id, Contact.at == OutboxItem.created_at
            ),
        )
        .outerjoin(Reminder, Reminder.id == OutboxItem.reminder_id)
        .where(*_chosen(chosen))
    )
    return connection.execute(query).all()


def payments(connection: Connection, first: date, last: date) -> Rows:
    """Money booked in a span of days, by customer; what was reversed is left out."""
    query = (
        select(Account.customer_id, Account.currency, Payment.paid_on, Payment.amount)
        .join(Account, Account.id == Payment.account_id)
        .where(Payment.paid_on >= first, Payment.paid_on <= last, Payment.reversed_at.is_(None))
    )
    return connection.execute(query).all()


def cases_of(connection: Connection, customers: Collection[int]) -> list[int]:
    """The cases of some customers."""
    query = text("SELECT id FROM debt_case WHERE customer_id IN :ids ORDER BY id")
    wanted = sorted(customers)
    found: list[int] = []
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        typed = query.bindparams(bindparam("ids", expanding=True))
        found += connection.execute(typed, {"ids": part}).scalars()
    return found


def _chosen(chosen: ContactFilter) -> list[Any]:
    begin = datetime.combine(chosen.first, time())
    end = datetime.combine(chosen.last + timedelta(days=1), time())
    conditions: list[Any] = [Contact.at >= begin, Contact.at < end]
    if chosen.channel:
        conditions.append(Contact.channel == chosen.channel)
    if chosen.purpose:
        conditions.append(Contact.purpose == chosen.purpose)
    return conditions


# --- surveys about messages ----------------------------------------------------------------------


def to_ask(
    connection: Connection, sent_from: datetime, sent_until: datetime, asked_since: datetime
) -> Rows:
    """Reminders by SMS sent in a span whose customers were not asked since a moment.

    The newest of each customer; nobody who refuses messages, disputes, or has no mobile number.
    """
    asked = select(MessageRating.id).where(
        MessageRating.customer_id == OutboxItem.customer_id, MessageRating.asked_at >= asked_since
    )
    today = sent_until.date()
    restricted = select(ContactRestriction.id).where(
        ContactRestriction.customer_id == OutboxItem.customer_id,
        ContactRestriction.lifted_at.is_(None),
        or_(ContactRestriction.until_on.is_(None), ContactRestriction.until_on >= today),
    )
    newest = (
        select(func.max(OutboxItem.id))
        .where(
            OutboxItem.channel == "sms",
            OutboxItem.state.in_(("sent", "delivered")),
            OutboxItem.reminder_id.is_not(None),
            OutboxItem.sent_at >= sent_from,
            OutboxItem.sent_at <= sent_until,
            ~asked.exists(),
            ~restricted.exists(),
        )
        .group_by(OutboxItem.customer_id)
    )
    query = (
        select(
            OutboxItem.id,
            OutboxItem.customer_id,
            Customer.name,
            Customer.sex,
            Customer.kind,
            Customer.phone,
            Customer.language,
        )
        .join(Customer, Customer.id == OutboxItem.customer_id)
        .where(OutboxItem.id.in_(newest))
        .order_by(OutboxItem.id)
    )
    return connection.execute(query).all()


def add_rating(connection: Connection, outbox_id: int, customer_id: int, now: datetime) -> None:
    """Note that a customer was asked about a message."""
    row = {"outbox_id": outbox_id, "customer_id": customer_id, "asked_at": now}
    connection.execute(insert(MessageRating), [row])


def open_rating(connection: Connection, customer_id: int, since: datetime) -> int | None:
    """The newest question to a customer since a moment that was not answered yet."""
    query = (
        select(MessageRating.id)
        .where(
            MessageRating.customer_id == customer_id,
            MessageRating.asked_at >= since,
            MessageRating.answered_at.is_(None),
        )
        .order_by(MessageRating.id.desc())
        .limit(1)
    )
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def answer_rating(connection: Connection, rating_id: int, **values: Any) -> None:
    """Write the answer to a question."""
    connection.execute(update(MessageRating).where(MessageRating.id == rating_id).values(**values))
