"""Postings on a card: free when paid in full, else interest by day from posting, by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.account_replay import AccountTerms, Entry, instalment, replay_account
from desktop.domain.allocation import LEGAL_ORDER
from desktop.domain.card import CardTerms, due_date
from desktop.domain.card_postings import statement_of
from desktop.domain.errors import DomainError
from desktop.domain.money import from_fen
from desktop.domain.penalty import LateFeeRule, PenaltyTerms
from desktop.domain.statement import explain
from tests.domain.test_account_replay import picture

D = Decimal
CARD = CardTerms(statement_day=5, due_day=25)
"""Statements on the 5th, due on the 25th; 0.05 % a day, a tenth at least, 3 days and 10 of grace."""
TERMS = AccountTerms(
    PenaltyTerms(D(0), D(0)), is_card=True, grace_days=3, tolerance=D("10.00"), card=CARD
)
MAR, DUE = date(2026, 3, 1), date(2026, 3, 25)


def posted(day, amount, kind="purchase", key=1):
    return Entry(key, kind, day, D(amount))


def paid(day, amount, kind="payment", key=9):
    return Entry(key, kind, day, D(amount))


def replayed(*entries, as_of, terms=TERMS, rows=(), contained=()):
    return replay_account(rows, entries, terms, as_of=as_of, contained=contained)


def owed(state):
    return {c: state.unpaid(c) for c in LEGAL_ORDER if state.unpaid(c)}


def due(state):
    return [(each.row.due_on, each.row.unpaid) for each in state.rows if each.row.unpaid]


def test_a_posting_of_the_statement_day_is_in_that_statement():
    assert statement_of(CARD, date(2026, 3, 5)) == date(2026, 3, 5)
    assert statement_of(CARD, date(2026, 3, 6)) == date(2026, 4, 5)


def test_before_its_statement_a_purchase_is_owed_and_bears_nothing():
    state = replayed(posted(MAR, "1000.00"), as_of=date(2026, 3, 4))
    assert owed(state) == {"principal": D("1000.00")}
    assert due(state) == [(DUE, D("1000.00"))]
    assert state.late_since is None


def test_the_statement_asks_for_the_least_and_the_rest_moves_on():
    state = replayed(posted(MAR, "1500.00"), as_of=date(2026, 3, 5))
    assert due(state) == [(DUE, D("150.00")), (date(2026, 4, 25), D("1350.00"))]
    small = replayed(posted(MAR, "80.00"), as_of=date(2026, 3, 5))
    assert due(small) == [(DUE, D("80.00"))]
    floor = replayed(posted(MAR, "500.00"), as_of=date(2026, 3, 5))
    assert due(floor) == [(DUE, D("100.00")), (date(2026, 4, 25), D("400.00"))]


@pytest.mark.parametrize("day", [date(2026, 3, 10), DUE, DUE + timedelta(days=3)])
@pytest.mark.parametrize("amount", ["1000.00", "990.00"])
def test_paid_in_full_in_time_there_is_no_interest(day, amount):
    entries = posted(MAR, "1000.00"), paid(day, amount)
    state = replayed(*entries, as_of=date(2026, 6, 1))
    assert state.unpaid("interest") <= D(
        "0.50"
    )  # what is left over, if it is, from its own bill on
    assert sum((run.base for e in state.rows for run in e.overdraft), D(0)) <= D("40.00")
    now = replayed(*entries, as_of=DUE + timedelta(days=4))
    assert now.unpaid("interest") == 0


def test_the_least_paid_leaves_interest_from_posting_on_the_whole():
    entries = posted(MAR, "1000.00"), paid(DUE, "100.00")
    within = replayed(*entries, as_of=date(2026, 3, 28))
    assert owed(within) == {"principal": D("900.00")}
    state = replayed(*entries, as_of=date(2026, 3, 29))
    # 1,000 for the 24 days from 1 to 25 March, 900 for the 4 days since
    assert owed(state) == {"principal": D("900.00"), "interest": D("13.80")}
    assert state.late_since is None  # the least was paid: nobody is late
    lines = explain(state, rate=D(0), basis=360)
    found = [
        (x.base, x.from_day, x.days, x.rate, x.amount) for x in lines if x.source == "overdraft"
    ]
    statement = date(2026, 3, 5)
    assert sorted(found) == [
        (D("100.00"), statement, 20, D("0.0005"), D("1.00")),
        (D("900.00"), statement, 20, D("0.0005"), D("9.00")),
        (D("900.00"), DUE, 4, D("0.0005"), D("1.80")),
        (D("1000.00"), MAR, 4, D("0.0005"), D("2.00")),
    ]
    assert sum(line.amount for line in lines) == D("913.80")
    # on the statement of 5 April: 11 days on 900, a tenth of 900 and the interest in full
    april = replayed(*entries, as_of=date(2026, 4, 5))
    assert april.unpaid("interest") == D("16.95")
    assert due(april) == [(date(2026, 4, 25), D("106.95")), (date(2026, 5, 25), D("810.00"))]


def test_nothing_paid_is_late_from_the_due_date_of_the_least():
    fee = LateFeeRule("overdue_instalment", D(5), minimum=D("10.00"), maximum=D("20.00"))
    terms = replace(TERMS, late_fee=fee)
    state = replayed(posted(MAR, "1000.00"), terms=terms, as_of=date(2026, 3, 29))
    assert state.late_since == DUE
    # 28 days on 1,000; 5 % of the unpaid 100 would be 5, the contract says 10 at least
    assert owed(state) == {
        "late_fee": D("10.00"),
        "principal": D("1000.00"),
        "interest": D("14.00"),
    }
    later = replayed(posted(MAR, "1000.00"), terms=terms, as_of=date(2026, 5, 1))
    assert later.unpaid("late_fee") == D("20.00")  # of each statement once, and none on the fee
    assert later.unpaid("interest") == D("30.50")  # 61 days; 违约金 bears nothing


def test_a_cash_advance_bears_interest_from_posting_and_fees_none():
    entries = (
        posted(MAR, "1000.00", "cash_advance"),
        posted(MAR, "10.00", "card_fee"),
        posted(MAR, "500.00"),
    )
    state = replayed(*entries, as_of=date(2026, 3, 5))
    assert owed(state) == {"principal": D("1500.00"), "interest": D("2.00"), "fee": D("10.00")}
    full = replayed(*entries, paid(date(2026, 3, 20), "1519.50"), as_of=date(2026, 4, 1))
    # all that was owed on the 20th, the interest of the 15 days since the statement too
    assert owed(full) == {}
    assert full.overpaid == 0


def test_exactly_what_the_statement_says_is_in_full_though_more_was_posted_since():
    entries = (
        posted(MAR, "1000.00"),
        posted(date(2026, 3, 7), "20.00", "card_fee"),
        paid(date(2026, 3, 20), "1000.00"),
    )
    state = replayed(*entries, as_of=date(2026, 4, 1))
    assert owed(state) == {"principal": D("20.00")}
    assert state.unpaid("interest") == 0


def test_a_purchase_after_the_statement_waits_for_its_own_due_date():
    entries = posted(MAR, "1000.00"), posted(date(2026, 3, 6), "300.00", key=2)
    state = replayed(*entries, as_of=date(2026, 3, 29))
    assert state.unpaid("interest") == D("14.00")
    assert replayed(*entries, as_of=date(2026, 4, 28)).unpaid("interest") == D("29.00")
    # and from 29 April on both: 59 days on 1,000, 54 on 300
    assert replayed(*entries, as_of=date(2026, 4, 29)).unpaid("interest") == D("37.60")


def test_a_refund_takes_principal_off_and_what_is_too_much_pays_the_next_purchase():
    entries = [posted(MAR, "100.00"), paid(date(2026, 3, 3), "150.00", "refund")]
    state = replayed(*entries, as_of=date(2026, 3, 4))
    assert (owed(state), state.overpaid) == ({}, D("50.00"))
    state = replayed(*entries, posted(date(2026, 3, 8), "80.00", key=3), as_of=date(2026, 3, 8))
    assert (owed(state), state.overpaid) == ({"principal": D("30.00")}, 0)
    [line] = [x for x in explain(state, rate=D(0), basis=360) if x.source == "refund"]
    assert (line.amount, line.on) == (D("-50.00"), date(2026, 3, 3))


def test_beside_the_lenders_own_figures_nothing_is_owed_twice():
    rows = [instalment(DUE, D("2000.00"), D("0.00"))]
    state = replayed(posted(date(2026, 3, 10), "300.00"), rows=rows, as_of=date(2026, 3, 29))
    assert owed(state) == {"principal": D("2300.00")}
    yearly = replace(
        TERMS,
        penalty=PenaltyTerms(D("0.18"), D(0)),
        card=replace(CARD, annual_rate=D("0.18"), basis=360),
    )
    rows = [instalment(DUE, D("2000.00"), D("0.00"))]
    state = replayed(
        posted(date(2026, 3, 10), "300.00", "cash_advance"),
        terms=yearly,
        rows=rows,
        as_of=date(2026, 3, 29),
    )
    assert state.unpaid("penalty") == D("4.00")  # 4 days on the lender's 2,000
    assert state.unpaid("interest") == D("2.85")  # 19 days on 300
    [line] = [x for x in explain(state, rate=D("0.18"), basis=360) if x.source == "overdraft"]
    assert (line.rate, line.basis) == (D("0.18"), 360)


STATED = date(2026, 3, 5)


def stated(*entries, as_of, owed="1000.00", paid_before="0.00", rate=None):
    """The lender's statement of 5 March, due on the 25th, with 600 of it posted on the 1st."""
    row = instalment(DUE, D(owed), D("0.00"))
    for claim in row.claims:
        claim.paid = D(paid_before)
        row.unpaid -= claim.paid
    terms = replace(
        TERMS,
        begins_on=STATED,
        penalty=PenaltyTerms(rate or D(0), D(0)),
        card=replace(CARD, annual_rate=rate),
    )
    made = [posted(MAR, "600.00")]
    return replayed(*entries, as_of=as_of, terms=terms, rows=[row], contained=made)


def test_what_the_lenders_statement_holds_is_free_when_it_is_paid_in_full():
    assert owed(stated(as_of=DUE)) == {"principal": D("1000.00")}
    in_full = stated(paid(DUE, "1000.00"), as_of=date(2026, 5, 1))
    assert owed(in_full) == {}
    assert owed(stated(as_of=date(2026, 3, 28))) == {"principal": D("1000.00")}


def test_what_the_lenders_statement_holds_bears_interest_from_posting_when_it_is_not():
    state = stated(as_of=date(2026, 3, 29))
    assert owed(state) == {"principal": D("1000.00"), "interest": D("8.40")}  # 28 days on 600
    lines = explain(state, rate=D(0), basis=360)
    assert [(x.source, x.amount) for x in lines] == [
        ("contract", D("400.00")),
        ("purchase", D("600.00")),
        ("overdraft", D("8.40")),
    ]
    # with a yearly rate penalty interest runs on all from the due date: nothing runs twice
    yearly = stated(as_of=date(2026, 3, 29), rate=D("0.18"))
    assert owed(yearly) == {
        "principal": D("1000.00"),
        "interest": D("7.20"),
        "penalty": D("2.00"),
    }
    # 500 came on the 20th: the lender's 400 first, then 100 of the 600
    part = stated(paid(date(2026, 3, 20), "500.00"), as_of=date(2026, 3, 29))
    assert part.unpaid("interest") == D("7.95")  # 19 days on 600, 9 on 500


def test_what_was_paid_before_the_lenders_statement_bears_nothing():
    state = stated(as_of=date(2026, 3, 29), paid_before="700.00")
    assert owed(state) == {"principal": D("300.00"), "interest": D("4.20")}  # 28 days on 300
    small = stated(as_of=date(2026, 3, 29), owed="250.00")
    assert small.unpaid("interest") == D("3.50")
    assert stated(as_of=date(2026, 3, 29), owed="0.00").rows[0].row.claims == []


def test_cash_in_the_lenders_statement_bears_interest_from_its_day_on():
    before = instalment(date(2026, 2, 25), D("5.00"), D("0.00"))
    before.claims[0].paid, before.unpaid = D("5.00"), D("0.00")
    rows = [before, instalment(DUE, D("600.00"), D("0.00"))]
    terms = replace(TERMS, begins_on=STATED)
    made = [posted(MAR, "600.00", "cash_advance")]
    state = replayed(as_of=date(2026, 3, 10), terms=terms, rows=rows, contained=made)
    assert owed(state) == {"principal": D("600.00"), "interest": D("1.50")}


def test_a_due_day_after_the_next_statement_is_judged_in_its_turn():
    long = replace(TERMS, card=CardTerms(statement_day=5, days_to_due=31))
    entries = posted(MAR, "1000.00"), paid(date(2026, 4, 5), "1000.00")
    assert owed(replayed(*entries, terms=long, as_of=date(2026, 6, 1))) == {}
    unpaid = replayed(entries[0], terms=long, as_of=date(2026, 4, 9))
    assert unpaid.unpaid("interest") == D("19.50")


def test_a_card_without_a_statement_day_takes_no_posting():
    with pytest.raises(DomainError) as refused:
        replayed(posted(MAR, "1.00"), terms=replace(TERMS, card=None), as_of=MAR)
    assert (refused.value.code, refused.value.field) == ("card.no_statement_day", "account_no")


HISTORIES = st.lists(
    st.builds(
        lambda kind, day, fen: Entry(
            0, kind, MAR + timedelta(days=day), from_fen(fen), "cost" if kind == "charge" else None
        ),
        st.sampled_from(["purchase", "purchase", "cash_advance", "card_fee", "refund", "payment"])
        | st.just("charge"),
        st.integers(0, 150),
        st.integers(1, 150_000),
    ),
    max_size=12,
)
CARDS = st.builds(
    lambda day, due_day, rate, late: replace(
        TERMS,
        penalty=PenaltyTerms(D("0.18"), D(0)),
        card=CardTerms(day, due_day, annual_rate=rate),
        late_fee=LateFeeRule("overdue_instalment", D(5)) if late else None,
    ),
    st.integers(1, 31),
    st.none() | st.integers(1, 31),
    st.none() | st.just(D("0.1825")),
    st.booleans(),
)
LENDERS = st.booleans()
END = date(2026, 9, 1)


def history(entries, terms, lenders, as_of=END):
    """With ``lenders`` on its statement of 28 February that holds what was posted in the month."""
    if not lenders:
        return replayed(*entries, terms=terms, as_of=as_of)
    begins = MAR - timedelta(days=1)
    made = [posted(begins - timedelta(days=n), f"{200 + n}.00", kind) for n, kind in MADE]
    on = due_date(terms.card, statement_of(terms.card, begins))
    rows = [instalment(on, D("700.00"), D("20.00"))]
    terms = replace(terms, begins_on=begins)
    return replayed(*entries, terms=terms, rows=rows, as_of=as_of, contained=made[::-1])


MADE = ((0, "purchase"), (1, "cash_advance"), (3, "purchase"), (9, "purchase"))


@settings(deadline=None)
@given(HISTORIES, CARDS, LENDERS, st.randoms())
def test_any_order_of_entry_gives_the_same_card(entries, terms, lenders, random):
    before = picture(history(entries, terms, lenders))
    random.shuffle(entries)
    assert picture(history(entries, terms, lenders)) == before


@settings(deadline=None)
@given(HISTORIES, CARDS, LENDERS, st.integers(0, 190))
def test_no_fen_of_a_card_is_lost_or_made(entries, terms, lenders, days):
    as_of = MAR + timedelta(days=days)
    state = history(entries, terms, lenders, as_of)
    live = [entry for entry in entries if entry.value_date <= as_of]
    for each in state.rows:
        assert all(0 <= claim.paid <= claim.amount for claim in each.row.claims)
        assert each.row.unpaid == sum((each.row.unpaid_of(c) for c in LEGAL_ORDER), D(0))
        assert not each.overdraft or each.row.of("interest") == each.overdraft_interest
    for component, kinds in (("principal", ("purchase", "cash_advance")), ("fee", ("card_fee",))):
        lent = sum((e.amount for e in live if e.kind in kinds), D(0))
        lent += D("700.00") if lenders and component == "principal" else 0
        assert sum((each.row.of(component) for each in state.rows), D(0)) == lent
    paid_in = sum((e.amount for e in live if e.kind in ("payment", "refund")), D(0))
    assert sum((each.row.paid for each in state.rows), D(0)) + state.overpaid == paid_in
    total = sum((each.row.unpaid for each in state.rows), D(0))
    assert sum((x.amount for x in explain(state, rate=D("0.18"), basis=360)), D(0)) == total


@settings(deadline=None)
@given(HISTORIES, CARDS, st.integers(0, 190))
def test_interest_stands_only_on_what_stood_unpaid(entries, terms, days):
    """Of no day more interest runs than on all that was unpaid at its end."""
    as_of = MAR + timedelta(days=days)
    state = history(entries, terms, False, as_of)
    rate = terms.card.interest_rate[0]
    for day in {run.from_day for each in state.rows for run in each.overdraft}:
        bases = sum(
            run.base
            for each in state.rows
            for run in each.overdraft
            if run.from_day <= day < run.to_day
        )
        assert bases <= history(entries, terms, False, day).unpaid("principal")
    assert all(each.overdraft_rate in (rate, 0) for each in state.rows)
