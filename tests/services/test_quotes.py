"""Quotes: what they say, and that accepting one gives exactly that."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from db.tables import Account, Instalment, LedgerEntry, Payment
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, plan_of
from desktop.services import account_view, day_run, ledger, quote_acceptance, quotes
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_ledger import rows

D = Decimal
TERMS = LoanTerms(D("12000.00"), D("0.12"), date(2026, 8, 5), 12)
PLAN = plan_of(TERMS)


@pytest.fixture
def loan(desk: Desk, book: Book) -> int:
    """A loan of twelve equal instalments: two paid, one 15 days late."""
    book.customer(1)
    book.account(
        1,
        1,
        principal=D("12000.00"),
        annual_rate=D("0.12"),
        method="equal_instalment",
        disbursed_on=date(2026, 8, 5),
        contract={"prepayment_fee_percent": "1"},
    )
    for row in PLAN.rows:
        paid = (str(row.principal), str(row.interest)) if row.no <= 2 else ("0.00", "0.00")
        book.instalment(1, row.no, row.due_on, str(row.principal), str(row.interest), paid)
    day_run.run(desk)
    return 1


def total_owed(desk: Desk) -> Decimal:
    return account_view.view(desk, 1).balance.total


def test_a_pay_off_says_what_each_day_costs_and_settles_the_account(desk: Desk, loan: int) -> None:
    kept = quotes.keep(desk, loan, "payoff")
    made = kept.offer
    assert sum(amount for _, amount in made.lines) == made.amount == made.by_day[0][1]
    assert [code for code, _ in made.lines] == ["arrears", "principal", "running_interest", "fee"]
    assert made.per_day > 0
    assert made.valid_until == TODAY + timedelta(days=4)
    quote_acceptance.accept(desk, kept.quote_id)
    [account] = rows(desk, Account)
    assert account["status"] == "settled"
    assert total_owed(desk) == 0
    assert rows(desk, Payment)[-1]["amount"] == made.amount
    with pytest.raises(DomainError, match="accepted_already"):
        quote_acceptance.accept(desk, kept.quote_id)


def test_a_later_day_costs_what_was_said(desk: Desk, loan: int, clock: FixedClock) -> None:
    kept = quotes.keep(desk, loan, "payoff")
    clock.moment += timedelta(days=3)
    quote_acceptance.accept(desk, kept.quote_id)
    assert rows(desk, Payment)[-1]["amount"] == kept.offer.by_day[3][1]
    assert total_owed(desk) == 0


def test_to_the_next_due_date_the_interest_is_the_whole_periods(desk: Desk, loan: int) -> None:
    whole = dict(quotes.offer(desk, loan, "payoff", until="next_due").lines)
    part = dict(quotes.offer(desk, loan, "payoff").lines)
    assert whole["running_interest"] > part["running_interest"]


def test_a_part_prepayment_shows_both_plans_and_sets_the_chosen_one(desk: Desk, loan: int) -> None:
    kept = quotes.keep(desk, loan, "prepayment", amount=D("4000.00"))
    current, shorter, lower = kept.offer.plans
    assert len(shorter.rows) < len(lower.rows) == len(current.rows) == 9
    assert shorter.saved > lower.saved
    assert lower.first_total < current.first_total
    quote_acceptance.accept(desk, kept.quote_id, choice="shorter_term")
    seen = account_view.view(desk, loan)
    assert seen.balance.total_overdue == 0
    planned = [(r.due_on, r.principal, r.interest) for r in seen.schedule if r.state == "future"]
    assert planned == [(r.due_on, r.principal, r.interest) for r in shorter.rows]


def test_a_rearrangement_takes_everything_into_a_new_plan_and_can_be_undone(
    desk: Desk, loan: int
) -> None:
    before, owed = rows(desk, Instalment), total_owed(desk)
    ledger.pay(desk, loan, D("100.00"), value_on=TODAY)
    half_paid = rows(desk, Instalment)
    asked = {"first_due": date(2027, 1, 5), "count": 24, "annual_rate": D("0.10")}
    kept = quotes.keep(desk, loan, "rearrangement", **asked)
    quote_acceptance.accept(desk, kept.quote_id, note="困难重组")
    seen = account_view.view(desk, loan)
    assert seen.balance.dpd == 0
    assert len([row for row in seen.schedule if row.state == "future"]) == 24
    due = owed - sum((row.interest for row in PLAN.rows[3:]), D(0))
    assert seen.balance.all["principal"] + dict(kept.offer.lines)["carried"] == due - 100
    [account] = rows(desk, Account)
    assert (account["annual_rate"], account["matures_on"]) == (D("0.10"), date(2028, 12, 5))
    ledger.pay(desk, loan, D("50.00"), value_on=TODAY)
    [entry] = rows(desk, LedgerEntry, kind="arrangement")
    with pytest.raises(DomainError, match="later_bookings"):
        ledger.reverse_entry(desk, entry["id"], "误操作")
    ledger.undo_payment(desk, rows(desk, Payment)[-1]["id"], "误操作")
    ledger.reverse_entry(desk, entry["id"], "误操作")
    assert rows(desk, Instalment) == half_paid
    assert rows(desk, Account)[0]["annual_rate"] == D("0.12")
    ledger.undo_payment(desk, rows(desk, Payment)[0]["id"], "误操作")
    assert [row["paid_principal"] for row in rows(desk, Instalment)] == [
        row["paid_principal"] for row in before
    ]


def test_a_payment_of_before_cannot_be_taken_out_under_an_arrangement(
    desk: Desk, loan: int
) -> None:
    booking = ledger.pay(desk, loan, D("100.00"), value_on=TODAY)
    kept = quotes.keep(desk, loan, "rearrangement", first_due=date(2027, 1, 5), count=6)
    quote_acceptance.accept(desk, kept.quote_id)
    with pytest.raises(DomainError, match="before_statement"):
        ledger.undo_payment(desk, booking.payment_id, "退票")
    with pytest.raises(DomainError, match="before_statement"):
        ledger.pay(desk, loan, D("1.00"), value_on=TODAY - timedelta(days=1))


@pytest.fixture
def card(desk: Desk, book: Book) -> int:
    book.customer(2)
    book.account(2, 2, kind="card", annual_rate=D("0.1825"), disbursed_on=None)
    book.instalment(2, 1, TODAY - timedelta(days=40), "6000.00", "0.00")
    return 2


def test_a_card_gets_one_personalised_instalment_plan(desk: Desk, card: int) -> None:
    asked = {"months": 60, "first_due": date(2026, 12, 20), "monthly_rate": D("0.005")}
    kept = quotes.keep(desk, card, "card_instalments", **asked)
    quote_acceptance.accept(desk, kept.quote_id)
    seen = account_view.view(desk, card)
    assert seen.balance.total_overdue == 0
    assert len([row for row in seen.schedule if row.state == "future"]) == 60
    with pytest.raises(DomainError) as refused:
        quotes.offer(desk, card, "card_instalments", **asked)
    assert refused.value.field == "months"


@pytest.mark.parametrize(
    ("account", "kind", "asked", "field"),
    [
        (1, "payoff", {"on": TODAY - timedelta(days=1)}, "on"),
        (1, "prepayment", {"amount": D("1.00")}, "amount"),
        (1, "prepayment", {"amount": D("99999.00")}, "amount"),
        (1, "rearrangement", {"first_due": TODAY, "count": 6}, "first_due"),
        (1, "rearrangement", {"first_due": date(2027, 1, 5), "count": 999}, "terms"),
        (1, "card_instalments", {"months": 6, "first_due": TODAY}, "account_no"),
        (2, "prepayment", {"amount": D("1.00")}, "account_no"),
        (2, "card_instalments", {"months": 61, "first_due": date(2026, 12, 20)}, "months"),
        (3, "payoff", {}, "account_no"),
        (4, "payoff", {}, "account_no"),
    ],
)
def test_impossible_quotes_name_their_field(
    desk: Desk, loan: int, card: int, book: Book, account: int, kind: Any, asked: Any, field: str
) -> None:
    book.account(3, 1, disbursed_on=date(2026, 1, 1))
    book.account(4, 1)
    with pytest.raises(DomainError) as refused:
        quotes.offer(desk, account, kind, **asked)
    assert refused.value.field == field


def test_a_quote_lapses_goes_stale_and_needs_a_choice(
    desk: Desk, loan: int, clock: FixedClock
) -> None:
    with pytest.raises(DomainError, match="unknown"):
        quote_acceptance.accept(desk, 99)
    kept = quotes.keep(desk, loan, "prepayment", amount=D("4000.00"))
    with pytest.raises(DomainError, match="choice_missing"):
        quote_acceptance.accept(desk, kept.quote_id)
    future = quotes.keep(desk, loan, "payoff", on=TODAY + timedelta(days=2))
    with pytest.raises(DomainError, match="not_yet"):
        quote_acceptance.accept(desk, future.quote_id)
    ledger.pay(desk, loan, D("10.00"), value_on=TODAY)
    with pytest.raises(DomainError, match="stale"):
        quote_acceptance.accept(desk, kept.quote_id, choice="shorter_term")
    clock.moment += timedelta(days=1)
    with pytest.raises(DomainError, match="lapsed"):
        quote_acceptance.accept(desk, kept.quote_id, choice="shorter_term")
    assert [row["kind"] for row in rows(desk, LedgerEntry)] == []


def test_what_the_contract_does_not_say_is_read_off_its_instalments(desk: Desk, book: Book) -> None:
    book.customer(1)
    for account, gap in ((1, 91), (2, 14), (3, 10)):
        book.account(account, 1, disbursed_on=date(2026, 11, 10))
        for number in range(1, 4):
            book.instalment(account, number, date(2026, 11, 10) + timedelta(days=gap * number))
    book.account(4, 1, contract={"unit": "week", "every": 4, "due_day": 5})
    book.instalment(4, 1, date(2026, 12, 10))
    found = []
    for account in (1, 2, 3, 4):
        with desk.read() as connection:
            terms = quotes.terms_of_account(quotes.ledger_of(connection, account, as_of=TODAY))
        found.append((terms.unit, terms.every))
    assert found == [("month", 3), ("week", 2), ("day", 10), ("week", 4)]
