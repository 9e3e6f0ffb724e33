"""The one signal that tells every page what a write has changed."""

from PySide6.QtCore import QObject, Signal

from desktop.domain.changes import Changes


class Events(QObject):
    """Emits ``changed`` once per finished write, on the GUI thread.

    The window hands it on: a visible page that shows one of the topics refreshes, a hidden one
    goes stale. Pages do not signal to each other in any other way.
    """

    changed = Signal(object)

    def tell(self, changes: Changes) -> None:
        """Emit the changes unless nothing changed."""
        if changes:
            self.changed.emit(changes)
