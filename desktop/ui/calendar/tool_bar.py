"""The calendar's own bar: which days, which view, which channels, whose cases."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from desktop.services.calendar import CHANNELS
from desktop.ui import icons
from desktop.ui.calendar.painting import CHANNEL_ICONS, chip_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.text import button, row, spacer, text

VIEWS = ("month", "week", "agenda")


class ToolBar(QWidget):
    """Back, today, on; the span's name; month, week or agenda."""

    turned = Signal(int)
    today_wanted = Signal()
    view_chosen = Signal(str)

    def __init__(self, theme: Theme, *more: QWidget) -> None:
        super().__init__()
        self._title = text("", "heading")
        self._title.setMinimumWidth(150)
        back = button(theme, self.tr("Earlier"), "chevron-left", role="icon")
        on = button(theme, self.tr("Later"), "chevron-right", role="icon")
        today = button(theme, self.tr("Today"))
        back.clicked.connect(lambda: self.turned.emit(-1))
        on.clicked.connect(lambda: self.turned.emit(1))
        today.clicked.connect(self.today_wanted)
        self._views = QButtonGroup(self)
        words = (self.tr("Month"), self.tr("Week"), self.tr("Agenda"))
        chips: list[QPushButton] = []
        for view, said in zip(VIEWS, words, strict=True):
            chip = button(theme, said, role="chip")
            chip.setCheckable(True)
            chip.setProperty("view", view)
            chip.clicked.connect(lambda _on=False, chosen=view: self.view_chosen.emit(chosen))
            self._views.addButton(chip)
            chips.append(chip)
        self.setLayout(row(back, today, on, self._title, spacer(), *more, *chips))

    def show_span(self, words: str, view: str) -> None:
        """Name the days that are shown and mark the view."""
        self._title.setText(words)
        for chip in self._views.buttons():
            chip.setChecked(chip.property("view") == view)


class ChannelChips(QWidget):
    """A chip per channel, any number of them on; and one for the officer's own cases."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._flow = FlowLayout(self)
        self._chips: dict[str, QPushButton] = {}
        for channel in CHANNELS:
            chip = self._made(chip_words(channel))
            self._chips[channel] = chip
            self._flow.addWidget(chip)
        self._mine = self._made(self.tr("Mine only"))
        theme.set_icon(self._mine, "user", "text2", 14)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._colour()
        theme.changed.connect(self._colour)

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that are on."""
        return tuple(channel for channel, chip in self._chips.items() if chip.isChecked())

    @property
    def is_mine(self) -> bool:
        """Whether only the officer's own cases are wanted."""
        return self._mine.isChecked()

    def set_state(self, channels: tuple[str, ...], *, is_mine: bool) -> None:
        """Set what is on, without telling."""
        with QSignalBlocker(self):
            for channel, chip in self._chips.items():
                chip.setChecked(channel in channels)
            self._mine.setChecked(is_mine)

    def show_numbers(self, numbers: Mapping[str, int]) -> None:
        """Show how many items each channel has in the days shown."""
        for channel, chip in self._chips.items():
            number = numbers.get(channel, 0)
            chip.setText(f" {chip_words(channel)} {number:,}")
        self._flow.invalidate()

    @property
    def mine(self) -> QPushButton:
        """The chip of the officer's own cases; it stands in the bar above."""
        return self._mine

    def chip(self, channel: str) -> QPushButton:
        """The button of a channel."""
        return self._chips[channel]

    def _made(self, words: str) -> QPushButton:
        chip = QPushButton(words)
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.setProperty("role", "chip")
        chip.setAccessibleName(words)
        chip.toggled.connect(lambda _on: self.changed.emit())
        return chip

    def _colour(self) -> None:
        for channel, chip in self._chips.items():
            ink = self._theme.channel(channel).text
            chip.setIcon(icons.icon(CHANNEL_ICONS[channel], ink, 14))
            chip.setIconSize(QSize(14, 14))
