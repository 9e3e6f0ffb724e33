"""The terms of a loan contract, checked, and the periods and plan that follow from them."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, localcontext

from desktop.domain.day_count import DAYS_OF_UNIT, DayCount, PeriodUnit
from desktop.domain.errors import DomainError
from desktop.domain.money import LARGEST_AMOUNT, ZERO, Money
from desktop.domain.schedule import Period, Plan, RowRules, ScheduledRow, make_plan
from desktop.domain.working_days import WEEKENDS_ONLY, HolidayRule, WorkingDays

MOST_TERMS = 600
HIGHEST_RATE = Decimal(1)
"""A yearly rate above 100 % is a slip of the keyboard, not a contract."""


@dataclass(frozen=True)
class Drawing:
    """Money paid out on a day: interest on it runs from that day."""

    on: date
    amount: Money


@dataclass(frozen=True)
class LoanTerms:
    """A contract. Rates are fractions (0.06 is 6 %).

    ``first_due_on`` defaults to one period after the disbursement; when given, the first period is
    odd. ``due_day`` is the day of the month where it differs from the first due date's (31: the
    last of every month). ``rate_per_period`` replaces ``annual_rate`` and the day count.
    ``drawings`` are later ones: ``principal`` is paid out on ``disbursed_on``.
    """

    principal: Money
    annual_rate: Decimal
    disbursed_on: date
    terms: int
    unit: PeriodUnit = "month"
    every: int = 1
    first_due_on: date | None = None
    due_day: int | None = None
    day_count: DayCount = field(default_factory=DayCount)
    rate_per_period: Decimal | None = None
    rules: RowRules = field(default_factory=RowRules)
    holiday_rule: HolidayRule = "none"
    drawings: tuple[Drawing, ...] = ()

    def check(self) -> None:
        """Refuse impossible terms; each error names its field."""
        rate = self.annual_rate if self.rate_per_period is None else self.rate_per_period
        if self.principal <= 0:
            raise DomainError("schedule.principal_not_positive", field="principal")
        if self.principal + sum(drawing.amount for drawing in self.drawings) >= LARGEST_AMOUNT:
            raise DomainError("schedule.principal_too_large", field="principal")
        if not 0 <= rate <= HIGHEST_RATE:
            raise DomainError(
                "schedule.rate_out_of_range", field="annual_rate", highest=HIGHEST_RATE * 100
            )
        if not 1 <= self.terms <= MOST_TERMS:
            raise DomainError("schedule.terms_out_of_range", field="terms", most=MOST_TERMS)
        if self.every < 1:
            raise DomainError("schedule.every_not_positive", field="every")
        if not 0 <= self.rules.principal_grace < self.terms:
            raise DomainError("schedule.grace_too_long", field="principal_grace")
        if self.first_due_on is not None and self.first_due_on <= self.disbursed_on:
            raise DomainError("schedule.first_due_before_disbursement", field="first_due_on")
        for drawing in self.drawings:
            if drawing.amount <= 0:
                raise DomainError("schedule.drawing_not_positive", field="drawings")
            if drawing.on < self.disbursed_on:
                raise DomainError("schedule.drawing_before_disbursement", field="drawings")


LONGEST_MONTH = 31


def is_month_end(day: date) -> bool:
    """Whether this is the last day of its month."""
    return day.day == calendar.monthrange(day.year, day.month)[1]


def add_months(start: date, months: int, day: int | None = None) -> date:
    """The same day (or ``day``) some months later, or the month's last day where it has no such."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day or start.day, last))


def step(start: date, unit: PeriodUnit, count: int, day: int | None = None) -> date:
    """A number of units after a date; months keep ``day`` where the month has it."""
    if unit == "month":
        return add_months(start, count, day)
    return start + timedelta(days=count * DAYS_OF_UNIT[unit])


def due_dates(
    first_due_on: date, count: int, unit: PeriodUnit, every: int = 1, day: int | None = None
) -> list[date]:
    """List due dates from the first one on; a month-end day comes back after a short month."""
    try:
        return [step(first_due_on, unit, every * number, day) for number in range(count)]
    except (ValueError, OverflowError):
        raise DomainError("schedule.ends_too_late", field="terms") from None


def make_periods(terms: LoanTerms, working_days: WorkingDays = WEEKENDS_ONLY) -> list[Period]:
    """The interest periods of a contract, holidays moved by its rule."""
    if terms.first_due_on is None:
        day = terms.due_day or terms.disbursed_on.day
        first = step(terms.disbursed_on, terms.unit, terms.every, day)
    else:
        first = terms.first_due_on
        day = terms.due_day or first.day
    dates = due_dates(first, terms.terms, terms.unit, terms.every, day)
    return periods_between(terms, terms.disbursed_on, dates, working_days)


def periods_between(
    terms: LoanTerms,
    start: date,
    dates: Sequence[date],
    working_days: WorkingDays = WEEKENDS_ONLY,
    first_no: int = 1,
) -> list[Period]:
    """Periods that end on given due dates; the first may be odd, the others are whole."""
    periods = []
    nominal_start = start
    for no, nominal in enumerate(dates, first_no):
        due_on = working_days.move(nominal, terms.holiday_rule)
        is_whole = no > first_no or _is_whole(terms, nominal_start, nominal)
        rate = _period_rate(terms, start, due_on, nominal_start, nominal, is_whole=is_whole)
        periods.append(Period(no, start, due_on, rate))
        start, nominal_start = due_on, nominal
    return periods


def _is_whole(terms: LoanTerms, start: date, due_on: date) -> bool:
    """Whether a period is as long as its terms say; from month-end to month-end counts too."""
    if step(start, terms.unit, terms.every) == due_on:
        return True
    ends = is_month_end(start) and is_month_end(due_on)
    return ends and step(start, terms.unit, terms.every, LONGEST_MONTH) == due_on


def _period_rate(
    terms: LoanTerms,
    start: date,
    due_on: date,
    nominal_start: date,
    nominal_due: date,
    *,
    is_whole: bool,
) -> Decimal:
    with localcontext() as exact:
        exact.prec = 40
        if terms.rate_per_period is not None:
            return terms.rate_per_period
        if terms.day_count.is_by_calendar:
            return terms.annual_rate * terms.day_count.years(start, due_on)
        if is_whole:
            years = terms.day_count.years_of_period(terms.unit, terms.every)
        else:
            years = terms.day_count.years(nominal_start, nominal_due)
        return terms.annual_rate * years


def plan_of(terms: LoanTerms, working_days: WorkingDays = WEEKENDS_ONLY) -> Plan:
    """Work out the repayment plan of a contract. Raises ``DomainError`` naming a bad field."""
    terms.check()
    if terms.rules.method == "bullet":
        periods = _one_period(terms, working_days)
    else:
        periods = make_periods(terms, working_days)
    if terms.drawings:
        return plan_with_drawings(
            (Drawing(terms.disbursed_on, terms.principal), *terms.drawings), periods, terms.rules
        )
    return make_plan(terms.principal, periods, terms.rules)


def _one_period(terms: LoanTerms, working_days: WorkingDays) -> list[Period]:
    """一次性还本付息: one period from the disbursement to maturity."""
    whole = replace(terms, drawings=(), every=terms.every * terms.terms, terms=1)
    if terms.first_due_on is not None:
        first_of_all = due_dates(
            terms.first_due_on, terms.terms, terms.unit, terms.every, terms.due_day
        )
        whole = replace(whole, first_due_on=first_of_all[-1])
    return make_periods(whole, working_days)


def custom_plan(
    terms: LoanTerms,
    rows: Sequence[tuple[date, Money]],
    working_days: WorkingDays = WEEKENDS_ONLY,
    *,
    first_interest: Money | None = None,
) -> Plan:
    """A plan whose dates and principal were agreed row by row; interest on what is left.

    ``first_interest`` replaces that of the first row where not all of it ran from its start.
    Raises ``schedule.rows_not_in_order`` and ``schedule.rows_do_not_add_up`` (to the principal).
    """
    terms.check()
    days = [terms.disbursed_on, *(due_on for due_on, _ in rows)]
    if not rows or days != sorted(set(days)):
        raise DomainError("schedule.rows_not_in_order", field="rows")
    if sum((principal for _, principal in rows), ZERO) != terms.principal or any(
        principal < 0 for _, principal in rows
    ):
        raise DomainError("schedule.rows_do_not_add_up", field="rows", principal=terms.principal)
    periods = periods_between(terms, terms.disbursed_on, days[1:], working_days)
    planned: list[ScheduledRow] = []
    opening = terms.principal
    for period, (_, principal) in zip(periods, rows, strict=True):
        years = terms.day_count.years(period.start, period.due_on)
        interest = terms.rules.rounded(opening * terms.annual_rate * years)
        if first_interest is not None and not planned:
            interest = first_interest
        planned.append(
            ScheduledRow(period.no, period.start, period.due_on, opening, principal, interest)
        )
        opening -= principal
    return Plan(tuple(planned))


def plan_with_drawings(
    drawings: Sequence[Drawing], periods: Sequence[Period], rules: RowRules
) -> Plan:
    """Make a plan for money drawn on several days.

    Each drawing works the instalment of its own and all later periods out again; inside its period
    interest runs on each balance for the actual days that it stood.
    """
    rows: tuple[ScheduledRow, ...] = ()
    plan = Plan(())
    for index, period in enumerate(periods):
        inside = [d for d in drawings if _belongs(d, period, is_first=index == 0)]
        if not inside:
            continue
        opening = rows[index].opening if rows else ZERO
        interest = opening * period.rate
        for drawing in inside:
            from_day = max(drawing.on, period.start)
            interest += drawing.amount * period.rate_between(from_day, period.due_on)
        balance = opening + sum((d.amount for d in inside), ZERO)
        plan = make_plan(
            balance,
            periods[index:],
            rules.after_rows(index),
            first_interest=rules.rounded(interest),
        )
        rows = rows[:index] + plan.rows
    _check_all_drawn(drawings, periods)
    return Plan(rows, plan.instalment)


def _belongs(drawing: Drawing, period: Period, *, is_first: bool) -> bool:
    return (is_first or period.start <= drawing.on) and drawing.on < period.due_on


def _check_all_drawn(drawings: Sequence[Drawing], periods: Sequence[Period]) -> None:
    if any(drawing.on >= periods[-1].due_on for drawing in drawings):
        raise DomainError("schedule.drawing_after_maturity", field="drawings")
