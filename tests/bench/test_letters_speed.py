"""Letters a second against other ways of making the same letter, by processor time in one run.

Shares of a busy machine make clocks useless; ratios of processor time taken in turns hold.
"""

import gc
import itertools
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from desktop.adapters import paths
from desktop.adapters.pdf.crew import Crew, Job
from desktop.adapters.pdf.fonts import FontSet
from desktop.adapters.pdf.typesetter import Typesetter
from tests.bench import letter_peers

TURNS = 5
LETTERS = 6
LONG = 60
MOST_MEGABYTES = 120


NUMBERS = itertools.count(1)
"""Each letter measured is a new one: nobody is asked for what was just made."""


def cost(make: letter_peers.Maker, count: int) -> float:
    """Processor seconds a letter, this turn."""
    numbers = [f"催{next(NUMBERS):04d}" for _ in range(count)]
    gc.collect()
    gc.freeze()  # what the test runner holds is nobody's to walk through
    start = process_time()
    made = make(numbers)
    spent = process_time() - start
    gc.unfreeze()
    assert all(file.startswith(b"%PDF-") for file in made)
    return spent / count


def ratio(peer: letter_peers.Maker, own: letter_peers.Maker, count: int) -> float:
    """How many times ours is as fast: the middle of several turns, each taken in alternation."""
    cost(peer, 1), cost(own, 1)
    return statistics.median(cost(peer, count) / cost(own, count) for _ in range(TURNS))


@pytest.mark.parametrize(
    ("package", "maker", "least"),
    [
        ("weasyprint", letter_peers.weasyprint, 6.0),
        ("fpdf", letter_peers.fpdf2, 15.0),
        ("reportlab", letter_peers.platypus, 5.0),
    ],
)
def test_single_files_against(
    package: str,
    maker: Callable[[Path], letter_peers.Maker],
    least: float,
    tmp_path: Path,
    benchmark,
) -> None:
    pytest.importorskip(package)
    own, _ = letter_peers.ours()
    found = ratio(maker(tmp_path), own, LETTERS)
    benchmark.extra_info["ratio"] = round(found, 2)
    benchmark.pedantic(own, args=(["催0001"],), rounds=3)
    assert found >= least


@pytest.mark.parametrize(("place", "count", "least"), [(0, LONG, 1.2), (1, LONG, 1.5)])
def test_against_typst(place: int, count: int, least: float, tmp_path: Path, benchmark) -> None:
    pytest.importorskip("typst")
    own, peer = letter_peers.ours()[place], letter_peers.typst(tmp_path)[place]
    found = ratio(peer, own, count)
    benchmark.extra_info["ratio"] = round(found, 2)
    benchmark.pedantic(own, args=(["催0001"],), rounds=3)
    assert found >= least


def children_cost(crew: Crew) -> list[float]:
    """Processor seconds that each process of a crew has used."""
    stats = [Path(f"/proc/{one._process.pid}/stat").read_text() for one in crew._helpers]
    ticks = os.sysconf("SC_CLK_TCK")
    return [sum(map(int, stat.rpartition(")")[2].split()[11:13])) / ticks for stat in stats]


def test_two_processes_against_one(benchmark) -> None:
    """The process that works longest of two, with what hands out the work, against one alone.

    By processor time as well: with a core for each of them it is the time that passes.
    """
    setter = Typesetter(FontSet(letter_peers.FONTS), paths.resources("pdf", "sRGB.icc"))

    def run(crew: Crew, count: int) -> None:
        for _ in range(count // crew.at_once):
            crew.set(
                [Job(letter_peers.paper(f"催{next(NUMBERS):04d}")) for _ in range(crew.at_once)]
            )

    def ratio_of_turn(one: Crew, two: Crew) -> float:
        start, before = process_time(), children_cost(two)
        run(two, LONG)
        together = process_time() - start
        costs = zip(children_cost(two), before, strict=True)
        together += max(after - then for after, then in costs)
        start = process_time()
        run(one, LONG)
        return (process_time() - start) / together

    with Crew(setter, 0, processes=2) as two, Crew(setter, 1) as one:
        run(two, LONG), run(one, LONG)
        found = statistics.median(ratio_of_turn(one, two) for _ in range(TURNS))
        benchmark.pedantic(run, args=(two, LONG), rounds=1)
    benchmark.extra_info["ratio"] = round(found, 2)
    assert found >= 1.6


def test_three_hundred_letters_in_one_file_stay_small_in_memory(benchmark) -> None:
    """Peak memory of a process of its own that sets 300 letters into one file."""
    program = (
        "from pathlib import Path\n"
        "from tests.bench.letter_peers import ours\n"
        "_, merged = ours()\n"
        "merged([f'{n:04d}' for n in range(300)])\n"
        "status = Path('/proc/self/status').read_text()\n"  # getrusage tells the parent's peak too
        "print(int(status.split('VmHWM:')[1].split()[0]) // 1024)\n"
    )

    def run() -> int:
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, text=True
        )
        return int(done.stdout)

    peak = benchmark.pedantic(run, rounds=1)
    benchmark.extra_info["megabytes"] = peak
    assert peak < MOST_MEGABYTES
