"""Booking on accounts: what follows from it, what is refused, and that both agree."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from db.tables import Account, CaseBoard, Instalment, LedgerEntry, Payment
from desktop.domain.errors import DomainError
from desktop.services import day_run, ledger
from desktop.services.desk import Desk
from desktop.services.rules import rule_book
from tests.book import Book, yuan
from tests.conftest import TODAY

D = Decimal
START = date(2026, 1, 10)


@pytest.fixture
def loan(desk: Desk, book: Book) -> int:
    """A loan of three instalments, the first 45 days late, the second 14, the third to come."""
    book.customer(1)
    book.account(1, 1, disbursed_on=START, principal=D("3000.00"))
    for number, days in ((1, -45), (2, -14), (3, 17)):
        book.instalment(1, number, TODAY + timedelta(days=days))
    day_run.run(desk)
    return 1


def rows(desk: Desk, table: Any, **where: Any) -> list[dict[str, Any]]:
    query = (
        select(table.__table__)
        .filter_by(**where)
        .order_by(table.id if hasattr(table, "id") else table.case_id)
    )
    with desk.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def state(desk: Desk) -> dict[str, Any]:
    [account] = rows(desk, Account, id=1)
    [board] = rows(desk, CaseBoard, customer_id=1)
    keys = ("dpd", "overdue_principal", "overdue_interest", "penalty", "compound", "status")
    return {key: account[key] for key in keys} | {"board": board["overdue"]}


def test_a_payment_flows_to_instalment_account_and_board(desk: Desk, loan: int) -> None:
    before = state(desk)
    shown = ledger.preview(desk, loan, "payment", D("1100.00"), value_on=TODAY)
    booking = ledger.pay(desk, loan, D("1100.00"), value_on=TODAY, reference="A1", payer="张海燕")
    assert before["penalty"] == yuan("9.75") + yuan("3.03")
    assert booking.split == {
        "compound": D("0.59") + D("0.18"),
        "penalty": D("9.75") + D("3.03"),
        "interest": D("86.45"),
        "principal": D("1000.00"),
    }
    assert sum(booking.split.values()) == D("1100.00")
    assert sum(part.amount for part in shown.parts) == D("1100.00")
    after = state(desk)
    assert after["dpd"] == 14
    assert after["overdue_principal"] == yuan("1000.00")
    assert after["board"] == before["board"] - yuan("1100.00")
    [payment] = rows(desk, Payment)
    assert payment["split"]["principal"] == "1000.00"
    assert booking.changes.cases
    assert rows(desk, Instalment, number=1)[0]["settled_on"] == TODAY


def test_what_is_carried_gives_the_same_penalty_in_sql_and_in_the_domain(
    desk: Desk, loan: int
) -> None:
    ledger.pay(desk, loan, D("333.33"), value_on=TODAY - timedelta(days=20))
    ledger.pay(desk, loan, D("77.77"), value_on=TODAY - timedelta(days=3))
    with desk.read() as connection:
        replayed, _ = ledger.ledger_of(connection, loan, as_of=TODAY).replay(as_of=TODAY)
    account = state(desk)
    assert account["penalty"] == replayed.unpaid("penalty")
    assert account["compound"] == replayed.unpaid("compound")
    assert account["overdue_interest"] == replayed.unpaid("interest", due_by=TODAY)


def test_a_reversed_payment_leaves_everything_as_it_was(desk: Desk, loan: int) -> None:
    before, plan = state(desk), rows(desk, Instalment)
    booking = ledger.pay(desk, loan, D("1500.00"), value_on=TODAY - timedelta(days=5))
    ledger.undo_payment(desk, booking.payment_id, "记错账户")
    assert state(desk) == before
    kept = ("stated_paid_principal", "stated_paid_interest", "stated_paid_fee")
    assert [{**row, **dict.fromkeys(kept)} for row in rows(desk, Instalment)] == plan
    [payment] = rows(desk, Payment)
    assert payment["reversed_at"] is not None
    [entry] = rows(desk, LedgerEntry)
    assert (entry["kind"], entry["reverses_payment_id"]) == ("reversal", booking.payment_id)
    with pytest.raises(DomainError, match="reversed_already"):
        ledger.undo_payment(desk, booking.payment_id, "再次")


def test_a_payment_entered_late_replays_what_came_after(desk: Desk, loan: int) -> None:
    first, second = TODAY - timedelta(days=30), TODAY - timedelta(days=2)
    ledger.pay(desk, loan, D("600.00"), value_on=second)
    ledger.pay(desk, loan, D("500.00"), value_on=first)
    late = state(desk), rows(desk, Instalment)
    for payment in rows(desk, Payment):
        ledger.undo_payment(desk, payment["id"], "重记")
    ledger.pay(desk, loan, D("500.00"), value_on=first)
    ledger.pay(desk, loan, D("600.00"), value_on=second)
    assert (state(desk), rows(desk, Instalment)) == late


def test_charges_and_waivers(desk: Desk, loan: int) -> None:
    before = state(desk)
    charged = ledger.book_charge(desk, loan, "late_fee", D("25.00"), value_on=TODAY)
    assert rows(desk, Instalment, number=3)[0]["charged_fee"] == D("25.00")
    ledger.book_waiver(desk, loan, "penalty", D("5.00"), value_on=TODAY, reason="短期逾期减免")
    assert state(desk)["penalty"] == before["penalty"] - 5
    ledger.reverse_entry(desk, charged.entry_id, "误收")
    assert rows(desk, Instalment, number=3)[0]["fee"] == 0
    [reversal] = rows(desk, LedgerEntry, kind="reversal")
    with pytest.raises(DomainError, match="reversal_of_reversal"):
        ledger.reverse_entry(desk, reversal["id"], "再冲")
    with pytest.raises(DomainError, match="reversed_already"):
        ledger.reverse_entry(desk, charged.entry_id, "再冲")


def test_a_cost_after_maturity_makes_a_row_of_its_own(desk: Desk, loan: int) -> None:
    later = TODAY + timedelta(days=60)
    charged = ledger.book_charge(desk, loan, "cost", D("50.00"), value_on=TODAY, due_on=later)
    [row] = rows(desk, Instalment, number=4)
    assert (row["due_on"], row["fee"], row["principal"]) == (later, D("50.00"), 0)
    again = ledger.book_charge(desk, loan, "cost", D("9.00"), value_on=TODAY, due_on=later)
    assert rows(desk, Instalment, number=4)[0]["fee"] == D("59.00")
    for entry in (charged, again):
        ledger.reverse_entry(desk, entry.entry_id, "误收")
    [row] = rows(desk, Instalment, number=4)
    assert (row["fee"], row["charged_fee"], row["settled_on"]) == (0, 0, later)


def test_a_write_off_and_what_comes_in_after_it(desk: Desk, loan: int) -> None:
    written = ledger.write_off(desk, loan, value_on=TODAY, reason="法院终结执行")
    assert state(desk)["status"] == "written_off"
    assert rows(desk, LedgerEntry)[0]["amount"] > D("3000.00")
    with pytest.raises(DomainError, match="written_off_already"):
        ledger.write_off(desk, loan, value_on=TODAY, reason="再次")
    ledger.reverse_entry(desk, written.entry_id, "误核销")
    assert state(desk)["status"] == "open"


def test_the_lenders_statement_is_where_it_begins(desk: Desk, book: Book) -> None:
    book.customer(1)
    stated = TODAY - timedelta(days=10)
    book.account(1, 1, disbursed_on=START, stated_on=stated)
    book.instalment(1, 1, TODAY - timedelta(days=40), paid=("400.00", "60.00"))
    with pytest.raises(DomainError) as refused:
        ledger.pay(desk, 1, D("10.00"), value_on=stated)
    assert refused.value.field == "value_on"
    ledger.pay(desk, 1, D("100.00"), value_on=TODAY)
    [row] = rows(desk, Instalment)
    assert row["paid_principal"] > D("400.00")
    assert row["stated_paid_principal"] == D("400.00")
    with desk.store.write() as connection:
        connection.execute(text("UPDATE payment SET reversed_at = '2026-11-20T09:00:00'"))
        ledger.rework(connection, [1, 99], as_of=TODAY, book=rule_book(connection))
        connection.commit()
    assert rows(desk, Instalment)[0]["paid_principal"] == D("400.00")


def test_what_is_left_over_is_refused_or_kept(desk: Desk, loan: int) -> None:
    with pytest.raises(DomainError) as refused:
        ledger.pay(desk, loan, D("9999.00"), value_on=TODAY)
    assert refused.value.field == "amount"
    assert rows(desk, Payment) == []
    kept = ledger.pay(desk, loan, D("9999.00"), value_on=TODAY, overpayment="keep")
    assert kept.left_over == D("9999.00") - sum(kept.split.values())
    assert rows(desk, Payment)[0]["split"]["rest"] == str(kept.left_over)
    assert state(desk)["status"] == "settled"


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda desk: ledger.pay(desk, 99, D(1), value_on=TODAY), "account_no"),
        (lambda desk: ledger.pay(desk, 1, D(0), value_on=TODAY), "amount"),
        (lambda desk: ledger.pay(desk, 1, D(1), value_on=TODAY + timedelta(days=1)), "value_on"),
        (lambda desk: ledger.pay(desk, 1, D(1), value_on=START - timedelta(days=1)), "value_on"),
        (lambda desk: ledger.pay(desk, 1, D(1), value_on=TODAY, currency="USD"), "currency"),
        (lambda desk: ledger.undo_payment(desk, 99, "x"), "payment"),
        (lambda desk: ledger.reverse_entry(desk, 99, "x"), "entry"),
        (lambda desk: ledger.book_charge(desk, 1, "interest", D(1), value_on=TODAY), "component"),
        (
            lambda desk: ledger.book_waiver(desk, 1, "penalty", D(99), value_on=TODAY, reason="x"),
            "amount",
        ),
        (
            lambda desk: ledger.book_waiver(desk, 1, "penalty", D(1), value_on=TODAY, reason=" "),
            "reason",
        ),
        (lambda desk: ledger.write_off(desk, 1, value_on=TODAY, reason=""), "reason"),
        (lambda desk: ledger.find_account(desk, "HT0"), "account_no"),
    ],
)
def test_bad_input_names_its_field_and_leaves_the_ledger_alone(
    desk: Desk, loan: int, call: Any, field: str
) -> None:
    before = state(desk), rows(desk, Instalment)
    with pytest.raises(DomainError) as refused:
        call(desk)
    assert refused.value.field == field
    assert (state(desk), rows(desk, Instalment)) == before
    assert rows(desk, Payment) == rows(desk, LedgerEntry) == []


def test_the_same_reference_is_booked_once_and_equal_payments_twice(desk: Desk, loan: int) -> None:
    ledger.pay(desk, loan, D(10), value_on=TODAY, reference="LS-1")
    with pytest.raises(DomainError, match="reference_known"):
        ledger.pay(desk, loan, D(10), value_on=TODAY, reference="LS-1")
    ledger.pay(desk, loan, D(10), value_on=TODAY)
    ledger.pay(desk, loan, D(10), value_on=TODAY)
    assert len(rows(desk, Payment)) == 3


def test_a_reversal_needs_a_reason(desk: Desk, loan: int) -> None:
    booking = ledger.pay(desk, loan, D(10), value_on=TODAY)
    with pytest.raises(DomainError, match="reason_missing"):
        ledger.undo_payment(desk, booking.payment_id, "")


def test_the_database_refuses_to_change_an_entry(desk: Desk, loan: int) -> None:
    ledger.book_charge(desk, loan, "fee", D(1), value_on=TODAY)
    for statement in ("UPDATE ledger_entry SET amount = 5", "DELETE FROM ledger_entry"):
        with desk.store.write() as connection, pytest.raises(DatabaseError, match="never changed"):
            connection.execute(text(statement))


def test_the_account_is_found_by_its_number(desk: Desk, loan: int) -> None:
    assert ledger.find_account(desk, "HT2026 000001") == loan
