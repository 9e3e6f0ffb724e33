"""Quotes: pay-off, part prepayment, re-arrangement, card instalments; plans side by side."""

from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QSpinBox, QWidget

from desktop.domain.early_settlement import EFFECTS
from desktop.domain.loan_terms import add_months
from desktop.services import account_papers, quote_acceptance, quotes
from desktop.services.account_view import AccountView
from desktop.services.quotes import Kept, Offer, OfferedPlan
from desktop.ui import formats
from desktop.ui.account.booking_dialogs import PREVIEW_AFTER_MS, percent_field
from desktop.ui.account.tables import Columns, figure, word
from desktop.ui.imports.rows_model import RowsModel, table_of
from desktop.ui.page import Shell
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.form_dialog import FormDialog, chosen_day, day_field
from desktop.ui.widgets.text import button, column, row, spacer, text

LOAN_KINDS = ("payoff", "prepayment", "rearrangement")
PLAN_SIZE = (470, 186)
WIDTH = 980
MOST_PLANS = 2
"""Two side by side: the old and the new one, or the two ways to go on."""


class QuoteDialog(FormDialog):
    """What is asked at the top, what it takes below, the plans side by side at the end."""

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self.setWindowTitle(self.tr("Quote · {account}").format(account=seen.account["account_no"]))
        self.on_submit(self.tr("Carry out today…"), self._ask)
        self._shell, self._seen = shell, seen
        self._offer: Offer | None = None
        self._columns = Columns(self)
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_AFTER_MS)
        self._timer.timeout.connect(self.work_out)
        self._make_fields()
        self.lines = text("", "", wrap=True, selectable=True)
        self.setMinimumWidth(WIDTH)
        self._plans = QHBoxLayout()
        self._plans.setSpacing(14)
        body = self.layout()
        body.insertWidget(1, self.lines)  # type: ignore[union-attr]
        self.save = button(shell.theme, self.tr("Save as PDF…"), "printer", role="ghost")
        self.save.clicked.connect(lambda _checked=False: self.ask_file())
        body.insertLayout(2, row(self.save, spacer()))  # type: ignore[union-attr]
        body.insertLayout(3, self._plans)  # type: ignore[union-attr]
        self._show_fields()
        self.work_out()

    def _make_fields(self) -> None:
        seen, today = self._seen, self._shell.desk.today
        is_card = seen.account["kind"] == "card"
        self.kind = QComboBox()
        for code in ("card_instalments",) if is_card else LOAN_KINDS:
            self.kind.addItem(word(f"quotes.kind.{code}"), code)
        self.kind.currentIndexChanged.connect(lambda _: self._show_fields())
        self.day = day_field(today, self.tr("On"))
        self.until = QComboBox()
        self.until.addItem(self.tr("To the day itself"), "payoff_day")
        self.until.addItem(self.tr("To the next due date"), "next_due")
        self.amount = AmountField(self.tr("Amount in yuan"))
        self.first_due = day_field(add_months(today, 1), self.tr("First due date"))
        self.count = QSpinBox(minimum=1, maximum=600, value=12)
        rate = None if is_card else seen.account["annual_rate"]
        self.rate = percent_field(rate)
        self.free = QSpinBox(minimum=0, maximum=60, value=0)
        self.add("kind", self.tr("What for"), self.kind)
        self.add("on", self.tr("On"), self.day)
        self.add("until", self.tr("Interest"), self.until)
        self.add("amount", self.tr("Amount"), self.amount)
        self.add("first_due", self.tr("First due date"), self.first_due)
        self.add("terms", self.tr("Months") if is_card else self.tr("Terms"), self.count)
        rate_words = self.tr("Monthly fee rate (%)") if is_card else self.tr("Yearly rate (%)")
        self.add("annual_rate", rate_words, self.rate)
        self.choice = QComboBox()
        for code in EFFECTS:
            self.choice.addItem(word(f"quotes.plan.{code}"), code)
        self.add("choice", self.tr("Carry out"), self.choice)
        self.add("principal_grace", self.tr("Principal-free terms"), self.free)
        self.until.currentIndexChanged.connect(lambda _: self._timer.start())
        for dated in (self.day, self.first_due):
            dated.dateChanged.connect(lambda _: self._timer.start())
        for spin in (self.count, self.free):
            spin.valueChanged.connect(lambda _: self._timer.start())
        for line in (self.amount, self.rate):
            line.textChanged.connect(lambda _: self._timer.start())

    def _show_fields(self) -> None:
        kind = self.kind.currentData()
        plan = ("first_due", "terms", "annual_rate")
        shown = {
            "payoff": ("on", "until"),
            "prepayment": ("on", "amount", "choice"),
            "rearrangement": ("on", *plan, "principal_grace"),
            "card_instalments": ("on", *plan),
        }[kind]
        for name, field in self._fields.items():
            visible = name == "kind" or name in shown
            field.setVisible(visible)
            item = self._grid.itemAtPosition(self._place(field), 0)
            label = item.widget() if item is not None else None
            if label is not None:
                label.setVisible(visible)
        self._timer.start()

    def _place(self, field: QWidget) -> int:
        place = self._grid.getItemPosition(self._grid.indexOf(field))
        return int(place[0])  # type: ignore[index]

    def asked(self) -> dict[str, Any]:
        """What the quote is asked with, by kind."""
        kind = self.kind.currentData()
        asked: dict[str, Any] = {"on": chosen_day(self.day)}
        if kind == "payoff":
            return asked | {"until": self.until.currentData()}
        if kind == "prepayment":
            return asked | {"amount": self.amount.amount()}
        rate = self._rate()
        if kind == "card_instalments":
            given = {"months": self.count.value(), "monthly_rate": rate}
            return asked | given | {"first_due": chosen_day(self.first_due)}
        return asked | {
            "first_due": chosen_day(self.first_due),
            "count": self.count.value(),
            "annual_rate": None if rate == self._seen.account["annual_rate"] else rate,
            "principal_free": self.free.value(),
        }

    def _rate(self) -> Decimal | None:
        try:
            return Decimal(self.rate.text().strip() or "0") / 100
        except InvalidOperation:
            return None

    def work_out(self) -> None:
        """Work the quote out and show it."""
        asked = self.asked()
        if self.kind.currentData() == "prepayment" and asked["amount"] is None:
            self._show_nothing()
            return
        self._shell.tasks.read(
            quotes.offer,
            int(self._seen.account["id"]),
            self.kind.currentData(),
            **asked,
            then=self._show,
            failed=self._cannot,
            latest="account.quote",
        )

    def _cannot(self, error: Exception) -> None:
        self._show_nothing()
        self.failed(error)

    def _show_nothing(self) -> None:
        self._offer = None
        self._show_plans(())
        self.lines.setText("")

    def _show(self, made: Offer) -> None:
        self.refuse("")
        self._offer = made
        self.lines.setText(self.words(made))
        self._show_plans(made.plans if made.kind != "payoff" else ())

    def words(self, made: Offer) -> str:
        """The quote in lines."""
        lines = [f"{word(f'quotes.line.{code}')}  {figure(amount)}" for code, amount in made.lines]
        total = self.tr("{amount} on {day}, valid until {until}; {more} more for each further day")
        if made.kind in ("payoff", "prepayment"):
            lines.append(
                total.format(
                    amount=formats.money(made.amount),
                    day=made.on,
                    until=made.valid_until,
                    more=figure(made.per_day),
                )
            )
        return "    ".join(lines)

    def _show_plans(self, plans: tuple[OfferedPlan, ...]) -> None:
        while (item := self._plans.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for plan in plans[-MOST_PLANS:]:
            if plan.rows:
                self._plans.addWidget(self._plan(plan))

    def _plan(self, plan: OfferedPlan) -> QWidget:
        model = RowsModel(self._columns.plan(), self._shell.theme)
        model.show_rows(plan.rows)
        table = table_of(model, word(f"quotes.plan.{plan.code}"))
        model.setParent(table)
        table.setMinimumSize(*PLAN_SIZE)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        facts = self.tr("{count} terms, interest {interest}").format(
            count=len(plan.rows), interest=figure(plan.total_interest)
        )
        if plan.code != "current":
            saved = self.tr("saves {amount}") if plan.saved >= 0 else self.tr("costs {amount} more")
            facts += " · " + saved.format(amount=formats.money(abs(plan.saved)))
        holder = QWidget()
        heading = text(word(f"quotes.plan.{plan.code}"), "heading")
        holder.setLayout(column(heading, text(facts, "muted"), table, spacing=4))
        return holder

    def ask_file(self) -> None:
        """Ask where the quote is to be saved as a page."""
        if self._offer is None:
            return
        name = f"{word(f'quotes.kind.{self._offer.kind}')} {self._offer.account_no}.pdf"
        dialog = QFileDialog(self, self.tr("Save the quote"), name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PDF (*.pdf)"))
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, file: str) -> None:
        """Keep the quote under a number and write it as one page."""
        made = self._offer
        if made is not None:
            self._shell.tasks.write(
                account_papers.export_quote,
                made.account_id,
                made.kind,
                file,
                **dict(made.asked),
                then=lambda path: self._shell.notify.toast(
                    self.tr("Saved as {file}").format(file=path.name), kind="ok"
                ),
                failed=self.failed,
                label=self.tr("Exporting"),
            )

    def _ask(self) -> None:
        made = self._offer
        if made is None:
            self.work_out()
            return
        choice = self.choice.currentData() if made.kind == "prepayment" else ""
        self._confirm(made, choice)

    def _confirm(self, made: Offer, choice: str) -> None:
        words = self.tr("Carry this out today?")
        if choice:
            words = self.tr("Carry out today: {plan}?").format(plan=word(f"quotes.plan.{choice}"))
        self._shell.notify.confirm(
            words, then=lambda: self._carry_out(made, choice), details=self.words(made)
        )

    def _carry_out(self, made: Offer, choice: str) -> None:
        self._shell.tasks.write(
            quotes.keep,
            made.account_id,
            made.kind,
            **dict(made.asked),
            then=lambda kept: self._accept(kept, choice),
            failed=self.failed,
        )

    def _accept(self, kept: Kept, choice: str) -> None:
        self._shell.tasks.write(
            quote_acceptance.accept,
            kept.quote_id,
            choice=choice,
            then=lambda _: self._done(),
            failed=self.failed,
        )

    def _done(self) -> None:
        self._shell.notify.toast(self.tr("Carried out as quoted"), kind="ok")
        self.accept()
