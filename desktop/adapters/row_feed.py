"""The rows of a lender's sheet as records, some thousand at a time.

Parsing and checking a million rows is plain Python work: it is done apart, and a pipe holds the
reader back while the writer is busy.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from desktop.adapters import spreadsheets
from desktop.adapters.apart import Helper
from desktop.adapters.pinyin import initials
from desktop.adapters.spreadsheets import SheetRow, SourceFile
from desktop.domain.field_values import Cell
from desktop.domain.import_fields import ACCOUNT, CUSTOMER, KINDS
from desktop.domain.import_mapping import SheetMapping
from desktop.domain.import_rows import Problem, Record, RowReader, shown_value

CHUNK_WEIGHT = 5_000
"""How much is written in one transaction: about a tenth of a second, which a click may wait."""
_WEIGHTS = {CUSTOMER: 5, ACCOUNT: 5}
"""What a record costs to write, next to 1 for an instalment."""
_SMALL_FILE = 400_000
"""Bytes up to which it is quicker to read a file than to start a process for it."""


@dataclass(frozen=True)
class FeedOrder:
    """What is to be read, and how."""

    source: SourceFile
    sheet: str
    mapping: SheetMapping
    as_of: date
    stated_on: date


@dataclass
class Chunk:
    """The records of some rows in order, per kind with their row numbers; and what was wrong.

    ``problems`` come with the cells of the row at its first problem. Customers carry their pinyin
    initials as one more value. ``last_row`` and ``total_rows`` are for telling how far it is.
    """

    records: dict[str, list[tuple[int, Record]]] = field(
        default_factory=lambda: {kind: [] for kind in KINDS}
    )
    problems: list[tuple[Problem, list[str] | None]] = field(default_factory=list)
    rows: int = 0
    rejected: int = 0
    skipped: int = 0
    last_row: int = 0
    total_rows: int = 0


def chunks(order: FeedOrder) -> Iterator[Chunk]:
    """Read the sheet here, ``CHUNK_WEIGHT`` at a time."""
    reader = RowReader(order.mapping, order.as_of, order.stated_on)
    total = spreadsheets.row_count(order.source, order.sheet)
    chunk, weight = Chunk(total_rows=total), 0
    for row in spreadsheets.rows(order.source, order.sheet):
        if row.number <= order.mapping.header_rows[1] + 1:
            continue
        records, problems = reader.read(row.number, row.cells, row.fault)
        for kind, record in records:
            extra = (initials(str(record[2] or "")),) if kind == CUSTOMER else ()
            chunk.records[kind].append((row.number, record + extra))
            weight += _WEIGHTS.get(kind, 1)
        for position, problem in enumerate(problems):
            cells = row_texts(row) if position == 0 and not problem.is_notice else None
            chunk.problems.append((problem, cells))
        chunk.last_row = row.number
        weight += len(problems)
        if weight >= CHUNK_WEIGHT:
            yield _counted(chunk, reader)
            chunk, weight = Chunk(total_rows=total), 0
    yield _counted(chunk, reader)


def _counted(chunk: Chunk, reader: RowReader) -> Chunk:
    chunk.rows, chunk.rejected = reader.counts.rows, reader.counts.rejected
    chunk.skipped = reader.counts.skipped
    reader.counts.rows = reader.counts.rejected = reader.counts.skipped = 0
    return chunk


def row_texts(row: SheetRow) -> list[str]:
    """The cells of a row as text, as long as a workbook takes."""
    return [_cell_text(cell) for cell in row.cells]


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell[:32_000]
    return "" if cell is None else shown_value(cell, longest=32_000)


def feed(order: FeedOrder, helper: Helper) -> Iterator[Chunk]:
    """Read the sheet, in the helper's process if it is large or a window would have to wait."""
    is_large = order.source.path.stat().st_size > _SMALL_FILE
    return helper.items(chunks, order, is_large=is_large)


def texts_of_rows(wanted: tuple[FeedOrder, frozenset[int]]) -> Iterator[tuple[int, list[str]]]:
    """Read the sheet once more for the cells of some rows."""
    order, numbers = wanted
    last = max(numbers)
    for row in spreadsheets.rows(order.source, order.sheet):
        if row.number > last:
            return
        if row.number in numbers:
            yield row.number, row_texts(row)
