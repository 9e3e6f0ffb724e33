"""What is kept for speed is what the ledger says; where it is not, the check tells."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import text

from desktop.domain.clock import FixedClock
from desktop.services import day_run, ledger, ledger_check, quote_acceptance, quotes
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_quotes import loan

__all__ = ["loan"]
D = Decimal


def test_after_every_kind_of_booking_both_agree(
    desk: Desk, loan: int, book: Book, clock: FixedClock
) -> None:
    book.account(2, 1, kind="card", annual_rate=D("0.1825"))
    book.instalment(2, 1, TODAY - timedelta(days=100), "6000.00", "50.00")
    book.account(3, 1, grace_days=5)
    book.instalment(3, 1, TODAY - timedelta(days=3))
    day_run.run(desk)
    for account in (1, 2, 3):
        ledger.pay(desk, account, D("123.45"), value_on=TODAY - timedelta(days=2))
    booking = ledger.pay(desk, 1, D("77.00"), value_on=TODAY)
    ledger.undo_payment(desk, booking.payment_id, "退票")
    ledger.book_waiver(desk, 2, "penalty", D("1.00"), value_on=TODAY, reason="减免")
    ledger.book_charge(desk, 2, "cost", D("30.00"), value_on=TODAY)
    ledger.write_off(desk, 3, value_on=TODAY, reason="核销")
    clock.moment += timedelta(days=9)
    day_run.run(desk)
    kept = quotes.keep(desk, 1, "prepayment", amount=D("6000.00"))
    quote_acceptance.accept(desk, kept.quote_id, choice="lower_instalment")
    found = ledger_check.check(desk)
    assert found.accounts == 3
    assert found.findings == ()


def test_a_changed_figure_is_found(desk: Desk, loan: int) -> None:
    ledger.pay(desk, loan, D("50.00"), value_on=TODAY)
    with desk.store.write() as connection:
        connection.execute(text("UPDATE account SET overdue_principal = 5"))
        connection.execute(
            text("UPDATE instalment SET paid_fee = 0, paid_interest = 1 WHERE number = 3")
        )
        connection.commit()
    findings = ledger_check.check(desk).findings
    assert {finding.figure for finding in findings} >= {
        "overdue_principal", "instalment.3.paid_interest"
    }  # fmt: skip


def test_a_check_can_be_stopped_early(desk: Desk, loan: int, monkeypatch: object) -> None:
    with desk.store.write() as connection:
        connection.execute(text("UPDATE account SET overdue_interest = 5, dpd = 3, penalty = 1"))
        connection.commit()
    monkeypatch.setattr(ledger_check, "MOST_FINDINGS", 1)  # type: ignore[attr-defined]
    assert len(ledger_check.check(desk).findings) == 1
