"""The Calendar page: what it shows, keys, dragging, refusals, undo, filters, export."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from db.tables import Contact
from desktop.services import calendar_moves, day_run
from desktop.services.calendar import CalendarItem
from desktop.ui.calendar.day_grid import DayGrid
from desktop.ui.calendar.item_list import DayHead, More
from desktop.ui.calendar.page import CalendarPage
from desktop.ui.main_window import MainWindow
from tests.book import Book
from tests.services.test_reminders import plan

TODAY = date(2026, 11, 20)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def page(book: Book, window: MainWindow, qtbot: QtBot) -> CalendarPage:
    """The page over a customer due in two days and one five days late."""
    book.customer(1, "张海燕")
    book.account(11, 1)
    book.instalment(11, 1, TODAY + timedelta(days=2))
    book.customer(2, "欧阳强")
    book.late(21, 2, 5, officer_id=None)
    day_run.run(window.desk)
    window.resize(1440, 1000)
    window.go("calendar")
    shown = window.findChild(CalendarPage)
    assert isinstance(shown, CalendarPage)
    settle(window, qtbot)
    return shown


def settle(window: Any, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.tasks.is_idle and not window._refresh_soon.isActive())


def item(view: DayGrid, step: str) -> CalendarItem:
    found = [i for items in view._span.items.values() for i in items if i.detail == step]
    return found[0]


def drag(grid: DayGrid, what: CalendarItem, to: date) -> None:
    """Press on the item, move to the day, let go: as a hand does it."""
    box = grid.box_of(what.key)
    assert box is not None
    target = grid.geometry_now.rect(to).center()

    def send(kind: QEvent.Type, at: QPointF, buttons: Qt.MouseButton) -> None:
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else buttons
        place = QPointF(grid.mapToGlobal(at.toPoint()))
        event = QMouseEvent(kind, at, place, button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(grid, event)

    left = Qt.MouseButton.LeftButton
    send(QEvent.Type.MouseButtonPress, box.center(), left)
    send(QEvent.Type.MouseMove, box.center() + QPointF(30, 5), left)
    send(QEvent.Type.MouseMove, target, left)
    grid.grab()
    send(QEvent.Type.MouseButtonRelease, target, left)


def test_the_month_has_the_items_and_the_day_beside_it(page: CalendarPage) -> None:
    span = page.month._span
    assert [i.detail for i in span.items[TODAY]] == ["before_2_call", "before_2_sms", "overdue_sms"]
    assert page.month.first_day == date(2026, 10, 26)
    assert page.month.last_day == date(2026, 12, 6)
    shown = [entry for entry in page.of_day.entries if isinstance(entry, CalendarItem)]
    assert [entry.name for entry in shown] == ["张海燕", "张海燕", "欧阳强"]
    assert page.chips.chip("sms").text() == " 短信 3"
    assert page.subtitle == "6 项"


def test_an_item_is_dragged_to_another_day_and_taken_back(
    page: CalendarPage, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    drag(page.month, item(page.month, "before_2_call"), TOMORROW)
    settle(window, qtbot)
    assert ("before_2_call", TOMORROW) in plan(window.desk)
    assert notices.toasts[-1].text == "张海燕已改到明天"
    assert page.month.current_item is not None
    assert page.month.current_item.day == TOMORROW
    window.notify.undo()
    settle(window, qtbot)
    assert ("before_2_call", TODAY) in plan(window.desk)


def test_a_drag_that_a_rule_forbids_changes_nothing_and_says_why(
    page: CalendarPage, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    drag(page.month, item(page.month, "due_day_sms"), TODAY + timedelta(days=3))
    settle(window, qtbot)
    assert notices.toasts[-1].text == "此提醒最迟 2026-11-22，之后没有意义"
    with window.desk.write() as work:
        row = {"customer_id": 2, "at": work.now, "channel": "sms", "purpose": "collection"}
        work.connection.execute(insert(Contact), [row | {"result": "sent"}])
        work.audit("test", "test")
        work.commit()
    drag(page.month, item(page.month, "overdue_sms"), TODAY + timedelta(days=4))
    settle(window, qtbot)
    said = notices.toasts[-1].text
    assert "本周催收短信已达上限 1 条" in said
    assert "2026-11-27 08:00" in said
    assert ("overdue_sms", TODAY) in plan(window.desk)


def test_a_due_date_cannot_be_dragged(
    page: CalendarPage, window: MainWindow, notices: Any, qtbot: QtBot
) -> None:
    due = next(i for i in page.month._span.items[TODAY + timedelta(days=2)] if i.kind == "due")
    drag(page.month, due, TODAY + timedelta(days=4))
    settle(window, qtbot)
    assert notices.toasts[-1].text == "还款日由合同决定，不能在日历上移动"


def test_everything_goes_by_keyboard(page: CalendarPage, window: MainWindow, qtbot: QtBot) -> None:
    grid = page.month
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert page.chosen_day == TOMORROW
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert grid.current_item is not None
    assert grid.current_item.detail == "before_2_call"
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    settle(window, qtbot)
    assert ("before_2_call", TOMORROW) in plan(window.desk)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    settle(window, qtbot)
    assert ("before_2_call", TOMORROW) in plan(window.desk, "skipped")
    window.notify.undo()
    settle(window, qtbot)
    assert ("before_2_call", TOMORROW) in plan(window.desk)
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current_item.detail == "overdue_sms"
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    assert grid.current_item.detail == "before_2_sms"
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert grid.current_item is None
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    settle(window, qtbot)
    assert page.chosen_day == date(2026, 12, 20)
    assert grid.accessibleDescription()


def test_opening_an_item_opens_its_case(
    page: CalendarPage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(window, "go", lambda page, **target: opened.append((page, target)))
    call = item(page.month, "before_2_call")
    page.month.setFocus()
    qtbot.keyClick(page.month, Qt.Key.Key_Return)
    qtbot.keyClick(page.month, Qt.Key.Key_Return)
    page.of_day.choose(call.key)
    qtbot.keyClick(page.of_day, Qt.Key.Key_Return)
    assert opened == [("cases", {"case_id": call.case_id})] * 2


def test_chips_filter_and_are_remembered(
    page: CalendarPage, window: MainWindow, qtbot: QtBot
) -> None:
    page.chips.chip("sms").click()
    settle(window, qtbot)
    assert [i.channel for i in page.month._span.items[TODAY]] == ["phone"]
    assert "sms" not in window.prefs.get("calendar", "channels")
    page.chips.mine.click()
    settle(window, qtbot)
    assert page.month._span.items == {}
    assert page.of_day.entries == []


def test_week_and_agenda_show_the_same_days(
    page: CalendarPage, window: MainWindow, qtbot: QtBot
) -> None:
    page.open_target(view="week")
    settle(window, qtbot)
    assert (page.week.first_day, page.week.last_day) == (date(2026, 11, 16), date(2026, 11, 22))
    drag(page.week, item(page.week, "before_2_call"), TOMORROW)
    settle(window, qtbot)
    assert ("before_2_call", TOMORROW) in plan(window.desk)
    page.turn(1)
    settle(window, qtbot)
    assert page.chosen_day == TOMORROW + timedelta(days=7)
    page.open_target(view="agenda", day=TODAY, channel="sms")
    settle(window, qtbot)
    heads = [entry for entry in page.agenda.entries if isinstance(entry, DayHead)]
    assert [(head.day, head.number) for head in heads] == [(TODAY, 2), (TODAY + timedelta(2), 1)]
    assert not any(isinstance(entry, More) for entry in page.agenda.entries)
    assert {e.channel for e in page.agenda.entries if isinstance(e, CalendarItem)} == {"sms"}


def test_the_menu_offers_what_suits_the_item(page: CalendarPage, window: MainWindow) -> None:
    menu = page.acts.menu(item(page.month, "before_2_call"))
    assert [a.isEnabled() for a in menu.actions() if not a.isSeparator()] == [
        True, True, False, True, True, True,
    ]  # fmt: skip
    due = next(i for i in page.month._span.items[TODAY + timedelta(days=2)] if i.kind == "due")
    menu = page.acts.menu(due)
    assert [a.isEnabled() for a in menu.actions() if not a.isSeparator()] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


def test_the_days_shown_are_exported(
    page: CalendarPage, window: MainWindow, notices: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "november.ics"
    page.export_to(file)
    settle(window, qtbot)
    assert file.read_bytes().count(b"BEGIN:VEVENT") == 6
    assert notices.toasts[-1].text == "已写入 november.ics，共 6 项"


def test_another_page_s_write_is_seen(page: CalendarPage, window: MainWindow, qtbot: QtBot) -> None:
    case_id = item(page.month, "overdue_sms").case_id
    window.tasks.write(calendar_moves.plan_by_hand, [case_id], "phone", TODAY, "16:00")
    settle(window, qtbot)
    assert ("by_hand", "16:00") in [(i.detail, i.at) for i in page.month._span.items[TODAY]]


def test_the_day_under_the_mouse(page: CalendarPage) -> None:
    grid = page.month
    assert grid.geometry_now.day_at(QPointF(5, 5)) is None
    box = grid.box_of(item(grid, "before_2_call").key)
    assert box is not None
    found = grid.item_at(box.center())
    assert found is not None
    assert found.detail == "before_2_call"
    assert grid.item_at(QPointF(QPoint(3, 3))) is None
    assert grid.box_of(("contact", 999)) is None


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_paints_in_both_themes_and_languages(
    page: CalendarPage, window: MainWindow, mode: Any, qtbot: QtBot
) -> None:
    window.theme.set_mode(mode)
    for view in ("month", "week", "agenda"):
        page.open_target(view=view)
        settle(window, qtbot)
        assert not page.grab().isNull()


def test_the_mouse_wheel_turns_pages_and_a_double_click_opens_the_case(
    page: CalendarPage, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = page.month
    opened: list[Any] = []
    monkeypatch.setattr(window, "go", lambda page, **target: opened.append((page, target)))
    call = item(grid, "before_2_call")
    box = grid.box_of(call.key)
    assert box is not None
    qtbot.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert opened == [("cases", {"case_id": call.case_id})]
    at = QPointF(grid.rect().center())
    for delta, month in ((-120, 12), (120, 11)):
        turn = QWheelEvent(
            at,
            QPointF(grid.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(grid, turn)
        settle(window, qtbot)
        assert page.chosen_day.month == month


def test_the_list_of_the_day_works_by_keyboard(
    page: CalendarPage, window: MainWindow, qtbot: QtBot
) -> None:
    call = item(page.month, "before_2_call")
    words = page.of_day.model().data(page.of_day.model().index(0, 0))
    assert words == "14:30 张海燕 电话 到期前2日电话 已计划"
    page.of_day.choose(call.key)
    qtbot.keyClick(page.of_day, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    settle(window, qtbot)
    assert ("before_2_call", TOMORROW) in plan(window.desk)
    page.of_day.choose(call.key)
    qtbot.keyClick(page.of_day, Qt.Key.Key_Delete)
    settle(window, qtbot)
    assert ("before_2_call", TOMORROW) in plan(window.desk, "skipped")


def test_menus_open_where_the_item_is(page: CalendarPage, window: MainWindow) -> None:
    wanted: list[Any] = []
    page.of_day.menu_wanted.connect(lambda what, at: wanted.append(what))
    page.of_day.choose(item(page.month, "before_2_call").key)
    page.of_day.customContextMenuRequested.emit(QPoint(10, 10))
    assert isinstance(wanted[0], CalendarItem)
    menu = window.findChild(QMenu)
    assert menu is not None
    menu.close()
