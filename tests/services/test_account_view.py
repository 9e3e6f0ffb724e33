"""An account as it is shown: any day's balance, its schedule, its ledger and what makes it up."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert

from db.tables import AgeingPause
from desktop.domain.allocation import LEGAL_ORDER
from desktop.domain.errors import DomainError
from desktop.services import account_view, day_run, ledger
from desktop.services.desk import Desk
from tests.book import Book, yuan
from tests.conftest import TODAY
from tests.services.test_ledger import START, loan, state

__all__ = ["loan"]
D = Decimal


def test_the_balance_of_today_is_the_account_state(desk: Desk, loan: int) -> None:
    seen = account_view.view(desk, loan)
    now = state(desk)
    assert seen.balance.dpd == now["dpd"] == 45
    assert (seen.balance.bucket, seen.balance.five_class) == ("M2", "special_mention")
    assert seen.balance.overdue["penalty"] == now["penalty"]
    assert seen.balance.total_overdue == now["board"]
    assert sum(line.amount for line in seen.statement) == seen.balance.total
    assert [row.state for row in seen.schedule] == ["overdue", "overdue", "future"]
    assert seen.schedule[0].unpaid == yuan("1070.34")
    assert seen.case_id is not None
    ledger.book_charge(
        desk, loan, "late_fee", D("9.00"), value_on=TODAY, due_on=TODAY - timedelta(days=3)
    )
    assert account_view.view(desk, loan).balance.total_overdue == state(desk)["board"]


def test_the_balance_of_another_day(desk: Desk, loan: int) -> None:
    ledger.pay(desk, loan, D("1100.00"), value_on=TODAY)
    before = account_view.view(desk, loan, TODAY - timedelta(days=1))
    assert before.balance.dpd == 44
    assert [line.kind for line in before.ledger if line.kind == "payment"] == []
    later = account_view.view(desk, loan, TODAY + timedelta(days=17))
    assert later.schedule[2].state == "due"
    assert later.balance.overdue["principal"] < later.balance.all["principal"]


def test_the_ledger_shows_what_was_booked_and_what_follows(desk: Desk, loan: int) -> None:
    booking = ledger.pay(desk, loan, D("500.00"), value_on=TODAY)
    ledger.book_charge(desk, loan, "late_fee", D("9.00"), value_on=TODAY, note="上门")
    ledger.book_waiver(desk, loan, "penalty", D("1.00"), value_on=TODAY, reason="协商")
    ledger.undo_payment(desk, booking.payment_id, "退票")
    seen = account_view.view(desk, loan)
    kinds = [line.kind for line in seen.ledger]
    assert kinds[0] == "disbursement"
    assert set(kinds) == {
        "disbursement", "interest", "penalty", "compound", "payment", "charge", "waiver", "reversal"
    }  # fmt: skip
    [payment] = [line for line in seen.ledger if line.kind == "payment"]
    assert payment.is_reversed
    assert payment.amount == D("-500.00")
    [reversal] = [line for line in seen.ledger if line.kind == "reversal"]
    assert (reversal.amount, reversal.note) == (D("500.00"), "退票")
    ledger.pay(desk, loan, D("500.00"), value_on=TODAY)
    [_, live] = [line for line in account_view.view(desk, loan).ledger if line.kind == "payment"]
    assert sum((live.split or {}).values()) == D("500.00")


def test_a_pause_keeps_the_bucket_and_not_the_days_past_due(desk: Desk, loan: int) -> None:
    with desk.store.write() as connection:
        pause = {"account_id": loan, "paused_on": TODAY - timedelta(days=20), "reason": "住院"}
        connection.execute(insert(AgeingPause).values(**pause))
        connection.commit()
    seen = account_view.view(desk, loan)
    assert (seen.balance.dpd, seen.balance.ageing_days, seen.balance.bucket) == (45, 25, "M1")
    assert seen.pauses[0]["reason"] == "住院"


def test_nothing_is_known_before_the_lenders_statement(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.account(1, 1, disbursed_on=START, stated_on=TODAY)
    book.instalment(1, 1, TODAY - timedelta(days=9), paid=("100.00", "60.00"))
    with pytest.raises(DomainError) as refused:
        account_view.view(desk, 1, TODAY - timedelta(days=1))
    assert refused.value.field == "on"
    seen = account_view.view(desk, 1)
    assert seen.cap is not None
    assert seen.balance.all["principal"] == D("900.00")


def test_the_all_in_rate_is_held_against_its_caps(desk: Desk, loan: int) -> None:
    seen = account_view.view(desk, loan)
    assert seen.cap is not None
    assert [cap.code for cap in seen.cap.caps] == ["all_in"]
    ledger.book_charge(
        desk, loan, "cost", D("900.00"), value_on=TODAY, due_on=TODAY - timedelta(days=1)
    )
    dearer = account_view.view(desk, loan)
    assert dearer.cap is not None
    assert dearer.cap.rate.yearly > seen.cap.rate.yearly
    assert [cap.code for cap in dearer.cap.exceeded] == ["all_in"]


def test_cards_and_accounts_without_a_day_of_pay_out_have_no_all_in_rate(
    desk: Desk, book: Book
) -> None:
    book.customer(1)
    book.account(1, 1, kind="card", annual_rate=D("0.1825"))
    book.instalment(1, 1, TODAY - timedelta(days=200))
    book.account(2, 1, disbursed_on=TODAY)
    day_run.run(desk)
    card = account_view.view(desk, 1)
    assert card.cap is None
    assert card.balance.five_class == "loss"
    assert account_view.view(desk, 2).cap is None
    assert set(card.balance.all) == set(LEGAL_ORDER)


def test_money_after_a_write_off_is_shown_as_a_recovery(desk: Desk, loan: int) -> None:
    ledger.write_off(desk, loan, value_on=TODAY, reason="核销")
    ledger.pay(desk, loan, D("5.00"), value_on=TODAY)
    assert "recovery" in [line.kind for line in account_view.view(desk, loan).ledger]
