"""The board in its own window, the pairs of the day, the copy of last week."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from desktop.domain.clock import FixedClock
from desktop.services import officer_pairs
from desktop.ui.dispatch.page import DispatchPage
from desktop.ui.dispatch.pairs_dialog import PairsDialog
from desktop.ui.main_window import MainWindow
from tests.ui.conftest import NoticeRecorder
from tests.ui.test_dispatch_page import DAY, TEN, officers, page, settle, visit  # noqa: F401


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
