from datetime import date
from decimal import Decimal

from hypothesis import given, settings

from desktop.domain.account_replay import Entry
from desktop.domain.allocation import LEGAL_ORDER
from desktop.domain.statement import explain
from tests.domain.test_account_replay import ANY_TERMS, JAN, entries, payment, replayed

D = Decimal


def test_each_line_says_what_it_is_made_of():
    booked = [
        payment(date(2026, 1, 30), "500.00", key=7),
        Entry(8, "charge", JAN, D("20.00"), "late_fee"),
        Entry(9, "waiver", date(2026, 2, 1), D("0.10"), "penalty"),
        payment(date(2026, 2, 2), "1.00", 10, "recovery"),
    ]
    lines = explain(replayed(*booked), rate=D("0.09"), basis=360)
    january = [line for line in lines if line.due_on == JAN]
    penalty = [line for line in january if line.component == "penalty" and line.source == "run_up"]
    assert (penalty[0].base, penalty[0].days) == (1000, 20)
    assert penalty[0].amount == D("5.00")
    sources = {line.source for line in january}
    assert sources == {"contract", "charge", "run_up", "payment", "waiver", "recovery"}
    assert {line.key for line in january if line.source == "payment"} == {7}


def test_what_the_lender_stated_as_paid_is_a_line_of_its_own():
    state = replayed()
    claim = state.rows[0].row.claims[-1]
    claim.paid += 5
    state.rows[0].row.unpaid -= 5
    lines = explain(state, rate=D("0.09"), basis=360)
    assert [line.amount for line in lines if line.source == "stated"] == [-5]


@settings(deadline=None)
@given(entries, ANY_TERMS)
def test_the_lines_add_up_to_what_is_owed(booked, terms):
    state = replayed(*booked, terms=terms, as_of=date(2026, 6, 1))
    lines = explain(state, rate=terms.penalty.rate, basis=terms.penalty.basis)
    for component in LEGAL_ORDER:
        shown = sum((line.amount for line in lines if line.component == component), D(0))
        assert shown == state.unpaid(component)
