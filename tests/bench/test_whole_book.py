"""A whole book from file to screen: the day run, the list, the window, and the memory they take.

``SHOUYUE_BENCH_ACCOUNTS=100000 pytest tests/bench/test_whole_book.py --benchmark-only`` measures the
full size: 100,000 accounts, 1.2 million instalments. Every test says its figure as a ratio to
something bare on the same machine (``extra_info``), and the one of the list holds what matters:
answers do not grow with the book.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import text

from desktop.domain.clock import FixedClock
from desktop.services import cases, day_run, import_plans, imports
from desktop.services.cases import CaseQuery
from desktop.services.desk import Desk
from desktop.services.unlock import Location, OpenDatabase, Unlocker
from desktop.ui.cases.case_list import FIRST_IDS
from tests.bench.book import TODAY, write_big_book

ACCOUNTS = int(os.environ.get("SHOUYUE_BENCH_ACCOUNTS", "2000"))
SMALL = 500
TERMS = 12
PAGE = 128
PASSPHRASE = "a passphrase for measuring 1"
MEMORY_LIMIT_MB = 400
QUERIES = (
    CaseQuery(),
    CaseQuery(sort="overdue"),
    CaseQuery(sort="name", is_descending=False),
    CaseQuery(buckets=(2, 3)),
    CaseQuery(dpd_from=31, dpd_to=60, sort="overdue"),
    CaseQuery(search="王"),
    CaseQuery(search="王伟"),
    CaseQuery(search="zw"),
    CaseQuery(search="13800"),
    CaseQuery(search="3301"),
)


def _build(folder: Path, accounts: int) -> OpenDatabase:
    opened = Unlocker(None, FixedClock.at(TODAY)).create(
        Location.of(folder / "book.db"), PASSPHRASE
    )
    files = write_big_book(folder, accounts, TERMS)
    imports.run(
        opened.desk, [plan for file in files for plan in import_plans.look_at(opened.desk, file)]
    )
    day_run.run(opened.desk)
    return opened


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDatabase]:
    with _build(tmp_path_factory.mktemp("whole"), ACCOUNTS) as book:
        yield book


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDatabase]:
    with _build(tmp_path_factory.mktemp("small"), SMALL) as book:
        yield book


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _first_page(desk: Desk, query: CaseQuery) -> None:
    cases.case_rows(desk, cases.case_ids(desk, query, FIRST_IDS)[:PAGE])


def _p95(desk: Desk) -> float:
    for query in QUERIES:
        _first_page(desk, query)
    times = [_seconds(partial(_first_page, desk, query)) for _ in range(6) for query in QUERIES]
    return statistics.quantiles(times, n=20)[-1]


def test_the_day_is_run(benchmark: Any, opened: OpenDatabase) -> None:
    """Against reading every instalment once."""

    def scan() -> None:
        with opened.desk.read() as connection:
            connection.execute(text("SELECT sum(principal), sum(interest) FROM instalment")).one()

    bare = min(_seconds(scan) for _ in range(3))
    result = benchmark.pedantic(lambda: day_run.run(opened.desk), rounds=1)
    benchmark.extra_info.update(accounts=ACCOUNTS, bare_scan_seconds=bare)
    assert result.counts["accounts"] == ACCOUNTS


def test_the_first_page_does_not_grow_with_the_book(
    benchmark: Any, opened: OpenDatabase, small: OpenDatabase
) -> None:
    """Any filter, sort or search, 95th percentile, against a book of 500 accounts."""
    of_small = _p95(small.desk)
    of_whole = benchmark.pedantic(lambda: _p95(opened.desk), rounds=1)
    benchmark.extra_info.update(
        accounts=ACCOUNTS, p95_ms=of_whole * 1000, times_the_small_book=of_whole / of_small
    )
    rows = max(ACCOUNTS / SMALL, 2)
    assert of_whole / of_small < rows, "the list grows as fast as the book"


_WINDOW = """
import json, os, statistics, sys, time
begun = time.perf_counter()
from desktop.domain.clock import FixedClock
from desktop.services.desk import Actor
from desktop.services.unlock import Location, Unlocker
opened = Unlocker(None, FixedClock.at(TODAY)).open(Location.of(sys.argv[1]), sys.argv[2])
unlocked = time.perf_counter()
from desktop.ui.application import Application
from desktop.ui.main_window import MainWindow
application = Application(language="zh", mode="light")
window = MainWindow(application, opened.desk.acting_as(Actor(None, "bench")))
window.show()
def wait(is_so):
    while not is_so():
        application.qt.processEvents(); time.sleep(0.001)
def is_shown():
    return model.rowCount() and model.row_at(0) is not None
if "cases" not in window.pages:  # the first start of all; the others open where the last one ended
    window.go("cases")
cases = window.pages["cases"].list
model = cases.model
wait(is_shown)
cases.table.viewport().repaint()
usable = time.perf_counter()
wait(lambda: window.tasks.is_idle)
from tests.bench.test_whole_book import QUERIES
resets, times = [], []
model.modelReset.connect(lambda: resets.append(1))
model.dataChanged.connect(lambda *_: resets.append(1))  # the same cases as before
for query in QUERIES * 4:
    resets.clear()
    asked = time.perf_counter()
    cases.open_query(query)
    wait(lambda: resets and is_shown())
    cases.table.viewport().repaint()
    times.append(time.perf_counter() - asked)
    wait(lambda: window.tasks.is_idle)
from desktop.ui import registry
for entry in registry.existing():
    window.go(entry.key)
    wait(lambda: window.tasks.is_idle)
pages = int(open("/proc/self/statm").read().split()[1])
memory = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
window.go("cases")
wait(lambda: window.tasks.is_idle)
window.close()
opened.close()
print(json.dumps({"unlock": unlocked - begun, "usable": usable - begun, "memory_mb": memory,
    "repaint_p95_ms": statistics.quantiles(times, n=20)[-1] * 1000}))
""".replace("TODAY", repr(TODAY).replace("datetime.date", "__import__('datetime').date"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_window_is_usable_and_stays_small(
    benchmark: Any, opened: OpenDatabase, tmp_path: Path
) -> None:
    """From the start to the filled case list, against a bare Python; what a filter, sort or search
    takes until it is painted; memory with every page open."""
    path = opened.location.path
    assert path is not None
    opened.close()
    root = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "SHOUYUE_HOME": str(tmp_path),
        "PYTHONPATH": str(root),
        "PYTHONDONTWRITEBYTECODE": "",
    }

    def python(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True
        ).stdout

    bare = min(_seconds(lambda: python("-c", "pass")) for _ in range(3))
    python("-c", _WINDOW, str(path), PASSPHRASE)  # a warm disk
    told = benchmark.pedantic(lambda: python("-c", _WINDOW, str(path), PASSPHRASE), rounds=1)
    figures = json.loads(told)
    benchmark.extra_info.update(accounts=ACCOUNTS, bare_python_seconds=bare, **figures)
    assert figures["memory_mb"] < MEMORY_LIMIT_MB
