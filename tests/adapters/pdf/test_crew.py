"""Papers set in two processes: the same bytes, in order, and none lost when a process dies."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.adapters import paths
from desktop.adapters.pdf import crew as crews
from desktop.adapters.pdf.crew import Crew, Job
from desktop.adapters.pdf.document import Attachment
from desktop.adapters.pdf.fonts import FontSet
from desktop.adapters.pdf.signatures import read_signatures
from desktop.adapters.pdf.signing_key import SigningKey
from desktop.adapters.pdf.typesetter import Typesetter
from desktop.domain.errors import DomainError
from desktop.domain.paper import Paragraph, plain
from tests.adapters.pdf.test_typesetter import paper
from tests.certificates import NAME, PASSWORD, certificate


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Typesetter(FontSet(paths.resources("fonts")), paths.resources("pdf", "sRGB.icc"))


@pytest.fixture(scope="module")
def jobs() -> list[Job]:
    data = Attachment("data.json", "application/json", b"{}", "figures")
    return [
        Job(paper(register_no=f"催〔2026〕第{n:04d}号"), (data,) if n == 2 else ())
        for n in range(1, 6)
    ]


def test_two_processes_make_the_same_bytes_in_the_same_order(
    setter: Typesetter, jobs: list[Job]
) -> None:
    with Crew(setter, len(jobs)) as one, Crew(setter, 0, processes=2) as two:
        assert two.at_once == 2 * one.at_once
        assert two.set(jobs) == one.set(jobs) == two.set(jobs[:1]) + two.set(jobs[1:])
        bad = replace(jobs[0].paper, blocks=(Paragraph(plain("王😀")),))
        with pytest.raises(DomainError, match=r"U\+1F600"):
            two.set([jobs[0], Job(bad), *jobs])
        assert [pages for _, pages in two.set(jobs)] == [1] * len(jobs)


def test_signed_papers_are_the_same_bytes_from_either(setter: Typesetter) -> None:
    key = SigningKey(certificate(), PASSWORD, NAME)
    jobs = [Job(paper(register_no=f"催〔2026〕第{n:04d}号"), (), key) for n in range(1, 4)]
    with Crew(setter, len(jobs)) as one, Crew(setter, 0, processes=2) as two:
        made = two.set(jobs)
        assert made == one.set(jobs)
    assert all(read_signatures(content)[0].is_intact for content, _ in made)


def test_a_process_that_died_is_not_missed(setter: Typesetter, jobs: list[Job]) -> None:
    with Crew(setter, 0, processes=2) as crew:
        made = crew.set(jobs)
        process = crew._helpers[1]._process
        assert process is not None
        assert process.pid
        os.kill(process.pid, signal.SIGTERM)
        process.join(60)
        assert crew.set(jobs) == made
        assert crew.at_once == crews.AT_ONCE


@pytest.mark.parametrize(
    ("expected", "is_signed", "cores", "processes"),
    [
        (299, False, 4, 1),
        (300, False, 4, 2),
        (300, False, 1, 1),
        (59, True, 2, 1),
        (60, True, 2, 2),
    ],
)
def test_processes_start_where_it_pays(
    setter: Typesetter,
    monkeypatch: pytest.MonkeyPatch,
    expected: int,
    is_signed: bool,
    cores: int,
    processes: int,
) -> None:
    monkeypatch.setattr(crews, "cores", lambda: cores)
    with Crew(setter, expected, is_signed=is_signed) as crew:
        assert crew.at_once == processes * crews.AT_ONCE


def test_the_cores_that_the_program_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    assert crews.cores() >= 1
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert crews.cores() == (os.cpu_count() or 1)


PROGRAM = """
import time
from tests.adapters.pdf.test_crew import Crew, Job, Typesetter, FontSet, paper, paths

if __name__ == "__main__":
    setter = Typesetter(FontSet(paths.resources("fonts")), paths.resources("pdf", "sRGB.icc"))
    with Crew(setter, 0, processes=2) as crew:
        crew.set([Job(paper())] * 4)
        print(*(helper._process.pid for helper in crew._helpers), flush=True)
        while True:
            crew.set([Job(paper())] * crew.at_once)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_its_processes_end_with_a_program_that_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "batch.py"
    file.write_text(PROGRAM, "utf-8")
    where = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, str(file)]
    with subprocess.Popen(command, env=where, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        children = [int(pid) for pid in program.stdout.readline().split()]
        assert len(children) == 2
        assert all(map(is_running, children))
        program.kill()
    until = time.monotonic() + 60
    while any(map(is_running, children)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(is_running, children))


def is_running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"
