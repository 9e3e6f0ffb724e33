"""Offers that change the plan of what is left of a loan, old beside new; nothing is saved.

One change of a plan (rate from a date, added terms, moved date, principal-free terms), spreading
what is overdue over new rows or over those to come, and a further drawing inside a period.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from desktop.domain.early_settlement import RearrangementQuote, Remaining
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, periods_between, plan_of
from desktop.domain.money import LARGEST_AMOUNT, ZERO, Money, round_money
from desktop.domain.schedule import Plan, RowRules, ScheduledRow, make_plan
from desktop.domain.schedule_changes import (
    PlanChange,
    change_plan,
    change_rate,
    re_age,
    re_amortise,
)
from desktop.domain.working_days import WEEKENDS_ONLY, WorkingDays


def quote_plan_change(
    left: Remaining,
    terms: LoanTerms,
    change: PlanChange,
    *,
    rate_from: date | None = None,
    working_days: WorkingDays = WEEKENDS_ONLY,
) -> RearrangementQuote:
    """The plan to come with a change, beside the present one.

    ``rate_from`` is the day from which ``change.annual_rate`` holds, today or later; without it
    that is the start of the instalment's period. What is due already stays as it is, beside the
    plan. Raises ``quotes.rate_with_arrears``: the rate makes the penalty interest of what is
    overdue; ``quotes.nothing_changes``, and what ``change_plan`` and ``change_rate`` raise.
    """
    if left.has_arrears and change.annual_rate is not None:
        raise DomainError("quotes.rate_with_arrears", field="annual_rate", arrears=left.arrears)
    plan = new = _plan_to_come(left, terms)
    rate = change.annual_rate
    if rate is not None and rate_from is not None:
        if rate_from < left.on:
            raise DomainError("schedule.rate_in_the_past", field="rate_from", today=left.on)
        new = change_rate(
            new,
            terms,
            rate,
            from_date=rate_from,
            working_days=working_days,
            flat_base=terms.principal,
        )
        terms = replace(terms, annual_rate=rate, rate_per_period=None)
        change = replace(change, annual_rate=None)
    if change != PlanChange(change.from_due):
        new = change_plan(new, terms, change, working_days, flat_base=terms.principal)
    if new.rows == plan.rows:
        raise DomainError("quotes.nothing_changes", field="on")
    beside = _beside(left, plan, new)
    return replace(beside, carried=ZERO) if left.has_arrears else beside


def _plan_to_come(left: Remaining, terms: LoanTerms) -> Plan:
    """The rows to come as a plan; its equal instalment is that of the first row."""
    if not left.rows:
        raise DomainError("schedule.no_future_rows", field="on")
    is_equal = terms.rules.method == "equal_instalment"
    return Plan(left.rows, left.rows[0].total if is_equal else None)


def _beside(left: Remaining, old: Plan, new: Plan) -> RearrangementQuote:
    more = new.total_interest - old.total_interest
    carried = left.arrears - left.overdue_principal
    return RearrangementQuote(left.on, old, new, carried, more)


@dataclass(frozen=True)
class Spreading:
    """How what is overdue is spread.

    ``new_rows``: over ``count`` rows of its own from ``first_due`` on, beside those to come
    (re-age). ``rows_to_come``: in equal shares over the instalments not due yet (re-amortise).
    ``bears_interest``: at the contract rate, on what is left of it.
    """

    over: Literal["new_rows", "rows_to_come"]
    first_due: date | None = None
    count: int = 0
    bears_interest: bool = True


def quote_spreading(
    left: Remaining,
    terms: LoanTerms,
    asked: Spreading,
    *,
    working_days: WorkingDays = WEEKENDS_ONLY,
) -> RearrangementQuote:
    """The plan to come with the overdue principal spread over it, beside the present one.

    Interest, penalty and fees that are due already are ``carried`` to the first row.
    """
    overdue = left.overdue_principal
    if overdue <= 0:
        raise DomainError("schedule.nothing_overdue", field="on")
    if asked.over == "rows_to_come":
        added = _over_rows_to_come(left, terms, overdue, working_days, asked.bears_interest)
    else:
        added = _over_new_rows(left, terms, overdue, asked, working_days)
    return _beside(left, Plan(left.rows), Plan(merged(left.rows, added)))


def _over_new_rows(
    left: Remaining, terms: LoanTerms, overdue: Money, asked: Spreading, working_days: WorkingDays
) -> Sequence[ScheduledRow]:
    if asked.first_due is None:
        raise DomainError("schedule.first_due_in_the_past", field="first_due")
    free = re_age(
        overdue,
        as_of=left.on,
        first_due=asked.first_due,
        count=asked.count,
        unit=terms.unit,
        every=terms.every,
    )
    if not asked.bears_interest:
        return free.rows
    own = replace(
        terms,
        principal=overdue,
        disbursed_on=left.on,
        terms=asked.count,
        first_due_on=asked.first_due,
        rules=RowRules(method="equal_principal", unit=terms.rules.unit),
        drawings=(),
    )
    return plan_of(own, working_days).rows


def _over_rows_to_come(
    left: Remaining, terms: LoanTerms, overdue: Money, working_days: WorkingDays, bears: bool
) -> Sequence[ScheduledRow]:
    shares = re_amortise(overdue, left.rows, terms.rules)
    dates = [row.due_on for row in left.rows]
    periods = periods_between(terms, left.rows[0].start, dates, working_days, left.rows[0].no)
    rows, opening = [], overdue
    for old, share, period in zip(left.rows, shares, periods, strict=True):
        start = max(old.start, left.on)
        rate = period.rate_between(start, old.due_on) if bears else Decimal(0)
        interest = terms.rules.rounded(opening * rate)
        rows.append(ScheduledRow(old.no, start, old.due_on, opening, share, interest))
        opening -= share
    return rows


def merged(one: Sequence[ScheduledRow], other: Sequence[ScheduledRow]) -> tuple[ScheduledRow, ...]:
    """Two plans as one: rows of the same day are added, balances worked out again."""
    days = sorted({row.due_on for row in (*one, *other)})
    opening = sum((row.principal for row in (*one, *other)), ZERO)
    start = min(row.start for row in (*one, *other))
    rows = []
    for number, day in enumerate(days, min(row.no for row in (*one, *other))):
        same = [row for row in (*one, *other) if row.due_on == day]
        principal = sum((row.principal for row in same), ZERO)
        interest = sum((row.interest for row in same), ZERO)
        rows.append(ScheduledRow(number, start, day, opening, principal, interest))
        opening, start = opening - principal, day
    return tuple(rows)


def quote_drawing(
    left: Remaining,
    terms: LoanTerms,
    amount: Money,
    *,
    working_days: WorkingDays = WEEKENDS_ONLY,
) -> RearrangementQuote:
    """The plan to come with more money drawn on the day, over the same due dates.

    Interest on it runs from the day; the instalment is worked out again from the running row on.
    """
    if amount <= 0:
        raise DomainError("schedule.drawing_not_positive", field="amount")
    if left.has_arrears:
        raise DomainError("quotes.arrears_first", field="on", arrears=left.arrears)
    if terms.principal + amount >= LARGEST_AMOUNT:
        raise DomainError("schedule.principal_too_large", field="amount")
    old = _plan_to_come(left, terms)
    dates = [row.due_on for row in left.rows]
    first = left.rows[0]
    periods = periods_between(terms, first.start, dates, working_days, first.no)
    running = amount * periods[0].rate_between(max(left.on, first.start), first.due_on)
    balance = left.future_principal + amount
    new = make_plan(
        balance,
        periods,
        terms.rules,
        first_interest=first.interest + terms.rules.rounded(running),
        flat_base=terms.principal + amount,
    )
    return _beside(left, old, new)


def read_rows(words: str) -> list[tuple[date, Money]]:
    """Read rows agreed one by one: a date and an amount of principal on each line.

    Raises ``quotes.row_unreadable`` with the number of the line, at ``rows``.
    """
    rows = []
    for number, line in enumerate(words.splitlines(), 1):
        if not line.strip():
            continue
        try:
            day, amount = line.split()
            rows.append((date.fromisoformat(day), round_money(Decimal(amount.replace(",", "")))))
        except (ValueError, InvalidOperation):
            raise DomainError("quotes.row_unreadable", field="rows", line=number) from None
    return rows
