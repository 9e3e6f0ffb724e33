from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, make_periods, plan_of
from desktop.domain.prepayment import (
    DatedPayment,
    ExtraPayment,
    interest_on_arrears,
    interest_saved,
    payoff,
    prepay_on_dates,
    prepay_with_rows,
    prepayment_fee,
)
from desktop.domain.schedule import RowRules

D = Decimal
LOAN = LoanTerms(D("12000.00"), D("0.12"), date(2026, 1, 10), 12)
PLAN, PERIODS, RULES = plan_of(LOAN), make_periods(LOAN), LOAN.rules


def prepaid(*extras, loan=LOAN):
    return prepay_with_rows(plan_of(loan), make_periods(loan), loan.rules, extras)


def test_shorter_term_keeps_the_instalment_lower_instalment_keeps_the_term():
    shorter = prepaid(ExtraPayment(3, D("3000.00"), "shorter_term"))
    lower = prepaid(ExtraPayment(3, D("3000.00"), "lower_instalment"))
    assert (len(shorter.rows), len(lower.rows)) == (9, 12)
    assert shorter.rows[4].total == PLAN.instalment
    assert lower.rows[4].total < PLAN.instalment
    assert interest_saved(PLAN, shorter, D(0)) > interest_saved(PLAN, lower, D(0)) > 0
    assert interest_saved(PLAN, lower, D("9999.00")) < 0


@pytest.mark.parametrize("method", ["equal_principal", "flat", "interest_only"])
def test_other_methods_end_earlier_too(method):
    loan = replace(LOAN, rules=RowRules(method=method))
    shorter = prepaid(ExtraPayment(3, D("3000.00"), "shorter_term"), loan=loan)
    assert shorter.total_principal == D("12000.00")
    assert shorter.rows[-1].balance == 0
    assert shorter.total_interest <= plan_of(loan).total_interest


def test_paying_all_ends_the_plan_and_what_comes_after_is_not_taken():
    ended = prepaid(
        ExtraPayment(2, D("99999.00"), "lower_instalment"),
        ExtraPayment(5, D("1.00"), "shorter_term"),
    )
    assert len(ended.rows) == 2
    assert ended.total_principal == D("12000.00")
    with pytest.raises(DomainError):
        prepaid(ExtraPayment(2, D(0), "shorter_term"))


def test_payments_on_dates():
    on_due = prepay_on_dates(
        PLAN, PERIODS, RULES, [DatedPayment(date(2026, 2, 10), D("2000.00"))], "shorter_term"
    )
    assert on_due.rows[0].total == D("2000.00")
    early = prepay_on_dates(
        PLAN, PERIODS, RULES, [DatedPayment(date(2026, 1, 25), D("500.00"))], None
    )
    assert early.rows[0].total == PLAN.instalment
    assert early.rows[0].interest < PLAN.rows[0].interest
    for on in (date(2026, 1, 10), date(2027, 1, 11)):
        with pytest.raises(DomainError) as refused:
            prepay_on_dates(PLAN, PERIODS, RULES, [DatedPayment(on, D(1))], None)
        assert refused.value.field == "on"


def test_pay_off_counts_unpaid_rows_in_full_and_the_running_one_by_days():
    today = date(2026, 3, 24)
    found = payoff(PLAN, PERIODS, RULES, paid_rows=[1], on=today, fee=D("10.00"))
    running = (PLAN.rows[1].opening * D("0.01") * 14 / 31).quantize(D("0.01"))
    assert found.principal == PLAN.rows[1].opening
    assert found.interest == PLAN.rows[1].interest + running
    assert found.total == found.principal + found.interest + 10
    assert sum(principal for principal, _ in found.open_rows) == found.principal
    whole = payoff(PLAN, PERIODS, RULES, paid_rows=[1], on=today, until="next_due")
    assert whole.interest > found.interest
    shares = replace(LOAN, rules=RowRules(method="equal_principal"))
    nothing_paid = payoff(plan_of(shares), PERIODS, shares.rules, paid_rows=[], on=today)
    assert nothing_paid.principal == D("12000.00")


def test_interest_goes_on_over_principal_that_was_not_paid():
    arrears = interest_on_arrears(PLAN, PERIODS, RULES, paid_rows=[1], as_of=date(2026, 4, 20))
    assert arrears.rows[0] == PLAN.rows[0]
    assert arrears.rows[2].interest > PLAN.rows[2].interest
    assert arrears.total_principal == D("12000.00")
    shares = replace(LOAN, rules=RowRules(method="equal_principal"))
    same = interest_on_arrears(plan_of(shares), PERIODS, shares.rules, as_of=date(2026, 1, 10))
    assert same.total_principal == D("12000.00")


def test_the_fee_of_paying_early():
    assert prepayment_fee(D("3000.00"), D(1), RULES) == D("30.00")
