from datetime import date
from decimal import Decimal

import pytest

from desktop.domain.card import (
    CardTerms,
    Posting,
    Statement,
    balance_stretches,
    buy_currency,
    currency_for,
    due_date,
    is_paid_in_time,
    late_charge,
    minimum_payment,
    next_statement,
    overdraft_interest,
    personalised_instalments,
)
from desktop.domain.errors import DomainError

D = Decimal
CARD = CardTerms(statement_day=31, late_minimum=D("10.00"), late_maximum=D("500.00"))


def test_statement_and_due_days():
    assert next_statement(CARD, after=date(2026, 2, 1)) == date(2026, 2, 28)
    assert next_statement(CARD, after=date(2026, 2, 28)) == date(2026, 3, 31)
    assert due_date(CARD, date(2026, 2, 28)) == date(2026, 3, 20)
    fixed = CardTerms(statement_day=5, due_day=25)
    assert due_date(fixed, date(2026, 3, 5)) == date(2026, 3, 25)
    early = CardTerms(statement_day=20, due_day=9)
    assert due_date(early, date(2026, 3, 20)) == date(2026, 4, 9)


def test_interest_runs_by_day_from_posting():
    postings = [
        Posting(date(2026, 3, 20), D("-400.00")),
        Posting(date(2026, 3, 1), D("1000.00")),
        Posting(date(2026, 4, 9), D("5.00")),
    ]
    stretches = balance_stretches(postings, until=date(2026, 3, 31))
    assert [(each.balance, each.days) for each in stretches] == [(1000, 19), (600, 11)]
    assert overdraft_interest(stretches, CARD.day_rate) == D("12.80")


def test_a_credit_balance_bears_none_and_an_opening_balance_counts():
    overpaid = [Posting(date(2026, 3, 1), D("-50.00")), Posting(date(2026, 3, 10), D("50.00"))]
    assert balance_stretches(overpaid, until=date(2026, 3, 31)) == []
    carried = balance_stretches(
        [Posting(date(2026, 3, 11), D("-100.00"))],
        until=date(2026, 3, 31),
        opening=D("100.00"),
        since=date(2026, 3, 1),
    )
    assert [(each.balance, each.days) for each in carried] == [(100, 10)]
    days = {"until": date(2026, 3, 31), "since": date(2026, 3, 1)}
    untouched = balance_stretches([], opening=D("100.00"), **days)
    assert [(each.balance, each.days) for each in untouched] == [(100, 30)]
    assert balance_stretches([], until=date(2026, 3, 31)) == []
    all_paid = [Posting(date(2026, 3, 1), D("9.00")), Posting(date(2026, 3, 2), D("-9.00"))]
    assert [each.days for each in balance_stretches(all_paid, until=date(2026, 3, 31))] == [1]


def test_the_minimum_payment():
    statement = Statement(D("5000.00"), D("30.00"), D("10.00"), D("200.00"), D("60.00"))
    assert minimum_payment(CARD, statement) == D("800.00")
    assert minimum_payment(CARD, Statement(D("300.00"))) == D("100.00")
    assert minimum_payment(CARD, Statement(D("70.00"))) == D("70.00")
    assert minimum_payment(CARD, Statement(D("-70.00"))) == 0


@pytest.mark.parametrize(
    ("minimum", "paid", "charge"),
    [("800", "300", "25.00"), ("150", "0", "10.00"), ("90000", "0", "500.00"), ("800", "800", "0")],
)
def test_late_charge_is_on_the_unpaid_part_of_the_minimum_within_limits(minimum, paid, charge):
    assert late_charge(CARD, D(minimum), D(paid)) == D(charge)
    assert late_charge(CardTerms(1), D(90000), D(0)) == D("4500.00")


def test_three_days_and_ten_yuan_of_grace():
    paid = [Posting(date(2026, 3, 23), D("-990.00")), Posting(date(2026, 3, 10), D("5.00"))]
    due_on = date(2026, 3, 20)
    assert is_paid_in_time(CARD, D("1000.00"), paid, due_on=due_on)
    assert not is_paid_in_time(CARD, D("1000.01"), paid, due_on=due_on)
    assert not is_paid_in_time(CARD, D("1000.00"), paid, due_on=date(2026, 3, 19))


BALANCES = {"CNY": D("100.00"), "USD": D("123.45")}


def test_foreign_currency_is_bought_at_the_selling_rate():
    bought = buy_currency(BALANCES, "USD", D("715.32"))
    assert (bought.foreign, bought.cny) == (D("123.45"), D("883.06"))
    assert buy_currency(BALANCES, "USD", D("715.32"), foreign=D("10.00")).cny == D("71.53")
    some = currency_for(BALANCES, "USD", D("715.32"), D("100.00"))
    assert (some.foreign, some.cny) == (D("13.97"), D("99.93"))
    assert currency_for(BALANCES, "USD", D("715.32"), D("9999.00")).foreign == D("123.45")


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: buy_currency(BALANCES, "JPY", D(5)), "currency"),
        (lambda: buy_currency(BALANCES, "USD", D(0)), "rate"),
        (lambda: buy_currency(BALANCES, "USD", D(5), foreign=D("123.46")), "foreign"),
        (lambda: currency_for(BALANCES, "EUR", D(5), D(5)), "currency"),
        (lambda: currency_for(BALANCES, "USD", D(5), D(0)), "cny"),
    ],
)
def test_impossible_purchases_name_their_field(call, field):
    with pytest.raises(DomainError) as refused:
        call()
    assert refused.value.field == field


def test_personalised_instalments_are_sixty_months_at_most_and_one_per_customer():
    agreed = {"agreed_on": date(2026, 3, 1), "first_due_on": date(2026, 4, 1)}
    plan = personalised_instalments(D("12000.00"), 60, monthly_fee_rate=D("0.005"), **agreed)
    assert (plan.rows[0].principal, plan.rows[0].interest) == (D("200.00"), D("60.00"))
    assert len(plan.rows) == 60
    for months, has_one in ((61, False), (0, False), (12, True)):
        with pytest.raises(DomainError) as refused:
            personalised_instalments(D("12000.00"), months, has_one=has_one, **agreed)
        assert refused.value.field == "months"
