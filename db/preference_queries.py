"""Rows of ``preference``: what a user set on the screen."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select

from db.tables.ground import Preference


def of_user(connection: Connection, user: str) -> dict[tuple[str, str], Any]:
    """Return a user's values by view and key."""
    rows = connection.execute(
        select(Preference.view, Preference.key, Preference.value).where(Preference.user == user)
    )
    return {(view, key): value for view, key, value in rows}


def put(connection: Connection, user: str, values: Mapping[tuple[str, str], Any]) -> None:
    """Replace a user's values; ``None`` removes one."""
    if not values:
        return
    named = or_(*(and_(Preference.view == view, Preference.key == key) for view, key in values))
    connection.execute(delete(Preference).where(Preference.user == user, named))
    kept = [
        {"user": user, "view": view, "key": key, "value": value}
        for (view, key), value in values.items()
        if value is not None
    ]
    if kept:
        connection.execute(insert(Preference), kept)
