"""A coloured strip that says something the user must not overlook."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, text


class Notice(QFrame):
    """An icon and words on a soft ground; ``tone`` is info, ok, warn or danger."""

    def __init__(self, theme: Theme, words: str, icon: str, tone: str) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "notice")
        self.setProperty("tone", tone)
        self.setAccessibleName(words)
        picture = QLabel()
        theme.set_icon(picture, icon, "accent_text" if tone == "info" else tone, 16)
        self.words = text(words, wrap=True)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(10, 6, 6, 6)
        self._layout.setSpacing(8)
        self._layout.addWidget(picture)
        self._layout.addWidget(self.words, 1)

    def offer(self, words: str, do: Callable[[], object]) -> None:
        """Add a button."""
        made = button(self._theme, words, role="ghost")
        made.clicked.connect(lambda _checked=False: do())
        self._layout.addWidget(made)
