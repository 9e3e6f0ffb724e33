"""Promises: taken, judged by what was paid, taken back."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select

from db.tables import Case, CaseBoard, Payment, PromiseToPay
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.promise import PromiseState
from desktop.services import day_run
from desktop.services.desk import Desk
from desktop.services.promises import settle_promises, take_back_promise, take_promise
from tests.book import Book
from tests.services.test_reminders import plan

TODAY = date(2026, 11, 20)
FRIDAY = TODAY + timedelta(days=3)


@pytest.fixture
def case_id(book: Book, desk: Desk) -> int:
    book.customer(1)
    book.late(11, 1, 5)
    day_run.run(desk)
    with desk.read() as connection:
        return connection.execute(select(Case.id)).scalar_one()


def promises(desk: Desk) -> list[Any]:
    with desk.read() as connection:
        return list(connection.execute(select(PromiseToPay.__table__)).all())


def pay(desk: Desk, amount: str, day: date, **more: Any) -> None:
    with desk.write() as work:
        work.connection.execute(
            insert(Payment),
            [
                {
                    "account_id": 11,
                    "natural_key": f"{day}:{amount}",
                    "paid_on": day,
                    "amount": Decimal(amount),
                    "booked_at": work.now,
                    **more,
                }
            ],
        )
        work.audit("test", "test")
        work.commit()


def test_a_promise_shows_on_the_board_and_holds_collection(case_id: int, desk: Desk) -> None:
    taken = take_promise(desk, case_id, FRIDAY, Decimal("500.00"))
    with desk.read() as connection:
        row = connection.execute(select(CaseBoard.promise_due_on, CaseBoard.stage)).one()
    assert tuple(row) == (FRIDAY, "promised")
    assert plan(desk) == [("overdue_sms", FRIDAY + timedelta(days=2))]
    take_back_promise(desk, taken.promise_id)
    assert promises(desk)[0].state == "cancelled"
    assert plan(desk) == [("overdue_sms", TODAY)]
    with desk.read() as connection:
        row = connection.execute(select(CaseBoard.promise_due_on, CaseBoard.stage)).one()
    assert tuple(row) == (None, "contacted")


def test_the_stage_stays_promised_while_another_promise_is_open(case_id: int, desk: Desk) -> None:
    first = take_promise(desk, case_id, FRIDAY, Decimal("500.00"))
    take_promise(desk, case_id, FRIDAY, Decimal("560.00"))
    take_back_promise(desk, first.promise_id)
    with desk.read() as connection:
        assert connection.execute(select(Case.stage)).scalar_one() == "promised"


@pytest.mark.parametrize(
    ("amount", "state"), [("500.00", "kept"), ("100.00", "part_kept"), (None, "broken")]
)
def test_the_day_run_judges(
    case_id: int, desk: Desk, clock: FixedClock, amount: str | None, state: str
) -> None:
    take_promise(desk, case_id, FRIDAY, Decimal("500.00"))
    if amount:
        pay(desk, amount, FRIDAY)
        pay(desk, "77.00", FRIDAY, reversed_at=datetime(2026, 11, 23, 9))
    clock.moment = datetime(2026, 11, 24, 9)
    day_run.run(desk)
    (row,) = promises(desk)
    assert (row.state, row.judged_on) == (
        state,
        FRIDAY if state == "kept" else FRIDAY + timedelta(days=1),
    )
    assert row.paid == Decimal(amount or "0.00")


def test_money_on_the_way_is_noted_while_the_promise_is_open(case_id: int, desk: Desk) -> None:
    take_promise(desk, case_id, FRIDAY, Decimal("500.00"))
    pay(desk, "100.00", TODAY)
    with desk.write() as work:
        assert settle_promises(work, as_of=TODAY, customers=(2,)) == {}
        assert settle_promises(work, as_of=TODAY, customers=(1,)) == {PromiseState.OPEN: 1}
        assert settle_promises(work, as_of=TODAY) == {}
        work.audit("test", "test")
        work.commit()
    assert promises(desk)[0].paid == Decimal("100.00")


def test_what_cannot_be_taken_or_taken_back(case_id: int, desk: Desk) -> None:
    for call, code in (
        (lambda: take_promise(desk, case_id, TODAY - timedelta(1), Decimal(1)), "day_is_past"),
        (lambda: take_back_promise(desk, 99), "unknown"),
    ):
        with pytest.raises(DomainError) as refused:
            call()
        assert refused.value.code == f"promises.{code}"
    with pytest.raises(DomainError) as unknown:
        take_promise(desk, 99, FRIDAY, Decimal("1.00"))
    assert unknown.value.code == "contact.unknown_case"
    taken = take_promise(desk, case_id, FRIDAY, Decimal("1.00"))
    take_back_promise(desk, taken.promise_id)
    with pytest.raises(DomainError) as judged:
        take_back_promise(desk, taken.promise_id)
    assert judged.value.code == "promises.already_judged"
