"""Writing tables to XLSX and CSV files: what a person exports from a list.

Text stays text, whatever it looks like: ``=HYPERLINK(…)`` in a name becomes neither a formula nor a
link, and a phone number keeps its leading zero. A file appears whole or not at all.
"""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from desktop.domain.errors import EnvironmentProblem

CellValue = str | int | float | Decimal | date | datetime | bool | None
Kind = Literal["text", "money", "number", "rate", "day", "moment"]

_FORMATS: dict[Kind, str] = {
    "text": "@",
    "money": "#,##0.00",
    "number": "#,##0",
    "rate": "0.0000%",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
_WIDTHS: dict[Kind, int] = {
    "text": 18, "money": 16, "number": 10, "rate": 12, "day": 12, "moment": 17,
}  # fmt: skip
_ROWS_A_SHEET = 1_048_575
_LONGEST_CELL = 32_767
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ExportColumn:
    """One column: its title, what it holds, its width in characters (0: by what it holds)."""

    title: str
    kind: Kind = "text"
    width: int = 0


Rows = Iterable[Sequence[CellValue]]


def save_table(
    path: Path, columns: Sequence[ExportColumn], rows: Rows, *, sheet: str = "Sheet1"
) -> int:
    """Write a table as the path's ending says, ``.csv`` or else ``.xlsx``; return its rows.

    Raises ``EnvironmentProblem("imports.cannot_save")``.
    """
    if path.suffix.lower() == ".csv":
        return write_csv(path, columns, rows)
    return write_workbook(path, [(sheet, columns, rows)])


def write_workbook(path: Path, sheets: Sequence[tuple[str, Sequence[ExportColumn], Rows]]) -> int:
    """Write sheets (name, columns, rows) to an XLSX file, row by row without keeping them.

    A table longer than a sheet goes on in a further one. Returns the number of rows.
    """
    import xlsxwriter

    written = 0
    with whole_file(path) as part:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(str(part), options)
        try:
            for name, columns, rows in sheets:
                written += _write_sheets(book, name, columns, rows)
        finally:
            book.close()
    return written


def _write_sheets(book: Any, name: str, columns: Sequence[ExportColumn], rows: Rows) -> int:
    bold = book.add_format(
        {"bold": True, "bg_color": "#F1F5F9", "bottom": 1, "bottom_color": "#CBD5E1"}
    )
    formats = [book.add_format({"num_format": _FORMATS[column.kind]}) for column in columns]
    written, number, page = 0, 0, None
    for row in rows:
        if page is None or number > _ROWS_A_SHEET:
            title = _sheet_name(name, written // _ROWS_A_SHEET)
            page, number = _begin_sheet(book, title, columns, bold), 1
        for position, (value, form) in enumerate(zip(row, formats, strict=True)):
            _write_cell(page, number, position, value, form)
        written += 1
        number += 1
    if page is None:
        _begin_sheet(book, _sheet_name(name, 0), columns, bold)
    return written


def _sheet_name(name: str, turn: int) -> str:
    plain = "".join(sign for sign in name if sign not in "[]:*?/\\")[:26].strip("'") or "Sheet1"
    return plain if turn == 0 else f"{plain} {turn + 1}"


def _begin_sheet(book: Any, name: str, columns: Sequence[ExportColumn], bold: Any) -> Any:
    page = book.add_worksheet(name)
    page.freeze_panes(1, 0)
    for position, column in enumerate(columns):
        page.set_column(position, position, column.width or _WIDTHS[column.kind])
        page.write_string(0, position, column.title, bold)
    return page


def _write_cell(page: Any, row: int, position: int, value: CellValue, form: Any) -> None:
    if value is None:
        page.write_blank(row, position, None, form)
    elif isinstance(value, bool):
        page.write_boolean(row, position, value, form)
    elif isinstance(value, date | datetime):
        page.write_datetime(row, position, value, form)
    elif isinstance(value, str):
        page.write_string(row, position, value[:_LONGEST_CELL], form)
    else:
        page.write_number(row, position, float(value), form)


def write_csv(path: Path, columns: Sequence[ExportColumn], rows: Rows) -> int:
    """Write a CSV file that Excel opens rightly: UTF-8 with a mark, text kept from being run.

    Text that a spreadsheet would take for a formula gets an apostrophe in front, as it is typed by
    hand; the importer takes it off again. Returns the number of rows.
    """
    written = 0
    with whole_file(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_csv_cell(column.title) for column in columns])
        for row in rows:
            writer.writerow([_csv_cell(value) for value in row])
            written += 1
    return written


def _csv_cell(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return "'" + value if value.startswith(_FORMULA_STARTS) else value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return str(value)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Let a file be written beside its place and moved there when it is complete."""
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
        os.close(handle)
        part = Path(name)
        yield part
        part.replace(path)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise EnvironmentProblem("imports.cannot_save", file=path.name, reason=reason) from problem
    finally:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)
