"""The e-mail account in Settings: a password kept, a test sent to a real server."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.adapters import secret_store
from desktop.services import settings
from desktop.ui.main_window import MainWindow
from desktop.ui.settings.channels_section import ChannelsSection
from desktop.ui.settings.mail_card import MailCard
from desktop.ui.settings.page import SettingsPage
from tests.services.mail_server import mail_server
from tests.services.test_mail_delivery import Keys


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Keys:
    kept = Keys()
    monkeypatch.setattr(secret_store, "system_store", lambda: kept)
    return kept


@pytest.fixture
def card(window: MainWindow, qtbot: QtBot, keys: Keys) -> MailCard:
    settings.save(window.desk, {"mail.host": "localhost", "mail.user": "branch"})
    window.go("settings", section="channels")
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    page = window.current_page
    assert isinstance(page, SettingsPage)
    section = page.sections["channels"]
    assert isinstance(section, ChannelsSection)
    return section.mail


def test_a_password_is_kept_and_not_shown_again(
    card: MailCard, window: MainWindow, notices: Any, qtbot: QtBot, keys: Keys
) -> None:
    assert card.state.text() == "尚未保存密码。"
    card.password.setText("right horse")
    card.keep_password()
    qtbot.waitUntil(lambda: window.tasks.is_idle and bool(notices.toasts))
    assert keys.kept == {("shouyue-mail", "branch@localhost"): "right horse"}
    assert card.password.text() == ""
    assert card.state.text() == "已保存密码。"
    card.keep_password()
    assert window.tasks.is_idle


def test_a_test_is_sent_or_says_why_not(
    card: MailCard, window: MainWindow, notices: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    card.send_test()
    qtbot.waitUntil(lambda: window.tasks.is_idle and bool(notices.problems))
    assert "发件地址" in notices.problems[-1].text
    with mail_server(tmp_path, "none") as server:
        values = {"mail.sender": "desk@example.cn", "mail.security": "none", "mail.user": ""}
        settings.save(window.desk, values | {"mail.port": str(server.port)})
        card.recipient.setText("me@example.cn")
        card.send_test()
        qtbot.waitUntil(lambda: window.tasks.is_idle and bool(notices.toasts))
    assert notices.toasts[-1].text == "测试邮件已发往 me@example.cn"
    assert server.postman.recipients == ["me@example.cn"]
