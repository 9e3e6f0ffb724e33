from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.early_settlement import (
    Rearrangement,
    Remaining,
    quote_payoff,
    quote_prepayment,
    quote_rearrangement,
)
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, plan_of
from desktop.domain.schedule import RowRules

D = Decimal
LOAN = LoanTerms(D("12000.00"), D("0.12"), date(2026, 1, 10), 12)
ROWS = plan_of(LOAN).rows
MARCH = date(2026, 3, 25)


def left(on=MARCH, arrears="0.00", overdue="0.00", rows=ROWS[2:]):
    return Remaining(on, D(arrears), D(overdue), rows)


def test_a_pay_off_is_arrears_principal_running_interest_and_fee():
    quote = quote_payoff(left(arrears="50.00"), fee_percent=D(1))
    assert quote.principal == ROWS[2].opening
    assert quote.interest == (ROWS[2].interest * 15 / 31).quantize(D("0.01"))
    assert quote.fee == (quote.principal / 100).quantize(D("0.01"))
    assert quote.total == 50 + quote.principal + quote.interest + quote.fee
    assert quote_payoff(left(), until="next_due").interest == ROWS[2].interest
    assert quote_payoff(left(on=date(2026, 3, 10))).interest == 0
    assert quote_payoff(left(rows=(), arrears="9.00")).total == 9


def test_a_part_prepayment_shows_both_plans_with_interest_saved():
    quote = quote_prepayment(left(arrears="100.00"), LOAN, D("3100.00"))
    shorter, lower = quote.options
    assert quote.extra == D("3000.00")
    assert len(shorter.plan.rows) < len(lower.plan.rows) == 10
    assert shorter.plan.instalment == ROWS[2].total
    assert lower.plan.instalment < ROWS[2].total
    assert shorter.saved > lower.saved > 0
    for option in quote.options:
        assert option.plan.total_principal == ROWS[2].opening - 3000
        assert option.plan.rows[0].interest < ROWS[2].interest


def test_the_fee_is_a_share_of_what_reduces_principal():
    quote = quote_prepayment(left(), LOAN, D("3030.00"), fee_percent=D(1))
    assert (quote.fee, quote.extra) == (D("30.00"), D("3000.00"))
    free = quote_prepayment(left(), LOAN, D("3000.00"))
    assert free.options[0].saved == quote.options[0].saved + 30


@pytest.mark.parametrize("method", ["equal_principal", "flat", "interest_only"])
def test_other_methods_too(method):
    loan = replace(LOAN, rules=RowRules(method=method))
    rows = plan_of(loan).rows[2:]
    quote = quote_prepayment(left(on=date(2026, 3, 10), rows=rows), loan, D("2000.00"))
    for option in quote.options:
        assert option.plan.total_principal == rows[0].opening - 2000
    assert quote.options[0].saved >= 0


@pytest.mark.parametrize(("amount", "arrears"), [("100.00", "100.00"), ("99999.00", "0.00")])
def test_too_little_or_too_much_is_refused_at_the_amount(amount, arrears):
    with pytest.raises(DomainError) as refused:
        quote_prepayment(left(arrears=arrears), LOAN, D(amount))
    assert refused.value.field == "amount"


def test_a_new_plan_for_all_that_is_not_paid():
    now = left(arrears="1100.00", overdue="1000.00")
    asked = Rearrangement(date(2026, 4, 15), 20, principal_free=1)
    quote = quote_rearrangement(now, LOAN, asked)
    balance = ROWS[2].opening + 1000
    assert quote.new.total_principal == balance
    assert quote.new.rows[0].principal == 0
    assert quote.carried == D("100.00")
    assert quote.more_interest == quote.new.total_interest - now.future_interest
    exact = ROWS[2].opening * D("0.12") * 35 / 360 + 1000 * D("0.12") * 35 / 360 * 21 / 36
    assert abs(quote.new.rows[0].interest - exact) < D("0.02")
    cheaper = quote_rearrangement(now, LOAN, replace(asked, annual_rate=D("0.06")))
    assert cheaper.new.total_interest < quote.new.total_interest
    bullet = replace(LOAN, rules=RowRules(method="bullet"))
    matured = left(on=date(2027, 3, 1), arrears="12500.00", overdue="12000.00", rows=())
    later = quote_rearrangement(matured, bullet, Rearrangement(date(2027, 4, 1), 6))
    assert [row.principal for row in later.new.rows][-1] == D("12000.00")


@pytest.mark.parametrize(
    ("asked", "overdue", "rows", "field"),
    [
        (Rearrangement(MARCH, 6), "0.00", ROWS[2:], "first_due"),
        (Rearrangement(date(2026, 3, 5), 6), "0.00", ROWS[2:], "first_due_on"),
        (Rearrangement(date(2026, 4, 1), 0), "0.00", ROWS[2:], "terms"),
        (Rearrangement(date(2026, 4, 1), 6), "0.00", (), "count"),
    ],
)
def test_impossible_arrangements_name_their_field(asked, overdue, rows, field):
    with pytest.raises(DomainError) as refused:
        quote_rearrangement(left(overdue=overdue, rows=rows), LOAN, asked)
    assert refused.value.field == field
