"""Chips: filters with counts, and coloured words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from desktop.ui.theme import Pair, Theme
from desktop.ui.widgets.flow import FlowRow


@dataclass(frozen=True)
class Choice:
    """One filter chip: its key, its words and, when known, how many it holds."""

    key: str
    words: str
    count: int | None = None


class FilterChips(FlowRow):
    """A row of chips, one chosen at a time; wraps when narrow."""

    chosen = Signal(str)
    menu_wanted = Signal(str, object)
    """A chip was clicked with the right button: its key and the place on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._chips: dict[str, QPushButton] = {}
        self._current = ""

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show these chips in this order; those already there keep their place and state."""
        if [choice.key for choice in choices] != list(self._chips):
            self._rebuild(choices)
        for choice in choices:
            words = choice.words if choice.count is None else f"{choice.words} {choice.count:,}"
            self._chips[choice.key].setText(words)
            self._chips[choice.key].setAccessibleName(words)
        self.flow.invalidate()

    @property
    def current(self) -> str:
        """The key of the chosen chip; empty when none is."""
        return self._current

    def choose(self, key: str) -> None:
        """Mark a chip without telling; an unknown key marks none."""
        self._current = key if key in self._chips else ""
        self._group.setExclusive(False)
        for name, chip in self._chips.items():
            chip.setChecked(name == key)
        self._group.setExclusive(True)

    def chip(self, key: str) -> QPushButton:
        """Return the button of a chip."""
        return self._chips[key]

    def _rebuild(self, choices: Sequence[Choice]) -> None:
        for chip in self._chips.values():
            self._group.removeButton(chip)
            chip.setParent(None)
            chip.deleteLater()
        while self.flow.takeAt(0):
            pass
        self._chips = {choice.key: self._made(choice) for choice in choices}
        self.choose(self._current)

    def _made(self, choice: Choice) -> QPushButton:
        chip = QPushButton(choice.words)
        chip.setCheckable(True)
        chip.setProperty("role", "chip")
        chip.setAutoDefault(False)
        chip.clicked.connect(lambda _checked=False, key=choice.key: self._clicked(key))
        chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chip.customContextMenuRequested.connect(
            lambda at, key=choice.key: self.menu_wanted.emit(key, chip.mapToGlobal(at))
        )
        self._group.addButton(chip)
        self.flow.addWidget(chip)
        chip.show()
        return chip

    def _clicked(self, key: str) -> None:
        self._current = key
        self.chosen.emit(key)


class Chip(QWidget):
    """A word on a colour: a bucket, a status. The colour is asked for at paint time."""

    def __init__(self, theme: Theme, *, is_round: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._radius = 11.0 if is_round else 4.0
        self._words = ""
        self._kind = ("tone", "neutral")
        self.setFixedHeight(22)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_bucket(self, words: str, index: int) -> None:
        """Show words in the colours of an ageing bucket."""
        self._show(words, ("bucket", index))

    def show_tone(self, words: str, tone: str) -> None:
        """Show words in one of the theme's tones."""
        self._show(words, ("tone", tone))

    def show_status(self, words: str, code: str) -> None:
        """Show words in the colours of a status code."""
        self._show(words, ("status", code))

    @property
    def words(self) -> str:
        """What stands on it."""
        return self._words

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint ground and words."""
        pair = self._pair()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pair.ground)
        painter.drawRoundedRect(self.rect(), self._radius, self._radius)
        painter.setPen(pair.text)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        painter.end()

    def _show(self, words: str, kind: tuple[str, object]) -> None:
        self._words, self._kind = words, kind  # type: ignore[assignment]
        font = self.font()
        font.setPixelSize(12)
        self.setFont(font)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(words) + 16)
        self.setAccessibleName(words)
        self.update()

    def _pair(self) -> Pair:
        kind, value = self._kind
        if kind == "bucket":
            return self._theme.bucket(int(value))
        return self._theme.status(value) if kind == "status" else self._theme.tone(value)
