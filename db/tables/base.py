"""The base of every table: naming of constraints, STRICT tables on SQLite."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, MetaData, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

OPTIONS: dict[str, Any] = {"sqlite_strict": True}
"""STRICT: a text in a number column is refused by the file itself. Ids are never reused where
they are named in letters or in the audit log (``sqlite_autoincrement`` there)."""


class Base(DeclarativeBase):
    """The base class of the tables."""

    metadata = MetaData(naming_convention=NAMING)


@compiles(String, "sqlite")
def _text(_type: String, _compiler: Any, **_options: Any) -> str:
    """STRICT tables know TEXT only."""
    return "TEXT"


@compiles(BigInteger, "sqlite")
@compiles(Boolean, "sqlite")
def _integer(_type: Any, _compiler: Any, **_options: Any) -> str:
    """STRICT tables know INTEGER only."""
    return "INTEGER"
