"""The audit chain: every write leaves an entry whose hash covers the one before."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, text

from db.column_types import to_json
from db.tables import AuditEntry

GENESIS = "0" * 64

SQLITE_TRIGGERS = (
    """CREATE TRIGGER IF NOT EXISTS audit_entry_no_update BEFORE UPDATE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END""",
    """CREATE TRIGGER IF NOT EXISTS audit_entry_no_delete BEFORE DELETE ON audit_entry
       BEGIN SELECT RAISE(ABORT, 'audit entries are never removed'); END""",
    """CREATE TRIGGER IF NOT EXISTS audit_entry_no_gap BEFORE INSERT ON audit_entry
       WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_entry)
       BEGIN SELECT RAISE(ABORT, 'audit entries follow each other'); END""",
)

POSTGRESQL_TRIGGERS = (
    """CREATE OR REPLACE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF TG_OP <> 'INSERT' THEN RAISE EXCEPTION 'audit entries are never changed'; END IF;
         IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_entry) THEN
           RAISE EXCEPTION 'audit entries follow each other'; END IF;
         RETURN NEW;
       END $$""",
    "DROP TRIGGER IF EXISTS audit_entry_guard ON audit_entry",
    """CREATE TRIGGER audit_entry_guard BEFORE INSERT OR UPDATE OR DELETE ON audit_entry
       FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()""",
)


@dataclass(frozen=True)
class ChainHead:
    """The last entry of the chain: kept outside the file, it shows a cut-off tail."""

    seq: int
    hash: str


@dataclass(frozen=True)
class ChainFault:
    """Where the chain is broken and how: ``changed``, ``missing``, ``reordered`` or ``cut_off``."""

    seq: int
    kind: str


def install_triggers(connection: Connection) -> None:
    """Let the database itself refuse to change, remove or skip entries."""
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_TRIGGERS:
        connection.execute(text(statement))


def head(connection: Connection) -> ChainHead:
    """Return the last entry's number and hash; (0, zeros) for an empty chain."""
    row = connection.execute(
        select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    ).first()
    return ChainHead(row.seq, row.hash) if row else ChainHead(0, GENESIS)


def append(
    connection: Connection,
    key: bytes,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    subject_id: str | None,
    facts: dict[str, object],
) -> None:
    """Write the next entry inside the caller's transaction."""
    last = head(connection)
    body = to_json(facts)
    seq = last.seq + 1
    entry = {
        "seq": seq,
        "at": at,
        "actor": actor,
        "action": action,
        "subject": subject,
        "subject_id": subject_id,
        "facts": body,
        "previous_hash": last.hash,
        "hash": _hash(key, last.hash, seq, at, actor, action, subject, subject_id, body),
    }
    connection.execute(insert(AuditEntry), [entry])


def faults(
    connection: Connection, key: bytes, anchor: ChainHead | None = None
) -> Iterator[ChainFault]:
    """Walk the whole chain and yield what is wrong with it, oldest first.

    ``anchor`` is a head remembered outside the file: entries up to it must still be there.
    """
    previous, expected = GENESIS, 1
    anchored = anchor is None or anchor.seq == 0
    rows = connection.execution_options(yield_per=5000).execute(
        select(AuditEntry.__table__).order_by(AuditEntry.seq)
    )
    for row in rows:
        if row.seq != expected:
            yield ChainFault(expected, "missing")
        elif row.previous_hash != previous:
            yield ChainFault(row.seq, "reordered")
        whole = _hash(
            key,
            row.previous_hash,
            row.seq,
            row.at,
            row.actor,
            row.action,
            row.subject,
            row.subject_id,
            row.facts,
        )
        if not hmac.compare_digest(whole, row.hash):
            yield ChainFault(row.seq, "changed")
        if anchor is not None and row.seq == anchor.seq:
            anchored = True
            if row.hash != anchor.hash:
                yield ChainFault(row.seq, "changed")
        previous, expected = row.hash, row.seq + 1
    if not anchored and anchor is not None:
        yield ChainFault(anchor.seq, "cut_off")


def _hash(key: bytes, previous: str, seq: int, at: datetime, *words: str | None) -> str:
    body = to_json([previous, seq, at.isoformat(), *words])
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
