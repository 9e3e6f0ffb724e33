"""A first look at a lender's file: its sheets, their first rows and what their columns seem to be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.adapters import spreadsheets
from desktop.adapters.spreadsheets import SheetRow, SourceFile
from desktop.domain.import_mapping import SheetMapping, recognise
from desktop.domain.import_statement import statement_day

SHOWN_ROWS = 200


@dataclass(frozen=True)
class Look:
    """Which file to look at, and what a person has said about it already.

    ``sheet`` is one sheet of a file that is known; empty looks at all of them.
    """

    path: Path
    as_of: date
    encoding: str = ""
    delimiter: str = ""
    as_kind: str = ""
    sheet: str = ""
    header_rows: tuple[int, int] | None = None


@dataclass(frozen=True)
class Sighting:
    """One sheet as it looks; ``rows`` are the first ones as they stand in the file."""

    source: SourceFile
    sheet: str
    mapping: SheetMapping
    stated_on: date
    rows: tuple[SheetRow, ...]


def sight(look: Look) -> Iterator[Sighting]:
    """Look at the sheets of a file. Raises what :func:`spreadsheets.open_file` raises."""
    source = spreadsheets.open_file(look.path, encoding=look.encoding, delimiter=look.delimiter)
    for sheet in [look.sheet] if look.sheet else source.sheets:
        yield _sighting(source, sheet, look)


def _sighting(source: SourceFile, sheet: str, look: Look) -> Sighting:
    rows = tuple(spreadsheets.first_rows(source, sheet, SHOWN_ROWS))
    cells = [row.cells for row in rows]
    stem = source.path.stem
    mapping = recognise(
        cells,
        as_of=look.as_of,
        name=stem if source.text else f"{stem} {sheet}",
        as_kind=look.as_kind,
        header_rows=look.header_rows,
    )
    titles = cells[: mapping.header_rows[0]]
    stated_on = statement_day(titles, stem, as_of=look.as_of)
    return Sighting(source, sheet, mapping, stated_on, rows)
