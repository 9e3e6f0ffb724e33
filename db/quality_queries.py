"""Finished visits, for the figures of service quality."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from db.tables import Officer, ServiceRequest, Visit


class FinishedVisit(NamedTuple):
    """A finished visit with its request; ``earlier`` counts the request's visits before it."""

    purpose: str
    officer: str
    second: str | None
    received_at: datetime | None
    confirmed_at: datetime | None
    promised_by: datetime | None
    departed_at: datetime | None
    arrived_at: datetime
    done_at: datetime
    rating: int | None
    earlier: int


def finished_visits(connection: Connection, first: date, last: date) -> list[FinishedVisit]:
    """The visits finished between two days, both inclusive."""
    second, before = aliased(Officer), aliased(Visit)
    earlier = (
        select(func.count())
        .where(
            before.request_id == Visit.request_id,
            before.id < Visit.id,
            before.arrived_at.is_not(None),
        )
        .scalar_subquery()
    )
    query = (
        select(
            Visit.purpose,
            Officer.name,
            second.name,
            ServiceRequest.received_at,
            ServiceRequest.confirmed_at,
            Visit.promised_by,
            Visit.departed_at,
            Visit.arrived_at,
            Visit.done_at,
            Visit.rating,
            earlier,
        )
        .join(Officer, Officer.id == Visit.officer_id)
        .outerjoin(second, second.id == Visit.second_officer_id)
        .outerjoin(ServiceRequest, ServiceRequest.id == Visit.request_id)
        .where(
            Visit.state == "done",
            Visit.arrived_at.is_not(None),
            Visit.done_at >= datetime.combine(first, datetime.min.time()),
            Visit.done_at < datetime.combine(last, datetime.min.time()) + timedelta(days=1),
        )
        .order_by(Visit.done_at)
    )
    return [FinishedVisit(*row) for row in connection.execute(query)]
