"""The collection sheet: many payments on one screen, by the keyboard alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QLineEdit, QWidget

from desktop.adapters import wording
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO
from desktop.services import collection, collection_travel
from desktop.services.collection import LineWarning, SheetBooked, SheetLine
from desktop.services.collection_travel import ReadBack
from desktop.services.money_inbox import PayableAccount
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.payments.account_search import AccountSearch
from desktop.ui.payments.collection_table import LineTable
from desktop.ui.payments.take_along import TakeAlongDialog
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.form_dialog import chosen_day, day_field
from desktop.ui.widgets.text import button, column, row, spacer, text

NAME = "payments.sheet"
DRAFT = "draft"
MOST_SHOWN = 12


class CollectionDialog(QDialog):
    """Search, Enter, amount, Enter: the next one. Ctrl+Enter books; closing keeps the draft."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Collection sheet"))
        self._shell = shell
        self._chosen: PayableAccount | None = None
        self._taken_off: tuple[int, SheetLine, str] | None = None
        self.sheet = ""
        self.search = AccountSearch(shell)
        self.search.chosen.connect(self._choose)
        self.amount = AmountField(self.tr("Amount"))
        self.slip = QLineEdit()
        self.slip.setPlaceholderText(self.tr("Receipt number"))
        self.slip.setAccessibleName(self.tr("Receipt number"))
        self.day = day_field(shell.desk.today, self.tr("Paid on"))
        for field in (self.amount, self.slip):
            field.returnPressed.connect(self._add_line)
        self.table = LineTable()
        self.table.installEventFilter(self)
        self.said = text("", "muted", wrap=True)
        self.totals = text("", "heading")
        self._make_actions()
        self._lay_out()
        self._bring_back()

    # The lines ----------------------------------------------------------------------------

    @property
    def lines(self) -> list[SheetLine]:
        """What stands on the sheet."""
        return self.table.lines

    def _choose(self, found: PayableAccount) -> None:
        self._chosen = found
        self.amount.show_amount(found.overdue or found.next_due_amount)
        self.amount.setFocus()
        self.amount.selectAll()

    def _add_line(self) -> None:
        amount = self.amount.amount()
        if self._chosen is None:
            self.said.setText(self.tr("Choose whose payment it is first."))
            self.search.setFocus()
            return
        if amount is None or amount <= ZERO:
            self.said.setText(self.tr("Enter an amount in yuan."))
            self.amount.setFocus()
            return
        line = SheetLine(
            collection.new_line_number(),
            self._chosen.account_id,
            amount,
            chosen_day(self.day),
            self.slip.text().strip(),
        )
        self.table.add(line, f"{self._chosen.customer}　{self._chosen.account_no}")
        self._chosen = None
        for field in (self.search, self.amount, self.slip):
            field.clear()
        self.said.setText("")
        self.search.setFocus()
        self._changed()

    def _take_off(self) -> None:
        taken = self.table.take_off_current()
        if taken is not None:
            self._taken_off = taken
            self.said.setText(self.tr("Line taken off. Ctrl+Z brings it back."))
            self._changed()

    def _put_back(self) -> None:
        if self._taken_off is not None:
            place, line, words = self._taken_off
            self._taken_off = None
            self.table.add(line, words, place)
            self.said.setText("")
            self._changed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete takes the line looked at off the sheet."""
        if isinstance(event, QKeyEvent) and _is_delete(event):
            self._take_off()
            return True
        return super().eventFilter(watched, event)

    def _changed(self) -> None:
        """Sum up anew, keep the draft, and look for doubles."""
        self._show_totals()
        self._keep()
        self._shell.tasks.read(
            collection.warnings, self.sheet, self.lines, then=self._warn, latest="payments.sheet"
        )

    def _show_totals(self) -> None:
        self.totals.setText(self._in_all())
        self._book.setEnabled(bool(self.lines))

    def _in_all(self) -> str:
        total = sum((line.amount for line in self.lines), ZERO)
        words = self.tr("{count} payments, {total} in all")
        return words.format(count=len(self.lines), total=formats.money(total))

    def _warn(self, found: Mapping[str, Sequence[LineWarning]]) -> None:
        for number, warnings in found.items():
            words = (
                wording.text(f"collection.warn.{each}", formats.language()) for each in warnings
            )
            self.table.say(
                number, "；".join(words) if formats.language() == "zh" else "; ".join(words)
            )

    # The draft ----------------------------------------------------------------------------

    def _keep(self) -> None:
        kept = [
            [line.number, line.account_id, str(line.amount), line.paid_on.isoformat(), line.slip,
             line.payer, self.table.words_of(line.number)]
            for line in self.lines
        ]  # fmt: skip
        draft = {"sheet": self.sheet, "lines": kept} if kept else None
        self._shell.prefs.set(NAME, DRAFT, draft)

    def _bring_back(self) -> None:
        """Show the draft of before; a sheet without one gets a new number."""
        draft: dict[str, Any] = self._shell.prefs.get(NAME, DRAFT) or {}
        self.sheet = str(draft.get("sheet") or collection.new_sheet(self._shell.desk.today))
        for number, account, amount, day, slip, payer, words in draft.get("lines", ()):
            line = SheetLine(
                number, int(account), Decimal(amount), date.fromisoformat(day), slip, payer
            )
            self.table.add(line, words)
        if draft:
            self.said.setText(self.tr("The sheet not booked yet was brought back."))
        self._changed()
        self.search.setFocus()

    # Booking ------------------------------------------------------------------------------

    def _ask_book(self) -> None:
        doubtful = [words for words in self.table.warned().values() if words]
        details = self._in_all()
        if doubtful:
            warned = self.tr("{count} lines have a warning: look at them first.")
            details += "\n" + warned.format(count=len(doubtful))
        self._shell.notify.confirm(
            self.tr("Book the sheet?"), details=details, yes=self.tr("Book"), then=self.book
        )

    def book(self) -> None:
        """Book every line; those refused stay with the reason."""
        self._shell.tasks.write(
            collection.book,
            self.sheet,
            list(self.lines),
            then=self._booked,
            label=self.tr("Booking the sheet"),
        )

    def _booked(self, done: SheetBooked) -> None:
        words = self.tr("Booked {count} payments, {total}").format(
            count=done.count("booked"), total=formats.money(done.amount)
        )
        if done.count("known"):
            words += self.tr("; {count} were booked before").format(count=done.count("known"))
        if done.count("refused"):
            words += self.tr("; {count} stay here with the reason").format(
                count=done.count("refused")
            )
        self._shell.notify.toast(words, kind="ok")
        for result in done.lines:
            if result.state == "refused":
                self.table.say(result.number, wording.text(result.code, formats.language()))
            else:
                self.table.take_off(result.number)
        self._show_totals()
        self._keep()
        if not self.lines:
            self.accept()

    # Files --------------------------------------------------------------------------------

    def _take_along(self) -> None:
        TakeAlongDialog(self, self._shell).open()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Returned sheet"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Sheets (*.pdf *.xlsx)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.read_back)
        dialog.open()

    def read_back(self, file: str, passphrase: str = "") -> None:
        """Read a returned sheet into the table; for an encrypted one the passphrase is asked for."""

        def failed(error: Exception) -> None:
            shut = ("collection.passphrase_wanted", "collection.wrong_passphrase")
            if isinstance(error, DomainError) and error.code in shut:
                self._ask_passphrase(file, wording.error_text(error, formats.language()))
            else:
                self._shell.tasks.tell_error(error)

        self._shell.tasks.read(
            collection_travel.read_back,
            Path(file),
            passphrase,
            then=self._name_accounts,
            failed=failed,
        )

    def _ask_passphrase(self, file: str, why: str) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Passphrase"))
        dialog.setLabelText(why)
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.textValueSelected.connect(lambda words: self.read_back(file, words))
        dialog.open()

    def _name_accounts(self, found: ReadBack) -> None:
        ids = [line.account_id for line in found.lines]
        self._shell.tasks.read(
            collection.sheet_accounts, ids, then=lambda named: self._show_returned(found, named)
        )

    def _show_returned(self, found: ReadBack, named: Mapping[int, collection.SheetAccount]) -> None:
        if self.lines and self.sheet != found.sheet:
            self.said.setText(self.tr("Book or clear the lines here before reading a file."))
            return
        self.sheet = found.sheet
        self.table.clear_lines()
        for line in found.lines:
            account = named.get(line.account_id)
            self.table.add(line, f"{account.customer}　{account.account_no}" if account else "")
        self._changed()
        self.said.setText(self.tr("{count} payments were read.").format(count=len(found.lines)))
        if found.faults:
            self._tell_faults(found)

    def _tell_faults(self, found: ReadBack) -> None:
        lines = [
            self.tr("Row {row}: {fault} ({value})").format(
                row=fault.row_no,
                fault=wording.text(fault.code, formats.language()),
                value=fault.value or "—",
            )
            for fault in found.faults[:MOST_SHOWN]
        ]
        more = len(found.faults) - MOST_SHOWN
        if more > 0:
            lines.append(self.tr("and {count} more").format(count=more))
        self._shell.notify.confirm(
            self.tr("{count} rows could not be read").format(count=len(found.faults)),
            details="\n".join(lines),
            yes=self.tr("Understood"),
            then=lambda: None,
        )

    # Make-up ------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        for keys, do in (("Ctrl+Return", self._ask_book), ("Ctrl+Z", self._put_back),
                         ("Ctrl+K", self.search.setFocus)):  # fmt: skip
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _checked=False, do=do: do())
            self.addAction(action)

    def _lay_out(self) -> None:
        theme = self._shell.theme
        self._book = button(theme, self.tr("Book all (Ctrl+Enter)"), "check", is_primary=True)
        self._book.clicked.connect(self._ask_book)
        along = button(theme, self.tr("Take along as a file…"), "download")
        along.clicked.connect(self._take_along)
        back = button(theme, self.tr("Read a file back…"), "upload")
        back.clicked.connect(self._ask_file)
        close = button(theme, self.tr("Close"))
        close.clicked.connect(self.reject)
        hint = text(
            self.tr(
                "Search, Enter, amount, Enter. Delete takes a line off; closing keeps the sheet."
            ),
            "muted",
        )
        self.amount.setFixedWidth(130)
        self.slip.setFixedWidth(150)
        entry = row(self.search, self.amount, self.slip, self.day)
        entry.setStretch(0, 1)
        layout = column(
            row(hint, spacer(), along, back),
            entry,
            self.search.found,
            self.table,
            row(self.totals, self.said, spacer(), close, self._book),
            margins=16,
            spacing=10,
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.resize(980, 640)


def _is_delete(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete
