"""Officers who go together on a day whenever a visit needs two."""

from datetime import date

from sqlalchemy import Connection

from db import pair_queries as queries
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services.desk import Desk


def pairs(desk: Desk, day: date) -> tuple[tuple[int, int], ...]:
    """The pairs of a day, each once."""
    with desk.read() as connection:
        return pairs_of(connection, day)


def pairs_of(connection: Connection, day: date) -> tuple[tuple[int, int], ...]:
    """The pairs of a day inside somebody's transaction."""
    return tuple((row.officer_id, row.partner_id) for row in queries.pairs(connection, day))


def set_pair(desk: Desk, day: date, first: int, second: int) -> Changes:
    """Let two officers go together on a day; whoever they went with before is free again.

    Raises ``DomainError("dispatch.pair_of_one")`` for one and the same officer.
    """
    if first == second:
        raise DomainError("dispatch.pair_of_one", field="second")
    with desk.write() as work:
        queries.dissolve(work.connection, day, (first, second))
        queries.add(work.connection, day, min(first, second), max(first, second))
        work.audit("officers.paired", "officer", first, partner=second, day=day)
        work.commit()
    return Changes.of("officers", "visits")


def dissolve(desk: Desk, day: date, officer_id: int) -> Changes:
    """Let an officer's pair of a day go apart; visits placed already stay as they are."""
    with desk.write() as work:
        queries.dissolve(work.connection, day, (officer_id,))
        work.audit("officers.parted", "officer", officer_id, day=day)
        work.commit()
    return Changes.of("officers", "visits")
