"""What is asked of a quote: the fields of each kind, and the request that they make."""

from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from desktop.domain.allocation import Component
from desktop.domain.early_settlement import EFFECTS
from desktop.domain.errors import CodedError
from desktop.domain.loan_terms import MOST_TERMS, add_months
from desktop.domain.plan_offers import read_rows
from desktop.services.account_view import AccountView
from desktop.services.contract_terms import METHODS
from desktop.ui import formats
from desktop.ui.account.booking_dialogs import PREVIEW_AFTER_MS, percent_field
from desktop.ui.account.tables import component, read_percent, word
from desktop.ui.page import Shell
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.form_dialog import FormDialog, chosen_day, day_field
from desktop.ui.widgets.text import text

LOAN_KINDS = (
    "payoff",
    "prepayment",
    "rearrangement",
    "plan_change",
    "spreading",
    "drawing",
    "waiver",
)
CARD_KINDS = ("card_instalments", "payoff", "waiver")
WAIVABLE: tuple[Component, ...] = ("late_fee", "fee", "cost", "penalty", "compound", "interest")
PLAN = ("first_due", "terms", "annual_rate")
FIELDS: dict[str, tuple[str, ...]] = {
    "payoff": ("on", "until"),
    "prepayment": ("on", "amount", "choice"),
    "rearrangement": (
        "on",
        *PLAN,
        "principal_grace",
        "method",
        "annuity",
        "unit",
        "every",
        "day_count",
        "rows",
    ),
    "plan_change": (
        "on",
        "from_due",
        "annual_rate",
        "rate_from",
        "extra_terms",
        "principal_grace",
        "new_due",
    ),
    "spreading": ("on", "over", "first_due", "terms", "bears_interest"),
    "drawing": ("on", "amount"),
    "waiver": ("on", "valid_until", *(f"waive_{code}" for code in WAIVABLE), "waiver_choice"),
    "card_instalments": ("on", *PLAN),
}
ANNUITIES: dict[str, bool | None] = {"same": None, "fixed": False, "each_row": True}
DAY_COUNTS: dict[str, dict[str, Any]] = {
    "same": {},
    "30_360": {"day_count": "30/360"},
    "act_365": {"day_count": "ACT/365"},
    "act_360": {"day_count": "ACT/360"},
    "act_act_old_year": {"day_count": "ACT/ACT", "last_day_in_old_year": True},
    "act_act_new_year": {"day_count": "ACT/ACT", "last_day_in_old_year": False},
}
"""What each choice asks for: of ACT/ACT also which year the night of 31 December belongs to."""
SAME_FIELD = {"months": "terms", "count": "terms", "first_due_on": "first_due"}
"""Where an error names a field by the rule's name for it."""
MOST_FREE_TERMS = 60
ROWS_HEIGHT = 64


class QuoteForm(FormDialog):
    """Two fields side by side, those of the chosen kind; ``work_out`` follows every change."""

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._seen = shell, seen
        self._labels: dict[str, QLabel] = {}
        self._grid.setColumnStretch(3, 1)
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_AFTER_MS)
        self._timer.timeout.connect(self.work_out)
        self._is_card = seen.account["kind"] == "card"
        self._make_dates()
        self._make_plan()
        self._make_amounts()
        self._follow()

    def work_out(self) -> None:
        """Work the quote out and show it."""
        raise NotImplementedError

    def add(self, name: str, words: str, field: QWidget) -> None:
        """Add a field; where it stands depends on the kind."""
        label = self._labels[name] = text(words, "key")
        for widget in (label, field):
            widget.setParent(self)  # those of other kinds stand in no layout
            widget.hide()
        field.setAccessibleName(words)
        self._fields[name] = field

    def failed(self, error: Exception) -> None:
        """Show a refusal at the field that it means here."""
        if isinstance(error, CodedError) and error.field in SAME_FIELD:
            error.field = SAME_FIELD[error.field]
        super().failed(error)

    def _make_dates(self) -> None:
        today = self._shell.desk.today
        self.kind = _choice("quotes.kind", CARD_KINDS if self._is_card else LOAN_KINDS)
        self.kind.currentIndexChanged.connect(lambda _: self.show_fields())
        self.day = day_field(today, self.tr("On"))
        self.until = QComboBox()
        self.until.addItem(self.tr("To the day itself"), "payoff_day")
        self.until.addItem(self.tr("To the next due date"), "next_due")
        self.first_due = day_field(add_months(today, 1), self.tr("First due date"))
        self.from_due = QComboBox()
        for row in self._seen.schedule:
            if row.due_on > today:
                self.from_due.addItem(f"{row.number} · {formats.day(row.due_on)}", row.due_on)
        self.rate_from = self._optional_day(self.tr("from that instalment on"))
        self.new_due = self._optional_day(self.tr("unchanged"))
        self.valid_until = self._optional_day(self.tr("five days"))
        self.add("kind", self.tr("What for"), self.kind)
        self.add("on", self.tr("On"), self.day)
        self.add("until", self.tr("Interest"), self.until)
        self.add("first_due", self.tr("First due date"), self.first_due)
        self.add("from_due", self.tr("From the instalment"), self.from_due)
        self.add("rate_from", self.tr("Rate holds from"), self.rate_from)
        self.add("new_due", self.tr("Move it to"), self.new_due)
        self.add("valid_until", self.tr("Valid until"), self.valid_until)

    def _optional_day(self, nothing: str) -> QDateEdit:
        """A field for a day that may be left as it is: its lowest value says so."""
        field = day_field(self._shell.desk.today, nothing)
        field.setMinimumDate(field.date().addDays(-1))
        field.setSpecialValueText(nothing)
        field.setDate(field.minimumDate())
        return field

    def _make_plan(self) -> None:
        account = self._seen.account
        self.count = QSpinBox(minimum=1, maximum=MOST_TERMS, value=12)
        self.rate = percent_field(None if self._is_card else account["annual_rate"])
        self.free = QSpinBox(minimum=0, maximum=MOST_FREE_TERMS, value=0)
        self.extra = QSpinBox(minimum=0, maximum=MOST_TERMS, value=0)
        self.method = _choice("quotes.method", METHODS)
        self.method.setCurrentIndex(max(self.method.findData(account["method"]), 0))
        self.annuity = _choice("quotes.annuity", ANNUITIES)
        self.day_count = _choice("quotes.day_count", DAY_COUNTS)
        self.unit = _choice("quotes.unit", ("same", "month", "week", "day"))
        self.every = QSpinBox(minimum=1, maximum=366, value=1)
        self.rows = QPlainTextEdit()
        self.rows.setPlaceholderText(self.tr("Date and principal, one row per line"))
        self.rows.setFixedHeight(ROWS_HEIGHT)
        self.rows.setTabChangesFocus(True)
        self.over = _choice("quotes.over", ("new_rows", "rows_to_come"))
        self.bears = QCheckBox(self.tr("Bears interest at the contract rate"))
        self.bears.setChecked(True)
        self.add("over", self.tr("Spread"), self.over)
        self.add("terms", self.tr("Months") if self._is_card else self.tr("Terms"), self.count)
        monthly = self.tr("Monthly fee rate (%)")
        self.add("annual_rate", monthly if self._is_card else self.tr("Yearly rate (%)"), self.rate)
        self.add("extra_terms", self.tr("More terms"), self.extra)
        self.add("principal_grace", self.tr("Principal-free terms"), self.free)
        self.add("method", self.tr("Method"), self.method)
        self.add("annuity", self.tr("Equal instalment"), self.annuity)
        self.add("day_count", self.tr("Day count"), self.day_count)
        self.add("unit", self.tr("Every so many"), self.unit)
        self.add("every", self.tr("How many"), self.every)
        self.add("bears_interest", "", self.bears)
        self.add("rows", self.tr("Agreed rows"), self.rows)

    def _make_amounts(self) -> None:
        self.amount = AmountField(self.tr("Amount in yuan"))
        self.choice = _choice("quotes.plan", EFFECTS)
        self.waiver_choice = _choice("quotes.waiver_choice", ("only", "pay"))
        self.waived = {code: AmountField(self.tr("Amount in yuan")) for code in WAIVABLE}
        self.add("amount", self.tr("Amount"), self.amount)
        for code, field in self.waived.items():
            owed = formats.money(self._seen.balance.overdue[code])
            field.setPlaceholderText(self.tr("owed {amount}").format(amount=owed))
            self.add(f"waive_{code}", component(code), field)
        self.add("choice", self.tr("Carry out"), self.choice)
        self.add("waiver_choice", self.tr("Carry out"), self.waiver_choice)

    def _follow(self) -> None:
        """Work out anew after every change, once the typing has stopped."""
        start = self._timer.start
        for field in self._fields.values():
            if isinstance(field, QDateEdit):
                field.dateChanged.connect(lambda _: start())
            elif isinstance(field, QSpinBox):
                field.valueChanged.connect(lambda _: start())
            elif isinstance(field, QComboBox):
                field.currentIndexChanged.connect(lambda _: start())
            elif isinstance(field, QCheckBox):
                field.toggled.connect(lambda _: start())
            elif isinstance(field, QPlainTextEdit):
                field.textChanged.connect(start)
        for line in (self.amount, self.rate, *self.waived.values()):
            line.textChanged.connect(lambda _: start())

    def show_fields(self) -> None:
        """Show the fields of the kind, two side by side; agreed rows take a whole line."""
        shown = ["kind", *FIELDS[self.kind.currentData()]]
        if self._is_card and "until" in shown:
            shown.remove("until")  # a card's interest runs by the day
        for name, field in self._fields.items():
            for widget in (self._labels[name], field):
                self._grid.removeWidget(widget)
                widget.setVisible(name in shown)
        for place, name in enumerate(shown):
            row, left = divmod(place, 2)
            left = 0 if name == "rows" else left * 2
            row = row + 1 if name == "rows" else row
            self._grid.addWidget(self._labels[name], row, left)
            self._grid.addWidget(self._fields[name], row, left + 1, 1, 3 if name == "rows" else 1)
        self._timer.start()

    def asked(self) -> dict[str, Any]:
        """What the quote is asked with, by kind. Raises ``DomainError`` for what cannot be read."""
        kind = self.kind.currentData()
        given: dict[str, Any] = {"on": chosen_day(self.day)}
        if kind == "payoff":
            return given | {"until": self.until.currentData()}
        if kind in ("prepayment", "drawing"):
            return given | {"amount": self.amount.amount()}
        if kind == "waiver":
            waived = {code: field.amount() for code, field in self.waived.items()}
            found = {code: amount for code, amount in waived.items() if amount}
            return given | {"waive": found, "valid_until": _day_or_none(self.valid_until)}
        if kind == "plan_change":
            return given | self._change()
        plan = {"first_due": chosen_day(self.first_due), "count": self.count.value()}
        if kind == "spreading":
            over = {"over": self.over.currentData(), "bears_interest": self.bears.isChecked()}
            return given | plan | over
        if kind == "card_instalments":
            months = {"months": plan["count"], "monthly_rate": self._rate()}
            return given | months | {"first_due": plan["first_due"]}
        return given | plan | self._new_plan()

    def _new_plan(self) -> dict[str, Any]:
        count = DAY_COUNTS[self.day_count.currentData()]
        if rows := read_rows(self.rows.toPlainText()):
            return {"rows": rows, "annual_rate": self._changed_rate(), **count}
        rhythm = {"unit": self.unit.currentData(), "every": self.every.value()}
        return {
            "annual_rate": self._changed_rate(),
            "principal_free": self.free.value(),
            "method": self.method.currentData(),
            "annuity_each_row": ANNUITIES[self.annuity.currentData()],
            **count,
            **({} if rhythm["unit"] == "same" else rhythm),
        }

    def _change(self) -> dict[str, Any]:
        return {
            "from_due": self.from_due.currentData(),
            "annual_rate": self._changed_rate(),
            "rate_from": _day_or_none(self.rate_from),
            "extra_terms": self.extra.value(),
            "principal_free": self.free.value(),
            "new_due": _day_or_none(self.new_due),
        }

    def _rate(self) -> Decimal | None:
        """The rate as a fraction; nothing is none."""
        percent = read_percent(self.rate.text(), "annual_rate")
        return None if percent is None else percent / 100

    def _changed_rate(self) -> Decimal | None:
        rate = self._rate()
        return None if rate == self._seen.account["annual_rate"] else rate


def _choice(table: str, codes: Any) -> QComboBox:
    box = QComboBox()
    for code in codes:
        box.addItem(word(f"{table}.{code}"), code)
    return box


def _day_or_none(field: QDateEdit) -> date | None:
    return None if field.date() == field.minimumDate() else chosen_day(field)
