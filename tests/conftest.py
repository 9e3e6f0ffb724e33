"""What every test stands on: offscreen Qt, a fresh encrypted store, a clock that stands still."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from db.engine import KEY_BYTES, Store, open_file
from db.tables import Officer
from db.upgrade import bring_up_to_date
from desktop.domain.clock import FixedClock
from desktop.services.desk import Actor, Desk
from tests.book import Book

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TODAY = date(2026, 11, 20)
TEST_KEY = bytes(range(KEY_BYTES))


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted file with every table and one officer, made once and copied for each test."""
    path = tmp_path_factory.mktemp("store") / "empty.shouyue"
    store = open_file(path, TEST_KEY)
    bring_up_to_date(store)
    with store.write() as connection:
        connection.execute(
            insert(Officer), [{"id": 1, "staff_no": "0217", "name": "陈思远", "does_visits": True}]
        )
        connection.commit()
    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    store.close()
    return path


@pytest.fixture
def store(empty_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A fresh encrypted store of this test's own."""
    path = tmp_path / "branch.shouyue"
    path.write_bytes(empty_file.read_bytes())
    opened = open_file(path, TEST_KEY)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> FixedClock:
    """Nine o'clock on Friday, 20 November 2026, until a test moves it."""
    return FixedClock.at(TODAY)


@pytest.fixture
def desk(store: Store, clock: FixedClock) -> Desk:
    """Officer 1 at a desk with an empty store."""
    return Desk(store, clock, Actor(1, "0217"))


@pytest.fixture
def book(desk: Desk) -> Book:
    """A way to put customers and accounts into the store of this test."""
    return Book(desk)
