"""Late fees in the replay: four bases by hand, waiting days, limits, part payments, any order."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.account_replay import AccountTerms, Entry, instalment, replay_account
from desktop.domain.late_fee_run import LateFeeClock
from desktop.domain.money import from_fen
from desktop.domain.penalty import LateFeeRule, PenaltyTerms
from desktop.domain.statement import explain

D = Decimal
JAN, FEB, MAR = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)
TERMS = PenaltyTerms(D("0.06"), D("0.3"))


def replayed(rule, *entries, as_of=date(2026, 2, 20), **terms):
    rows = [instalment(day, D("1000.00"), D("60.00")) for day in (JAN, FEB, MAR)]
    agreed = AccountTerms(TERMS, late_fee=rule, original_amount=D("3000.00"), **terms)
    return replay_account(rows, entries, agreed, as_of=as_of)


def fees(state):
    return [each.row.of("late_fee") for each in state.rows]


@pytest.mark.parametrize(
    ("base", "first", "second"),
    [
        ("original_amount", "123.00", "0.00"),  # 3,000 × 0.1 % × 41 days, once for the account
        ("outstanding_principal", "123.00", "0.00"),
        ("overdue_principal", "41.00", "10.00"),  # 1,000 for 41 and for 10 days
        ("overdue_interest", "2.46", "0.60"),
        ("overdue_instalment", "43.46", "10.60"),
    ],
)
def test_the_bases_by_the_day(base, first, second):
    rule = LateFeeRule(base, D("0.1"), per="day")
    assert fees(replayed(rule)) == [D(first), D(second), 0]


def test_once_per_instalment_after_the_waiting_days_within_its_limits():
    rule = LateFeeRule("overdue_principal", D(5), wait_days=10, minimum=D("60.00"))
    assert fees(replayed(rule)) == [D("60.00"), 0, 0]  # the second is 10 days late: still waiting
    day = date(2026, 2, 21)
    assert fees(replayed(rule, as_of=day)) == [D("60.00"), D("60.00"), 0]
    most = LateFeeRule("overdue_principal", D(5), maximum=D("30.00"), fixed=D("1.00"))
    assert fees(replayed(most)) == [D("30.00"), D("30.00"), 0]


def test_waiting_days_can_be_left_out_of_the_count():
    rule = LateFeeRule("overdue_principal", D("0.1"), per="day", wait_days=5, skip_wait_days=True)
    assert fees(replayed(rule)) == [D("36.00"), D("5.00"), 0]


def test_paid_while_waiting_costs_nothing_and_a_part_payment_lowers_the_base():
    rule = LateFeeRule("overdue_principal", D("0.1"), per="day", wait_days=3)
    in_time = Entry(1, "payment", JAN + timedelta(days=3), D("1060.66"))
    assert fees(replayed(rule, in_time))[0] == 0
    # 20 days on 1,000; then 519.68 go to the fee, the penalty, the interest and the principal
    part = Entry(1, "payment", JAN + timedelta(days=20), D("519.68"))
    state = replayed(rule, part, as_of=FEB)
    first = state.rows[0]
    assert first.late_fees[0].added == D("20.00")
    left = first.row.unpaid_of("principal")
    assert first.late_fees[1].base == left == D("564.91")
    assert fees(state)[0] == 20 + (left * 11 / 1000).quantize(D("0.01"))


def test_a_day_of_the_account_is_charged_once_though_the_oldest_row_changes():
    rule = LateFeeRule("original_amount", D("0.1"), per="day")
    day = date(2026, 2, 15)
    state = replayed(rule, Entry(1, "payment", day, D("1300.00")), as_of=date(2026, 2, 20))
    assert state.rows[0].row.unpaid == 0
    assert fees(state) == [D("108.00"), D("15.00"), 0]  # 36 days, then 5 more


def test_what_the_lender_stated_holds_the_fees_of_before():
    once = LateFeeRule("overdue_principal", D(5))
    assert fees(replayed(once, begins_on=date(2026, 1, 31))) == [0, D("50.00"), 0]
    daily = LateFeeRule("overdue_principal", D("0.1"), per="day")
    assert fees(replayed(daily, begins_on=date(2026, 2, 15))) == [D("5.00"), D("5.00"), 0]


def test_nobody_within_grace_is_charged_and_fees_bear_no_interest():
    rule = LateFeeRule("overdue_principal", D(5))
    assert fees(replayed(rule, grace_days=60)) == [0, 0, 0]
    with_fee, without = replayed(rule), replayed(None)
    for component in ("penalty", "compound"):
        assert with_fee.unpaid(component) == without.unpaid(component)


def test_a_base_of_nothing_costs_nothing_and_a_waiver_lets_a_fee_go():
    rule = LateFeeRule("overdue_interest", D(5), fixed=D("9.00"))
    rows = [instalment(JAN, D("1000.00"), D("0.00"))]
    agreed = AccountTerms(TERMS, late_fee=rule)
    assert replay_account(rows, (), agreed, as_of=FEB).unpaid("late_fee") == 0
    waived = Entry(1, "waiver", FEB, D("12.00"), "late_fee")
    assert replayed(rule, waived).rows[0].row.unpaid_of("late_fee") == 0


def test_the_explanation_names_base_per_cent_and_days():
    rule = LateFeeRule("overdue_principal", D("0.1"), per="day")
    booked = Entry(1, "charge", FEB, D("7.00"), "late_fee", due_on=JAN)
    state = replayed(rule, booked)
    lines = explain(state, rate=TERMS.rate, basis=360)
    mine = [line for line in lines if line.source == "late_fee_rule" and line.due_on == JAN]
    assert [(line.base, line.days, line.rate) for line in mine] == [
        (D("1000.00"), 31, D("0.001")),
        (D("1000.00"), 10, D("0.001")),
    ]
    assert sum(line.amount for line in lines) == sum(each.row.unpaid for each in state.rows)


rules = st.builds(
    LateFeeRule,
    st.sampled_from(
        ["original_amount", "outstanding_principal", "overdue_principal", "overdue_instalment"]
    ),
    st.sampled_from([D("0.05"), D(5)]),
    st.sampled_from(["once", "day"]),
    st.integers(0, 10),
    st.booleans(),
    st.sampled_from([None, D("5.00")]),
    st.sampled_from([None, D("50.00")]),
)
payments = st.lists(
    st.tuples(st.integers(-30, 58), st.integers(1, 150_000)), max_size=6, unique=True
)


@settings(deadline=None)
@given(rules, payments, st.randoms())
def test_any_order_gives_the_same_fees_and_a_reversal_the_fees_without(rule, paid, random):
    booked = [
        Entry(number, "payment", JAN + timedelta(days=day), from_fen(fen))
        for number, (day, fen) in enumerate(paid)
    ]
    before = fees(replayed(rule, *booked, as_of=MAR))
    shuffled = list(booked)
    random.shuffle(shuffled)
    assert fees(replayed(rule, *shuffled, as_of=MAR)) == before
    state = replayed(rule, *booked, as_of=MAR)
    came_in = sum((entry.amount for entry in booked), D(0))
    assert sum((each.row.paid for each in state.rows), D(0)) + state.overpaid == came_in
    if rule.maximum is not None and not rule.is_per_account:
        assert all(fee <= rule.maximum for fee in before)


@settings(deadline=None)
@given(rules, payments, st.integers(1, 90))
def test_a_day_looked_at_between_changes_nothing(rule, paid, day):
    """The fees of a day follow from the entries alone, however often they were worked out."""
    booked = [
        Entry(number, "payment", JAN + timedelta(days=on), from_fen(fen))
        for number, (on, fen) in enumerate(paid)
    ]
    looked = Entry(99, "write_off", JAN + timedelta(days=day), D("0.01"))
    assert fees(replayed(rule, *booked, looked, as_of=MAR)) == fees(
        replayed(rule, *booked, as_of=MAR)
    )


def test_the_same_day_twice_is_one_day_and_paid_rows_are_passed_over():
    rows = [instalment(day, D("1000.00"), D("60.00")) for day in (JAN, FEB)]
    for claim in rows[0].claims:
        claim.paid = claim.amount
    rows[0].unpaid = D("0.00")
    clock = LateFeeClock(LateFeeRule("overdue_principal", D("0.1"), per="day"))
    assert [row.due_on for row, _ in clock.run(rows, MAR)] == [FEB]
    assert clock.run(rows, MAR) == []
