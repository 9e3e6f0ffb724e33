"""The branch's own letter templates by version."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from db.tables import LetterText

Rows = Sequence[Row[Any]]
TEXTS = LetterText.__table__


def texts(connection: Connection, name: str) -> Rows:
    """Every version of a template, in the order in which they were begun."""
    query = select(TEXTS).where(TEXTS.c.name == name).order_by(TEXTS.c.id)
    return connection.execute(query).all()


def in_force(connection: Connection) -> dict[str, Row[Any]]:
    """The version of each template that letters are made with: the one approved last."""
    query = (
        select(TEXTS).where(TEXTS.c.state == "approved").order_by(TEXTS.c.approved_at, TEXTS.c.id)
    )
    return {row.name: row for row in connection.execute(query)}


def drafts(connection: Connection) -> set[str]:
    """The templates that have a draft."""
    query = select(TEXTS.c.name).where(TEXTS.c.state == "draft")
    return set(connection.execute(query).scalars())


def add(connection: Connection, row: Mapping[str, Any]) -> int:
    """Add a version; return its id."""
    return int(
        connection.execute(insert(LetterText).values(**row).returning(LetterText.id)).scalar_one()
    )


def change(connection: Connection, version_id: int, **values: Any) -> None:
    """Change columns of a version."""
    connection.execute(update(LetterText).where(LetterText.id == version_id).values(**values))


def drop(connection: Connection, version_id: int) -> None:
    """Remove a draft."""
    connection.execute(delete(LetterText).where(LetterText.id == version_id))
