"""The tables of the account page: balance, schedule, ledger, what makes the balance up, plans."""

from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QObject

from desktop.adapters import wording
from desktop.domain.allocation import Component
from desktop.domain.card_postings import POSTING_KINDS
from desktop.domain.errors import DomainError
from desktop.domain.money import Money
from desktop.domain.schedule import ScheduledRow
from desktop.domain.statement import StatementLine
from desktop.services.account_view import Found, LedgerLine, ScheduleRow
from desktop.ui import formats
from desktop.ui.imports.rows_model import TableColumn

BalanceRow = tuple[Component, Money, Money]
"""A component, what is overdue of it, and all that is owed."""


def word(code: str) -> str:
    """A code's words in the language of now."""
    return wording.text(code, formats.language())


def component(code: str | None) -> str:
    """The name of a component; nothing for none."""
    return word(f"accounts.component.{code}") if code else ""


def figure(amount: Money) -> str:
    """An amount in a column of amounts: without a currency sign, nothing for zero."""
    sign = "−" if amount < 0 else ""
    return f"{sign}{abs(amount):,.2f}" if amount else "—"


def rule(code: str) -> str:
    """What made an entry."""
    known = {"contract", "penalty_rate", "late_fee_rule", "hand", "desk", "import", "quote"}
    known |= {"payoff", "prepayment", "rearrangement", "card_instalments"}
    known |= {"plan_change", "spreading", "drawing", "overdraft"}
    return word(f"accounts.rule.{code}") if code in known else code


def formula(line: StatementLine) -> str:
    """How a line of the explanation was worked out."""
    if line.base is None or line.rate is None:
        return ""
    over = f" / {line.basis}" if line.basis else ""
    return f"{line.base:,.2f} × {formats.rate(line.rate)} × {line.days}{over}"


DATED = frozenset(("payment", "waiver", "recovery", "charge", "refund", *POSTING_KINDS))
"""Sources of which the day is told beside."""


class Columns(QObject):
    """The columns of each table, in the language of now."""

    def balance(self) -> list[TableColumn]:
        """Component, overdue, all."""
        return [
            TableColumn(self.tr("Item"), 150, lambda r: component(r[0])),
            TableColumn(
                self.tr("Overdue"),
                150,
                lambda r: figure(r[1]),
                is_figure=True,
                ink=lambda r: "danger" if r[1] else "text3",
            ),
            TableColumn(self.tr("Owed in all"), 150, lambda r: figure(r[2]), is_figure=True),
            TableColumn("", 0, lambda _r: ""),
        ]

    def schedule(self) -> list[TableColumn]:
        """The instalments as they stand."""

        def money(title: str, name: str, width: int = 110) -> TableColumn:
            return TableColumn(title, width, lambda row: figure(getattr(row, name)), is_figure=True)

        return [
            TableColumn(self.tr("No."), 52, lambda row: str(row.number), is_figure=True),
            TableColumn(self.tr("Due"), 104, lambda row: formats.day(row.due_on)),
            money(self.tr("Principal"), "principal"),
            money(self.tr("Interest"), "interest", 100),
            money(self.tr("Fees"), "fee", 84),
            money(self.tr("Penalty and compound"), "penalty", 120),
            TableColumn(
                self.tr("Unpaid"),
                118,
                lambda row: figure(row.unpaid),
                is_figure=True,
                ink=_late_ink,
            ),
            TableColumn(self.tr("State"), 0, self._state, ink=_late_ink),
        ]

    def _state(self, row: ScheduleRow) -> str:
        words = word(f"accounts.row_state.{row.state}")
        if row.state == "overdue":
            return self.tr("{state} {days} days").format(state=words, days=row.dpd)
        return f"{words}  {formats.day(row.settled_on)}" if row.settled_on else words

    def ledger(self) -> list[TableColumn]:
        """The bookings, and what follows from the contract."""
        return [
            TableColumn(
                self.tr("Value date"), 104, lambda r: formats.day(r.value_on), ink=_entry_ink
            ),
            TableColumn(self.tr("Entry"), 132, self._entry, ink=_entry_ink),
            TableColumn(self.tr("Item"), 90, lambda r: component(r.component), ink=_entry_ink),
            TableColumn(
                self.tr("Amount"), 118, lambda r: figure(r.amount), is_figure=True, ink=_entry_ink
            ),
            TableColumn(self.tr("Paid for"), 290, _split, ink=_entry_ink),
            TableColumn(self.tr("By"), 92, lambda r: r.officer or "", ink=_entry_ink),
            TableColumn(self.tr("Booked"), 136, _booked, ink=_entry_ink),
            TableColumn(self.tr("Made by"), 90, lambda r: rule(r.rule), ink=_entry_ink),
            TableColumn(self.tr("Note"), 0, lambda r: r.note, ink=_entry_ink),
        ]

    def _entry(self, line: LedgerLine) -> str:
        words = word(f"accounts.entry.{line.kind}")
        return self.tr("{entry} (reversed)").format(entry=words) if line.is_reversed else words

    def statement(self) -> list[TableColumn]:
        """The rows that make the balance up."""
        return [
            TableColumn(self.tr("Instalment due"), 112, lambda r: formats.day(r.due_on)),
            TableColumn(self.tr("Item"), 84, lambda r: component(r.component)),
            TableColumn(self.tr("Source"), 130, self._source),
            TableColumn(self.tr("From"), 100, lambda r: _or_nothing(r.from_day)),
            TableColumn(self.tr("To"), 100, lambda r: _or_nothing(r.to_day)),
            TableColumn(self.tr("How"), 260, formula),
            TableColumn(
                self.tr("Amount"),
                118,
                lambda r: figure(r.amount),
                is_figure=True,
                ink=lambda r: "ok" if r.amount < 0 else "text",
            ),
            TableColumn("", 0, lambda _r: ""),
        ]

    def _source(self, line: StatementLine) -> str:
        words = word(f"accounts.source.{line.source}")
        dated = line.source in DATED
        return f"{words} {line.on:%m-%d}" if dated and line.on else words

    def why_empty(self, table: str) -> str:
        """What a table without rows says; empty where it never is without."""
        return {
            "balance": self.tr("Nothing is owed on this day."),
            "quotes": self.tr("No quote was kept yet. Quote… works one out."),
        }.get(table, "")

    def quotes(self, today: date) -> list[TableColumn]:
        """The quotes that were kept."""

        def state(row: Found) -> str:
            if row["state"] == "accepted":
                words = self.tr("carried out on {day}")
                return words.format(day=formats.day(row["accepted_on"]))
            return self.tr("lapsed") if row["valid_until"] < today else self.tr("open")

        def ink(row: Found) -> str:
            is_open = row["state"] == "open" and row["valid_until"] >= today
            return "text" if is_open else "text3"

        return [
            TableColumn(self.tr("No."), 64, lambda r: str(r["id"]), is_figure=True, ink=ink),
            TableColumn(
                self.tr("What for"), 170, lambda r: word(f"quotes.kind.{r['kind']}"), ink=ink
            ),
            TableColumn(
                self.tr("Amount"), 130, lambda r: figure(r["amount"]), is_figure=True, ink=ink
            ),
            TableColumn(self.tr("From day"), 110, lambda r: formats.day(r["as_of"]), ink=ink),
            TableColumn(
                self.tr("Valid until"), 110, lambda r: formats.day(r["valid_until"]), ink=ink
            ),
            TableColumn(self.tr("State"), 0, state, ink=ink),
        ]

    def plan(self) -> list[TableColumn]:
        """The rows of a plan that is offered."""

        def money(title: str, name: str) -> TableColumn:
            return TableColumn(title, 88, lambda row: figure(getattr(row, name)), is_figure=True)

        return [
            TableColumn(self.tr("Due"), 100, lambda row: formats.day(row.due_on)),
            money(self.tr("Principal"), "principal"),
            money(self.tr("Interest"), "interest"),
            money(self.tr("Total"), "total"),
            TableColumn(self.tr("Left"), 0, _balance_after, is_figure=True),
        ]


def _balance_after(row: ScheduledRow) -> str:
    return figure(row.balance)


def _late_ink(row: ScheduleRow) -> str:
    if row.state == "overdue":
        return "danger"
    return "text3" if row.state == "settled" else "text"


def _entry_ink(line: LedgerLine) -> str:
    if line.is_reversed:
        return "text3"
    return "ok" if line.kind in ("payment", "recovery", "waiver", "refund") else "text"


def _split(line: LedgerLine) -> str:
    parts = (line.split or {}).items()
    return "  ".join(f"{component(code)} {figure(amount)}" for code, amount in parts)


def _booked(line: LedgerLine) -> str:
    return formats.moment(line.booked_at) if line.booked_at else ""


def _or_nothing(value: date | None) -> str:
    return formats.day(value) if value else ""


def read_percent(words: str, field: str) -> Decimal | None:
    """Read a percentage as typed, ``None`` for nothing. Raises ``contracts.percent_unreadable``."""
    said = words.strip().rstrip("%％").strip()
    if not said:
        return None
    try:
        value = Decimal(said)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise DomainError("contracts.percent_unreadable", field=field)
    return value
