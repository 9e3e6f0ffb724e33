"""Changes to a repayment plan: from the named instalment on, earlier rows untouched.

Each change gives a new plan to be shown beside the old one; nothing is saved here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from desktop.domain.day_count import PeriodUnit
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, due_dates, is_month_end, periods_between
from desktop.domain.money import ZERO, Money
from desktop.domain.schedule import Plan, RowRules, ScheduledRow, make_plan
from desktop.domain.working_days import WEEKENDS_ONLY, WorkingDays


@dataclass(frozen=True)
class PlanChange:
    """What is to change from the instalment due on ``from_due`` on; several may be combined.

    ``new_due`` moves that instalment, and all later ones follow. ``extra_terms`` spreads the rest
    over more rows. ``principal_free`` rows pay interest alone first, and make the plan that much
    longer. ``annual_rate`` holds from the start of that instalment's period.
    """

    from_due: date
    new_due: date | None = None
    extra_terms: int = 0
    principal_free: int = 0
    annual_rate: Decimal | None = None


def change_plan(
    plan: Plan,
    terms: LoanTerms,
    change: PlanChange,
    working_days: WorkingDays = WEEKENDS_ONLY,
    *,
    flat_base: Money | None = None,
) -> Plan:
    """Apply a change to a plan. Raises ``DomainError`` naming the bad field.

    ``flat_base`` is what flat interest is charged on, where the plan is only the rest of a loan.
    """
    kept, rest = split_plan(plan, change.from_due)
    if change.extra_terms < 0 or change.principal_free < 0:
        raise DomainError("schedule.change_negative", field="extra_terms")
    start = rest[0].start
    if change.new_due is not None and change.new_due <= start:
        raise DomainError("schedule.moved_before_previous", field="new_due")
    if change.annual_rate is not None:
        terms = replace(terms, annual_rate=change.annual_rate, rate_per_period=None)
        terms.check()
    count = len(rest) + change.extra_terms + change.principal_free
    dates = _dates(rest, terms, change, count)
    periods = periods_between(terms, start, dates, working_days, rest[0].no)
    rules = replace(terms.rules.after_rows(len(kept)), principal_grace=change.principal_free)
    flat_base = flat_base or plan.rows[0].opening
    instalment = None
    if change == PlanChange(change.from_due, change.new_due):
        instalment = plan.instalment
    new = make_plan(rest[0].opening, periods, rules, flat_base=flat_base, instalment=instalment)
    return Plan((*kept, *new.rows), new.instalment)


def split_plan(
    plan: Plan, from_due: date
) -> tuple[tuple[ScheduledRow, ...], tuple[ScheduledRow, ...]]:
    """The rows before the instalment due on ``from_due``, and those from it on."""
    for index, row in enumerate(plan.rows):
        if row.due_on == from_due:
            return plan.rows[:index], plan.rows[index:]
    raise DomainError("schedule.no_such_instalment", field="from_due", due_on=from_due)


def _dates(
    rest: Sequence[ScheduledRow], terms: LoanTerms, change: PlanChange, count: int
) -> list[date]:
    first = change.new_due or rest[0].due_on
    day = terms.due_day
    if change.new_due is None and day is None:
        anchor = terms.first_due_on or terms.disbursed_on
        day = anchor.day if is_month_end(first) else None
    elif change.new_due is not None:
        day = None
    return due_dates(first, count, terms.unit, terms.every, day)


def change_rate(
    plan: Plan,
    terms: LoanTerms,
    annual_rate: Decimal,
    *,
    from_date: date,
    working_days: WorkingDays = WEEKENDS_ONLY,
    flat_base: Money | None = None,
) -> Plan:
    """Charge another rate from a date on, which may lie inside a period.

    Interest of the running row is charged at each rate for its own days; the instalment is worked
    out again from the running row on. Earlier rows stay.
    """
    running = next((row for row in plan.rows if row.start <= from_date < row.due_on), None)
    if running is None:
        raise DomainError("schedule.date_outside_plan", field="from_date")
    kept, rest = split_plan(plan, running.due_on)
    new_terms = replace(terms, annual_rate=annual_rate, rate_per_period=None)
    new_terms.check()
    dates = [row.due_on for row in rest]
    old = periods_between(terms, running.start, dates[:1], working_days)[0]
    periods = periods_between(new_terms, running.start, dates, working_days, running.no)
    mixed = old.rate_between(running.start, from_date)
    mixed += periods[0].rate_between(from_date, running.due_on)
    periods[0] = replace(periods[0], rate=mixed)
    rules = terms.rules.after_rows(len(kept))
    base = flat_base or plan.rows[0].opening
    new = make_plan(running.opening, periods, rules, flat_base=base)
    return Plan((*kept, *new.rows), new.instalment)


def re_age(
    outstanding: Money,
    *,
    as_of: date,
    first_due: date,
    count: int,
    unit: PeriodUnit = "month",
    every: int = 1,
) -> Plan:
    """Spread an overdue amount over new rows: equal shares rounded, the last takes the rest.

    The old unpaid rows become nothing and the days past due start again at 0 on the same day.
    Interest, where the contract charges it, comes with ``change_plan``.
    """
    if outstanding <= 0:
        raise DomainError("schedule.nothing_overdue", field="outstanding")
    if not first_due > as_of:
        raise DomainError("schedule.first_due_in_the_past", field="first_due")
    if count < 1:
        raise DomainError("schedule.terms_out_of_range", field="terms", most=0)
    shares = LoanTerms(
        outstanding,
        Decimal(0),
        as_of,
        count,
        unit,
        every,
        first_due_on=first_due,
        rules=RowRules(method="equal_principal"),
    )
    periods = periods_between(shares, as_of, due_dates(first_due, count, unit, every))
    return make_plan(outstanding, periods, shares.rules)


def re_amortise(overdue: Money, future: Sequence[ScheduledRow], rules: RowRules) -> list[Money]:
    """Spread overdue principal over the rows still to come, in equal shares.

    Gives what is added to each row: the share rounded, the last one takes the rest.
    """
    if not future:
        raise DomainError("schedule.no_future_rows", field="outstanding")
    share = rules.rounded(overdue / len(future))
    shares = [min(share, overdue)] * (len(future) - 1)
    return [*shares, overdue - sum(shares, ZERO)]
