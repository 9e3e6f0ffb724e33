"""A coloured strip that says something the user must not overlook."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, set_property, text


class Notice(QFrame):
    """An icon and words on a soft ground; ``tone`` is info, ok, warn or danger."""

    def __init__(self, theme: Theme, words: str, icon: str, tone: str) -> None:
        super().__init__()
        self._theme = theme
        self._picture = picture = QLabel()
        self.setProperty("role", "notice")
        self.setAccessibleName(words)
        self.words = text(words, wrap=True)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(10, 6, 6, 6)
        self._layout.setSpacing(8)
        self._layout.addWidget(picture)
        self._layout.addWidget(self.words, 1)
        self.set_tone(tone, icon)

    def set_tone(self, tone: str, icon: str) -> None:
        """Change what kind of notice it is."""
        set_property(self, "tone", tone)
        self._theme.set_icon(self._picture, icon, "accent_text" if tone == "info" else tone, 16)

    def offer(self, words: str, do: Callable[[], object]) -> None:
        """Add a button."""
        made = button(self._theme, words, role="ghost")
        made.clicked.connect(lambda _checked=False: do())
        self._layout.addWidget(made)
