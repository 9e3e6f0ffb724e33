"""The way in: create, open, refuse, choose who sits there; in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.adapters import secret_store, start_memory
from desktop.domain.clock import FixedClock
from desktop.services import backup, officers
from desktop.services.officers import OfficerCard
from desktop.services.unlock import Location, OpenDatabase, Unlocker
from desktop.ui.application import Application
from desktop.ui.login.opening import Opening
from desktop.ui.login.steps import CreateStep, OfficerStep, OpenStep, Step
from desktop.ui.login.window import LoginWindow

PASSPHRASE = "stone boat 42 River"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of the user's own is read or written."""
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def unlocker(clock: FixedClock) -> Unlocker:
    return Unlocker(None, clock)


@pytest.fixture
def place(tmp_path: Path) -> Location:
    return Location.of(tmp_path / "branch.db")


@pytest.fixture
def login(
    application: Application, unlocker: Unlocker, place: Location, qtbot: QtBot
) -> Iterator[LoginWindow]:
    """The login window where there is no database yet; make one before asking for it."""
    window = LoginWindow(application, Opening(unlocker), place)
    window.show()
    yield window
    window.close()
    window.deleteLater()
    application.set_language("zh")


@pytest.fixture
def existing(unlocker: Unlocker, place: Location) -> Location:
    """A database with two officers, closed."""
    with unlocker.create(place, PASSPHRASE) as begun:
        for staff_no, name in (("0217", "陈思远"), ("0218", "李婉清")):
            officers.save(begun.desk, None, OfficerCard(staff_no, name))
    return place


def _words(step: Step) -> str:
    return "\n".join(label.text() for label in step.findChildren(QLabel) if label.isVisibleTo(step))


def _create(login: LoginWindow, qtbot: QtBot) -> None:
    step = login.step
    assert isinstance(step, CreateStep)
    qtbot.keyClicks(step.passphrase, PASSPHRASE)
    qtbot.keyClick(step.passphrase, Qt.Key.Key_Return)
    qtbot.keyClicks(step.again, PASSPHRASE)
    with qtbot.waitSignal(login._opening.opened):
        qtbot.keyClick(step.again, Qt.Key.Key_Return)


def test_the_first_start_makes_a_database_and_its_first_officer(
    login: LoginWindow, place: Location, qtbot: QtBot
) -> None:
    _create(login, qtbot)
    step = login.step
    assert isinstance(step, OfficerStep)
    step.name.setText("陈思远")
    qtbot.keyClicks(step.staff_no, "0217")
    with qtbot.waitSignal(login.entered) as entered:
        qtbot.keyClick(step.staff_no, Qt.Key.Key_Return)
    opened, actor = entered.args
    assert (actor.name, actor.full_name) == ("0217", "陈思远")
    assert start_memory.recall().database == str(place.path)
    opened.close()


def test_a_staff_number_that_is_none_is_refused_at_its_field(
    login: LoginWindow, qtbot: QtBot
) -> None:
    _create(login, qtbot)
    step = login.step
    assert isinstance(step, OfficerStep)
    step.name.setText("陈思远")
    qtbot.keyClicks(step.staff_no, "!")
    step.go_on.click()
    assert step.staff_no.property("invalid")
    assert step.go_on.isEnabled()


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [("short", "short", "口令太弱"), (PASSPHRASE, "something else 9", "不一致")],
)
def test_a_bad_new_passphrase_is_refused_before_anything_is_made(
    login: LoginWindow, place: Location, first: str, second: str, words: str
) -> None:
    step = login.step
    assert isinstance(step, CreateStep)
    step.passphrase.setText(first)
    step.again.setText(second)
    step.go_on.click()
    assert words in _words(step)
    assert not place.exists()


def test_the_passphrase_is_hidden_until_the_eye_is_clicked(login: LoginWindow) -> None:
    step = login.step
    assert isinstance(step, CreateStep)
    field = step.passphrase
    assert field.echoMode() == QLineEdit.EchoMode.Password
    field.actions()[0].trigger()
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    assert field.actions()[0].text() == "隐藏口令"


def _open_step(login: LoginWindow, location: Location) -> OpenStep:
    login.show_open(location)
    step = login.step
    assert isinstance(step, OpenStep)
    return step


def test_an_existing_database_opens_and_offers_its_officers(
    login: LoginWindow, existing: Location, qtbot: QtBot
) -> None:
    step = _open_step(login, existing)
    step.go_on.click()
    assert "请输入口令" in _words(step)
    qtbot.keyClicks(step.passphrase, PASSPHRASE)
    with qtbot.waitSignal(login._opening.opened):
        qtbot.keyClick(step.passphrase, Qt.Key.Key_Return)
    who = login.step
    assert isinstance(who, OfficerStep)
    who.names.setCurrentRow(1)
    with qtbot.waitSignal(login.entered) as entered:
        who.go_on.click()
    opened, actor = entered.args
    assert actor.full_name == "李婉清"
    assert start_memory.recall().officer_id == actor.officer_id
    opened.close()


def test_the_officer_of_last_time_is_offered_first(
    login: LoginWindow, existing: Location, unlocker: Unlocker, qtbot: QtBot
) -> None:
    with unlocker.open(existing, PASSPHRASE) as opened:
        second = officers.active(opened.desk)[1]
    start_memory.remember(officer_id=second.id)
    step = _open_step(login, existing)
    step.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(login._opening.opened):
        step.go_on.click()
    who = login.step
    assert isinstance(who, OfficerStep)
    assert who.names.currentRow() == 1


def test_a_wrong_passphrase_is_told_and_selected(
    login: LoginWindow, existing: Location, qtbot: QtBot
) -> None:
    step = _open_step(login, existing)
    step.passphrase.setText("stone boat 43 River")
    with qtbot.waitSignal(login._opening.refused):
        step.go_on.click()
    assert "口令不正确" in _words(step)
    assert step.passphrase.selectedText() == step.passphrase.text()
    assert step.go_on.isEnabled()


def test_a_second_copy_is_told_what_to_do(
    login: LoginWindow, existing: Location, unlocker: Unlocker, qtbot: QtBot
) -> None:
    with unlocker.open(existing, PASSPHRASE):
        step = _open_step(login, existing)
        step.passphrase.setText(PASSPHRASE)
        with qtbot.waitSignal(login._opening.refused):
            step.go_on.click()
        assert "已被另一个守约程序打开" in _words(step)


def test_a_lost_key_file_is_told(login: LoginWindow, existing: Location, qtbot: QtBot) -> None:
    secret_store.key_path(existing.keyed_as).unlink()
    step = _open_step(login, existing)
    step.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(login._opening.refused):
        step.go_on.click()
    assert "找不到密钥文件" in _words(step)


def test_a_bug_while_opening_leaves_the_window_usable(
    login: LoginWindow, existing: Location, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> OpenDatabase:
        raise RuntimeError("no")

    monkeypatch.setattr(Unlocker, "open", broken)
    step = _open_step(login, existing)
    step.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(login._opening.refused):
        step.go_on.click()
    assert "意外错误" in _words(step)
    assert step.go_on.isEnabled()


def test_with_a_key_store_no_passphrase_is_asked(
    application: Application, clock: FixedClock, place: Location, qtbot: QtBot
) -> None:
    class Memory(dict[tuple[str, str], str]):
        def get_password(self, service: str, username: str) -> str | None:
            return self.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self[service, username] = password

    unlocker = Unlocker(Memory(), clock)
    unlocker.create(place).close()
    window = LoginWindow(application, Opening(unlocker), place)
    qtbot.addWidget(window)
    window.show()
    assert "无需输入口令" in _words(window.step)
    with qtbot.waitSignal(window._opening.opened):
        window.step.go_on.click()
    assert isinstance(window.step, OfficerStep)
    window.show_create()
    assert "系统密钥库" in _words(window.step)


def test_the_language_changes_on_the_spot_and_is_remembered(
    application: Application, login: LoginWindow, existing: Location, qtbot: QtBot
) -> None:
    application.set_language("en")
    assert "New database" in _words(login.step)
    _open_step(login, existing)
    application.set_language("zh")
    assert "打开数据库" in _words(login.step)
    application.set_language("en")
    assert start_memory.recall().language == "en"
    login.step.findChild(QLineEdit).setText(PASSPHRASE)
    with qtbot.waitSignal(login._opening.opened):
        login.step.go_on.click()
    assert "Who is at the desk?" in _words(login.step)
    application.set_language("zh")
    assert "请选择您的姓名" in _words(login.step)


def test_the_steps_lead_to_each_other(login: LoginWindow, existing: Location) -> None:
    step = _open_step(login, existing)
    step.create_wanted.emit()
    made = login.step
    assert isinstance(made, CreateStep)
    assert made.location != existing  # never over what is there
    made.back_wanted.emit()
    assert isinstance(login.step, OpenStep)


def test_a_damaged_database_is_replaced_by_a_backup(
    login: LoginWindow,
    existing: Location,
    unlocker: Unlocker,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from PySide6.QtWidgets import QFileDialog

    with unlocker.open(existing, PASSPHRASE) as opened:
        made = backup.back_up_daily(opened.desk)
    assert made is not None
    existing.keyed_as.write_bytes(b"rubbish")
    shown: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: shown.append(dialog))
    step = _open_step(login, existing)
    step._choose_backup()
    assert "请先输入口令" in _words(step)
    step.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(login._opening.refused):
        step.go_on.click()
    assert "无法解密" in _words(step)
    step._choose_backup()
    assert shown[0].directory().path().endswith("backups")
    with qtbot.waitSignal(login._opening.opened):
        shown[0].fileSelected.emit(str(made.path))
    assert isinstance(login.step, OfficerStep)


def test_another_database_is_chosen_in_a_file_dialog(
    login: LoginWindow, existing: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    shown: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: shown.append(dialog))
    step = _open_step(login, existing)
    step._choose()
    shown[0].fileSelected.emit(str(tmp_path / "other.db"))
    assert step.location.name == "other.db"
    step.create_wanted.emit()
    made = login.step
    assert isinstance(made, CreateStep)
    made._choose()
    shown[1].fileSelected.emit(str(tmp_path / "new.db"))
    assert made.location.name == "new.db"
