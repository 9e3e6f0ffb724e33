"""Opening a database off the GUI thread: deriving a key takes longer than a frame."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.services import backup
from desktop.services.unlock import Location, OpenDatabase, Unlocker


class Opening(QObject):
    """Emits ``opened`` with an ``OpenDatabase`` or ``refused`` with the error, on the GUI thread."""

    opened = Signal(object)
    refused = Signal(object)

    def __init__(self, unlocker: Unlocker) -> None:
        super().__init__()
        self.unlocker = unlocker
        self._thread: threading.Thread | None = None

    def open(self, location: Location, passphrase: str | None) -> None:
        """Open what is there."""
        self._begin(lambda: self.unlocker.open(location, passphrase))

    def create(self, location: Location, passphrase: str | None) -> None:
        """Begin a new database."""
        self._begin(lambda: self.unlocker.create(location, passphrase))

    def restore(self, location: Location, source: Path, passphrase: str | None) -> None:
        """Put a backup in the place of the database and open it."""

        def work() -> OpenDatabase:
            backup.restore(self.unlocker, location, source, passphrase)
            return self.unlocker.open(location, passphrase)

        self._begin(work)

    def wait(self) -> None:
        """Wait for a running attempt to end."""
        if self._thread is not None:
            self._thread.join()

    def _begin(self, work: Callable[[], OpenDatabase]) -> None:
        self.wait()
        self._thread = threading.Thread(target=self._attempt, args=(work,), name="opening")
        self._thread.start()

    def _attempt(self, work: Callable[[], OpenDatabase]) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - shown by the page that asked
            self.refused.emit(error)
        else:
            self.opened.emit(result)
