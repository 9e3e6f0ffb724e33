"""Periods that run out soon: limitation and guarantees, and the letter that helps."""

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.services import limitations
from desktop.services.limitations import EndingPeriod
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, spacer, text

LETTERS = {"limitation": "overdue_notice_3", "guarantee": "guarantor_notice"}
"""The letter whose proved arrival helps: it starts limitation anew, it calls on the guarantor."""

URGENT = 30
TONES = {0: "danger", 30: "danger", 90: "warn", 180: "text3"}


class PeriodTab(QWidget):
    """The list, the nearest end first; a double click opens the case."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.periods: list[EndingPeriod] = []
        self._list = EntryList(shell.theme, self.tr("Periods that run out"))
        self._list.entry_activated.connect(self._open)
        self._words = text("", "muted")
        empty = EmptyState(shell.theme, "hourglass")
        empty.show_words(
            self.tr("Nothing runs out soon"),
            self.tr("Limitation and guarantee periods are shown from 180 days before their end."),
        )
        self._stack = QStackedLayout()
        self._stack.addWidget(self._list)
        self._stack.addWidget(empty)
        self.demand_button = button(shell.theme, self.tr("Demand letters for these"), "stamp")
        self.demand_button.clicked.connect(lambda: self._letters("limitation"))
        self.call_button = button(shell.theme, self.tr("Letters to the guarantors"), "stamp")
        self.call_button.clicked.connect(lambda: self._letters("guarantee"))
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(14, 12, 14, 12)
        head = QHBoxLayout()
        for part in (self._words, spacer(), self.demand_button, self.call_button):
            head.addWidget(part)
        inside.addLayout(head)
        inside.addLayout(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def reload(self) -> None:
        """Read the list anew."""
        self._shell.tasks.read(limitations.ending, then=self._show, latest="letters.periods")

    def _show(self, periods: list[EndingPeriod]) -> None:
        self.periods = periods
        self._list.show_entries([self._entry(period) for period in periods])
        self._stack.setCurrentIndex(0 if periods else 1)
        self._words.setText(self.tr("%n period(s) run out", "", len(periods)) if periods else "")
        kinds = {period.kind for period in periods}
        self.demand_button.setVisible("limitation" in kinds)
        self.call_button.setVisible("guarantee" in kinds)

    def _entry(self, period: EndingPeriod) -> Entry:
        lang = formats.language()
        kind = wording.text(f"letters.period.{period.kind}", lang)
        since = wording.text(f"letters.since.{period.since}", lang)
        left = (
            self.tr("ended {date}").format(date=formats.day(period.ends))
            if period.days_left < 0
            else self.tr("ends {date}, {days} days left").format(
                date=formats.day(period.ends), days=period.days_left
            )
        )
        whose = f"{period.name}　{period.guarantor}".strip("　")
        detail = " · ".join((period.case_no, period.account_no, left, since))
        for number, step in enumerate(period.to_do, start=1):
            detail += f"\n{number}. {wording.text(f'letters.todo.{step}', lang)}"
        return Entry(
            "hourglass",
            whose,
            detail,
            figure=formats.money(period.overdue),
            tone=TONES.get(period.warning or 0, "text3"),
            tag=kind,
            tag_status="broken" if (period.warning or 0) <= URGENT else "open",
            key=period,
        )

    def _letters(self, kind: str) -> None:
        ids = list(dict.fromkeys(one.case_id for one in self.periods if one.kind == kind))
        label = wording.text(f"letters.period.{kind}", formats.language())
        self._shell.go("letters", case_ids=ids, label=label, template=LETTERS[kind])

    def _open(self, key: object) -> None:
        if isinstance(key, EndingPeriod):
            self._shell.go("cases", case_id=key.case_id)
