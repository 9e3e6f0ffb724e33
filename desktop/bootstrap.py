"""Wires the program together, once: store, clock, person at the desk."""

from pathlib import Path

from db.engine import Store, open_file, open_server
from db.upgrade import bring_up_to_date
from desktop.domain.clock import Clock, SystemClock
from desktop.services.desk import PROGRAM, Actor, Desk


def open_desk(
    database: Path | str, key: bytes, *, clock: Clock | None = None, actor: Actor = PROGRAM
) -> Desk:
    """Open a database (a file's path or a ``postgresql://`` URL) and sit down at it.

    Creates and upgrades what must be. Raises ``EnvironmentProblem`` where that cannot be.
    """
    store = _open(database, key)
    try:
        bring_up_to_date(store)
    except BaseException:
        store.close()
        raise
    return Desk(store, clock or SystemClock(), actor)


def _open(database: Path | str, key: bytes) -> Store:
    if isinstance(database, str) and "://" in database:
        return open_server(database, key)
    return open_file(Path(database), key)
