"""The calls of a day: planned ones up to today, with what was tried already."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, Row, func, literal, select, union_all

from db.tables import Account, CaseBoard, Contact, ContactPerson, Guarantor, Reminder

Rows = Sequence[Row[Any]]
MOST = 2000
"""More than a branch can call in a day."""


def due_calls(connection: Connection, *, today: date, officer_id: int | None) -> Rows:
    """Calls planned up to a day, the late ones first; ``officer_id`` narrows to one's own."""
    start = datetime.combine(today, time())
    tries = (
        select(func.count())
        .where(Contact.reminder_id == Reminder.id, Contact.at >= start)
        .scalar_subquery()
    )
    last = (
        select(Contact.result)
        .where(Contact.reminder_id == Reminder.id)
        .order_by(Contact.at.desc(), Contact.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(
            Reminder.id,
            Reminder.case_id,
            Reminder.step,
            Reminder.template,
            Reminder.planned_on,
            Reminder.planned_time,
            Reminder.officer_id,
            CaseBoard.case_no,
            CaseBoard.name,
            CaseBoard.dpd,
            CaseBoard.bucket,
            CaseBoard.overdue,
            CaseBoard.next_due_amount,
            tries.label("tries"),
            last.label("last_result"),
        )
        .join(CaseBoard, CaseBoard.case_id == Reminder.case_id)
        .where(
            Reminder.channel == "phone", Reminder.state == "planned", Reminder.planned_on <= today
        )
        .order_by(Reminder.planned_on, Reminder.planned_time, CaseBoard.dpd.desc(), Reminder.id)
        .limit(MOST)
    )
    if officer_id is not None:
        query = query.where(Reminder.officer_id == officer_id)
    return connection.execute(query).all()


def waiting(connection: Connection, *, today: date) -> int:
    """How many calls are planned up to a day."""
    query = select(func.count()).where(
        Reminder.channel == "phone", Reminder.state == "planned", Reminder.planned_on <= today
    )
    return int(connection.execute(query).scalar_one())


def done_today(connection: Connection, *, today: date, officer_id: int | None) -> int:
    """How many calls were logged today, answered or not."""
    start = datetime.combine(today, time())
    query = select(func.count()).where(
        Contact.channel == "phone", Contact.direction == "out", Contact.at >= start
    )
    if officer_id is not None:
        query = query.where(Contact.officer_id == officer_id)
    return int(connection.execute(query).scalar_one())


def planned_call(connection: Connection, case_id: int, *, today: date) -> Row[Any] | None:
    """The call planned next for a case, today's or an earlier one first."""
    query = (
        select(Reminder.id, Reminder.step, Reminder.template, Reminder.facts)
        .where(
            Reminder.case_id == case_id,
            Reminder.channel == "phone",
            Reminder.state == "planned",
            Reminder.planned_on <= today,
        )
        .order_by(Reminder.planned_on, Reminder.planned_time, Reminder.id)
        .limit(1)
    )
    return connection.execute(query).one_or_none()


def parties(connection: Connection, customer_id: int) -> Rows:
    """Guarantors of a customer's accounts and listed contacts: party, id, name, number."""
    guarantors = (
        select(
            literal("guarantor").label("party"),
            func.min(Guarantor.id).label("party_id"),
            Guarantor.name,
            Guarantor.phone,
        )
        .join(Account, Account.id == Guarantor.account_id)
        .where(Account.customer_id == customer_id, Guarantor.phone.is_not(None))
        .group_by(Guarantor.name, Guarantor.phone)
    )
    listed = select(
        literal("contact"), ContactPerson.id, ContactPerson.name, ContactPerson.phone
    ).where(ContactPerson.customer_id == customer_id, ContactPerson.phone != "")
    return connection.execute(union_all(guarantors, listed)).all()
