"""The collection sheet as a file to take along: a locked workbook with a few cells to fill in.

Only day, amount, receipt and payer can be typed; everything else is locked against slips of the
hand, and a mark on every row tells at the return whether it is still the row that left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from desktop.adapters import spreadsheets
from desktop.adapters.sheet_export import whole_file
from desktop.domain.errors import DomainError
from desktop.domain.money import Money, round_money

MARKER = "SHOUYUE-COLLECTION-1"
FIRST_ROW = 4
"""Where the header stands, counted from 0; the title, the sheet's number and a hint are above."""
COLUMNS = (
    "no",
    "customer",
    "contract",
    "place",
    "due",
    "paid_on",
    "amount",
    "slip",
    "payer",
    "mark",
)
TYPED = ("paid_on", "amount", "slip", "payer")
WIDTHS = (5, 12, 16, 26, 12, 13, 13, 16, 14, 4)
LARGEST_AMOUNT = 99_999_999.99


@dataclass(frozen=True)
class TakenRow:
    """A row to take along: masked words, what is owed, and the mark that names it."""

    customer: str
    contract: str
    place: str
    due: Money
    mark: str


@dataclass(frozen=True)
class ReturnedRow:
    """A row as it came back; ``fault`` is a text code where a typed cell cannot be read."""

    row_no: int
    mark: str
    paid_on: date | None
    amount: Money | None
    slip: str
    payer: str
    fault: str = ""
    value: str = ""


@dataclass(frozen=True)
class SheetWords:
    """The words of the file: its title, a hint, and the header of each column."""

    title: str
    hint: str
    headers: Sequence[str]


def write(
    path: Path,
    sheet: str,
    words: SheetWords,
    rows: Sequence[TakenRow],
    *,
    password: str,
    today: date,
) -> None:
    """Write the workbook. Raises ``EnvironmentProblem("imports.cannot_save")``."""
    import xlsxwriter

    with whole_file(path) as part:
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(part), options) as book:
            page = book.add_worksheet("Sheet1")
            _lay_out(book, page, words, sheet)
            _fill(book, page, rows, today)
            page.protect(password, {"select_locked_cells": True, "format_columns": True})


def _lay_out(book: Any, page: Any, words: SheetWords, sheet: str) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    header = book.add_format({"bold": True, "bg_color": "#F1F5F9", "border": 1, "text_wrap": True})
    page.write_string(0, 0, words.title, title)
    page.write_string(1, 0, MARKER)
    page.write_string(1, 2, sheet)
    page.write_string(2, 0, words.hint)
    for place, (words_above, width) in enumerate(zip(words.headers, WIDTHS, strict=True)):
        page.set_column(place, place, width)
        page.write_string(FIRST_ROW, place, words_above, header)
    page.set_column(len(COLUMNS) - 1, len(COLUMNS) - 1, 4, None, {"hidden": True})
    page.freeze_panes(FIRST_ROW + 1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(FIRST_ROW)


def _fill(book: Any, page: Any, rows: Sequence[TakenRow], today: date) -> None:
    shut = book.add_format({"border": 1})
    money = book.add_format({"border": 1, "num_format": "#,##0.00"})
    open_to = {
        "paid_on": book.add_format({"border": 1, "locked": False, "num_format": "yyyy-mm-dd"}),
        "amount": book.add_format({"border": 1, "locked": False, "num_format": "#,##0.00"}),
        "slip": book.add_format({"border": 1, "locked": False, "num_format": "@"}),
        "payer": book.add_format({"border": 1, "locked": False, "num_format": "@"}),
    }
    for number, row in enumerate(rows, 1):
        at = FIRST_ROW + number
        page.write_number(at, 0, number, shut)
        for place, words in ((1, row.customer), (2, row.contract), (3, row.place), (9, row.mark)):
            page.write_string(at, place, words, shut)
        page.write_number(at, 4, float(row.due), money)
        for name in TYPED:
            page.write_blank(at, COLUMNS.index(name), None, open_to[name])
    last = FIRST_ROW + max(len(rows), 1)
    amount, day = COLUMNS.index("amount"), COLUMNS.index("paid_on")
    page.data_validation(
        FIRST_ROW + 1, amount, last, amount,
        {"validate": "decimal", "criteria": "between", "minimum": 0.01, "maximum": LARGEST_AMOUNT},
    )  # fmt: skip
    page.data_validation(
        FIRST_ROW + 1, day, last, day,
        {"validate": "date", "criteria": ">=", "value": date(today.year - 1, 1, 1)},
    )  # fmt: skip


def read(path: Path) -> tuple[str, list[ReturnedRow]]:
    """Read a sheet back: its number, and the rows in which something was typed.

    Raises ``DomainError("collection.not_a_sheet")`` for another file, and what
    ``spreadsheets.open_file`` raises.
    """
    source = spreadsheets.open_file(path)
    rows = list(spreadsheets.rows(source, source.sheets[0]))
    by_number = {row.number: row.cells for row in rows}
    second = by_number.get(2, [])
    if len(second) < 3 or _words(second[0]) != MARKER:
        raise DomainError("collection.not_a_sheet", file=path.name)
    found = [_returned(row.number, row.cells) for row in rows if row.number > FIRST_ROW + 1]
    return _words(second[2]), [row for row in found if row is not None]


def _returned(number: int, cells: Sequence[Any]) -> ReturnedRow | None:
    facts = dict(zip(COLUMNS, [*cells, *[""] * len(COLUMNS)], strict=False))
    return returned_row(number, _words(facts["mark"]), facts)


def returned_row(number: int, mark: str, facts: Mapping[str, Any]) -> ReturnedRow | None:
    """Read what was typed into a row, by column; nothing for a row that was left empty."""
    typed = {name: facts.get(name, "") for name in TYPED}
    if all(_words(value) == "" for value in typed.values()):
        return None
    amount = _amount(typed["amount"])
    paid_on = _day(typed["paid_on"])
    fault, value = "", ""
    if amount is None:
        fault, value = "collection.bad_amount", _words(typed["amount"])
    elif paid_on is None and _words(typed["paid_on"]):
        fault, value = "collection.bad_day", _words(typed["paid_on"])
    slip, payer = _words(typed["slip"]), _words(typed["payer"])
    return ReturnedRow(number, mark, paid_on, amount, slip, payer, fault, value)


def _words(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _amount(value: Any) -> Money | None:
    try:
        amount = Decimal(_words(value).replace(",", "").replace("，", "").strip("¥￥元 "))
    except InvalidOperation:
        return None
    is_good = amount.is_finite() and 0 < amount < Decimal(10) ** 10
    return round_money(amount) if is_good and amount == round_money(amount) else None


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    words = _words(value).replace("/", "-").replace(".", "-")
    try:
        return date.fromisoformat("-".join(part.zfill(2) for part in words.split("-")))
    except ValueError:
        return None
