"""Photos, signatures and receipts of a visit: hashed, kept inside the encrypted store."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from db import visit_file_queries as queries
from desktop.adapters.visit_attachments import read_attachment
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services.desk import Desk
from desktop.services.dispatching import visit_of

KINDS = ("photo", "signature", "receipt")
"""What a file shows; the words are ``dispatch.file.<kind>``."""


@dataclass(frozen=True)
class FileRow:
    """A file of a visit as lists show it."""

    file_id: int
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime


@dataclass(frozen=True)
class FileOpened:
    """The bytes of a file, the same that were attached."""

    name: str
    content: bytes


def files(desk: Desk, visit_id: int) -> tuple[FileRow, ...]:
    """The files of a visit, the first attached first."""
    with desk.read() as connection:
        return tuple(FileRow(*row) for row in queries.files(connection, visit_id))


def attach(desk: Desk, visit_id: int, path: Path, kind: str = "photo") -> Changes:
    """Take a file into the store with its hash.

    Raises as ``read_attachment``, and ``DomainError`` ``dispatch.file_kind``,
    ``dispatch.file_known`` when the visit has this very file already.
    """
    if kind not in KINDS:
        raise DomainError("dispatch.file_kind", field="kind", kind=kind)
    found = read_attachment(path)
    digest = hashlib.sha256(found.content).hexdigest()
    with desk.write() as work:
        visit_of(work.connection, visit_id)
        values = {
            "visit_id": visit_id,
            "kind": kind,
            "name": found.name,
            "media_type": found.media_type,
            "size": len(found.content),
            "sha256": digest,
            "content": found.content,
            "added_at": work.now,
            "added_by": desk.actor.officer_id,
        }
        try:
            file_id = queries.add(work.connection, values)
        except IntegrityError as error:
            raise DomainError("dispatch.file_known", field="file", name=found.name) from error
        work.audit("visit.file_attached", "visit", visit_id, file=file_id, kind=kind, sha256=digest)
        work.commit()
    return Changes.of("visits")


def attach_all(desk: Desk, visit_id: int, paths: Sequence[Path], kind: str = "photo") -> Changes:
    """Attach several files, each in an act of its own; stops at the first that is refused."""
    for path in paths:
        attach(desk, visit_id, path, kind)
    return Changes.of("visits")


def open_file(desk: Desk, file_id: int) -> FileOpened:
    """Return a file; looking leaves an audit entry.

    Raises ``DomainError`` ``dispatch.file_gone``, and ``dispatch.file_damaged`` when the bytes are
    no longer those that were attached.
    """
    with desk.write() as work:
        row = queries.file(work.connection, file_id)
        if row is None:
            raise DomainError("dispatch.file_gone")
        if hashlib.sha256(row.content).hexdigest() != row.sha256:
            raise DomainError("dispatch.file_damaged", name=row.name)
        work.audit("visit.file_opened", "visit", row.visit_id, file=file_id)
        work.commit()
    return FileOpened(row.name, row.content)


def remove(desk: Desk, file_id: int) -> Changes:
    """Take a file off again, as long as the visit is not closed; the audit keeps its hash."""
    with desk.write() as work:
        row = queries.file(work.connection, file_id)
        if row is None:
            raise DomainError("dispatch.file_gone")
        if visit_of(work.connection, row.visit_id).state == "done":
            raise DomainError("dispatch.file_of_closed_visit")
        queries.remove(work.connection, file_id)
        work.audit("visit.file_removed", "visit", row.visit_id, file=file_id, sha256=row.sha256)
        work.commit()
    return Changes.of("visits")
