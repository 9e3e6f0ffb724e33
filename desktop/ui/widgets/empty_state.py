"""What a list shows when there is nothing to list: why, and what to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, text


class EmptyState(QWidget):
    """An icon, a sentence, a remark and at most one button."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._theme = theme
        picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        theme.set_icon(picture, icon, "text3", 40)
        self._words = text("", "heading")
        self._remark = text("", "muted", wrap=True)
        self._button = button(theme, "")
        self._do: Callable[[], object] | None = None
        self._button.clicked.connect(self._press)
        for label in (self._words, self._remark):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(picture)
        layout.addWidget(self._words)
        layout.addWidget(self._remark)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self._button.hide()

    def show_words(
        self, words: str, remark: str = "", button: str = "", do: Callable[[], object] | None = None
    ) -> None:
        """Say why there is nothing, and offer the next step."""
        self._words.setText(words)
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(do is not None)
        self._do = do

    def _press(self) -> None:
        if self._do is not None:
            self._do()
