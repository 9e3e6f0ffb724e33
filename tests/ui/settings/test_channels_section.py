"""The channels in Settings: fields by way, the secret kept, the line tried, a test sent."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from db.tables import OutboxItem
from desktop.adapters import secret_store
from desktop.services import mail_bounces, settings
from desktop.ui.main_window import MainWindow
from desktop.ui.settings.channels_section import ChannelsSection
from desktop.ui.settings.page import SettingsPage
from tests.adapters.sms.smpp_server import smpp_server
from tests.book import NOW
from tests.services.test_mail_bounces import report
from tests.services.test_mail_delivery import Keys


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Keys:
    kept = Keys()
    monkeypatch.setattr(secret_store, "system_store", lambda: kept)
    return kept


@pytest.fixture
def section(window: MainWindow, qtbot: QtBot, keys: Keys) -> ChannelsSection:
    window.go("settings", section="channels")
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    page = window.current_page
    assert isinstance(page, SettingsPage)
    found = page.sections["channels"]
    assert isinstance(found, ChannelsSection)
    return found


def choose(section: ChannelsSection, name: str, value: str) -> None:
    field = section.fields[name]
    field.show_value(value)
    field.edited.emit()


def test_each_way_shows_its_own_fields(section: ChannelsSection) -> None:
    card = section.sms
    for way in ("folder", "modem", "smpp"):
        choose(section, "sms.way", way)
        shown = [name for name, fields in card.of_way.items() if fields.isVisibleTo(card)]
        assert shown == [way]
        assert card.of_line.isVisibleTo(card) is (way != "folder")
    assert card.secret.placeholderText() == "密码"
    section.revert()
    assert section.changed() == {}


def test_what_is_saved_begins_the_line_anew_and_is_tried_out(
    section: ChannelsSection, window: MainWindow, notices: Any, qtbot: QtBot, keys: Keys
) -> None:
    with smpp_server() as smsc:
        values = {"sms.way": "smpp", "smpp.host": "127.0.0.1", "smpp.port": str(smsc.port)}
        for name, value in (values | {"smpp.system_id": "branch"}).items():
            choose(section, name, value)
        section.save()
        qtbot.waitUntil(lambda: window.line.state.phase == "online")
        section.sms.secret.setText("right horse")
        section.sms.keep_secret()
        qtbot.waitUntil(lambda: smsc.binds == 2 and window.line.state.phase == "online")
        assert keys.kept == {("shouyue-sms", "branch@127.0.0.1"): "right horse"}
        assert section.sms.secret.text() == ""
        section.sms.try_connection()
        qtbot.waitUntil(lambda: bool(notices.problems))
        assert "停止" in notices.problems[-1].text
        window.line.stop()
        qtbot.waitUntil(lambda: not window.line.is_running)
        qtbot.waitUntil(lambda: section.sms.state.text() == "已保存。")
        section.sms.try_connection()
        qtbot.waitUntil(lambda: notices.toasts[-1].text == "线路可用")
        section.sms.recipient.setText("13800130099")
        section.sms.send_test()
        qtbot.waitUntil(lambda: notices.toasts[-1].text == "测试短信：已送达")
        smsc.rejects["8613800130098"] = 0x0B
        section.sms.recipient.setText("13800130098")
        section.sms.send_test()
        qtbot.waitUntil(lambda: "发送失败 · 0x0B" in notices.toasts[-1].text)


def test_a_wrong_value_is_said_at_its_field(
    section: ChannelsSection, window: MainWindow, qtbot: QtBot
) -> None:
    choose(section, "smpp.rate", "many")
    section.save()
    qtbot.waitUntil(lambda: window.tasks.is_idle and bool(section.fields["smpp.rate"].error))
    assert section.fields["smpp.rate"].error == "请填写 1 到 1000 之间的整数"
    assert settings.load(window.desk)["smpp.rate"] == "10"


def test_bounces_are_read_at_once_and_dead_addresses_told(
    section: ChannelsSection,
    window: MainWindow,
    notices: Any,
    qtbot: QtBot,
    keys: Keys,
    tmp_path: Path,
) -> None:
    card = section.bounces
    assert not card.read.isVisibleTo(card)
    choose(section, "bounces.way", "imap")
    assert card.of_box.isVisibleTo(card)
    card.password.setText("right horse")
    card.keep_password()
    qtbot.waitUntil(lambda: bool(keys.kept))
    assert ("shouyue-bounces", "@") in keys.kept
    choose(section, "bounces.way", "folder")
    choose(section, "bounces.folder", str(tmp_path))
    assert card.of_folder.isVisibleTo(card)
    section.save()
    qtbot.waitUntil(lambda: settings.load(window.desk)["bounces.way"] == "folder")
    with window.desk.store.write() as connection:
        row = {"idempotency_key": "reminder:1:1", "channel": "email", "body": "", "state": "sent",
               "recipient": "zhang@example.cn", "due_at": NOW, "created_at": NOW}  # fmt: skip
        connection.execute(insert(OutboxItem), [row])
        connection.commit()
    (tmp_path / "1.eml").write_bytes(report())
    card.read_now()
    qtbot.waitUntil(lambda: notices.toasts[-1].text == "1 封邮件被退回")
    qtbot.waitUntil(lambda: card.dead.text() == "1 个地址不再使用")
    (entry,) = card.addresses.entries
    assert entry.title == "z***@example.cn"
    assert "zhang" not in entry.detail
    assert not card.again.isEnabled()
    card.addresses.setCurrentIndex(card.addresses.model().index(0, 0))
    notices.answer = False
    card.again.click()
    assert notices.questions[-1].text == "重新启用 z***@example.cn？"
    assert len(mail_bounces.dead_addresses(window.desk)) == 1
    notices.answer = True
    card.again.click()
    qtbot.waitUntil(lambda: notices.toasts[-1].text == "已重新启用 z***@example.cn")
    qtbot.waitUntil(lambda: not card.addresses.isVisibleTo(card))
    assert mail_bounces.dead_addresses(window.desk) == []
