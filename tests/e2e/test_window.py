"""A person at the window: real clicks and keys under a screen of its own."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import DEADLINE, PASSPHRASE, Program

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool and openbox"),
]


SECONDS_BEFORE_AGAIN = 5
"""After which somebody before the screen presses the keys once more."""


class Person:
    """Types and looks at titles, as somebody before the screen would."""

    def __init__(self, program: Program, display: str) -> None:
        program.extra = {**program.extra, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self.program = program
        self.process: subprocess.Popen[str] | None = None

    def _xdotool(self, *arguments: str) -> str:
        run = subprocess.run(
            ["xdotool", *arguments],
            env=self.program.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=DEADLINE,
        )
        return run.stdout.strip()

    def start(self) -> "subprocess.Popen[str]":
        self.process = self.program.start()
        return self.process

    def sees(self, title: str) -> str:
        """Wait until a window of that title has the focus, and return its number."""
        until = time.monotonic() + DEADLINE
        while title not in self._xdotool("getactivewindow", "getwindowname"):
            process = self.process
            assert process is None or process.poll() is None, process.communicate()
            assert time.monotonic() < until, f"no window {title!r} came to the front"
            time.sleep(0.05)
        return self._xdotool("getactivewindow")

    def types(self, words: str) -> None:
        self._xdotool("type", "--delay", "10", words)

    def presses(self, *keys: str) -> None:
        self._xdotool("key", "--delay", "30", *keys)


def until(moment: Callable[[], bool]) -> None:
    """Wait for something to become so."""
    end = time.monotonic() + DEADLINE
    while not moment():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def create_and_enter(person: Person) -> None:
    """Make a database, be its first officer, and wait for the first day to be begun."""
    person.sees("新建数据库")
    person.types(PASSPHRASE)
    person.presses("Return")
    person.types(PASSPHRASE)
    person.presses("Return")
    person.sees("请填写您的信息")
    person.types("Chen Siyuan")
    person.presses("Return")
    person.types("0217")
    person.presses("Return")
    backups = person.program.folder / "backups"
    until(lambda: any(backups.glob("*-2026-11-20.db")))


def leave(person: Person, process: "subprocess.Popen[str]") -> None:
    """Quit by the keyboard; the program must end by itself and cleanly.

    The keys are pressed again as long as nothing happens: a dialog that is just closing has the
    focus, and the keys, for a moment longer.
    """
    person.sees("守约")
    end = time.monotonic() + DEADLINE
    while True:
        person.presses("ctrl+q")
        try:
            _, err = process.communicate(timeout=SECONDS_BEFORE_AGAIN)
            break
        except subprocess.TimeoutExpired:
            assert time.monotonic() < end, "the program did not quit"
    assert process.returncode == 0, err
    assert "Traceback" not in err


def test_the_first_morning(program: Program, display: str) -> None:
    person = Person(program, display)
    process = person.start()
    create_and_enter(person)
    person.presses("ctrl+1", "ctrl+2", "ctrl+3", "F5")
    leave(person, process)
    assert program.must("verify")["faults"] == []
    assert program.must("day-run")["dates"] == ["2026-11-20"]


def test_a_second_start_raises_the_first_window(program: Program, display: str) -> None:
    person = Person(program, display)
    first = person.start()
    create_and_enter(person)
    working = person.sees("守约")
    second = person.start()
    person.sees("打开数据库")
    person.types(PASSPHRASE)
    person.presses("Return")
    _, err = second.communicate(timeout=DEADLINE)
    assert second.returncode == 0, err
    person.process = first
    until(lambda: person.sees("守约") == working)
    leave(person, first)


def test_a_window_that_is_killed_opens_again(program: Program, display: str) -> None:
    person = Person(program, display)
    process = person.start()
    create_and_enter(person)
    process.kill()
    process.communicate(timeout=DEADLINE)
    again = person.start()
    person.sees("打开数据库")
    person.types(PASSPHRASE)
    person.presses("Return")
    person.sees("请选择您的姓名")
    person.presses("Return")
    until(lambda: "请选择" not in person._xdotool("getactivewindow", "getwindowname"))
    leave(person, again)


@pytest.mark.skipif(sys.platform == "win32", reason="drives X")
def test_the_title_tells_the_step(program: Program, display: str, tmp_path: Path) -> None:
    person = Person(program, display)
    process = person.start()
    person.sees("新建数据库 — 守约")
    process.terminate()
    process.communicate(timeout=DEADLINE)
    assert not (tmp_path / "branch.db").exists()
