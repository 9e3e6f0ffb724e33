"""The virtual table: rows near the eye only, choosing by mouse and keys, columns kept."""

import threading
from array import array
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester

from desktop.ui.events import Events
from desktop.ui.paged_model import KEPT_ROWS, PAGE, Column, PagedModel
from desktop.ui.preferences import Preferences
from desktop.ui.tasks import Tasks
from desktop.ui.widgets.paged_table import PagedTable

AS_OF = date(2026, 11, 20)


@dataclass(frozen=True)
class Row:
    row_id: int
    name: str
    overdue: Decimal
    bucket: int
    due: date | None
    officer: str | None
    stage: str | None


COLUMNS = (
    Column("check", "", 36, "check"),
    Column("name", "Name", 90, "strong", sort="name"),
    Column("overdue", "Overdue", 110, "money", sort="overdue"),
    Column("bucket", "Bucket", 60, "bucket"),
    Column("due", "Due", 100, "follow_up"),
    Column("officer", "Officer", 90, "officer", is_shown=False),
    Column("stage", "Stage", 90, "status", codes="nowhere", value=lambda row: row.stage),
)


class Book:
    """Stands for the service: counts what it was asked."""

    def __init__(self):
        self.asked = []
        self.gone = set()
        self.error = None
        self.prefix = "N"

    def fetch(self, desk, ids):
        self.asked.append(list(ids))
        if self.error:
            raise self.error
        return [self.row(row_id) for row_id in ids if row_id not in self.gone]

    def row(self, row_id):
        return Row(
            row_id,
            f"{self.prefix}{row_id}",
            Decimal(row_id),
            row_id % 9,
            None if row_id % 5 == 0 else date(2026, 11, 18 + row_id % 5),
            None if row_id % 2 else "李婉清",
            "promised" if row_id % 3 else None,
        )


@pytest.fixture
def errors():
    return []


@pytest.fixture
def book():
    return Book()


@pytest.fixture
def saved():
    return {}


@pytest.fixture
def model(qapp, book, errors, qtbot):
    tasks = Tasks("desk", Events(), errors.append)
    made = PagedModel(COLUMNS, tasks, book.fetch, lambda row: row.row_id, as_of=AS_OF)
    made.settle = lambda: (qtbot.wait(1), qtbot.waitUntil(lambda: tasks.is_idle), qtbot.wait(1))
    yield made
    tasks.close()


@pytest.fixture
def table(model, application, saved, qtbot):
    prefs = Preferences(saved, saved.update)
    made = PagedTable(model, application.theme, prefs, "test")
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.prefs = prefs
    return made


def numbers(count, start=1):
    return array("q", range(start, start + count))


def cell(table, place, column):
    return table.visualRect(table.model().index(place, column)).center()


def shown(model, place, column=1):
    return model.data(model.index(place, column))


def test_only_pages_near_the_eye_are_read(table, model, book):
    model.set_ids(numbers(100_000))
    model.settle()
    assert shown(model, 0) == "N1"
    table.scrollToBottom()
    table.viewport().repaint()
    model.settle()
    assert shown(model, 99_999) == "N100000"
    assert sum(len(ids) for ids in book.asked) <= 6 * PAGE
    assert table.grab().toImage().width() > 0


def test_rows_far_away_are_forgotten(model, book):
    model.set_ids(numbers(2 * KEPT_ROWS))
    for place in range(0, 2 * KEPT_ROWS, PAGE):
        model.row_at(place)
        model.settle()
    assert len(model._rows) <= KEPT_ROWS
    assert model.row_at(0) is None


def test_a_scroll_through_everything_reads_the_last_pages_only(model, book):
    model.set_ids(numbers(100 * PAGE))
    for place in range(0, 100 * PAGE, PAGE):
        model.row_at(place)
    model.settle()
    assert [len(ids) for ids in book.asked] == [3 * PAGE]
    assert model.row_at(100 * PAGE - 1).name == f"N{100 * PAGE}"


def test_the_same_ids_again_keep_the_rows_until_the_new_ones_come(model, book):
    model.set_ids(numbers(10))
    model.row_at(0)
    model.settle()
    book.prefix = "M"
    model.set_ids(numbers(10))
    assert model.row_at(0).name == "N1"
    model.settle()
    assert model.row_at(0).name == "M1"


def test_a_row_gone_meanwhile_is_empty_and_asked_for_once(model, book):
    book.gone = {2}
    model.set_ids(numbers(3))
    model.row_at(1)
    model.settle()
    assert model.row_at(1) is None
    assert shown(model, 1) is None
    model.settle()
    assert len(book.asked) == 1


def test_a_failed_page_is_told_and_asked_for_again(model, book, errors):
    book.error = OSError("disk")
    model.set_ids(numbers(3))
    model.row_at(0)
    model.settle()
    assert errors == [book.error]
    book.error = None
    model.row_at(0)
    model.settle()
    assert model.row_at(0).name == "N1"


def test_cells_say_what_is_painted(model):
    model.set_ids(numbers(20))
    model.row_at(0)
    model.settle()
    assert [shown(model, 5, column) for column in range(1, 6)] == [
        "N6",
        "¥ 6.00",
        "M6",
        "11-19  逾 1 天",
        "李婉清",
    ]
    assert shown(model, 0, 6) == "nowhere.promised"
    assert [shown(model, 4, 4), shown(model, 0, 5), shown(model, 2, 6)] == ["—", "—", "—"]
    assert shown(model, 1, 4) == "今天"
    assert shown(model, 7, 3) == "M7+"


def test_the_model_keeps_qt_s_rules(model, qtbot):
    model.set_ids(numbers(500))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.row_at(0)
    model.settle()
    model.set_ids(numbers(3, start=7))
    model.check_all()
    assert model.headerData(99, Qt.Orientation.Horizontal) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_the_row_looked_at_is_kept_through_a_reload(table, model, qtbot):
    told = []
    table.current_changed.connect(told.append)
    model.set_ids(numbers(50))
    assert told == [1]
    assert table.show_id(30)
    assert told == [1, 30]
    model.set_ids(numbers(40, start=20))
    assert table.current_id == 30
    assert told == [1, 30]
    model.set_ids(numbers(5))
    assert told == [1, 30, 1]
    model.set_ids(array("q"))
    assert told == [1, 30, 1, None]
    assert not table.show_id(3)
    assert table.current_id is None


def test_choosing_with_the_mouse(table, model, qtbot):
    model.set_ids(numbers(50))
    click = lambda place, column, keys=Qt.KeyboardModifier.NoModifier: qtbot.mouseClick(  # noqa: E731
        table.viewport(), Qt.MouseButton.LeftButton, keys, cell(table, place, column)
    )
    click(2, 0)
    assert list(model.checked_ids()) == [3]
    click(5, 1, Qt.KeyboardModifier.ShiftModifier)
    assert list(model.checked_ids()) == [3, 4, 5, 6]
    assert table.current_id == 6
    click(4, 1, Qt.KeyboardModifier.ControlModifier)
    assert list(model.checked_ids()) == [3, 4, 6]
    click(1, 1)
    assert model.checked_count == 3
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.RightButton, pos=cell(table, 1, 1))
    assert model.checked_count == 3


def test_choosing_with_keys(table, model, qtbot):
    model.set_ids(numbers(50))
    table.setFocus()
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.keyClick(table, Qt.Key.Key_Down, shift)
    qtbot.keyClick(table, Qt.Key.Key_Down, shift)
    assert list(model.checked_ids()) == [2, 3, 4]
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert model.is_everything_checked
    model.check(0, 0, is_on=False)
    assert (model.checked_count, model.is_checked(0), model.is_checked(1)) == (49, False, True)
    model.check(0, 0)
    assert len(model.checked_ids()) == 50
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert model.checked_count == 0
    with qtbot.waitSignal(table.row_activated) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [table.current_id]


def test_checks_leave_with_their_rows(model):
    model.set_ids(numbers(10))
    model.check(0, 4)
    model.set_ids(numbers(10, start=4))
    assert list(model.checked_ids()) == [4, 5]


def test_headers_sort_and_check_everything(table, model, qtbot):
    model.set_ids(numbers(10))
    wanted = []
    table.sort_wanted.connect(lambda key, is_descending: wanted.append((key, is_descending)))
    header = table.horizontalHeader()
    for column in (2, 3):
        x = header.sectionViewportPosition(column) + 20
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    assert wanted == [("overdue", True)]
    model.sorted_by = ("overdue", True)
    assert model.headerData(2, Qt.Orientation.Horizontal).endswith("↓")
    table._header_clicked(2)
    assert wanted[-1] == ("overdue", False)
    table._header_clicked(0)
    assert model.is_everything_checked
    table._header_clicked(0)
    assert model.checked_count == 0


def test_columns_are_kept_per_user(table, model, saved, application, qtbot):
    assert table.shown_columns() == [0, 1, 2, 3, 4, 6]
    header = table.horizontalHeader()
    header.moveSection(header.visualIndex(4), 1)
    table.setColumnWidth(2, 150)
    actions = {action.text(): action for action in table.columns_menu().actions()}
    actions["Officer"].setChecked(True)
    table.prefs.flush()
    kept = saved["test", "columns"]
    again = PagedTable(model, application.theme, Preferences(saved, saved.update), "test")
    qtbot.addWidget(again)
    assert again.shown_columns() == [0, 4, 1, 2, 3, 5, 6]
    assert again.columnWidth(2) == 150
    assert [entry[0] for entry in kept][:2] == ["check", "due"]
    again.columns_menu().actions()[-1].trigger()
    assert again.shown_columns() == [0, 1, 2, 3, 4, 6]
    assert again.columnWidth(2) == 110


def test_the_last_columns_cannot_be_hidden(table):
    for action in table.columns_menu().actions()[:-2]:
        action.setChecked(False)
    assert len(table.shown_columns()) == 2


def test_reading_never_blocks_the_window(table, model, book, gui_watch, qtbot):
    slow = threading.Event()
    fetch = book.fetch
    model._fetch = lambda desk, ids: (slow.wait(0.3), fetch(desk, ids))[1]
    model.set_ids(numbers(1000))
    table.viewport().repaint()
    model.settle()
    assert shown(model, 0) == "N1"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_kind_of_cell_paints(table, model, application, mode, qtbot):
    model.set_ids(numbers(30))
    model.settle()
    model.check(0, 2)
    table._show_column(5, is_on=True)
    application.theme.set_mode(mode)
    try:
        spot = QPointF(cell(table, 3, 1))
        no_button, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        table.mouseMoveEvent(
            QMouseEvent(QEvent.Type.MouseMove, spot, spot, no_button, no_button, no_key)
        )
        assert table._cells.hovered == 3
        colours = {table.grab().toImage().pixelColor(x, 60).name() for x in range(0, 690, 2)}
        assert len(colours) > 8
    finally:
        application.theme.set_mode("light")


def test_ids_that_follow_the_present_ones_are_added_below(table, model, book):
    model.set_ids(numbers(100))
    table.show_id(40)
    model.settle()
    before, inserted = len(book.asked), []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    model.set_ids(numbers(5000))
    assert inserted == [(100, 4999)]
    assert table.current_id == 40
    model.row_at(0)
    model.settle()
    assert len(book.asked) == before


def test_a_new_list_begins_at_its_top_when_asked(table, model):
    model.set_ids(numbers(100))
    table.show_id(40)
    table.forget_current()
    model.set_ids(numbers(90))
    assert table.current_id == 1
