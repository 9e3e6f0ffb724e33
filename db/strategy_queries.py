"""The branch's own versions of the reminder strategy."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from db.tables import StrategyVersion

Rows = Sequence[Row[Any]]


def versions(connection: Connection) -> Rows:
    """Every version, the newest first."""
    table = StrategyVersion.__table__
    return connection.execute(select(table).order_by(table.c.id.desc())).all()


def version(connection: Connection, version_id: int) -> Row[Any] | None:
    """One version."""
    table = StrategyVersion.__table__
    return connection.execute(select(table).where(table.c.id == version_id)).one_or_none()


def in_force(connection: Connection, on: date) -> Row[Any] | None:
    """The version in force on a day: of those switched on, the one with the latest first day."""
    table = StrategyVersion.__table__
    query = (
        select(table)
        .where(table.c.state == "on", table.c.from_on <= on)
        .order_by(table.c.from_on.desc(), table.c.switched_at.desc(), table.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).one_or_none()


def add(connection: Connection, row: Mapping[str, Any]) -> int:
    """Add a version; return its id."""
    made = connection.execute(insert(StrategyVersion).values(**row).returning(StrategyVersion.id))
    return int(made.scalar_one())


def change(connection: Connection, version_id: int, **values: Any) -> None:
    """Change a version."""
    connection.execute(
        update(StrategyVersion).where(StrategyVersion.id == version_id).values(**values)
    )


def drop(connection: Connection, version_id: int) -> None:
    """Remove a draft."""
    connection.execute(delete(StrategyVersion).where(StrategyVersion.id == version_id))
