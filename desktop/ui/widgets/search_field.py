"""The search field of a page: tells what was typed once the typing rests."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit

from desktop.ui.theme import Theme
from desktop.ui.widgets.text import text

DEBOUNCE_MS = 150


class SearchField(QLineEdit):
    """Emits ``searched`` 150 ms after the last key, and at once on Enter; Esc clears it."""

    searched = Signal(str)

    def __init__(self, theme: Theme, hint: str, shortcut: str = "Ctrl K") -> None:
        super().__init__()
        self.setProperty("role", "search")
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setMinimumWidth(160)
        self.setMaximumWidth(380)
        self.setTextMargins(26, 0, 52, 0)
        glass = QLabel(self)
        theme.set_icon(glass, "search", "text3", 16)
        self._keycap = text(shortcut, "keycap")
        over = QHBoxLayout(self)
        over.setContentsMargins(10, 0, 8, 0)
        over.addWidget(glass)
        over.addStretch()
        over.addWidget(self._keycap)
        self._keycap.setVisible(bool(shortcut))  # in the field by now: alone it would be a window
        for label in (glass, self._keycap):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._told = ""
        self._rest = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._rest.timeout.connect(self._tell)
        self.textChanged.connect(self._typed)

    def set_silently(self, words: str) -> None:
        """Show words that are searched for already."""
        self._told = words
        self.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Search now on Enter; clear on Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._tell()
        else:
            super().keyPressEvent(event)

    def _typed(self, words: str) -> None:
        self._keycap.setVisible(not words)
        self.setClearButtonEnabled(bool(words))
        self.setTextMargins(26, 0, 0 if words else 52, 0)
        self._rest.start()

    def _tell(self) -> None:
        self._rest.stop()
        words = self.text().strip()
        if words != self._told:
            self._told = words
            self.searched.emit(words)
