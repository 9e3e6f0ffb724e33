"""Showing and proving the audit chain."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from db import audit_chain
from db.audit_chain import ChainFault, ChainHead
from db.tables import AuditEntry
from desktop.services.desk import Desk

__all__ = [
    "AuditRow",
    "ChainFault",
    "ChainHead",
    "Verification",
    "entries",
    "head",
    "numbers",
    "recent",
    "verify",
]


@dataclass(frozen=True)
class AuditRow:
    """One entry as it is shown; ``facts`` is JSON text."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    subject_id: str | None
    facts: str


@dataclass(frozen=True)
class Verification:
    """What the walk over the chain found."""

    entries: int
    faults: tuple[ChainFault, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed, removed or reordered."""
        return not self.faults


def head(desk: Desk) -> ChainHead:
    """Return the last entry, to be remembered outside the file."""
    with desk.read() as connection:
        return audit_chain.head(connection)


def verify(desk: Desk, anchor: ChainHead | None = None) -> Verification:
    """Walk the whole chain against its hashes, and against a head remembered elsewhere."""
    with desk.read() as connection:
        found = tuple(audit_chain.faults(connection, desk.store.audit_key, anchor))
        return Verification(audit_chain.head(connection).seq, found)


def numbers(desk: Desk, subject: str | None = None) -> "array[int]":
    """Return the numbers of all entries, newest first; ``subject`` narrows to one kind."""
    query = select(AuditEntry.seq).order_by(AuditEntry.seq.desc())
    if subject is not None:
        query = query.where(AuditEntry.subject == subject)
    with desk.read() as connection:
        return array("q", connection.execute(query).scalars())


def entries(desk: Desk, seqs: Sequence[int]) -> list[AuditRow]:
    """Return the entries with these numbers, in no particular order."""
    columns = [getattr(AuditEntry, name) for name in AuditRow.__dataclass_fields__]
    with desk.read() as connection:
        rows = connection.execute(select(*columns).where(AuditEntry.seq.in_(list(seqs))))
        return [AuditRow(*row) for row in rows]


def recent(
    desk: Desk, *, before_seq: int | None = None, limit: int = 200, subject: str | None = None
) -> list[AuditRow]:
    """Return entries newest first, a page at a time; ``subject`` narrows to one kind of thing."""
    query = select(
        AuditEntry.seq,
        AuditEntry.at,
        AuditEntry.actor,
        AuditEntry.action,
        AuditEntry.subject,
        AuditEntry.subject_id,
        AuditEntry.facts,
    )
    if before_seq is not None:
        query = query.where(AuditEntry.seq < before_seq)
    if subject is not None:
        query = query.where(AuditEntry.subject == subject)
    with desk.read() as connection:
        rows = connection.execute(query.order_by(AuditEntry.seq.desc()).limit(limit))
        return [AuditRow(*row) for row in rows]
