"""The rows of a lender's sheet as records, read in a process of their own.

Parsing and checking a million rows is plain Python work that would hold up the window if a thread
did it; a process does not. The two talk through a pipe that holds the reader back while the writer
is busy.
"""

import multiprocessing
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.connection import Connection

from desktop.adapters import spreadsheets
from desktop.adapters.pinyin import initials
from desktop.adapters.spreadsheets import SheetRow, SourceFile
from desktop.domain.errors import CodedError, DomainError, EnvironmentProblem
from desktop.domain.field_values import Cell
from desktop.domain.import_fields import CUSTOMER, KINDS
from desktop.domain.import_mapping import SheetMapping
from desktop.domain.import_rows import Problem, Record, RowReader, shown_value

CHUNK_ROWS = 5_000
_SMALL_FILE = 400_000
"""Bytes up to which a file is read here: a process takes longer to start than that takes to read."""


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
    """Read the sheet here, ``CHUNK_ROWS`` rows at a time."""
    reader = RowReader(order.mapping, order.as_of, order.stated_on)
    total = spreadsheets.row_count(order.source, order.sheet)
    chunk = Chunk(total_rows=total)
    for row in spreadsheets.rows(order.source, order.sheet):
        if row.number <= order.mapping.header_rows[1] + 1:
            continue
        records, problems = reader.read(row.number, row.cells, row.fault)
        for kind, record in records:
            extra = (initials(str(record[2] or "")),) if kind == CUSTOMER else ()
            chunk.records[kind].append((row.number, record + extra))
        for position, problem in enumerate(problems):
            cells = row_texts(row) if position == 0 and not problem.is_notice else None
            chunk.problems.append((problem, cells))
        chunk.last_row = row.number
        if row.number % CHUNK_ROWS == 0:
            yield _counted(chunk, reader)
            chunk = Chunk(total_rows=total)
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


def feed(order: FeedOrder) -> Iterator[Chunk]:
    """Read the sheet in a process of its own; closing the iterator ends that process.

    Raises what the reader raised, or ``EnvironmentProblem("imports.reader_died")``.
    """
    if order.source.path.stat().st_size <= _SMALL_FILE:
        yield from chunks(order)
        return
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send_all, args=(theirs, order), daemon=True)
    process.start()
    theirs.close()
    try:
        while (message := _receive(ours)) is not None:
            if isinstance(message, CodedError):
                raise message
            yield message
    finally:
        ours.close()
        process.terminate()
        process.join()


def _receive(pipe: Connection) -> Chunk | CodedError | None:
    try:
        message = pipe.recv()
    except (EOFError, OSError):
        raise EnvironmentProblem("imports.reader_died") from None
    if isinstance(message, tuple):
        kind, code, facts = message
        return (
            EnvironmentProblem(code, **facts)
            if kind == "environment"
            else DomainError(code, **facts)
        )
    return message if isinstance(message, Chunk) else None


def _send_all(pipe: Connection, order: FeedOrder) -> None:
    """What the process does: send every chunk, then ``None``."""
    try:
        for chunk in chunks(order):
            pipe.send(chunk)
        pipe.send(None)
    except CodedError as error:
        kind = "environment" if isinstance(error, EnvironmentProblem) else "domain"
        pipe.send((kind, error.code, error.facts))
    except BrokenPipeError:
        pass  # nobody listens any more: it was cancelled


def texts_of_rows(order: FeedOrder, numbers: Collection[int]) -> dict[int, list[str]]:
    """Read the sheet once more for the cells of some rows."""
    if not numbers:
        return {}
    last = max(numbers)
    found = {}
    for row in spreadsheets.rows(order.source, order.sheet):
        if row.number > last:
            break
        if row.number in numbers:
            found[row.number] = row_texts(row)
    return found
