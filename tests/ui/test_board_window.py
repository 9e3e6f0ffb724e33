"""The board in its own window, the pairs of the day, the copy of last week."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWindow
from pytestqt.qtbot import QtBot

from desktop.domain.clock import FixedClock
from desktop.services import officer_pairs, visit_steps
from desktop.ui.command_palette import CommandPalette
from desktop.ui.dispatch.board_window import BoardWindow
from desktop.ui.dispatch.page import DispatchPage
from desktop.ui.dispatch.pairs_dialog import PairsDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.widgets.notices import QuestionDialog
from tests.ui.conftest import NoticeRecorder
from tests.ui.test_dispatch_page import (
    DAY,
    TEN,
    at,
    mouse,
    officers,  # noqa: F401
    page,  # noqa: F401
    request,
    settle,
    target,
    visit,
)

KEY = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def away(page: DispatchPage, qtbot: QtBot) -> BoardWindow:  # noqa: F811
    """The board in its own window, with a visit at ten, the window that is worked in."""
    visit(page, qtbot)
    page.detach_board()
    shown = page.away
    assert shown is not None
    with qtbot.waitActive(shown, timeout=20_000):
        shown.activateWindow()
    return shown


def key(
    away: BoardWindow,
    qtbot: QtBot,
    pressed: Qt.Key,
    held: Any = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press a key the way the machine does: it goes to the window, which knows who has the focus."""
    handle = away.windowHandle()
    assert isinstance(handle, QWindow)
    qtbot.keyClick(handle, pressed, held)


def test_the_board_works_in_its_own_window_and_comes_back(
    page: DispatchPage,  # noqa: F811
    qtbot: QtBot,
) -> None:
    visit(page, qtbot)
    page.detach_board()
    away = page.away
    assert away is not None
    assert page.time_line.window() is away
    page.detach_board()
    assert page.away is away
    page.turn(1)
    settle(page, qtbot)
    assert page.board.day == DAY + timedelta(days=1)
    away.close()
    assert page.away is None
    assert page.time_line.window() is page.window()
    assert page.time_line.isVisible()


def test_the_keys_of_the_page_work_in_the_window_of_the_board(
    page: DispatchPage,  # noqa: F811
    away: BoardWindow,
    qtbot: QtBot,
    notices: NoticeRecorder,
) -> None:
    board = page.time_line
    key(away, qtbot, KEY.Key_L, ALT)
    assert page.table.isVisible()
    key(away, qtbot, KEY.Key_M, ALT)
    assert page.map.isVisible()
    key(away, qtbot, KEY.Key_T, ALT)
    assert board.isVisible()
    wide = board.geometry_now.hour
    key(away, qtbot, KEY.Key_Plus)
    assert board.geometry_now.hour > wide
    key(away, qtbot, KEY.Key_Right)
    assert board.chosen is not None
    key(away, qtbot, KEY.Key_Right, ALT)
    settle(page, qtbot)
    assert board.chosen.starts_at == at(10, 15)
    key(away, qtbot, KEY.Key_Z, CTRL)
    settle(page, qtbot)
    assert board.chosen.starts_at == TEN
    key(away, qtbot, KEY.Key_Delete)
    settle(page, qtbot)
    assert page.board.visits == ()
    key(away, qtbot, KEY.Key_L, CTRL)
    settle(page, qtbot)
    assert len(page.board.visits) == 1
    key(away, qtbot, KEY.Key_PageDown, ALT)
    settle(page, qtbot)
    assert page.board.day == DAY + timedelta(days=1)
    key(away, qtbot, KEY.Key_T, CTRL)
    settle(page, qtbot)
    assert page.board.day == DAY


def test_an_offer_is_taken_and_the_commands_are_listed_from_there(
    page: DispatchPage,  # noqa: F811
    window: MainWindow,
    away: BoardWindow,
    qtbot: QtBot,
) -> None:
    request(page, qtbot)
    assert page.request_detail.offer_buttons[0].isVisible()
    key(away, qtbot, KEY.Key_1, ALT)
    settle(page, qtbot)
    assert len(page.board.visits) == 2
    key(away, qtbot, KEY.Key_P, CTRL_SHIFT)
    palette = window.findChild(CommandPalette)
    assert isinstance(palette, CommandPalette)
    assert palette._list.findItems(page.tr("Plan the day"), Qt.MatchFlag.MatchExactly)
    palette.close()


def test_a_request_is_dragged_from_the_page_into_the_window_of_the_board(
    page: DispatchPage,  # noqa: F811
    away: BoardWindow,
    qtbot: QtBot,
    notices: NoticeRecorder,
) -> None:
    request(page, qtbot)
    waiting = page.requests.viewport()
    first = page.requests.visualRect(page.requests.model().index(0, 0)).center()
    place = page.time_line.viewport().mapToGlobal(target(page, 1, at(11)).toPoint())
    mouse(waiting, QEvent.Type.MouseButtonPress, QPointF(first))
    mouse(waiting, QEvent.Type.MouseMove, QPointF(first + QPoint(40, 40)))
    mouse(waiting, QEvent.Type.MouseMove, QPointF(waiting.mapFromGlobal(place)))
    mouse(waiting, QEvent.Type.MouseButtonRelease, QPointF(waiting.mapFromGlobal(place)))
    settle(page, qtbot)
    assert [one.starts_at for one in page.board.visits] == [TEN, at(11)]
    assert away.notices.toasts == [notices.toasts[-1].text]


def test_the_board_stays_fresh_while_another_page_is_open(
    page: DispatchPage,  # noqa: F811
    window: MainWindow,
    away: BoardWindow,
    qtbot: QtBot,
) -> None:
    window.go("cases")
    settle(page, qtbot)
    (shown,) = page.board.visits
    window.tasks.write(visit_steps.step, shown.visit_id, "accepted")
    settle(page, qtbot)
    assert page.board.visits[0].state == "accepted"
    assert page.table.visits.data(page.table.visits.index(0, 5)) == "已接单"


def test_a_question_lies_over_the_window_that_is_worked_in(
    window: MainWindow,
    away: BoardWindow,
) -> None:
    window.notify.question_wanted.connect(window.notices._question)
    window.notify.confirm("？", then=lambda: None)
    (asked,) = away.findChildren(QuestionDialog)
    asked.reject()


def test_leaving_takes_the_board_back(
    page: DispatchPage,  # noqa: F811
    window: MainWindow,
) -> None:
    page.detach_board()
    page.leave()
    assert page.away is None
    assert page.time_line.window() is window


def test_pairs_are_joined_and_parted(page: DispatchPage, qtbot: QtBot) -> None:  # noqa: F811
    page._show_pairs()
    form = page.findChild(PairsDialog)
    assert isinstance(form, PairsDialog)
    form.join()
    settle(page, qtbot)
    assert form.list.item(0).text() == "陈思远 · 李婉清"
    form.second.setCurrentIndex(0)
    form.join()
    settle(page, qtbot)
    assert form.error == "搭档须是两个人"
    form.part()
    settle(page, qtbot)
    assert officer_pairs.pairs(page.shell.desk, DAY) == ()
    form.part()


def test_last_week_is_copied_by_one_act_and_taken_back(
    page: DispatchPage,  # noqa: F811
    qtbot: QtBot,
    clock: FixedClock,
    notices: NoticeRecorder,
) -> None:
    visit(page, qtbot)
    clock.moment = TEN + timedelta(days=6)
    page.turn(7)
    page.acts.copy_week()
    settle(page, qtbot)
    assert len(page.board.visits) == 1
    page.acts.copy_week()
    settle(page, qtbot)
    assert "当天已有同样的外访" in notices.toasts[-1].text
    undo = notices.toasts[-2].undo
    assert undo is not None
    undo()
    settle(page, qtbot)
    assert page.board.visits == ()
