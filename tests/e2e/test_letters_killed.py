"""A batch of letters killed in the middle: numbers without gaps or doubles when it is run again."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from desktop.domain.clock import FixedClock
from desktop.services import day_run, letter_register, settings
from desktop.services.desk import Actor
from desktop.services.unlock import Location, Unlocker
from tests.book import Book
from tests.e2e.conftest import DEADLINE, grown_by, kill_when

pytestmark = pytest.mark.e2e

PASSPHRASE = "stone boat 42 River"
TODAY = date(2026, 11, 20)
CASES = 60


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Sixty cases 40 days late."""
    path = tmp_path / "branch.db"
    unlocker = Unlocker(None, FixedClock.at(TODAY))
    unlocker.create(Location.of(path), PASSPHRASE).close()
    with unlocker.open(Location.of(path), PASSPHRASE, actor=Actor(None, "test")) as opened:
        settings.save(
            opened.desk,
            {
                "branch.name": "守约示例银行杭州西湖支行",
                "branch.address": "示例路138号",
                "branch.postcode": "310012",
                "branch.phone": "0571-88001234",
            },
        )
        book = Book(opened.desk)
        for number in range(1, CASES + 1):
            book.customer(number, f"王{number}", address=f"示例省示例市示例路{number}号")
            book.late(number, number, 40)
        day_run.run(opened.desk)
    return path


def command(database: Path, out: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "desktop", "letters", "--template", "overdue_notice_2"),
        *("--bucket", "M2", "--out", str(out), "--database", str(database)),
        *("--as-of", TODAY.isoformat(), "--json"),
    ]


def registered(database: Path) -> int:
    unlocker = Unlocker(None, FixedClock.at(TODAY))
    with unlocker.open(Location.of(database), PASSPHRASE, actor=Actor(None, "test")) as opened:
        query = letter_register.RegisterQuery()
        return len(letter_register.register_ids(opened.desk, query))


def test_a_killed_batch_goes_on(database: Path, tmp_path: Path) -> None:
    home = {**os.environ, "SHOUYUE_PASSPHRASE": PASSPHRASE, "SHOUYUE_HOME": str(tmp_path / "home")}
    out = tmp_path / "out"
    counts, caught = [], 0
    for _ in range(2):
        batch = subprocess.Popen(
            command(database, out),
            env=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        caught += kill_when(batch, grown_by(database, 400_000))  # a batch of ten and a little more
        counts.append(registered(database))
    assert caught > 0, "the letters were all made before it could be killed"
    assert counts == sorted(counts)
    done = subprocess.run(
        command(database, out),
        env=home,
        capture_output=True,
        check=True,
        text=True,
        timeout=DEADLINE,
    )
    answer = json.loads(done.stdout)
    numbers = sorted(letter["register_no"] for letter in answer["letters"])
    assert numbers == [f"催〔2026〕第{number:04d}号" for number in range(1, CASES + 1)]
    assert answer["new"] == CASES - counts[-1]
    assert len(list(out.glob("*.pdf"))) == CASES
    unlocker = Unlocker(None, FixedClock.at(TODAY))
    with unlocker.open(Location.of(database), PASSPHRASE, actor=Actor(None, "test")) as opened:
        assert opened.verify().is_whole
        for letter in answer["letters"]:
            assert letter_register.pdf(opened.desk, letter["id"])
