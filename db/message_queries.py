"""Messages to release and messages on their way: ids in order, rows by id, changes by set."""

from array import array
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from db.tables import (
    CaseBoard,
    Contact,
    Customer,
    ImportBatch,
    Letter,
    Movement,
    OutboxItem,
    RefusedContact,
    Reminder,
)
from desktop.domain.money import ZERO, Money

Rows = Sequence[Row[Any]]

MESSAGES = ("sms", "email")
"""The channels on which the branch itself sends."""

CHUNK = 500


def waiting_ids(
    connection: Connection, day: date, *, states: Collection[str], until: str | None = None
) -> "array[int]":
    """Messages planned for a day, until a time of it, or before it, in the order of their time."""
    is_due = Reminder.planned_on <= day
    if until is not None:
        today = and_(Reminder.planned_on == day, Reminder.planned_time <= until)
        is_due = or_(Reminder.planned_on < day, today)
    query = (
        select(Reminder.id)
        .where(is_due, Reminder.state.in_(states), Reminder.channel.in_(MESSAGES))
        .order_by(Reminder.planned_on, Reminder.planned_time, Reminder.id)
    )
    return array("q", connection.execute(query).scalars())


def waiting_rows(connection: Connection, ids: Sequence[int], states: Collection[str]) -> Rows:
    """Planned messages by id, as far as they are still in one of the states."""
    tries = select(func.count()).where(OutboxItem.reminder_id == Reminder.id).scalar_subquery()
    query = (
        select(
            tries.label("tries"),
            Reminder.id,
            Reminder.case_id,
            Reminder.planned_on,
            Reminder.planned_time,
            Reminder.channel,
            Reminder.step,
            Reminder.template,
            Reminder.state,
            Reminder.reason,
            Reminder.facts,
            CaseBoard.name,
            CaseBoard.dpd,
            CaseBoard.bucket,
        )
        .join(CaseBoard, CaseBoard.case_id == Reminder.case_id)
        .where(Reminder.id.in_(ids), Reminder.state.in_(states))
        .order_by(Reminder.planned_on, Reminder.planned_time, Reminder.id)
    )
    return connection.execute(query).all()


def change_waiting(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change reminders; each row has ``b_id`` and the same further columns."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(row)), []).append(row)
    for names, group in groups.items():
        values: dict[str, Any] = {name: bindparam(name) for name in names if name != "b_id"}
        statement = update(Reminder).where(Reminder.__table__.c.id == bindparam("b_id"))
        connection.execute(statement.values(values), list(group))


def put_in_outbox(
    connection: Connection,
    items: Sequence[Mapping[str, Any]],
    contacts: Sequence[Mapping[str, Any]],
) -> None:
    """Write what is to go out, with the contacts it will have been."""
    if items:
        connection.execute(insert(OutboxItem), list(items))
        connection.execute(insert(Contact), list(contacts))


def note_refused(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep on record what the guard refused."""
    if rows:
        connection.execute(insert(RefusedContact), list(rows))


def refresh_last_contact(connection: Connection, case_ids: Sequence[int]) -> None:
    """Bring the board's last contact up to date."""
    query = text(
        "UPDATE case_board SET last_contact_at = (SELECT max(k.at) FROM contact k"
        " WHERE k.customer_id = case_board.customer_id) WHERE case_id IN :ids"
    ).bindparams(bindparam("ids", expanding=True))
    for start in range(0, len(case_ids), CHUNK):
        connection.execute(query, {"ids": list(case_ids[start : start + CHUNK])})


# --- the outbox ----------------------------------------------------------------------------------


def outbox_ids(
    connection: Connection, states: Collection[str], channels: Collection[str] = MESSAGES
) -> "array[int]":
    """Messages on their way or gone, the newest first."""
    query = (
        select(OutboxItem.id)
        .where(OutboxItem.state.in_(states), OutboxItem.channel.in_(channels))
        .order_by(OutboxItem.id.desc())
    )
    return array("q", connection.execute(query).scalars())


def outbox_rows(connection: Connection, ids: Sequence[int]) -> Rows:
    """Messages of the outbox by id, with the customer's name and the number of a letter attached."""
    query = (
        select(OutboxItem.__table__, Customer.name, Reminder.step, Letter.register_no)
        .outerjoin(Customer, Customer.id == OutboxItem.customer_id)
        .outerjoin(Reminder, Reminder.id == OutboxItem.reminder_id)
        .outerjoin(Letter, Letter.id == OutboxItem.letter_id)
        .where(OutboxItem.id.in_(ids))
    )
    rows: Rows = connection.execute(query).all()
    return rows


def outbox_counts(connection: Connection, since: datetime) -> dict[tuple[str, str], int]:
    """How many messages made since a moment are in which state, by channel and state."""
    query = text(
        "SELECT channel, state, count(*) FROM outbox_item WHERE created_at >= :since"
        " GROUP BY channel, state"
    )
    found = connection.execute(query, {"since": since.isoformat()})
    return {(channel, state): int(number) for channel, state, number in found}


def queued(connection: Connection, channel: str, now: datetime, limit: int) -> Rows:
    """Messages ready to go on a channel, oldest first, with the purpose of their contact."""
    own = and_(Contact.reminder_id == OutboxItem.reminder_id, Contact.result == "queued")
    query = (
        select(OutboxItem.__table__, Contact.purpose)
        .outerjoin(Contact, own)
        .where(
            OutboxItem.state == "queued", OutboxItem.channel == channel, OutboxItem.due_at <= now
        )
        .order_by(OutboxItem.id)
        .limit(limit)
    )
    rows: Rows = connection.execute(query).all()
    return rows


def put_off(connection: Connection, channel: str, now: datetime, until: datetime) -> int:
    """Let what is queued for customers and reminds them of nothing wait until a moment; how many."""
    query = update(OutboxItem).where(
        OutboxItem.state == "queued",
        OutboxItem.channel == channel,
        OutboxItem.due_at <= now,
        OutboxItem.reminder_id.is_(None),
        OutboxItem.case_id.is_(None),
        OutboxItem.customer_id.is_not(None),
    )
    return connection.execute(query.values(due_at=until)).rowcount


def queued_channels(connection: Connection) -> tuple[str, ...]:
    """The channels on which something is queued."""
    query = select(OutboxItem.channel).where(OutboxItem.state == "queued").distinct()
    return tuple(connection.execute(query).scalars())


def in_hand(connection: Connection, channel: str) -> Rows:
    """Messages that were being handed over when the program stopped, by batch."""
    query = (
        select(OutboxItem.id, OutboxItem.provider_reference)
        .where(OutboxItem.state == "sending", OutboxItem.channel == channel)
        .order_by(OutboxItem.id)
    )
    return connection.execute(query).all()


def queued_of(connection: Connection, reminder_ids: Sequence[int]) -> list[int]:
    """The messages of some reminders that have not left the outbox yet."""
    found: list[int] = []
    for start in range(0, len(reminder_ids), CHUNK):
        query = select(OutboxItem.id).where(
            OutboxItem.reminder_id.in_(reminder_ids[start : start + CHUNK]),
            OutboxItem.state == "queued",
        )
        found += connection.execute(query).scalars()
    return found


def known_items(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The state of the outbox items that exist among some ids."""
    found: dict[int, str] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(OutboxItem.id, OutboxItem.state).where(
            OutboxItem.id.in_(ids[start : start + CHUNK])
        )
        found.update((row.id, row.state) for row in connection.execute(query))
    return found


def set_outbox(connection: Connection, ids: Sequence[int], **values: Any) -> None:
    """Set columns of outbox items."""
    for start in range(0, len(ids), CHUNK):
        chunk = list(ids[start : start + CHUNK])
        connection.execute(update(OutboxItem).where(OutboxItem.id.in_(chunk)).values(**values))


def set_reminders_of(connection: Connection, ids: Sequence[int], **values: Any) -> None:
    """Set columns of the reminders that outbox items came from."""
    for start in range(0, len(ids), CHUNK):
        of = select(OutboxItem.reminder_id).where(OutboxItem.id.in_(ids[start : start + CHUNK]))
        connection.execute(update(Reminder).where(Reminder.id.in_(of)).values(**values))


def set_contacts_of(connection: Connection, ids: Sequence[int], result: str) -> None:
    """Set the result of the contacts that outbox items are."""
    for start in range(0, len(ids), CHUNK):
        of = select(OutboxItem.reminder_id).where(OutboxItem.id.in_(ids[start : start + CHUNK]))
        of_messages = Contact.result.in_(("queued", "sent"))  # not an earlier try that failed
        connection.execute(
            update(Contact).where(Contact.reminder_id.in_(of), of_messages).values(result=result)
        )


def drop_contacts_of(connection: Connection, ids: Sequence[int]) -> None:
    """Take away the contacts of items that never went out."""
    for start in range(0, len(ids), CHUNK):
        of = select(OutboxItem.reminder_id).where(OutboxItem.id.in_(ids[start : start + CHUNK]))
        connection.execute(
            delete(Contact).where(Contact.reminder_id.in_(of), Contact.result == "queued")
        )


def last_money_file(connection: Connection) -> date | None:
    """The day a bank statement, or a lender's file with payments or instalments, was last taken in."""
    statement = select(func.max(Movement.stored_at)).where(Movement.source == "bank_file")
    days = [connection.execute(statement).scalar()]
    files = select(ImportBatch.kinds, ImportBatch.finished_at).where(
        ImportBatch.state == "finished", ImportBatch.finished_at.is_not(None)
    )
    for kinds, finished_at in connection.execute(files):
        if {"payment", "instalment"} & set(kinds):
            days.append(finished_at)
    return max((moment.date() for moment in days if moment is not None), default=None)


def unmatched_money(connection: Connection) -> tuple[int, Money]:
    """How many arrivals are booked to nobody yet, and their sum."""
    query = select(func.count(), func.sum(Movement.amount)).where(
        Movement.state.in_(("arrived", "matched")), Movement.amount > ZERO
    )
    count, amount = connection.execute(query).one()
    return int(count), amount or ZERO


def letter_of(connection: Connection, item_id: int) -> int | None:
    """The letter that is attached to a message."""
    return connection.execute(select(OutboxItem.letter_id).where(OutboxItem.id == item_id)).scalar()
