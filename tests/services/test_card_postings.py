"""Postings to a card in the ledger: booked, billed, reversed, and beside the lender's statement."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from db import letter_queries
from db.tables import Account, Instalment, LedgerEntry
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.letter_figures import ledger_facts
from desktop.domain.money import from_fen
from desktop.services import (
    account_view,
    card_postings,
    day_run,
    ledger,
    ledger_check,
    quote_acceptance,
    quotes,
)
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_ledger import rows

D = Decimal
OPENED = date(2026, 1, 1)
SEP = date(2026, 9, 10)
"""Posted then, it stands on the statement of 5 October, due on the 25th, judged on the 28th."""
OCT_DUE = date(2026, 10, 25)


@pytest.fixture
def card(desk: Desk, book: Book) -> int:
    """A card with nothing owed: statements on the 5th, due on the 25th, 0.05 % a day."""
    book.customer(1)
    book.account(
        1, 1, kind="card", annual_rate=None, statement_day=5, due_day=25, disbursed_on=OPENED
    )
    return 1


def owed(desk: Desk, on: date | None = None) -> dict[str, Decimal]:
    everything = account_view.view(desk, 1, on).balance.all
    return {component: amount for component, amount in everything.items() if amount}


def account(desk: Desk) -> dict[str, Any]:
    with desk.store.read() as connection:
        return dict(connection.execute(select(Account.__table__)).mappings().one())


def rows_due(desk: Desk) -> list[tuple[Any, ...]]:
    with desk.store.read() as connection:
        query = select(Instalment.__table__).order_by(Instalment.due_on, Instalment.id)
        found = connection.execute(query).mappings()
        return [
            (r["due_on"], r["principal"], r["interest"], r["fee"], r["statement_on"])
            for r in found
            if r["principal"] or r["interest"] or r["fee"]
        ]


def test_a_purchase_flows_to_account_statement_and_ledger(desk: Desk, card: int) -> None:
    shown = card_postings.preview(desk, card, "purchase", D("1000.00"), value_on=TODAY)
    assert (shown.statement_on, shown.due_on) == (date(2026, 12, 5), date(2026, 12, 25))
    assert (shown.before, shown.after, shown.rate, shown.basis) == (0, D("1000.00"), D("0.0005"), 1)
    assert rows(desk, LedgerEntry) == []
    done = card_postings.post(
        desk, card, "purchase", D("1000.00"), value_on=TODAY, reference="T1", note="超市"
    )
    assert rows_due(desk) == [
        (date(2026, 12, 25), D("1000.00"), 0, 0, date(2026, 12, 5)),
    ]
    state = account(desk)
    assert (state["outstanding_principal"], state["next_due_on"]) == (
        D("1000.00"),
        date(2026, 12, 25),
    )
    assert (state["next_due_amount"], state["status"], state["dpd"]) == (D("1000.00"), "open", 0)
    view = account_view.view(desk, card)
    [line] = view.ledger
    assert (line.kind, line.amount, line.note) == ("purchase", D("1000.00"), "T1 超市")
    [made_of] = view.statement
    assert (made_of.source, made_of.amount, made_of.on) == ("purchase", D("1000.00"), TODAY)
    assert made_of.key == -done.entry_id
    assert view.card is not None
    assert (view.card.revolving, view.card.interest_to_come) == (D("1000.00"), 0)
    assert view.card.minimum == D("100.00")
    assert ledger_check.check(desk).findings == ()


def test_not_paid_in_full_it_bears_interest_from_posting(desk: Desk, card: int) -> None:
    card_postings.post(desk, card, "purchase", D("1000.00"), value_on=SEP)
    ledger.pay(desk, card, D("100.00"), value_on=OCT_DUE)
    # 45 days on 1,000 to 25 October, then 900: 3 days to the 28th owe nothing yet
    assert owed(desk, date(2026, 10, 28)) == {"principal": D("900.00")}
    assert owed(desk, date(2026, 10, 29)) == {"principal": D("900.00"), "interest": D("24.30")}
    assert owed(desk) == {"principal": D("900.00"), "interest": D("34.20")}  # 26 days on 900
    view = account_view.view(desk, card)
    assert (view.balance.dpd, view.balance.total_overdue) == (0, 0)
    assert [line.kind for line in view.ledger] == ["purchase", "payment", "overdraft", "overdraft"]
    assert view.card is not None
    assert view.card.interest_to_come == D("6.75")  # 15 days on 900
    # the 90 asked for on 5 November will be behind by then; a tenth of the other 810, all interest
    assert view.card.minimum == D("90.00") + D("81.00") + D("34.20") + D("6.75")
    assert sum(line.amount for line in view.statement) == view.balance.total == D("934.20")
    assert ledger_check.check(desk).findings == ()


def test_paid_in_full_in_time_there_is_none(desk: Desk, card: int) -> None:
    card_postings.post(desk, card, "purchase", D("1000.00"), value_on=SEP)
    ledger.pay(desk, card, D("1000.00"), value_on=OCT_DUE + timedelta(days=3))
    assert owed(desk) == {}
    assert account(desk)["status"] == "settled"
    assert ledger_check.check(desk).findings == ()


def test_a_cash_advance_has_no_free_days(desk: Desk, card: int) -> None:
    card_postings.post(desk, card, "cash_advance", D("2000.00"), value_on=TODAY - timedelta(days=9))
    card_postings.post(desk, card, "card_fee", D("20.00"), value_on=TODAY - timedelta(days=9))
    assert owed(desk) == {"principal": D("2000.00"), "interest": D("9.00"), "fee": D("20.00")}
    lines = account_view.view(desk, card).statement
    [interest] = [line for line in lines if line.source == "overdraft"]
    assert (interest.base, interest.days, interest.amount) == (D("2000.00"), 9, D("9.00"))


def test_nothing_paid_is_overdue_with_the_least_by_day_run_and_by_ledger(
    desk: Desk, card: int, clock: FixedClock
) -> None:
    card_postings.post(desk, card, "purchase", D("1000.00"), value_on=SEP)
    state = account(desk)
    assert (state["dpd"], state["overdue_principal"]) == (26, D("100.00"))
    assert (state["outstanding_principal"], state["penalty"]) == (D("1000.00"), 0)
    clock.moment = datetime(2026, 12, 30, 9)
    day_run.run(desk)
    assert owed(desk)["interest"] == D("55.50")  # 111 days on 1,000
    state = account(desk)
    assert state["dpd"] == 66
    assert state["overdue_interest"] == D("43.00")  # of the statement of 5 December, 86 days
    assert ledger_check.check(desk).findings == ()


def test_a_letter_tells_what_the_ledger_tells(desk: Desk, card: int) -> None:
    card_postings.post(desk, card, "purchase", D("1000.00"), value_on=SEP)
    gone = card_postings.post(desk, card, "purchase", D("50.00"), value_on=SEP - timedelta(days=40))
    ledger.reverse_entry(desk, gone.entry_id, "误记")
    with desk.read() as connection:
        [found] = letter_queries.accounts(connection, [1])
        instalments = letter_queries.instalments(connection, [card])
    facts = ledger_facts(found, instalments, [], as_of=TODAY, default_uplift=D("0.5"))
    assert (facts["逾期合计"], facts["贷款余额"]) == (D("100.00"), D("1000.00"))
    assert facts["当期利息"] == owed(desk)["interest"] == D("35.50")
    assert facts["提前到期合计"] == sum(owed(desk).values())
    assert [row["due_on"] for row in instalments] == [
        date(2026, 10, 25),
        date(2026, 11, 25),
        date(2026, 12, 25),
    ]


def test_a_reversed_posting_leaves_everything_as_it_was(desk: Desk, card: int) -> None:
    card_postings.post(desk, card, "purchase", D("300.00"), value_on=SEP)
    before, state = rows_due(desk), account(desk)
    done = card_postings.post(desk, card, "cash_advance", D("500.00"), value_on=SEP, reference="C")
    later = card_postings.post(desk, card, "refund", D("50.00"), value_on=TODAY)
    assert owed(desk)["principal"] == D("750.00")
    ledger.reverse_entry(desk, later.entry_id, "重复入账")
    ledger.reverse_entry(desk, done.entry_id, "持卡人否认")
    assert rows_due(desk) == before
    assert {**account(desk), "updated_at": 0} == {**state, "updated_at": 0}
    lines = [line for line in account_view.view(desk, card).ledger if line.kind == "reversal"]
    assert sorted(line.amount for line in lines) == [D("-500.00"), D("50.00")]
    with pytest.raises(DomainError, match="reference_known"):
        card_postings.post(desk, card, "cash_advance", D("500.00"), value_on=SEP, reference="C")
    assert ledger_check.check(desk).findings == ()


def test_a_pay_off_is_what_is_owed_by_the_day_and_settles_the_card(
    desk: Desk, card: int, clock: FixedClock
) -> None:
    with pytest.raises(DomainError, match="nothing_owed"):
        quotes.offer(desk, card, "payoff")
    card_postings.post(desk, card, "purchase", D("1000.00"), value_on=SEP)
    card_postings.post(desk, card, "cash_advance", D("200.00"), value_on=TODAY)
    card_postings.post(desk, card, "card_fee", D("5.00"), value_on=TODAY)
    kept = quotes.keep(desk, card, "payoff", until="payoff_day")
    # the statement of 5 October is late with 100; 28 of interest on that of 5 November, then 7.50
    assert dict(kept.offer.lines) == {
        "arrears": D("100.00"),
        "principal": D("1100.00"),
        "running_interest": D("35.50"),
        "fee": D("5.00"),
    }
    assert kept.offer.per_day == D("0.60")
    assert kept.offer.valid_until == TODAY + timedelta(days=4)
    clock.moment = datetime(2026, 11, 22, 9)
    quote_acceptance.accept(desk, kept.quote_id)
    assert owed(desk) == {}
    [paid] = [line for line in account_view.view(desk, card).ledger if line.kind == "payment"]
    assert paid.amount == D("-1241.70")  # two further days
    assert account(desk)["status"] == "settled"
    assert rows(desk, LedgerEntry, kind="arrangement") == []
    assert ledger_check.check(desk).findings == ()


def test_a_purchase_within_its_free_days_is_paid_off_without_interest(
    desk: Desk, card: int
) -> None:
    card_postings.post(desk, card, "purchase", D("300.00"), value_on=TODAY)
    made = quotes.offer(desk, card, "payoff")
    assert (made.amount, made.per_day) == (D("300.00"), 0)
    card_postings.post(desk, card, "purchase", D("9.00"), value_on=TODAY)
    kept = quotes.keep(desk, card, "payoff")
    card_postings.post(desk, card, "purchase", D("1.00"), value_on=TODAY)
    with pytest.raises(DomainError, match="stale"):
        quote_acceptance.accept(desk, kept.quote_id)


def test_an_arrangement_takes_the_postings_over_and_gives_them_back(desk: Desk, card: int) -> None:
    card_postings.post(desk, card, "cash_advance", D("1000.00"), value_on=SEP)
    before, total = rows_due(desk), sum(owed(desk).values())
    kept = quotes.keep(
        desk, card, "card_instalments", months=6, first_due=TODAY + timedelta(days=30)
    )
    assert kept.offer.amount == total
    quote_acceptance.accept(desk, kept.quote_id)
    assert sum(owed(desk).values()) == total
    card_postings.post(desk, card, "purchase", D("60.00"), value_on=TODAY)
    assert sum(owed(desk).values()) == total + D("60.00")
    assert ledger_check.check(desk).findings == ()
    [posting] = rows(desk, LedgerEntry, kind="purchase")
    ledger.reverse_entry(desk, posting["id"], "误记")
    [arranged] = rows(desk, LedgerEntry, kind="arrangement")
    ledger.reverse_entry(desk, arranged["id"], "客户撤回")
    assert rows_due(desk) == before
    assert ledger_check.check(desk).findings == ()


@pytest.mark.parametrize(
    ("change", "ask", "code", "field"),
    [
        ({}, {"amount": D(0)}, "allocation.amount_not_positive", "amount"),
        ({}, {"amount": D(-5)}, "allocation.amount_not_positive", "amount"),
        ({}, {"value_on": TODAY + timedelta(days=1)}, "ledger.in_the_future", "value_on"),
        ({}, {"value_on": OPENED - timedelta(days=1)}, "ledger.before_disbursement", "value_on"),
        ({}, {"currency": "USD"}, "ledger.no_such_currency", "currency"),
        ({}, {"reference": "T0"}, "ledger.reference_known", "reference"),
        ({"kind": "loan"}, {}, "quotes.not_a_card", "account_no"),
        ({"statement_day": None}, {}, "card.no_statement_day", "account_no"),
        ({"written_off_on": SEP}, {}, "card.closed", "account_no"),
        ({"stated_on": TODAY}, {}, "ledger.before_statement", "value_on"),
    ],
)
def test_bad_postings_name_their_field_and_leave_the_ledger_alone(
    desk: Desk, card: int, change: Any, ask: Any, code: str, field: str
) -> None:
    card_postings.post(desk, card, "purchase", D("1.00"), value_on=TODAY, reference="T0")
    with desk.store.write() as connection:
        if change:
            connection.execute(update(Account).values(**change))
        connection.commit()
    asked = {"amount": D("10.00"), "value_on": TODAY, "currency": "CNY", **ask}
    before = rows_due(desk)
    for book in (card_postings.preview, card_postings.post):
        with pytest.raises(DomainError) as refused:
            book(
                desk,
                card,
                "purchase",
                asked["amount"],
                **{k: v for k, v in asked.items() if k != "amount"},
            )
        assert (refused.value.code, refused.value.field) == (code, field)
    assert len(rows(desk, LedgerEntry)) == 1
    assert rows_due(desk) == before


def test_equal_postings_of_one_day_are_two(desk: Desk, card: int) -> None:
    for _ in range(2):
        card_postings.post(desk, card, "purchase", D("10.00"), value_on=TODAY)
    keys = [entry["natural_key"] for entry in rows(desk, LedgerEntry)]
    assert keys == [f"desk:{TODAY}:purchase:1000:{number}" for number in (1, 2)]
    assert owed(desk) == {"principal": D("20.00")}


def test_the_lenders_figures_hold_what_was_posted_by_their_day(desk: Desk, card: int) -> None:
    with desk.store.write() as connection:
        connection.execute(update(Account).values(stated_on=date(2026, 11, 5)))
        connection.commit()
    card_postings.post(desk, card, "purchase", D("40.00"), value_on=date(2026, 11, 6))
    assert owed(desk) == {"principal": D("40.00")}
    assert day_run.run(desk)
    with desk.store.write() as connection:
        connection.execute(update(Account).values(stated_on=TODAY))
        connection.commit()
    assert owed(desk) == {}


HISTORIES = st.lists(
    st.tuples(
        st.sampled_from(["purchase", "cash_advance", "card_fee", "refund", "payment"]),
        st.integers(0, 71),
        st.integers(1, 120_000),
    ),
    min_size=1,
    max_size=6,
)


def wipe(desk: Desk) -> None:
    with desk.store.write() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER IF EXISTS ledger_entry_no_DELETE"))
        else:
            connection.execute(text("ALTER TABLE ledger_entry DISABLE TRIGGER ALL"))
        for table in ("ledger_entry", "payment", "instalment", "account_span", "day_run"):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.commit()


def write(desk: Desk, history: list[tuple[str, int, int]]) -> None:
    for kind, days, fen in history:
        day, amount = SEP + timedelta(days=days), from_fen(fen)
        if kind == "payment":
            ledger.pay(desk, 1, amount, value_on=day, overpayment="keep")
        else:
            card_postings.post(desk, 1, kind, amount, value_on=day)  # type: ignore[arg-type]


def picture(desk: Desk) -> tuple[Any, ...]:
    kept = dict(account(desk), updated_at=0)
    with desk.store.read() as connection:
        found = connection.execute(select(Instalment.__table__)).mappings().all()
    left_out = ("id", "number")
    shown = sorted(
        str({k: v for k, v in row.items() if k not in left_out})
        for row in found
        if row["principal"] or row["interest"] or row["fee"]
    )
    del kept["status"]  # a card on which nothing was ever billed is open, later it is settled
    return shown, kept


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=HISTORIES, others=st.permutations(range(6)), ahead=st.integers(1, 16))
def test_any_order_any_jump_and_what_was_reversed_give_the_same(
    desk: Desk, card: int, clock: FixedClock, history: Any, others: list[int], ahead: int
) -> None:
    today = datetime.combine(TODAY, datetime.min.time()).replace(hour=9)
    clock.moment = today
    wipe(desk)
    write(desk, history)
    before = picture(desk)
    assert ledger_check.check(desk).findings == ()
    # what is booked and reversed leaves no trace
    extra = card_postings.post(desk, 1, "cash_advance", D("77.00"), value_on=SEP)
    ledger.reverse_entry(desk, extra.entry_id, "误记")
    assert picture(desk) == before
    clock.moment = today + timedelta(days=ahead)
    day_run.run(desk)
    jumped = picture(desk)
    assert ledger_check.check(desk).findings == ()
    # the same, entered in another order, the days run one by one
    wipe(desk)
    clock.moment = today
    write(desk, [history[n] for n in others if n < len(history)])
    assert picture(desk) == before
    for day in range(1, ahead + 1):
        clock.moment = today + timedelta(days=day)
        day_run.run(desk)
    assert picture(desk) == jumped
