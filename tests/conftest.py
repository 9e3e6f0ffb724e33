"""What every test stands on: offscreen Qt, a fresh encrypted store, a clock that stands still."""

import functools
import os
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine, create_engine, insert

from db.engine import KEY_BYTES, Store, open_file, open_server
from db.tables import Officer
from db.upgrade import bring_up_to_date
from desktop.adapters import secret_store
from desktop.domain.clock import FixedClock
from desktop.services.desk import Actor, Desk
from tests.book import Book
from tests.postgresql import binaries, running_server

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TODAY = date(2026, 11, 20)
TEST_KEY = bytes(range(KEY_BYTES))
LONGEST_END_SECONDS = 30

# Nearly the same examples in every run, and no judgement by the clock of the machine.
hypothesis_settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--store server`` runs whatever uses a store on PostgreSQL instead of the encrypted file."""
    parser.addoption("--store", choices=("file", "server"), default="file")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only concerns the encrypted file when the store is a server."""
    if config.getoption("--store") == "server":
        left_out = [item for item in items if "file_only" in item.keywords]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def no_thread_outlives_its_test() -> Iterator[None]:
    """What a test began is over with it: nothing of one test reaches into the next."""
    before = set(threading.enumerate())
    yield
    until = monotonic() + LONGEST_END_SECONDS
    for thread in set(threading.enumerate()) - before:
        if isinstance(thread, threading._DummyThread):
            continue  # Qt's own, known to Python because it ran some
        thread.join(max(0.0, until - monotonic()))
        assert not thread.is_alive(), f"{thread.name} is still at work when its test has ended"


def _furnish(store: Store) -> None:
    bring_up_to_date(store)
    with store.write() as connection:
        connection.execute(
            insert(Officer), [{"staff_no": "0217", "name": "陈思远", "does_visits": True}]
        )
        connection.commit()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted file with every table and one officer, made once and copied for each test."""
    path = tmp_path_factory.mktemp("store") / "empty.shouyue"
    store = open_file(path, TEST_KEY)
    _furnish(store)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    store.close()
    return path


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A PostgreSQL server with a furnished database ``empty`` that tests copy."""
    if binaries() is None:
        pytest.skip("no PostgreSQL server is installed here")
    with running_server() as url:
        ask_server(url, "CREATE DATABASE empty")
        store = open_server(f"{url}/empty", TEST_KEY)
        _furnish(store)
        store.close()
        yield url
        _overseer(url).dispose()


def ask_server(url: str, statement: str) -> None:
    """Run one statement outside any transaction."""
    with _overseer(url).connect() as connection:
        connection.exec_driver_sql(statement)


@functools.cache
def _overseer(url: str) -> Engine:
    """One connection for the databases of all tests: to begin one takes as long as a database."""
    return create_engine(f"{url}/postgres", isolation_level="AUTOCOMMIT")


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A fresh store of this test's own."""
    if request.config.getoption("--store") == "server":
        url = request.getfixturevalue("server_url")
        name = f"t{uuid4().hex}"
        ask_server(url, f"CREATE DATABASE {name} TEMPLATE empty")
        opened = open_server(f"{url}/{name}", TEST_KEY)
        yield opened
        opened.close()
        ask_server(url, f"DROP DATABASE {name} WITH (FORCE)")
    else:
        path = tmp_path / "branch.shouyue"
        path.write_bytes(request.getfixturevalue("empty_file").read_bytes())
        opened = open_file(path, TEST_KEY)
        yield opened
        opened.close()


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are wrapped at little cost; a key file says itself what it cost, so all else is as ever.

    What the program itself takes is proved where the key files are, in tests/adapters.
    """
    wrapped = functools.partial(secret_store._Wrapped, passes=1, kibibytes=8 * 1024, lanes=1)
    monkeypatch.setattr(secret_store, "_Wrapped", wrapped)


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
