"""What is kept of a loan follows from its entries alone: in any order, without what was reversed."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.tables import Account, Instalment
from desktop.domain.money import from_fen
from desktop.services import day_run, ledger, ledger_check
from desktop.services.desk import Desk
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_ledger import rows

BOOKINGS = st.lists(
    st.tuples(st.sampled_from(["payment", "charge"]), st.integers(0, 80), st.integers(1, 90_000)),
    min_size=1,
    max_size=4,
)
OWN = ("id", "account_id", "account_no", "customer_id", "updated_at", "number")


def loan(desk: Desk, book: Book) -> int:
    """A loan with two instalments late and one to come, of a customer of its own."""
    number = len(rows(desk, Account)) + 1
    book.customer(number)
    book.account(number, number)
    for place, days in enumerate((75, 40, -20), 1):
        book.instalment(number, place, TODAY - timedelta(days=days))
    day_run.run(desk)
    return number


def write(desk: Desk, account_id: int, bookings: list[tuple[str, int, int]]) -> None:
    for kind, days, fen in bookings:
        day, amount = TODAY - timedelta(days=days), from_fen(fen)
        if kind == "payment":
            ledger.pay(desk, account_id, amount, value_on=day, overpayment="keep")
        else:
            ledger.book_charge(desk, account_id, "fee", amount, value_on=day)


def picture(desk: Desk, account_id: int) -> list[dict[str, Any]]:
    found = [*rows(desk, Account, id=account_id), *rows(desk, Instalment, account_id=account_id)]
    shown = [{name: row[name] for name in row if name not in OWN} for row in found]
    return sorted(shown, key=str)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bookings=BOOKINGS, others=st.permutations(range(4)), extra=st.integers(1, 300_000))
def test_any_order_gives_the_same_and_a_reversed_payment_leaves_no_trace(
    desk: Desk, book: Book, bookings: Any, others: list[int], extra: int
) -> None:
    one, other = loan(desk, book), loan(desk, book)
    write(desk, one, bookings)
    before = picture(desk, one)
    paid = ledger.pay(
        desk, one, from_fen(extra), value_on=TODAY - timedelta(days=60), overpayment="keep"
    )
    ledger.undo_payment(desk, paid.payment_id, "误记")
    assert picture(desk, one) == before
    write(desk, other, [bookings[n] for n in others if n < len(bookings)])
    assert picture(desk, other) == before
    assert ledger_check.check(desk).findings == ()
    owed = rows(desk, Account, id=other)[0]
    assert owed["outstanding_principal"] >= Decimal(0)
