"""A tab that is one list of entries, with words for when there are none."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop.services.cases import CaseDetail
from desktop.ui.cases.entries import CaseEntries
from desktop.ui.page import Shell
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.entry_list import Entry, EntryList

Make = Callable[[CaseEntries, CaseDetail], Sequence[Entry]]


class ListTab(QWidget):
    """Shows what ``make`` makes of a case."""

    def __init__(self, shell: Shell, name: str, icon: str, nothing: str, make: Make) -> None:
        super().__init__()
        self._shell = shell
        self._make = make
        self.list = EntryList(shell.theme, name)
        empty = EmptyState(shell.theme, icon)
        empty.show_words(nothing)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 8, 0, 0)
        self._stack.addWidget(self.list)
        self._stack.addWidget(empty)

    def show_case(self, detail: CaseDetail) -> None:
        """Show a case."""
        entries = self._make(CaseEntries(self._shell.desk.today), detail)
        self.list.show_entries(entries)
        self._stack.setCurrentIndex(0 if entries else 1)
