"""The tab of results: repayments after contacts, delivery, ratings, version against version."""

from datetime import date, timedelta
from pathlib import Path
from typing import cast

from PySide6.QtCore import QDate, QStandardPaths, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFileDialog,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from desktop.adapters import wording
from desktop.domain.contact_facts import Purpose
from desktop.domain.errors import CodedError
from desktop.domain.repayment_results import WINDOWS
from desktop.services import message_results, result_export
from desktop.services.message_results import GROUPINGS, By, ContactFilter, Results
from desktop.services.result_export import ResultsSaved, ResultWords
from desktop.ui import formats
from desktop.ui.messages.result_chart import ResultChart
from desktop.ui.messages.result_sheets import Behind, ResultSheets
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chips import Choice, FilterChips
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.figure_table import FigureTable
from desktop.ui.widgets.text import button, column, row, spacer, text

USUAL_DAYS = 30
_CHANNELS = ("", "sms", "email", "phone", "visit")


class ResultsTab(QWidget):
    """A span of days, what the rows are, a chart, and two tables that open customers."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._found: Results | None = None
        self._sheets = ResultSheets()
        today = shell.desk.today
        self.first = self._day(self.tr("From"), today - timedelta(days=USUAL_DAYS))
        self.last = self._day(self.tr("To"), today)
        self.by, self.channel, self.window_days = FilterChips(), FilterChips(), FilterChips()
        self.purpose = QComboBox()
        self.purpose.setAccessibleName(self.tr("Purpose"))
        self.chart = ResultChart(shell.theme)
        self.table = FigureTable(shell.theme, self.tr("Results"), (210,))
        self.versions = FigureTable(
            shell.theme, self.tr("Versions compared"), (210, 130, 70, 70, 210, 96)
        )
        self.tables = QTabBar()
        self.problem = text("", "error", wrap=True)
        self._too_early = text(self.tr("No contact is that many days old yet."), "muted")
        self.notes = text("", "soft", wrap=True, selectable=True)
        self.save_button = button(shell.theme, self.tr("Export Excel"), "download")
        self._fill_choices()
        self._connect()
        self._lay_out()

    def reload(self) -> None:
        """Work the results out anew."""
        self._shell.tasks.read(
            message_results.results,
            self.chosen,
            self.grouping,
            then=self._show,
            failed=self._refused,
            latest="messages.results",
        )

    @property
    def chosen(self) -> ContactFilter:
        """The span, channel and purpose that are chosen."""
        first, last = (
            date(day.year(), day.month(), day.day())
            for day in (self.first.date(), self.last.date())
        )
        return ContactFilter(first, last, self.channel.current, self.purpose.currentData())

    @property
    def grouping(self) -> By:
        """What the rows are."""
        return cast("By", self.by.current)

    def save_to(self, path: Path) -> None:
        """Write what is shown to a workbook."""
        self._shell.prefs.set("messages", "results_folder", str(path.parent))
        self._shell.tasks.write(
            result_export.save_results,
            path,
            self.chosen,
            self.grouping,
            lang=formats.language(),
            then=self._saved,
        )

    # --- showing ---------------------------------------------------------------------------------

    def _show(self, found: Results) -> None:
        self._found = found
        self.problem.hide()
        self._pages.setCurrentIndex(0 if found.rows else 1)
        self.save_button.setEnabled(bool(found.rows))
        if not found.rows:
            self._nothing.show_words(
                self.tr("No contacts in this span"),
                self.tr("Choose other days, another channel or purpose."),
            )
            return
        self.table.show_sheet(self._sheets.rows(found))
        self.versions.show_sheet(self._sheets.versions(found))
        self.notes.setText("\n\n".join(ResultWords(found, formats.language()).notes()[1:]))
        self._show_chart()
        self._turn(self.tables.currentIndex())

    def _show_chart(self) -> None:
        if self._found is not None:
            bars = self._sheets.bars(self._found, int(self.window_days.current))
            self.chart.show_bars([bar for bar, _ in bars])
            self.chart.setVisible(bool(bars))
            self._too_early.setVisible(not bars)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, CodedError):
            self._shell.notify.error(error)
            return
        self.problem.setText(wording.error_text(error, formats.language()))
        self.problem.show()

    def _turn(self, index: int) -> None:
        has_versions = self._found is not None and bool(self._found.versions)
        pages = (self.table, self.versions if has_versions else self._no_versions, self._reading)
        self._stack.setCurrentWidget(pages[index])

    # --- doing -----------------------------------------------------------------------------------

    def _open(self, behind: Behind) -> None:
        def show(case_ids: list[int]) -> None:
            self._shell.go("cases", case_ids=case_ids, label=behind.label)

        self._shell.tasks.read(message_results.customers_behind, behind.customers, then=show)

    def _open_bar(self, place: int) -> None:
        if self._found is not None:
            bars = self._sheets.bars(self._found, int(self.window_days.current))
            self._open(bars[place][1])

    def _ask_where(self) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = self._shell.prefs.get("messages", "results_folder")
        folder = folder or QStandardPaths.writableLocation(documents)
        chosen = self.chosen
        name = self.tr("Results of contacts {first} to {last}").format(
            first=chosen.first, last=chosen.last
        )
        file, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export Excel"),
            str(Path(folder) / f"{name}.xlsx"),
            self.tr("Excel workbook (*.xlsx)"),
        )
        if file:
            self.save_to(Path(file).with_suffix(".xlsx"))

    def _saved(self, saved: ResultsSaved) -> None:
        words = self.tr("Saved: {file}").format(file=saved.path.name)
        self._shell.notify.toast(words, kind="ok")

    # --- making ----------------------------------------------------------------------------------

    def _day(self, name: str, day: date) -> QDateEdit:
        field = QDateEdit(QDate(day.year, day.month, day.day))
        field.setCalendarPopup(True)
        field.setDisplayFormat("yyyy-MM-dd")
        field.setAccessibleName(name)
        field.setKeyboardTracking(False)
        field.setFixedWidth(130)
        return field

    def _fill_choices(self) -> None:
        lang = formats.language()
        self.by.show_choices(
            [Choice(one, wording.text(f"results.by.{one}", lang)) for one in GROUPINGS]
        )
        self.by.choose(str(self._shell.prefs.get("messages", "results_by", "template")))
        self.channel.show_choices(
            [
                Choice(one, wording.text(f"contact.channel.{one}", lang) if one else self.tr("All"))
                for one in _CHANNELS
            ]
        )
        self.channel.choose("")
        self.purpose.addItem(self.tr("Any purpose"), "")
        for purpose in Purpose:
            self.purpose.addItem(wording.text(f"contact.purpose.{purpose}", lang), str(purpose))
        days = self.tr("{days} days")
        self.window_days.show_choices([Choice(str(one), days.format(days=one)) for one in WINDOWS])
        self.window_days.choose(str(WINDOWS[1]))
        self.tables.addTab(self.tr("Results"))
        self.tables.addTab(self.tr("Versions compared"))
        self.tables.addTab(self.tr("How to read it"))
        self.tables.setDrawBase(False)
        self.tables.setExpanding(False)

    def _connect(self) -> None:
        for field in (self.first, self.last):
            field.dateChanged.connect(lambda _day: self.reload())
        self.by.chosen.connect(self._choose_grouping)
        self.channel.chosen.connect(lambda _key: self.reload())
        self.purpose.currentIndexChanged.connect(lambda _at: self.reload())
        self.window_days.chosen.connect(lambda _key: self._show_chart())
        self.tables.currentChanged.connect(self._turn)
        self.chart.activated.connect(self._open_bar)
        self.table.figure_opened.connect(self._open)
        self.save_button.clicked.connect(lambda _on=False: self._ask_where())

    def _choose_grouping(self, key: str) -> None:
        self._shell.prefs.set("messages", "results_by", key)
        self.reload()

    def _make_pages(self) -> None:
        """The tables, what stands in their place, and how they are to be read."""
        self._stack = QStackedWidget()
        self._no_versions = EmptyState(self._shell.theme, "files")
        self._no_versions.show_words(
            self.tr("Nothing to compare yet"),
            self.tr("Two versions of a template have to have been sent in the span."),
        )
        reading = QWidget()
        reading.setProperty("role", "body")
        in_reading = column(self.notes, margins=14)
        in_reading.addStretch()
        reading.setLayout(in_reading)
        self._reading = QScrollArea()
        self._reading.setWidgetResizable(True)
        self._reading.setFrameShape(QScrollArea.Shape.NoFrame)
        self._reading.setWidget(reading)
        self._too_early.hide()
        self.chart.hide()  # until the first results have come
        for page in (self.table, self.versions, self._no_versions, self._reading):
            self._stack.addWidget(page)

    def _lay_out(self) -> None:
        theme = self._shell.theme
        above = row(
            self.first,
            text("–", "muted"),
            self.last,
            self.purpose,
            self.by,
            self.save_button,
            spacing=8,
        )
        above.setStretch(4, 1)
        chart = Card()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        held = QWidget()
        held.setProperty("role", "body")
        inside_area = column(self.chart, self._too_early)
        inside_area.addStretch()
        held.setLayout(inside_area)
        area.setWidget(held)
        title = text(self.tr("Customers who paid, with the 95 % interval"), "heading")
        head = row(title, self.window_days)
        head.setStretch(1, 1)
        in_chart = column(head, area, spacing=6)
        in_chart.setContentsMargins(14, 10, 10, 8)
        chart.setLayout(in_chart)
        self._make_pages()
        lower = Card()
        bar = row(self.tables, spacer(), self.channel)
        bar.setStretch(2, 1)
        bar.setContentsMargins(12, 4, 12, 2)
        in_lower = column(margins=1)
        in_lower.addLayout(bar)
        in_lower.addWidget(self._stack, 1)
        lower.setLayout(in_lower)
        whole = QWidget()
        parts = column(spacing=12)
        parts.addWidget(chart, 4)
        parts.addWidget(lower, 5)
        whole.setLayout(parts)
        self._nothing = EmptyState(theme, "chart-column")
        self._pages = QStackedWidget()
        self._pages.addWidget(whole)
        self._pages.addWidget(self._nothing)
        layout = column(spacing=10)
        layout.addLayout(above)
        layout.addWidget(self.problem)
        layout.addWidget(self._pages, 1)
        self.problem.hide()
        self.setLayout(layout)
