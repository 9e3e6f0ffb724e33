"""Every contact of one customer, made and refused: what an inspector asks for."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import aliased

from db.tables import (
    Case,
    Contact,
    ContactOverride,
    ContactPerson,
    Customer,
    Guarantor,
    Officer,
    Reminder,
)
from db.tables import RefusedContact as Refusal

Rows = Sequence[Row[Any]]


def whose(connection: Connection, case_id: int) -> Row[Any] | None:
    """The customer of a case: id, name, case number; ``None`` when there is no such case."""
    query = (
        select(Case.customer_id, Case.case_no, Customer.name)
        .join(Customer, Customer.id == Case.customer_id)
        .where(Case.id == case_id)
    )
    return connection.execute(query).one_or_none()


def made(connection: Connection, customer_id: int, first: date, last: date) -> Rows:
    """Contacts in a period, both days inclusive, in order of time."""
    start, end = _bounds(first, last)
    query = (
        select(
            Contact.at,
            Contact.channel,
            Contact.direction,
            Contact.party,
            Contact.purpose,
            Contact.result,
            Contact.note,
            Contact.number,
            Contact.agency,
            Contact.against,
            Officer.name.label("officer"),
            ContactPerson.name.label("person"),
            Guarantor.name.label("guarantor"),
        )
        .outerjoin(Officer, Officer.id == Contact.officer_id)
        .outerjoin(
            ContactPerson,
            (ContactPerson.id == Contact.party_id) & (Contact.party == "contact"),
        )
        .outerjoin(Guarantor, (Guarantor.id == Contact.party_id) & (Contact.party == "guarantor"))
        .where(Contact.customer_id == customer_id, Contact.at >= start, Contact.at < end)
        .order_by(Contact.at, Contact.id)
    )
    return connection.execute(query).all()


def refused(connection: Connection, customer_id: int, first: date, last: date) -> Rows:
    """Contacts that the guard refused at the moment they were to be made."""
    start, end = _bounds(first, last)
    query = (
        select(
            Refusal.at,
            Refusal.channel,
            Refusal.rule,
            Refusal.next_allowed_at,
            Officer.name.label("officer"),
        )
        .outerjoin(Officer, Officer.id == Refusal.officer_id)
        .where(Refusal.customer_id == customer_id, Refusal.at >= start, Refusal.at < end)
        .order_by(Refusal.at, Refusal.id)
    )
    return connection.execute(query).all()


def kept_off(connection: Connection, case_id: int, first: date, last: date) -> Rows:
    """Steps of the strategy that the guard kept off the calendar."""
    query = (
        select(
            Reminder.planned_on,
            Reminder.planned_time,
            Reminder.channel,
            Reminder.step,
            Reminder.reason,
        )
        .where(
            Reminder.case_id == case_id,
            Reminder.state == "refused",
            Reminder.planned_on.between(first, last),
        )
        .order_by(Reminder.planned_on, Reminder.planned_time, Reminder.id)
    )
    return connection.execute(query).all()


def passed(connection: Connection, customer_id: int, first: date, last: date) -> Rows:
    """What two people let pass against a rule."""
    start, end = _bounds(first, last)
    second = aliased(Officer)
    query = (
        select(
            ContactOverride.id,
            ContactOverride.since,
            ContactOverride.until,
            ContactOverride.channel,
            ContactOverride.rule,
            ContactOverride.reason,
            ContactOverride.taken_back_at,
            Officer.name.label("officer"),
            second.name.label("second"),
        )
        .outerjoin(Officer, Officer.id == ContactOverride.granted_by)
        .join(second, second.id == ContactOverride.second_id)
        .where(
            ContactOverride.customer_id == customer_id,
            ContactOverride.since >= start,
            ContactOverride.since < end,
        )
        .order_by(ContactOverride.since, ContactOverride.id)
    )
    return connection.execute(query).all()


def _bounds(first: date, last: date) -> tuple[datetime, datetime]:
    return datetime.combine(first, time()), datetime.combine(last + timedelta(days=1), time())
