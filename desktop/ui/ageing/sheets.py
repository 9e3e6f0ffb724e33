"""Turns a report into tables of figures: pivots, five classes, the roll-rate matrix."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from PySide6.QtCore import QObject

from desktop.adapters import wording
from desktop.domain.kpi import unit_for
from desktop.domain.money import Money, round_money
from desktop.domain.roll_rate import DIRECTIONS, Basis, Move, direction
from desktop.services.reports import AgeingReport, Figures, Narrowing, PivotRow, RollReport
from desktop.ui import formats
from desktop.ui.widgets.figure_table import Figure, FigureRow, FigureSheet

Measure = Literal["overdue", "outstanding", "penalty", "accounts", "customers"]
MEASURES: tuple[Measure, ...] = ("overdue", "outstanding", "penalty", "accounts", "customers")
_WAN = Decimal(10_000)
AMOUNTS = ("overdue", "outstanding", "penalty")


@dataclass(frozen=True)
class Behind:
    """What a figure opens: the cases behind it, on a day of the report, under a name."""

    narrowing: Narrowing
    label: str
    is_at_start: bool = False


@dataclass(frozen=True)
class Moved:
    """What a cell of the matrix opens: the cases that moved so, under a name."""

    before: int | None
    now: int | None
    label: str


def measured(figures: Figures, measure: Measure) -> Decimal:
    """Return a figure as a number."""
    return Decimal(getattr(figures, measure))


def scale_of(largest: Decimal, measure: Measure) -> int:
    """Return what amounts are divided by so that they fit a cell: 1, or 万 (a thousand) when large."""
    larger = 10_000 if formats.language() == "zh" else 1_000
    return unit_for(largest, larger) if measure in AMOUNTS else 1


def worded(value: Decimal, measure: Measure, scale: int = 1) -> str:
    """Return a figure as it stands in a table: 12,486 or 86,013.20; a dash for nothing."""
    if not value:
        return "–"
    return f"{round_money(value / scale):,.2f}" if measure in AMOUNTS else f"{value:,.0f}"


class Sheets(QObject):
    """Makes the tables in the language of now."""

    def measure_words(self, measure: Measure) -> str:
        """Return what a measure is called."""
        return {
            "overdue": self.tr("Overdue"),
            "outstanding": self.tr("Principal"),
            "penalty": self.tr("Penalty"),
            "accounts": self.tr("Accounts"),
            "customers": self.tr("Customers"),
        }[measure]

    def pivot(self, report: AgeingReport, by: str, measure: Measure) -> FigureSheet:
        """Return products or officers against buckets."""
        rows = report.by_product if by == "product" else report.by_officer
        scale = scale_of(measured(report.total, measure), measure)
        codes = [bucket.code for bucket in report.buckets]
        made = [self._pivot_row(row, by, measure, codes, scale) for row in rows]
        cells = [
            self._cell(f, measure, Narrowing(bucket=i), codes[i], scale)
            for i, f in enumerate(report.by_bucket)
        ]
        whole = self._cell(report.total, measure, Narrowing(), self.tr("All"), scale)
        made.append(FigureRow(self.tr("Total"), [*cells, whole], is_total=True))
        corner = self.tr("Product") if by == "product" else self.tr("Officer")
        return FigureSheet(self._in_units(corner, scale), [*codes, self.tr("Total")], made)

    def classes(self, report: AgeingReport) -> FigureSheet:
        """Return the five classes with their accounts, customers and principal."""
        measures: Sequence[Measure] = ("accounts", "customers", "outstanding")
        scale = scale_of(report.total.outstanding, "outstanding")
        rows = []
        for code, figures in report.by_class:
            name = wording.text(f"cases.five_class.{code}", formats.language())
            where = Narrowing(five_class=code)
            rows.append(
                FigureRow(name, [self._cell(figures, m, where, name, scale) for m in measures])
            )
        total = [self._cell(report.total, m, Narrowing(), self.tr("All"), scale) for m in measures]
        rows.append(FigureRow(self.tr("Total"), total, is_total=True))
        heads = [self.measure_words(measure) for measure in measures]
        heads[-1] = self._in_units(heads[-1], scale)
        return FigureSheet(self.tr("Class"), heads, rows)

    def matrix(self, report: RollReport, by: Basis) -> FigureSheet:
        """Return where each bucket of last month went: the share, and behind it how many."""
        codes = [bucket.code for bucket in report.buckets]
        ends: list[int | None] = [*range(len(codes)), None]
        rows = []
        for before in ends:
            whole = report.rates.row(before)
            name = self.tr("New") if before is None else codes[before]
            cells = [
                self._move(report, before, now, by, name, self._end(now, codes)) for now in ends
            ]
            if before is None:
                cells[-1] = Figure("")  # neither there at the start nor at the end
            rows.append(FigureRow(name, [*cells, self._started(whole, before, by, name)]))
        heads = [*codes, self.tr("Gone"), self.tr("At the start")]
        return FigureSheet(self.tr("From \\ to"), heads, rows)

    def summary(self, report: RollReport, by: Basis) -> str:
        """Return in one line where what was overdue went."""
        words = {
            "stayed": self.tr("stayed {rate}"),
            "cured": self.tr("cured {rate}"),
            "improved": self.tr("improved {rate}"),
            "rolled": self.tr("rolled on {rate}"),
            "new": "",
            "gone": self.tr("settled or written off {rate}"),
        }
        rates = report.rates
        parts = [
            words[way].format(rate=formats.percent(rate, 1))
            for way in DIRECTIONS
            if words[way] and (rate := rates.went_rate(way, by)) is not None
        ]
        became = rates.became_overdue_rate(by)
        if became is not None:
            said = self.tr("of those current, {rate} became overdue")
            parts.append(said.format(rate=formats.percent(became, 1)))
        basis = self.tr("by principal") if by == "amount" else self.tr("by accounts")
        head = self.tr("{start} to {end}, {basis}: ").format(
            start=report.start, end=report.end, basis=basis
        )
        return head + " · ".join(parts)

    def _end(self, now: int | None, codes: Sequence[str]) -> str:
        return self.tr("Gone") if now is None else codes[now]

    def _pivot_row(
        self, row: PivotRow, by: str, measure: Measure, codes: Sequence[str], scale: int
    ) -> FigureRow:
        name = row.name or (self.tr("Nobody") if by == "officer" else self.tr("No product"))
        where = (
            Narrowing(product=str(row.key))
            if by == "product"
            else Narrowing(officer_id=int(row.key))
        )
        cells = [
            self._cell(
                figures, measure, replace(where, bucket=place), f"{codes[place]} · {name}", scale
            )
            for place, figures in enumerate(row.by_bucket)
        ]
        whole = self._cell(row.total, measure, where, name, scale)
        return FigureRow(name, [*cells, replace(whole, is_strong=True)])

    def _in_units(self, words: str, scale: int) -> str:
        return words if scale == 1 else self.tr("{words} (thousand yuan)").format(words=words)

    def _cell(
        self, figures: Figures, measure: Measure, where: Narrowing, label: str, scale: int = 1
    ) -> Figure:
        words = worded(measured(figures, measure), measure, scale)
        if not figures.accounts:
            return Figure("–")
        return Figure(words, Behind(where, label), self.tip(label, figures))

    def tip(self, label: str, figures: Figures) -> str:
        """Return everything there is to say of a group of accounts."""
        words = self.tr(
            "{label}: {accounts} accounts of {customers} customers, overdue {overdue},"
            " principal {outstanding}, penalty {penalty}"
        )
        return words.format(
            label=label,
            accounts=formats.count(figures.accounts),
            customers=formats.count(figures.customers),
            overdue=formats.money(figures.overdue),
            outstanding=formats.money(figures.outstanding),
            penalty=formats.money(figures.penalty),
        )

    def _move(
        self,
        report: RollReport,
        before: int | None,
        now: int | None,
        by: Basis,
        source: str,
        goal: str,
    ) -> Figure:
        move = report.rates.cell(before, now)
        if not move.accounts:
            return Figure("–")
        rate = report.rates.rate(before, now, by) or Decimal(0)
        way = direction(before, now)
        shade = {"cured": "ok", "improved": "ok", "gone": "ok", "rolled": "danger"}.get(
            way, "text3"
        )
        label = f"{source} → {goal}"
        tip = self.tr("{label}: {rate}, {accounts} accounts, principal {amount}").format(
            label=label,
            rate=formats.percent(rate, 1),
            accounts=formats.count(move.accounts),
            amount=formats.money(move.amount),
        )
        figure = Figure(
            formats.percent(rate, 1),
            Moved(before, now, label),
            tip,
            aside=self._size(move.accounts, move.amount, by),
            shade=shade,
            depth=float(rate),
            is_strong=way == "stayed",
        )
        return figure if before is not None else replace(figure, shade="")

    def _started(self, whole: Move, before: int | None, by: Basis, name: str) -> Figure:
        words = self._size(whole.accounts, whole.amount, by)
        if not whole.accounts:
            return Figure("–")
        if before is None:
            return Figure(words, is_strong=True)
        return Figure(words, Behind(Narrowing(bucket=before), name, True), is_strong=True)

    def _size(self, accounts: int, amount: Money, by: Basis) -> str:
        return formats.count(accounts) if by == "accounts" else _glance(amount)


def _glance(amount: Money) -> str:
    """An amount that fits beside a rate: 2,131 万, 59.9 万, 8,200."""
    if formats.language() == "zh" and amount >= 100 * _WAN:
        return f"{amount / _WAN:,.0f} 万"
    return formats.money_short(amount).removeprefix("¥ ").removesuffix(".00")
