"""Repayment plans: the rows of a loan by its terms.

Methods: 等额本息 A = P·∏(1+rₖ) / fₙ with f₁ = 1, fₖ = 1 + fₖ₋₁·(1+rₖ), rounded once; 等额本金 P/n + B·r;
先息后本; 一次性还本付息; flat. Interest is rounded per row, half up; the last row takes what is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from desktop.domain.money import FEN, ZERO, Money, round_money

Method = Literal["equal_instalment", "equal_principal", "interest_only", "bullet", "flat"]


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of interest: from ``start`` (counted) to ``due_on`` (not counted).

    ``rate`` is the interest on 1 yuan over the whole period.
    """

    no: int
    start: date
    due_on: date
    rate: Decimal

    @property
    def days(self) -> int:
        """Calendar days of the period."""
        return (self.due_on - self.start).days

    def rate_between(self, start: date, end: date) -> Decimal:
        """The share of the period's interest by actual days, for a balance that changes inside."""
        return self.rate * (end - start).days / self.days


@dataclass(frozen=True, slots=True)
class ScheduledRow:
    """One row of a plan; ``opening`` and ``balance`` are the principal before and after it."""

    no: int
    start: date
    due_on: date
    opening: Money
    principal: Money
    interest: Money

    @property
    def total(self) -> Money:
        """What is to be paid on the due date."""
        return self.principal + self.interest

    @property
    def balance(self) -> Money:
        """The principal left after the row."""
        return self.opening - self.principal


@dataclass(frozen=True)
class RowRules:
    """How amounts are made and rounded.

    ``unit``: interest (and equal principal) are multiples of it. ``instalment_unit``: the equal
    instalment, or the principal of a flat loan, is a multiple of it. ``principal_grace`` first rows
    pay interest alone, ``interest_grace`` first rows no interest, which is added to the row after
    them; ``interest_free`` first rows are charged none at all. ``tune`` evens the last row out by
    moving the instalment; ``annuity_each_row`` works the annuity out again on every row from the
    balance and rows that remain.
    """

    method: Method = "equal_instalment"
    unit: Decimal = FEN
    instalment_unit: Decimal = FEN
    ties_to_even: bool = False
    principal_grace: int = 0
    interest_grace: int = 0
    interest_free: int = 0
    tune: bool = False
    annuity_each_row: bool = False

    def rounded(self, value: Decimal) -> Money:
        """Round interest, or one share of principal."""
        return round_money(value, self.unit, ties_to_even=self.ties_to_even)

    def rounded_instalment(self, value: Decimal) -> Money:
        """Round an equal instalment, or the principal of a flat loan."""
        unit = max(self.unit, self.instalment_unit)
        return round_money(value, unit, ties_to_even=self.ties_to_even)

    def after_rows(self, count: int) -> "RowRules":
        """The same rules for what remains of a plan after its first rows: less grace is left."""
        return replace(
            self,
            principal_grace=max(0, self.principal_grace - count),
            interest_grace=max(0, self.interest_grace - count),
            interest_free=max(0, self.interest_free - count),
        )


@dataclass(frozen=True)
class Plan:
    """A repayment plan; ``instalment`` is the equal instalment where the method has one."""

    rows: tuple[ScheduledRow, ...]
    instalment: Money | None = None

    @property
    def total_interest(self) -> Money:
        """All interest of the plan."""
        return sum((row.interest for row in self.rows), ZERO)

    @property
    def total_principal(self) -> Money:
        """All principal of the plan: what was lent."""
        return sum((row.principal for row in self.rows), ZERO)


def annuity(balance: Money, rates: Sequence[Decimal]) -> Decimal:
    """The equal instalment that pays ``balance`` off over periods of these rates, not rounded."""
    growth, future = Decimal(1), Decimal(0)
    for rate in rates:
        growth *= 1 + rate
        future = 1 + future * (1 + rate)
    return balance * growth / future


def largest_principal(instalment: Money, rates: Sequence[Decimal]) -> Money:
    """The largest loan that an instalment pays off over periods of these rates."""
    return round_money(instalment / annuity(Decimal(1), rates))


def make_plan(
    balance: Money,
    periods: Sequence[Period],
    rules: RowRules,
    *,
    instalment: Money | None = None,
    first_interest: Money | None = None,
    flat_base: Money | None = None,
) -> Plan:
    """Make the rows that pay ``balance`` off over ``periods``.

    ``instalment`` keeps an equal instalment that was agreed before; ``first_interest`` replaces the
    interest of the first row where the balance changed inside its period. ``flat_base`` is what
    flat interest is charged on, where that is not ``balance``.
    """
    if rules.method == "equal_instalment":
        return _equal_instalments(balance, periods, rules, instalment, first_interest)
    rows = []
    opening = balance
    share = _principal_share(balance, len(periods), rules)
    carried = ZERO
    for index, period in enumerate(periods):
        base = (flat_base or balance) if rules.method == "flat" else opening
        interest = _interest(base, period, index, rules, first_interest) + carried
        interest, carried = _within_grace(interest, index, rules)
        is_last = index == len(periods) - 1
        principal = opening if is_last else min(share, opening)
        if index < rules.principal_grace and not is_last:
            principal = ZERO
        rows.append(
            ScheduledRow(period.no, period.start, period.due_on, opening, principal, interest)
        )
        opening -= principal
    return Plan(tuple(rows))


def _principal_share(balance: Money, count: int, rules: RowRules) -> Money:
    if rules.method in ("interest_only", "bullet"):
        return ZERO
    paying = max(1, count - rules.principal_grace)
    return rules.rounded_instalment(balance / paying)


def _interest(
    base: Money, period: Period, index: int, rules: RowRules, first_interest: Money | None
) -> Money:
    if index < rules.interest_free:
        return ZERO
    if index == 0 and first_interest is not None:
        return first_interest
    return rules.rounded(base * period.rate)


def _within_grace(interest: Money, index: int, rules: RowRules) -> tuple[Money, Money]:
    """What the row charges, and what is carried to the next one."""
    return (ZERO, interest) if index < rules.interest_grace else (interest, ZERO)


def _equal_instalments(
    balance: Money,
    periods: Sequence[Period],
    rules: RowRules,
    instalment: Money | None,
    first_interest: Money | None,
) -> Plan:
    if instalment is not None:
        return Plan(_annuity_rows(balance, periods, rules, instalment, first_interest), instalment)
    paying = [period.rate for period in periods[rules.principal_grace :]]
    instalment = rules.rounded_instalment(annuity(balance, paying))
    rows = _annuity_rows(balance, periods, rules, instalment, first_interest)
    while rules.tune:
        off = rows[-1].total - instalment
        if abs(off) * 100 <= len(rows) // 2:
            break
        moved = instalment + rules.rounded_instalment(off / len(rows))
        other = _annuity_rows(balance, periods, rules, moved, first_interest)
        if abs(other[-1].total - moved) >= abs(off):
            break
        instalment, rows = moved, other
    return Plan(rows, instalment)


def _annuity_rows(
    balance: Money,
    periods: Sequence[Period],
    rules: RowRules,
    instalment: Money,
    first_interest: Money | None,
) -> tuple[ScheduledRow, ...]:
    rows = []
    opening = balance
    carried = ZERO
    for index, period in enumerate(periods):
        interest = _interest(opening, period, index, rules, first_interest) + carried
        interest, carried = _within_grace(interest, index, rules)
        if rules.annuity_each_row and index >= rules.principal_grace:
            rates = [later.rate for later in periods[index:]]
            instalment = rules.rounded_instalment(annuity(opening, rates))
        principal = min(max(instalment - interest, ZERO), opening)
        if index < rules.principal_grace:
            principal = ZERO
        if index == len(periods) - 1:
            principal = opening
        rows.append(
            ScheduledRow(period.no, period.start, period.due_on, opening, principal, interest)
        )
        opening -= principal
    return tuple(rows)
