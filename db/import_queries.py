"""Import batches with their rejects and changes, and the mappings of file shapes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from db.import_outcome import Change
from db.tables import ImportBatch, ImportChange, ImportMapping, ImportReject
from desktop.domain.import_rows import Problem


def begin_batch(connection: Connection, **values: object) -> int:
    """Open a batch; one of the same sheet that never came to its end is marked as failed."""
    connection.execute(
        update(ImportBatch)
        .where(
            ImportBatch.sha256 == values["sha256"],
            ImportBatch.sheet == values["sheet"],
            ImportBatch.state == "running",
        )
        .values(state="failed")
    )
    made = connection.execute(insert(ImportBatch).values(state="running", **values))
    key = made.inserted_primary_key
    return int(key[0]) if key else 0


def update_batch(connection: Connection, batch_id: int, **values: object) -> None:
    """Keep how far a batch got."""
    connection.execute(update(ImportBatch).where(ImportBatch.id == batch_id).values(**values))


def earlier_statement(connection: Connection, sha256: str, sheet: str) -> date | None:
    """The day that was taken for this very sheet when it was first imported."""
    day: date | None = connection.execute(
        select(ImportBatch.stated_on)
        .where(ImportBatch.sha256 == sha256, ImportBatch.sheet == sheet)
        .order_by(ImportBatch.id)
        .limit(1)
    ).scalar()
    return day


def was_finished(connection: Connection, sha256: str, sheet: str) -> bool:
    """Whether this very sheet has been taken in to its end before."""
    query = select(ImportBatch.id).where(
        ImportBatch.sha256 == sha256, ImportBatch.sheet == sheet, ImportBatch.state == "finished"
    )
    return connection.execute(query.limit(1)).scalar() is not None


def add_rejects(
    connection: Connection, batch_id: int, problems: Iterable[tuple[Problem, list[str] | None]]
) -> None:
    """Keep why rows were not taken."""
    rows = [
        {
            "batch_id": batch_id,
            "row_no": problem.row,
            "column_name": problem.column[:200],
            "field": problem.field,
            "value": problem.value[:200],
            "code": problem.code,
            "facts": dict(problem.facts),
            "is_notice": problem.is_notice,
            "cells": cells,
        }
        for problem, cells in problems
    ]
    if rows:
        connection.execute(insert(ImportReject), rows)


def add_changes(connection: Connection, batch_id: int, changes: Iterable[Change]) -> None:
    """Keep which fields a newer file changed."""
    rows = [
        {
            "batch_id": batch_id,
            "row_no": change.row_no,
            "kind": change.kind,
            "key": change.key[:120],
            "field": change.field,
            "old": change.old,
            "new": change.new,
        }
        for change in changes
    ]
    if rows:
        connection.execute(insert(ImportChange), rows)


def rejects_without_cells(connection: Connection, batch_id: int) -> dict[int, int]:
    """Per row the reject that is to carry its cells, where the row was refused by the store."""
    carried = select(ImportReject.row_no).where(
        ImportReject.batch_id == batch_id, ImportReject.cells.is_not(None)
    )
    query = (
        select(ImportReject.row_no, func.min(ImportReject.id).label("reject_id"))
        .where(
            ImportReject.batch_id == batch_id,
            ImportReject.is_notice.is_(False),
            ImportReject.row_no.not_in(carried),
        )
        .group_by(ImportReject.row_no)
    )
    return {row.row_no: row.reject_id for row in connection.execute(query)}


def put_cells(connection: Connection, cells: Mapping[int, tuple[list[str], str]]) -> None:
    """Give rejects (by id) the cells of their row and the value in doubt."""
    for reject_id, (texts, value) in cells.items():
        connection.execute(
            update(ImportReject)
            .where(ImportReject.id == reject_id)
            .values(cells=texts, value=value[:200])
        )


def batches(connection: Connection, limit: int) -> Sequence[Any]:
    """The latest batches first."""
    return connection.execute(
        select(ImportBatch.__table__).order_by(ImportBatch.id.desc()).limit(limit)
    ).all()


def batch(connection: Connection, batch_id: int) -> Any:
    """One batch, or ``None``."""
    return connection.execute(
        select(ImportBatch.__table__).where(ImportBatch.id == batch_id)
    ).one_or_none()


def rejects(
    connection: Connection, batch_id: int, *, notices: bool | None, limit: int | None
) -> Sequence[Any]:
    """The rejects of a batch by row; ``notices`` asks for remarks only, rejects only, or both."""
    query = select(ImportReject.__table__).where(ImportReject.batch_id == batch_id)
    if notices is not None:
        query = query.where(ImportReject.is_notice.is_(notices))
    return connection.execute(
        query.order_by(ImportReject.row_no, ImportReject.id).limit(limit)
    ).all()


def changes(connection: Connection, batch_id: int, limit: int) -> Sequence[Any]:
    """The changed fields of a batch in the order of the file."""
    return connection.execute(
        select(ImportChange.__table__)
        .where(ImportChange.batch_id == batch_id)
        .order_by(ImportChange.id)
        .limit(limit)
    ).all()


def remembered_mapping(connection: Connection, fingerprint: str) -> Any:
    """How somebody had files of this shape read, or ``None``."""
    return connection.execute(
        select(ImportMapping.mapping).where(ImportMapping.fingerprint == fingerprint)
    ).scalar()


def remember_mapping(connection: Connection, fingerprint: str, mapping: Any, now: datetime) -> None:
    """Keep how files of this shape are read."""
    connection.execute(delete(ImportMapping).where(ImportMapping.fingerprint == fingerprint))
    connection.execute(
        insert(ImportMapping).values(fingerprint=fingerprint, mapping=mapping, used_at=now)
    )
