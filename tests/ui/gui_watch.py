"""A watch over the GUI thread: how long at most the window did not answer."""

import os
from pathlib import Path
from time import perf_counter, thread_time
from typing import NamedTuple

from PySide6.QtCore import QTimer

BEAT_MS = 10
LONGEST_STALL_MS = 100
PIECE_MS = 3.0
"""What ``_piece`` takes on the machine that the limit is meant for (two cores of a small server)."""
_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


class Moment(NamedTuple):
    """A beat: real time, the GUI thread's CPU time, and what the machine took so far (ms).

    ``delays``: how long each thread of the program stood in the queue for a processor, by its
    number. ``stolen``: what the host of a virtual machine kept for itself.
    """

    at: float
    worked: float
    delays: dict[str, float]
    stolen: float

    @classmethod
    def now(cls) -> "Moment":
        return cls(perf_counter() * 1000, thread_time() * 1000, _delays(), _stolen())


class GuiWatch:
    """A heart beat on the GUI thread; what lies between two beats kept the window from answering.

    What the thread worked counts by its CPU time, and may take as much longer as this machine is
    slower than the one that the limit is meant for. What it waited (for a lock, a disk, a thread)
    counts by real time, less what the machine took from the program meanwhile: a processor given
    to somebody else is nothing the program did.
    """

    def __init__(self) -> None:
        self.longest_work_ms = 0.0
        self.longest_wait_ms = 0.0
        self._last = Moment.now()
        self._timer = QTimer(interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self.longest_work_ms = self.longest_wait_ms = 0.0
        self._last = Moment.now()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def check(self, doing: str = "") -> None:
        """Fail when the window stood still for longer than it may; ``doing`` says what was done.

        What it takes to find out how slow the machine is counts for nothing.
        """
        self._beat()
        may_work_ms = LONGEST_STALL_MS * slowness()
        self._last = Moment.now()
        assert self.longest_work_ms <= may_work_ms, (
            f"the window worked {self.longest_work_ms:.0f} ms of {may_work_ms:.0f}"
            f" without answering: {doing}"
        )
        assert self.longest_wait_ms <= LONGEST_STALL_MS, (
            f"the window waited {self.longest_wait_ms:.0f} ms without answering: {doing}"
        )

    def _beat(self) -> None:
        last, self._last = self._last, Moment.now()
        now = self._last
        stolen = now.stolen - last.stolen
        queued = sum(
            delay - last.delays[thread]
            for thread, delay in now.delays.items()
            if thread in last.delays
        )
        work = now.worked - last.worked
        wait = now.at - last.at - work - queued
        self.longest_work_ms = max(self.longest_work_ms, work - stolen)
        self.longest_wait_ms = max(self.longest_wait_ms, wait - stolen)


def slowness() -> float:
    """How much slower than meant this machine is just now; 1.0 where it is as fast or faster."""
    return max(1.0, min(_piece() for _ in range(5)) / PIECE_MS)


def _piece() -> float:
    """CPU milliseconds of a set piece of work."""
    begun = thread_time()
    sorted(str(number) for number in range(30_000))
    return (thread_time() - begun) * 1000


def _delays() -> dict[str, float]:
    """Milliseconds that each thread of this process was ready to run and had no processor."""
    found = {}
    for folder in Path("/proc/self/task").glob("*"):
        try:
            _, delay, _ = (folder / "schedstat").read_text().split()
        except (OSError, ValueError):
            continue  # the thread has ended, or the system does not say
        found[folder.name] = int(delay) / 1e6
    return found


def _stolen() -> float:
    """Milliseconds that the host kept from this virtual machine's processors."""
    try:
        with Path("/proc/stat").open() as file:
            return int(file.readline().split()[8]) * _TICK_MS
    except (OSError, ValueError, IndexError):
        return 0.0
