"""A register with a card for each: the list on the left, the card chosen on the right."""

from typing import Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.page import Shell
from desktop.ui.settings.form import SaveBar, Section, inset, scrolled
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, column, row, text

RowT = TypeVar("RowT")


class RegisterSection(Section, Generic[RowT]):
    """What such sections share: choosing, adding, and never losing what is typed.

    A section says what a row is called in the list, which card is shown, and where typing begins.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.rows: list[RowT] = []
        self.current: RowT | None = None
        self.heading = text("", "heading")
        self.list = EntryList(shell.theme, "", is_choice=True)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.bar = SaveBar(shell.theme, self.save, self.revert)
        self._is_new = False

    # --- what each section says -------------------------------------------------------------------

    def save(self) -> None:
        """Save the card, or say at the field why not."""
        raise NotImplementedError

    @property
    def is_edited(self) -> bool:
        """Whether the card differs from what is stored."""
        raise NotImplementedError

    def number_of(self, found: RowT) -> int:
        """By which a row is known again after reading anew."""
        raise NotImplementedError

    def entry_of(self, found: RowT) -> Entry:
        """A row as the list shows it."""
        raise NotImplementedError

    def show_card(self) -> None:
        """Show the card of the row chosen, or an empty one."""
        raise NotImplementedError

    @property
    def unsaved(self) -> str:
        """What is told to somebody who would lose what is typed."""
        raise NotImplementedError

    def show_current(self) -> None:
        """Show what stands beside the card and follows the row, not what is typed."""

    def begin_typing(self) -> None:
        """Put the cursor where an empty card is begun."""
        raise NotImplementedError

    # --- what they share --------------------------------------------------------------------------

    def add(self) -> None:
        """Begin an empty card."""
        if self._keep_editing():
            return
        self._is_new, self.current = True, None
        self.list.selectionModel().clear()
        self.show_card()
        self.begin_typing()

    def revert(self) -> None:
        """Show the card as it is stored."""
        if self._is_new and self.rows:
            self._is_new, self.current = False, self.rows[0]
            self._mark()
        self.show_card()

    def show_rows(self, rows: list[RowT]) -> None:
        """Show what was read; the row chosen stays chosen, and what is typed in its card stays."""
        self.rows = rows
        self.list.show_entries([self.entry_of(found) for found in rows])
        same = None
        if self.current is not None:
            wanted = self.number_of(self.current)
            same = next((found for found in rows if self.number_of(found) == wanted), None)
        is_editing = self.is_edited and (self._is_new or same is not None)
        if not self._is_new:
            self.current = same or (rows[0] if rows else None)
        self._mark()
        if not is_editing:
            self.show_card()
        self.show_current()

    def show_changes(self) -> None:
        """Tell the bar and the page whether something is not saved."""
        self.bar.show_changes(int(self.is_edited))
        self.changes_pending.emit(self.is_edited)

    def lay_out(self, title: str, width: int, add: str, inside: QVBoxLayout) -> None:
        """Put the list, named and as wide as that, beside the card with what is inside it."""
        self.list.setAccessibleName(title)
        new = button(self.shell.theme, add, "plus", is_primary=True)
        new.clicked.connect(lambda _on=False: self.add())
        left = Card()
        left.setFixedWidth(width)
        above = row(new)
        above.setContentsMargins(12, 12, 12, 8)
        in_left = column(margins=1)
        in_left.addLayout(above)
        in_left.addLayout(inset(self.list), 1)
        left.setLayout(in_left)
        right = Card()
        body = QWidget()
        body.setLayout(inside)
        in_right = column(scrolled(body), self.bar, margins=1)
        in_right.setStretch(0, 1)
        right.setLayout(in_right)
        beside: QHBoxLayout = row(left, right, spacing=14)
        beside.setStretch(1, 1)
        self.setLayout(beside)

    def _mark(self) -> None:
        wanted = None if self.current is None else self.number_of(self.current)
        for place, found in enumerate(self.rows):
            if self.number_of(found) == wanted:
                flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
                selection = self.list.selectionModel()
                selection.blockSignals(True)
                selection.setCurrentIndex(self.list.model().index(place, 0), flag)
                selection.blockSignals(False)
        self.list.viewport().update()

    def _choose(self) -> None:
        place = self.list.currentIndex().row()
        if not 0 <= place < len(self.rows):
            return
        if self._keep_editing():
            self._mark()
            return
        self._is_new, self.current = False, self.rows[place]
        self.show_card()
        self.show_current()

    def _keep_editing(self) -> bool:
        """Whether something is typed that choosing another card would lose: then say so."""
        if self.is_edited:
            self.shell.notify.toast(self.unsaved, kind="warn")
        return self.is_edited
