"""Switching the receiver of payment callbacks on and off, and taking in what it kept."""

import json
import sys
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from desktop.services import callbacks
from desktop.services.movements import Stored
from desktop.ui.page import Shell

TAKE_IN_EVERY_MS = 5000
STOP_WITHIN_MS = 2000


def receiver_command() -> tuple[str, list[str]]:
    """Return program and arguments of the receiver's process, from source or from the built program."""
    arguments = ["payments", "receive", "--handed-over"]
    if getattr(sys, "frozen", False):
        return sys.executable, arguments
    return sys.executable, ["-m", "desktop", *arguments]


class ReceiverSwitch(QObject):
    """Runs the receiver as a process of its own while it is switched on."""

    changed = Signal(bool)
    """Whether it runs now."""
    received = Signal(object)
    """``Stored``: what was taken in, when there was something new."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._process: QProcess | None = None
        self._timer = QTimer(self, interval=TAKE_IN_EVERY_MS)
        self._timer.timeout.connect(self.take_in)

    @property
    def is_on(self) -> bool:
        """Whether the process was started and has not ended."""
        return self._process is not None

    def switch(self, *, on: bool) -> None:
        """Start or stop it; starting reads the set-up first."""
        if on and not self.is_on:
            self._shell.tasks.read(callbacks.hand_over, then=self._start)
        elif not on:
            self.stop()

    def take_in(self) -> None:
        """Take what was kept into the inbox."""
        self._shell.tasks.write(callbacks.take_in, then=self._tell)

    def stop(self) -> None:
        """End the process; what it acknowledged is on the disk."""
        process, self._process = self._process, None
        self._timer.stop()
        if process is not None:
            process.finished.disconnect()
            process.terminate()
            if not process.waitForFinished(STOP_WITHIN_MS):
                process.kill()
                process.waitForFinished(STOP_WITHIN_MS)
            process.deleteLater()
            self.changed.emit(False)

    def _start(self, handed: dict[str, Any]) -> None:
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.finished.connect(self._ended)
        program, arguments = receiver_command()
        process.start(program, arguments)
        process.write(json.dumps(handed).encode())
        process.closeWriteChannel()
        self._process = process
        self._timer.start()
        self.changed.emit(True)

    def _ended(self) -> None:
        """It ended by itself: the port is taken, or it was killed. Say so."""
        self._process = None
        self._timer.stop()
        self.changed.emit(False)
        self._shell.notify.toast(
            self.tr("The receiver of payment callbacks has stopped. Is its port in use?"),
            kind="danger",
        )

    def _tell(self, stored: Stored) -> None:
        if stored.new:
            self.received.emit(stored)
