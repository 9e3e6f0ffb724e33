"""The board's own bar: which day, time line or list, how wide."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QMenu, QWidget

from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, row, spacer, text

VIEWS = ("line", "list", "map")


class ToolBar(QWidget):
    """Back, today, on; the day; time line, list or map; zoom."""

    day_chosen = Signal(object)
    turned = Signal(int)
    today_wanted = Signal()
    view_chosen = Signal(str)
    zoomed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        back = button(theme, self.tr("Day before"), "chevron-left", role="icon")
        on = button(theme, self.tr("Next day"), "chevron-right", role="icon")
        today = button(theme, self.tr("Today"))
        back.clicked.connect(lambda: self.turned.emit(-1))
        on.clicked.connect(lambda: self.turned.emit(1))
        today.clicked.connect(self.today_wanted)
        self._day = QDateEdit()
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("yyyy-MM-dd")
        self._day.setFixedWidth(132)
        self._day.setAccessibleName(self.tr("Day"))
        self._day.dateChanged.connect(self._choose)
        self._weekday = text("", "muted")
        self._views = QButtonGroup(self)
        chips = []
        words_of = (self.tr("Time line"), self.tr("List"), self.tr("Map"))
        for view, words in zip(VIEWS, words_of, strict=True):
            chip = button(theme, words, role="chip")
            chip.setCheckable(True)
            chip.setProperty("view", view)
            chip.clicked.connect(lambda _on=False, chosen=view: self.view_chosen.emit(chosen))
            self._views.addButton(chip)
            chips.append(chip)
        narrower = button(theme, self.tr("Narrower hours"), "minus", role="icon")
        wider = button(theme, self.tr("Wider hours"), "plus", role="icon")
        narrower.clicked.connect(lambda: self.zoomed.emit(-1))
        wider.clicked.connect(lambda: self.zoomed.emit(1))
        self._zoom = (narrower, wider)
        self.more = button(theme, self.tr("More"), "ellipsis", role="icon")
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        self.setLayout(
            row(
                back,
                today,
                on,
                self._day,
                self._weekday,
                spacer(),
                *chips,
                narrower,
                wider,
                self.more,
            )
        )

    def add_more(self, *actions: QAction) -> None:
        """Put actions into the menu at the right."""
        self._menu.addActions(list(actions))

    def show_day(self, day: date, view: str) -> None:
        """Show which day and view it is."""
        self._day.blockSignals(True)
        self._day.setDate(QDate(day.year, day.month, day.day))
        self._day.blockSignals(False)
        self._weekday.setText(QLocale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat))
        for chip in self._views.buttons():
            chip.setChecked(chip.property("view") == view)
        for one in self._zoom:
            one.setVisible(view == "line")

    def _choose(self, day: QDate) -> None:
        self.day_chosen.emit(date(day.year(), day.month(), day.day()))
