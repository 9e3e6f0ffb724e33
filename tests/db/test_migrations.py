"""The migrations lead to the model's tables, and an older file is copied before it is changed."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from db import upgrade
from db.engine import Store, open_file, open_server
from db.tables import Base
from db.upgrade import bring_up_to_date
from tests.conftest import TEST_KEY, ask_server

LATER = '''"""Another table."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("of_the_later", sa.Column("id", sa.Integer(), primary_key=True))
'''.replace("{head}", upgrade.HEAD)
BROKEN = LATER.replace(
    "    op.create_table", '    op.execute("INSERT INTO nowhere VALUES (1)")\n    op.create_table'
)


def _shape(store: Store) -> dict[str, list[str]]:
    """Every table, index and trigger with the parts that made it, whatever their order."""
    with store.read() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        return {
            name: sorted(re.sub(r"[\s()]", "", sql).removesuffix("STRICT").split(","))
            for name, sql in rows
            if name != "alembic_version"
        }


@pytest.mark.file_only
def test_the_migrations_lead_to_the_very_tables_of_the_model(tmp_path: Path) -> None:
    at_once = open_file(tmp_path / "at_once.db", TEST_KEY)
    bring_up_to_date(at_once)
    by_steps = open_file(tmp_path / "by_steps.db", TEST_KEY)
    upgrade._migrate(by_steps)
    assert _shape(by_steps) == _shape(at_once)
    assert bring_up_to_date(by_steps) is None
    at_once.close()
    by_steps.close()


def test_they_do_so_on_a_server_too(server_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    ask_server(server_url, "DROP DATABASE IF EXISTS by_steps")
    ask_server(server_url, "CREATE DATABASE by_steps")
    store = open_server(f"{server_url}/by_steps", TEST_KEY)
    upgrade._migrate(store)
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        found = [
            change
            for change in compare_metadata(context, Base.metadata)
            if "case_search" not in str(change)
        ]
        assert found == []
    store.close()


def _later(folder: Path, later: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program be a later one that knows another step."""
    scripts = folder / "migrations"
    shutil.copytree(Path(upgrade.__file__).parent / "migrations", scripts)
    (scripts / "versions" / "9999_later.py").write_text(later, encoding="utf-8")
    made = upgrade._config

    def config(connection: Any) -> Any:
        moved = made(connection)
        moved.set_main_option("script_location", str(scripts))
        return moved

    monkeypatch.setattr(upgrade, "_config", config)
    monkeypatch.setattr(upgrade, "HEAD", "9999")
    monkeypatch.setattr(upgrade, "KNOWN", (*upgrade.KNOWN, "9999"))


@pytest.mark.file_only
def test_an_older_file_is_copied_and_then_upgraded(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _later(tmp_path, LATER, monkeypatch)
    copy = bring_up_to_date(store)
    assert copy is not None
    with store.read() as connection:
        assert inspect(connection).has_table("of_the_later")
        assert upgrade.revision_of(connection) == "9999"
    before = open_file(copy, TEST_KEY)
    with before.read() as connection:
        assert not inspect(connection).has_table("of_the_later")
        assert connection.execute(text("SELECT count(*) FROM officer")).scalar() == 1
    before.close()
    assert bring_up_to_date(store) is None


@pytest.mark.file_only
def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = upgrade.HEAD
    _later(tmp_path, BROKEN, monkeypatch)
    with pytest.raises(Exception, match="nowhere"):
        bring_up_to_date(store)
    with store.read() as connection:
        assert upgrade.revision_of(connection) == before
        assert not inspect(connection).has_table("of_the_later")


def test_the_steps_known_by_their_files_are_those_that_lead_to_the_head(store: Store) -> None:
    from alembic.script import ScriptDirectory

    with store.read() as connection:
        scripts = ScriptDirectory.from_config(upgrade._config(connection))
    steps = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(steps)) == upgrade.KNOWN
    assert scripts.get_heads() == [upgrade.HEAD]
