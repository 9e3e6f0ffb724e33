"""The Calendar page: month, week and agenda of planned contacts, due dates and promises."""

from calendar import monthrange
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QWidget

from desktop.services import calendar
from desktop.services.calendar import CHANNELS, CalendarItem, CalendarSpan
from desktop.ui import formats
from desktop.ui.calendar.day_grid import DayGrid
from desktop.ui.calendar.item_actions import ItemActions
from desktop.ui.calendar.item_list import DayHead, Entry, ItemList, More
from desktop.ui.calendar.painting import chip_words
from desktop.ui.calendar.tool_bar import VIEWS, ChannelChips, ToolBar
from desktop.ui.page import Page, Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import column, line, text

NAME = "calendar"
AGENDA_DAYS = 14
ITEMS_OF_A_DAY = 200
PER_DAY = {"month": 12, "week": 40, "agenda": 50}
"""Items read of each day: as many as a view can show at its largest."""


class CalendarPage(Page):
    """What stands on which day; everything here can be moved, left out and taken back."""

    key = NAME
    icon = "calendar-days"
    topics = frozenset({"accounts", "cases", "contacts", "payments", "promises", "reminders"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._today = shell.desk.today
        self._view = str(shell.prefs.get(NAME, "view", "month"))
        self._day = self._today
        self._span = CalendarSpan({}, {})
        self._follow: tuple[tuple[str, int], date] | None = None
        self._unfolded: set[date] = set()
        self.chips = ChannelChips(shell.theme)
        self.bar = ToolBar(shell.theme, self.chips.mine)
        self.month = DayGrid(shell.theme, weeks=6)
        self.week = DayGrid(shell.theme, weeks=1)
        self.agenda = ItemList(shell.theme, self.tr("Agenda"))
        self.of_day = ItemList(shell.theme, self.tr("Items of the day"))
        self._day_title = text("", "heading")
        self._day_numbers = text("", "muted", wrap=True)
        self._stack = QStackedWidget()
        self.acts = ItemActions(shell, self)
        self._make_actions()
        self._lay_out()
        self._connect()
        stored = shell.prefs.get(NAME, "channels", list(CHANNELS))
        mine = bool(shell.prefs.get(NAME, "mine", False))
        self.chips.set_state(tuple(c for c in CHANNELS if c in stored), is_mine=mine)
        self._show_view()

    def title(self) -> str:
        """Return 催办日历."""
        return self.tr("Calendar")

    def top_actions(self) -> list[QAction | QWidget]:
        """Return the strategy and the export."""
        return [self._strategy, self._export]

    @property
    def view(self) -> str:
        """month, week or agenda."""
        return self._view

    @property
    def chosen_day(self) -> date:
        """The day that is looked at."""
        return self._day

    def refresh(self) -> None:
        """Read the days shown and the day looked at."""
        self._today = self.shell.desk.today
        first, last = self._days()
        filters: dict[str, Any] = {
            "channels": self.chips.channels,
            "officer_id": self._officer(),
        }
        self.shell.tasks.read(
            calendar.calendar_span,
            first,
            last,
            per_day=PER_DAY[self._view],
            then=self._show_span,
            latest="calendar.span",
            **filters,
        )
        if self._view != "agenda":
            self._read_day()

    def open_target(self, **target: Any) -> None:
        """Go to a day (``day``), in a view (``view``), of one channel (``channel``)."""
        if target.get("view") in VIEWS:
            self._choose_view(str(target["view"]))
        if target.get("channel") in CHANNELS:
            self.chips.set_state((str(target["channel"]),), is_mine=self.chips.is_mine)
        if isinstance(target.get("day"), date):
            self._go(target["day"])

    def leave(self) -> None:
        """Keep the width of the day's list."""
        self.shell.prefs.set(NAME, "splitter", self._splitter.sizes())

    # --- making ----------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self._export = self.act(
            "export",
            self.tr("Export .ics…"),
            self.export,
            shortcut="Ctrl+Shift+E",
            icon="download",
        )
        self._strategy = self.act(
            "strategy",
            self.tr("Strategy"),
            lambda: self.shell.go("settings", section="strategy"),
            icon="sliders-horizontal",
        )
        self.act("today", self.tr("Go to today"), self._go_today, shortcut="Ctrl+T")
        self.act("earlier", self.tr("Earlier"), lambda: self.turn(-1), shortcut="Alt+PgUp")
        self.act("later", self.tr("Later"), lambda: self.turn(1), shortcut="Alt+PgDown")
        for view, words in zip(
            VIEWS,
            (self.tr("Month view"), self.tr("Week view"), self.tr("Agenda view")),
            strict=True,
        ):
            self.act(view, words, partial(self._choose_view, view))

    def _lay_out(self) -> None:
        for view in (self.month, self.week, self.agenda):
            self._stack.addWidget(view)
        days = Card()
        days.setLayout(
            column(self._padded(self.bar), self._padded(self.chips, top=0), line(), self._stack)
        )
        self._beside = Card()
        head = column(self._day_title, self._day_numbers, spacing=2)
        head.setContentsMargins(14, 12, 14, 10)
        self._beside.setLayout(column(head, line(), self.of_day))
        self._beside.setMinimumWidth(250)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(14)
        self._splitter.addWidget(days)
        self._splitter.addWidget(self._beside)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes(self.shell.prefs.get(NAME, "splitter", [900, 300]))
        whole = column(self._splitter)
        whole.setContentsMargins(20, 14, 20, 14)
        self.setLayout(whole)

    @staticmethod
    def _padded(widget: QWidget, *, top: int = 10) -> QWidget:
        widget.setContentsMargins(12, top, 12, 10)
        return widget

    def _connect(self) -> None:
        self.bar.turned.connect(self.turn)
        self.bar.today_wanted.connect(self._go_today)
        self.bar.view_chosen.connect(self._choose_view)
        self.chips.changed.connect(self._filters_changed)
        for grid in (self.month, self.week):
            grid.day_chosen.connect(self._go)
            grid.turned.connect(self.turn)
        for view in (self.month, self.week, self.agenda, self.of_day):
            self.acts.listen_to(view)
        self.acts.moved.connect(self._moved)
        self.agenda.more_wanted.connect(self._unfold)
        self.of_day.more_wanted.connect(lambda _day: self._read_day(len(self.of_day.entries) - 1))

    # --- where it is -----------------------------------------------------------------------------

    def _days(self) -> tuple[date, date]:
        if self._view == "agenda":
            return self._day, self._day + timedelta(days=AGENDA_DAYS - 1)
        grid = self.month if self._view == "month" else self.week
        return grid.first_day, grid.last_day

    def turn(self, pages: int) -> None:
        """Go back or on by whole pages: months, weeks, or the agenda's fortnight."""
        if self._view == "month":
            months = self._day.year * 12 + self._day.month - 1 + pages
            year, month = divmod(months, 12)
            last = monthrange(year, month + 1)[1]
            self._go(date(year, month + 1, min(self._day.day, last)))
        else:
            step = 7 if self._view == "week" else AGENDA_DAYS
            self._go(self._day + timedelta(days=step * pages))

    def _go_today(self) -> None:
        self._go(self._today)

    def _go(self, day: date) -> None:
        before = self._days()
        self._day, self._follow = day, None
        self.month.choose(day)
        self.week.choose(day)
        self._show_name()
        if self._days() != before:
            self.refresh()
        else:
            self._read_day()

    def _choose_view(self, view: str) -> None:
        self._view = view
        self.shell.prefs.set(NAME, "view", view)
        self._show_view()
        self.refresh()

    def _show_view(self) -> None:
        shown = {"month": self.month, "week": self.week, "agenda": self.agenda}[self._view]
        self._stack.setCurrentWidget(shown)
        self._beside.setVisible(self._view != "agenda")
        self.month.choose(self._day)
        self.week.choose(self._day)
        self._show_name()

    def _filters_changed(self) -> None:
        self.shell.prefs.set(NAME, "channels", list(self.chips.channels))
        self.shell.prefs.set(NAME, "mine", self.chips.is_mine)
        self.refresh()

    def _officer(self) -> int | None:
        return self.shell.desk.actor.officer_id if self.chips.is_mine else None

    def _show_name(self) -> None:
        first, last = self._days()
        if self._view == "month":
            words = _month_words(self._day)
        else:
            words = f"{formats.day(first)} – {formats.day(last)}"
        self.bar.show_span(words, self._view)

    # --- what it shows ---------------------------------------------------------------------------

    def _show_span(self, span: CalendarSpan) -> None:
        self._span = span
        channels = self.chips.channels
        first, last = self._days()
        numbers = {
            channel: sum(
                number
                for (day, of), number in span.counts.items()
                if of == channel and first <= day <= last
            )
            for channel in CHANNELS
        }
        self.chips.show_numbers(numbers)
        for grid in (self.month, self.week):
            grid.show_days(span, channels, self._today)
        self._show_day_number()
        if self._view == "agenda":
            self.agenda.show_entries(self._agenda_entries(), self._today)
        if self._follow is not None:
            key, day = self._follow
            self._follow = None
            self._day = day
            grid = self.week if self._view == "week" else self.month
            grid.follow(key, day)
        total = sum(span.number(day, channels) for day in {day for day, _ in span.counts})
        self.set_subtitle(self.tr("%Ln item(s)", "", total))

    def _agenda_entries(self) -> list[Entry]:
        entries: list[Entry] = []
        for day in sorted(self._span.items):
            items = self._span.items[day]
            number = self._span.number(day, self.chips.channels)
            entries.append(DayHead(day, number))
            entries.extend(items)
            if number > len(items):
                entries.append(More(day, number - len(items)))
        return entries

    def _unfold(self, day: date) -> None:
        """Show a day of the agenda whole, in the view made for it."""
        self._day = day
        self._choose_view("week")

    def _read_day(self, offset: int = 0) -> None:
        self.shell.tasks.read(
            calendar.day_items,
            self._day,
            channels=self.chips.channels,
            officer_id=self._officer(),
            limit=ITEMS_OF_A_DAY,
            offset=offset,
            then=partial(self._show_day, self._day, offset),
            latest="calendar.day",
        )

    def _show_day(self, day: date, start: int, items: tuple[CalendarItem, ...]) -> None:
        known: list[Entry] = [*self.of_day.entries[:start], *items]
        number = self._span.number(day, self.chips.channels)
        if len(items) == ITEMS_OF_A_DAY and number > len(known):
            known.append(More(day, number - len(known)))
        self.of_day.show_entries(known, self._today)
        weekday = QLocale().dayName(day.isoweekday(), QLocale.FormatType.LongFormat)
        near = formats.near_day(day, as_of=self._today)
        self._day_title.setText(f"{near[:1].upper()}{near[1:]}  {weekday}")
        self._show_day_number()

    def _show_day_number(self) -> None:
        parts = [
            f"{chip_words(channel)} {formats.count(number)}"
            for channel in self.chips.channels
            if (number := self._span.number(self._day, (channel,)))
        ]
        self._day_numbers.setText(" · ".join(parts) or self.tr("Nothing stands on this day."))

    def _moved(self, item: CalendarItem, to: date) -> None:
        """Stay on an item that was moved: on its new day, once that is read."""
        self._go(to)
        self._follow = (item.key, to)

    # --- the file --------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask for a file and write the days shown to it."""
        first, last = self._days()
        name = f"{first.isoformat()}_{last.isoformat()}.ics"
        dialog = QFileDialog(self, self.tr("Export .ics"), name, "iCalendar (*.ics)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ics")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.export_to(Path(file)))
        dialog.open()

    def export_to(self, file: Path) -> None:
        """Write the days shown, as filtered, to a file."""
        first, last = self._days()
        self.shell.tasks.read(
            calendar.export_ics,
            file,
            first,
            last,
            channels=self.chips.channels,
            officer_id=self._officer(),
            label=self.tr("Exporting the calendar"),
            then=lambda number: self.shell.notify.toast(
                self.tr("%Ln entry(ies) written to {file}", "", number).format(file=file.name)
            ),
        )


def _month_words(day: date) -> str:
    if formats.language() == "zh":
        return f"{day.year}年{day.month}月"
    return QLocale().toString(QDate(day.year, day.month, 1), "MMMM yyyy")
