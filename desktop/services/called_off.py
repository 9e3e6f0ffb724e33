"""Visits called off: by the customer or the desk, for a debt that was paid, by the contact rules."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from db import dispatch_queries as queries
from db import payment_care_queries as care
from db.tables import ServiceRequest, Visit
from db.unit_of_work import UnitOfWork
from desktop.adapters import wording
from desktop.domain.contact_policy import Refused
from desktop.services import field_messages, visit_messages
from desktop.services.guard import visit_refusal


def cancel(work: UnitOfWork, visit_id: int, note: str | None = None) -> None:
    """Take a visit off for good, and tell the officers, and the customer who knows of it."""
    row = queries.visit(work.connection, visit_id)
    if row is not None:
        team = [one for one in (row.officer_id, row.second_officer_id) if one]
        officers = queries.officers_by_id(work.connection, team)
        field_messages.tell_of_release(work, row, officers)
        values = {"state": "cancelled", "note": note or row.note, "updated_at": work.now}
        queries.change(work.connection, Visit, visit_id, values)
        visit_messages.tell_of_cancelling(work, row)


def refusal_of(connection: Connection, visit: Any, at: datetime, people: int) -> Refused | None:
    """What the contact guard says against a visit at a moment; against service it says nothing."""
    if visit.purpose != "collection" or visit.case_id is None:
        return None
    return visit_refusal(connection, visit.case_id, at, people)


def stop(work: UnitOfWork, visit: Row[Any], refusal: Refused) -> None:
    """Take a visit that must not be made off the day; its request waits, and the officers are told."""
    team = [one for one in (visit.officer_id, visit.second_officer_id) if one]
    values = {
        "state": "cancelled",
        "note": wording.text(refusal.code),
        "updated_at": work.now,
    }
    queries.change(work.connection, Visit, visit.id, values)
    if visit.request_id:
        queries.change(work.connection, ServiceRequest, visit.request_id, {"state": "confirmed"})
    officers = queries.officers_by_id(work.connection, team)
    field_messages.tell_of_release(work, visit, officers)
    work.audit("visit.stopped", "visit", visit.id, rule=refusal.code)


def stop_refused(work: UnitOfWork, customer_id: int) -> int:
    """Take a customer's collection visits off that must not be made any more; return how many.

    Call it after a restriction. Officers on their way are told by the dispatcher.
    """
    stopped = 0
    for visit_id in care.collection_visits(work.connection, customer_id, work.now):
        visit = queries.visit(work.connection, visit_id)
        if visit is None:
            continue
        people = 2 if visit.second_officer_id else 1
        refusal = refusal_of(work.connection, visit, visit.starts_at, people)
        if refusal is not None:
            stop(work, visit, refusal)
            stopped += 1
    return stopped


def call_off(work: UnitOfWork, customer_id: int) -> int:
    """Take a cured customer's collection visits off, and tell the officers; return how many.

    Nothing happens while anything is overdue. Officers already on their way are told by nobody
    but the dispatcher: those visits stay.
    """
    if care.is_overdue(work.connection, customer_id):
        return 0
    note = wording.text("dispatch.paid_meanwhile")
    visits = care.collection_visits(work.connection, customer_id, work.now)
    for visit_id in visits:
        row = queries.visit(work.connection, visit_id)
        values = {"state": "cancelled", "note": note, "updated_at": work.now}
        queries.change(work.connection, Visit, visit_id, values)
        work.audit("visit.called_off", "visit", visit_id)
        if row is not None:
            team = [one for one in (row.officer_id, row.second_officer_id) if one]
            officers = queries.officers_by_id(work.connection, team)
            field_messages.tell_of_calling_off(work, row, officers)
    for request_id in care.collection_requests(work.connection, customer_id):
        queries.change(work.connection, ServiceRequest, request_id, {"state": "cancelled"})
        work.audit("request.called_off", "service_request", request_id)
    return len(visits)
