"""The whole book under a strategy before it is switched on: contacts by day and channel."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop.adapters.rule_tables import bundled_rules
from desktop.domain.progress import Cancelled
from desktop.domain.reminder_strategy import Step
from desktop.services import strategy_trial
from desktop.services.strategy_trial import BookTrial
from desktop.ui import formats
from desktop.ui.calendar.painting import channel_words
from desktop.ui.page import Shell
from desktop.ui.widgets.text import button, column, row, spacer, text

SPANS = (14, 30, 60, 90)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BookView(QWidget):
    """A button that tries the steps, and what came of it beside what is in force now."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._steps: tuple[Step, ...] = ()
        self.tried: tuple[Step, ...] | None = None
        """The steps of the last trial: a strategy changed since has not been tried."""
        self.span = QComboBox()
        self.span.setAccessibleName(self.tr("Days"))
        for days in SPANS:
            self.span.addItem(self.tr("next {days} days").format(days=days), days)
        self.span.setCurrentIndex(SPANS.index(strategy_trial.BOOK_DAYS))
        self.start = button(
            shell.theme, self.tr("Try on the whole book"), "list-checks", is_primary=True
        )
        self.start.clicked.connect(lambda _on=False: self.run())
        self._said = text("", "muted", wrap=True)
        self._refusals = text("", "muted", wrap=True)
        self.table = QTableWidget()
        self.table.setAccessibleName(self.tr("Contacts by day and channel"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        whole = column(
            row(self.span, self.start, spacer()),
            self._said,
            self.table,
            self._refusals,
            spacing=10,
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._nothing_yet()

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Take these steps for the next trial."""
        self._steps = tuple(steps)
        if self.tried is not None and self.tried != self._steps:
            self._said.setText(self.tr("The steps were changed since this trial: try again."))

    def run(self) -> None:
        """Try the steps on everybody; it can be cancelled."""
        steps = self._steps
        self.start.setEnabled(False)
        self._shell.tasks.read(
            strategy_trial.try_book,
            steps,
            int(self.span.currentData()),
            label=self.tr("Trying all customers"),
            then=lambda trial: self._show(trial, steps),
            failed=self._failed,
        )

    def _failed(self, error: Exception) -> None:
        self.start.setEnabled(True)
        if not isinstance(error, Cancelled):
            self._shell.notify.error(error)

    def _show(self, trial: BookTrial, steps: tuple[Step, ...]) -> None:
        self.start.setEnabled(True)
        self.tried = steps
        now, tried = trial.now.contacts.total(), trial.tried.contacts.total()
        words = self.tr(
            "{customers} customers, {days} days, as if nobody paid: {tried} contacts, now {now} "
            "({difference})."
        )
        self._said.setText(
            words.format(
                customers=formats.count(trial.customers),
                days=trial.days,
                tried=formats.count(tried),
                now=formats.count(now),
                difference=f"{tried - now:+,}",
            )
        )
        self._fill(trial)
        self._say_refusals(trial)

    def _fill(self, trial: BookTrial) -> None:
        channels = trial.channels
        self.table.setColumnCount(len(channels) + 2)
        heads = [self.tr("Day"), *(channel_words(one) for one in channels), self.tr("All")]
        self.table.setHorizontalHeaderLabels(heads)
        days = [trial.first + timedelta(days=offset) for offset in range(trial.days)]
        self.table.setRowCount(len(days) + 1)
        self._line(0, self.tr("All days"), trial, days, channels)
        for place, day in enumerate(days, start=1):
            self._line(place, formats.day(day), trial, [day], channels)

    def _line(
        self, place: int, name: str, trial: BookTrial, days: Sequence[date], channels: Sequence[str]
    ) -> None:
        self.table.setItem(place, 0, QTableWidgetItem(name))
        both = [
            tuple(
                sum(tally.contacts[day, channel] for day in days)
                for tally in (trial.tried, trial.now)
            )
            for channel in channels
        ]
        both.append((sum(tried for tried, _ in both), sum(now for _, now in both)))
        for at, (tried, now) in enumerate(both, start=1):
            item = QTableWidgetItem(_beside(tried, now))
            item.setTextAlignment(_RIGHT)
            if tried != now:
                tone = "warn" if tried > now else "ok"
                item.setForeground(self._shell.theme.color(tone))
            self.table.setItem(place, at, item)

    def _say_refusals(self, trial: BookTrial) -> None:
        parts = []
        for code, number in trial.tried.refused.most_common():
            history = bundled_rules().history(code)
            name = history[-1].zh if formats.language() == "zh" else history[-1].en
            parts.append(f"{name} {formats.count(number)}")
        words = self.tr("Kept off by rules: {rules}").format(rules=" · ".join(parts))
        self._refusals.setText(words if parts else "")

    def _nothing_yet(self) -> None:
        self._said.setText(
            self.tr(
                "Counts what every customer would get, day by day and channel by channel, beside "
                "the strategy in force. Nothing is planned or sent."
            )
        )


def _beside(tried: int, now: int) -> str:
    """The number tried and, where it differs, by how much: 12 (+3)."""
    if tried == now:
        return formats.count(tried) if tried else "–"
    return f"{formats.count(tried)} ({tried - now:+,})"
