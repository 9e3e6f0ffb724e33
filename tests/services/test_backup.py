"""Backups that open, restoring that can be taken back, and a disk that says no."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from db import copies
from desktop.adapters import secret_store
from desktop.domain.clock import FixedClock
from desktop.domain.errors import EnvironmentProblem
from desktop.services import audit, backup, unlock
from desktop.services.desk import Desk
from desktop.services.unlock import Location, OpenDatabase, Unlocker

PASSPHRASE = "stone boat 42 River"


@pytest.fixture
def unlocker(clock: FixedClock) -> Unlocker:
    return Unlocker(None, clock)


@pytest.fixture
def place(tmp_path: Path) -> Location:
    return Location.of(tmp_path / "branch.db")


@pytest.fixture
def opened(unlocker: Unlocker, place: Location) -> Iterator[OpenDatabase]:
    with unlocker.create(place, PASSPHRASE) as begun:
        _note(begun, "first")
        yield begun


def _note(opened: OpenDatabase, word: str) -> None:
    with opened.desk.write() as work:
        work.audit("note", "test", word)
        work.commit()


def _notes(opened: OpenDatabase) -> list[str | None]:
    return [row.subject_id for row in audit.recent(opened.desk) if row.action == "note"]


def _refused(code: str) -> "pytest.RaisesExc[EnvironmentProblem]":
    return pytest.RaisesExc(EnvironmentProblem, check=lambda error: error.code == code)


class TestBackUp:
    def test_a_backup_opens_with_the_passphrase(
        self, opened: OpenDatabase, unlocker: Unlocker, tmp_path: Path
    ) -> None:
        made = backup.back_up(opened.desk, tmp_path / "stick" / ".." / "copy.db")
        assert made.path == tmp_path / "copy.db"
        assert made.opens_elsewhere
        assert made.size == made.path.stat().st_size
        with unlocker.open(Location.of(made.path), PASSPHRASE) as copy:
            assert _notes(copy) == ["first"]
            assert copy.verify().is_whole
        assert audit.recent(opened.desk)[0].action == "database.back_up"

    def test_without_a_passphrase_it_says_that_it_opens_only_here(
        self, place: Location, clock: FixedClock, tmp_path: Path
    ) -> None:
        class Memory(dict[tuple[str, str], str]):
            def get_password(self, service: str, username: str) -> str | None:
                return self.get((service, username))

            def set_password(self, service: str, username: str, password: str) -> None:
                self[service, username] = password

        with Unlocker(Memory(), clock).create(place) as here:
            assert not backup.back_up(here.desk, tmp_path / "copy.db").opens_elsewhere

    def test_work_goes_on_while_it_is_made(self, opened: OpenDatabase, tmp_path: Path) -> None:
        with opened.desk.write() as work:
            work.audit("note", "test", "not yet")
            copies.copy_into(opened.desk.store, tmp_path / "copy.db")
            work.commit()
        assert copies.prove(tmp_path / "copy.db", opened.desk.store.key).seq == 1

    def test_nothing_is_overwritten(self, opened: OpenDatabase, tmp_path: Path) -> None:
        (tmp_path / "copy.db").write_text("mine", "utf-8")
        with _refused("backup.exists"):
            backup.back_up(opened.desk, tmp_path / "copy.db")

    def test_a_disk_that_says_no_leaves_nothing_half_made(
        self, opened: OpenDatabase, tmp_path: Path
    ) -> None:
        with _refused("backup.failed"):
            backup.back_up(opened.desk, tmp_path / "no folder" / "copy.db")
        assert not (tmp_path / "no folder").exists()

    def test_a_copy_that_cannot_be_proved_is_no_backup(
        self, opened: OpenDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def spoil(store: object, target: Path) -> None:
            target.write_bytes(bytes(8192))

        monkeypatch.setattr(copies, "copy_into", spoil)
        with _refused("backup.failed"):
            backup.back_up(opened.desk, tmp_path / "copy.db")
        assert sorted(file.name for file in tmp_path.glob("copy*")) == []

    def test_a_disk_error_while_finishing_is_told(
        self, opened: OpenDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(path: Path) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(backup, "_sync", full)
        with _refused("backup.failed"):
            backup.back_up(opened.desk, tmp_path / "copy.db")
        assert not (tmp_path / "copy.db").exists()

    def test_a_server_is_left_to_its_administrator(
        self, opened: OpenDatabase, tmp_path: Path
    ) -> None:
        server = Desk(replace(opened.desk.store, path=None), opened.desk.clock)
        with _refused("backup.server"):
            backup.back_up(server, tmp_path / "copy.db")
        assert backup.back_up_daily(server) is None


class TestDaily:
    def test_one_a_day_with_its_date(self, opened: OpenDatabase, clock: FixedClock) -> None:
        first = backup.back_up_daily(opened.desk)
        assert first is not None
        assert backup.back_up_daily(opened.desk) is None
        clock.moment += timedelta(days=1)
        backup.back_up_daily(opened.desk)
        assert opened.location.path is not None
        made = backup.daily_backups(opened.location.path)
        assert [each.made_on.day for each in made] == [21, 20]
        assert made[1] == backup.Backup(first.path, date(2026, 11, 20), first.size)
        assert copies.prove(made[0].path, opened.desk.store.key).seq == 1

    def test_old_ones_go_with_their_keys_and_strange_files_stay(
        self, opened: OpenDatabase, clock: FixedClock
    ) -> None:
        backup.back_up_daily(opened.desk)
        assert opened.location.path is not None
        folder = opened.location.path.parent / backup.FOLDER
        newest = folder / "branch-2026-11-20.db"
        for back in range(1, 40):
            day = date(2026, 11, 20) - timedelta(days=back)
            for suffix in ("", ".key"):
                shutil.copyfile(f"{newest}{suffix}", folder / f"branch-{day}.db{suffix}")
        (folder / "branch-mine.db").touch()
        clock.moment += timedelta(days=1)
        backup.back_up_daily(opened.desk)
        days = [each.made_on for each in backup.daily_backups(opened.location.path)]
        assert len(days) < 25
        assert not (folder / "branch-2026-10-20.db.key").exists()
        assert (folder / "branch-mine.db").exists()

    def test_a_folder_that_cannot_be_made_is_told(self, opened: OpenDatabase) -> None:
        assert opened.location.path is not None
        (opened.location.path.parent / backup.FOLDER).touch()
        with _refused("backup.failed"):
            backup.back_up_daily(opened.desk)


class TestRestore:
    @pytest.fixture
    def copy(self, opened: OpenDatabase, tmp_path: Path) -> Path:
        """A backup made before the second note; the database is closed again."""
        made = backup.back_up(opened.desk, tmp_path / "copy.db").path
        _note(opened, "second")
        opened.close()
        return made

    def _notes_now(self, unlocker: Unlocker, place: Location) -> list[str | None]:
        with unlocker.open(place, PASSPHRASE) as again:
            assert again.verify().is_whole
            return _notes(again)

    def test_it_brings_back_what_was_and_can_be_taken_back(
        self, unlocker: Unlocker, place: Location, copy: Path
    ) -> None:
        restored = backup.restore(unlocker, place, copy, PASSPHRASE)
        assert self._notes_now(unlocker, place) == ["first"]
        assert restored.aside is not None
        backup.restore(unlocker, place, restored.aside, PASSPHRASE)
        assert self._notes_now(unlocker, place) == ["second", "first"]
        assert copy.exists()

    def test_it_works_where_the_database_is_gone(
        self, unlocker: Unlocker, place: Location, copy: Path
    ) -> None:
        backup._remove(place.keyed_as)
        restored = backup.restore(unlocker, place, copy, PASSPHRASE)
        assert restored.aside is None
        assert self._notes_now(unlocker, place) == ["first"]

    def test_a_damaged_database_without_its_key_is_replaced_too(
        self, unlocker: Unlocker, place: Location, copy: Path
    ) -> None:
        place.keyed_as.write_bytes(b"rubbish")
        secret_store.key_path(place.keyed_as).unlink()
        backup.restore(unlocker, place, copy, PASSPHRASE)
        assert self._notes_now(unlocker, place) == ["first"]

    def test_a_damaged_backup_touches_nothing(
        self, unlocker: Unlocker, place: Location, copy: Path
    ) -> None:
        with copy.open("r+b") as file:
            file.seek(3 * 4096)
            file.write(bytes(64))
        with _refused("store.damaged"):
            backup.restore(unlocker, place, copy, PASSPHRASE)
        assert self._notes_now(unlocker, place) == ["second", "first"]

    def test_a_wrong_passphrase_touches_nothing(
        self, unlocker: Unlocker, place: Location, copy: Path
    ) -> None:
        with _refused("key.wrong_passphrase"):
            backup.restore(unlocker, place, copy, "not this 1 Phrase")
        assert self._notes_now(unlocker, place) == ["second", "first"]

    def test_a_full_disk_touches_nothing(
        self, unlocker: Unlocker, place: Location, copy: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(source: Path, target: Path) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(shutil, "copyfile", full)
            with _refused("backup.failed"):
                backup.restore(unlocker, place, copy, PASSPHRASE)
        assert self._notes_now(unlocker, place) == ["second", "first"]

    def test_not_under_an_open_database_nor_onto_itself_nor_a_server(
        self, unlocker: Unlocker, place: Location, copy: Path
    ) -> None:
        with unlocker.open(place, PASSPHRASE), _refused("unlock.in_use"):
            backup.restore(unlocker, place, copy, PASSPHRASE)
        for source in (place.keyed_as, copy.with_name("none.db")):
            with _refused("backup.absent"):
                backup.restore(unlocker, place, source, PASSPHRASE)
        with _refused("backup.server"):
            backup.restore(unlocker, Location(None, "postgresql://db/branch"), copy, PASSPHRASE)


class TestWrittenHead:
    def test_a_cut_off_tail_shows(
        self, opened: OpenDatabase, unlocker: Unlocker, place: Location, tmp_path: Path
    ) -> None:
        copies.copy_into(opened.desk.store, tmp_path / "older.db")
        _note(opened, "second")
        opened.close()
        (tmp_path / "older.db").replace(place.keyed_as)  # somebody slips an older file in
        with unlocker.open(place, PASSPHRASE) as again:
            assert [fault.kind for fault in again.verify().faults] == ["cut_off"]

    def test_a_spoilt_or_missing_head_does_not_stop_the_proof(
        self, opened: OpenDatabase, place: Location
    ) -> None:
        assert opened.verify().is_whole
        unlock.head_path(place).write_text("{", "utf-8")
        assert opened.verify().is_whole

    def test_closing_goes_on_where_it_cannot_be_written(
        self, opened: OpenDatabase, unlocker: Unlocker, place: Location
    ) -> None:
        unlock.head_path(place).mkdir()
        opened.close()
        unlocker.open(place, PASSPHRASE)._hold.release()
