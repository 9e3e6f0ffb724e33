"""The collection sheet taken along as a file and read back later, row by row."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db import collection_queries as queries
from desktop.adapters import collection_file, collection_form, wording
from desktop.adapters.collection_file import COLUMNS, SheetWords, TakenRow
from desktop.adapters.wording import Language
from desktop.domain.errors import DomainError
from desktop.domain.masks import mask_address, mask_card, mask_name
from desktop.domain.money import ZERO
from desktop.services.collection import SheetLine, new_sheet
from desktop.services.desk import Desk

MOST_ROWS = 2000
LEAST_PASSPHRASE = 8
"""Characters a form's passphrase has at the least."""


@dataclass(frozen=True)
class TakenAlong:
    """The file that was written: the sheet's number and how many rows it has."""

    path: Path
    sheet: str
    rows: int


@dataclass(frozen=True)
class RowFault:
    """A row of a returned sheet that cannot be taken, with the text code that says why."""

    row_no: int
    code: str
    value: str = ""


@dataclass(frozen=True)
class ReadBack:
    """A returned sheet: its lines, and the rows that could not be read."""

    sheet: str
    lines: tuple[SheetLine, ...]
    faults: tuple[RowFault, ...]


def take_along(
    desk: Desk,
    path: Path,
    *,
    words: str = "",
    mine: bool = False,
    lang: Language = "zh",
    passphrase: str = "",
) -> TakenAlong:
    """Write a sheet of the customers who owe now or within a week, by address or name.

    A ``.pdf`` is a form that only the passphrase opens; anything else a workbook, locked but not
    encrypted. Names and contract numbers are masked, addresses end at the district. Raises
    ``collection.nobody``, ``collection.passphrase_short``; ``EnvironmentProblem`` where the file
    cannot be written.
    """
    is_form = path.suffix.lower() == ".pdf"
    if is_form and len(passphrase) < LEAST_PASSPHRASE:
        raise DomainError("collection.passphrase_short", field="passphrase", least=LEAST_PASSPHRASE)
    officer = desk.actor.officer_id if mine else None
    with desk.write() as work:
        found = queries.collectable(
            work.connection, as_of=desk.today, words=words, officer_id=officer, limit=MOST_ROWS
        )
        if not found:
            raise DomainError("collection.nobody")
        sheet = new_sheet(desk.today)
        rows = [
            TakenRow(
                customer=mask_name(row.name),
                contract=mask_card(row.account_no),
                place=mask_address(row.address or ""),
                due=row.overdue if row.overdue > ZERO else row.next_due_amount,
                mark=_mark(desk, sheet, row.id),
            )
            for row in found
        ]
        said = _words_of_file(sheet, lang)
        if is_form:
            collection_form.write(path, sheet, said, rows, passphrase=passphrase)
        else:
            password = _digest(desk, f"{sheet}|password")[:12]
            collection_file.write(path, sheet, said, rows, password=password, today=desk.today)
        work.audit("collection.take_along", "sheet", sheet, rows=len(rows), is_encrypted=is_form)
        work.commit()
    return TakenAlong(path, sheet, len(rows))


def read_back(desk: Desk, path: Path, passphrase: str = "") -> ReadBack:
    """Read a returned sheet; nothing is booked. Every row is named by what it left with.

    Raises ``collection.not_a_sheet``, ``collection.passphrase_wanted``,
    ``collection.wrong_passphrase`` and what opening a workbook raises.
    """
    if collection_form.is_form(path):
        sheet, rows = collection_form.read(path, passphrase)
    else:
        sheet, rows = collection_file.read(path)
    lines: list[SheetLine] = []
    faults: list[RowFault] = []
    seen: set[int] = set()
    for row in rows:
        account_id = _account_of(desk, sheet, row.mark)
        fault = row.fault or _fault(account_id, seen)
        if fault or account_id is None or row.amount is None:
            faults.append(RowFault(row.row_no, fault, row.value))
            continue
        seen.add(account_id)
        day = row.paid_on or desk.today
        lines.append(SheetLine(f"{account_id}", account_id, row.amount, day, row.slip, row.payer))
    return ReadBack(sheet, tuple(lines), tuple(faults))


def _fault(account_id: int | None, seen: set[int]) -> str:
    if account_id is None:
        return "collection.strange_row"
    return "collection.row_twice" if account_id in seen else ""


def _mark(desk: Desk, sheet: str, account_id: int) -> str:
    return f"{account_id}.{_digest(desk, f'{sheet}|{account_id}')[:16]}"


def _account_of(desk: Desk, sheet: str, mark: str) -> int | None:
    number, _, _digits = mark.partition(".")
    if not number.isdecimal():
        return None
    is_ours = hmac.compare_digest(mark.encode(), _mark(desk, sheet, int(number)).encode())
    return int(number) if is_ours else None


def _digest(desk: Desk, words: str) -> str:
    return hmac.new(
        desk.store.audit_key, f"collection|{words}".encode(), hashlib.sha256
    ).hexdigest()


def _words_of_file(sheet: str, lang: Language) -> SheetWords:
    def said(key: str) -> str:
        return wording.text(f"collection.file.{key}", lang, sheet=sheet)

    headers: Sequence[str] = [said(column) for column in COLUMNS]
    return SheetWords(said("title"), said("hint"), headers)
