"""The inbox: filter chips, the list of movements, what stands below it."""

from array import array
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop.services import money_inbox
from desktop.services.money_inbox import InboxQuery, InboxRow
from desktop.ui.page import Shell
from desktop.ui.paged_model import PagedModel
from desktop.ui.payments.columns import FILTERS, InboxWords
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chips import Choice, FilterChips
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.paged_table import PagedTable
from desktop.ui.widgets.text import button, column, row

NAME = "payments"
OPEN_STATES = InboxQuery().states


class Inbox(Card):
    """Which movements are shown. ``current_changed`` tells the row looked at, or None."""

    current_changed = Signal(object)
    import_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._words = InboxWords(self)
        self._filter = str(shell.prefs.get(NAME, "filter", "open"))
        self._search = ""
        self.model = PagedModel(
            self._words.columns(),
            shell.tasks,
            money_inbox.inbox_rows,
            lambda each: each.id,
            as_of=shell.desk.today,
        )
        self.table = PagedTable(self.model, shell.theme, shell.prefs, NAME)
        self.table.setAccessibleName(self.tr("Money that arrived"))
        self.table.current_changed.connect(lambda _id: self._tell_current())
        self.model.dataChanged.connect(lambda *_places: self._tell_current())
        self.chips = FilterChips()
        self.chips.chosen.connect(self.choose)
        self._show_chips({})
        self._lay_out()

    @property
    def query(self) -> InboxQuery:
        """The filter with the words searched for."""
        return replace(FILTERS.get(self._filter, FILTERS["open"]), words=self._search)

    @property
    def current(self) -> InboxRow | None:
        """The movement looked at, when it has been read."""
        place = self.table.currentIndex().row()
        found: InboxRow | None = self.model.row_at(place) if place >= 0 else None
        return found

    def reload(self) -> None:
        """Read ids and counts anew."""
        self.model.as_of = self._shell.desk.today
        tasks = self._shell.tasks
        tasks.read(money_inbox.inbox_ids, self.query, then=self._show_ids, latest="payments.ids")
        tasks.read(money_inbox.inbox_counts, then=self._show_chips, latest="payments.counts")

    def search(self, words: str) -> None:
        """Narrow the list to what was typed."""
        self._search = words
        self.reload()

    def choose(self, key: str) -> None:
        """Show another filter, and remember it."""
        self._filter = key
        self.chips.choose(key)
        self._shell.prefs.set(NAME, "filter", key)
        self.reload()

    def _show_ids(self, ids: "array[int]") -> None:
        self.model.set_ids(ids)
        self._stack.setCurrentIndex(0 if ids else 1)
        if not ids:
            self._say_why_empty()
        elif self.table.currentIndex().row() < 0:
            self.table.setCurrentIndex(self.model.index(0, self.table.first_visible_column))
        self._tell_current()

    def _tell_current(self) -> None:
        self.current_changed.emit(self.current)

    def _show_chips(self, counts: Mapping[str, int]) -> None:
        numbers = {
            "open": sum(counts.get(state, 0) for state in OPEN_STATES),
            "kept": counts.get("kept", 0) + counts.get("to_return", 0),
            "certain": counts.get("certain", 0),
            "look": sum(counts.get(state, 0) for state in FILTERS["look"].states)
            - counts.get("certain", 0),
            "sent": counts.get("sent", 0) + counts.get("announced", 0),
        }
        words = self._words.filters()
        self.chips.show_choices(
            [Choice(key, words[key], numbers.get(key) if counts else None) for key in FILTERS]
        )
        self.chips.choose(self._filter)

    def _say_why_empty(self) -> None:
        if self._search:
            self._empty.show_words(self.tr("Nothing found"), self.tr("Search for other words."))
        elif self._filter == "open":
            self._empty.show_words(
                self.tr("Nothing left to do"),
                self.tr("Import a bank statement to see what has arrived."),
                self.tr("Import a statement…"),
                self.import_wanted.emit,
            )
        else:
            self._empty.show_words(self.tr("Nothing here"))

    def _lay_out(self) -> None:
        self._empty = EmptyState(self._shell.theme, "wallet")
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        columns = button(self._shell.theme, self.tr("Columns…"), "columns-3", role="icon")
        columns.clicked.connect(lambda: self._pop_columns(columns))
        bar = row(self.chips, columns, margins=10)
        layout = column(bar, holder)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _pop_columns(self, below: QWidget) -> None:
        self.table.columns_menu().popup(below.mapToGlobal(below.rect().bottomLeft()))
