"""The real program as a process of its own, on real files; from source, or as it was built."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources/sample"
BUILT = ROOT / "dist/shouyue/shouyue-command"
PASSPHRASE = "stone boat 42 River"
DEADLINE = 120
"""Seconds after which a process is taken to hang. Nothing is measured with it."""


@dataclass(frozen=True)
class Ended:
    """How a process ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The answer of a command that was run with ``--json``."""
        return json.loads(self.out)


@dataclass
class Program:
    """Starts the program with a home and a database of the test's own."""

    folder: Path
    command: Sequence[str]
    database: str = "branch.db"
    passphrase: str = PASSPHRASE
    as_of: str = "2026-11-20"
    extra: dict[str, str] = field(default_factory=dict)
    started: "list[subprocess.Popen[str]]" = field(default_factory=list, repr=False)

    @property
    def path(self) -> Path:
        """The database's file."""
        return self.folder / self.database

    def environment(self) -> dict[str, str]:
        """The user's environment with everything that is the user's taken out."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
        return {
            **kept,
            "SHOUYUE_HOME": str(self.folder / "home"),
            "SHOUYUE_KEY_STORE": "off",
            "SHOUYUE_PASSPHRASE": self.passphrase,
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            **self.extra,
        }

    def start(self, *arguments: str, file_limit: int | None = None) -> "subprocess.Popen[str]":
        """Start a command and do not wait; ``file_limit`` in bytes stands for a full disk."""

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit or 0, file_limit or 0))

        common = ["--database", self.database, "--as-of", self.as_of]
        process = subprocess.Popen(
            [*self.command, *arguments, *common],
            cwd=self.folder,
            env=self.environment(),
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=limit if file_limit is not None else None,
        )
        self.started.append(process)
        return process

    def end(self) -> None:
        """End what a failed test left running."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
                process.communicate(timeout=DEADLINE)

    def run(self, *arguments: str, file_limit: int | None = None) -> Ended:
        """Run a command to its end."""
        process = self.start(*arguments, file_limit=file_limit)
        out, err = process.communicate(timeout=DEADLINE)
        return Ended(process.returncode, out, err)

    def must(self, *arguments: str) -> Any:
        """Run a command that has to be done (or to find something), and return its answer."""
        ended = self.run(*arguments, "--json")
        assert ended.code in (0, 1), ended
        assert ended.out, ended
        return ended.data

    def figures(self) -> Any:
        """What the database says about itself, to be compared with another one."""
        return self.must("day-run")["counts"], self.must("cases", "--limit", "100000")


def kill_when(process: "subprocess.Popen[str]", moment: Callable[[], bool]) -> bool:
    """Kill a process as soon as something is so; return whether it was still running then."""
    until = time.monotonic() + DEADLINE
    while process.poll() is None and not moment():
        assert time.monotonic() < until, "the moment to kill it never came"
        time.sleep(0.002)
    was_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=DEADLINE)
    return was_running


def grown_by(database: Path, size: int) -> Callable[[], bool]:
    """Whether the database and its log have grown by so many bytes since now."""
    files = [database, database.with_name(f"{database.name}-wal")]

    def total() -> int:
        return sum(file.stat().st_size for file in files if file.exists())

    before = total()
    return lambda: total() >= before + size


def from_source(folder: Path, database: str = "branch.db") -> Program:
    """The program from source, in a folder of its own."""
    return Program(folder, [sys.executable, "-m", "desktop"], database)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The program from source."""
    started = from_source(tmp_path)
    yield started
    started.end()


@pytest.fixture
def created(program: Program) -> Program:
    """The same, with an empty database."""
    program.must("create")
    return program


@pytest.fixture
def sample_files() -> list[str]:
    """The October sample, a whole book, as it is given to ``import``."""
    files = sorted((SAMPLE / "2026-10").iterdir())
    return [str(file) for file in files if file.suffix in (".csv", ".xlsx")]


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """A screen of 1440 × 900 that nobody sees, with a window manager that is ready."""
    until = time.monotonic() + DEADLINE
    while not (started := _screen(tmp_path / "manager-ready", until)):
        # Screens that begin and end side by side can take each other's address: take another one.
        assert time.monotonic() < until, "no screen came up"
    name, processes = started
    yield name
    _end(processes)


def _screen(ready: Path, until: float) -> "tuple[str, list[subprocess.Popen[bytes]]] | None":
    """Start a screen and its window manager; nothing where the manager could not reach it."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        name = f":{told.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox", "--startup", f"touch {ready}"],
        env={**os.environ, "DISPLAY": name},
        stderr=subprocess.DEVNULL,
    )
    while manager.poll() is None and time.monotonic() < until:
        if ready.exists():
            return name, [manager, server]
        time.sleep(0.02)
    _end([manager, server])
    return None


def _end(processes: "Sequence[subprocess.Popen[bytes]]") -> None:
    for process in processes:
        process.terminate()
        process.wait(DEADLINE)
