"""The SMS line in the window: shown above the messages, stopped, started, unsure ones decided."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.services import settings, sms_sending
from desktop.ui.main_window import MainWindow
from desktop.ui.messages.line_bar import LineBar
from desktop.ui.messages.page import MessagesPage
from tests.adapters.sms.smpp_server import smpp_server
from tests.services.test_line_worker import queue, set_up
from tests.services.test_outbox import states


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> MessagesPage:
    window.go("messages")
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    found = window.current_page
    assert isinstance(found, MessagesPage)
    return found


def bar_of(page: MessagesPage) -> LineBar:
    (bar,) = page.findChildren(LineBar)
    return bar


def test_a_line_is_shown_stopped_and_started(
    page: MessagesPage, window: MainWindow, qtbot: QtBot
) -> None:
    bar = bar_of(page)
    assert not bar.isVisible()
    queue(window.desk, 3)
    with smpp_server() as smsc:
        set_up(window.desk, smsc)
        page.hand_over()
        qtbot.waitUntil(lambda: states(window.desk) == ["delivered"] * 3)
        qtbot.waitUntil(lambda: "送达 3 条" in bar.words.text())
        assert bar.isVisible()
        assert bar.phase.accessibleName() == "在线"
        assert "SMPP" in bar.words.text()
        qtbot.waitUntil(lambda: "已送达 3" in _chips(page))
        bar.stop.click()
        qtbot.waitUntil(lambda: not window.line.is_running)
        assert bar.phase.accessibleName() == "未启动"
        bar.start.click()
        qtbot.waitUntil(lambda: bar.phase.accessibleName() == "在线")
        window.line.start()  # twice is once
        settings.save(window.desk, {"smpp.port": "1"})
        window.line.restart()
    qtbot.waitUntil(lambda: bar.phase.accessibleName() == "等待重试")
    assert "重试" in bar.words.text()
    assert "短信网关" in bar.words.text()


def _chips(page: MessagesPage) -> str:
    from PySide6.QtWidgets import QAbstractButton

    return " ".join(one.text() for one in page.chips.findChildren(QAbstractButton))


def test_with_a_folder_there_is_no_line_to_begin(
    page: MessagesPage, window: MainWindow, qtbot: QtBot, notices: Any
) -> None:
    window.line.begin()
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    assert not window.line.is_running
    settings.save(window.desk, {"sms.way": "modem"})
    page.take_in()
    qtbot.waitUntil(lambda: window.line.state.phase == "stopped")
    assert "端口" in bar_of(page).words.text()


def test_a_person_decides_what_is_unsure(
    page: MessagesPage, window: MainWindow, qtbot: QtBot
) -> None:
    queue(window.desk, 2)
    sms_sending.claim(window.desk, "smpp", 5)
    sms_sending.settle_interrupted(window.desk)
    window.refresh_all()
    page.open_target(state="unsure")
    qtbot.waitUntil(lambda: page.lists.sent_table.current_id is not None)
    qtbot.waitUntil(lambda: page.preview._arrived.isVisible())
    page.preview._arrived.click()
    qtbot.waitUntil(lambda: "sent" in states(window.desk))
    qtbot.waitUntil(lambda: page.preview._not_arrived.isVisible())
    page.decide(1 if states(window.desk)[0] == "unsure" else 2, has_arrived=False)
    qtbot.waitUntil(lambda: sorted(states(window.desk)) == ["failed", "sent"])
