"""The form that posts to a card: a purchase, a cash advance, a fee, or what came back."""

from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.services import card_postings
from desktop.services.account_view import AccountView
from desktop.services.card_postings import KINDS, PostingPreview
from desktop.ui import formats
from desktop.ui.account.booking_dialogs import BookingDialog, note_field
from desktop.ui.account.tables import word
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import chosen_day

LONGEST_REFERENCE = 64


class PostingDialog(BookingDialog):
    """What the card system posted, with the statement that it is billed with."""

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell, seen)
        self.setWindowTitle(self.tr("Post to the card"))
        self.on_submit(self.tr("Post"), self._book)
        self.what = QComboBox()
        for kind in KINDS:
            self.what.addItem(word(f"accounts.entry.{kind}"), kind)
        self.what.currentIndexChanged.connect(lambda _: self._timer.start())
        self.reference = QLineEdit()
        self.reference.setMaxLength(LONGEST_REFERENCE)
        self.reference.textChanged.connect(lambda _: self._timer.start())
        self.note = note_field()
        self.add("kind", self.tr("Kind"), self.what)
        self.add("amount", self.tr("Amount"), self.amount)
        self.add("value_on", self.tr("Posting date"), self.day)
        self.add("reference", self.tr("Reference"), self.reference)
        self.add("note", self.tr("Note"), self.note)
        self.add_effect()
        self.amount.setFocus()

    def asked(self) -> dict[str, Any]:
        """The day, and the reference that is known once."""
        return {"value_on": chosen_day(self.day), "reference": self.reference.text()}

    def look_ahead(self) -> None:
        """Show what the posting would do."""
        amount = self.amount.amount()
        if amount is None:
            self.effect.setText("")
            return
        self._shell.tasks.read(
            card_postings.preview,
            self.account_id,
            self.what.currentData(),
            amount,
            **self.asked(),
            then=self._show_posting,
            failed=self.failed,
            latest="account.preview",
        )

    def _show_posting(self, shown: PostingPreview) -> None:
        self.refuse("")
        words = {
            "purchase": self.tr("Free of interest if that is paid in full by then; else {rate}."),
            "cash_advance": self.tr("Bears interest from the posting date: {rate}."),
            "card_fee": self.tr("Bears no interest."),
            "refund": self.tr("Pays principal, the oldest first; too much stays as a credit."),
        }
        rate = formats.percent(shown.rate, 3)
        by = self.tr("{rate} a day") if shown.basis == 1 else self.tr("{rate} a year")
        billed = self.tr("On the statement of {statement}, due {due}.").format(
            statement=formats.day(shown.statement_on), due=formats.day(shown.due_on)
        )
        kind = self.what.currentData()
        lines = [words[kind].format(rate=by.format(rate=rate))]
        if kind != "refund":
            lines.insert(0, billed)
        owed = self.tr("Owed in all on that day: {before} → {after}").format(
            before=formats.money(shown.before), after=formats.money(shown.after)
        )
        self.effect.setText("\n".join([*lines, owed]))

    def _book(self) -> None:
        amount = self.amount_or_refuse()
        if amount is not None:
            kind, note = self.what.currentData(), self.note.text()
            self.book(card_postings.post, kind, amount, note=note, **self.asked())
