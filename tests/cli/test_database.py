"""create, verify, backup, restore from the command line."""

import sys
from pathlib import Path

import pytest

from desktop.cli import database
from desktop.services import audit
from desktop.services.audit import ChainFault, Verification
from tests.cli.conftest import Command


def test_create_begins_a_database_once(command: Command, tmp_path: Path) -> None:
    assert "branch.db.key" in command("create").out
    assert (tmp_path / "branch.db").exists()
    again = command("create", "--json")
    assert (again.code, again.data["error"]) == (2, "unlock.exists")


def test_create_asks_twice_on_a_terminal(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOUYUE_PASSPHRASE")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    typed = iter(
        ["stone boat 42 River", "stone boat 43 River", "", "kettle 88 Boat", "kettle 88 Boat"]
    )
    monkeypatch.setattr(database, "getpass", lambda prompt: next(typed))
    assert command("create", "--json").data["error"] == "cli.passphrases_differ"
    assert command("create", "--json").data["error"] == "key.passphrase_needed"
    assert command("create").code == 0


def test_verify_finds_a_whole_chain_whole(created: Command) -> None:
    created("day-run")
    answer = created("verify", "--json")
    assert answer.code == 0
    assert answer.data["entries"] > 0
    assert answer.data["faults"] == []


def test_verify_tells_each_fault_with_code_1(
    created: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = tuple(
        ChainFault(number, kind)
        for number, kind in enumerate(("changed", "missing", "reordered", "cut_off"), 3)
    )
    monkeypatch.setattr(audit, "verify", lambda *_: Verification(9, faults))
    answer = created("verify")
    assert answer.code == 1
    for words in ("第 3 条：内容被改动", "第 4 条：缺失", "第 5 条：次序", "第 6 条：曾经有过"):
        assert words in answer.out
    assert created("verify", "--json").data["faults"][0] == {"seq": 3, "kind": "changed"}


def test_backup_and_restore_go_there_and_back(created: Command, tmp_path: Path) -> None:
    created("day-run")
    made = created("backup", "copy.db")
    assert made.code == 0
    assert "copy.db.key" in made.out
    entries = created("verify", "--json").data["entries"]
    back = created("restore", "copy.db")
    assert back.code == 0
    assert "before-restore" in back.out
    assert (
        created("verify", "--json").data["entries"] == entries
    )  # backup's entry out, restore's in
    assert created("backup", "copy.db", "--json").data["error"] == "backup.exists"


def test_restore_makes_a_lost_database_again(created: Command, tmp_path: Path) -> None:
    assert created("backup", "copy.db", "--json").data["entries"] == 0
    for file in tmp_path.glob("branch.db*"):
        file.unlink()
    back = created("restore", "copy.db", "--lang", "en")
    assert back.code == 0
    assert "kept as" not in back.out
    assert created("verify").code == 0


def test_a_backup_without_passphrase_warns(
    created: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.adapters import secret_store

    monkeypatch.setattr(secret_store, "has_passphrase", lambda database: False)
    assert "没有设置口令" in created("backup", "copy.db").out
