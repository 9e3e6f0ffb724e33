"""Bringing a database to this program's version: begin, copy and upgrade, or refuse a newer one."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from db import audit_chain, search
from db.engine import Store
from db.tables import Base, ledger
from desktop.domain.errors import EnvironmentProblem

if TYPE_CHECKING:
    from alembic.config import Config

KNOWN = tuple(
    sorted(file.stem[:4] for file in (Path(__file__).parent / "migrations/versions").glob("0*.py"))
)
"""The revisions, oldest first; a test holds them against Alembic's own answer.

Read from the names of the files, so that an ordinary start need not import Alembic (half a second).
"""

HEAD = KNOWN[-1]


def revision_of(connection: Connection) -> str | None:
    """Return the database's revision, or ``None`` for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def bring_up_to_date(store: Store) -> Path | None:
    """Make an empty database complete, or upgrade an older one; return the copy made before.

    Raises ``EnvironmentProblem("store.newer")`` for a file of a newer program, which is left
    as it is.
    """
    with store.read() as connection:
        found = revision_of(connection)
        is_empty = not inspect(connection).get_table_names()
    if found == HEAD:
        return None
    if found is None and is_empty:
        _begin(store)
        return None
    if found not in KNOWN:
        raise EnvironmentProblem("store.newer", revision=found or "?", known=HEAD)
    copy = _copy_before(store, found)
    _migrate(store)
    return copy


def _begin(store: Store) -> None:
    """Create everything at once; a test proves that this equals all migrations in a row."""
    with store.write() as connection:
        Base.metadata.create_all(connection)
        create_beside_tables(connection)
        connection.execute(
            text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        )
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
        connection.commit()


def create_beside_tables(connection: Connection) -> None:
    """Create what SQLAlchemy's tables do not describe: the search index and the triggers."""
    search.create(connection)
    audit_chain.install_triggers(connection)
    ledger.install_triggers(connection)


def _copy_before(store: Store, revision: str) -> Path | None:
    """Copy the file (with its log written back) before it is changed; servers have backups."""
    if store.path is None:
        return None
    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    copy = store.path.with_name(f"{store.path.name}.before-{revision}")
    try:
        shutil.copyfile(store.path, copy)
    except OSError as problem:
        reason = problem.strerror or ""
        raise EnvironmentProblem("store.no_copy", file=copy.name, reason=reason) from problem
    return copy


def _migrate(store: Store) -> None:
    from alembic import command

    with store.write() as connection:
        if store.is_file:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        command.upgrade(_config(connection), "head")
        connection.commit()


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
