"""Runs service functions off the GUI thread and brings their results back to it.

Two reader threads, one writer thread for the short writes of the window, one for long work. The
store lets writers in one after the other and in the order they came, so a short write waits for
one batch of a running import at most, never for the whole of it.
"""

import inspect
import itertools
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from desktop.domain.changes import Changes
from desktop.domain.progress import Cancelled
from desktop.ui.events import Events

if TYPE_CHECKING:
    from desktop.services.desk import Desk

PROGRESS_AFTER_SECONDS = 0.5
_REPORT_EVERY_SECONDS = 0.05
_log = logging.getLogger(__name__)

Then = Callable[[Any], object]
Failed = Callable[[Exception], object]


class TaskProgress:
    """How far one task is; reports come from its thread, ``cancel`` from the GUI thread."""

    def __init__(self, task_id: int, tell: Callable[[int, int, int, str], None]) -> None:
        self._id = task_id
        self._tell = tell
        self._stop = threading.Event()
        self._last = 0.0

    def report(self, done: int, total: int, step: str = "") -> None:
        """Pass on how far it is, at most twenty times a second. Raises ``Cancelled``."""
        if self._stop.is_set():
            raise Cancelled
        now = monotonic()
        if now - self._last >= _REPORT_EVERY_SECONDS or done == total:
            self._last = now
            self._tell(self._id, done, total, step)

    def cancel(self) -> None:
        """Make the next report raise ``Cancelled``."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()


@dataclass(order=True)
class Task:
    """One call of a service function, from the request to its callback."""

    rank: tuple[int, int]
    work: Callable[[], Any] = field(compare=False)
    progress: TaskProgress = field(compare=False)
    then: Then | None = field(compare=False)
    failed: Failed | None = field(compare=False)
    label: str = field(compare=False)
    latest: str | None = field(compare=False)
    reports: bool = field(compare=False)
    is_short_write: bool = field(compare=False)

    @property
    def task_id(self) -> int:
        """The number under which progress and result are told."""
        return self.rank[1]

    def cancel(self) -> None:
        """Ask it to stop: one not yet begun never runs, a running one stops at its next report."""
        self.progress.cancel()


class Tasks(QObject):
    """The pools, and the one long-lived object whose signals bring the results home."""

    started = Signal(object)
    """A task has run for half a second: show it (the ``Task``)."""
    progressed = Signal(int, int, int, str)
    """Task id, done, total, step code."""
    ended = Signal(int)
    _finished = Signal(object, object, object)

    def __init__(self, desk: "Desk", events: Events, on_error: Failed) -> None:
        super().__init__()
        self._desk = desk
        self._events = events
        self._on_error = on_error
        self._numbers = itertools.count(1)
        self._open: dict[int, Task] = {}
        self._newest: dict[str, int] = {}
        self._is_closed = False
        self._finished.connect(self._finish)
        self._reads: queue.PriorityQueue[Task] = queue.PriorityQueue()
        self._writes: queue.PriorityQueue[Task] = queue.PriorityQueue()
        self._long: queue.PriorityQueue[Task] = queue.PriorityQueue()
        self._threads = [
            threading.Thread(target=self._serve, args=(source,), name=name, daemon=True)
            for name, source in (
                ("reader-1", self._reads),
                ("reader-2", self._reads),
                ("writer", self._writes),
                ("long-work", self._long),
            )
        ]
        for thread in self._threads:
            thread.start()

    def read(
        self,
        fn: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        failed: Failed | None = None,
        latest: str | None = None,
        label: str = "",
        urgent: bool = True,
        **kwargs: Any,
    ) -> Task:
        """Call ``fn(desk, *args, **kwargs)`` on a reader; ``then(result)`` on the GUI thread.

        ``latest`` names a question of which only the newest answer counts: asking again drops the
        older one, begun or not. Without ``failed`` an error goes to the notices.
        """
        return self._ask(self._reads, fn, args, kwargs, then, failed, latest, label, urgent)

    def write(
        self,
        fn: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        failed: Failed | None = None,
        label: str = "",
        urgent: bool = True,
        **kwargs: Any,
    ) -> Task:
        """Call ``fn(desk, *args, **kwargs)`` on the writer and tell the world what it changed.

        The result is a ``Changes`` or has one as ``.changes``; it is emitted once, before
        ``then(result)``. A function that takes ``progress`` counts as long work.
        """
        target = self._long if _takes_progress(fn) else self._writes
        return self._ask(target, fn, args, kwargs, then, failed, None, label, urgent)

    def tell_error(self, error: Exception) -> None:
        """Hand an error to the notices, for those who clean up after it themselves."""
        self._on_error(error)

    @property
    def is_idle(self) -> bool:
        """Whether every task asked for has been answered."""
        return not self._open

    @property
    def open_tasks(self) -> list[Task]:
        """The tasks not yet answered, oldest first."""
        return list(self._open.values())

    def close(self, seconds: float = 5.0) -> bool:
        """Drop reads, stop long work, finish short writes; return whether all threads ended.

        What is asked for afterwards (by a timer of a window that goes) is never done.
        """
        self._is_closed = True
        for task in self._open.values():
            if not task.is_short_write:
                task.cancel()
        self._open.clear()
        for source in (self._reads, self._reads, self._writes, self._long):
            source.put(_stop(next(self._numbers)))
        until = monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _ask(
        self,
        source: "queue.PriorityQueue[Task]",
        fn: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        then: Then | None,
        failed: Failed | None,
        latest: str | None,
        label: str,
        urgent: bool,
    ) -> Task:
        number = next(self._numbers)
        progress = TaskProgress(number, self.progressed.emit)
        reports = _takes_progress(fn)
        if reports and "progress" not in kwargs:
            kwargs = {**kwargs, "progress": progress}
        desk = self._desk
        task = Task(
            (0 if urgent else 1, number),
            lambda: fn(desk, *args, **kwargs),
            progress,
            then,
            failed,
            label,
            latest,
            reports,
            source is self._writes,
        )
        if self._is_closed:
            return task
        if latest is not None:
            older = self._open.pop(self._newest.get(latest, 0), None)
            if older is not None:
                older.cancel()
                self.ended.emit(older.task_id)
            self._newest[latest] = number
        self._open[number] = task
        if reports or label:
            QTimer.singleShot(
                int(PROGRESS_AFTER_SECONDS * 1000), self, lambda: self._announce(number)
            )
        source.put(task)
        return task

    def _announce(self, number: int) -> None:
        task = self._open.get(number)
        if task is not None:
            self.started.emit(task)

    def _serve(self, source: "queue.PriorityQueue[Task]") -> None:
        while True:
            task = source.get()
            if task.label == _STOP:
                return
            if task.progress.is_cancelled:
                self._tell(task, None, Cancelled())
                continue
            try:
                result = task.work()
            except Exception as error:  # noqa: BLE001 - told to the user by _finish
                self._tell(task, None, error)
            else:
                self._tell(task, result, None)

    def _tell(self, task: Task, result: object, error: Exception | None) -> None:
        try:
            self._finished.emit(task, result, error)
        except RuntimeError:
            # The window is gone; there is nobody left to tell.
            _log.debug("task %s ended after the window closed", task.task_id)

    def _finish(self, task: Task, result: object, error: Exception | None) -> None:
        changes = result if isinstance(result, Changes) else getattr(result, "changes", None)
        if isinstance(changes, Changes):
            self._events.tell(changes)
        if self._open.pop(task.task_id, None) is None:
            return
        self.ended.emit(task.task_id)
        if isinstance(error, Cancelled):
            if task.failed is not None and _is_alive(task.failed):
                task.failed(error)
        elif error is not None:
            answer = task.failed if task.failed is not None else self._on_error
            if _is_alive(answer):
                answer(error)
        elif task.then is not None and _is_alive(task.then):
            task.then(result)


_STOP = "\0stop"


def _stop(number: int) -> Task:
    progress = TaskProgress(number, lambda *_: None)
    return Task((2, number), lambda: None, progress, None, None, _STOP, None, False, False)


def _takes_progress(fn: Callable[..., Any]) -> bool:
    return "progress" in inspect.signature(fn).parameters


def _is_alive(callback: object) -> bool:
    """Whether the widgets that a callback would speak to still are: a dialog may be closed by now.

    They are its owner, or what a function written in place holds on to.
    """
    cells = getattr(callback, "__closure__", None) or ()
    held = [getattr(callback, "__self__", None), *(cell.cell_contents for cell in cells)]
    if isinstance(callback, partial):
        held += [*callback.args, *callback.keywords.values()]
        if not _is_alive(callback.func):
            return False
    return all(isValid(one) for one in held if isinstance(one, QObject))
