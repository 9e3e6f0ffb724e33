from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.account_replay import (
    AccountTerms,
    Entry,
    instalment,
    replay_account,
    unpaid_rows,
)
from desktop.domain.allocation import LEGAL_ORDER
from desktop.domain.errors import DomainError
from desktop.domain.ledger_row import LedgerRow
from desktop.domain.money import from_fen, round_money
from desktop.domain.penalty import PenaltyTerms, run_up, settle_run_up

D = Decimal
JAN, FEB, MAR = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)
LOAN = AccountTerms(PenaltyTerms(D("0.06")))


def contract():
    return [instalment(on, D("1000.00"), D("60.00")) for on in (FEB, JAN, MAR)]


def replayed(*entries, terms=LOAN, as_of=date(2026, 2, 20), **options):
    return replay_account(contract(), entries, terms, as_of=as_of, **options)


def payment(on, amount, key=1, kind="payment"):
    return Entry(key, kind, on, D(amount))


def test_penalty_and_compound_interest_run_on_what_is_unpaid():
    state = replayed()
    assert state.unpaid("penalty") == D("10.25") + D("2.50")
    assert state.unpaid("compound") == round_money(D("60") * D("0.09") * 41 / 360) + D("0.15")
    assert state.unpaid("principal") == 3000
    assert state.unpaid("principal", due_by=date(2026, 2, 20)) == 2000
    assert [row.unpaid for row in unpaid_rows(state)] == [1060, 1060, 1060]
    assert [(run.days, run.kind) for run in state.rows[0].run_ups] == [
        (41, "penalty"), (41, "compound")
    ]  # fmt: skip


def test_a_part_payment_does_not_change_the_past():
    state = replayed(payment(date(2026, 1, 30), "500.00"))
    [done] = state.payments
    assert {split.component: split.amount for split in done.splits} == {
        "penalty": D("5.00"), "compound": D("0.30"), "interest": D("60.00"), "principal": D("434.70")
    }  # fmt: skip
    january = state.rows[0]
    later = D("565.30") * D("0.09") * 21 / 360
    assert january.row.of("penalty") == round_money(D("5.00") + later)
    assert [run.base for run in january.run_ups if run.kind == "penalty"] == [1000, D("565.30")]


def test_paid_within_grace_is_paid_in_time_else_overdue_since_the_due_date():
    kind = AccountTerms(PenaltyTerms(D("0.06")), grace_days=3)
    in_time = replayed(payment(date(2026, 1, 13), "1060.00"), terms=kind, as_of=date(2026, 1, 31))
    assert in_time.rows[0].settled_on == date(2026, 1, 13)
    assert in_time.unpaid("penalty") == 0
    assert in_time.rows[0].penalty_micro == 0
    part = replayed(payment(date(2026, 1, 12), "560.00"), terms=kind, as_of=date(2026, 1, 20))
    assert part.unpaid("penalty") == round_money(D("0.09") / 360 * (1000 * 2 + 500 * 8))
    waiting = replayed(terms=kind, as_of=date(2026, 1, 13))
    assert waiting.unpaid("penalty") == 0
    too_late = replayed(payment(date(2026, 1, 14), "1060.00"), terms=kind, as_of=date(2026, 1, 31))
    assert too_late.unpaid("principal", due_by=date(2026, 1, 31)) > 0


def test_a_small_amount_left_over_is_within_tolerance():
    kind = AccountTerms(PenaltyTerms(D("0.06")), tolerance=D("10.00"))
    state = replayed(payment(JAN, "1050.00"), terms=kind, as_of=FEB)
    assert state.unpaid("principal", due_by=FEB) == D("10.00")
    assert state.unpaid("penalty") == 0
    assert replayed(payment(JAN, "1049.99"), terms=kind, as_of=FEB).unpaid("penalty") > 0


def test_compounding_can_be_off_or_reach_penalty_too():
    off = AccountTerms(PenaltyTerms(D("0.06"), compound=False))
    assert replayed(terms=off).unpaid("compound") == 0


def test_penalty_interest_settled_by_month_bears_interest_where_it_is_agreed():
    disputed = AccountTerms(PenaltyTerms(D("0.06"), compound_on_penalty=True))
    assert replayed(terms=disputed, as_of=FEB).unpaid("compound") == replayed(as_of=FEB).unpaid(
        "compound"
    )
    january = replayed(terms=disputed, as_of=date(2026, 3, 20)).rows[0]
    february, march = D("1000") * D("0.09") * 31 / 360, D("1000") * D("0.09") * 59 / 360
    on_penalty = (february * 28 + march * 10) * D("0.09") / 360
    assert january.row.of("compound") == round_money(D("60") * D("0.09") * 69 / 360 + on_penalty)
    settled = [(run.base, run.from_day, run.days) for run in january.run_ups if run.is_on_penalty]
    assert settled == [(D("7.75"), FEB, 28), (D("14.75"), MAR, 10)]


def test_penalty_interest_that_was_paid_bears_none():
    disputed = AccountTerms(PenaltyTerms(D("0.06"), compound_on_penalty=True))
    state = replayed(payment(FEB, "5.00"), terms=disputed, as_of=date(2026, 2, 20))
    [on_penalty] = [run for run in state.rows[0].run_ups if run.is_on_penalty]
    paid = state.rows[0].row.paid_of("penalty")
    assert 0 < paid < D("7.75")
    assert on_penalty.base == D("7.75") - paid


@settings(deadline=None)
@given(st.sets(st.integers(1, 399)), st.booleans())
def test_one_jump_is_day_by_day_where_penalty_interest_compounds(days, compounds):
    terms = PenaltyTerms(D("0.06"), compound=compounds, compound_on_penalty=True)
    jump, by_day = (LedgerRow(row, JAN) for row in contract()[1:2] * 2)
    interest = D("60.00") if compounds else D("0.00")
    jump.run(D("1000.00"), interest, JAN + timedelta(days=400), terms)
    for day in [*sorted(days), 400]:
        by_day.run(D("1000.00"), interest, JAN + timedelta(days=day), terms)
    assert by_day.settled_penalty == jump.settled_penalty > 0
    assert by_day.penalty_micro == jump.penalty_micro
    # each stretch is rounded down to a millionth of a fen
    assert 0 <= jump.compound_micro - by_day.compound_micro <= len(by_day.run_ups)


def test_cards_pay_principal_first_from_day_91():
    card = AccountTerms(PenaltyTerms(D("0.18"), D(0)), is_card=True)
    early = replayed(payment(date(2026, 4, 10), "1500.00"), terms=card, as_of=date(2026, 5, 1))
    late = replayed(payment(date(2026, 4, 11), "1500.00"), terms=card, as_of=date(2026, 5, 1))
    assert {split.component for split in late.payments[0].splits} == {"principal"}
    assert {split.component for split in early.payments[0].splits} > {"principal"}
    paid = [payment(MAR, "3300.00"), payment(MAR, "5.00", 2)]
    assert replayed(*paid, terms=card, as_of=MAR).overpaid > 0


def test_charges_belong_to_their_row_and_reopen_it():
    paid = payment(JAN, "1060.00")
    fee = Entry(2, "charge", FEB, D("20.00"), "late_fee", due_on=date(2026, 1, 5))
    state = replayed(paid, fee)
    assert state.rows[0].row.unpaid_of("late_fee") == D("20.00")
    assert state.rows[0].settled_on is None
    after = Entry(3, "charge", date(2026, 2, 15), D("9.00"), "cost", due_on=date(2026, 6, 1))
    assert replayed(paid, after).rows[-1].row.is_after_maturity


def test_a_waiver_lets_go_of_one_component_and_never_more_than_is_owed():
    waiver = Entry(2, "waiver", date(2026, 2, 20), D("12.75"), "penalty")
    assert replayed(waiver).unpaid("penalty") == 0
    more = Entry(2, "waiver", date(2026, 2, 20), D("12.76"), "penalty")
    with pytest.raises(DomainError) as refused:
        replayed(more)
    assert (refused.value.field, refused.value.facts["owed"]) == ("amount", D("12.75"))
    with pytest.raises(DomainError, match="component_missing"):
        replayed(Entry(2, "waiver", FEB, D(1)))


def test_money_after_a_write_off_is_a_recovery_and_later_entries_do_not_count():
    state = replayed(
        Entry(1, "write_off", FEB, D("3180.00")),
        payment(date(2026, 2, 15), "100.00", 2, "recovery"),
    )
    assert state.written_off_on == FEB
    assert state.payments[0].entry.kind == "recovery"
    assert replayed(payment(MAR, "100.00")).payments == ()


def test_what_is_carried_stands_at_the_last_payment_unless_brought_up():
    carried = replayed(payment(date(2026, 1, 30), "1.00"), bring_up=False)
    assert [each.accrued_to for each in carried.rows] == [date(2026, 1, 30), FEB, MAR]


kinds = st.sampled_from(["payment", "charge", "recovery"])
entries = st.lists(
    st.builds(
        lambda kind, day, fen: Entry(
            0, kind, JAN + timedelta(days=day), from_fen(fen), "fee" if kind == "charge" else None
        ),
        kinds,
        st.integers(-30, 120),
        st.integers(1, 150_000),
    ),
    max_size=10,
)
ANY_TERMS = st.builds(
    AccountTerms,
    st.builds(
        PenaltyTerms,
        st.sampled_from([D("0.06"), D("0.1825")]),
        compound=st.booleans(),
        compound_on_penalty=st.booleans(),
        basis=st.sampled_from([360, 365]),
    ),
    is_card=st.booleans(),
    grace_days=st.integers(0, 5),
)


def picture(state):
    return [
        (e.row.due_on, e.penalty_micro, e.compound_micro, e.settled_on, component, owed, paid)
        for e in state.rows
        for component in LEGAL_ORDER
        for owed, paid in [(e.row.of(component), e.row.paid_of(component))]
    ]


@settings(deadline=None)
@given(entries, ANY_TERMS, st.randoms())
def test_any_order_of_entry_gives_the_same_account(booked, terms, random):
    before = picture(replayed(*booked, terms=terms, as_of=date(2026, 6, 1)))
    random.shuffle(booked)
    assert picture(replayed(*booked, terms=terms, as_of=date(2026, 6, 1))) == before


@settings(deadline=None)
@given(entries, ANY_TERMS)
def test_no_balance_is_negative_and_no_fen_is_lost(booked, terms):
    state = replayed(*booked, terms=terms, as_of=date(2026, 6, 1))
    for each in state.rows:
        assert all(0 <= claim.paid <= claim.amount for claim in each.row.claims)
        assert each.row.unpaid == sum((each.row.unpaid_of(c) for c in LEGAL_ORDER), D(0))
    paid = sum((each.row.paid for each in state.rows), D(0))
    came_in = sum((e.amount for e in booked if e.kind != "charge"), D(0))
    assert paid + state.overpaid == came_in


@settings(deadline=None)
@given(entries, ANY_TERMS, st.integers(0, 150))
def test_what_is_carried_and_the_days_since_make_any_day(booked, terms, days):
    """A day run needs nothing between two entries: one jump is the same as day by day."""
    as_of = JAN + timedelta(days=days)
    carried = replayed(*booked, terms=terms, as_of=as_of, bring_up=False)
    jump = replayed(*booked, terms=terms, as_of=as_of)
    for one, other in zip(carried.rows, jump.rows, strict=True):
        since = max(0, (as_of - one.accrued_to).days)
        more = run_up(
            one.row.unpaid_of("principal"), terms.penalty.rate, since, terms.penalty.basis
        )
        owed = other.row.of("penalty")
        assert owed in (settle_run_up(one.penalty_micro + more), one.row.of("penalty"))
