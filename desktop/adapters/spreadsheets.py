"""Lenders' files as sheets of rows: CSV and other delimited text, XLSX, and old XLS.

What a file is is told by its first bytes, not by its name. Files that cannot be read raise a
``DomainError`` that says what to do about it; machine trouble raises ``EnvironmentProblem``.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from desktop.adapters import delimited_text
from desktop.adapters.delimited_text import TextShape
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.field_values import Cell

TEXT, WORKBOOK = "text", "workbook"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"MZ\x90")
_CONTAINER_BYTES = 1 << 16


@dataclass(frozen=True)
class SourceFile:
    """A file that can be read: what kind it is and the sheets it has.

    ``text`` tells encoding and delimiter of delimited text and is ``None`` for a workbook.
    """

    path: Path
    sha256: str
    sheets: tuple[str, ...]
    text: TextShape | None = None


@dataclass(frozen=True)
class SheetRow:
    """One row: its number from 1 as a spreadsheet shows it, its cells, a fault of the whole row."""

    number: int
    cells: list[Cell]
    fault: str = ""


def open_file(path: Path, *, encoding: str = "", delimiter: str = "") -> SourceFile:
    """Find out what a file is. ``encoding`` and ``delimiter`` are a person's choice for text.

    Raises ``DomainError``: ``imports.empty_file``, ``password_protected``, ``truncated``,
    ``not_a_workbook``, ``page_not_workbook``, ``not_a_table``; ``EnvironmentProblem``
    ``imports.unreadable_file``.
    """
    name = path.name
    try:
        with path.open("rb") as file:
            head = file.read(_CONTAINER_BYTES)
    except OSError as problem:
        raise EnvironmentProblem(
            "imports.unreadable_file", file=name, reason=problem.strerror or str(problem)
        ) from problem
    if not head.strip():
        raise DomainError("imports.empty_file", file=name)
    if head.startswith((_ZIP, _OLE)):
        return _open_workbook(path, head)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if start.startswith(
        (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"mime-version")
    ):
        raise DomainError("imports.page_not_workbook", file=name)
    if head.startswith(_NOT_TABLES):
        raise DomainError("imports.not_a_table", file=name)
    try:
        shape = delimited_text.examine(path, encoding=encoding, delimiter=delimiter)
    except DomainError as error:
        raise DomainError(error.code, file=name) from error
    return SourceFile(path, shape.sha256, (path.stem,), shape)


def _open_workbook(path: Path, head: bytes) -> SourceFile:
    name = path.name
    if head.startswith(_OLE) and _holds_encrypted_package(path):
        raise DomainError("imports.password_protected", file=name)
    if head.startswith(_ZIP):
        _check_container(path)
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [
        sheet.name
        for sheet in _workbook(path).sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if not sheets:
        raise DomainError("imports.no_sheet", file=name)
    with path.open("rb") as file:
        return SourceFile(path, hashlib.file_digest(file, "sha256").hexdigest(), tuple(sheets))


def _holds_encrypted_package(path: Path) -> bool:
    """Whether an OLE file is what Office makes of a workbook with a password."""
    with path.open("rb") as file:
        return "EncryptedPackage".encode("utf-16-le") in file.read()


def _check_container(path: Path) -> None:
    name = path.name
    if not zipfile.is_zipfile(path):
        raise DomainError("imports.truncated", file=name)
    try:
        with zipfile.ZipFile(path) as container:
            members = set(container.namelist())
    except (zipfile.BadZipFile, OSError):
        raise DomainError("imports.truncated", file=name) from None
    if not members & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise DomainError("imports.not_a_workbook", file=name)


def _workbook(path: Path) -> Any:
    import python_calamine

    try:
        return python_calamine.load_workbook(str(path))
    except python_calamine.PasswordError:
        raise DomainError("imports.password_protected", file=path.name) from None
    except (python_calamine.CalamineError, OSError) as problem:
        raise DomainError("imports.truncated", file=path.name) from problem


def rows(source: SourceFile, sheet: str) -> Iterator[SheetRow]:
    """All rows of a sheet in order, empty ones too."""
    if source.text is not None:
        for record in delimited_text.records(source.path, source.text):
            cells: list[Cell] = list(record.cells)
            yield SheetRow(record.number, cells, record.fault)
        return
    yield from _sheet_rows(source.path, sheet)


def _sheet_rows(path: Path, name: str) -> Iterator[SheetRow]:
    import python_calamine

    try:
        sheet = _workbook(path).get_sheet_by_name(name)
        merged = _merged_downwards(sheet)
        above: dict[int, Cell] = {}
        for index, found in enumerate(sheet.iter_rows()):
            cells: list[Cell] = list(found)
            for position, last in merged.get(index, {}).items():
                if position in above and cells[position] == "":
                    cells[position] = above[position]
                above[position] = cells[position]
                if last:
                    del above[position]
            yield SheetRow(index + 1, cells)
    except python_calamine.WorksheetNotFound:
        raise DomainError("imports.no_sheet", file=path.name) from None
    except python_calamine.CalamineError as problem:
        raise DomainError("imports.truncated", file=path.name) from problem


def _merged_downwards(sheet: Any) -> dict[int, dict[int, bool]]:
    """Per row the positions inside a cell merged over several rows, and whether it ends there."""
    left = (sheet.start or (0, 0))[1]
    merged: dict[int, dict[int, bool]] = {}
    for (top, column), (bottom, _right) in sheet.merged_cell_ranges or ():
        if bottom > top and column >= left:
            for row in range(top, bottom + 1):
                merged.setdefault(row, {})[column - left] = row == bottom
    return merged


def row_count(source: SourceFile, sheet: str) -> int:
    """How many rows there are to read, about: lines of a text, rows of a sheet."""
    if source.text is not None:
        return source.text.lines
    end = _workbook(source.path).get_sheet_by_name(sheet).end
    return end[0] + 1 if end else 0


def first_rows(source: SourceFile, sheet: str, count: int = 200) -> list[SheetRow]:
    """The first rows of a sheet, for recognising and showing it."""
    return list(islice(rows(source, sheet), count))
