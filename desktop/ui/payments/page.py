"""The Payments page: what arrived, whose it is, and what was booked of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QInputDialog, QSplitter, QWidget

from desktop.adapters import wording
from desktop.domain.errors import DomainError
from desktop.services import callbacks, money_inbox, movements, payments
from desktop.services.callbacks import KeptSetup
from desktop.services.money_inbox import InboxRow
from desktop.services.movements import Stored
from desktop.services.payments import Accepted, AcceptedMany
from desktop.ui import formats
from desktop.ui.page import Page, Shell
from desktop.ui.payments.choice_dialog import ChoiceDialog
from desktop.ui.payments.collection import CollectionDialog
from desktop.ui.payments.header_dialog import HeaderDialog
from desktop.ui.payments.inbox import NAME, Inbox
from desktop.ui.payments.receiver import ReceiverSwitch
from desktop.ui.payments.reconciliation import ReconciliationDialog
from desktop.ui.payments.repeated import repeated_words
from desktop.ui.payments.suggestions import MovementPane, Parts
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.text import column

SHOWN_FAULTS = 8


class PaymentsPage(Page):
    """The inbox of money and the movement looked at."""

    key = NAME
    icon = "wallet"
    topics = frozenset({"payments", "accounts", "imports"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.inbox = Inbox(shell)
        self.pane = MovementPane(shell)
        self.inbox.current_changed.connect(self.pane.show_row)
        self.inbox.table.row_activated.connect(lambda _id: self.pane.take(0))
        self.inbox.import_wanted.connect(self._ask_file)
        self.pane.accepted.connect(self.accept)
        self.pane.choice_wanted.connect(self.choose_rest)
        self.pane.undo_wanted.connect(self._ask_undo)
        self.pane.aside_wanted.connect(self._ask_aside)
        self.pane.reopen_wanted.connect(self._reopen)
        self._search = SearchField(shell.theme, self.tr("Payer, remark, reference, customer…"))
        self._search.searched.connect(self.inbox.search)
        self.receiver = ReceiverSwitch(shell)
        self.receiver.received.connect(self._tell_stored)
        self._make_actions()
        self._lay_out()
        shell.tasks.read(callbacks.is_set_up, then=self._offer_receiver)

    def title(self) -> str:
        """Return 还款."""
        return self.tr("Payments")

    def top_widget(self) -> QWidget | None:
        """Return the search field."""
        return self._search

    def top_actions(self) -> list[QAction | QWidget]:
        """Return the receiver's switch, sheet, reconciliation, import, booking what is certain."""
        return [self._receive, self._sheet, self._reconcile, self._import, self._accept_all]

    def refresh(self) -> None:
        """Read the inbox anew."""
        self.inbox.reload()

    def open_target(self, **target: Any) -> None:
        """Show a filter (``filter``: open, certain, look, sent, booked, aside) or a search."""
        if "filter" in target:
            self.inbox.choose(str(target["filter"]))
        if "search" in target:
            self._search.set_silently(str(target["search"]))
            self.inbox.search(str(target["search"]))

    def leave(self) -> None:
        """Remember how wide the pane is; the receiver ends with the page."""
        self.receiver.stop()
        self.shell.prefs.set(NAME, "splitter", self._splitter.sizes())

    def _make_actions(self) -> None:
        def find() -> None:
            self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._search.selectAll()

        self.act("find", self.tr("Search payments"), find, shortcut="Ctrl+K", icon="search")
        self.act("to_list", self.tr("To the list"), self.inbox.table.setFocus, shortcut="F6")
        self.act("to_pane", self.tr("To the suggestions"), self.pane.setFocus, shortcut="F7")
        self.act(
            "rematch",
            self.tr("Match again"),
            self._rematch,
            shortcut="Ctrl+Shift+M",
            icon="refresh-cw",
        )
        self._reconcile = self.act(
            "reconcile",
            self.tr("Reconcile…"),
            self._open_day,
            shortcut="Ctrl+R",
            icon="list-checks",
        )
        self._sheet = self.act(
            "sheet",
            self.tr("Collection sheet…"),
            self.open_sheet,
            shortcut="Ctrl+Shift+E",
            icon="list",
        )
        self._import = self.act(
            "import",
            self.tr("Import a statement…"),
            self._ask_file,
            shortcut="Ctrl+I",
            icon="upload",
        )
        self._accept_all = self.act(
            "accept_certain",
            self.tr("Book what is certain"),
            self._ask_accept_all,
            shortcut="Ctrl+Return",
            icon="check",
            is_primary=True,
        )

        self.act(
            "receiver_setup",
            self.tr("Set the receiver up…"),
            self._ask_receiver_file,
            icon="key-round",
        )
        self._receive = self.act(
            "receive", self.tr("Receive callbacks"), self._switch_receiver, icon="bell"
        )
        self._receive.setCheckable(True)
        self._receive.setVisible(False)
        self.receiver.changed.connect(self._receive.setChecked)

    def _offer_receiver(self, is_set_up: bool) -> None:
        """Show the switch where the branch has set the receiver up, as it was left."""
        self._receive.setVisible(is_set_up)
        if is_set_up and self.shell.prefs.get(NAME, "receiver", False):
            self.receiver.switch(on=True)

    def _ask_receiver_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Set-up of the receiver"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Set-up files (*.toml)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.set_up_receiver)
        dialog.open()

    def set_up_receiver(self, file: str) -> None:
        """Keep a set-up file, keys and all, in the encrypted store; then the switch is there."""
        self.shell.tasks.write(callbacks.keep_setup, Path(file), then=self._receiver_set_up)

    def _receiver_set_up(self, kept: KeptSetup) -> None:
        words = self.tr("The receiver will listen on {address} for {platforms}")
        self.shell.notify.toast(
            words.format(address=kept.listen, platforms=", ".join(kept.platforms)), kind="ok"
        )
        self._offer_receiver(is_set_up=True)

    def _switch_receiver(self) -> None:
        is_wanted = self._receive.isChecked()
        self.shell.prefs.set(NAME, "receiver", is_wanted)
        self.receiver.switch(on=is_wanted)

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(14)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.inbox)
        self._splitter.addWidget(self.pane)
        self._splitter.setStretchFactor(0, 1)
        sizes = self.shell.prefs.get(NAME, "splitter", [820, 366])
        self._splitter.setSizes([int(size) for size in sizes])
        layout = column(self._splitter)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)
        self.setFocusProxy(self.inbox.table)

    # Taking statements in -----------------------------------------------------------------

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Bank statement"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.tr("Statements (*.csv *.txt *.xlsx *.xls *.xml *.sta *.mt940 *.940)"),
                self.tr("All files (*)"),
            ]
        )
        dialog.fileSelected.connect(self.take_in)
        dialog.open()

    def take_in(self, file: str) -> None:
        """Import a statement file; one whose columns are unknown is asked about."""

        def failed(error: Exception) -> None:
            if isinstance(error, DomainError) and error.code == "payments.no_header":
                self.explain_columns(file, wording.error_text(error, formats.language()))
            else:
                self.shell.tasks.tell_error(error)

        self.shell.tasks.write(
            movements.import_statement,
            Path(file),
            then=self._tell_stored,
            failed=failed,
            label=self.tr("Importing the statement"),
        )

    def explain_columns(self, file: str, why: str) -> None:
        """Have a person say what the columns of a file are."""
        dialog = HeaderDialog(self, self.shell, file, why)
        dialog.taught.connect(self.take_in)
        dialog.open()

    def _tell_stored(self, stored: Stored) -> None:
        words = self.tr(
            "{new} new, {known} known already; {matched} matched, {certain} of them certain"
        ).format(new=stored.new, known=stored.known, matched=stored.matched, certain=stored.certain)
        if stored.repeated is None:
            self.shell.notify.toast(words, kind="ok")
        else:
            words = repeated_words(stored.repeated.file, stored.repeated)
            self.shell.notify.toast(words, kind="warn")
        if stored.faults:
            lines = [self._fault(fault) for fault in stored.faults[:SHOWN_FAULTS]]
            more = len(stored.faults) - SHOWN_FAULTS
            if more > 0:
                lines.append(self.tr("and {count} more").format(count=more))
            self.shell.notify.confirm(
                self.tr("{count} rows could not be read").format(count=len(stored.faults)),
                details="\n".join(lines),
                yes=self.tr("Understood"),
                then=lambda: None,
            )

    def _fault(self, fault: Any) -> str:
        said = wording.text(fault.code, formats.language())
        return self.tr("Row {row}: {fault} ({value})").format(
            row=fault.row_no, fault=said, value=fault.value or "—"
        )

    def _rematch(self) -> None:
        self.shell.tasks.write(movements.rematch, then=self._tell_matched)

    def _tell_matched(self, stored: Stored) -> None:
        words = self.tr("{matched} matched, {certain} of them certain")
        self.shell.notify.toast(words.format(matched=stored.matched, certain=stored.certain))

    # Booking ------------------------------------------------------------------------------

    def accept(self, shown: InboxRow, parts: Parts) -> None:
        """Book a movement on accounts; of what is more than is due one is asked."""
        if any(each.excess and each.parts == tuple(parts) for each in shown.suggestions):
            self.choose_rest(shown, parts)
            return

        def failed(error: Exception) -> None:
            if isinstance(error, DomainError) and error.code == "ledger.overpayment":
                self.choose_rest(shown, parts)
            else:
                self.shell.tasks.tell_error(error)

        self.shell.tasks.write(
            payments.accept,
            shown.id,
            parts,
            then=lambda done: self._tell_accepted(shown, done),
            failed=failed,
        )

    def choose_rest(self, shown: InboxRow, parts: Parts) -> None:
        """Ask what becomes of money that is more or less than is due."""
        dialog = ChoiceDialog(self, self.shell, shown, parts)
        dialog.done_with.connect(lambda done: self._tell_accepted(shown, done))
        dialog.open()

    def _tell_accepted(self, shown: InboxRow, done: Accepted) -> None:
        if not done.payments:
            words = self.tr("Set aside: {amount}").format(amount=formats.money(shown.amount))
            self.shell.notify.toast(words, kind="ok", undo=lambda: self._reopen(shown))
            return
        words = self.tr("Booked {amount}").format(amount=formats.money(shown.amount))
        reason = self.tr("Taken back right after booking")
        self.shell.notify.toast(words, kind="ok", undo=lambda: self._undo(done.movement_id, reason))

    def _ask_accept_all(self) -> None:
        self.shell.tasks.read(money_inbox.inbox_counts, then=self._confirm_accept_all)

    def _confirm_accept_all(self, counts: dict[str, int]) -> None:
        count = counts.get("certain", 0)
        if not count:
            self.shell.notify.toast(self.tr("Nothing is certain enough to be booked by itself."))
            return
        self.shell.notify.confirm(
            self.tr("Book {count} payments?").format(count=count),
            details=self.tr("Only those with one clear customer and an amount that is owed."),
            yes=self.tr("Book"),
            then=self._accept_certain,
        )

    def _accept_certain(self) -> None:
        self.shell.tasks.write(
            payments.accept_certain, then=self._tell_many, label=self.tr("Booking payments")
        )

    def _tell_many(self, done: AcceptedMany) -> None:
        words = self.tr("Booked {count} payments").format(count=len(done.booked))
        if done.left:
            words += self.tr("; {count} stay in the inbox").format(count=len(done.left))
        undo = (lambda: self._undo_many(done)) if done.booked else None
        self.shell.notify.toast(words, kind="ok", undo=undo)

    def _undo_many(self, done: AcceptedMany) -> None:
        def tell(undone: AcceptedMany) -> None:
            words = self.tr("{count} bookings were taken back").format(count=len(undone.booked))
            self.shell.notify.toast(words)

        self.shell.tasks.write(
            payments.undo_many,
            done.booked,
            self.tr("Taken back right after booking"),
            then=tell,
            label=self.tr("Taking bookings back"),
        )

    # Taking back and putting aside --------------------------------------------------------

    def _ask_undo(self, shown: InboxRow) -> None:
        self._ask_reason(
            self.tr("Undo booking"),
            self.tr("Why is this booking wrong?"),
            lambda reason: self._undo(shown.id, reason),
        )

    def _undo(self, movement_id: int, reason: str) -> None:
        self.shell.tasks.write(
            payments.undo,
            movement_id,
            reason,
            then=lambda _done: self.shell.notify.toast(self.tr("The booking was taken back.")),
        )

    def _ask_aside(self, shown: InboxRow, state: str) -> None:
        title = self.tr("No repayment") if state == "ignored" else self.tr("Sent back")
        question = self.tr("What is this money?")
        if shown.state in ("announced", "sent"):
            title, question = self.tr("Did not come"), self.tr("Why is it not awaited any more?")
        elif shown.state == "refused":
            title, question = self.tr("Seen to"), self.tr("What was found?")
        self._ask_reason(title, question, lambda reason: self._aside(shown, state, reason))

    def _aside(self, shown: InboxRow, state: str, reason: str) -> None:
        self.shell.tasks.write(
            payments.put_aside,
            shown.id,
            state,
            reason,
            then=lambda _done: self.shell.notify.toast(
                self.tr("Put aside"), undo=lambda: self._reopen(shown)
            ),
        )

    def _reopen(self, shown: InboxRow) -> None:
        self.shell.tasks.write(payments.reopen, shown.id)

    def _ask_reason(self, title: str, question: str, then: Callable[[str], object]) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(question)
        dialog.textValueSelected.connect(then)
        dialog.open()

    def open_sheet(self) -> CollectionDialog:
        """Open the collection sheet, with what stood on it."""
        dialog = CollectionDialog(self, self.shell)
        dialog.open()
        return dialog

    def _open_day(self) -> None:
        dialog = ReconciliationDialog(self, self.shell)
        dialog.open()
