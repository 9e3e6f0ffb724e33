"""The form for a card's foreign currency: post what was spent, or repay with bought currency."""

from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.services import card_currency
from desktop.services.account_view import AccountView
from desktop.services.card_currency import CurrencyPurchase
from desktop.ui import formats
from desktop.ui.account.booking_dialogs import BookingDialog, note_field
from desktop.ui.account.tables import read_percent
from desktop.ui.page import Shell
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.form_dialog import chosen_day

USUAL = ("USD", "EUR", "HKD", "JPY", "GBP", "AUD")


class CurrencyDialog(BookingDialog):
    """购汇还款: currency, rate, and either the foreign amount or what is paid in CNY."""

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell, seen)
        self.setWindowTitle(self.tr("Foreign currency"))
        self.on_submit(self.tr("Book"), self._book)
        self.what = QComboBox()
        self.what.addItem(self.tr("Repay with bought currency"), "repay")
        self.what.addItem(self.tr("Post what was spent abroad"), "post")
        self.what.setCurrentIndex(0 if seen.foreign else 1)
        self.what.currentIndexChanged.connect(lambda _: self._turn())
        self.currency = QComboBox()
        self.currency.setEditable(True)
        self.currency.addItems(
            [*seen.foreign, *(code for code in USUAL if code not in seen.foreign)]
        )
        self.rate = QLineEdit()
        self.rate.setMaxLength(12)
        self.rate.setPlaceholderText(self.tr("CNY for 100 units"))
        self.amount.setPlaceholderText(self.tr("empty: the whole balance"))
        self.cny = AmountField(self.tr("or what is paid in CNY"))
        self.note = note_field()
        self.add("what", self.tr("What"), self.what)
        self.add("currency", self.tr("Currency"), self.currency)
        self.add("foreign", self.tr("Foreign amount"), self.amount)
        self.add("rate", self.tr("Rate"), self.rate)
        self.add("cny", self.tr("Paid in CNY"), self.cny)
        self.add("value_on", self.tr("Value date"), self.day)
        self.add("note", self.tr("Note"), self.note)
        self.add_effect()
        for line in (self.rate, self.cny):
            line.textChanged.connect(lambda _: self._timer.start())
        self.currency.currentTextChanged.connect(lambda _: self._timer.start())
        self._turn()

    def _turn(self) -> None:
        repays = self.what.currentData() == "repay"
        for field in (self.rate, self.cny):
            field.setEnabled(repays)
        self.note.setEnabled(not repays)
        self._timer.start()

    def _priced(self) -> dict[str, Any]:
        """What a repayment is asked with beside currency and rate."""
        return {
            "value_on": chosen_day(self.day),
            "foreign": self.amount.amount(),
            "cny": self.cny.amount(),
        }

    def _rate(self) -> Money:
        """The rate; what cannot be read is 0, which is refused at the field."""
        try:
            return read_percent(self.rate.text(), "rate") or ZERO
        except DomainError:
            return ZERO

    def look_ahead(self) -> None:
        """Show what the currency costs."""
        self.effect.setText("")
        if self.what.currentData() != "repay" or not self.rate.text().strip():
            return
        self._shell.tasks.read(
            card_currency.price,
            self.account_id,
            self.currency.currentText(),
            self._rate(),
            **self._priced(),
            then=self._show_price,
            failed=self.failed,
            latest="account.preview",
        )

    def _show_price(self, done: CurrencyPurchase) -> None:
        self.refuse("")
        words = self.tr("{foreign} {currency} cost {cny}")
        self.effect.setText(
            words.format(
                foreign=f"{done.foreign:,.2f}", currency=done.currency, cny=formats.money(done.cny)
            )
        )

    def _book(self) -> None:
        currency = self.currency.currentText()
        if self.what.currentData() == "post":
            amount = self.amount.amount()
            if amount is None:
                self.refuse(self.tr("Enter the amount in the foreign currency."), "foreign")
                return
            day, note = chosen_day(self.day), self.note.text()
            self.book(card_currency.post, currency, amount, value_on=day, note=note)
            return
        self.book(card_currency.repay, currency, self._rate(), **self._priced())
