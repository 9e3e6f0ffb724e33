"""One payment over several debts: the debtor's choice, else due first; booked and undone whole."""

from datetime import timedelta
from decimal import Decimal

import pytest

from db.tables import Payment
from desktop.domain.errors import DomainError
from desktop.services import day_run, ledger_check, several_debts
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_ledger import rows

D = Decimal


@pytest.fixture
def debts(desk: Desk, book: Book) -> Desk:
    """Three loans: 40 days late, 10 days late and secured, one in order; and one settled."""
    book.customer(1)
    book.late(1, 1, 10)
    book.late(2, 1, 40)
    book.account(3, 1)
    book.instalment(3, 1, TODAY + timedelta(days=9))
    book.account(4, 1)
    book.instalment(4, 1, TODAY - timedelta(days=9), paid=("1000.00", "60.00"))
    book.customer(2)
    book.late(5, 2, 10)
    day_run.run(desk)
    return desk


def parts(desk: Desk, amount: str, chosen: tuple[int, ...] = ()) -> dict[int, Decimal]:
    shares = several_debts.share(desk, 1, D(amount), value_on=TODAY, chosen=chosen)
    return {share.account_id: share.amount for share in shares}


def test_the_debtors_choice_comes_first_and_what_is_due_first_else(debts: Desk) -> None:
    assert parts(debts, "500.00") == {2: D("500.00")}
    assert parts(debts, "500.00", (1,)) == {1: D("500.00")}
    both = parts(debts, "1500.00")
    assert sum(both.values()) == D("1500.00")
    assert list(both) == [2, 1]
    # 1,060 overdue for 40 days: 7.8 % on principal and on interest
    assert both[2] == D("1060.00") + D("8.67") + D("0.52")


def test_it_is_booked_on_each_in_one_act_and_taken_back_whole(debts: Desk) -> None:
    done = several_debts.pay(debts, 1, D("1500.00"), value_on=TODAY, reference="A1", payer="张海燕")
    assert [row["account_id"] for row in rows(debts, Payment)] == [2, 1]
    assert ledger_check.check(debts).findings == ()
    several_debts.undo(debts, done.payments, "误操作")
    assert all(row["reversed_at"] for row in rows(debts, Payment))
    assert parts(debts, "500.00") == {2: D("500.00")}


def test_what_cannot_be_shared_is_refused_and_nothing_is_booked(debts: Desk) -> None:
    with pytest.raises(DomainError) as refused:
        parts(debts, "500.00", (5,))
    assert refused.value.field == "accounts"
    with pytest.raises(DomainError) as refused:
        several_debts.pay(debts, 1, D("99999.00"), value_on=TODAY)
    assert refused.value.code == "ledger.overpayment"
    assert rows(debts, Payment) == []


def test_a_settled_account_still_takes_what_comes_in(debts: Desk, book: Book) -> None:
    book.customer(3)
    book.account(9, 3, stated_on=TODAY - timedelta(days=30))
    book.instalment(9, 1, TODAY - timedelta(days=9))
    day_run.run(debts)
    shares = several_debts.share(debts, 9, D("10.00"), value_on=TODAY)
    assert [share.account_id for share in shares] == [9]
