"""The list of cases: view, filter, search, sort, and what is chosen in it."""

from array import array
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop.services import cases, officers
from desktop.services.case_actions import Selection
from desktop.services.cases import CaseQuery
from desktop.ui.cases.columns import CaseColumns
from desktop.ui.cases.filter_panel import FilterPanel
from desktop.ui.cases.filters import View, Views, from_stored, to_stored
from desktop.ui.cases.list_footer import ListFooter
from desktop.ui.cases.view_bar import ViewBar
from desktop.ui.page import Shell
from desktop.ui.paged_model import PagedModel
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.paged_table import PagedTable
from desktop.ui.widgets.text import button, column

NAME = "cases"
FIRST_IDS = 256
"""Rows shown before the whole list is sorted: more than a tall window holds."""
REST_AFTER_MS = 120


class CaseList(Card):
    """Everything about which cases are shown. ``current_changed`` tells the id looked at."""

    current_changed = Signal(object)
    row_activated = Signal(object)
    shown = Signal(object)
    """The ``Totals`` of what the filter matches."""
    checks_changed = Signal(int)
    save_wanted = Signal()
    """The filter is to be kept under a name."""

    def __init__(self, shell: Shell, bulk: list[QAction]) -> None:
        super().__init__()
        self._shell = shell
        self._today = shell.desk.today
        self._search = ""
        self._named: tuple[tuple[int, ...], str] | None = None
        self._wanted_id: int | None = None
        self._counts: dict[str, int] = {}
        self.officers: dict[int, str] = {}
        self._views = self._all_views()
        self._view = self._views[0]
        self._query = self._view.query
        self.model = PagedModel(
            CaseColumns(self).made(),
            shell.tasks,
            cases.case_rows,
            lambda row: row.case_id,
            as_of=self._today,
        )
        self.table = PagedTable(self.model, shell.theme, shell.prefs, NAME)
        self.table.setAccessibleName(self.tr("Cases"))
        # The rows in sight are read before the whole list is sorted.
        self._rest_soon = QTimer(self, singleShot=True, interval=REST_AFTER_MS)
        self._rest_soon.timeout.connect(self._read_rest)
        self._build(bulk)
        self._connect()
        self._open_last_view()

    # What is shown ------------------------------------------------------------------------

    @property
    def query(self) -> CaseQuery:
        """The whole filter: view, parts, search, cases named by another page."""
        named = self._named[0] if self._named else None
        return replace(self._query, search=self._search, case_ids=named)

    def reload(self) -> None:
        """Read everything anew: the list first, then what stands around it."""
        self._today = self._shell.desk.today
        self.model.as_of = self._today
        self._read_ids()
        counted = {view.key: view.query for view in self._views}
        later = partial(self._shell.tasks.read, urgent=False)
        later(cases.case_counts, counted, then=self._show_counts, latest="cases.counts")
        later(officers.active, then=self._show_officers, latest="cases.officers")

    def search(self, words: str) -> None:
        """Narrow the list to what was typed; it looks through all cases, whatever the view."""
        self._search, self._named = words, None
        if words:
            self._query = replace(
                CaseQuery(), sort=self._query.sort, is_descending=self._query.is_descending
            )
        else:
            self._query = self._view.query
        self._apply()

    def open_view(self, key: str) -> None:
        """Show a view by key; an unknown one shows the first."""
        self._view = self._view_of(key)
        self._query, self._search, self._named = self._view.query, "", None
        self._shell.prefs.set(NAME, "view", self._view.key)
        self._shell.prefs.set(NAME, "filter", None)
        self._apply()

    def open_query(self, query: CaseQuery) -> None:
        """Show what another page asks for."""
        self._view = self._views[0]
        self._search, self._named, self._query = "", None, query
        self._apply()

    def open_named(self, ids: "tuple[int, ...]", words: str) -> None:
        """Show cases named one by one, under words that say what they are."""
        self._view, self._search = self._views[0], ""
        self._named = (ids, words)
        self._query = CaseQuery()
        self._apply()

    def open_case(self, case_id: int) -> None:
        """Go to a case; where the list does not have it, show it alone."""
        if not self.table.show_id(case_id):
            self._wanted_id = case_id
            self._read_ids()

    def narrow(self, query: CaseQuery) -> None:
        """Apply a filter put together by the user."""
        self._query = replace(query, search="", case_ids=None)
        self._shell.prefs.set(NAME, "filter", to_stored(self._query, self._today))
        self._apply()

    def _apply(self) -> None:
        self.model.check_none()
        self.model.sorted_by = (self._query.sort, self._query.is_descending)
        self.table.horizontalHeader().viewport().update()
        self._show_filter()
        self._read_first()

    def _read_first(self) -> None:
        """Show another list from its top: the first rows at once, the rest behind them."""
        self._rest_soon.stop()
        read = self._shell.tasks.read
        read(cases.case_ids, self.query, FIRST_IDS, then=self._show_first, latest="cases.ids")
        self._read_totals()

    def _read_ids(self) -> None:
        """Read the list shown anew; the row looked at stays."""
        self._shell.tasks.read(cases.case_ids, self.query, then=self._show_ids, latest="cases.ids")
        self._read_totals()

    def _read_rest(self) -> None:
        query = self.query
        self._shell.tasks.read(
            cases.case_ids, query, then=self._show_ids, latest="cases.ids", urgent=False
        )

    def _read_totals(self) -> None:
        self._shell.tasks.read(
            cases.case_totals,
            self.query,
            then=self.shown.emit,
            latest="cases.totals",
            urgent=False,
        )

    def _show_first(self, ids: "array[int]") -> None:
        if self._wanted_id is None and ids:
            self.table.forget_current()
        if len(ids) == FIRST_IDS:
            self.model.set_ids(ids)
            self._stack.setCurrentIndex(0)
            self._rest_soon.start()
        else:
            self._show_ids(ids)

    def _show_filter(self) -> None:
        current = "" if self._search or self._named else self._view.key
        self._bar.show_views(self._views, self._counts, current)
        base = CaseQuery() if self._search or self._named else self._view.query
        self._bar.show_parts(
            self._query, base, self.officers, self._named[1] if self._named else ""
        )

    # What is chosen -----------------------------------------------------------------------

    @property
    def checked_count(self) -> int:
        """How many cases are checked."""
        return self.model.checked_count

    def selection(self) -> Selection:
        """What a bulk action is for: the filter, the cases checked, else the one looked at."""
        if self.model.is_everything_checked:
            return self.query
        if self.model.checked_count:
            return self.model.checked_ids()
        current = self.table.current_id
        return array("q", [] if current is None else [current])

    def selection_size(self) -> int:
        """Return how many cases a bulk action is for."""
        return self.model.checked_count or (0 if self.table.current_id is None else 1)

    # Answers ------------------------------------------------------------------------------

    def _show_ids(self, ids: "array[int]") -> None:
        self.model.set_ids(ids)
        wanted, self._wanted_id = self._wanted_id, None
        if wanted is not None and not self.table.show_id(wanted):
            words = self.tr("Case {number}").format(number=wanted)
            self.open_named((wanted,), words)
        self._stack.setCurrentIndex(0 if ids else 1)
        if not ids:
            self._say_empty()

    def _say_empty(self) -> None:
        plain = self._query == self._view.query and not self._search and not self._named
        if not plain:
            self._empty.show_words(
                self.tr("No case matches"),
                self.tr("Drop a part of the filter or search for something else."),
                self.tr("Clear search and filter"),
                lambda: self.open_view(self._view.key),
            )
        elif self._view.key == "all" and self._shell.has_page("imports"):
            self._empty.show_words(
                self.tr("No case yet"),
                self.tr("Cases open by themselves when an imported account falls overdue."),
                self.tr("Import files"),
                lambda: self._shell.go("imports"),
            )
        else:
            self._empty.show_words(self.tr("Nothing here: all done"))

    def _show_counts(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._show_filter()

    def _show_officers(self, found: Any) -> None:
        self.officers = {officer.id: officer.name for officer in found}
        self._show_filter()

    # Views --------------------------------------------------------------------------------

    def save_view(self, name: str) -> None:
        """Keep the present filter and sort under a name."""
        views = dict(self._shell.prefs.get(NAME, "views", {}))
        views[name] = to_stored(self._query, self._today)
        self._shell.prefs.set(NAME, "views", views)
        self._views = self._all_views()
        self.open_view(f"saved:{name}")

    def forget_view(self, key: str) -> None:
        """Delete a saved view; it can be taken back."""
        name = key.removeprefix("saved:")
        views = dict(self._shell.prefs.get(NAME, "views", {}))
        kept = views.pop(name, None)
        if kept is None:
            return
        self._shell.prefs.set(NAME, "views", views)
        self._views = self._all_views()
        self.open_view(self._views[0].key)

        def bring_back() -> None:
            self._shell.prefs.set(NAME, "views", {**views, name: kept})
            self._views = self._all_views()
            self.open_view(key)

        words = self.tr("View “{name}” deleted").format(name=name)
        self._shell.notify.toast(words, undo=bring_back)

    def _all_views(self) -> list[View]:
        desk = self._shell.desk
        ready = Views(self).ready_made(desk.today, desk.actor.officer_id)
        stored = self._shell.prefs.get(NAME, "views", {})
        saved = [
            View(f"saved:{name}", name, from_stored(query, desk.today))
            for name, query in stored.items()
        ]
        return [*ready, *saved]

    def _view_of(self, key: str) -> View:
        found = next((view for view in self._views if view.key == key), self._views[0])
        sort = self._shell.prefs.get(NAME, "sorts", {}).get(found.key)
        return _sorted(found, *sort) if sort and sort[0] in cases.SORTS else found

    def _open_last_view(self) -> None:
        key = self._shell.prefs.get(NAME, "view", self._views[0].key)
        self._view = self._view_of(key)
        kept = self._shell.prefs.get(NAME, "filter")
        self._query = from_stored(kept, self._today) if kept else self._view.query
        self.model.sorted_by = (self._query.sort, self._query.is_descending)
        self._show_filter()

    # Building -----------------------------------------------------------------------------

    def _build(self, bulk: list[QAction]) -> None:
        theme = self._shell.theme
        self._filter_button = button(theme, self.tr("Filter"), "sliders-horizontal", role="icon")
        self._columns_button = button(theme, self.tr("Columns"), "columns-3", role="icon")
        self._bar = ViewBar(theme, [self._filter_button, self._columns_button])
        self._panel: FilterPanel | None = None
        self._empty = EmptyState(theme, "inbox")
        self._footer = ListFooter(theme, bulk)
        middle = QWidget()
        self._stack = QStackedLayout(middle)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = column(self._bar, middle, self._footer)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.table.current_changed.connect(self.current_changed)
        self.table.row_activated.connect(self.row_activated)
        self.table.sort_wanted.connect(self._sort)
        self.table.verticalScrollBar().valueChanged.connect(lambda _: self._count_rows())
        self.model.checks_changed.connect(self._count_rows)
        self.model.modelReset.connect(lambda: QTimer.singleShot(0, self, self._count_rows))
        self._bar.view_chosen.connect(self.open_view)
        self._bar.narrowed.connect(self.narrow)
        self._bar.named_dropped.connect(lambda: self.open_view(self._view.key))
        self._bar.forget_wanted.connect(self.forget_view)
        self._filter_button.clicked.connect(self.open_filter)
        self._columns_button.clicked.connect(self.open_columns)
        self._footer.all_wanted.connect(self.model.check_all)
        self._footer.none_wanted.connect(self.model.check_none)

    @property
    def panel(self) -> FilterPanel:
        """The filter's popup, built when it is first opened."""
        if self._panel is None:
            self._panel = FilterPanel(self._shell.theme, self)
            self._panel.changed.connect(self.narrow)
            self._panel.save_wanted.connect(self.save_wanted)
            self._panel.reset_wanted.connect(lambda: self.open_view(self._view.key))
        return self._panel

    @property
    def bar(self) -> ViewBar:
        """The views and the parts of the filter."""
        return self._bar

    @property
    def footer(self) -> ListFooter:
        """The bar below the list."""
        return self._footer

    def open_filter(self) -> None:
        """Open the filter's popup below its button."""
        self.panel.show_filter(self._query)
        self._shell.tasks.read(cases.products, then=self._open_panel, latest="cases.products")

    def _open_panel(self, products: list[str]) -> None:
        panel = self.panel
        panel.show_choices(products, self.officers)
        corner = self._filter_button.mapToGlobal(self._filter_button.rect().bottomRight())
        panel.move(corner - QPoint(panel.width(), -6))
        panel.show()

    def open_columns(self) -> None:
        """Open the choice of columns below its button."""
        corner = self._columns_button.mapToGlobal(self._columns_button.rect().bottomLeft())
        self.table.columns_menu().popup(corner)

    def _sort(self, key: str, is_descending: bool) -> None:
        # A sort belongs to the view: it does not show as a part of the filter, and is kept.
        self._query = replace(self._query, sort=key, is_descending=is_descending)
        self._view = _sorted(self._view, key, is_descending)
        sorts = self._shell.prefs.get(NAME, "sorts", {})
        self._shell.prefs.set(NAME, "sorts", {**sorts, self._view.key: [key, is_descending]})
        self.model.sorted_by = (key, is_descending)
        self._read_first()

    def _count_rows(self) -> None:
        total = self.model.rowCount()
        first = self.table.rowAt(0)
        last = self.table.rowAt(self.table.viewport().height() - 1)
        span = (first + 1, (last if last >= 0 else total - 1) + 1) if total else (0, 0)
        self._footer.show_state(self.model.checked_count, total, span)
        self.checks_changed.emit(self.model.checked_count)


def _sorted(view: View, key: str, is_descending: bool) -> View:
    return replace(view, query=replace(view.query, sort=key, is_descending=is_descending))
