"""The switches of a contract: uplifts, grace, compounding, allocation, prepayment fee."""

from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from desktop.domain.penalty import UPLIFT_LIMITS
from desktop.services import contracts
from desktop.services.account_view import AccountView
from desktop.services.contracts import LONGEST_GRACE, LateTerms
from desktop.ui.account.booking_dialogs import percent_field
from desktop.ui.account.tables import word
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog


class ContractDialog(FormDialog):
    """Everything that is not settled is worked out again by what is saved here."""

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        title = self.tr("Contract terms · {account}")
        self.setWindowTitle(title.format(account=seen.account["account_no"]))
        self.on_submit(self.tr("Save terms"), self._save)
        self._shell, self._account_id = shell, int(seen.account["id"])
        self._before = contracts.late_terms(seen.account)
        terms = self._before
        self.overdue = percent_field(terms.overdue_uplift)
        self.misuse = percent_field(terms.misuse_uplift)
        hint = self.tr("by the rule table: {low}–{high}")
        for field, reason in ((self.overdue, "overdue"), (self.misuse, "misuse")):
            low, high = (f"{limit * 100:.0f}" for limit in UPLIFT_LIMITS[reason])
            field.setPlaceholderText(hint.format(low=low, high=high))
        self.compounds = QCheckBox(self.tr("Unpaid interest bears compound interest"))
        self.compounds.setChecked(terms.compounds)
        self.grace = QSpinBox(minimum=0, maximum=LONGEST_GRACE, value=terms.grace_days)
        self.fee = QLineEdit(f"{terms.prepayment_fee_percent.normalize():f}")
        self.mode = _choice("mode", ("horizontal", "vertical"), terms.allocation_mode)
        self.future = _choice("future", ("next", "last", "spread"), terms.allocation_future)
        self.add("overdue_uplift", self.tr("Uplift when overdue (%)"), self.overdue)
        self.add("misuse_uplift", self.tr("Uplift for misuse (%)"), self.misuse)
        self.add("compounds", "", self.compounds)
        self.add("grace_days", self.tr("Days of grace"), self.grace)
        self.add("fee", self.tr("Prepayment fee (%)"), self.fee)
        self.add("mode", self.tr("Payments go"), self.mode)
        self.add("future", self.tr("Beyond what is due"), self.future)

    def _save(self) -> None:
        try:
            terms = LateTerms(
                _fraction(self.overdue),
                _fraction(self.misuse),
                self.compounds.isChecked(),
                self.grace.value(),
                Decimal(self.fee.text().strip() or "0"),
                self.mode.currentData(),
                self.future.currentData(),
            )
        except InvalidOperation:
            self.refuse(self.tr("Enter a percentage such as 50."))
            return
        self._shell.tasks.write(
            contracts.set_late_terms,
            self._account_id,
            terms,
            then=lambda _: self._done(),
            failed=self.failed,
        )

    def _done(self) -> None:
        shell, account_id, before = self._shell, self._account_id, self._before
        shell.notify.toast(
            self.tr("Terms saved; what is owed was worked out again"),
            kind="ok",
            undo=lambda: shell.tasks.write(contracts.set_late_terms, account_id, before),
        )
        self.accept()


def _choice(group: str, codes: Any, chosen: str) -> QComboBox:
    box = QComboBox()
    for code in codes:
        box.addItem(word(f"contracts.{group}.{code}"), code)
    box.setCurrentIndex(box.findData(chosen))
    return box


def _fraction(field: QLineEdit) -> Decimal | None:
    words = field.text().strip().rstrip("%％")
    return Decimal(words) / 100 if words else None
