"""Checks of the trade: RULES figures, first odd periods, month ends, day counts, bad terms."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.day_count import DayCount
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import (
    Drawing,
    LoanTerms,
    custom_plan,
    due_dates,
    make_periods,
    periods_between,
    plan_of,
)
from desktop.domain.money import from_fen
from desktop.domain.schedule import Period, RowRules, annuity, largest_principal, make_plan
from desktop.domain.working_days import WorkingDays

D = Decimal
YEAR = LoanTerms(D("100000.00"), D("0.06"), date(2026, 1, 10), 12)


def close(one, other):
    return abs(one - other) < D("1e-25")


def with_method(method, **rules):
    return replace(YEAR, rules=RowRules(method=method, **rules))


def test_equal_instalments_of_the_textbook():
    plan = plan_of(YEAR)
    assert plan.instalment == D("8606.64")
    assert plan.rows[-1].total == D("8606.69")
    assert plan.total_interest == D("3279.73")
    assert plan.total_principal == D("100000.00")


def test_equal_principal_of_the_textbook():
    plan = plan_of(with_method("equal_principal"))
    assert (plan.rows[0].total, plan.rows[-1].total) == (D("8833.33"), D("8375.04"))
    assert plan.total_interest == D("3250.00")


def test_interest_only_then_all_principal():
    plan = plan_of(with_method("interest_only"))
    assert {row.total for row in plan.rows[:-1]} == {D("500.00")}
    assert plan.rows[-1].total == D("100500.00")


def test_one_payment_at_maturity():
    [row] = plan_of(with_method("bullet")).rows
    assert (row.due_on, row.total) == (date(2027, 1, 10), D("106000.00"))
    odd = replace(
        with_method("bullet"), first_due_on=date(2026, 2, 20), day_count=DayCount("ACT/360")
    )
    [row] = plan_of(odd).rows
    assert (row.due_on, row.interest) == (date(2027, 1, 20), D("6250.00"))


def test_flat_interest_is_on_the_first_principal():
    plan = plan_of(with_method("flat"))
    assert {row.interest for row in plan.rows} == {D("500.00")}


def test_zero_rate_is_a_twelfth_each():
    plan = plan_of(replace(YEAR, annual_rate=D(0)))
    assert plan.instalment == D("8333.33")
    assert plan.rows[-1].total == D("8333.37")


def test_the_instalment_can_be_rounded_to_tens_and_the_annuity_repeated_on_each_row():
    assert plan_of(with_method("equal_instalment", instalment_unit=D(10))).instalment == D(
        "8610.00"
    )
    repeated = plan_of(with_method("equal_instalment", annuity_each_row=True))
    assert abs(repeated.rows[-1].total - D("8606.64")) <= D("0.02")


def test_grace_on_principal_and_on_interest():
    plan = plan_of(with_method("equal_principal", principal_grace=2))
    assert [row.principal for row in plan.rows[:3]] == [0, 0, D("10000.00")]
    later = plan_of(with_method("equal_instalment", interest_grace=1))
    assert (later.rows[0].interest, later.rows[1].interest) == (0, D("956.97"))
    free = plan_of(with_method("equal_instalment", interest_free=2))
    assert [row.interest for row in free.rows[:2]] == [0, 0]
    assert free.total_principal == D("100000.00")


def test_a_month_end_comes_back_after_february():
    loan = replace(YEAR, disbursed_on=date(2024, 1, 31), terms=3)
    assert [p.due_on for p in make_periods(loan)] == [
        date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)
    ]  # fmt: skip
    assert {p.rate for p in make_periods(loan)} == {D("0.005")}
    from_february = replace(loan, disbursed_on=date(2024, 2, 29), due_day=31)
    assert make_periods(from_february)[0].due_on == date(2024, 3, 31)
    assert make_periods(from_february)[0].rate == D("0.005")


def test_the_first_odd_period_is_charged_by_days():
    loan = replace(YEAR, first_due_on=date(2026, 2, 25))
    first, second, *_ = make_periods(loan)
    assert first.rate == D("0.06") * 45 / 360
    assert (second.rate, second.due_on) == (D("0.005"), date(2026, 3, 25))
    not_whole = replace(YEAR, disbursed_on=date(2026, 1, 15), first_due_on=date(2026, 2, 20))
    assert close(make_periods(not_whole)[0].rate, D("0.06") * 35 / 360)


def test_weeks_and_days():
    weekly = replace(YEAR, unit="week", every=2, terms=2)
    assert [p.due_on for p in make_periods(weekly)] == [date(2026, 1, 24), date(2026, 2, 7)]
    assert close(make_periods(weekly)[0].rate, D("0.06") * 14 / 360)
    fixed = replace(weekly, day_count=DayCount("FIXED", 364))
    assert close(make_periods(fixed)[0].rate, D("0.06") / 26)
    month = replace(YEAR, day_count=DayCount("FIXED", 365), first_due_on=date(2026, 3, 1))
    assert close(make_periods(month)[1].rate, D("0.06") * 30 / 365)
    assert close(make_periods(month)[0].rate, D("0.06") * 50 / 365)


def test_day_counts_and_both_year_ends():
    start, end = date(2023, 12, 30), date(2024, 1, 2)
    old = DayCount("ACT/ACT").years(start, end)
    new = DayCount("ACT/ACT", last_day_in_old_year=False).years(start, end)
    assert old == D(2) / 365 + D(1) / 366
    assert new == D(1) / 365 + D(2) / 366
    assert DayCount("ACT/365").years(start, end) == D(3) / 365
    assert DayCount("ACT/360").years(start, end) == D(3) / 360
    assert DayCount("30/360").years(date(2024, 1, 31), date(2024, 2, 29)) == D(29) / 360


NATIONAL_DAY = WorkingDays(
    {date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 10, 10): True},
    frozenset({2026}),
)


def test_a_holiday_moves_the_due_date_only_where_the_contract_says_so():
    loan = replace(YEAR, disbursed_on=date(2026, 9, 3), terms=2)
    assert make_periods(loan, NATIONAL_DAY)[0].due_on == date(2026, 10, 3)
    moved = make_periods(replace(loan, holiday_rule="next"), NATIONAL_DAY)
    assert [p.due_on for p in moved] == [date(2026, 10, 8), date(2026, 11, 3)]
    assert {p.rate for p in moved} == {D("0.005")}
    actual = replace(loan, holiday_rule="next", day_count=DayCount("ACT/360"))
    assert close(make_periods(actual, NATIONAL_DAY)[0].rate, D("0.06") * 35 / 360)


def test_working_weekends_and_staying_in_the_month():
    assert NATIONAL_DAY.is_working(date(2026, 10, 10))
    assert not NATIONAL_DAY.is_working(date(2026, 10, 11))
    assert NATIONAL_DAY.knows(date(2026, 5, 1))
    assert not NATIONAL_DAY.knows(date(2027, 5, 1))
    assert NATIONAL_DAY.move(date(2026, 5, 31), "next") == date(2026, 6, 1)
    assert NATIONAL_DAY.move(date(2026, 5, 31), "next_same_month") == date(2026, 5, 29)
    assert NATIONAL_DAY.move(date(2026, 5, 30), "none") == date(2026, 5, 30)
    assert NATIONAL_DAY.move(date(2026, 5, 9), "next_same_month") == date(2026, 5, 11)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"principal": D(0)}, "principal"),
        ({"annual_rate": D(10_000_000)}, "annual_rate"),
        ({"annual_rate": D("-0.01")}, "annual_rate"),
        ({"rate_per_period": D(2)}, "annual_rate"),
        ({"terms": 0}, "terms"),
        ({"terms": 999}, "terms"),
        ({"every": 0}, "every"),
        ({"rules": RowRules(principal_grace=12)}, "principal_grace"),
        ({"first_due_on": date(2026, 1, 10)}, "first_due_on"),
        ({"drawings": (Drawing(date(2026, 2, 1), D(0)),)}, "drawings"),
        ({"drawings": (Drawing(date(2026, 1, 1), D(1)),)}, "drawings"),
        ({"drawings": (Drawing(date(2027, 1, 10), D(1)),)}, "drawings"),
        ({"disbursed_on": date(9998, 1, 1), "every": 12}, "terms"),
    ],
)
def test_impossible_terms_name_their_field(changed, field):
    with pytest.raises(DomainError) as refused:
        plan_of(replace(YEAR, **changed))
    assert refused.value.field == field


def test_thirty_six_per_cent_and_a_leap_day_are_allowed():
    plan = plan_of(replace(YEAR, annual_rate=D("0.36"), disbursed_on=date(2024, 2, 29)))
    assert plan.rows[11].due_on == date(2025, 2, 28)


def test_a_drawing_inside_a_period_bears_interest_from_its_day():
    loan = replace(YEAR, drawings=(Drawing(date(2026, 2, 24), D("12000.00")),))
    plan = plan_of(loan)
    opening = plan_of(YEAR).rows[1].opening
    row = plan.rows[1]
    assert row.opening == opening + 12000
    exact = opening * D("0.005") + 12000 * D("0.005") * 14 / 28
    assert abs(row.interest - exact) <= D("0.005")
    assert plan.total_principal == D("112000.00")


def test_the_largest_loan_for_an_instalment():
    rates = [D("0.01")] * 12
    assert largest_principal(D("8884.88"), rates) == D("100000.01")
    assert annuity(D(100), [D(0)] * 4) == 25
    assert due_dates(date(2024, 2, 29), 2, "month", 12)[1] == date(2025, 2, 28)


def test_rows_agreed_one_by_one():
    rows = [(date(2026, 3, 10), D("40000.00")), (date(2026, 12, 31), D("60000.00"))]
    plan = custom_plan(YEAR, rows)
    assert [row.interest for row in plan.rows] == [D("1000.00"), D("2900.00")]
    assert plan.rows[-1].balance == 0
    for bad, code in (
        ([], "rows_not_in_order"),
        (rows[::-1], "rows_not_in_order"),
        (rows[:1], "rows_do_not_add_up"),
        ([(rows[0][0], D(-1)), (rows[1][0], D(100001))], "rows_do_not_add_up"),
    ):
        with pytest.raises(DomainError, match=code):
            custom_plan(YEAR, bad)


def test_tuning_stops_when_it_no_longer_helps():
    periods = periods_between(YEAR, date(2026, 1, 10), due_dates(date(2026, 2, 10), 12, "month"))
    tuned = make_plan(D("100000.00"), periods, RowRules(tune=True))
    assert tuned.instalment == D("8606.64")
    assert Period(1, date(2026, 1, 1), date(2026, 1, 31), D("0.03")).rate_between(
        date(2026, 1, 1), date(2026, 1, 11)
    ) == D("0.01")


terms_of_any_kind = st.builds(
    LoanTerms,
    principal=st.integers(100, 10**10).map(from_fen),
    annual_rate=st.integers(0, 400_000).map(lambda millionths: D(millionths) / 10**6),
    disbursed_on=st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    terms=st.integers(4, 60),
    unit=st.sampled_from(["day", "week", "month"]),
    every=st.integers(1, 13),
    day_count=st.builds(DayCount, st.sampled_from(["30/360", "ACT/365", "ACT/360", "ACT/ACT"])),
    rules=st.builds(
        RowRules,
        method=st.sampled_from(
            ["equal_instalment", "equal_principal", "interest_only", "bullet", "flat"]
        ),
        instalment_unit=st.sampled_from([D("0.01"), D(1), D(100)]),
        tune=st.booleans(),
        principal_grace=st.integers(0, 3),
        annuity_each_row=st.booleans(),
    ),
)


@given(terms_of_any_kind)
def test_principal_adds_up_to_what_was_lent_and_no_balance_is_negative(terms):
    plan = plan_of(terms)
    assert plan.total_principal == terms.principal
    assert plan.rows[-1].balance == 0
    assert all(row.balance >= 0 <= row.principal and row.interest >= 0 for row in plan.rows)
    dates = [row.due_on for row in plan.rows]
    assert dates == sorted(set(dates))
