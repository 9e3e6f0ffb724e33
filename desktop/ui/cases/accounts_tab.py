"""The tab of a case's accounts: the contract's figures and its instalments."""

from PySide6.QtWidgets import QComboBox, QScrollArea, QWidget

from desktop.adapters import wording
from desktop.services.cases import CaseDetail, Row
from desktop.ui import formats
from desktop.ui.cases.entries import CaseEntries
from desktop.ui.cases.facts import Facts
from desktop.ui.page import Shell
from desktop.ui.widgets.entry_list import EntryList
from desktop.ui.widgets.text import button, column, line


class AccountsTab(QScrollArea):
    """One account at a time, the one longest overdue first."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._detail: CaseDetail | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Account"))
        self.choice.activated.connect(lambda _: self._show_account())
        self._facts = Facts(shell.theme)
        self.open = button(shell.theme, self.tr("Open the account"), "banknote", role="ghost")
        self.open.clicked.connect(self._open_account)
        self.instalments = EntryList(shell.theme, self.tr("Instalments"))
        body = QWidget()
        body.setProperty("role", "body")
        layout = column(self.choice, self._facts, self.open, line(), self.instalments, spacing=8)
        layout.setContentsMargins(0, 8, 4, 0)
        layout.addStretch(1)
        body.setLayout(layout)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.open.setVisible(shell.has_page("account"))

    def show_case(self, detail: CaseDetail) -> None:
        """Show a case's accounts; the account looked at stays when it is the same case."""
        current = self.choice.currentData()
        self._detail = detail
        self.choice.clear()
        for account in detail.accounts:
            kind = wording.text(f"cases.kind.{account['kind']}", formats.language())
            self.choice.addItem(
                f"{account['product'] or kind} · {account['account_no']}", account["id"]
            )
        self.choice.setCurrentIndex(max(0, self.choice.findData(current)))
        self._show_account()

    def _open_account(self) -> None:
        if self.choice.currentData() is not None:
            self._shell.go("account", account_id=self.choice.currentData())

    def _show_account(self) -> None:
        detail, account_id = self._detail, self.choice.currentData()
        if detail is None or account_id is None:
            return
        account = next(row for row in detail.accounts if row["id"] == account_id)
        self._show_facts(account)
        rows = [row for row in detail.instalments if row["account_id"] == account_id]
        # What is still owed comes first, then what was paid, the newest on top.
        owed = [row for row in rows if row["settled_on"] is None]
        paid = [row for row in reversed(rows) if row["settled_on"] is not None]
        entries = CaseEntries(self._shell.desk.today)
        self.instalments.show_entries(entries.instalments([*owed, *paid]))
        self.instalments.setFixedHeight(self.instalments.content_height() + 2)

    def _show_facts(self, account: Row) -> None:
        facts = self._facts
        facts.clear()
        penalty = account["penalty"] + account["compound"]
        title = self.tr("Credit limit") if account["kind"] == "card" else self.tr("Amount lent")
        facts.add(title, formats.money(account["principal"]))
        facts.add(self.tr("Principal left"), formats.money(account["outstanding_principal"]))
        facts.add(
            self.tr("Overdue"),
            self.tr("principal {principal} · interest {interest} · penalty {penalty}").format(
                principal=formats.money(account["overdue_principal"]),
                interest=formats.money(account["overdue_interest"]),
                penalty=formats.money(penalty),
            ),
        )
        if account["annual_rate"] is not None:
            facts.add(self.tr("Yearly rate"), formats.percent(account["annual_rate"], 2))
        if account["disbursed_on"]:
            span = f"{account['disbursed_on']} – {formats.day(account['matures_on'])}"
            facts.add(self.tr("Term"), span)
        if account["next_due_on"]:
            due = f"{account['next_due_on']} · {formats.money(account['next_due_amount'])}"
            facts.add(self.tr("Next due"), due)
