"""The Cases page: key figures, the list, and all about the case that is looked at."""

from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSplitter, QWidget

from desktop.services import cases
from desktop.services.cases import CaseQuery, Totals
from desktop.ui import formats
from desktop.ui.cases.bulk import BulkActions
from desktop.ui.cases.case_dialogs import ViewNameDialog
from desktop.ui.cases.case_list import NAME, CaseList
from desktop.ui.cases.detail import CasePane
from desktop.ui.cases.key_figures import KeyFigureRow
from desktop.ui.page import Page, Shell
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.text import column

DETAIL_AFTER_MS = 60
CHOSEN_AFTER_MS = 150


class CasesPage(Page):
    """All cases, and the one that is looked at."""

    key = "cases"
    icon = "briefcase"
    topics = frozenset(
        {
            "accounts",
            "cases",
            "contacts",
            "letters",
            "notes",
            "officers",
            "payments",
            "promises",
            "reminders",
            "restrictions",
            "visits",
        }
    )

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.bulk = BulkActions(self)
        self.list = CaseList(shell, self.bulk.actions)
        self.bulk.work_on(self.list)
        self._pane: CasePane | None = None
        self.figures = KeyFigureRow(shell)
        self._search = SearchField(shell.theme, self.tr("Name, pinyin, phone, ID or contract no.…"))
        self._search.searched.connect(self.list.search)
        self._make_actions()
        self._lay_out()
        QTimer.singleShot(0, self, lambda: self.pane)
        self._detail_soon = QTimer(self, singleShot=True, interval=DETAIL_AFTER_MS)
        self._detail_soon.timeout.connect(self._show_detail)
        self.list.current_changed.connect(lambda _id: self._detail_soon.start())
        self.list.row_activated.connect(lambda _id: self.pane.setFocus())
        self._said = ""
        self._chosen_soon = QTimer(self, singleShot=True, interval=CHOSEN_AFTER_MS)
        self._chosen_soon.timeout.connect(self._read_chosen)
        self.list.model.checks_changed.connect(self._chosen_soon.start)
        self.list.shown.connect(self._show_totals)
        self.list.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.table.customContextMenuRequested.connect(self._show_menu)
        self.list.save_wanted.connect(self._name_view)

    @property
    def pane(self) -> CasePane:
        """The case looked at; built a moment after the list, so that the list is there sooner."""
        if self._pane is None:
            self._pane = CasePane(self)
            self._splitter.addWidget(self._pane)
            self._splitter.setStretchFactor(0, 1)
            self._splitter.setStretchFactor(1, 0)
            sizes = self.shell.prefs.get(NAME, "splitter", [868, 318])
            self._splitter.setSizes([int(size) for size in sizes])
        return self._pane

    def title(self) -> str:
        """Return 案件."""
        return self.tr("Cases")

    def top_widget(self) -> QWidget | None:
        """Return the search field."""
        return self._search

    def top_actions(self) -> list[QAction | QWidget]:
        """Return import and export."""
        return [self._import, self.bulk.export_shown]

    def refresh(self) -> None:
        """Read list, figures and the case looked at anew."""
        self.list.reload()
        self.figures.reload()
        if self._pane is not None:
            self._pane.reload()

    def open_target(self, **target: Any) -> None:
        """Show a case, a filter, a search or cases named one by one.

        ``case_id``: that case; ``case_ids`` with ``label``: these; ``query``: a ``CaseQuery``;
        ``view``: one of the views by key; ``search``: words.
        """
        self._search.set_silently(str(target.get("search", "")))
        if "case_ids" in target:
            label = str(target.get("label") or self.tr("Chosen elsewhere"))
            self.list.open_named(tuple(target["case_ids"]), label)
        elif isinstance(target.get("query"), CaseQuery):
            self.list.open_query(target["query"])
        elif "view" in target:
            self.list.open_view(str(target["view"]))
        elif "search" in target:
            self.list.search(str(target["search"]))
        if "case_id" in target:
            self.list.open_case(int(target["case_id"]))

    def leave(self) -> None:
        """Keep how wide the pane is; what is typed is kept key by key."""
        self.shell.prefs.set(NAME, "splitter", self._splitter.sizes())

    def _make_actions(self) -> None:
        self.act("find", self.tr("Search cases"), self._find, shortcut="Ctrl+K", icon="search")
        self.act(
            "filter",
            self.tr("Filter…"),
            self.list.open_filter,
            shortcut="Ctrl+F",
            icon="sliders-horizontal",
        )
        self.act("columns", self.tr("Columns…"), self.list.open_columns, icon="columns-3")
        self.act("next", self.tr("Next case"), lambda: self.list.table.step(1), shortcut="Alt+Down")
        self.act(
            "previous",
            self.tr("Previous case"),
            lambda: self.list.table.step(-1),
            shortcut="Alt+Up",
        )
        self.act("to_list", self.tr("To the list"), self.list.table.setFocus, shortcut="F6")
        self._import = self.act(
            "import",
            self.tr("Import"),
            lambda: self.shell.go("imports"),
            shortcut="Ctrl+I",
            icon="upload",
        )
        self._import.setVisible(self.shell.has_page("imports"))

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(14)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.list)
        layout = column(self.figures, self._splitter, spacing=12)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.list.table)

    def _find(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _show_menu(self, at: QPoint) -> None:
        """Open what can be done with the row, or with what is chosen, beside the mouse."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.list.checked_count == 0:
            menu.addActions(self.pane.case_actions)
            menu.addSeparator()
        menu.addActions(self.bulk.actions)
        menu.popup(self.list.table.viewport().mapToGlobal(at))

    def _name_view(self) -> None:
        dialog = ViewNameDialog(self, self.shell)
        dialog.named.connect(self.list.save_view)
        dialog.open()

    def _show_detail(self) -> None:
        self.pane.show_case(self.list.table.current_id)

    def _show_totals(self, totals: Totals) -> None:
        self.set_subtitle(self.tr("{count} cases").format(count=formats.count(totals.count)))
        words = self.tr("{count} cases · overdue {overdue} · outstanding {outstanding}")
        self._said = words.format(
            count=formats.count(totals.count),
            overdue=formats.money(totals.overdue),
            outstanding=formats.money(totals.outstanding),
        )
        self.shell.set_status(self._said)
        self._chosen_soon.start()

    def _read_chosen(self) -> None:
        """Say beside the sums of the list what is chosen in it; of all, the list says it."""
        model = self.list.model
        if model.checked_count == 0 or model.is_everything_checked:
            self.shell.set_status(self._said)
            return
        self.shell.tasks.read(
            cases.totals_of,
            model.checked_ids(),
            then=self._show_chosen,
            latest="cases.chosen",
            urgent=False,
        )

    def _show_chosen(self, chosen: Totals) -> None:
        words = self.tr("chosen {overdue}").format(overdue=formats.money(chosen.overdue))
        self.shell.set_status(f"{self._said} · {words}")
