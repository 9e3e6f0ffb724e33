"""Carrying a kept quote out from the list of quotes."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.early_settlement import EFFECTS
from desktop.services import quote_acceptance
from desktop.services.account_view import Found
from desktop.ui.account.tables import word
from desktop.ui.page import Shell

CHOICES = {
    "prepayment": tuple(f"quotes.plan.{code}" for code in EFFECTS),
    "waiver": ("quotes.waiver_choice.only", "quotes.waiver_choice.pay"),
}
"""What is asked before a kept quote is carried out, by its kind."""


class KeptQuotes(QObject):
    """Asks how, then whether, then does it."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._parent, self._shell = parent, shell

    def ask(self, quote: Found) -> None:
        """Carry a kept quote out; a part prepayment or a waiver asks how first."""
        if quote["state"] != "open":
            return
        names = CHOICES.get(quote["kind"])
        if names is None:
            self.carry_out(quote["id"], "")
            return
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in names:
            action = menu.addAction(word(name))
            code = name.rpartition(".")[2]
            action.triggered.connect(
                lambda _checked=False, code=code: self.carry_out(quote["id"], code)
            )
        menu.popup(QCursor.pos())

    def carry_out(self, quote_id: int, choice: str) -> None:
        """Ask, then carry a kept quote out."""
        words = self.tr("Carry out quote {number} today?").format(number=quote_id)
        self._shell.notify.confirm(
            words,
            then=lambda: self._shell.tasks.write(
                quote_acceptance.accept,
                quote_id,
                choice=choice,
                then=lambda _: self._shell.notify.toast(
                    self.tr("Carried out as quoted"), kind="ok"
                ),
            ),
        )
