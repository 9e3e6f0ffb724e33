"""Quotes on what is left of a loan: pay-off, part prepayment, re-arrangement; nothing is saved.

``Remaining`` is the loan from today on: rows to come, and what is overdue or due now beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from desktop.domain.day_count import DayCount, PeriodUnit
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, custom_plan, due_dates, periods_between
from desktop.domain.money import ZERO, Money, round_money
from desktop.domain.schedule import Method, Plan, ScheduledRow, make_plan
from desktop.domain.working_days import WEEKENDS_ONLY, WorkingDays

Effect = Literal["shorter_term", "lower_instalment"]
EFFECTS: tuple[Effect, ...] = ("shorter_term", "lower_instalment")


@dataclass(frozen=True)
class Remaining:
    """What is left of a loan on a day.

    ``arrears`` is everything due up to and on the day, of every kind; ``overdue_principal`` the
    principal in it. ``rows`` are those due later, with what is unpaid of them; their first
    ``start`` is the due date before it. ``has_arrears`` says whether an instalment due by the day
    is not fully paid; fees on rows to come alone make none.
    """

    on: date
    arrears: Money
    overdue_principal: Money
    rows: tuple[ScheduledRow, ...]
    has_arrears: bool = False

    @property
    def future_principal(self) -> Money:
        """Principal not due yet."""
        return sum((row.principal for row in self.rows), ZERO)

    @property
    def future_interest(self) -> Money:
        """Interest of the rows to come, if all goes on as planned."""
        return sum((row.interest for row in self.rows), ZERO)

    def running_interest(self, until: Literal["payoff_day", "next_due"] = "payoff_day") -> Money:
        """Interest of the running period to the day, or all of it."""
        if not self.rows:
            return ZERO
        row = self.rows[0]
        if until == "next_due" or self.on <= row.start:
            return row.interest if until == "next_due" else ZERO
        share = Decimal((self.on - row.start).days) / (row.due_on - row.start).days
        return round_money(row.interest * share)


@dataclass(frozen=True)
class PayoffQuote:
    """What settles a loan on a day, by what it is made of."""

    on: date
    arrears: Money
    principal: Money
    interest: Money
    fee: Money

    @property
    def total(self) -> Money:
        """The amount to pay."""
        return self.arrears + self.principal + self.interest + self.fee


def quote_payoff(
    left: Remaining,
    *,
    fee_percent: Decimal = Decimal(0),
    until: Literal["payoff_day", "next_due"] = "payoff_day",
) -> PayoffQuote:
    """Arrears, the principal to come, the running interest, and the fee on that principal."""
    principal = left.future_principal
    fee = round_money(principal * fee_percent / 100)
    return PayoffQuote(left.on, left.arrears, principal, left.running_interest(until), fee)


@dataclass(frozen=True)
class PrepaymentOption:
    """One way to go on after a part prepayment; ``saved`` is interest, net of the fee."""

    effect: Effect
    plan: Plan
    saved: Money


@dataclass(frozen=True)
class PrepaymentQuote:
    """A part prepayment: first the arrears, then the fee, the rest reduces principal at once."""

    on: date
    amount: Money
    arrears: Money
    fee: Money
    extra: Money
    options: tuple[PrepaymentOption, ...]


def quote_prepayment(
    left: Remaining,
    terms: LoanTerms,
    amount: Money,
    *,
    fee_percent: Decimal = Decimal(0),
    working_days: WorkingDays = WEEKENDS_ONLY,
) -> PrepaymentQuote:
    """Both plans after paying ``amount``, side by side.

    The fee is a share of what reduces principal. Raises ``prepayment.only_arrears`` when nothing
    is left after the arrears, ``prepayment.settles`` when it pays everything: that is a pay-off.
    """
    over = amount - left.arrears
    if over <= 0 or not left.rows:
        raise DomainError("prepayment.only_arrears", field="amount", arrears=left.arrears)
    extra = round_money(over / (1 + fee_percent / 100))
    if extra >= left.future_principal:
        raise DomainError("prepayment.settles", field="amount", principal=left.future_principal)
    options = tuple(
        _option(left, terms, extra, over - extra, effect, working_days) for effect in EFFECTS
    )
    return PrepaymentQuote(left.on, amount, left.arrears, over - extra, extra, options)


def _option(
    left: Remaining,
    terms: LoanTerms,
    extra: Money,
    fee: Money,
    effect: Effect,
    working_days: WorkingDays,
) -> PrepaymentOption:
    first = left.rows[0]
    dates = [row.due_on for row in left.rows]
    periods = periods_between(terms, first.start, dates, working_days, first.no)
    rules = terms.rules
    balance = left.future_principal - extra
    from_day = max(left.on, first.start)
    spared = rules.rounded(extra * periods[0].rate_between(from_day, first.due_on))
    first_interest = max(first.interest - spared, ZERO)
    flat_base = terms.principal
    if effect == "shorter_term" and rules.method == "equal_instalment":
        plan = make_plan(
            balance, periods, rules, instalment=first.total, first_interest=first_interest
        )
    elif effect == "shorter_term":
        plan = _own_principal(left.rows, balance, [period.rate for period in periods], terms)
    else:
        plan = make_plan(
            balance, periods, rules, first_interest=first_interest, flat_base=flat_base
        )
    rows = tuple(row for row in plan.rows if row.opening > 0)
    new_interest = sum((row.interest for row in rows), ZERO)
    saved = left.future_interest - new_interest - fee
    return PrepaymentOption(effect, Plan(rows, plan.instalment), saved)


def _own_principal(
    old: Sequence[ScheduledRow], balance: Money, rates: Sequence[Decimal], terms: LoanTerms
) -> Plan:
    """Each row keeps its own principal until all is paid; interest on what is left."""
    rows = []
    opening = balance
    for row, rate in zip(old, rates, strict=True):
        base = terms.principal if terms.rules.method == "flat" else opening
        principal = min(row.principal, opening)
        interest = terms.rules.rounded(base * rate)
        rows.append(ScheduledRow(row.no, row.start, row.due_on, opening, principal, interest))
        opening -= principal
    return Plan(tuple(rows))


@dataclass(frozen=True)
class Rearrangement:
    """What is asked for: the first new due date, the number of terms, and what else changes.

    All principal not paid, overdue or not, goes into the new plan. Interest, penalty and fees that
    are due already are ``carried`` to its first row. ``method``, ``unit`` and ``every`` (each 2
    weeks, each 10 days), whether the annuity is worked out again on each row, and the day count stay
    as they are when not given. ``rows`` are agreed one by one, date and principal; then no more than
    rate and day count is asked for.
    """

    first_due: date
    count: int
    annual_rate: Decimal | None = None
    principal_free: int = 0
    method: Method | None = None
    unit: PeriodUnit | None = None
    every: int | None = None
    rows: tuple[tuple[date, Money], ...] = ()
    annuity_each_row: bool | None = None
    day_count: DayCount | None = None


@dataclass(frozen=True)
class RearrangementQuote:
    """The old plan against the new one; ``carried`` is added to the first new row."""

    on: date
    old: Plan
    new: Plan
    carried: Money
    more_interest: Money


def quote_rearrangement(
    left: Remaining,
    terms: LoanTerms,
    asked: Rearrangement,
    *,
    working_days: WorkingDays = WEEKENDS_ONLY,
) -> RearrangementQuote:
    """Spread everything that is not paid over a new plan, from the day on.

    The first row's interest counts from the last due date on the principal to come, and from the
    day on what was overdue: until then that bore penalty interest.
    """
    balance = left.future_principal + left.overdue_principal
    if balance <= 0:
        raise DomainError("schedule.nothing_overdue", field="count")
    start = left.rows[0].start if left.rows else left.on
    rate = terms.annual_rate if asked.annual_rate is None else asked.annual_rate
    new_terms = _rearranged(terms, asked, balance, start, rate)
    new_terms.check()
    if asked.first_due <= left.on:
        raise DomainError("schedule.first_due_in_the_past", field="first_due")
    dates = [day for day, _ in asked.rows] or due_dates(
        asked.first_due, asked.count, new_terms.unit, new_terms.every, new_terms.due_day
    )
    first_no = left.rows[0].no if left.rows else 1
    periods = periods_between(new_terms, start, dates, working_days, first_no)
    first = periods[0]
    interest = left.future_principal * first.rate
    interest += left.overdue_principal * first.rate_between(max(left.on, start), first.due_on)
    first_interest = new_terms.rules.rounded(interest)
    if asked.rows:
        new = custom_plan(new_terms, asked.rows, working_days, first_interest=first_interest)
    else:
        rules = new_terms.rules
        if rules.method == "bullet":
            rules = replace(rules, method="interest_only")
        new = make_plan(balance, periods, rules, first_interest=first_interest)
    carried = left.arrears - left.overdue_principal
    more = new.total_interest - left.future_interest
    return RearrangementQuote(left.on, Plan(left.rows), new, carried, more)


def _rearranged(
    terms: LoanTerms, asked: Rearrangement, balance: Money, start: date, rate: Decimal
) -> LoanTerms:
    same_rhythm = asked.unit is None and asked.every is None
    each_row = asked.annuity_each_row
    return replace(
        terms,
        principal=balance,
        annual_rate=rate,
        rate_per_period=None,
        disbursed_on=start,
        first_due_on=asked.first_due,
        terms=asked.count,
        unit=asked.unit or terms.unit,
        every=terms.every if asked.every is None else asked.every,
        due_day=terms.due_day if same_rhythm else None,
        day_count=asked.day_count or terms.day_count,
        rules=replace(
            terms.rules,
            method=asked.method or terms.rules.method,
            principal_grace=asked.principal_free,
            annuity_each_row=terms.rules.annuity_each_row if each_row is None else each_row,
        ),
        drawings=(),
    )
