"""Opening the store: the encrypted file, or a PostgreSQL server where a branch shares one."""

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from db import problems
from desktop.domain.errors import EnvironmentProblem

KEY_BYTES = 32
_PLAIN_HEADER = b"SQLite format 3\x00"
_WRITER_LOCK = 7_300_519  # one number of our own for pg_advisory_xact_lock


class FairLock:
    """A lock that is given in the order it was asked for: a click waits for one chunk at most."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._next_ticket = 0
        self._serving = 0

    def __enter__(self) -> None:
        with self._turn:
            ticket = self._next_ticket
            self._next_ticket += 1
            self._turn.wait_for(lambda: self._serving == ticket)

    def __exit__(self, *_exc: object) -> None:
        with self._turn:
            self._serving += 1
            self._turn.notify_all()


@dataclass(frozen=True)
class Store:
    """An open database. ``audit_key`` keys the hashes of the audit chain.

    ``key`` is the raw key it was opened with: what a copy of it is proved with.
    """

    engine: Engine
    audit_key: bytes = field(repr=False)
    path: Path | None = None
    key: bytes = field(default=b"", repr=False)
    writer: FairLock = field(default_factory=FairLock)

    @property
    def is_file(self) -> bool:
        """Whether it is the encrypted file rather than a server."""
        return self.path is not None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the data, left without a trace."""
        with self.engine.connect() as connection:
            yield connection
            connection.rollback()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The one writing transaction; rolls back unless it was committed inside."""
        with self.writer, self.engine.connect() as connection:
            connection.execution_options(is_writing=True)
            if not self.is_file:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})"))
            yield connection
            connection.rollback()

    def close(self) -> None:
        """Close every connection; the file can be copied or replaced afterwards."""
        self.engine.dispose()


def open_file(path: Path, key: bytes) -> Store:
    """Open (or begin) the encrypted file at ``path`` with its raw 32-byte key.

    Raises ``EnvironmentProblem``: ``store.not_encrypted`` for a plain SQLite file,
    ``store.wrong_key`` where the key does not fit or the file is damaged, or what ``problems``
    says where the disk says no; so does every later statement.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    _check_header(path)
    engine = _file_engine(path, key)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master"))
            connection.rollback()
    except EnvironmentProblem:
        engine.dispose()
        raise
    return Store(engine, _derived(key), path, key)


def open_server(url: str, key: bytes) -> Store:
    """Open a PostgreSQL database; ``key`` keys the audit chain only."""
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    engine = create_engine(url, pool_size=4, max_overflow=2, pool_pre_ping=True)
    problems.explain(engine, None)
    try:
        with engine.connect() as connection:
            connection.rollback()
    except DatabaseError as problem:
        engine.dispose()
        raise EnvironmentProblem("store.no_server", reason=str(problem.orig)[:200]) from problem
    return Store(engine, _derived(key))


def _derived(key: bytes) -> bytes:
    return hmac.new(key, b"shouyue audit chain", hashlib.sha256).digest()


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as file:
            if file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER:
                raise EnvironmentProblem("store.not_encrypted", file=path.name)
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise EnvironmentProblem("store.no_folder", folder=str(path.parent)) from None
    except OSError as problem:
        reason = problem.strerror or ""
        raise EnvironmentProblem("store.unreadable", file=path.name, reason=reason) from problem


def _file_engine(path: Path, key: bytes) -> Engine:
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        raw = dbapi2.connect(str(path), check_same_thread=False, isolation_level=None, timeout=10)
        raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            for pragma in (
                "journal_mode = WAL",  # readers never wait for the writer
                "synchronous = FULL",  # what was acknowledged survives a power cut
                "foreign_keys = ON",
                "temp_store = MEMORY",  # sorting leaves no plain text on disk
                "cache_size = -32768",
                "journal_size_limit = 67108864",
                "recursive_triggers = ON",  # REPLACE must not slip past the audit triggers
            ):
                raw.execute(f"PRAGMA {pragma}")
        except dbapi2.Error:
            raw.close()
            raise
        return raw

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
    )
    problems.explain(engine, path)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("is_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
