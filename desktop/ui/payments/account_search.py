"""A field that finds whose payment it is while one types; Up, Down and Enter choose."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from desktop.services import money_inbox
from desktop.services.money_inbox import PayableAccount
from desktop.ui import formats
from desktop.ui.page import Shell

SEARCH_AFTER_MS = 150


class AccountSearch(QLineEdit):
    """``found`` is the list to be laid out below it; ``chosen`` tells the account taken."""

    chosen = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._accounts: Sequence[PayableAccount] = ()
        self._is_wanted = False
        self.setPlaceholderText(self.tr("Contract number or customer's name"))
        self.setAccessibleName(self.tr("Contract number or customer's name"))
        self.found = QListWidget()
        self.found.setAccessibleName(self.tr("Accounts found"))
        self.found.setMaximumHeight(132)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.itemClicked.connect(lambda _item: self._take())
        self.found.hide()
        self._soon = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._soon.timeout.connect(self._look_up)
        self.textChanged.connect(self._typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list without leaving the field; Enter takes what is marked."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            place = self.found.currentRow() + step
            self.found.setCurrentRow(max(0, min(place, self.found.count() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self._soon.isActive():
                self._is_wanted = True
                self._soon.stop()
                self._look_up()
            else:
                self._take()
        else:
            super().keyPressEvent(event)

    def _typed(self, _words: str) -> None:
        self._is_wanted = False
        self._accounts = ()
        self._soon.start()

    def _look_up(self) -> None:
        self._shell.tasks.read(
            money_inbox.payable_accounts, self.text(), then=self._show, latest="payments.whose"
        )

    def _show(self, found: Sequence[PayableAccount]) -> None:
        self._accounts = found
        self.found.clear()
        for each in found:
            due = formats.money(each.overdue or each.next_due_amount)
            self.found.addItem(QListWidgetItem(f"{each.customer}　{each.account_no}　{due}"))
        self.found.setVisible(bool(found))
        self.found.setCurrentRow(0)
        if self._is_wanted:
            self._is_wanted = False
            self._take()

    def _take(self) -> None:
        place = self.found.currentRow()
        if 0 <= place < len(self._accounts):
            self.chosen.emit(self._accounts[place])
            self.found.hide()
