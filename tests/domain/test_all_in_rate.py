from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.all_in_rate import CashFlow, all_in_rate, caps_for, check_caps
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, plan_of

D = Decimal
START = date(2026, 1, 10)


def test_a_year_of_simple_interest():
    rate = all_in_rate([CashFlow(START, D(-100)), CashFlow(date(2027, 1, 10), D(112))])
    assert rate.effective == D("0.1200")
    assert rate.yearly == D("0.1133")


def test_a_plan_at_its_contract_rate_is_close_to_it_and_fees_lift_it():
    loan = LoanTerms(D("12000.00"), D("0.24"), START, 12)
    flows = [CashFlow(START, D("-12000.00"))]
    flows += [CashFlow(row.due_on, row.total) for row in plan_of(loan).rows]
    rate = all_in_rate(flows)
    assert D("0.2350") < rate.yearly < D("0.2400")
    with_fee = all_in_rate([*flows, CashFlow(START, D("500.00"))])
    check = check_caps(
        with_fee, caps_for(all_in=D("0.24"), is_small_loan_company=False, lpr=D("0.03"))
    )
    assert [cap.code for cap in check.exceeded] == ["all_in"]
    fine = check_caps(rate, caps_for(all_in=D("0.24"), is_small_loan_company=True, lpr=D("0.03")))
    assert [(cap.code, cap.rate) for cap in fine.exceeded] == [("lpr", D("0.12"))]
    assert fine.rate is rate


def test_money_lost_is_a_negative_rate():
    assert all_in_rate([CashFlow(START, D(-100)), CashFlow(date(2027, 1, 10), D(90))]).yearly < 0


@pytest.mark.parametrize(
    "flows",
    [
        [],
        [CashFlow(START, D(-1))],
        [CashFlow(START, D(1)), CashFlow(date(2026, 2, 1), D(1))],
        [CashFlow(START, D(-1)), CashFlow(START, D(2))],
    ],
)
def test_where_there_is_no_rate_it_says_so(flows):
    with pytest.raises(DomainError, match=r"cap\.no_rate"):
        all_in_rate(flows)


@given(st.integers(0, 50), st.integers(1, 3000))
def test_the_rate_of_one_repayment_is_found_again(percent, days):
    daily = D(percent) / 100 / 365
    back = (100000 * (1 + daily) ** days).quantize(D("0.000001"))
    flows = [CashFlow(START, D(-100000)), CashFlow(START + timedelta(days=days), back)]
    assert abs(all_in_rate(flows).yearly - D(percent) / 100) <= D("0.0001")
