"""How a bank's statements are laid out: columns a person explained, and the order seen so far."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from db.tables import Setting
from db.unit_of_work import UnitOfWork
from desktop.adapters import statements
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.statement_columns import SYNONYMS, field_of, header_word
from desktop.services.desk import Desk

NAME = "payments.layouts"
TAUGHT = "payments.headers"
FIELDS = tuple(SYNONYMS)
FIRST_ROWS = 15


def doubt_of(connection: Connection, headers: Sequence[str]) -> str:
    """Return ``payments.columns_moved`` where the same columns stood in another order before."""
    known = _known(connection)
    is_moved = list(headers) not in known and any(sorted(headers) == sorted(k) for k in known)
    return "payments.columns_moved" if headers and is_moved else ""


def remember(work: UnitOfWork, headers: Sequence[str]) -> None:
    """Remember an order of columns inside another write; the caller writes the audit entry."""
    known = _known(work.connection)
    if headers and list(headers) not in known:
        work.session.merge(Setting(name=NAME, value=[*known, list(headers)]))
        work.session.flush()


def _known(connection: Connection) -> list[list[str]]:
    kept: Any = connection.execute(select(Setting.value).where(Setting.name == NAME)).scalar()
    return [list(headers) for headers in kept or ()]


def taught(connection: Connection) -> dict[str, str]:
    """Return the column names that were explained, with the field each means ("" none)."""
    kept: Any = connection.execute(select(Setting.value).where(Setting.name == TAUGHT)).scalar()
    return dict(kept or {})


def look_at(desk: Desk, path: Path) -> tuple[list[list[str]], dict[str, str]]:
    """Return the first rows of a file, and what is known of the words in them, for explaining."""
    rows = statements.first_rows(path, FIRST_ROWS)
    with desk.read() as connection:
        known = taught(connection)
    words = {cell for row in rows for cell in row if cell}
    found = {word: field_of(header_word(word), known) or "" for word in words}
    return rows, {word: field for word, field in found.items() if field}


def teach(desk: Desk, columns: Mapping[str, str]) -> Changes:
    """Remember what a file's columns mean, by their names, for every file to come.

    Raises ``payments.teach_more`` unless they name a date and an amount, ``payments.teach_twice``
    where two name the same field.
    """
    fields = [field for field in columns.values() if field]
    if "value_on" not in fields or not {"credit", "amount"} & set(fields):
        raise DomainError("payments.teach_more", field="columns")
    if len(fields) != len(set(fields)):
        raise DomainError("payments.teach_twice", field="columns")
    with desk.write() as work:
        words = {header_word(name): field for name, field in columns.items() if header_word(name)}
        work.session.merge(Setting(name=TAUGHT, value={**taught(work.connection), **words}))
        work.audit("payments.headers", "setting", TAUGHT, columns=sorted(words))
        work.commit()
    return Changes.of("settings")
