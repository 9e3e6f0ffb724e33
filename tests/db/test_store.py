"""The encrypted file: what it refuses, what it keeps."""

from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from db.engine import FairLock, Store, open_file
from db.tables import Base, Officer, Setting
from db.upgrade import HEAD, KNOWN, bring_up_to_date
from desktop.domain.errors import EnvironmentProblem
from tests.conftest import TEST_KEY

pytestmark = pytest.mark.file_only


def test_nothing_readable_lies_on_the_disk(store: Store) -> None:
    with store.write() as connection:
        connection.execute(insert(Setting), [{"name": "branch.name", "value": "PLAINTEXTMARK"}])
        connection.commit()
    assert store.path is not None
    for file in store.path.parent.iterdir():
        content = file.read_bytes()
        assert b"PLAINTEXTMARK" not in content
        assert b"SQLite format 3" not in content


def test_a_wrong_key_is_said_and_changes_nothing(store: Store) -> None:
    assert store.path is not None
    store.close()
    before = store.path.read_bytes()
    with pytest.raises(EnvironmentProblem) as caught:
        open_file(store.path, bytes(32))
    assert caught.value.code == "store.wrong_key"
    assert store.path.read_bytes() == before


def test_a_plain_sqlite_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.shouyue"
    path.write_bytes(b"SQLite format 3\x00" + bytes(4080))
    with pytest.raises(EnvironmentProblem) as caught:
        open_file(path, TEST_KEY)
    assert caught.value.code == "store.not_encrypted"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        open_file(tmp_path / "nowhere" / "x.shouyue", TEST_KEY)
    assert caught.value.code == "store.no_folder"


def test_a_folder_in_place_of_the_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        open_file(tmp_path, TEST_KEY)
    assert caught.value.code == "store.unreadable"


def test_a_short_key_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32"):
        open_file(tmp_path / "x", b"short")


def test_the_pragmas_that_keep_data_safe_are_on(store: Store) -> None:
    with store.read() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "temp_store")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2}


def test_an_uncommitted_write_leaves_nothing(store: Store) -> None:
    with store.write() as connection:
        connection.execute(insert(Setting), [{"name": "a", "value": 1}])
    with store.read() as connection:
        assert connection.execute(select(Setting.name)).all() == []


def test_writers_take_turns_in_the_order_they_came() -> None:
    lock, served, first_has_it = FairLock(), [], Event()

    def serve(number: int) -> None:
        with lock:
            served.append(number)

    with lock:
        threads = []
        for number in range(5):
            thread = Thread(target=serve, args=(number,))
            thread.start()
            threads.append(thread)
            while lock._next_ticket < number + 2:
                first_has_it.wait(0.001)
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4]


def test_a_newer_file_is_refused_and_left_alone(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    with pytest.raises(EnvironmentProblem) as caught:
        bring_up_to_date(store)
    assert caught.value.code == "store.newer"


def test_the_head_known_here_is_the_head_of_the_migrations() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path("db/migrations").resolve()))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == HEAD
    assert {script.revision for script in scripts.walk_revisions()} == set(KNOWN)


def test_strict_tables_refuse_text_for_a_number(store: Store) -> None:
    with store.write() as connection, pytest.raises(IntegrityError):
        connection.exec_driver_sql("UPDATE officer SET is_active = 'yes'")


def test_every_table_of_the_model_is_there(store: Store) -> None:
    with store.read() as connection:
        names = {row[0] for row in connection.execute(text("SELECT name FROM sqlite_master"))}
    assert set(Base.metadata.tables) <= names
    assert "case_search" in names


def test_a_damaged_file_is_said(store: Store) -> None:
    assert store.path is not None
    store.close()
    content = bytearray(store.path.read_bytes())
    content[100:200] = bytes(100)
    store.path.write_bytes(content)
    with pytest.raises(EnvironmentProblem) as caught:
        open_file(store.path, TEST_KEY)
    assert caught.value.code == "store.wrong_key"


def test_foreign_keys_hold(store: Store) -> None:
    with store.write() as connection, pytest.raises(DatabaseError):
        connection.exec_driver_sql("INSERT INTO case_note (case_id, at, text) VALUES (77, '', '')")


def test_an_update_is_seen_by_the_next_read(store: Store) -> None:
    with store.write() as connection:
        connection.execute(update(Officer).values(name="李婉清"))
        connection.commit()
    with store.read() as connection:
        assert connection.execute(select(Officer.name)).scalar() == "李婉清"
