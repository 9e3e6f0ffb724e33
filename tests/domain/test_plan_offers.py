"""Changes of the plan of what is left: figures by hand, principal kept whole, bad input named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.early_settlement import Rearrangement, Remaining, quote_rearrangement
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, plan_of
from desktop.domain.money import LARGEST_AMOUNT, from_fen
from desktop.domain.plan_offers import (
    Spreading,
    merged,
    quote_drawing,
    quote_plan_change,
    quote_spreading,
    read_rows,
)
from desktop.domain.schedule import RowRules
from desktop.domain.schedule_changes import PlanChange

D = Decimal
LOAN = LoanTerms(D("12000.00"), D("0.12"), date(2026, 1, 10), 12)
ROWS = plan_of(LOAN).rows
MARCH = date(2026, 3, 25)
NEXT = date(2026, 4, 10)
EQUAL = replace(LOAN, rules=RowRules(method="equal_principal"))
EQUAL_ROWS = plan_of(EQUAL).rows


def left(rows=ROWS[2:], arrears="0.00", overdue="0.00", on=MARCH, *, late=False):
    return Remaining(on, D(arrears), D(overdue), rows, has_arrears=late)


def test_a_rate_from_a_day_splits_the_running_period():
    quote = quote_plan_change(
        left(EQUAL_ROWS[2:]),
        EQUAL,
        PlanChange(NEXT, annual_rate=D("0.06")),
        rate_from=date(2026, 3, 25),
    )
    # 10,000 at 1 % a month for 15 of 31 days and at 0.5 % for 16: 48.39 + 25.81
    assert quote.new.rows[0].interest == D("74.19")
    assert quote.new.rows[1].interest == D("45.00")  # 9,000 at 0.5 %
    assert quote.more_interest < 0
    whole = quote_plan_change(left(EQUAL_ROWS[2:]), EQUAL, PlanChange(NEXT, annual_rate=D("0.06")))
    assert whole.new.rows[0].interest == D("50.00")


def test_more_terms_lower_the_instalment_and_free_terms_pay_interest_alone():
    longer = quote_plan_change(left(), LOAN, PlanChange(NEXT, extra_terms=3))
    assert len(longer.new.rows) == 13
    assert longer.new.rows[0].total < ROWS[2].total
    free = quote_plan_change(left(), LOAN, PlanChange(NEXT, principal_free=2))
    assert [row.principal for row in free.new.rows[:2]] == [0, 0]
    assert free.more_interest > 0


def test_a_moved_date_takes_the_later_ones_along():
    moved = quote_plan_change(left(), LOAN, PlanChange(NEXT, new_due=date(2026, 4, 20)))
    assert [row.due_on.day for row in moved.new.rows] == [20] * 10
    late = PlanChange(date(2026, 5, 10), new_due=date(2026, 5, 12), annual_rate=D("0.06"))
    both = quote_plan_change(left(), LOAN, late, rate_from=NEXT)
    assert both.new.rows[0] == ROWS[2]
    assert both.new.rows[1].due_on == date(2026, 5, 12)


def test_flat_interest_stays_on_what_was_lent():
    flat = replace(LOAN, rules=RowRules(method="flat"))
    rows = plan_of(flat).rows
    changed = quote_plan_change(left(rows[2:]), flat, PlanChange(NEXT, extra_terms=1))
    assert changed.new.rows[0].interest == D("120.00")
    cheaper = PlanChange(NEXT, annual_rate=D("0.06"))
    assert (
        quote_plan_change(left(rows[2:]), flat, cheaper, rate_from=MARCH).new.rows[1].interest == 60
    )


def test_what_is_overdue_goes_over_new_rows_beside_those_to_come():
    behind = left(EQUAL_ROWS[2:], "2093.50", "2000.00", late=True)
    asked = Spreading("new_rows", date(2026, 4, 10), 4, bears_interest=False)
    quote = quote_spreading(behind, EQUAL, asked)
    assert quote.carried == D("93.50")
    assert [row.principal for row in quote.new.rows[:5]] == [1500, 1500, 1500, 1500, 1000]
    assert quote.more_interest == 0
    bearing = quote_spreading(behind, EQUAL, replace(asked, bears_interest=True))
    # 2,000 for 15 days of 30/360, then 1,500, 1,000 and 500 for a month, at 12 %
    assert bearing.more_interest == D("10.00") + 15 + 10 + 5
    between = quote_spreading(behind, EQUAL, replace(asked, first_due=date(2026, 4, 20)))
    assert [row.due_on.day for row in between.new.rows[:3]] == [10, 20, 10]
    assert between.new.rows[-1].balance == 0


def test_what_is_overdue_goes_over_the_rows_to_come_in_equal_shares():
    behind = left(EQUAL_ROWS[2:], "1000.00", "1000.00", late=True)
    quote = quote_spreading(behind, EQUAL, Spreading("rows_to_come", bears_interest=False))
    assert [row.principal for row in quote.new.rows] == [D("1100.00")] * 10
    bearing = quote_spreading(behind, EQUAL, Spreading("rows_to_come"))
    # 16 of 31 days of 1,000 at 1 %, then what is left of it each month
    assert bearing.new.rows[0].interest == EQUAL_ROWS[2].interest + D("5.16")
    assert bearing.new.rows[1].interest == EQUAL_ROWS[3].interest + D("9.00")


def test_a_change_leaves_what_is_due_beside_the_plan():
    change = PlanChange(NEXT, extra_terms=2)
    behind = left(arrears="1070.00", overdue="1000.00", late=True)
    quote = quote_plan_change(behind, LOAN, change)
    in_time = quote_plan_change(left(arrears="70.00"), LOAN, change)
    assert quote.new == in_time.new
    assert (quote.carried, in_time.carried) == (0, D("70.00"))


def test_a_drawing_bears_interest_from_its_day():
    quote = quote_drawing(left(EQUAL_ROWS[2:]), EQUAL, D("900.00"))
    assert quote.new.rows[0].interest == EQUAL_ROWS[2].interest + D("4.65")  # 9 × 16/31
    assert [row.principal for row in quote.new.rows] == [D("1090.00")] * 10
    assert quote.new.total_principal == quote.old.total_principal + 900


def test_another_method_and_rhythm_and_rows_agreed_one_by_one():
    behind = left(ROWS[2:], overdue="500.00", arrears="500.00", late=True)
    balance = behind.future_principal + 500
    weekly = Rearrangement(date(2026, 4, 3), 10, unit="week", every=2, method="equal_principal")
    new = quote_rearrangement(behind, LOAN, weekly).new
    assert [(b.due_on - a.due_on).days for a, b in zip(new.rows, new.rows[1:], strict=False)] == [
        14
    ] * 9
    assert new.total_principal == balance
    days = replace(weekly, unit="day", every=10)
    assert quote_rearrangement(behind, LOAN, days).new.rows[1].due_on == date(2026, 4, 13)
    rows = ((date(2026, 5, 1), D("1000.00")), (date(2026, 6, 1), balance - 1000))
    custom = quote_rearrangement(behind, LOAN, Rearrangement(rows[0][0], 2, rows=rows)).new
    assert [(row.due_on, row.principal) for row in custom.rows] == list(rows)
    assert custom.rows[0].interest > 0
    with pytest.raises(DomainError, match="do_not_add_up"):
        quote_rearrangement(behind, LOAN, Rearrangement(rows[0][0], 1, rows=rows[:1]))


@pytest.mark.parametrize(
    ("ask", "code", "field"),
    [
        (lambda: quote_plan_change(left(late=True), LOAN, PlanChange(NEXT, annual_rate=D("0.1"))), "rate_with_arrears", "annual_rate"),
        (lambda: quote_plan_change(left(), LOAN, PlanChange(NEXT)), "nothing_changes", "on"),
        (lambda: quote_plan_change(left(()), LOAN, PlanChange(NEXT)), "no_future_rows", "on"),
        (
            lambda: quote_plan_change(left(), LOAN, PlanChange(NEXT, annual_rate=D("0.1")), rate_from=date(2026, 3, 1)),
            "rate_in_the_past",
            "rate_from",
        ),
        (lambda: quote_plan_change(left(), LOAN, PlanChange(NEXT, annual_rate=D(10))), "rate_out_of_range", "annual_rate"),
        (lambda: quote_spreading(left(), LOAN, Spreading("new_rows", NEXT, 3)), "nothing_overdue", "on"),
        (lambda: quote_spreading(left(overdue="9.00"), LOAN, Spreading("new_rows")), "first_due_in_the_past", "first_due"),
        (lambda: quote_spreading(left(overdue="9.00"), LOAN, Spreading("new_rows", MARCH, 3)), "first_due_in_the_past", "first_due"),
        (lambda: quote_drawing(left(), LOAN, D(0)), "drawing_not_positive", "amount"),
        (lambda: quote_drawing(left(), LOAN, LARGEST_AMOUNT - 12000), "principal_too_large", "amount"),
        (lambda: quote_drawing(left(late=True), LOAN, D(1)), "arrears_first", "on"),
    ],
)  # fmt: skip
def test_what_cannot_be_offered_names_its_field(ask, code, field):
    with pytest.raises(DomainError, match=code) as refused:
        ask()
    assert refused.value.field == field


@given(
    st.integers(1, 10**8),
    st.sampled_from(["new_rows", "rows_to_come"]),
    st.integers(1, 60),
    st.booleans(),
)
def test_spreading_neither_makes_nor_loses_a_fen(fen, over, count, bears):
    behind = left(ROWS[2:], overdue=str(from_fen(fen)), arrears=str(from_fen(fen)), late=True)
    asked = Spreading(over, date(2026, 4, 15), count, bears_interest=bears)
    quote = quote_spreading(behind, LOAN, asked)
    assert quote.new.total_principal == behind.future_principal + from_fen(fen)
    assert all(row.principal >= 0 and row.interest >= 0 for row in quote.new.rows)
    assert quote.new.rows[-1].balance == 0


def test_merged_rows_keep_every_amount():
    both = merged(ROWS[:3], ROWS[1:4])
    assert [row.due_on for row in both] == [row.due_on for row in ROWS[:4]]
    assert sum(row.interest for row in both) == sum(r.interest for r in (*ROWS[:3], *ROWS[1:4]))


def test_agreed_rows_are_read_line_by_line():
    assert read_rows("2027-01-05 3,000\n\n 2027-02-05  1000.50 ") == [
        (date(2027, 1, 5), D("3000.00")),
        (date(2027, 2, 5), D("1000.50")),
    ]
    for words in ("2027-01-05 3000\n2027-02-30 1", "2027-01-05 3000\nsoon 1", "\n2027-01-05"):
        with pytest.raises(DomainError) as refused:
            read_rows(words)
        assert (refused.value.field, refused.value.facts["line"]) == ("rows", 2)
