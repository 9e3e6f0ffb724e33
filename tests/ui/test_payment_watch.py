"""Toasts for payments on one's own cases."""

from pytestqt.qtbot import QtBot

from desktop.services.payment_watch import PaidLately, PaidOnMine
from desktop.ui.main_window import MainWindow
from tests.book import yuan
from tests.ui.conftest import NoticeRecorder


def test_payments_are_told_once(window: MainWindow, notices: NoticeRecorder, qtbot: QtBot) -> None:
    watch = window._paid
    watch.look()
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    assert watch._until == 0
    assert notices.toasts == []
    watch._tell(PaidLately((PaidOnMine(1, "张海燕", yuan("60.00")),), 0, 4))
    assert "张海燕 ¥ 60.00" in notices.toasts[-1].text
    watch._tell(PaidLately((PaidOnMine(1, "张海燕", yuan("60.00")),), 1, 5))
    assert notices.toasts[-1].text.endswith("等")
    assert watch._until == 5
