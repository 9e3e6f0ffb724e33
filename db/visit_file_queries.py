"""The files of visits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from db.tables import VisitFile


def files(connection: Connection, visit_id: int) -> list[Row[Any]]:
    """The files of a visit without their bytes: id, kind, name, type, size, hash, when."""
    query = (
        select(
            VisitFile.id,
            VisitFile.kind,
            VisitFile.name,
            VisitFile.media_type,
            VisitFile.size,
            VisitFile.sha256,
            VisitFile.added_at,
        )
        .where(VisitFile.visit_id == visit_id)
        .order_by(VisitFile.id)
    )
    return list(connection.execute(query))


def kinds(connection: Connection, visit_id: int) -> set[str]:
    """Which kinds of files a visit has."""
    query = select(VisitFile.kind).where(VisitFile.visit_id == visit_id).distinct()
    return set(connection.execute(query).scalars())


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a file and return its id; ``IntegrityError`` when the visit has it already."""
    result = connection.execute(insert(VisitFile).returning(VisitFile.id), [dict(values)])
    return int(result.scalar_one())


def file(connection: Connection, file_id: int) -> Row[Any] | None:
    """One file with its bytes."""
    query = select(VisitFile.__table__).where(VisitFile.id == file_id)
    return connection.execute(query).one_or_none()


def remove(connection: Connection, file_id: int) -> None:
    """Delete a file."""
    connection.execute(delete(VisitFile).where(VisitFile.id == file_id))
