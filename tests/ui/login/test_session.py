"""From the login to the window and back: the day's beginning, restoring, a second start."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop.domain.clock import FixedClock
from desktop.services import backup, day_run, officers
from desktop.services.desk import Actor
from desktop.services.officers import OfficerCard
from desktop.services.unlock import Location, Unlocker
from desktop.ui.application import Application
from desktop.ui.login.portraits import take
from desktop.ui.login.single_instance import RaiseServer, raise_other
from desktop.ui.login.start import Session
from desktop.ui.login.window import LoginWindow
from desktop.ui.main_window import MainWindow

PASSPHRASE = "stone boat 42 River"
ACTOR = Actor(1, "0217", "陈思远")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's own is read or written."""
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path / "home"))


@pytest.fixture
def unlocker(clock: FixedClock) -> Unlocker:
    return Unlocker(None, clock)


@pytest.fixture
def place(tmp_path: Path, unlocker: Unlocker) -> Location:
    location = Location.of(tmp_path / "branch.db")
    with unlocker.create(location, PASSPHRASE) as begun:
        officers.save(begun.desk, None, OfficerCard("0217", "陈思远"))
    return location


@pytest.fixture
def session(application: Application, unlocker: Unlocker, qtbot: QtBot) -> Iterator[Session]:
    begun = Session(application, unlocker)
    yield begun
    if isinstance(begun.window, MainWindow):
        qtbot.waitUntil(lambda: begun.window.tasks.is_idle)  # type: ignore[union-attr]
    if begun.window is not None:
        begun.window.close()
    begun.close()
    application.theme.set_mode("light")
    application.set_language("zh")


def _enter(session: Session, unlocker: Unlocker, place: Location, qtbot: QtBot) -> MainWindow:
    session.enter(unlocker.open(place, PASSPHRASE), ACTOR)
    window = session.window
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(lambda: day_run.last_run(window.desk) == window.desk.today)
    qtbot.waitUntil(lambda: window.tasks.is_idle)
    return window


def test_logging_in_leads_to_the_window(
    session: Session, unlocker: Unlocker, place: Location, qtbot: QtBot
) -> None:
    session.log_in(place)
    login = session.window
    assert isinstance(login, LoginWindow)
    login.entered.emit(unlocker.open(place, PASSPHRASE), ACTOR)
    assert isinstance(session.window, MainWindow)
    assert not login.isVisible()


def test_the_day_begins_with_a_backup_and_the_day_run(
    session: Session, unlocker: Unlocker, place: Location, clock: FixedClock, qtbot: QtBot
) -> None:
    window = _enter(session, unlocker, place, qtbot)
    assert place.path is not None
    assert len(backup.daily_backups(place.path)) == 1
    clock.moment += timedelta(days=1)  # past midnight, the window still open
    session._run_day()
    qtbot.waitUntil(lambda: day_run.last_run(window.desk) == window.desk.today)
    qtbot.waitUntil(lambda: len(backup.daily_backups(place.path)) == 2)  # type: ignore[arg-type]


def test_a_clock_set_back_is_told(
    session: Session, unlocker: Unlocker, place: Location, clock: FixedClock, qtbot: QtBot
) -> None:
    with unlocker.open(place, PASSPHRASE) as opened:
        day_run.run(opened.desk)
    clock.moment -= timedelta(days=3)
    session.enter(unlocker.open(place, PASSPHRASE), ACTOR)
    window = session.window
    assert isinstance(window, MainWindow)
    told = QSignalSpy(window.notify.problem_wanted)
    qtbot.waitUntil(lambda: told.count() > 0)
    assert "早于上次日终" in told.at(0)[0].text


def test_restoring_brings_the_window_back_on_the_restored_data(
    session: Session, unlocker: Unlocker, place: Location, tmp_path: Path, qtbot: QtBot
) -> None:
    with unlocker.open(place, PASSPHRASE) as opened:
        made = backup.back_up(opened.desk, tmp_path / "copy.db").path
        officers.save(opened.desk, None, OfficerCard("0218", "李婉清"))
    first = _enter(session, unlocker, place, qtbot)
    first.restore(made)
    second = session.window
    assert isinstance(second, MainWindow)
    assert second is not first
    assert [each.staff_no for each in officers.active(second.desk)] == ["0217"]
    assert second.desk.actor == ACTOR


def test_a_backup_that_cannot_be_restored_leaves_the_data_open(
    session: Session, unlocker: Unlocker, place: Location, tmp_path: Path, qtbot: QtBot
) -> None:
    window = _enter(session, unlocker, place, qtbot)
    window.restore(tmp_path / "none.db")
    assert isinstance(session.window, MainWindow)
    assert [each.staff_no for each in officers.active(session.window.desk)] == ["0217"]


def test_a_second_start_raises_the_first_window(place: Location, qtbot: QtBot) -> None:
    script = (
        "import sys; from desktop.services.unlock import Location\n"
        "from desktop.ui.login.single_instance import raise_other\n"
        "sys.exit(0 if raise_other(Location.of(sys.argv[1])) else 1)"
    )
    assert not raise_other(place)
    server = RaiseServer(place)
    with qtbot.waitSignal(server.raised):
        second = subprocess.Popen([sys.executable, "-c", script, str(place.path)])
    assert second.wait(60) == 0
    server.close()
    assert not raise_other(place)


def test_pictures_are_taken_of_every_page_in_both_themes(
    application: Application, unlocker: Unlocker, place: Location, tmp_path: Path
) -> None:
    from desktop.ui import registry

    with unlocker.open(place, PASSPHRASE) as opened:
        taken = take(application, opened, ACTOR, tmp_path)
    assert len(taken) == 2 * len(registry.existing())
    assert all(file.stat().st_size > 1000 for file in taken)
    application.theme.set_mode("light")
