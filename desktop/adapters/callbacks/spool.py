"""Where callbacks wait, encrypted, until the program takes them in: acknowledged means kept."""

import json
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.adapters.callbacks.notice import Notice

_TABLE = """CREATE TABLE IF NOT EXISTS notice (
    id INTEGER PRIMARY KEY, natural_key TEXT NOT NULL UNIQUE, facts TEXT NOT NULL,
    received_at TEXT NOT NULL, is_taken INTEGER NOT NULL DEFAULT 0) STRICT"""


class Spool:
    """A small encrypted file of its own, so that the receiver needs no access to the case list.

    Written by the receiver and read by the program, each in its own process; every notice is
    committed to the disk before it is acknowledged.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        from sqlcipher3 import dbapi2

        self._lock = threading.Lock()
        self._file: Any = dbapi2.connect(
            str(path), check_same_thread=False, isolation_level=None, timeout=10
        )
        self._file.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = FULL")
        self._file.execute(_TABLE)

    def put(self, notice: Notice, received_at: datetime) -> bool:
        """Keep a notice; return whether it is new. A repeated one changes nothing."""
        facts = json.dumps(notice.to_row(), ensure_ascii=False)
        row = (f"{notice.source}:{notice.reference}", facts, received_at.isoformat())
        with self._lock:
            done = self._file.execute(
                "INSERT INTO notice (natural_key, facts, received_at) VALUES (?, ?, ?)"
                " ON CONFLICT (natural_key) DO NOTHING",
                row,
            )
            return bool(done.rowcount)

    def waiting(self, limit: int = 1000) -> list[tuple[int, Notice]]:
        """Return notices that were not taken in yet, oldest first."""
        with self._lock:
            rows = self._file.execute(
                "SELECT id, facts FROM notice WHERE is_taken = 0 ORDER BY id LIMIT ?", (limit,)
            ).fetchall()
        return [(number, Notice.from_row(json.loads(facts))) for number, facts in rows]

    def mark_taken(self, numbers: Sequence[int]) -> None:
        """Remember that these were taken in; they stay, so that a repeat is known again."""
        with self._lock:
            self._file.executemany(
                "UPDATE notice SET is_taken = 1 WHERE id = ?", [(number,) for number in numbers]
            )

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()
