"""How fast a book is taken in, beside what it costs at the least: figures, never assertions.

``pytest tests/bench/test_import_speed.py --benchmark-only``. Both tests write the same number of
instalments into an encrypted file; the ratio of their times is what recognising, checking, comparing
and auditing costs. ``SHOUYUE_BENCH_ACCOUNTS=100000`` measures the full size.
"""

import csv
import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from db.tables import Instalment
from desktop.adapters import row_feed, spreadsheets
from desktop.domain.import_mapping import recognise
from desktop.services import import_plans, imports
from desktop.services.desk import Desk
from tests.bench.book import STATED_ON, TODAY, write_big_book

ACCOUNTS = int(os.environ.get("SHOUYUE_BENCH_ACCOUNTS", "2000"))
TERMS = 12


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Accounts with their customers, and their instalments."""
    return write_big_book(tmp_path_factory.mktemp("book"), ACCOUNTS, TERMS)


def _take(desk: Desk, files: tuple[Path, Path]) -> None:
    imports.run(desk, [plan for file in files for plan in import_plans.look_at(desk, file)])


def _instalments(desk: Desk) -> int:
    with desk.read() as connection:
        return int(connection.execute(select(func.count()).select_from(Instalment)).scalar() or 0)


def test_at_the_least_rows_read_and_inserted(
    benchmark: Any, desk: Desk, files: tuple[Path, Path]
) -> None:
    def plain() -> None:
        with files[1].open(encoding="gbk", newline="") as file, desk.store.write() as connection:
            connection.execute(text("CREATE TABLE plain (a, b, c, d, e, f, g, h, i, j)"))
            rows = list(csv.reader(file))
            slots = ",".join("?" * 10)
            connection.exec_driver_sql(
                f"INSERT INTO plain VALUES ({slots})", [tuple(r) for r in rows]
            )
            connection.commit()

    benchmark.pedantic(plain, rounds=1)


def test_a_book_is_taken_in(benchmark: Any, desk: Desk, files: tuple[Path, Path]) -> None:
    benchmark.pedantic(_take, (desk, files), rounds=1)
    assert _instalments(desk) == ACCOUNTS * TERMS


def test_the_same_book_again(benchmark: Any, desk: Desk, files: tuple[Path, Path]) -> None:
    _take(desk, files)
    benchmark.pedantic(_take, (desk, files), rounds=1)
    assert _instalments(desk) == ACCOUNTS * TERMS


def test_rows_are_read_and_checked(benchmark: Any, files: tuple[Path, Path]) -> None:
    source = spreadsheets.open_file(files[1])
    first = [row.cells for row in spreadsheets.first_rows(source, source.sheets[0])]
    mapping = recognise(first, as_of=TODAY, name="schedule")
    order = row_feed.FeedOrder(source, source.sheets[0], mapping, TODAY, STATED_ON)
    rows = benchmark.pedantic(lambda: sum(c.rows for c in row_feed.chunks(order)), rounds=1)
    assert rows == ACCOUNTS * TERMS
