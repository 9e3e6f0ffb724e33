"""Plans against a second way of working them out: exact fractions, day by day, nothing shared."""

import calendar
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.day_count import DayCount
from desktop.domain.loan_terms import LoanTerms, plan_of
from desktop.domain.money import from_fen
from desktop.domain.schedule import RowRules

D = Decimal


def half_up(value, unit="0.01"):
    steps = Fraction(value) / Fraction(unit)
    return D(int(steps + Fraction(1, 2))) * D(unit)


def months_on(day, months, wanted):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(wanted, last))


def is_last(day):
    return (day + timedelta(days=1)).day == 1


def years(start, end, convention, *, is_whole):
    if convention == "30/360":
        if is_whole:
            return Fraction(1, 12)
        days = min(end.day, 30) - min(start.day, 30)
        return Fraction(360 * (end.year - start.year) + 30 * (end.month - start.month) + days, 360)
    if convention != "ACT/ACT":
        return Fraction((end - start).days, int(convention[-3:]))
    nights = (start + timedelta(days=n) for n in range((end - start).days))
    return sum((Fraction(1, 366 if calendar.isleap(n.year) else 365) for n in nights), Fraction(0))


def by_hand(lent, rate, start, dates, convention, method, multiple):
    """Principal and interest of each row."""
    factors, before = [], start
    for number, day in enumerate(dates):
        ends = is_last(before) and is_last(day) and (day - before).days < 32
        is_whole = number > 0 or months_on(before, 1, before.day) == day or ends
        factors.append(Fraction(rate) * years(before, day, convention, is_whole=is_whole))
        before = day
    growth, worth = Fraction(1), Fraction(0)
    for factor in factors:
        growth, worth = growth * (1 + factor), 1 + worth * (1 + factor)
    instalment = half_up(Fraction(lent) * growth / worth, multiple)
    left, rows = lent, []
    for number, factor in enumerate(factors, 1):
        interest = half_up(Fraction(lent if method == "flat" else left) * factor)
        shares = {
            "equal_instalment": max(instalment - interest, D(0)),
            "equal_principal": half_up(Fraction(lent) / len(factors), multiple),
            "flat": half_up(Fraction(lent) / len(factors), multiple),
            "interest_only": D(0),
        }
        principal = left if number == len(factors) else min(shares[method], left)
        rows.append((principal, interest))
        left -= principal
    return rows


@settings(deadline=None)
@given(
    st.integers(100_000, 10**10),
    st.sampled_from(["0", "0.0435", "0.06", "0.158", "0.36"]),
    st.dates(date(2023, 1, 1), date(2028, 12, 31)),
    st.sampled_from([1, 2, 3, 12, 36]),
    st.one_of(st.none(), st.integers(5, 75)),
    st.sampled_from(["30/360", "ACT/365", "ACT/360", "ACT/ACT"]),
    st.sampled_from(["equal_instalment", "equal_principal", "interest_only", "flat"]),
    st.sampled_from(["0.01", "1", "10"]),
)
def test_leap_years_month_ends_odd_periods_and_multiples(
    fen, rate, start, count, odd, convention, method, multiple
):
    first = None if odd is None else start + timedelta(days=odd)
    terms = LoanTerms(
        from_fen(fen),
        D(rate),
        start,
        count,
        first_due_on=first,
        day_count=DayCount(convention),
        rules=RowRules(method=method, instalment_unit=D(multiple)),
    )
    begun = first or months_on(start, 1, start.day)
    wanted = begun.day if first else start.day
    dates = [months_on(begun, number, wanted) for number in range(count)]
    plan = plan_of(terms)
    assert [row.due_on for row in plan.rows] == dates
    told = by_hand(from_fen(fen), rate, start, dates, convention, method, multiple)
    assert [(row.principal, row.interest) for row in plan.rows] == told
