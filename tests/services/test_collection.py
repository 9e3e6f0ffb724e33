"""The collection sheet: booked once whatever happens, warned of, taken along and read back."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from db.tables import Account, Movement, Payment
from desktop.adapters import collection_file
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.money import Money
from desktop.services import audit, collection, collection_travel, day_run, movements
from desktop.services.collection import SheetLine
from desktop.services.desk import Actor, Desk
from desktop.services.movements import MovementIn
from tests.book import Book, yuan
from tests.conftest import TODAY
from tests.sheet_form import SECRET, fill_in

SHEET = "S20261120-ABC123"


@pytest.fixture
def village(desk: Desk, book: Book) -> Desk:
    """Three customers who owe 1,060.00 each, two of them at Shimen."""
    for number, place in ((1, "杭州市西湖区石门村1号"), (2, "杭州市西湖区石门村2号"), (3, "别处")):
        book.customer(number, f"张三{number}", address=place)
        book.late(number, number, 30 + number, annual_rate=None)
    day_run.run(desk)
    return desk


def _line(number: str, account: int, amount: str = "1060.00", day: date = TODAY) -> SheetLine:
    return SheetLine(number, account, yuan(amount), day, f"R{number}", "张三")


def _booked(desk: Desk) -> tuple[int, Money]:
    with desk.read() as connection:
        query = select(func.count(), func.sum(Payment.amount)).where(Payment.reversed_at.is_(None))
        count, amount = connection.execute(query).one()
    return count, amount


def test_a_sheet_is_booked_once_however_often_it_is_booked(village: Desk) -> None:
    lines = [_line("1", 1), _line("2", 2, "500.00")]
    first = collection.book(village, SHEET, lines)
    assert [line.state for line in first.lines] == ["booked", "booked"]
    assert first.amount == yuan("1560.00")
    again = collection.book(village, SHEET, [*lines, _line("3", 3)])
    assert [line.state for line in again.lines] == ["known", "known", "booked"]
    assert _booked(village) == (3, yuan("2620.00"))
    with village.read() as connection:
        dpd = connection.execute(select(Account.dpd).where(Account.id == 1)).scalar_one()
    assert dpd == 0


def test_a_sheet_stopped_between_storing_and_booking_goes_on(village: Desk) -> None:
    lines = [_line("1", 1), _line("2", 2)]
    movements.store(village, "sheet", [collection._movement(SHEET, line) for line in lines])
    done = collection.book(village, SHEET, lines)
    assert [line.state for line in done.lines] == ["booked", "booked"]


def test_a_line_with_another_amount_than_before_is_refused(village: Desk) -> None:
    line = _line("1", 1, "100.00")
    collection.book(village, SHEET, [line])
    changed = replace(line, amount=yuan("200.00"))
    assert collection.warnings(village, SHEET, [changed]) == {"1": ["changed"]}
    [result] = collection.book(village, SHEET, [changed]).lines
    assert (result.state, result.code) == ("refused", "collection.changed")
    assert _booked(village) == (1, yuan("100.00"))


def test_what_another_source_reported_stays_in_the_inbox(village: Desk) -> None:
    movements.store(village, "core", [MovementIn(yuan("1060.00"), TODAY, reference="C1")])
    [result] = collection.book(village, SHEET, [_line("1", 1)]).lines
    assert (result.state, result.code) == ("refused", "payments.maybe_double")
    assert _booked(village)[0] == 0


def test_each_warning(village: Desk) -> None:
    collection.book(village, "S-OTHER", [_line("9", 1, "60.00")])
    lines = [
        _line("1", 1, "60.00"),
        _line("2", 2, "70.00"),
        _line("3", 2, "70.00"),
        _line("4", 3, "999999.00"),
        _line("5", 99),
        _line("6", 2, "5.00", TODAY + timedelta(days=1)),
    ]
    assert collection.warnings(village, SHEET, lines) == {
        "1": ["paid_lately"],
        "2": ["twice"],
        "3": ["twice"],
        "4": ["more_than_owed"],
        "5": ["settled"],
        "6": ["future"],
    }
    collection.book(village, SHEET, lines[1:2])
    assert collection.warnings(village, SHEET, lines[1:2]) == {"2": ["booked"]}


def test_a_line_for_nobody_or_of_tomorrow_is_refused_with_the_reason(village: Desk) -> None:
    lines = [_line("1", 99), _line("2", 1, "7.00", TODAY + timedelta(days=1))]
    done = collection.book(village, SHEET, lines)
    assert [line.code for line in done.lines] == ["payments.two_customers", "payments.future_day"]
    with pytest.raises(DomainError, match="not_positive"):
        collection.book(village, SHEET, [_line("3", 1, "0.00")])


def test_sheet_numbers_differ_and_accounts_are_named(village: Desk) -> None:
    assert collection.new_sheet(TODAY) != collection.new_sheet(TODAY)
    assert collection.new_line_number() != collection.new_line_number()
    named = collection.sheet_accounts(village, [1, 99])
    assert list(named) == [1]
    assert named[1].customer == "张三1"


# --- the file


def _take(desk: Desk, tmp_path: Path, **more: bool | str) -> Path:
    path = tmp_path / "带出.xlsx"
    collection_travel.take_along(desk, path, **more)  # type: ignore[arg-type]
    return path


def _fill(path: Path, rows: dict[int, tuple[object, object, object, object]]) -> None:
    book = load_workbook(path)
    page = book.active
    for place, typed in rows.items():
        for at, value in zip((6, 7, 8, 9), typed, strict=True):
            page.cell(collection_file.FIRST_ROW + 1 + place, at).value = value
    book.save(path)


def test_the_file_names_nobody_in_full_and_opens_only_what_is_to_be_typed(
    village: Desk, tmp_path: Path
) -> None:
    path = _take(village, tmp_path, words="石门")
    page = load_workbook(path).active
    shown = "|".join(str(cell.value) for row in page.iter_rows() for cell in row)
    assert "张三" not in shown
    assert "石门" not in shown
    first = collection_file.FIRST_ROW + 2
    assert page.protection.sheet
    assert page.cell(first, 2).protection.locked
    assert not page.cell(first, 7).protection.locked
    assert page.column_dimensions["J"].hidden
    assert page.cell(first + 2, 2).value is None  # two of three live there


def test_a_returned_file_is_read_and_booked_once(village: Desk, tmp_path: Path) -> None:
    path = _take(village, tmp_path)
    _fill(path, {1: (None, 1060, "A1", "张三"), 2: ("2026-11-19", "1,060.00", None, None)})
    found = collection_travel.read_back(village, path)
    assert not found.faults
    assert [line.amount for line in found.lines] == [yuan("1060.00"), yuan("1060.00")]
    assert [line.paid_on for line in found.lines] == [TODAY, date(2026, 11, 19)]
    assert collection.book(village, found.sheet, found.lines).count("booked") == 2
    copy = tmp_path / "另一个名字.xlsx"
    copy.write_bytes(path.read_bytes())
    again = collection_travel.read_back(village, copy)
    assert collection.book(village, again.sheet, again.lines).count("known") == 2
    assert _booked(village)[0] == 2


def test_each_bad_row_says_what_is_wrong_with_it(village: Desk, tmp_path: Path) -> None:
    path = _take(village, tmp_path)
    _fill(
        path,
        {
            1: (None, "一千", None, None),
            2: ("去年", 5, None, None),
            3: (date(2026, 11, 20), "7.001", None, None),
        },
    )
    found = collection_travel.read_back(village, path)
    assert [(fault.row_no, fault.code, fault.value) for fault in found.faults] == [
        (6, "collection.bad_amount", "一千"),
        (7, "collection.bad_day", "去年"),
        (8, "collection.bad_amount", "7.001"),
    ]


def test_a_row_changed_or_copied_is_not_taken(village: Desk, tmp_path: Path) -> None:
    path = _take(village, tmp_path)
    book = load_workbook(path)
    page = book.active
    first = collection_file.FIRST_ROW + 2
    page.cell(first + 1, 10).value = page.cell(first, 10).value
    page.cell(first + 2, 10).value = "1.0000"
    book.save(path)
    _fill(path, {place: (date(2026, 11, 20), 5, 17.0, None) for place in (1, 2, 3)})
    found = collection_travel.read_back(village, path)
    assert [line.slip for line in found.lines] == ["17"]
    assert [fault.code for fault in found.faults] == [
        "collection.row_twice",
        "collection.strange_row",
    ]
    page.cell(first, 10).value = None
    book.save(path)
    _fill(path, {1: (None, 5, None, None)})
    assert collection_travel.read_back(village, path).faults[0].code == "collection.strange_row"


def test_another_file_or_nobody_to_collect_from(village: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DomainError, match="not_a_sheet"):
        collection_travel.read_back(village, other)
    with pytest.raises(DomainError, match="nobody"):
        _take(village, tmp_path, words="无此村")
    mine = village.acting_as(Actor(7, "s7"))
    with pytest.raises(DomainError, match="nobody"):
        _take(mine, tmp_path, mine=True)
    with pytest.raises(EnvironmentProblem):
        collection_travel.take_along(village, tmp_path / "no" / "x.xlsx")


def test_storing_a_sheet_leaves_one_movement_a_line(village: Desk) -> None:
    collection.book(village, SHEET, [_line("1", 1), _line("2", 2)])
    with village.read() as connection:
        rows = connection.execute(select(Movement.source, Movement.state)).all()
    assert [tuple(row) for row in rows] == [("sheet", "booked")] * 2


def test_an_encrypted_form_is_read_and_booked_like_a_workbook(
    village: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "带出.pdf"
    with pytest.raises(DomainError, match="passphrase_short"):
        collection_travel.take_along(village, path, passphrase="1234567")
    assert not path.exists()
    done = collection_travel.take_along(village, path, passphrase=SECRET)
    assert audit.recent(village)[0].facts == f'{{"is_encrypted":true,"rows":{done.rows}}}'
    fill_in(path, SECRET, {1: {"amount": "1060.00", "slip": "A1"}, 2: {"amount": "二"}})
    with pytest.raises(DomainError, match="passphrase_wanted"):
        collection_travel.read_back(village, path)
    found = collection_travel.read_back(village, path, SECRET)
    assert (found.sheet, [fault.row_no for fault in found.faults]) == (done.sheet, [2])
    assert collection.book(village, found.sheet, found.lines).count("booked") == 1
    again = collection_travel.read_back(village, path, SECRET)
    assert collection.book(village, again.sheet, again.lines).count("known") == 1
