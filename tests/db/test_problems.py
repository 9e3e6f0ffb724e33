"""A disk or a file that fails is told as what it is, and nothing half-written stays."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from db import engine as engines
from db.engine import KEY_BYTES, Store, open_file, open_server
from desktop.domain.errors import EnvironmentProblem

KEY = bytes(range(KEY_BYTES))


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[Store]:
    """A small store with one table and one row of 100 kB."""
    opened = open_file(tmp_path / "notes.db", KEY)
    with opened.write() as connection:
        connection.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)"))
        connection.execute(text("INSERT INTO note (words) VALUES (hex(zeroblob(50000)))"))
        connection.commit()
    yield opened
    opened.close()


def _add_note(store: Store, size: int = 50_000) -> None:
    with store.write() as connection:
        connection.execute(text("INSERT INTO note (words) VALUES (hex(zeroblob(:n)))"), {"n": size})
        connection.commit()


def _count(store: Store) -> int:
    with store.read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM note")).scalar_one())


def test_a_full_disk_is_told_and_the_step_is_taken_back(notes: Store) -> None:
    with notes.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(EnvironmentProblem, match=r"store\.disk_full") as caught:
        _add_note(notes)
    assert caught.value.facts["file"] == "notes.db"
    assert _count(notes) == 1


def test_a_damaged_file_is_told(notes: Store) -> None:
    path = notes.path
    assert path is not None
    notes.close()
    with path.open("r+b") as file:  # the pages of the long note, not the first one
        file.seek(5 * 4096)
        file.write(os.urandom(4096))
    opened = open_file(path, KEY)
    with (
        opened.read() as connection,
        pytest.raises(EnvironmentProblem, match=r"store\.damaged|store\.disk_error"),
    ):
        connection.execute(text("SELECT sum(length(words)) FROM note")).scalar()
    opened.close()


def test_a_cut_off_file_is_told(notes: Store) -> None:
    path = notes.path
    assert path is not None
    notes.close()
    os.truncate(path, 1500)
    with pytest.raises(EnvironmentProblem, match=r"store\.(wrong_key|damaged|disk_error)"):
        open_file(path, KEY)


def test_a_wrong_key_is_told_and_the_file_is_left_as_it_is(notes: Store) -> None:
    path = notes.path
    assert path is not None
    notes.close()
    before = path.read_bytes()
    with pytest.raises(EnvironmentProblem, match=r"store\.wrong_key"):
        open_file(path, bytes(KEY_BYTES))
    assert path.read_bytes() == before


def test_a_read_only_database_is_told(notes: Store) -> None:
    with notes.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(EnvironmentProblem, match=r"store\.read_only"):
        _add_note(notes)


def test_another_writer_is_told(notes: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    path = notes.path
    assert path is not None
    second = open_file(path, KEY)
    with second.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    with notes.write() as connection:
        connection.execute(text("DELETE FROM note"))
        with pytest.raises(EnvironmentProblem, match=r"store\.busy"):
            _add_note(second)
    second.close()
    assert _count(notes) == 1


def test_a_mistake_in_a_statement_stays_a_bug(notes: Store) -> None:
    with notes.read() as connection, pytest.raises(Exception, match="no such table") as caught:
        connection.execute(text("SELECT * FROM nowhere"))
    assert not isinstance(caught.value, EnvironmentProblem)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(EnvironmentProblem, match=r"store\.no_server"):
        open_server("postgresql://nobody@127.0.0.1:1/none", engines.KEY_BYTES * b"k")
