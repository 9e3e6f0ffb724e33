"""The worker of the SMS line in the window: begun with it, stopped and started by the user."""

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.domain.changes import Changes
from desktop.services import channels
from desktop.services.line_worker import LineState, LineWorker
from desktop.services.sms_sending import LINES
from desktop.ui.events import Events
from desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop.services.desk import Desk

TELL_AFTER_MS = 700
"""A line at work changes something many times a second; pages hear of it now and then."""
LONGEST_END_SECONDS = 45


class SmsLineHost(QObject):
    """Runs the worker in a thread of its own; ``changed`` tells that ``state`` is another."""

    changed = Signal()
    _told = Signal(object, object)
    _ended = Signal()

    def __init__(self, desk: "Desk", events: Events, tasks: Tasks) -> None:
        super().__init__()
        self.state = LineState()
        self._desk = desk
        self._events = events
        self._tasks = tasks
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._begins_again = False
        self._pending = Changes()
        self._tell_soon = QTimer(self, singleShot=True, interval=TELL_AFTER_MS)
        self._tell_soon.timeout.connect(self._tell_pages)
        self._told.connect(self._hear)
        self._ended.connect(self._end)

    @property
    def is_running(self) -> bool:
        """Whether the worker is at work or waits for another try."""
        return self._thread is not None

    def begin(self) -> None:
        """Start the worker where the branch's SMS go by a line."""
        self._tasks.read(channels.way, then=self._begin_by, latest="line.way")

    def start(self) -> None:
        """Start the worker; nothing where it runs already."""
        if self._thread is not None:
            return
        self._stop = stop = threading.Event()
        worker = LineWorker(self._desk, self._told.emit)

        def work() -> None:
            try:
                worker.run(stop)
            finally:
                self._ended.emit()

        self._thread = threading.Thread(target=work, name="sms-line", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask the worker to finish what it has in hand and to end."""
        self._begins_again = False
        self._stop.set()

    def restart(self) -> None:
        """Begin anew with the settings of now."""
        if self._thread is None:
            self.begin()
            return
        self.stop()
        self._begins_again = True

    def close(self) -> None:
        """End with the window: what is on the line is answered first."""
        self.stop()
        if self._thread is not None:
            self._thread.join(LONGEST_END_SECONDS)
            self._thread = None

    def _begin_by(self, way: str) -> None:
        if way in LINES:
            self.start()
        else:
            self.state = LineState(way=way)
            self.changed.emit()

    def _hear(self, state: LineState, changes: Changes) -> None:
        self.state = state
        self.changed.emit()
        self._pending |= changes
        if self._pending and not self._tell_soon.isActive():
            self._tell_soon.start()

    def _tell_pages(self) -> None:
        changes, self._pending = self._pending, Changes()
        self._events.tell(changes)

    def _end(self) -> None:
        self._thread = None
        if self._begins_again:
            self._begins_again = False
            self.begin()
        self.changed.emit()
