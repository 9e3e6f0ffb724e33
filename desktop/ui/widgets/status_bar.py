"""The bottom of the window: what is shown, and that the data is safe."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QStatusBar, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.text import text


class StatusBar(QStatusBar):
    """Counts at the left, set by the page that is shown; facts about the store at the right."""

    def __init__(self, window: QMainWindow, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self.setSizeGripEnabled(False)
        self._counts = text()
        self.addWidget(self._counts)
        self._facts: dict[str, tuple[QWidget, QLabel, QLabel]] = {}

    def set_counts(self, words: str) -> None:
        """Say what the page shows: 318 件 · 逾期合计 ¥ 24,861,320.17."""
        self._counts.setText(words)

    @property
    def counts(self) -> str:
        """What it says the page shows."""
        return self._counts.text()

    def set_fact(self, key: str, icon: str, words: str, colour: str = "text3") -> None:
        """Show a standing fact; empty words hide it. Facts keep the order of their first call."""
        if key not in self._facts:
            self._facts[key] = self._made()
        holder, picture, label = self._facts[key]
        self._theme.set_icon(picture, icon, colour, 14)
        label.setText(words)
        holder.setVisible(bool(words))

    def _made(self) -> tuple[QWidget, QLabel, QLabel]:
        holder, picture, label = QWidget(), QLabel(), text()
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(0)
        layout.addWidget(picture)
        layout.addWidget(label)
        self.addPermanentWidget(holder)
        return holder, picture, label
