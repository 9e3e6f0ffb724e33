"""The Ageing page: the book of any past date, and what moved since last month."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDateEdit,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.kpi import previous_month_end
from desktop.domain.roll_rate import Basis
from desktop.services import reports
from desktop.services.reports import AgeingReport, Narrowing, RollReport
from desktop.ui import formats
from desktop.ui.ageing.bucket_chart import Bar, BucketChart, ceiling
from desktop.ui.ageing.saving import Saving
from desktop.ui.ageing.sheets import (
    AMOUNTS,
    MEASURES,
    Behind,
    Measure,
    Moved,
    Sheets,
    measured,
)
from desktop.ui.page import Page, Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chips import Choice, FilterChips
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.figure_table import FigureTable
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text import button, column, row, spacer, text

_STEPS = 5


class AgeingPage(Page):
    """Buckets by count and amount, by product and officer, and the roll rates."""

    key = "ageing"
    icon = "chart-column"
    topics = frozenset({"day_run", "imports", "rules", "officers"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._sheets = Sheets()
        self.saving = Saving(self)
        self._report: AgeingReport | None = None
        self._rolls: RollReport | None = None
        self._is_live = True
        self._make_date()
        self._make_measures()
        self._make_tables()
        self._make_actions()
        self._lay_out()

    def title(self) -> str:
        """Return 账龄分析."""
        return self.tr("Ageing")

    def top_widget(self) -> QWidget | None:
        """Return the date and the ways to the usual dates."""
        return self._dates

    def top_actions(self) -> list[QAction | QWidget]:
        """Return export and print."""
        return [self._pdf, self._export]

    @property
    def as_of(self) -> date:
        """The date asked for."""
        shown = self.date.date()
        return date(shown.year(), shown.month(), shown.day())

    @property
    def shown_day(self) -> date | None:
        """The date whose figures are shown; empty where there are none."""
        return None if self._report is None else self._report.as_of

    @property
    def measure(self) -> Measure:
        """What chart and pivots count."""
        chosen = self.measures.current
        return next((measure for measure in MEASURES if measure == chosen), "overdue")

    def refresh(self) -> None:
        """Read the report of the date, and the moves up to it."""
        if self._is_live:
            self._set_date(self.shell.desk.today)
        asked, tasks = self.as_of, self.shell.tasks
        tasks.read(reports.ageing, asked, then=self._show, latest="ageing.report")

    def open_target(self, **target: Any) -> None:
        """Show the ageing of ``day``."""
        if isinstance(target.get("day"), date):
            self.go_to(target["day"])

    def go_to(self, day: date) -> None:
        """Show the ageing of another date."""
        self._set_date(min(day, self.shell.desk.today))
        self._date_changed()

    # Building -----------------------------------------------------------------------------

    def _make_date(self) -> None:
        self.date = QDateEdit()
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat("yyyy-MM-dd")
        self.date.setAccessibleName(self.tr("Ageing as of"))
        self.date.setKeyboardTracking(False)
        self.date.setMinimumDate(QDate(2000, 1, 1))
        self.date.setFixedWidth(140)
        self._set_date(self.shell.desk.today)
        self.date.dateChanged.connect(lambda _day: self._date_changed())
        theme = self.shell.theme
        back = button(theme, self.tr("Day before"), "chevron-left", role="icon")
        on = button(theme, self.tr("Day after"), "chevron-right", role="icon")
        now = button(theme, self.tr("Today"), role="ghost")
        month = button(theme, self.tr("Last month's end"), role="ghost")
        back.clicked.connect(lambda _on=False: self.go_to(self.as_of - timedelta(days=1)))
        on.clicked.connect(lambda _on=False: self.go_to(self.as_of + timedelta(days=1)))
        now.clicked.connect(lambda _on=False: self.go_to(self.shell.desk.today))
        month.clicked.connect(lambda _on=False: self.go_to(previous_month_end(self.as_of)))
        self._dates = QWidget()
        self._dates.setLayout(row(back, self.date, on, now, month, spacer(), spacing=6))

    def _make_measures(self) -> None:
        self.measures = FilterChips()
        words = [Choice(measure, self._sheets.measure_words(measure)) for measure in MEASURES]
        self.measures.show_choices(words)
        self.measures.choose(str(self.shell.prefs.get("ageing", "measure", "overdue")))
        self.measures.chosen.connect(self._measure_changed)
        self.chart = BucketChart(self.shell.theme)
        self.chart.activated.connect(self._open_bar)

    def _make_tables(self) -> None:
        theme = self.shell.theme
        self.classes = FigureTable(theme, self.tr("Five classes"), (118, 72, 84))
        self.products = FigureTable(theme, self.tr("By product"))
        self.officers = FigureTable(theme, self.tr("By officer"))
        self.matrix = FigureTable(theme, self.tr("Roll rates"))
        for table in (self.classes, self.products, self.officers, self.matrix):
            table.figure_opened.connect(self._open)
        self._no_rolls = EmptyState(theme, "chart-column")
        self._moves = text("", "soft", wrap=True)
        self._matrix_stack = QStackedWidget()
        self._matrix_stack.addWidget(self.matrix)
        self._matrix_stack.addWidget(self._no_rolls)
        rolls = QWidget()
        below = column(self._matrix_stack, self._moves)
        below.setStretch(0, 1)
        self._moves.setContentsMargins(14, 6, 14, 8)
        rolls.setLayout(below)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._tables = QStackedWidget()
        for words, widget in (
            (self.tr("By product"), self.products),
            (self.tr("By officer"), self.officers),
            (self.tr("Roll rates"), rolls),
        ):
            self.tabs.addTab(words)
            self._tables.addWidget(widget)
        self.tabs.setCurrentIndex(int(self.shell.prefs.get("ageing", "tab", 0)))
        self._tables.setCurrentIndex(self.tabs.currentIndex())
        self.tabs.currentChanged.connect(self._tab_changed)

    def _make_actions(self) -> None:
        save = self.saving
        self._export = self.act(
            "export", self.tr("Export Excel"), save.ask_xlsx, shortcut="Ctrl+E", icon="download"
        )
        self._pdf = self.act(
            "print", self.tr("Save as PDF"), save.ask_pdf, shortcut="Ctrl+P", icon="printer"
        )
        self.act("today", self.tr("Ageing of today"), lambda: self.go_to(self.shell.desk.today))
        for place in range(self.tabs.count()):
            words = self.tr("Show {tab}").format(tab=self.tabs.tabText(place))
            self.act(
                f"tab_{place}",
                words,
                partial(self.tabs.setCurrentIndex, place),
                shortcut=f"Alt+{place + 1}",
            )

    def _lay_out(self) -> None:
        self._said = QVBoxLayout()
        self._sum = text("", "muted")
        head = row(self.measures, self._sum)
        head.setContentsMargins(12, 10, 14, 0)
        head.setStretch(0, 1)
        chart = Card()
        inside = column(spacing=4)
        inside.addLayout(head)
        inside.addWidget(self.chart, 1)
        chart.setLayout(inside)
        classes = Card()
        classes.setFixedWidth(424)
        title = text(self.tr("Five classes"), "heading")
        title.setContentsMargins(14, 12, 14, 8)
        in_classes = column(title, self.classes, margins=1)
        in_classes.setStretch(1, 1)
        classes.setLayout(in_classes)
        upper = row(chart, classes, spacing=14)
        upper.setStretch(0, 1)
        lower = Card()
        bar = row(self.tabs, spacer())
        bar.setContentsMargins(14, 2, 14, 0)
        in_lower = column(margins=1)
        in_lower.addLayout(bar)
        in_lower.addWidget(self._tables, 1)
        lower.setLayout(in_lower)
        self._nothing = EmptyState(self.shell.theme, "chart-column")
        whole = QWidget()
        parts = column(spacing=12)
        parts.addLayout(self._said)
        parts.addLayout(upper, 5)
        parts.addWidget(lower, 6)
        whole.setLayout(parts)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(self._nothing)
        layout = column(self._stack)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)
        self.setFocusProxy(self.chart)

    # Showing ------------------------------------------------------------------------------

    def _show(self, report: AgeingReport) -> None:
        self._report = report
        self._say(report)
        is_there = report.as_of is not None
        self._stack.setCurrentIndex(0 if is_there else 1)
        for action in (self._export, self._pdf):
            action.setEnabled(is_there)
        self.set_subtitle("" if report.as_of is None else report.as_of.isoformat())
        if report.as_of is None:
            return
        self.shell.tasks.read(
            reports.roll_rates, report.as_of, then=self._show_rolls, latest="ageing.rolls"
        )
        self.classes.show_sheet(self._sheets.classes(report))
        self._show_measured()

    def _say(self, report: AgeingReport) -> None:
        while (item := self._said.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if report.showing == "after_last" and report.as_of is not None:
            words = self.tr("{asked} has not been run yet: this is the last run, of {shown}.")
            said = words.format(asked=report.asked, shown=report.as_of)
            self._said.addWidget(Notice(self.shell.theme, said, "info", "warn"))
        elif report.showing == "before_first" and report.run_dates is not None:
            words = self.tr("The days are recorded since {first}.").format(
                first=report.run_dates[0]
            )
            first = report.run_dates[0]
            self._nothing.show_words(
                self.tr("Nothing was recorded on {day}").format(day=report.asked),
                words,
                self.tr("Show the first day"),
                lambda: self.go_to(first),
            )
        elif report.showing == "never_run":
            self._nothing.show_words(
                self.tr("There is no ageing yet"),
                self.tr("It is made by the day run, after the first import."),
                self.tr("Import files"),
                lambda: self.shell.go("imports"),
            )

    def _show_measured(self) -> None:
        report = self._report
        if report is None or report.as_of is None:
            return
        measure = self.measure
        values = [measured(figures, measure) for figures in report.by_bucket]
        if measure in ("overdue", "penalty"):
            values[0] = Decimal(0)
        top = ceiling(float(max(values, default=Decimal(0))))
        bars = [
            Bar(
                bucket.code,
                self.tr("{count} customers").format(count=formats.count(figures.customers)),
                float(value),
                self._short(value),
                self._sheets.tip(bucket.code, figures),
            )
            for bucket, figures, value in zip(report.buckets, report.by_bucket, values, strict=True)
        ]
        axis = [self._short(Decimal(str(top)) * step / _STEPS) for step in range(_STEPS + 1)]
        self.chart.show_bars(bars, axis, top)
        self._sum.setText(
            self.tr("{accounts} accounts · {overdue} overdue · {amount}").format(
                accounts=formats.count(report.total.accounts),
                overdue=formats.count(report.overdue.accounts),
                amount=formats.money_short(report.overdue.overdue + report.overdue.penalty),
            )
        )
        self.products.show_sheet(self._sheets.pivot(report, "product", measure))
        self.officers.show_sheet(self._sheets.pivot(report, "officer", measure))
        self._show_matrix()

    def _short(self, value: Decimal) -> str:
        if self.measure not in AMOUNTS:
            return formats.count(int(value))
        return formats.money_short(value).removeprefix("¥ ") if value else "0"

    def _show_rolls(self, report: RollReport) -> None:
        self._rolls = report
        self._show_matrix()

    def _show_matrix(self) -> None:
        report = self._rolls
        if report is None:
            return
        self._matrix_stack.setCurrentIndex(0 if report.has_start else 1)
        self._moves.setVisible(report.has_start)
        if not report.has_start:
            self._no_rolls.show_words(
                self.tr("No roll rates yet"),
                self.tr("They compare with {day}, which was not recorded.").format(
                    day=report.start
                ),
            )
            return
        by: Basis = "amount" if self.measure in AMOUNTS else "accounts"
        self.matrix.show_sheet(self._sheets.matrix(report, by))
        self._moves.setText(self._sheets.summary(report, by))

    # What the user does -------------------------------------------------------------------

    def _set_date(self, day: date) -> None:
        self.date.blockSignals(True)
        today = self.shell.desk.today
        self.date.setMaximumDate(QDate(today.year, today.month, today.day))
        self.date.setDate(QDate(day.year, day.month, day.day))
        self.date.blockSignals(False)

    def _date_changed(self) -> None:
        self._is_live = self.as_of == self.shell.desk.today
        self._rolls = None
        self.refresh()

    def _measure_changed(self, measure: str) -> None:
        self.shell.prefs.set("ageing", "measure", measure)
        self._show_measured()

    def _tab_changed(self, place: int) -> None:
        self.shell.prefs.set("ageing", "tab", place)
        self._tables.setCurrentIndex(place)

    def _open_bar(self, place: int) -> None:
        if self._report is not None and self._report.by_bucket[place].accounts:
            self._open(Behind(Narrowing(bucket=place), self._report.buckets[place].code))

    def _open(self, what: Behind | Moved) -> None:
        """Open the cases behind a figure."""
        if self._report is None or self._report.as_of is None:
            return
        day = self._report.as_of
        if isinstance(what, Behind) and what.is_at_start:
            day = previous_month_end(day)
        label = f"{what.label} · {day}"

        def show(case_ids: list[int]) -> None:
            self.shell.go("cases", case_ids=case_ids, label=label)

        if isinstance(what, Behind):
            self.shell.tasks.read(reports.cases_behind, day, what.narrowing, then=show)
        else:
            self.shell.tasks.read(reports.cases_moved, day, what.before, what.now, then=show)
