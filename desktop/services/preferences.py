"""What each user set on the screen, kept in the store so that it follows them."""

from collections.abc import Mapping
from typing import Any

from db import preference_queries as queries
from desktop.domain.changes import Changes
from desktop.services.desk import Desk

Key = tuple[str, str]


def load(desk: Desk) -> dict[Key, Any]:
    """Return everything the person at the desk has set, by view and key."""
    with desk.read() as connection:
        return queries.of_user(connection, desk.actor.name)


def save(desk: Desk, values: Mapping[Key, Any]) -> Changes:
    """Keep these values; ``None`` forgets one. No other page changes by it."""
    with desk.write() as work:
        queries.put(work.connection, desk.actor.name, values)
        work.audit(
            "preferences.saved", "user", desk.actor.name, views=sorted({view for view, _ in values})
        )
        work.commit()
    return Changes()
