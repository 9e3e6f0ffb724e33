"""Backups, the way back and the passphrase, as the settings page shows them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.adapters import secret_store
from desktop.domain.clock import FixedClock
from desktop.services import backup
from desktop.services.desk import Actor
from desktop.services.unlock import Location, OpenDatabase, Unlocker
from desktop.ui.application import Application
from desktop.ui.login.safety_panel import BackupPanel
from desktop.ui.main_window import MainWindow
from tests.ui.conftest import NoticeRecorder

PASSPHRASE = "stone boat 42 River"


@pytest.fixture
def opened(tmp_path: Path, clock: FixedClock) -> Iterator[OpenDatabase]:
    place = Location.of(tmp_path / "branch.db")
    with Unlocker(None, clock).create(place, PASSPHRASE, actor=Actor(None, "0217")) as begun:
        backup.back_up_daily(begun.desk)
        yield begun


@pytest.fixture
def window(
    application: Application, opened: OpenDatabase, notices: NoticeRecorder, qtbot: QtBot
) -> Iterator[MainWindow]:
    shown = MainWindow(application, opened.desk)
    notices.replace(shown)
    shown.show()
    yield shown
    qtbot.waitUntil(lambda: shown.tasks.is_idle)
    shown.close()


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> BackupPanel:
    made = BackupPanel(window)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    return made


def _words(panel: BackupPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def _button(panel: BackupPanel, name: str) -> QPushButton:
    return next(one for one in panel.findChildren(QPushButton) if one.accessibleName() == name)


def test_shows_backups_with_their_dates(panel: BackupPanel) -> None:
    assert "2026-11-20" in _words(panel)
    assert "MB" in _words(panel)


def test_backs_up_to_a_file_and_says_so(
    panel: BackupPanel,
    window: MainWindow,
    notices: NoticeRecorder,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: shown.append(dialog))
    _button(panel, "备份到文件…").click()
    shown[0].fileSelected.emit(str(tmp_path / "copy.db"))
    qtbot.waitUntil(lambda: bool(notices.toasts))
    assert "copy.db" in notices.toasts[0].text
    assert (tmp_path / "copy.db").exists()
    monkeypatch.setattr(secret_store, "has_passphrase", lambda database: False)
    shown[0].fileSelected.emit(str(tmp_path / "copy-2.db"))
    qtbot.waitUntil(lambda: len(notices.toasts) == 3)
    assert "没有设置口令" in notices.toasts[2].text


def test_asks_before_it_restores(
    panel: BackupPanel,
    window: MainWindow,
    notices: NoticeRecorder,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: shown.append(dialog))
    wanted: list[Path] = []
    window.restore_wanted.connect(wanted.append)
    notices.answer = False
    _button(panel, "恢复 2026-11-20 的备份").click()
    assert (len(notices.questions), wanted) == (1, [])
    notices.answer = True
    _button(panel, "恢复 2026-11-20 的备份").click()
    assert wanted[0].name == "branch-2026-11-20.db"
    _button(panel, "从文件恢复…").click()
    shown[0].fileSelected.emit(str(tmp_path / "other.db"))
    assert wanted[1].name == "other.db"


def test_changes_the_passphrase(
    panel: BackupPanel, notices: NoticeRecorder, opened: OpenDatabase, qtbot: QtBot
) -> None:
    change = _button(panel, "更改口令")
    panel._first.setText("kettle and Boat 7")
    panel._again.setText("kettle and Boat 8")
    change.click()
    assert "不一致" in _words(panel)
    panel._again.setText("kettle and Boat 7")
    change.click()
    qtbot.waitUntil(lambda: bool(notices.toasts))
    assert panel._first.text() == ""
    key = secret_store.find_key(opened.location.keyed_as, "kettle and Boat 7", store=None)
    assert key == opened.desk.store.key


def test_a_weak_passphrase_is_refused_at_its_field(
    panel: BackupPanel, window: MainWindow, qtbot: QtBot
) -> None:
    panel._first.setText("weak")
    panel._again.setText("weak")
    _button(panel, "更改口令").click()
    qtbot.waitUntil(lambda: "口令太弱" in _words(panel))
    assert panel._first.property("invalid")


def test_a_disk_that_says_no_is_told(
    panel: BackupPanel, notices: NoticeRecorder, opened: OpenDatabase, qtbot: QtBot
) -> None:
    key_file = secret_store.key_path(opened.location.keyed_as)
    key_file.unlink()
    panel._first.setText("kettle and Boat 7")
    panel._again.setText("kettle and Boat 7")
    _button(panel, "更改口令").click()
    qtbot.waitUntil(lambda: bool(notices.problems))
    assert "找不到密钥文件" in notices.problems[0].text
