"""What can be done with many cases at once: hand over, plan, write letters, export."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.services import case_actions
from desktop.services.case_actions import Assigned
from desktop.ui import formats
from desktop.ui.agencies.dialogs import PlaceDialog
from desktop.ui.cases.assign_dialog import AssignDialog
from desktop.ui.cases.export import ExportDialog

if TYPE_CHECKING:
    from desktop.ui.cases.case_list import CaseList
    from desktop.ui.cases.page import CasesPage

ASK_ABOVE = 1000


class BulkActions(QObject):
    """The actions below the list; each is for what is chosen, or the case looked at."""

    def __init__(self, page: "CasesPage") -> None:
        super().__init__(page)
        self._page = page
        self._shell = page.shell
        act = page.act
        self.assign = act(
            "assign", self.tr("Assign"), self._assign, shortcut="Ctrl+Shift+A", icon="user"
        )
        self.plan = act(
            "plan", self.tr("Plan"), self._plan, shortcut="Ctrl+P", icon="calendar-days"
        )
        self.letters = act(
            "letters", self.tr("Letters"), self._letters, shortcut="Ctrl+L", icon="file-text"
        )
        self.place = act("place_chosen", self.tr("Agency"), self._place, icon="handshake")
        self.place.setToolTip(self.tr("Tell the customers and hand the cases to an agency"))
        self.export_chosen = act(
            "export_chosen",
            self.tr("Export chosen"),
            self._export_chosen,
            shortcut="Ctrl+Shift+E",
            icon="download",
        )
        self.export_shown = act(
            "export_shown",
            self.tr("Export to Excel"),
            self._export_shown,
            shortcut="Ctrl+E",
            icon="download",
        )
        self.letters.setVisible(self._shell.has_page("letters"))
        self.actions = [self.assign, self.plan, self.letters, self.place, self.export_chosen]

    def work_on(self, cases: "CaseList") -> None:
        """Act on this list."""
        self._list = cases
        cases.checks_changed.connect(lambda _count: self._follow())
        cases.current_changed.connect(lambda _id: self._follow())
        self._follow()

    def _follow(self) -> None:
        for action in self.actions:
            action.setEnabled(self._list.selection_size() > 0)
        self.export_shown.setEnabled(self._list.model.rowCount() > 0)

    def _ask_first(self, what: str, then: Callable[[], object]) -> None:
        """Ask before an act on more than a thousand cases; else do it."""
        size = self._list.selection_size()
        if size <= ASK_ABOVE:
            then()
            return
        words = self.tr("{what}: {count} cases?").format(what=what, count=formats.count(size))
        details = self.tr("That is more than a thousand. It can be taken back with Ctrl+Z.")
        self._shell.notify.confirm(words, details=details, yes=what, then=then)

    # Hand over ----------------------------------------------------------------------------

    def _assign(self) -> None:
        dialog = AssignDialog(
            self._page, self._shell.theme, self._list.officers, self._list.selection_size()
        )
        dialog.chosen.connect(self._assign_to)
        dialog.open()

    def _assign_to(self, officer_id: int | None) -> None:
        selection = self._list.selection()
        self._ask_first(
            self.tr("Assign"),
            lambda: self._shell.tasks.write(
                case_actions.assign,
                selection,
                officer_id,
                then=lambda done: self._assigned(done, officer_id),
                label=self.tr("Assigning cases"),
            ),
        )

    def _assigned(self, done: Assigned, officer_id: int | None) -> None:
        name = self._list.officers.get(officer_id or 0, self.tr("nobody"))
        words = self.tr("{count} cases assigned to {name}")
        self._shell.notify.toast(
            words.format(count=formats.count(done.count), name=name),
            kind="ok",
            undo=lambda: self._shell.tasks.write(case_actions.take_back_assignment, done.before),
        )

    # Plan, letters, export ----------------------------------------------------------------

    def _plan(self) -> None:
        selection, size = self._list.selection(), self._list.selection_size()
        self._ask_first(self.tr("Plan"), lambda: self._page.pane.plan(selection, size))

    def _letters(self) -> None:
        self._shell.tasks.read(
            case_actions.selected_ids,
            self._list.selection(),
            then=lambda ids: self._shell.go("letters", case_ids=ids),
        )

    def _place(self) -> None:
        selection, size = self._list.selection(), self._list.selection_size()
        what = self.tr("%Ln case(s)", "", size)
        self._ask_first(
            self.tr("Agency"),
            lambda: PlaceDialog(self._page, self._shell, selection, what).open(),
        )

    def _export_chosen(self) -> None:
        ExportDialog(self._page, self._list, is_chosen=True).open()

    def _export_shown(self) -> None:
        ExportDialog(self._page, self._list, is_chosen=False).open()
