"""Kills, full disks, foreign keys and second copies: told clearly, and nothing in between."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bench.book import write_big_book
from tests.e2e.conftest import DEADLINE, Program, from_source, grown_by, kill_when

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of Unix"),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A book of 1,500 loans: large enough to be caught in the middle of it."""
    folder = tmp_path_factory.mktemp("book")
    return [str(file) for file in write_big_book(folder, accounts=1_500)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, book: list[str]) -> Iterator[Program]:
    """Another database into which the book was taken without being disturbed, to be copied."""
    other = from_source(tmp_path_factory.mktemp("whole"))
    other.must("create")
    other.must("import", *book)
    yield other
    other.end()


def copy_of(program: Program, folder: Path, name: str) -> Program:
    program.must("backup", str(folder / name))
    return from_source(folder, name)


@pytest.fixture(scope="module")
def figures(whole: Program, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the undisturbed database says."""
    return copy_of(whole, tmp_path_factory.mktemp("figures"), "whole.db").figures()


def test_an_import_that_is_killed_comes_to_the_same_end(
    created: Program, figures: Any, book: list[str]
) -> None:
    caught = 0
    for size in (50_000, 500_000, 1_200_000):
        process = created.start("import", *book)
        caught += kill_when(process, grown_by(created.path, size))
        assert created.must("verify")["faults"] == []
    assert caught > 0, "the import was over before it could be killed"
    created.must("import", *book)
    assert created.figures() == figures


def test_a_day_run_that_is_killed_comes_to_the_same_end(whole: Program, tmp_path: Path) -> None:
    spared = copy_of(whole, tmp_path, "spared.db")
    spared.as_of = "2026-11-10"
    spared.must("day-run")
    killed = copy_of(spared, tmp_path, "killed.db")
    caught = 0
    for size in (50_000, 300_000):
        process = killed.start("day-run")  # ten missed days, one transaction each
        caught += kill_when(process, grown_by(killed.path, size))
        assert killed.must("verify")["faults"] == []
    assert caught > 0, "the day run was over before it could be killed"
    spared.as_of = "2026-11-20"
    assert killed.figures() == spared.figures()


def test_a_full_disk_is_told_and_nothing_is_lost(
    created: Program, figures: Any, book: list[str]
) -> None:
    full = created.run("import", *book, "--json", file_limit=700_000)
    assert full.code == 2
    assert full.data["error"] in ("store.disk_full", "store.disk_error")
    assert "Traceback" not in full.err
    assert created.must("verify")["faults"] == []
    created.must("import", *book)
    assert created.figures() == figures


def test_a_backup_onto_a_full_disk_leaves_nothing_behind(created: Program, tmp_path: Path) -> None:
    full = created.run("backup", "copy.db", "--json", file_limit=100_000)
    assert (full.code, full.data["error"]) == (2, "backup.failed")
    assert list(tmp_path.glob("copy.db*")) == []
    created.must("backup", "copy.db")


def test_a_second_copy_is_told_and_the_first_goes_on(created: Program, tmp_path: Path) -> None:
    script = (
        "import sys; from desktop import bootstrap; from desktop.services.unlock import Location\n"
        "with bootstrap.make_unlocker().open(Location.of('branch.db'), sys.argv[1]) as opened:\n"
        "    print('open', flush=True); sys.stdin.readline(); print(opened.verify().is_whole)"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", script, created.passphrase],
        cwd=tmp_path,
        env=created.environment(),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    created.started.append(first)
    assert first.stdout is not None
    assert first.stdout.readline() == "open\n"
    second = created.run("day-run", "--json")
    assert (second.code, second.data["error"]) == (2, "unlock.in_use")
    out, _ = first.communicate("go on\n", timeout=DEADLINE)
    assert out == "True\n"
    created.must("day-run")


def test_a_wrong_passphrase_and_a_missing_one_are_told(created: Program) -> None:
    created.passphrase = "something else 9"
    wrong = created.run("verify", "--json")
    assert (wrong.code, wrong.data["error"]) == (2, "key.wrong_passphrase")
    created.extra = {"SHOUYUE_PASSPHRASE": ""}
    assert created.run("verify").code == 2


def test_a_foreign_or_missing_key_file_is_told(created: Program, tmp_path: Path) -> None:
    Program(tmp_path, created.command, database="other.db").must("create")
    shutil.copyfile(tmp_path / "other.db.key", tmp_path / "branch.db.key")
    assert created.run("verify", "--json").data["error"] == "store.wrong_key"
    (tmp_path / "branch.db.key").unlink()
    assert created.run("verify", "--json").data["error"] == "key.file_missing"


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9])
def test_a_truncated_database_is_told(created: Program, tmp_path: Path, keep: float) -> None:
    file = tmp_path / "branch.db"
    created.must("backup", "copy.db")
    os.truncate(file, int(file.stat().st_size * keep))
    ended = created.run("day-run", "--json")
    assert ended.code == 2
    assert ended.data["error"].startswith("store.") or ended.data["error"] == "unlock.empty"
    assert "Traceback" not in ended.err
    created.must("restore", "copy.db")
    created.must("day-run")


def test_a_plain_sqlite_file_is_left_as_it_is(created: Program, tmp_path: Path) -> None:
    import sqlite3

    plain = tmp_path / "branch.db"
    plain.unlink()
    with sqlite3.connect(plain) as connection:
        connection.execute("CREATE TABLE mine (id)")
    connection.close()
    before = plain.read_bytes()
    assert created.run("verify", "--json").data["error"] == "store.not_encrypted"
    assert plain.read_bytes() == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_small_disk_fills_up_and_the_work_goes_on_after_room_was_made(
    program: Program, book: list[str], tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        program.database = str(disk / "branch.db")
        program.must("create")
        full = program.run("import", *book, "--json")
        assert full.code == 2
        assert full.data["error"] == "store.disk_full"
        subprocess.run(["mount", "-o", "remount,size=300m", str(disk)], check=True)
        assert program.must("verify")["faults"] == []
        program.must("import", *book)
    finally:
        subprocess.run(["umount", str(disk)], check=True)
