"""Paying early: pay-off amounts, part prepayment with shorter term or lower instalment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.schedule import Period, Plan, RowRules, ScheduledRow, make_plan

Effect = Literal["shorter_term", "lower_instalment"]


@dataclass(frozen=True)
class ExtraPayment:
    """Money beyond the instalment, paid together with row ``with_row``; reduces principal at once."""

    with_row: int
    amount: Money
    effect: Effect


def prepay_with_rows(
    plan: Plan, periods: Sequence[Period], rules: RowRules, extras: Iterable[ExtraPayment]
) -> Plan:
    """Apply extra payments to a plan, in order of their rows.

    ``shorter_term`` keeps the instalment and ends earlier; ``lower_instalment`` works it out again
    over the remaining rows of the plan as it stands then. More than is left is not taken.
    """
    for extra in sorted(extras, key=lambda each: each.with_row):
        if extra.amount <= 0:
            raise DomainError("prepayment.amount_not_positive", field="amount")
        if extra.with_row > len(plan.rows):
            continue
        index = extra.with_row - 1
        row = plan.rows[index]
        paid = replace(row, principal=min(row.principal + extra.amount, row.opening))
        rest = _rest(plan, periods[index + 1 : len(plan.rows)], rules, paid, extra.effect)
        plan = Plan((*plan.rows[:index], paid, *rest.rows), rest.instalment)
    return plan


def _rest(
    plan: Plan, periods: Sequence[Period], rules: RowRules, paid: ScheduledRow, effect: Effect
) -> Plan:
    """What follows a row with a prepayment."""
    if paid.balance == 0 or not periods:
        return Plan((), plan.instalment)
    rules = rules.after_rows(paid.no)
    if effect == "lower_instalment":
        return make_plan(paid.balance, periods, rules)
    if plan.instalment is not None:
        rest = make_plan(paid.balance, periods, rules, instalment=plan.instalment)
        return Plan(_until_paid(rest.rows), plan.instalment)
    return Plan(_same_principal(plan, periods, rules, paid))


def _until_paid(rows: Sequence[ScheduledRow]) -> tuple[ScheduledRow, ...]:
    return tuple(row for row in rows if row.opening > 0)


def _same_principal(
    plan: Plan, periods: Sequence[Period], rules: RowRules, paid: ScheduledRow
) -> tuple[ScheduledRow, ...]:
    """Shorter term where rows have a share of principal: each keeps its own until all is paid."""
    rows = []
    opening = paid.balance
    flat_base = plan.rows[0].opening
    for period, old in zip(periods, plan.rows[paid.no :], strict=True):
        if opening > 0:
            base = flat_base if rules.method == "flat" else opening
            interest = rules.rounded(base * period.rate)
            principal = min(old.principal, opening)
            rows.append(
                ScheduledRow(period.no, period.start, period.due_on, opening, principal, interest)
            )
            opening -= principal
    return tuple(rows)


@dataclass(frozen=True)
class DatedPayment:
    """Money that came in on a day."""

    on: date
    amount: Money


def prepay_on_dates(
    plan: Plan,
    periods: Sequence[Period],
    rules: RowRules,
    payments: Iterable[DatedPayment],
    effect: Effect | None,
) -> Plan:
    """Apply payments made on or before due dates, beyond or before the instalment.

    On a due date: interest to that day, the rest to principal, then ``effect`` for the rows after
    it. Before a due date: the principal is reduced on that day, so that the running row has less
    interest; its total stays the instalment, or is the payment where that is more.
    """
    for payment in sorted(payments, key=lambda each: each.on):
        index = _running_index(plan, payment.on)
        row, period = plan.rows[index], periods[index]
        interest = row.interest
        if payment.on < row.due_on:
            spared = min(payment.amount, row.opening) * period.rate_between(payment.on, row.due_on)
            interest = rules.rounded(row.opening * period.rate - spared)
        total = max(row.total, payment.amount) if effect else row.total
        paid = replace(row, interest=interest, principal=min(total - interest, row.opening))
        remaining = periods[index + 1 : len(plan.rows)]
        rest = _rest(plan, remaining, rules, paid, effect or "shorter_term")
        plan = Plan((*plan.rows[:index], paid, *rest.rows), rest.instalment)
    return plan


def _running_index(plan: Plan, on: date) -> int:
    """The row in whose period (start excluded, due date included) a day lies."""
    for index, row in enumerate(plan.rows):
        if on <= row.due_on:
            if on <= row.start:
                raise DomainError("prepayment.before_disbursement", field="on")
            return index
    raise DomainError("prepayment.after_maturity", field="on")


def interest_on_arrears(
    plan: Plan,
    periods: Sequence[Period],
    rules: RowRules,
    *,
    paid_rows: Iterable[int] = (),
    as_of: date,
) -> Plan:
    """Work the plan out again where contract interest runs on principal that was not paid in time.

    Until ``as_of`` interest runs on the principal really outstanding (overdue principal is not
    reduced), after it on the scheduled balance. The instalment stays; the last row takes the rest.
    ``paid_rows`` (numbers) were paid in full on their due dates.
    """
    paid = set(paid_rows)
    scheduled = real = plan.rows[0].opening
    rows = []
    for old, period in zip(plan.rows, periods, strict=True):
        middle = min(max(as_of, period.start), period.due_on)
        before = period.rate_between(period.start, middle)
        after = period.rate_between(middle, period.due_on)
        interest = rules.rounded(real * before + scheduled * after)
        principal = min(max((plan.instalment or old.total) - interest, ZERO), scheduled)
        if old is plan.rows[-1]:
            principal = scheduled
        rows.append(replace(old, opening=scheduled, principal=principal, interest=interest))
        scheduled -= principal
        if period.no in paid:
            real -= principal
    return Plan(tuple(rows), plan.instalment)


@dataclass(frozen=True)
class Payoff:
    """What settles a loan: ``interest`` holds unpaid earlier rows in full and the running one.

    ``open_rows`` is how it falls on the rows not yet paid: principal and interest of each.
    """

    principal: Money
    interest: Money
    fee: Money
    open_rows: tuple[tuple[Money, Money], ...]

    @property
    def total(self) -> Money:
        """The amount to pay."""
        return self.principal + self.interest + self.fee


def payoff(
    plan: Plan,
    periods: Sequence[Period],
    rules: RowRules,
    *,
    paid_rows: Iterable[int],
    on: date,
    until: Literal["payoff_day", "next_due"] = "payoff_day",
    fee: Money = ZERO,
) -> Payoff:
    """Work out what settles a loan on a day.

    Outstanding principal, the interest of unpaid earlier rows in full, and the running row's
    interest on the principal really outstanding to the day or to the end of its period.
    """
    paid = set(paid_rows)
    real = plan.rows[0].opening - sum((r.principal for r in plan.rows if r.no in paid), ZERO)
    left, open_rows = real, []
    for row, period in zip(plan.rows, periods, strict=True):
        if row.no in paid:
            continue
        interest = ZERO
        if row.due_on <= on:
            interest = row.interest
        elif row.start <= on:
            end = row.due_on if until == "next_due" else on
            interest = rules.rounded(real * period.rate_between(row.start, end))
        is_last = row is plan.rows[-1]
        share = max((plan.instalment or row.total) - interest, ZERO)
        principal = left if is_last else min(share, left)
        open_rows.append((principal, interest))
        left -= principal
    return Payoff(real, sum((interest for _, interest in open_rows), ZERO), fee, tuple(open_rows))


def interest_saved(old: Plan, new: Plan, fee: Money) -> Money:
    """What a prepayment saves in interest, net of its fee; negative when the fee is more."""
    return old.total_interest - new.total_interest - fee


def prepayment_fee(amount: Money, percent: Decimal, rules: RowRules) -> Money:
    """The contract's fee on an amount paid early (often 1–3 % in the first year)."""
    return rules.rounded(amount * percent / 100)
