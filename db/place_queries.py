"""Pins, and the addresses that want one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from db.tables import Officer, PinnedPlace, ServiceRequest, Visit


def pins(connection: Connection) -> Sequence[Row[Any]]:
    """Every pin, by address."""
    return connection.execute(select(PinnedPlace.__table__).order_by(PinnedPlace.address)).all()


def pin_of(connection: Connection, address: str) -> Row[Any] | None:
    """The pin of an address."""
    query = select(PinnedPlace.__table__).where(PinnedPlace.address == address)
    return connection.execute(query).one_or_none()


def unpin(connection: Connection, address: str) -> None:
    """Take a pin off."""
    connection.execute(delete(PinnedPlace).where(PinnedPlace.address == address))


def starts(connection: Connection) -> list[tuple[str, str]]:
    """The active officers who make visits and start from a place of their own."""
    query = (
        select(Officer.name, Officer.start_place)
        .where(Officer.is_active, Officer.does_visits, Officer.start_place.is_not(None))
        .order_by(Officer.staff_no)
    )
    return [(row.name, row.start_place) for row in connection.execute(query) if row.start_place]


def addresses_to_come(connection: Connection, day: date) -> list[str]:
    """The addresses of requests that wait and of visits from a day on, each once."""
    waiting = select(ServiceRequest.address).where(
        ServiceRequest.state.in_(("new", "confirmed")),
        ServiceRequest.needs_visit,
        ServiceRequest.address.is_not(None),
    )
    planned = select(Visit.address).where(
        Visit.starts_at >= datetime.combine(day, datetime.min.time()),
        Visit.state.notin_(("cancelled", "refused")),
    )
    found = [*connection.execute(waiting).scalars(), *connection.execute(planned).scalars()]
    return sorted({address for address in found if address})
