"""Visits called off: by the customer or the desk, and those for a debt that has been paid."""

from db import dispatch_queries as queries
from db import payment_care_queries as care
from db.tables import ServiceRequest, Visit
from db.unit_of_work import UnitOfWork
from desktop.adapters import wording
from desktop.services import field_messages, visit_messages


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
