"""The account page: one contract on any day, and the forms that book on it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedLayout, QTabBar, QTableView, QWidget

from desktop.adapters import wording
from desktop.domain.errors import DomainError
from desktop.services import (
    account_papers,
    account_view,
    ageing_pauses,
    ledger,
)
from desktop.services.account_view import AccountView, LedgerLine
from desktop.ui import formats
from desktop.ui.account.booking_dialogs import (
    ChargeDialog,
    PauseDialog,
    ReversalDialog,
    WaiverDialog,
    WriteOffDialog,
)
from desktop.ui.account.clauses_dialog import ClausesDialog
from desktop.ui.account.contract_dialog import ContractDialog
from desktop.ui.account.currency_dialog import CurrencyDialog
from desktop.ui.account.head import AccountHead
from desktop.ui.account.kept_quotes import KeptQuotes
from desktop.ui.account.notice_dialog import MoneyNoticeDialog
from desktop.ui.account.order_dialog import OrderDialog
from desktop.ui.account.payment_dialog import PaymentDialog
from desktop.ui.account.posting_dialog import PostingDialog
from desktop.ui.account.quote_dialog import QuoteDialog
from desktop.ui.account.tables import Columns, word
from desktop.ui.imports.rows_model import RowsModel, table_of
from desktop.ui.page import Page, Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.text import button, column, row, spacer

NAME = "account"
TABS = ("balance", "schedule", "ledger", "statement", "quotes")


class AccountPage(Page):
    """Found by contract number, or opened from a case."""

    key = NAME
    icon = "banknote"
    topics = frozenset({"payments", "accounts", "imports", "day_run", "rules", "quotes"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.seen: AccountView | None = None
        self._account_id: int | None = None
        self._day: date | None = None
        self._columns = Columns(self)
        self.search = SearchField(shell.theme, self.tr("Contract or card number…"))
        self.search.searched.connect(self.find_number)
        self.head = AccountHead(shell)
        self.head.account_chosen.connect(self.show_account)
        self.head.day_chosen.connect(self.show_day)
        self.head.case_wanted.connect(self._open_case)
        self.kept_quotes = KeptQuotes(self, shell)
        self.tables: dict[str, QTableView] = {}
        self._models: dict[str, RowsModel] = {}
        self._make_actions()
        self._lay_out()
        self._enable()

    def title(self) -> str:
        """Return 账户."""
        return self.tr("Accounts")

    def top_widget(self) -> QWidget | None:
        """Return the search field."""
        return self.search

    def top_actions(self) -> list[QAction | QWidget]:
        """Return export, quote, and booking a payment."""
        return [self._export, self._quote, self._pay]

    def _make_actions(self) -> None:
        def find() -> None:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

        self.act("find", self.tr("Find an account"), find, shortcut="Ctrl+K", icon="search")
        self._export = self.act(
            "export", self.tr("Export…"), self._ask_file, shortcut="Ctrl+E", icon="file-spreadsheet"
        )
        self._quote = self.act(
            "quote",
            self.tr("Quote…"),
            lambda: self._open_quote(""),
            shortcut="Ctrl+Shift+Q",
            icon="handshake",
        )
        self._pay = self.act(
            "pay",
            self.tr("Book a payment…"),
            lambda: self._book(PaymentDialog),
            shortcut="Ctrl+Return",
            icon="plus",
            is_primary=True,
        )
        self._charge = self.act(
            "charge", self.tr("Charge a fee…"), lambda: self._book(ChargeDialog)
        )
        self._waive = self.act("waive", self.tr("Waive…"), lambda: self._book(WaiverDialog))
        self._write_off = self.act(
            "write_off", self.tr("Write off…"), lambda: self._book(WriteOffDialog)
        )
        self._change = self.act(
            "change", self.tr("Change the plan…"), lambda: self._open_quote("plan_change")
        )
        self._post = self.act(
            "post", self.tr("Post to the card…"), lambda: self._book(PostingDialog)
        )
        self._currency = self.act(
            "currency", self.tr("Foreign currency…"), lambda: self._book(CurrencyDialog)
        )
        self._order = self.act("order", self.tr("Payment order…"), lambda: self._book(OrderDialog))
        self._notices = self.act(
            "notices", self.tr("Notices of payments…"), lambda: self._book(MoneyNoticeDialog)
        )
        self._terms = self.act("terms", self.tr("Contract terms…"), self._open_terms)
        self._clauses = self.act(
            "clauses", self.tr("Contract clauses…"), lambda: self._book(ClausesDialog)
        )
        self._pause = self.act("pause", self.tr("Pause ageing…"), self._ask_pause, icon="pause")
        self._resume = self.act("resume", self.tr("Resume ageing"), self._go_on)
        self._reverse = self.act(
            "reverse", self.tr("Reverse…"), self._ask_reversal, shortcut="Del", icon="undo-2"
        )

    def _lay_out(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        names = {
            "balance": self.tr("Balance"),
            "schedule": self.tr("Schedule"),
            "ledger": self.tr("Ledger"),
            "statement": self.tr("What makes it up"),
            "quotes": self.tr("Quotes"),
        }
        body, self._pages = QWidget(), QStackedLayout()
        body.setLayout(self._pages)
        for key in TABS:
            self.tabs.addTab(names[key])
            columns = (
                self._columns.quotes(self.shell.desk.today)
                if key == "quotes"
                else getattr(self._columns, key)()
            )
            model = RowsModel(columns, self.shell.theme)
            table = table_of(model, names[key], self._columns.why_empty(key))
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            self._models[key], self.tables[key] = model, table
            self._pages.addWidget(table)
        self.tables["ledger"].customContextMenuRequested.connect(
            lambda at: self._open_menu(self.tables["ledger"].viewport().mapToGlobal(at))
        )
        self.tables["quotes"].doubleClicked.connect(
            lambda at: self.kept_quotes.ask(self._models["quotes"].row_at(at.row()))
        )
        self.tables["ledger"].doubleClicked.connect(lambda _: self._ask_reversal())
        self.tables["ledger"].selectionModel().currentChanged.connect(lambda *_: self._enable())
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.tabs.currentChanged.connect(lambda _: self._enable())
        self.more = button(self.shell.theme, self.tr("More"), "ellipsis", role="ghost")
        self.more.clicked.connect(
            lambda _checked=False: self._open_menu(
                self.more.mapToGlobal(self.more.rect().bottomLeft())
            )
        )
        card = Card()
        inside = column(row(self.tabs, spacer(), self.more), body, spacing=0)
        inside.setContentsMargins(16, 6, 16, 12)
        card.setLayout(inside)
        self._whole = QWidget()
        whole = column(self.head, card, spacing=12)
        whole.setStretch(1, 1)
        self._whole.setLayout(whole)
        self._empty = EmptyState(self.shell.theme, "banknote")
        self._empty.show_words(
            self.tr("No account chosen"),
            self.tr("Type a contract or card number above, or open an account from its case."),
        )
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._whole)
        layout = column(self._stack)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)

    # What is shown ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the account anew."""
        if self._account_id is None:
            return
        self.shell.tasks.read(
            account_view.view,
            self._account_id,
            self._day,
            then=self._show,
            failed=self._cannot,
            latest="account.view",
        )

    def open_target(self, **target: Any) -> None:
        """Show an account (``account_id``), on a day (``on``), on a tab (``tab``)."""
        if "account_id" in target:
            self._day = target.get("on")
            self.show_account(int(target["account_id"]))
        if target.get("tab") in TABS:
            self.tabs.setCurrentIndex(TABS.index(target["tab"]))

    def find_number(self, number: str) -> None:
        """Show the account with a number; unknown numbers are told once they are long enough."""
        if number.strip():
            self.shell.tasks.read(
                ledger.find_account,
                number.strip(),
                then=self.show_account,
                failed=self._not_found,
                latest="account.find",
            )

    def _not_found(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            self.shell.notify.error(error)
            return
        words = wording.error_text(error, formats.language())
        self._empty.show_words(words)
        if self.seen is None:
            self._stack.setCurrentIndex(0)
        self.shell.set_status(words)

    def show_account(self, account_id: int) -> None:
        """Show an account by id."""
        self._account_id = account_id
        self.refresh()

    def show_day(self, day: date) -> None:
        """Show the balance of another day."""
        self._day = None if day == self.shell.desk.today else day
        self.refresh()

    def _cannot(self, error: Exception) -> None:
        """Say why there is no such balance, and stay at the day shown before."""
        if self.seen is not None and isinstance(error, DomainError) and error.field == "on":
            self._day = self.seen.balance.on
            self.head.show_day(self._day)
        self.shell.notify.error(error)

    def _show(self, seen: AccountView) -> None:
        self.seen = seen
        self.head.show_view(seen)
        overdue, owed = seen.balance.overdue, seen.balance.all
        balance = [(code, overdue[code], owed[code]) for code in owed if owed[code]]
        self._models["balance"].show_rows(balance)
        self._models["schedule"].show_rows(seen.schedule)
        self._models["ledger"].show_rows(tuple(reversed(seen.ledger)))
        self._models["statement"].show_rows(seen.statement)
        self._models["quotes"].show_rows(seen.quotes)
        first = next((n for n, r in enumerate(seen.schedule) if r.state != "settled"), 0)
        place = self._models["schedule"].index(first, 0)
        self.tables["schedule"].scrollTo(place, QTableView.ScrollHint.PositionAtTop)
        self._stack.setCurrentIndex(1)
        self.set_subtitle(seen.account["account_no"])
        self._enable()

    def _enable(self) -> None:
        has_account = self.seen is not None
        booking = (self._pay, self._charge, self._waive)
        for action in (
            self._export,
            self._quote,
            self._order,
            self._notices,
            self._terms,
            self._clauses,
            *booking,
        ):
            action.setEnabled(has_account)
        kind = self.seen.account["kind"] if self.seen is not None else ""
        self._change.setEnabled(kind == "loan")
        self._post.setEnabled(kind == "card")
        self._currency.setEnabled(kind == "card")
        self._write_off.setEnabled(
            self.seen is not None and self.seen.account["written_off_on"] is None
        )
        pauses = self.seen.pauses if self.seen is not None else ()
        is_paused = any(pause["resumed_on"] is None for pause in pauses)
        self._pause.setEnabled(has_account and not is_paused)
        self._resume.setEnabled(is_paused)
        line = self.chosen_line()
        self._reverse.setEnabled(line is not None and can_reverse(line))

    # What is done -------------------------------------------------------------------------

    def chosen_line(self) -> LedgerLine | None:
        """The ledger line that is chosen, when the ledger is shown."""
        index: QModelIndex = self.tables["ledger"].currentIndex()
        if not index.isValid() or self.tabs.currentIndex() != TABS.index("ledger"):
            return None
        line: LedgerLine = self._models["ledger"].row_at(index.row())
        return line

    def _book(self, dialog: Callable[[QWidget, Shell, AccountView], FormDialog]) -> None:
        if self.seen is not None:
            self._open(dialog(self, self.shell, self.seen))

    def _open_quote(self, kind: str) -> None:
        if self.seen is not None:
            self._open(QuoteDialog(self, self.shell, self.seen, kind))

    def _ask_reversal(self) -> None:
        line = self.chosen_line()
        if line is not None and can_reverse(line):
            words = word(f"accounts.entry.{line.kind}")
            self._open(ReversalDialog(self, self.shell, line, words))

    def _open_terms(self) -> None:
        if self.seen is not None:
            self._open(ContractDialog(self, self.shell, self.seen))

    def _ask_pause(self) -> None:
        if self.seen is not None:
            self._open(PauseDialog(self, self.shell, int(self.seen.account["id"])))

    def _go_on(self) -> None:
        if self.seen is not None:
            self.shell.tasks.write(
                ageing_pauses.resume,
                int(self.seen.account["id"]),
                then=lambda _: self.shell.notify.toast(self.tr("Ageing goes on"), kind="ok"),
            )

    def _open(self, dialog: FormDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _open_menu(self, at: Any) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._reverse])
        menu.addSeparator()
        menu.addActions([self._pay, self._post, self._currency])
        menu.addActions([self._charge, self._waive, self._write_off])
        menu.addActions([self._quote, self._order])
        menu.addSeparator()
        menu.addActions([self._change, self._terms, self._clauses, self._pause, self._resume])
        menu.popup(at)

    def _open_case(self) -> None:
        if self.seen is not None and self.seen.case_id is not None:
            self.shell.go("cases", case_id=self.seen.case_id)

    def _ask_file(self) -> None:
        if self.seen is None:
            return
        name = f"{self.seen.account['account_no']} {self.seen.balance.on}.xlsx"
        dialog = QFileDialog(self, self.tr("Export the account"), name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(
            [self.tr("Excel (*.xlsx)"), self.tr("PDF (*.pdf)"), self.tr("Text table (*.csv)")]
        )
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, file: str) -> None:
        """Write what makes the balance up to a file."""
        if self.seen is not None:
            self.shell.tasks.read(
                account_papers.export_statement,
                int(self.seen.account["id"]),
                self.seen.balance.on,
                file,
                then=lambda saved: self.shell.notify.toast(
                    self.tr("Saved as {file}").format(file=saved.name), kind="ok"
                ),
                label=self.tr("Exporting"),
            )


def can_reverse(line: LedgerLine) -> bool:
    """Whether a ledger line is a booking that can still be taken out."""
    booked = line.payment_id is not None or line.entry_id is not None
    return booked and not line.is_reversed and line.kind != "reversal"
