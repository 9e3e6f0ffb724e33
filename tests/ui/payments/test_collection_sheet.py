"""The collection sheet, by the keyboard alone: entered, kept, booked, taken along, read back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from db.tables import Payment
from desktop.adapters.collection_file import FIRST_ROW
from desktop.services import collection, collection_travel, day_run
from desktop.services.desk import Desk
from desktop.ui.main_window import MainWindow
from desktop.ui.payments.collection import CollectionDialog
from desktop.ui.payments.page import PaymentsPage
from desktop.ui.payments.take_along import TakeAlongDialog
from tests.book import Book, yuan
from tests.sheet_form import SECRET, fill_in
from tests.ui.conftest import NoticeRecorder

Open = Callable[[], CollectionDialog]


@pytest.fixture
def open_sheet(window: MainWindow, desk: Desk, book: Book, qtbot: QtBot) -> Open:
    """Two customers who owe 1,060.00 each, and a way to open the sheet."""
    for number, name in ((1, "赵一"), (2, "钱二")):
        book.customer(number, name, address="杭州市西湖区石门村")
        book.late(number, number, 45, annual_rate=None)
    day_run.run(desk)
    window.go("payments")
    page = window.findChild(PaymentsPage)
    assert page is not None
    qtbot.waitUntil(lambda: window.tasks.is_idle)

    def opened() -> CollectionDialog:
        dialog = page.open_sheet()
        qtbot.waitUntil(lambda: window.tasks.is_idle and dialog.isVisible())
        return dialog

    return opened


def _type_in(dialog: CollectionDialog, qtbot: QtBot, words: str, amount: str) -> None:
    dialog.search.setText(words)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.amount.text() != "")
    dialog.amount.setText(amount)
    qtbot.keyClick(dialog.amount, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog._shell.tasks.is_idle)


def _payments(desk: Desk) -> list[object]:
    with desk.read() as connection:
        return list(connection.execute(select(Payment.amount)).scalars())


def test_search_enter_amount_enter_next_and_all_is_booked(
    open_sheet: Open, qtbot: QtBot, notices: NoticeRecorder, desk: Desk
) -> None:
    dialog = open_sheet()
    _type_in(dialog, qtbot, "赵一", "1060")
    assert dialog.search.text() == ""
    _type_in(dialog, qtbot, "钱二", "500")
    assert "2" in dialog.totals.text()
    assert "1,560.00" in dialog.totals.text()
    shell = dialog._shell
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert notices.questions
    assert len(_payments(desk)) == 2
    assert shell.prefs.get("payments.sheet", "draft") is None


def test_what_stands_on_the_sheet_outlives_closing_and_a_line_comes_back(
    open_sheet: Open, qtbot: QtBot
) -> None:
    dialog = open_sheet()
    _type_in(dialog, qtbot, "赵一", "100")
    _type_in(dialog, qtbot, "赵一", "100")
    assert dialog.table.warned() != {}
    assert all(dialog.table.warned().values())
    number = dialog.sheet
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert len(dialog.lines) == 1
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(dialog.lines) == 2)
    kept = dialog.lines
    dialog.reject()
    again = open_sheet()
    assert (again.sheet, again.lines) == (number, kept)


def test_a_line_that_is_refused_stays_with_the_reason(
    open_sheet: Open, qtbot: QtBot, desk: Desk
) -> None:
    dialog = open_sheet()
    _type_in(dialog, qtbot, "赵一", "100")
    [line] = dialog.lines
    collection.book(desk, dialog.sheet, [line])
    dialog.table.take_off(line.number)
    dialog.table.add(collection.SheetLine(line.number, 1, yuan("200.00"), line.paid_on), "赵一")
    dialog.book()
    qtbot.waitUntil(
        lambda: dialog._shell.tasks.is_idle and "" not in dialog.table.warned().values()
    )
    assert len(dialog.lines) == 1


def test_what_is_missing_is_said_at_its_field(open_sheet: Open, qtbot: QtBot) -> None:
    dialog = open_sheet()
    qtbot.keyClick(dialog.amount, Qt.Key.Key_Return)
    assert dialog.said.text()
    dialog.search.setText("赵一")
    qtbot.waitUntil(lambda: dialog.search.found.count() == 1)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    dialog.amount.clear()
    qtbot.keyClick(dialog.amount, Qt.Key.Key_Return)
    assert dialog.said.text()
    assert not dialog.lines
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.lines


def test_a_file_is_taken_along_and_read_back(
    open_sheet: Open, qtbot: QtBot, tmp_path: Path, notices: NoticeRecorder
) -> None:
    dialog = open_sheet()
    dialog._take_along()
    form = dialog.findChild(TakeAlongDialog)
    assert form is not None
    form.mine.setChecked(False)
    form.kind.setCurrentIndex(1)
    assert not form.passphrase.isEnabled()
    form._ask_place()
    assert form.findChild(QFileDialog) is not None
    path = tmp_path / "带出.xlsx"
    form.save(str(path))
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: dialog._shell.tasks.is_idle)
    book = load_workbook(path)
    book.active.cell(FIRST_ROW + 2, 7).value = 1060
    book.active.cell(FIRST_ROW + 3, 7).value = "很多"
    book.save(path)
    dialog._ask_file()
    dialog.read_back(str(path))
    qtbot.waitUntil(lambda: len(dialog.lines) == 1)
    assert dialog.sheet == collection_travel.read_back(dialog._shell.desk, path).sheet
    assert "1" in notices.questions[-1].text
    dialog.table.add(collection.SheetLine("x", 1, yuan("5.00"), dialog._shell.desk.today), "赵一")
    dialog.sheet = "S-OTHER"
    dialog.read_back(str(path))
    qtbot.waitUntil(lambda: "先将" in dialog.said.text())
    assert len(dialog.lines) == 2


def test_an_encrypted_form_is_taken_along_and_read_back_with_its_passphrase(
    open_sheet: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = open_sheet()
    dialog._take_along()
    form = dialog.findChild(TakeAlongDialog)
    assert form is not None
    form.mine.setChecked(False)
    for first, second, said in (("short", "short", "至少 8"), (SECRET, "other", "不一致")):
        form.passphrase.setText(first)
        form.again.setText(second)
        form._ask_place()
        assert said in form._error.text()
        assert form.findChild(QFileDialog) is None
    form.again.setText(SECRET)
    form._ask_place()
    asked = form.findChild(QFileDialog)
    assert asked is not None
    assert asked.defaultSuffix() == "pdf"
    path = tmp_path / "带出.pdf"
    form.save(str(path))
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: dialog._shell.tasks.is_idle)
    fill_in(path, SECRET, {1: {"amount": "1060.00"}, 2: {"amount": "很多"}})
    for given, said in (("", "已加密"), ("wrong", "口令不正确")):
        dialog.read_back(str(path), given)
        qtbot.waitUntil(lambda said=said: said in _asked(dialog))
    dialog.findChildren(QInputDialog)[-1].setTextValue(SECRET)
    dialog.findChildren(QInputDialog)[-1].accept()
    qtbot.waitUntil(lambda: len(dialog.lines) == 1)
    assert dialog.lines[0].amount == yuan("1060.00")
    dialog.read_back(str(tmp_path / "gone.pdf"))
    qtbot.waitUntil(lambda: dialog._shell.tasks.is_idle)


def _asked(dialog: CollectionDialog) -> str:
    found = dialog.findChildren(QInputDialog)
    return found[-1].labelText() if found else ""
