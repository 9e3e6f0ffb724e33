"""What letters and court papers quote from a contract: its name, its day, its clauses."""

from datetime import date

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.services import contract_clauses
from desktop.services.account_view import AccountView
from desktop.services.contract_clauses import LONGEST_CLAUSE, Clauses
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog

CLAUSE_HEIGHT = 58


class ClausesDialog(FormDialog):
    """The texts as the contract has them; no figure changes by them."""

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        title = self.tr("Contract clauses · {account}")
        self.setWindowTitle(title.format(account=seen.account["account_no"]))
        self.on_submit(self.tr("Save clauses"), self._save)
        self._shell, self._account_id = shell, int(seen.account["id"])
        self._before = contract_clauses.clauses(seen.account)
        kept = self._before
        self.name = QLineEdit(kept.contract_name)
        self.name.setPlaceholderText(self.tr("Personal consumer loan contract"))
        self.signed = QLineEdit(kept.signed_on.isoformat() if kept.signed_on else "")
        self.signed.setPlaceholderText("2026-01-15")
        self.acceleration = _clause(kept.acceleration_clause, self.tr("article 8"))
        self.dispute = _clause(kept.dispute_clause, self.tr("the court of the lender's place"))
        self.service = _clause(
            kept.service_clause, self.tr("the address the customer confirmed for court papers")
        )
        self.add("contract_name", self.tr("Name of the contract"), self.name)
        self.add("signed_on", self.tr("Signed on"), self.signed)
        self.add("acceleration_clause", self.tr("Acceleration"), self.acceleration)
        self.add("dispute_clause", self.tr("Disputes"), self.dispute)
        self.add("service_clause", self.tr("Address for service"), self.service)

    def _save(self) -> None:
        written = self.signed.text().strip()
        try:
            signed = date.fromisoformat(written) if written else None
        except ValueError:
            self.refuse(self.tr("Write the day as 2026-01-15."), "signed_on")
            return
        given = Clauses(
            self.name.text(),
            signed,
            self.acceleration.toPlainText(),
            self.dispute.toPlainText(),
            self.service.toPlainText(),
        )
        self._shell.tasks.write(
            contract_clauses.set_clauses,
            self._account_id,
            given,
            then=lambda _: self._done(),
            failed=self.failed,
        )

    def _done(self) -> None:
        shell, account_id, before = self._shell, self._account_id, self._before
        shell.notify.toast(
            self.tr("Clauses saved"),
            kind="ok",
            undo=lambda: shell.tasks.write(contract_clauses.set_clauses, account_id, before),
        )
        self.accept()


def _clause(words: str, hint: str) -> QPlainTextEdit:
    field = QPlainTextEdit(words)
    field.setPlaceholderText(hint)
    field.setFixedHeight(CLAUSE_HEIGHT)
    field.setTabChangesFocus(True)
    field.setToolTip(f"≤ {LONGEST_CLAUSE}")
    return field
