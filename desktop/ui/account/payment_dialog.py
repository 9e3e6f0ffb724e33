"""The form that books a payment: on one account, or shared over all debts of the customer."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop.services import ledger, several_debts
from desktop.services.account_view import AccountView
from desktop.services.several_debts import Share, Shared
from desktop.ui.account.booking_dialogs import BookingDialog
from desktop.ui.account.tables import figure
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import chosen_day


class PaymentDialog(BookingDialog):
    """A payment that came in."""

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell, seen)
        self.setWindowTitle(self.tr("Book a payment"))
        self.on_submit(self.tr("Book payment"), self._book)
        self.pays = QComboBox()
        self.pays.addItem(self.tr("this account"), "")
        self.pays.addItem(self.tr("all debts of the customer, due first"), "due")
        self.pays.addItem(self.tr("this account first, then the others"), "chosen")
        self.pays.currentIndexChanged.connect(lambda _: self._turn())
        if len([each for each in seen.accounts if each["status"] != "settled"]) > 1:
            self.add("accounts", self.tr("Pays"), self.pays)
        self.add_figures()
        self.reference = QLineEdit()
        self.payer = QLineEdit(seen.account["customer_name"])
        self.keeps = QCheckBox(self.tr("Keep what is too much as a credit"))
        self.keeps.toggled.connect(lambda _: self.look_ahead())
        for field in (self.reference, self.payer):
            field.setMaxLength(64)
        self.add("reference", self.tr("Reference"), self.reference)
        self.add("payer", self.tr("Payer"), self.payer)
        self.add("overpayment", "", self.keeps)
        self.add_effect()
        due = seen.balance.total_overdue
        self.amount.show_amount(due or None)
        self.amount.selectAll()
        self.amount.setFocus()

    def asked(self) -> dict[str, Any]:
        """Whether too much is kept."""
        return {"overpayment": "keep" if self.keeps.isChecked() else "refuse"}

    def _turn(self) -> None:
        self.keeps.setEnabled(not self.pays.currentData())
        self.look_ahead()

    def _chosen(self) -> tuple[int, ...]:
        """The debtor's choice: this account first, or none."""
        return (self.account_id,) if self.pays.currentData() == "chosen" else ()

    def look_ahead(self) -> None:
        """Show what the booking would do: on this account, or how it falls on all of them."""
        amount = self.amount.amount()
        if not self.pays.currentData() or amount is None or amount <= 0:
            super().look_ahead()
            return
        self._shell.tasks.read(
            several_debts.share,
            self.account_id,
            amount,
            value_on=chosen_day(self.day),
            chosen=self._chosen(),
            then=self._show_shares,
            failed=self.failed,
            latest="account.preview",
        )

    def _show_shares(self, shares: tuple[Share, ...]) -> None:
        self.refuse("")
        words = self.tr("{amount} on {account} · {product}, of {due} due")
        self.effect.setText(
            "\n".join(
                words.format(
                    amount=figure(part.amount),
                    account=part.account_no,
                    product=part.product,
                    due=figure(part.due),
                )
                for part in shares
            )
        )

    def _book(self) -> None:
        amount = self.amount_or_refuse()
        if amount is None:
            return
        given: dict[str, Any] = {
            "value_on": chosen_day(self.day),
            "reference": self.reference.text().strip() or None,
            "payer": self.payer.text().strip() or None,
        }
        if self.pays.currentData():
            self.book(several_debts.pay, amount, chosen=self._chosen(), **given)
        else:
            self.book(ledger.pay, amount, **given, **self.asked())

    def booked(self, done: Any) -> None:
        """Offer to take a shared payment back whole."""
        if not isinstance(done, Shared):
            super().booked(done)
            return
        shell, reason = self._shell, self.tr("taken back at once")
        words = self.tr("Booked on %n account(s)", "", len(done.payments))
        shell.notify.toast(
            words,
            kind="ok",
            undo=lambda: shell.tasks.write(several_debts.undo, done.payments, reason),
        )
        self.accept()
