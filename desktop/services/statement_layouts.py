"""How a bank's statements were laid out so far: columns that moved are a reason to look first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from db.tables import Setting
from db.unit_of_work import UnitOfWork

NAME = "payments.layouts"


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
