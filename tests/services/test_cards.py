"""Cards: the statement to come by hand, foreign currency posted, priced, repaid, reversed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from db.tables import Account, LedgerEntry
from desktop.domain.errors import DomainError
from desktop.domain.penalty import LateFeeRule
from desktop.services import account_view, card_currency, contracts, day_run, ledger, ledger_check
from desktop.services.contracts import LateTerms, SharedTerms
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_ledger import rows

D = Decimal


@pytest.fixture
def card(desk: Desk, book: Book) -> int:
    """A card with 1,000 overdue for 40 days and 5,000 due in 15."""
    book.customer(1)
    book.account(1, 1, kind="card", annual_rate=None, statement_day=5, due_day=25, day_basis=360)
    book.instalment(1, 1, TODAY - timedelta(days=40), "1000.00", "0.00")
    book.instalment(1, 2, TODAY + timedelta(days=15), "5000.00", "0.00")
    day_run.run(desk)
    return 1


def test_the_statement_to_come(desk: Desk, card: int) -> None:
    shown = account_view.view(desk, card).card
    assert shown is not None
    assert (shown.statement_on, shown.due_on) == (date(2026, 12, 5), date(2026, 12, 25))
    assert (shown.revolving, shown.unpaid_minimum) == (D("6000.00"), D("1000.00"))
    assert shown.interest_to_come == D("45.00")  # 6,000 × 0.05 % × 15 days
    # a tenth of 5,000, the overdue 1,000, and the interest in full
    assert shown.minimum == D("500.00") + D("1000.00") + shown.interest + D("45.00")
    assert shown.late_charge == (shown.minimum * 5 / 100).quantize(D("0.01"))


def test_a_cards_own_rate_is_taken_by_the_day(desk: Desk, card: int) -> None:
    with desk.store.write() as connection:
        connection.execute(update(Account).values(annual_rate=D("0.18")))
        connection.commit()
    shown = account_view.view(desk, card).card
    assert shown is not None
    assert shown.interest_to_come == D("45.00")  # 18 % over 360 days is 0.05 % a day too
    with desk.store.write() as connection:
        connection.execute(update(Account).values(annual_rate=D("0.09")))
        connection.commit()
    cheaper = account_view.view(desk, card).card
    assert cheaper is not None
    assert cheaper.interest_to_come == D("22.50")


def test_the_contract_holds_the_late_charge_within_its_limits(desk: Desk, card: int) -> None:
    rule = LateFeeRule("overdue_instalment", D(5), minimum=D("10.00"), maximum=D("50.00"))
    contracts.set_late_terms(desk, card, LateTerms(shared=SharedTerms(late_fee=rule)))
    view = account_view.view(desk, card)
    assert view.card is not None
    assert view.card.late_charge == D("50.00")
    assert view.balance.all["late_fee"] == D("50.00")  # 5 % of the unpaid 1,000, once
    assert ledger_check.check(desk).findings == ()


def test_a_loan_and_a_card_without_a_statement_day_have_none(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.account(1, 1)
    book.account(2, 1, kind="card")
    assert [account_view.view(desk, number).card for number in (1, 2)] == [None, None]


def foreign(desk: Desk) -> dict[str, Decimal]:
    return dict(account_view.view(desk, 1).foreign)


def test_currency_is_posted_priced_repaid_and_taken_back(desk: Desk, card: int) -> None:
    owed = account_view.view(desk, card).balance.total
    posted = card_currency.post(desk, card, "usd", D("120.00"), value_on=TODAY, note="境外消费")
    card_currency.post(desk, card, "JPY", D("5000.00"), value_on=TODAY)
    assert foreign(desk) == {"USD": D("120.00"), "JPY": D("5000.00")}
    rate = D("712.34")
    price = card_currency.price(desk, card, "USD", rate, value_on=TODAY)
    assert (price.foreign, price.cny) == (D("120.00"), D("854.81"))  # 854.808
    part = card_currency.price(desk, card, "USD", rate, value_on=TODAY, cny=D("100.00"))
    assert part.foreign == D("14.03")
    paid = card_currency.repay(desk, card, "USD", rate, value_on=TODAY, foreign=D("20.00"))
    assert foreign(desk)["USD"] == D("100.00")
    [entry] = rows(desk, LedgerEntry, kind="fx_payment")
    assert (entry["amount"], entry["note"]) == (D("142.47"), "USD 20.00 × 712.34 / 100")
    assert account_view.view(desk, card).balance.total == owed
    with pytest.raises(DomainError, match="repaid_already"):
        ledger.reverse_entry(desk, posted.entry_id, "误操作")
    ledger.reverse_entry(desk, paid.entry_id, "误操作")
    ledger.reverse_entry(desk, posted.entry_id, "误操作")
    assert foreign(desk) == {"JPY": D("5000.00")}
    kinds = [line.kind for line in account_view.view(desk, card).ledger if line.is_reversed]
    assert sorted(kinds) == ["fx_payment", "fx_posting"]


@pytest.mark.parametrize(
    ("ask", "field"),
    [
        (lambda d: card_currency.price(d, 1, "EUR", D(700), value_on=TODAY), "currency"),
        (lambda d: card_currency.price(d, 1, "USD", D(0), value_on=TODAY), "rate"),
        (
            lambda d: card_currency.repay(d, 1, "USD", D(700), value_on=TODAY, foreign=D(121)),
            "foreign",
        ),
        (lambda d: card_currency.price(d, 1, "USD", D(700), value_on=TODAY, cny=D(0)), "cny"),
        (lambda d: card_currency.post(d, 1, "CNY", D(1), value_on=TODAY), "currency"),
        (lambda d: card_currency.post(d, 1, "dollar", D(1), value_on=TODAY), "currency"),
        (lambda d: card_currency.post(d, 1, "USD", D(0), value_on=TODAY), "foreign"),
        (
            lambda d: card_currency.post(d, 1, "USD", D(1), value_on=TODAY + timedelta(days=1)),
            "value_on",
        ),
        (lambda d: card_currency.post(d, 2, "USD", D(1), value_on=TODAY), "account_no"),
    ],
)
def test_impossible_currency_names_its_field(
    desk: Desk, card: int, book: Book, ask: Any, field: str
) -> None:
    book.account(2, 1)
    card_currency.post(desk, card, "USD", D("120.00"), value_on=TODAY)
    with pytest.raises(DomainError) as refused:
        ask(desk)
    assert refused.value.field == field
    assert len(rows(desk, LedgerEntry)) == 1
    assert len(rows(desk, Account)) == 2


def test_a_repayment_of_before_cannot_exceed_what_is_owed_now(desk: Desk, card: int) -> None:
    before = TODAY - timedelta(days=3)
    card_currency.post(desk, card, "USD", D("120.00"), value_on=before)
    card_currency.repay(desk, card, "USD", D(700), value_on=TODAY)
    with pytest.raises(DomainError, match="more_than_balance"):
        card_currency.repay(desk, card, "USD", D(700), value_on=before, foreign=D("1.00"))
