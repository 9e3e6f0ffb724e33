from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.allocation import (
    CARD_RULE_FROM_DAY_91,
    LEGAL_ORDER,
    LEGAL_RULE,
    AllocationRule,
    ChargeEntry,
    PaymentEntry,
    allocate,
    make_row,
    place_charge,
    replay,
    rule_in_force,
)
from desktop.domain.errors import DomainError
from desktop.domain.money import from_fen

JAN, FEB, MAR = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)
D = Decimal


def three_rows():
    return [make_row(on, principal=D("100.00"), interest=D("10.00")) for on in (JAN, FEB, MAR)]


def test_the_legal_order_is_costs_interest_principal():
    row = make_row(JAN, **{name: D("1.00") for name in LEGAL_ORDER})
    paid = [s.component for s in allocate([row], D("6.50"), value_date=JAN).splits]
    assert paid == ["cost", "fee", "late_fee", "compound", "penalty", "interest", "principal"]
    assert row.unpaid_of("principal") == D("0.50")


def test_cards_pay_principal_first_from_day_91():
    assert rule_in_force(LEGAL_RULE, is_card=True, days_past_due=90) is LEGAL_RULE
    assert rule_in_force(LEGAL_RULE, is_card=False, days_past_due=91) is LEGAL_RULE
    rule = rule_in_force(LEGAL_RULE, is_card=True, days_past_due=91)
    assert rule is CARD_RULE_FROM_DAY_91
    rows = three_rows()
    assert allocate(rows, D("150.00"), rule, value_date=MAR).of("principal") == D("150.00")


def test_a_payment_of_nothing_is_refused_at_its_field():
    with pytest.raises(DomainError) as refused:
        allocate(three_rows(), D(0), value_date=JAN)
    assert refused.value.field == "amount"


def test_overpaying_leaves_a_rest():
    assert allocate(three_rows(), D("400.00"), value_date=MAR).rest == D("70.00")


@pytest.mark.parametrize(
    ("future", "paid"),
    [("next", ["110.00", "20.00"]), ("last", ["20.00", "110.00"]), ("spread", ["65.00", "65.00"])],
)
def test_money_beyond_what_is_due(future, paid):
    rows = three_rows()
    allocate(rows, D("240.00"), AllocationRule(future=future), value_date=JAN)
    assert [row.paid for row in rows[1:]] == [D(p) for p in paid]
    assert rows[1].in_advance == rows[1].paid


def test_a_share_too_large_for_its_row_goes_to_the_others():
    rows = [make_row(FEB, principal=D("10.00")), make_row(MAR, principal=D("100.00"))]
    done = allocate(rows, D("60.00"), AllocationRule(future="spread"), value_date=JAN)
    assert [row.paid for row in rows] == [D("10.00"), D("50.00")]
    assert done.rest == 0


def test_vertical_order_in_advance_pays_one_component_of_all_rows_first():
    rows = three_rows()
    allocate(rows, D("35.00"), AllocationRule(mode="vertical"), value_date=date(2026, 1, 1))
    assert [row.paid_of("interest") for row in rows] == [D("10.00")] * 3
    assert rows[0].paid_of("principal") == D("5.00")


def test_fees_after_maturity_share_one_more_row_that_moves_on():
    rows = three_rows()
    assert place_charge(rows, "fee", date(2026, 2, 1), D("5.00")) is rows[1]
    place_charge(rows, "fee", date(2026, 4, 1), D("5.00"))
    last = place_charge(rows, "fee", date(2026, 5, 1), D("5.00"))
    assert len(rows) == 4
    assert (last.due_on, last.total) == (date(2026, 5, 1), D("10.00"))


def test_paid_late_is_told_from_paid_early():
    rows = three_rows()
    allocate(rows, D("150.00"), value_date=date(2026, 1, 15))
    assert (rows[0].late, rows[0].in_advance, rows[1].in_advance) == (D("110.00"), 0, D("40.00"))


def test_interest_by_the_day_is_charged_when_a_row_is_reached():
    reached = []
    rule = AllocationRule(mode="vertical")
    allocate(three_rows(), D("10.00"), rule, value_date=FEB, on_reach=reached.append)
    assert [row.due_on for row in reached] == [JAN, FEB]
    reached.clear()
    allocate(three_rows(), D("10.00"), value_date=FEB, on_reach=reached.append)
    assert [row.due_on for row in reached] == [JAN]


amounts = st.integers(1, 50_000).map(from_fen)
days = st.dates(date(2025, 12, 1), date(2026, 6, 30))
payments = st.lists(st.builds(PaymentEntry, days, amounts), max_size=8)
charges = st.lists(
    st.builds(ChargeEntry, st.sampled_from(["fee", "late_fee", "penalty"]), days, amounts),
    max_size=5,
)
rules = st.builds(
    AllocationRule,
    due=st.permutations(LEGAL_ORDER).map(tuple),
    in_advance=st.permutations(LEGAL_ORDER).map(tuple),
    mode=st.sampled_from(["horizontal", "vertical"]),
    future=st.sampled_from(["next", "last", "spread"]),
)


@given(payments, charges, rules)
def test_no_fen_is_created_or_lost(paid, charged, rule):
    rows, allocations = replay(three_rows(), charged, paid, rule)
    for entry, allocation in allocations:
        assert sum((s.amount for s in allocation.splits), allocation.rest) == entry.amount
        assert all(split.amount > 0 for split in allocation.splits)
    taken = sum((e.amount - a.rest for e, a in allocations), D(0))
    owed = D("330.00") + sum((charge.amount for charge in charged), D(0))
    assert sum((row.unpaid for row in rows), D(0)) == owed - taken
    assert all(0 <= claim.paid <= claim.amount for row in rows for claim in row.claims)


@given(payments, charges, rules, st.randoms())
def test_the_order_of_entry_does_not_matter(paid, charged, rule, random):
    before, _ = replay(three_rows(), charged, paid, rule)
    random.shuffle(paid)
    random.shuffle(charged)
    after, _ = replay(three_rows(), charged, paid, rule)
    state = [[(r.due_on, r.of(c), r.paid_of(c)) for c in LEGAL_ORDER] for r in before]
    assert [[(r.due_on, r.of(c), r.paid_of(c)) for c in LEGAL_ORDER] for r in after] == state


@given(payments, charges, rules, st.builds(PaymentEntry, days, amounts))
def test_a_reversed_payment_leaves_the_state_without_it(paid, charged, rule, extra):
    reversed_one = PaymentEntry(extra.value_date, extra.amount, is_reversed=True)
    without, _ = replay(three_rows(), charged, paid, rule)
    with_it, _ = replay(three_rows(), charged, [*paid, reversed_one], rule)
    assert with_it == without
