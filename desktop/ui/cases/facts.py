"""Facts in two columns: what it is, what it says, and for masked ones a way to see it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, text

SHOWN_FOR_MS = 30_000


class Facts(QWidget):
    """Rows of a name and a value; values can be selected with the mouse."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, 64)
        self._grid.setColumnStretch(1, 1)

    def clear(self) -> None:
        """Take all rows out."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def add(self, name: str, value: str) -> None:
        """Add a row; nothing is added for an empty value."""
        if value:
            self._put(name, text(value, wrap=True, selectable=True))

    def add_masked(
        self, name: str, value: str, show: Callable[[Callable[[str], object]], object]
    ) -> "MaskedValue | None":
        """Add a masked value; ``show`` is asked for the full one when the user wants to see it."""
        if not value:
            return None
        masked = MaskedValue(self._theme, name, value, show)
        self._put(name, masked)
        return masked

    def _put(self, name: str, widget: QWidget) -> None:
        place = self._grid.rowCount()
        self._grid.addWidget(text(name, "key"), place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, place, 1)


class MaskedValue(QWidget):
    """A masked value with an eye; the full one is masked again after half a minute."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        masked: str,
        show: Callable[[Callable[[str], object]], object],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._masked = masked
        self._show = show
        self._is_shown = False
        self.value: QLabel = text(masked, wrap=True, selectable=True)
        self.eye: QPushButton = button(
            theme, self.tr("Show {name} (is recorded)").format(name=name), "eye", role="eye"
        )
        self.eye.clicked.connect(self.toggle)
        self._again = QTimer(self, singleShot=True, interval=SHOWN_FOR_MS)
        self._again.timeout.connect(self.cover)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.value, 0, 0)
        grid.addWidget(self.eye, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)

    def toggle(self) -> None:
        """Show the full value, or mask it again."""
        if self._is_shown:
            self.cover()
        else:
            self._show(self._reveal)

    def cover(self) -> None:
        """Mask it again."""
        self._is_shown = False
        self.value.setText(self._masked)
        self._theme.set_icon(self.eye, "eye", "text3", 16)

    def _reveal(self, full: str) -> None:
        self._is_shown = True
        self.value.setText(full)
        self._theme.set_icon(self.eye, "eye-off", "accent_text", 16)
        self._again.start()
