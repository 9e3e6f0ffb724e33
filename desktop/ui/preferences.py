"""What a user has set up for themselves, kept per view: columns, widths, filters, drafts."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer

Save = Callable[[Mapping[tuple[str, str], Any]], object]
SAVE_AFTER_MS = 2000


class Preferences(QObject):
    """Values by view and key; read at once from memory, written together a little later.

    Values are what JSON can hold. ``save`` is called with everything that changed since the last
    call, at the latest two seconds after it changed and when the window closes.
    """

    def __init__(self, stored: Mapping[tuple[str, str], Any], save: Save) -> None:
        super().__init__()
        self._values = dict(stored)
        self._dirty: dict[tuple[str, str], Any] = {}
        self._save = save
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)

    def get(self, view: str, key: str, default: Any = None) -> Any:
        """Return what was set, or the default."""
        return self._values.get((view, key), default)

    def set(self, view: str, key: str, value: Any) -> None:
        """Set a value; ``None`` forgets it."""
        if self._values.get((view, key)) == value:
            return
        if value is None:
            self._values.pop((view, key), None)
        else:
            self._values[view, key] = value
        self._dirty[view, key] = value
        if not self._timer.isActive():
            self._timer.start()

    def keys(self, view: str) -> list[str]:
        """Return the keys set in a view, in no particular order."""
        return [key for owner, key in self._values if owner == view]

    def flush(self) -> None:
        """Write what has changed now."""
        self._timer.stop()
        if self._dirty:
            changed, self._dirty = self._dirty, {}
            self._save(changed)
