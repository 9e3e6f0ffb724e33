"""Pairs of officers by day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select

from db.tables import OfficerPair


def pairs(connection: Connection, day: date) -> Sequence[Row[Any]]:
    """The pairs of a day, in the order in which they were made."""
    query = select(OfficerPair.__table__).where(OfficerPair.day == day).order_by(OfficerPair.id)
    return connection.execute(query).all()


def add(connection: Connection, day: date, officer_id: int, partner_id: int) -> None:
    """Keep a pair."""
    values = {"day": day, "officer_id": officer_id, "partner_id": partner_id}
    connection.execute(insert(OfficerPair), [values])


def dissolve(connection: Connection, day: date, officers: Sequence[int]) -> None:
    """Delete every pair of a day that one of these is in."""
    is_in = or_(OfficerPair.officer_id.in_(officers), OfficerPair.partner_id.in_(officers))
    connection.execute(delete(OfficerPair).where(OfficerPair.day == day, is_in))
