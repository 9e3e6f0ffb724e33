"""A plan changed while something is due: rows to come change, what fell due is left as it is."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from db.tables import Account, Instalment, LedgerEntry, Payment
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.services import account_view, day_run, ledger, ledger_check, quote_acceptance, quotes
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_ledger import rows
from tests.services.test_plan_offers import NEXT, as_offered, carried_out, coming
from tests.services.test_quotes import PLAN, loan

__all__ = ["loan"]
D = Decimal
CHANGES: list[dict[str, Any]] = [
    {"extra_terms": 6},
    {"new_due": NEXT + timedelta(days=10)},
    {"principal_free": 3, "from_due": PLAN.rows[4].due_on},
    {"extra_terms": 2, "principal_free": 1, "new_due": NEXT + timedelta(days=3)},
]
KEPT = ("due_on", "principal", "interest", "unpaid_principal", "unpaid_interest", "penalty", "dpd")
OF_THE_ACCOUNT = (
    "overdue_principal",
    "overdue_interest",
    "penalty",
    "compound",
    "dpd",
    "bucket",
    "oldest_due_on",
    "outstanding_principal",
)


def due_rows(desk: Desk, account_id: int, on: date | None = None) -> list[tuple[Any, ...]]:
    seen = account_view.view(desk, account_id, on)
    return [
        tuple(getattr(row, name) for name in KEPT) for row in seen.schedule if row.due_on <= TODAY
    ]


def plan(desk: Desk, account_id: int) -> list[list[Any]]:
    names = ("number", "due_on", "principal", "interest", "fee", "paid_principal", "paid_interest")
    found = rows(desk, Instalment, account_id=account_id)
    return [[row[name] for name in names] for row in found]


def another(desk: Desk, book: Book) -> int:
    """The same loan of another customer."""
    account_id = len(rows(desk, Account)) + 1
    book.customer(account_id)
    [terms] = rows(desk, Account, id=1)
    names = ("principal", "annual_rate", "method", "disbursed_on")
    book.account(account_id, account_id, **{name: terms[name] for name in names})
    for row in PLAN.rows:
        paid = (str(row.principal), str(row.interest)) if row.no <= 2 else ("0.00", "0.00")
        book.instalment(account_id, row.no, row.due_on, str(row.principal), str(row.interest), paid)
    day_run.run(desk)
    return account_id


def state(desk: Desk, account_id: int, *names: str) -> list[Any]:
    [account] = rows(desk, Account, id=account_id)
    return [account[name] for name in names or OF_THE_ACCOUNT]


@pytest.mark.parametrize("asked", CHANGES)
def test_what_is_due_stays_and_runs_up_as_if_nothing_had_changed(
    desk: Desk, loan: int, book: Book, clock: FixedClock, asked: dict[str, Any]
) -> None:
    twin = another(desk, book)
    for account_id in (loan, twin):
        ledger.pay(desk, account_id, D("300.00"), value_on=TODAY - timedelta(days=4))
    before, due = plan(desk, loan), due_rows(desk, loan)
    owed = account_view.view(desk, loan).balance
    assert owed.dpd == 15
    made = carried_out(desk, "plan_change", **asked)
    assert dict(made.lines)["stays_due"] == owed.total_overdue
    assert sum(amount for _, amount in made.lines) == made.amount
    after = account_view.view(desk, loan).balance
    assert after.overdue == owed.overdue
    assert after.all["principal"] == owed.all["principal"]
    assert due_rows(desk, loan) == due
    assert coming(desk) == as_offered(made)
    assert state(desk, loan) == state(desk, twin)
    assert ledger_check.check(desk).findings == ()
    [entry] = rows(desk, LedgerEntry, kind="arrangement")
    clock.moment += timedelta(days=9)
    day_run.run(desk)
    for account_id in (loan, twin):
        ledger.pay(desk, account_id, D("250.00"), value_on=TODAY - timedelta(days=2))
    clock.moment += timedelta(days=3)
    day_run.run(desk)
    assert due_rows(desk, loan) == due_rows(desk, twin)
    assert state(desk, loan) == state(desk, twin)
    assert ledger_check.check(desk).findings == ()
    with pytest.raises(DomainError, match="later_bookings"):
        ledger.reverse_entry(desk, entry["id"], "误操作")
    last = rows(desk, Payment, account_id=loan)[-1]["id"]
    ledger.undo_payment(desk, last, "误操作")
    ledger.reverse_entry(desk, entry["id"], "误操作")
    assert plan(desk, loan) == before
    assert ledger_check.check(desk).findings == ()


def test_a_payment_from_before_can_still_be_reversed(desk: Desk, loan: int, book: Book) -> None:
    twin = another(desk, book)
    for account_id in (loan, twin):
        ledger.pay(desk, account_id, D("300.00"), value_on=TODAY - timedelta(days=4))
    carried_out(desk, "plan_change", extra_terms=3)
    for account_id in (loan, twin):
        [payment] = rows(desk, Payment, account_id=account_id)
        ledger.undo_payment(desk, payment["id"], "退票")
    assert due_rows(desk, loan) == due_rows(desk, twin)
    assert state(desk, loan) == state(desk, twin)
    assert ledger_check.check(desk).findings == ()


def test_a_second_change_stands_on_the_first_and_both_are_taken_back_in_order(
    desk: Desk, loan: int
) -> None:
    before, due = plan(desk, loan), due_rows(desk, loan)
    carried_out(desk, "plan_change", extra_terms=3)
    carried_out(desk, "plan_change", principal_free=2)
    assert due_rows(desk, loan) == due
    first, second = (row["id"] for row in rows(desk, LedgerEntry, kind="arrangement"))
    with pytest.raises(DomainError, match="later_bookings"):
        ledger.reverse_entry(desk, first, "误操作")
    ledger.reverse_entry(desk, second, "误操作")
    ledger.reverse_entry(desk, first, "误操作")
    assert plan(desk, loan) == before


def test_a_new_rate_waits_for_the_arrears(desk: Desk, loan: int) -> None:
    for asked in ({"annual_rate": D("0.08")}, {"annual_rate": D("0.08"), "rate_from": TODAY}):
        with pytest.raises(DomainError) as refused:
            quotes.offer(desk, loan, "plan_change", **asked)
        assert (refused.value.code, refused.value.field) == (
            "quotes.rate_with_arrears",
            "annual_rate",
        )
    assert rows(desk, LedgerEntry) == []


@pytest.mark.parametrize("column", ["fee", "paid_interest"])
def test_money_or_fees_on_rows_to_come_ask_for_the_arrears_first(
    desk: Desk, loan: int, column: str
) -> None:
    with desk.store.write() as connection:
        connection.execute(
            update(Instalment).where(Instalment.number == 9).values({column: D("5.00")})
        )
        connection.commit()
    with pytest.raises(DomainError, match="arrears_first"):
        quotes.offer(desk, loan, "plan_change", extra_terms=2)


@settings(
    max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    paid=st.lists(st.tuples(st.integers(0, 14), st.integers(1, 50_000)), max_size=2),
    extra=st.integers(1, 12),
    free=st.integers(0, 6),
    moved=st.integers(0, 20),
    later=st.integers(1, 200_000),
)
def test_no_fen_is_lost_whatever_changes_and_is_paid(
    desk: Desk,
    loan: int,
    book: Book,
    paid: list[tuple[int, int]],
    extra: int,
    free: int,
    moved: int,
    later: int,
) -> None:
    account_id = another(desk, book)
    for days, fen in paid:
        ledger.pay(desk, account_id, D(fen) / 100, value_on=TODAY - timedelta(days=days))
    owed, due = account_view.view(desk, account_id).balance, due_rows(desk, account_id)
    new_due = NEXT + timedelta(days=moved) if moved else None
    asked = {"extra_terms": extra, "principal_free": free, "new_due": new_due}
    kept = quotes.keep(desk, account_id, "plan_change", **asked)
    assert dict(kept.offer.lines)["stays_due"] == owed.total_overdue
    quote_acceptance.accept(desk, kept.quote_id)
    after = account_view.view(desk, account_id).balance
    assert (after.overdue, after.dpd) == (owed.overdue, owed.dpd)
    assert after.all["principal"] == owed.all["principal"]
    assert due_rows(desk, account_id) == due
    assert (
        sum(row.principal for row in kept.offer.plans[-1].rows) + after.overdue["principal"]
        == owed.all["principal"]
    )
    ledger.pay(desk, account_id, D(later) / 100, value_on=TODAY)
    done = account_view.view(desk, account_id).balance
    assert done.total == after.total - D(later) / 100 + done.overpaid
    assert ledger_check.check(desk).findings == ()
