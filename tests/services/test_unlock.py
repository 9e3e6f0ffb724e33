"""Opening and beginning a database: the key, the hold, the version, and what is told otherwise."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.adapters import secret_store
from desktop.adapters.file_hold import FileHold, lock_path
from desktop.domain.clock import FixedClock
from desktop.domain.errors import EnvironmentProblem
from desktop.services import audit, unlock
from desktop.services.desk import Desk
from desktop.services.unlock import Location, Unlocker
from tests.conftest import ask_server

PASSPHRASE = "stone boat 42 River"


@pytest.fixture
def unlocker(clock: FixedClock) -> Unlocker:
    return Unlocker(None, clock)


@pytest.fixture
def place(tmp_path: Path) -> Location:
    return Location.of(tmp_path / "branch.db")


def _refused(code: str) -> "pytest.RaisesExc[EnvironmentProblem]":
    return pytest.RaisesExc(EnvironmentProblem, check=lambda error: error.code == code)


def test_a_new_database_opens_again_with_its_passphrase(
    unlocker: Unlocker, place: Location
) -> None:
    with unlocker.create(place, PASSPHRASE) as begun:
        assert audit.verify(begun.desk).is_whole
    assert unlocker.needs_passphrase(place)
    with unlocker.open(place, PASSPHRASE) as opened:
        assert opened.desk.store.key == begun.desk.store.key
        assert audit.verify(opened.desk).is_whole


def test_a_second_program_is_told_and_the_first_goes_on(
    unlocker: Unlocker, place: Location
) -> None:
    with unlocker.create(place, PASSPHRASE) as first:
        with _refused("unlock.in_use"):
            unlocker.open(place, PASSPHRASE)
        assert audit.verify(first.desk).is_whole
    unlocker.open(place, PASSPHRASE).close()


def test_the_hold_is_given_up_on_any_thread(unlocker: Unlocker, place: Location) -> None:
    taken: list[unlock.OpenDatabase] = []
    thread = threading.Thread(target=lambda: taken.append(unlocker.create(place, PASSPHRASE)))
    thread.start()
    thread.join(60)
    taken[0].close()
    unlocker.open(place, PASSPHRASE).close()


def test_a_program_that_was_killed_blocks_nobody(unlocker: Unlocker, place: Location) -> None:
    unlocker.create(place, PASSPHRASE).close()
    assert place.path is not None
    script = (
        "import sys, os, signal; from pathlib import Path\n"
        "from desktop.adapters.file_hold import FileHold\n"
        "hold = FileHold(Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(place.path)], check=False)
    assert lock_path(place.path).exists()
    unlocker.open(place, PASSPHRASE).close()


def test_a_wrong_passphrase_leaves_the_file_free(unlocker: Unlocker, place: Location) -> None:
    unlocker.create(place, PASSPHRASE).close()
    with _refused("key.wrong_passphrase"):
        unlocker.open(place, "stone boat 43 River")
    unlocker.open(place, PASSPHRASE).close()


def test_a_key_of_another_database_is_told(
    unlocker: Unlocker, place: Location, tmp_path: Path
) -> None:
    other = Location.of(tmp_path / "other.db")
    for each in (place, other):
        unlocker.create(each, PASSPHRASE).close()
    secret_store.copy_key(other.keyed_as, place.keyed_as)
    with _refused("store.wrong_key"):
        unlocker.open(place, PASSPHRASE)


def test_nothing_is_opened_or_overwritten_by_mistake(unlocker: Unlocker, place: Location) -> None:
    with _refused("unlock.absent"):
        unlocker.open(place, PASSPHRASE)
    unlocker.create(place, PASSPHRASE).close()
    with _refused("unlock.exists"):
        unlocker.create(place, PASSPHRASE)


def test_a_start_that_broke_off_is_taken_up_again(unlocker: Unlocker, place: Location) -> None:
    key = secret_store.create_key(place.keyed_as, PASSPHRASE, store=None)
    with unlocker.create(place, PASSPHRASE) as begun:
        assert begun.desk.store.key == key


def test_a_database_that_is_cut_to_nothing_does_not_pass_for_the_branchs_data(
    unlocker: Unlocker, place: Location
) -> None:
    unlocker.create(place, PASSPHRASE).close()
    assert place.path is not None
    os.truncate(place.path, 0)
    with _refused("unlock.empty"):
        unlocker.open(place, PASSPHRASE)
    unlocker.create(place, PASSPHRASE).close()
    unlocker.open(place, PASSPHRASE).close()


def test_a_foreign_file_is_not_taken_for_a_broken_beginning(
    unlocker: Unlocker, place: Location
) -> None:
    assert place.path is not None
    place.path.touch()
    with _refused("unlock.exists"):
        unlocker.create(place, PASSPHRASE)


def test_a_newer_database_is_left_alone(unlocker: Unlocker, place: Location) -> None:
    with unlocker.create(place, PASSPHRASE) as begun, begun.desk.store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with _refused("store.newer"):
        unlocker.open(place, PASSPHRASE)


def test_a_folder_that_cannot_be_written_is_told(unlocker: Unlocker, place: Location) -> None:
    assert place.path is not None
    lock_path(place.path).mkdir()  # stands for any reason that no lock file can be opened
    with _refused("unlock.no_hold"):
        unlocker.create(place, PASSPHRASE)


def test_the_changed_passphrase_counts_and_is_in_the_audit(
    unlocker: Unlocker, place: Location
) -> None:
    with unlocker.create(place, PASSPHRASE) as begun:
        unlock.change_passphrase(begun.desk, "another Passphrase 7")
        assert audit.recent(begun.desk)[0].action == "database.change_passphrase"
    with _refused("key.wrong_passphrase"):
        unlocker.open(place, PASSPHRASE)
    unlocker.open(place, "another Passphrase 7").close()


def test_a_server_has_no_passphrase_to_change(desk: Desk) -> None:
    server = Desk(replace(desk.store, path=None), desk.clock)
    with _refused("unlock.server"):
        unlock.change_passphrase(server, "another Passphrase 7")


def test_a_server_is_named_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path))
    server = Location.of("postgresql://clerk:secret@db.example:5433/branch")
    again = Location.of("postgresql://other:word@db.example:5433/branch")
    assert server.name == "branch"
    assert server.keyed_as == again.keyed_as
    assert "secret" not in str(server.keyed_as)
    assert not server.exists()


def test_a_server_that_does_not_answer_is_told(
    unlocker: Unlocker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path))
    server = Location.of("postgresql://clerk:secret@127.0.0.1:1/branch")
    with _refused("store.no_server"):
        unlocker.create(server, PASSPHRASE)
    assert not server.exists()
    hold = FileHold(server.keyed_as)
    hold.release()
    hold.release()


def test_a_symbolic_link_is_the_same_file(place: Location, tmp_path: Path) -> None:
    assert place.path is not None
    place.path.touch()
    link = tmp_path / "link.db"
    link.symlink_to(place.path)
    assert unlock.Location.of(str(link)) == place


def test_a_branchs_server_opens_with_the_key_file_that_began_it(
    server_url: str, unlocker: Unlocker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_server(server_url, "CREATE DATABASE unlocking")
    server = Location.of(f"{server_url}/unlocking")
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path / "first"))
    with _refused("unlock.absent"):
        unlocker.open(server, PASSPHRASE)
    with unlocker.create(server, PASSPHRASE) as begun, begun.desk.write() as work:
        work.audit("test", "server")
        work.commit()
    with unlocker.open(server, PASSPHRASE) as opened:
        assert opened.verify().is_whole
    kept = secret_store.key_path(server.keyed_as).read_bytes()
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path / "second"))
    with _refused("unlock.exists"):
        unlocker.create(server, PASSPHRASE)
    assert not secret_store.key_path(server.keyed_as).exists()  # a second key would not fit
    secret_store.key_path(server.keyed_as).write_bytes(kept)
    with unlocker.open(server, PASSPHRASE) as elsewhere:
        assert elsewhere.verify().is_whole
