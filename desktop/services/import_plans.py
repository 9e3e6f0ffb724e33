"""Looking at a lender's file before it is taken in: sheets, columns, the first rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from db import import_queries
from desktop.adapters.apart import Helper
from desktop.adapters.row_feed import FeedOrder, row_texts
from desktop.adapters.sheet_sight import Look, Sighting, sight
from desktop.adapters.spreadsheets import SheetRow, SourceFile
from desktop.domain.errors import CodedError, DomainError
from desktop.domain.import_mapping import SURE, UNUSED, Column, SheetMapping, fingerprint
from desktop.domain.import_rows import Problem, RowReader
from desktop.services.desk import Desk

_SAMPLE_ROWS = 20


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet is going to be taken in; every part can be changed before.

    ``rows`` are the first ones as they stand in the file; ``stated_on`` the day as of which the
    lender wrote it; ``is_remembered`` tells that files of this shape were read so before.
    """

    source: SourceFile
    sheet: str
    mapping: SheetMapping
    stated_on: date
    rows: tuple[SheetRow, ...]
    is_remembered: bool = False

    @property
    def file_name(self) -> str:
        """The file's name without its folder."""
        return self.source.path.name

    def order(self, as_of: date) -> FeedOrder:
        """What the reader is told."""
        return FeedOrder(self.source, self.sheet, self.mapping, as_of, self.stated_on)

    def stated(self, day: date) -> "SheetPlan":
        """The plan of a file that the lender wrote as of another day."""
        return replace(self, stated_on=day)

    def with_field(self, position: int, field: str) -> "SheetPlan":
        """The plan with one column read as another field, or set aside for an empty one."""
        return replace(self, mapping=self.mapping.with_column(position, field))


@dataclass(frozen=True)
class PreviewRow:
    """One of the first rows: its cells as text, its problems by column position (-1: the row)."""

    number: int
    cells: tuple[str, ...]
    problems: tuple[tuple[int, Problem], ...]
    kinds: tuple[str, ...]


def look_at(
    desk: Desk, path: Path, *, encoding: str = "", delimiter: str = "", as_kind: str = ""
) -> tuple[SheetPlan, ...]:
    """Open a file and propose a plan for each of its sheets.

    ``encoding``, ``delimiter`` and ``as_kind`` are a person's choices and go before what is
    recognised. Raises what :func:`spreadsheets.open_file` raises.
    """
    look = Look(path, desk.today, encoding, delimiter, as_kind)
    with Helper() as helper:
        return _plans(desk, helper, look)


@dataclass(frozen=True)
class Looked:
    """What was found in some files: plans, and why some could not be read."""

    plans: tuple[SheetPlan, ...]
    problems: tuple[CodedError, ...]


def look_at_all(desk: Desk, paths: Sequence[Path]) -> Looked:
    """Look at several files; one that cannot be read does not hold up the others."""
    plans: list[SheetPlan] = []
    problems: list[CodedError] = []
    with Helper() as helper:
        for path in paths:
            try:
                plans += _plans(desk, helper, Look(path, desk.today))
            except CodedError as problem:
                problems.append(problem)
    return Looked(tuple(plans), tuple(problems))


def usable(plans: Sequence[SheetPlan]) -> list[SheetPlan]:
    """The sheets of one file that can be taken in; the others hold notes, totals and the like.

    Raises ``DomainError`` with what is lacking when it is none of them.
    """
    good = [plan for plan in plans if not plan.mapping.missing()]
    if not good:
        first = plans[0]
        raise DomainError(first.mapping.missing()[0], file=first.file_name, sheet=first.sheet)
    return good


def plan_again(
    desk: Desk,
    plan: SheetPlan,
    *,
    as_kind: str = "",
    header_rows: tuple[int, int] | None = None,
) -> SheetPlan:
    """Propose anew how a sheet is read, for another content or another header row."""
    shape = plan.source.text
    look = Look(
        plan.source.path,
        desk.today,
        encoding=shape.encoding if shape else "",
        delimiter=shape.delimiter if shape else "",
        as_kind=as_kind,
        sheet=plan.sheet,
        header_rows=header_rows,
    )
    with Helper() as helper:
        return _plans(desk, helper, look)[0]


def _plans(desk: Desk, helper: Helper, look: Look) -> tuple[SheetPlan, ...]:
    """Look, and let what is remembered of the shape or the file go before what is recognised."""
    sightings = list(helper.items(sight, look))
    with desk.read() as connection:
        return tuple(_plan(connection, seen, look.as_kind) for seen in sightings)


def _plan(connection: Connection, seen: Sighting, as_kind: str) -> SheetPlan:
    mapping = seen.mapping
    known = None
    if not as_kind:
        known = import_queries.remembered_mapping(connection, fingerprint(mapping))
    earlier = import_queries.earlier_statement(connection, seen.source.sha256, seen.sheet)
    return SheetPlan(
        seen.source,
        seen.sheet,
        mapping if known is None else _as_remembered(mapping, known),
        earlier or seen.stated_on,
        seen.rows,
        known is not None,
    )


def to_remember(mapping: SheetMapping) -> dict[str, Any]:
    """A mapping as it is kept for files of the same shape."""
    columns = [[c.field, c.slot, c.unit, c.scale, c.period] for c in mapping.columns]
    return {"primary": mapping.primary, "columns": columns}


def _as_remembered(mapping: SheetMapping, known: dict[str, Any]) -> SheetMapping:
    unused = ["", 1, 1, "", "year"]  # the columns that a list of rejected rows has at its end
    width = len(mapping.columns)
    padded = [*known["columns"][:width], *[unused] * (width - len(known["columns"]))]
    columns = tuple(
        Column(
            column.position,
            column.header,
            field,
            slot,
            unit,
            scale,
            period,
            SURE if field else UNUSED,
        )
        for column, (field, slot, unit, scale, period) in zip(mapping.columns, padded, strict=True)
    )
    return replace(mapping, columns=columns, primary=known["primary"])


def preview(desk: Desk, plan: SheetPlan, count: int = 50) -> tuple[PreviewRow, ...]:
    """Read the first rows below the header as they would be taken in, without the store."""
    reader = RowReader(plan.mapping, desk.today, plan.stated_on)
    below = [row for row in plan.rows if row.number > plan.mapping.header_rows[1] + 1]
    return tuple(_preview_row(reader, plan, row) for row in below[:count])


def _preview_row(reader: RowReader, plan: SheetPlan, row: SheetRow) -> PreviewRow:
    records, problems = reader.read(row.number, row.cells, row.fault)
    placed = tuple((_position(plan.mapping.columns, problem), problem) for problem in problems)
    kinds = tuple(dict.fromkeys(kind for kind, _ in records))
    return PreviewRow(row.number, tuple(row_texts(row)), placed, kinds)


def _position(columns: Sequence[Column], problem: Problem) -> int:
    return next((c.position for c in columns if c.header == problem.column and c.field), -1)


def samples(plan: SheetPlan, count: int = 3) -> tuple[tuple[str, ...], ...]:
    """Some different values of each column, for telling what it is."""
    first = plan.mapping.header_rows[1] + 1
    below = [row_texts(r) for r in plan.rows[first : first + _SAMPLE_ROWS]]
    columns = []
    for column in plan.mapping.columns:
        values = (row[column.position] for row in below if column.position < len(row))
        columns.append(tuple(dict.fromkeys(v.strip()[:60] for v in values if v.strip()))[:count])
    return tuple(columns)
