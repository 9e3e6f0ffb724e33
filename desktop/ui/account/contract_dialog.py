"""The switches of a contract, or of its product: uplifts, grace, allocation, late fee, prepayment."""

import re
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from desktop.domain.allocation import LEGAL_ORDER, PRINCIPAL_FIRST, Component
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO
from desktop.domain.penalty import UPLIFT_LIMITS, LateFeeRule
from desktop.services import contracts
from desktop.services.account_view import AccountView
from desktop.services.agreed_terms import LONGEST_WAIT
from desktop.services.contracts import LONGEST_GRACE, LateTerms, PlanTerms, SharedTerms
from desktop.ui.account.booking_dialogs import percent_field
from desktop.ui.account.quote_form import ANNUITIES, DAY_COUNTS
from desktop.ui.account.tables import component, read_percent, word
from desktop.ui.page import Shell
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.form_dialog import FormDialog

NO_FEE = "none"
FEE_BASES = (
    "",
    NO_FEE,
    "original_amount",
    "outstanding_principal",
    "overdue_principal",
    "overdue_interest",
    "overdue_instalment",
)
OF_THE_CONTRACT = (
    "overdue_uplift",
    "misuse_uplift",
    "compounds",
    "grace_days",
    "tolerance",
    "technical_delay",
)
COMPOUNDS = {"": None, "yes": True, "no": False}
PRESETS: tuple[tuple[Component, ...], ...] = (
    LEGAL_ORDER,
    PRINCIPAL_FIRST,
    ("interest", "principal", "penalty", "compound", "late_fee", "fee", "cost"),
)
WIDTH = 940


class ContractDialog(FormDialog):
    """Everything that is not settled is worked out again by what is saved here.

    It holds for the contract, or for all contracts of its product that agree nothing of their own.
    """

    columns = 2

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        title = self.tr("Contract terms · {account}")
        self.setWindowTitle(title.format(account=seen.account["account_no"]))
        self.setMinimumWidth(WIDTH)
        self.on_submit(self.tr("Save terms"), self._save)
        self._shell, self._account_id = shell, int(seen.account["id"])
        self._product = str(seen.account["product"])
        self._before = contracts.late_terms(seen.account)
        self._product_before = SharedTerms()
        self.scope = QComboBox()
        self.scope.addItem(self.tr("this contract"), "contract")
        if self._product:
            words = self.tr("all contracts of {product} that agree nothing else")
            self.scope.addItem(words.format(product=self._product), "product")
        self.scope.currentIndexChanged.connect(lambda _: self._show_scope())
        self.add("scope", self.tr("Holds for"), self.scope)
        self._add_late(self._before)
        self._add_plan()
        self._add_payments()
        self._add_late_fee()
        self._show_shared(self._before.shared)

    def _add_late(self, terms: LateTerms) -> None:
        self.overdue = percent_field(terms.overdue_uplift)
        self.misuse = percent_field(terms.misuse_uplift)
        hint = self.tr("by the rule table: {low}–{high}")
        for field, reason in ((self.overdue, "overdue"), (self.misuse, "misuse")):
            low, high = (f"{limit * 100:.0f}" for limit in UPLIFT_LIMITS[reason])
            field.setPlaceholderText(hint.format(low=low, high=high))
        self.compounds = QCheckBox(self.tr("Unpaid interest bears compound interest"))
        self.compounds.setChecked(terms.compounds)
        self.grace = QSpinBox(minimum=0, maximum=LONGEST_GRACE, value=terms.grace_days)
        self.add("compounds", "", self.compounds)
        self.add("overdue_uplift", self.tr("Uplift when overdue (%)"), self.overdue)
        self.add("misuse_uplift", self.tr("Uplift for misuse (%)"), self.misuse)
        self.tolerance = AmountField(self.tr("Amount in yuan"))
        self.tolerance.show_amount(terms.tolerance or None)
        self.add("grace_days", self.tr("Days of grace"), self.grace)
        self.add("tolerance", self.tr("Tolerated shortfall"), self.tolerance)
        self.delayed = QCheckBox(self.tr("Late for an operational reason (technical delay)"))
        self.delayed.setChecked(terms.is_technical_delay)
        self.add("technical_delay", "", self.delayed)

    def _add_plan(self) -> None:
        self.holiday = _choice("holiday_rule", ("", "none", "next", "next_same_month"))
        self.count, self.annuity = _wide_choice(), _wide_choice()
        for code, said in DAY_COUNTS.items():
            self.count.addItem(_or_else("quotes.day_count", code, said), code)
        for code, each_row in ANNUITIES.items():
            agreed = each_row is not None
            self.annuity.addItem(_or_else("quotes.annuity", code, agreed), code)
        self.add("holiday_rule", self.tr("Due date on a day off"), self.holiday)
        self.add("day_count", self.tr("Day count of new plans"), self.count)
        self.add("annuity", self.tr("Equal instalment of new plans"), self.annuity)

    def _add_payments(self) -> None:
        self.fee = QLineEdit()
        self.due, self.in_advance = _order_field(), _order_field()
        self.mode = _choice("mode", ("", "horizontal", "vertical"))
        self.future = _choice("future", ("", "next", "last", "spread"))
        self.add("fee", self.tr("Prepayment fee (%)"), self.fee)
        self.add("allocation_due", self.tr("Order of what is due"), self.due)
        self.add("allocation_in_advance", self.tr("Order in advance"), self.in_advance)
        self.penalty_too = _choice("compounds_penalty", tuple(COMPOUNDS))
        self.add("compounds_penalty", self.tr("Unpaid penalty interest"), self.penalty_too)
        self.add("mode", self.tr("Payments go"), self.mode)
        self.add("future", self.tr("Beyond what is due"), self.future)

    def _add_late_fee(self) -> None:
        self.base = _choice("late_fee_base", FEE_BASES)
        self.percent = QLineEdit()
        self.per = _choice("late_fee_per", ("once", "day"))
        self.wait = QSpinBox(minimum=0, maximum=LONGEST_WAIT)
        self.skips = QCheckBox(self.tr("Waiting days are not charged afterwards either"))
        self.fixed, self.least, self.most = (AmountField(self.tr("Amount in yuan")) for _ in "123")
        self.add("late_fee_base", self.tr("Late fee on"), self.base)
        self.add("late_fee_percent", self.tr("Late fee (%)"), self.percent)
        self.add("late_fee_per", self.tr("Charged"), self.per)
        self.add("late_fee_wait", self.tr("Waiting days"), self.wait)
        self.add("late_fee_skips", "", self.skips)
        self.add("late_fee_fixed", self.tr("Fixed amount beside"), self.fixed)
        self.add("late_fee_minimum", self.tr("At least"), self.least)
        self.add("late_fee_maximum", self.tr("At most"), self.most)

    def _show_shared(self, terms: SharedTerms) -> None:
        percent = terms.prepayment_fee_percent
        self.fee.setText("" if percent is None else f"{percent.normalize():f}")
        for box, order in ((self.due, terms.due), (self.in_advance, terms.in_advance)):
            box.setEditText(_order_words(order))
        self.mode.setCurrentIndex(self.mode.findData(terms.mode))
        self.future.setCurrentIndex(self.future.findData(terms.future))
        self.penalty_too.setCurrentIndex([*COMPOUNDS.values()].index(terms.compounds_penalty))
        self._show_plan(terms.plan)
        rule = terms.late_fee
        base = NO_FEE if terms.charges_no_late_fee else ""
        self.base.setCurrentIndex(self.base.findData(rule.base if rule else base))
        rule = rule or LateFeeRule("overdue_principal", ZERO)
        self.percent.setText(f"{rule.percent.normalize():f}" if rule.percent else "")
        self.per.setCurrentIndex(self.per.findData(rule.per))
        self.wait.setValue(rule.wait_days)
        self.skips.setChecked(rule.skip_wait_days)
        self.fixed.show_amount(rule.fixed or None)
        self.least.show_amount(rule.minimum)
        self.most.show_amount(rule.maximum)

    def _show_plan(self, terms: PlanTerms) -> None:
        self.holiday.setCurrentIndex(self.holiday.findData(terms.holiday_rule))
        said: dict[str, Any] = {}
        if terms.day_count:
            said["day_count"] = terms.day_count
        if terms.day_count == "ACT/ACT":
            said["last_day_in_old_year"] = terms.last_day_in_old_year
        self.count.setCurrentIndex([*DAY_COUNTS.values()].index(said))
        self.annuity.setCurrentIndex([*ANNUITIES.values()].index(terms.annuity_each_row))

    def _show_scope(self) -> None:
        """Show the terms of the contract, or read those of the product."""
        is_product = self.scope.currentData() == "product"
        for name in OF_THE_CONTRACT:
            self._fields[name].setEnabled(not is_product)
        if not is_product:
            self._show_shared(self._before.shared)
            return
        self._shell.tasks.read(
            contracts.product_terms, self._product, then=self._show_product, failed=self.failed
        )

    def _show_product(self, terms: SharedTerms) -> None:
        self._product_before = terms
        self._show_shared(terms)

    def _shared(self) -> SharedTerms:
        base = self.base.currentData()
        rule = None
        if base not in ("", NO_FEE):
            rule = LateFeeRule(
                base,
                read_percent(self.percent.text(), "late_fee_percent") or ZERO,
                self.per.currentData(),
                self.wait.value(),
                self.skips.isChecked(),
                self.least.amount(),
                self.most.amount(),
                self.fixed.amount() or ZERO,
            )
        return SharedTerms(
            read_order(self.due.currentText(), "allocation_due"),
            read_order(self.in_advance.currentText(), "allocation_in_advance"),
            self.mode.currentData(),
            self.future.currentData(),
            read_percent(self.fee.text(), "fee"),
            rule,
            base == NO_FEE,
            COMPOUNDS[self.penalty_too.currentData()],
            PlanTerms(
                self.holiday.currentData(),
                annuity_each_row=ANNUITIES[self.annuity.currentData()],
                **DAY_COUNTS[self.count.currentData()],
            ),
        )

    def _save(self) -> None:
        try:
            shared = self._shared()
            terms = LateTerms(
                _fraction(self.overdue, "overdue_uplift"),
                _fraction(self.misuse, "misuse_uplift"),
                self.compounds.isChecked(),
                self.grace.value(),
                self.tolerance.amount() or ZERO,
                self.delayed.isChecked(),
                shared,
            )
        except DomainError as error:
            self.failed(error)
            return
        if self.scope.currentData() == "product":
            self._write(contracts.set_product_terms, self._product, shared, self._product_before)
        else:
            self._write(contracts.set_late_terms, self._account_id, terms, self._before)

    def _write(self, service: Any, whose: Any, terms: Any, before: Any) -> None:
        shell, said = self._shell, self.tr("Terms saved; what is owed was worked out again")

        def done(_changes: Any) -> None:
            shell.notify.toast(
                said, kind="ok", undo=lambda: shell.tasks.write(service, whose, before)
            )
            self.accept()

        shell.tasks.write(service, whose, terms, then=done, failed=self.failed)


def read_order(words: str, field: str) -> tuple[Component, ...]:
    """Read 费用、利息、本金 as components. Raises ``contracts.order_unknown`` at the field."""
    names = {component(code): code for code in LEGAL_ORDER}
    found = []
    for name in re.split(r"[、，,>→]+", words):
        if name.strip():
            code = names.get(name.strip())
            if code is None:
                raise DomainError("contracts.order_unknown", field=field, word=name.strip())
            found.append(code)
    return tuple(found)


def _order_words(order: tuple[Component, ...]) -> str:
    return "、".join(component(code) for code in order)


def _order_field() -> QComboBox:
    """An order in words: chosen from the usual ones, or typed; empty is as product and law say."""
    box = _wide_choice()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItem("")
    for order in PRESETS:
        box.addItem(_order_words(order))
    line = box.lineEdit()
    if line is not None:
        line.setPlaceholderText(word("contracts.as_agreed_else"))
    return box


def _or_else(group: str, code: str, said: object) -> str:
    return word(f"{group}.{code}" if said else "contracts.as_agreed_else")


def _wide_choice() -> QComboBox:
    """A choice of long words that does not widen the dialog."""
    box = QComboBox()
    box.setMinimumContentsLength(18)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _choice(group: str, codes: Any) -> QComboBox:
    box = QComboBox()
    for code in codes:
        box.addItem(word(f"contracts.{group}.{code}" if code else "contracts.as_agreed_else"), code)
    return box


def _fraction(field: QLineEdit, name: str) -> Decimal | None:
    percent = read_percent(field.text(), name)
    return None if percent is None else percent / 100
