"""The same store on a PostgreSQL server."""

import pytest
from sqlalchemy import inspect, text

from db.engine import open_server
from db.tables import Base
from db.upgrade import HEAD, bring_up_to_date, revision_of
from desktop.domain.errors import EnvironmentProblem
from tests.conftest import TEST_KEY, ask_server


@pytest.fixture
def fresh_database(server_url: str) -> str:
    """An empty database on the session's server."""
    ask_server(server_url, "DROP DATABASE IF EXISTS fresh")
    ask_server(server_url, "CREATE DATABASE fresh")
    return f"{server_url}/fresh"


def test_a_server_is_opened_by_its_plain_url_and_furnished(fresh_database: str) -> None:
    store = open_server(fresh_database.replace("+psycopg", ""), TEST_KEY)
    assert bring_up_to_date(store) is None
    with store.read() as connection:
        assert set(Base.metadata.tables) <= set(inspect(connection).get_table_names())
        assert revision_of(connection) == HEAD
    store.close()


def test_a_newer_server_database_is_refused(fresh_database: str) -> None:
    store = open_server(fresh_database, TEST_KEY)
    bring_up_to_date(store)
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    with pytest.raises(EnvironmentProblem, match=r"store\.newer"):
        bring_up_to_date(store)
    store.close()


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(EnvironmentProblem, match=r"store\.no_server"):
        open_server("postgresql://nobody@127.0.0.1:1/none", TEST_KEY)
