from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DomainError
from desktop.domain.money import from_fen
from desktop.domain.several_debts import Debt, share_out

D = Decimal
TODAY = date(2026, 11, 20)
DUE, LATER = date(2026, 11, 1), date(2026, 12, 1)


def test_the_debtors_choice_comes_first():
    debts = [Debt(1, D(100), DUE), Debt(2, D(100), DUE)]
    assert share_out(debts, D(150), chosen=[2], today=TODAY) == {2: D(100), 1: D(50)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Debt(1, D(100), DUE, "mortgage"), Debt(2, D(100), LATER)),
        (Debt(1, D(100), DUE, "credit"), Debt(2, D(100), date(2026, 10, 1), "mortgage")),
        (Debt(1, D(100), DUE, rate=180000), Debt(2, D(100), date(2026, 10, 1), rate=60000)),
        (Debt(1, D(100), date(2026, 10, 1)), Debt(2, D(100), DUE)),
        (Debt(1, D(100), DUE), Debt(2, D(100), None)),
    ],
)
def test_without_a_choice_the_law_orders(first, second):
    assert share_out([second, first], D(100), today=TODAY) == {1: D(100)}


def test_equal_debts_are_paid_by_their_shares_and_a_rest_stays_somewhere():
    debts = [Debt(1, D(100), DUE), Debt(2, D(200), DUE)]
    assert share_out(debts, D(100), today=TODAY) == {1: D("33.33"), 2: D("66.67")}
    assert share_out(debts, D(310), today=TODAY) == {1: D(110), 2: D(200)}
    assert share_out(debts, D(310), chosen=[2], today=TODAY) == {1: D(100), 2: D(210)}
    assert share_out([Debt(1, D(0), DUE)], D(5), today=TODAY) == {1: D(5)}


def test_an_account_of_somebody_else_and_no_money_are_refused():
    for amount, chosen, field in ((D(0), [], "amount"), (D(1), [9], "accounts")):
        with pytest.raises(DomainError) as refused:
            share_out([Debt(1, D(5), DUE)], amount, chosen=chosen, today=TODAY)
        assert refused.value.field == field


money = st.integers(0, 10**7).map(from_fen)


@given(
    st.lists(
        st.tuples(money, st.sampled_from([DUE, LATER, None]), st.sampled_from([None, "pledge"])),
        min_size=1,
        max_size=6,
    ),
    st.integers(1, 10**8).map(from_fen),
)
def test_every_fen_goes_to_one_account(given_debts, amount):
    debts = [Debt(number, *debt) for number, debt in enumerate(given_debts)]
    assert sum(share_out(debts, amount, today=TODAY).values()) == amount
