"""What stands above the tabs: whose account it is, the day looked at, the key figures."""

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.services.account_view import AccountView
from desktop.ui import formats
from desktop.ui.account.tables import word
from desktop.ui.page import Shell
from desktop.ui.widgets.card import KpiCard
from desktop.ui.widgets.form_dialog import chosen_day, day_field
from desktop.ui.widgets.text import button, column, row, set_property, spacer, text


class AccountHead(QWidget):
    """Emits what the user chose: another account of the customer, another day, today again."""

    account_chosen = Signal(int)
    day_chosen = Signal(object)
    case_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._name = text("", "title")
        self._facts = text("", "muted", wrap=True)
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Account of this customer"))
        self.choice.setMinimumWidth(230)
        self.choice.activated.connect(
            lambda _: self.account_chosen.emit(int(self.choice.currentData()))
        )
        self.day = day_field(shell.desk.today, self.tr("Balance on"))
        self.day.dateChanged.connect(lambda _: self.day_chosen.emit(chosen_day(self.day)))
        self.to_case = button(shell.theme, self.tr("Open case"), "briefcase", role="ghost")
        self.to_case.clicked.connect(lambda _checked=False: self.case_wanted.emit())
        self.overdue = KpiCard(self.tr("Overdue"))
        self.owed = KpiCard(self.tr("Owed in all"))
        self.late = KpiCard(self.tr("Days past due"))
        self.rate = KpiCard(self.tr("All-in rate a year"))
        first = row(
            self._name,
            self.choice,
            self.to_case,
            spacer(),
            text(self.tr("Balance on"), "key"),
            self.day,
        )
        cards = row(self.overdue, self.owed, self.late, self.rate, spacing=12)
        self.setLayout(column(first, self._facts, cards, spacing=8))

    def show_view(self, seen: AccountView) -> None:
        """Show an account."""
        account, balance = seen.account, seen.balance
        self._name.setText(account["customer_name"])
        self._facts.setText("  ·  ".join(self._fact_words(seen)))
        self.choice.clear()
        for each in seen.accounts:
            self.choice.addItem(f"{each['product']} · {each['account_no']}", each["id"])
        self.choice.setCurrentIndex(self.choice.findData(account["id"]))
        self.show_day(balance.on)
        self.to_case.setEnabled(seen.case_id is not None)
        self.overdue.show_figure(formats.money(balance.total_overdue))
        left_over = self.tr("{amount} left over").format(amount=formats.money(balance.overpaid))
        self.owed.show_figure(formats.money(balance.total), left_over if balance.overpaid else "")
        level = f"{balance.bucket} · {word(f'cases.five_class.{balance.five_class}')}"
        self.late.show_figure(str(balance.dpd), level, tone="danger" if balance.dpd else "muted")
        self._show_rate(seen)

    def show_day(self, day: date) -> None:
        """Show a day without telling it."""
        self.day.blockSignals(True)
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.day.blockSignals(False)
        set_property(self.day, "invalid", False)

    def _show_rate(self, seen: AccountView) -> None:
        if seen.cap is None:
            self.rate.show_figure("—", self.tr("not for this account"))
            return
        caps = seen.cap.exceeded or seen.cap.caps
        line = caps[-1]
        words = self.tr("above {rate}") if seen.cap.exceeded else self.tr("cap {rate}")
        tone = "warn" if seen.cap.exceeded else "muted"
        remark = words.format(rate=formats.percent(line.rate, 2))
        self.rate.show_figure(formats.percent(seen.cap.rate.yearly, 2), remark, tone=tone)

    def _fact_words(self, seen: AccountView) -> list[str]:
        account = seen.account
        is_card = account["kind"] == "card"
        facts = [word(f"cases.kind.{account['kind']}")]
        limit = self.tr("limit {amount}") if is_card else self.tr("lent {amount}")
        facts.append(limit.format(amount=formats.money(account["principal"])))
        if account["annual_rate"] is not None:
            rates = self.tr("yearly rate {rate}, when overdue {penalty}")
            rate, penalty = formats.rate(account["annual_rate"]), formats.rate(seen.penalty_rate)
            facts.append(rates.format(rate=rate, penalty=penalty))
        facts += [f"{code} {amount:,.2f}" for code, amount in seen.foreign.items()]
        if seen.card is not None:
            words = self.tr(
                "statement {statement}, due {due}: at least {minimum}, else late charge {charge}"
            )
            facts.append(
                words.format(
                    statement=formats.day(seen.card.statement_on),
                    due=formats.day(seen.card.due_on),
                    minimum=formats.money(seen.card.minimum),
                    charge=formats.money(seen.card.late_charge),
                )
            )
        if account["disbursed_on"]:
            facts.append(f"{account['disbursed_on']} – {formats.day(account['matures_on'])}")
        if seen.base_on:
            facts.append(self.tr("figures begin on {day}").format(day=seen.base_on))
        if account["written_off_on"]:
            facts.append(self.tr("written off on {day}").format(day=account["written_off_on"]))
        if any(pause["resumed_on"] is None for pause in seen.pauses):
            facts.append(self.tr("ageing paused"))
        return facts
