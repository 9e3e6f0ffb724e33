"""pytest-qt's bot with patience for a busy machine, and quick to see what has become so."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QTimer
from pytestqt.exceptions import TimeoutError as NeverSo
from pytestqt.qtbot import QtBot

from desktop.ui.main_window import MainWindow

PATIENCE_MS = 30_000
"""How long a condition may take. Nothing is measured with it."""
SOON_MS = 200
"""What the window puts off for so long at most (a refresh, a preview) is waited for as well."""


class Bot(QtBot):
    """Waits for conditions, not for time: looks often at first, gives up late."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        """Let events pass until ``callback`` is true, or no longer fails an assertion.

        What is looked for may not be there yet: the last of a list that is still empty.
        """
        __tracebackhide__ = True
        end = monotonic() + timeout / 1000
        pause = 1
        while True:
            failed: Exception | None = None
            try:
                is_so = callback()
            except (AssertionError, LookupError) as error:
                is_so, failed = False, error
            if is_so not in (None, True, False):
                raise ValueError(f"neither true nor false: {is_so!r}")
            if is_so is not False:
                return
            if monotonic() > end:
                raise NeverSo(f"it was not so within {timeout} ms") from failed
            self.wait(pause)
            pause = min(10, pause + 1)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:
        """Wait for a signal."""
        return super().waitSignal(signal, timeout=timeout, **more)

    def settle(self, window: MainWindow) -> None:
        """Wait until everything asked for is answered and nothing is put off for a moment."""

        def is_quiet() -> bool:
            return window.tasks.is_idle and not _puts_off(window)

        self.wait(1)
        self.waitUntil(is_quiet)
        self.wait(1)  # an answer may have asked for more
        self.waitUntil(is_quiet)


def _puts_off(root: QObject) -> bool:
    return any(
        timer.isActive() and timer.isSingleShot() and timer.interval() <= SOON_MS
        for timer in root.findChildren(QTimer)
    )
