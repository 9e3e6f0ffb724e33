from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, plan_of
from desktop.domain.schedule import RowRules
from desktop.domain.schedule_changes import (
    PlanChange,
    change_plan,
    change_rate,
    re_age,
    re_amortise,
    split_plan,
)

D = Decimal
LOAN = LoanTerms(D("12000.00"), D("0.12"), date(2026, 1, 31), 6)
PLAN = plan_of(LOAN)
JUNE = date(2026, 6, 30)


def test_added_terms_lower_the_instalment_and_keep_earlier_rows():
    longer = change_plan(PLAN, LOAN, PlanChange(date(2026, 4, 30), extra_terms=3))
    assert longer.rows[:2] == PLAN.rows[:2]
    assert len(longer.rows) == 9
    assert longer.instalment < PLAN.instalment
    assert longer.rows[-1].due_on == date(2026, 10, 31)
    assert longer.total_principal == D("12000.00")


def test_a_moved_date_moves_those_after_it_and_keeps_the_instalment():
    moved = change_plan(PLAN, LOAN, PlanChange(date(2026, 3, 31), new_due=date(2026, 4, 15)))
    assert [row.due_on for row in moved.rows[:3]] == [
        date(2026, 2, 28), date(2026, 4, 15), date(2026, 5, 15)
    ]  # fmt: skip
    assert moved.instalment == PLAN.instalment
    assert moved.rows[1].interest > PLAN.rows[1].interest


def test_a_given_due_day_and_a_middle_of_month_are_kept():
    loan = replace(LOAN, disbursed_on=date(2026, 1, 15), due_day=15)
    plan = plan_of(loan)
    longer = change_plan(plan, loan, PlanChange(plan.rows[1].due_on, extra_terms=1))
    assert longer.rows[-1].due_on == date(2026, 8, 15)
    loan = replace(loan, due_day=None)
    assert change_plan(plan, loan, PlanChange(plan.rows[1].due_on, extra_terms=1)) == longer


def test_principal_free_months_make_the_plan_longer():
    free = change_plan(PLAN, LOAN, PlanChange(date(2026, 3, 31), principal_free=2))
    assert [row.principal for row in free.rows[1:3]] == [0, 0]
    assert len(free.rows) == 8


def test_a_new_rate_from_a_due_date_and_inside_a_period():
    whole = change_rate(PLAN, LOAN, D("0.06"), from_date=date(2026, 2, 28))
    assert whole.rows[1].interest == (PLAN.rows[1].opening * D("0.005")).quantize(D("0.01"))
    inside = change_rate(PLAN, LOAN, D("0.06"), from_date=date(2026, 3, 15))
    assert whole.rows[1].interest < inside.rows[1].interest < PLAN.rows[1].interest
    assert PLAN.instalment > inside.instalment > whole.instalment
    assert inside.rows[:1] == PLAN.rows[:1]
    assert inside.total_principal == D("12000.00")
    last = change_rate(PLAN, LOAN, D("0.06"), from_date=date(2026, 7, 10))
    assert last.rows[-1].interest < PLAN.rows[-1].interest
    flat = replace(LOAN, rules=RowRules(method="flat"))
    changed = change_rate(plan_of(flat), flat, D("0.06"), from_date=date(2026, 4, 15))
    assert changed.rows[-1].interest == D("60.00")


def test_re_aging_and_re_amortising():
    plan = re_age(D("1000.00"), as_of=JUNE, first_due=date(2026, 7, 31), count=3)
    assert [row.principal for row in plan.rows] == [D("333.33"), D("333.33"), D("333.34")]
    assert re_amortise(D("100.00"), PLAN.rows[-3:], LOAN.rules) == [
        D("33.33"), D("33.33"), D("33.34")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (PlanChange(date(2026, 3, 30)), "from_due"),
        (PlanChange(date(2026, 3, 31), extra_terms=-1), "extra_terms"),
        (PlanChange(date(2026, 3, 31), new_due=date(2026, 2, 28)), "new_due"),
        (PlanChange(date(2026, 3, 31), annual_rate=D(5)), "annual_rate"),
    ],
)
def test_impossible_changes_name_their_field(change, field):
    with pytest.raises(DomainError) as refused:
        change_plan(PLAN, LOAN, change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "arguments",
    [
        {"outstanding": D(0), "first_due": date(2026, 7, 31), "count": 3},
        {"outstanding": D(5), "first_due": JUNE, "count": 3},
        {"outstanding": D(5), "first_due": date(2026, 7, 31), "count": 0},
    ],
)
def test_impossible_re_aging_is_refused(arguments):
    with pytest.raises(DomainError):
        re_age(as_of=JUNE, **arguments)


def test_dates_outside_the_plan_and_nothing_to_spread_over():
    with pytest.raises(DomainError):
        change_rate(PLAN, LOAN, D("0.06"), from_date=date(2027, 1, 1))
    with pytest.raises(DomainError):
        re_amortise(D(5), [], LOAN.rules)
    assert split_plan(PLAN, PLAN.rows[0].due_on) == ((), PLAN.rows)
