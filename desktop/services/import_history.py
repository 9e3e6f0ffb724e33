"""What earlier imports did: batches, what they changed, and the rows that were not taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from db import import_queries
from desktop.adapters import sheet_export
from desktop.adapters.sheet_export import ExportColumn
from desktop.adapters.wording import Language, text
from desktop.domain.errors import DomainError
from desktop.domain.import_rows import Problem
from desktop.services.desk import Desk


@dataclass(frozen=True)
class Batch:
    """One sheet that was taken in; ``counts`` as in ``imports.SheetResult``."""

    id: int
    file_name: str
    sheet: str
    kinds: tuple[str, ...]
    encoding: str | None
    state: str
    stated_on: date | None
    started_at: datetime
    finished_at: datetime | None
    counts: dict[str, int]
    started_by: str

    def total(self, what: str) -> int:
        """How many records of all kinds were new, changed or same."""
        return sum(number for name, number in self.counts.items() if name.endswith(f".{what}"))


@dataclass(frozen=True)
class FieldChange:
    """One field that a newer file changed."""

    row_no: int
    kind: str
    key: str
    field: str
    old: str | None
    new: str | None


def history(desk: Desk, limit: int = 200) -> tuple[Batch, ...]:
    """Return the latest imports first."""
    with desk.read() as connection:
        rows = import_queries.batches(connection, limit)
    return tuple(
        Batch(
            row.id,
            row.file_name,
            row.sheet,
            tuple(row.kinds),
            row.encoding,
            row.state,
            row.stated_on,
            row.started_at,
            row.finished_at,
            row.counts,
            row.started_by,
        )
        for row in rows
    )


def changes_of(desk: Desk, batch_id: int, limit: int = 2_000) -> tuple[FieldChange, ...]:
    """Return the fields that an import changed, in the order of its file."""
    with desk.read() as connection:
        rows = import_queries.changes(connection, batch_id, limit)
    return tuple(FieldChange(r.row_no, r.kind, r.key, r.field, r.old, r.new) for r in rows)


def problems_of(desk: Desk, batch_id: int, limit: int = 2_000) -> tuple[Problem, ...]:
    """Return why rows were not taken, and the remarks on rows that were."""
    with desk.read() as connection:
        rows = import_queries.rejects(connection, batch_id, notices=None, limit=limit)
    return tuple(
        Problem(
            r.row_no, r.column_name, r.field, r.value, r.code, tuple(r.facts.items()), r.is_notice
        )
        for r in rows
    )


def save_rejects(desk: Desk, batch_id: int, path: Path, *, lang: Language = "zh") -> int:
    """Write the rows that were not taken to an XLSX or CSV file; return how many.

    The columns are those of the file itself, so that it can be corrected and imported again, and
    after them row number, column, value and reason. Raises ``imports.unknown_batch`` and
    ``imports.no_rejects``.
    """
    with desk.read() as connection:
        batch = import_queries.batch(connection, batch_id)
        if batch is None:
            raise DomainError("imports.unknown_batch")
        rejects = import_queries.rejects(connection, batch_id, notices=False, limit=None)
    if not rejects:
        raise DomainError("imports.no_rejects")
    added = [text(f"imports.rejects.{name}", lang) for name in ("row", "column", "value", "reason")]
    header = list(batch.header)
    columns = [ExportColumn(title) for title in (*header, *added)]
    columns[-1] = ExportColumn(added[-1], width=60)
    rows = list(_reject_rows(rejects, len(header), lang))
    sheet_export.save_table(path, columns, rows, sheet=text("imports.rejects.sheet", lang))
    return len(rows)


def _reject_rows(rejects: Sequence[Any], width: int, lang: Language) -> Iterator[list[str | int]]:
    """One row per rejected row, its reasons joined."""
    by_row: dict[int, list[Any]] = {}
    for reject in rejects:
        by_row.setdefault(reject.row_no, []).append(reject)
    for row_no, reasons in sorted(by_row.items()):
        cells = next((list(r.cells) for r in reasons if r.cells), [])
        cells = (cells + [""] * width)[:width]
        yield [
            *cells,
            str(row_no),
            "；".join(r.column_name for r in reasons),
            "；".join(r.value for r in reasons),
            "；".join(text(r.code, lang, **r.facts) for r in reasons),
        ]
