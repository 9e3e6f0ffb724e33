"""Messages about promises: confirmed when taken, reminded on the day, never when paid."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select, update

from db.tables import ContactRestriction, Customer, OutboxItem, PromiseToPay
from desktop.domain.clock import FixedClock
from desktop.services import day_run, delivery, promise_notices, promises, settings
from desktop.services.desk import Desk
from tests.book import Book
from tests.services.test_reminders import work

TODAY = date(2026, 11, 20)
FRIDAY = TODAY + timedelta(days=3)


@pytest.fixture
def branch(book: Book, desk: Desk) -> Desk:
    """One overdue customer of a branch that writes about promises."""
    settings.save(
        desk,
        {"branch.name": "滨江支行", "branch.phone": "0571-88880000", "promises.messages": "yes"},
    )
    book.customer(1, "欧阳强", sex="m")
    book.late(1, 1, 5)
    day_run.run(desk)
    return desk


def bodies(desk: Desk) -> list[str]:
    with desk.read() as connection:
        return list(connection.execute(select(OutboxItem.body).order_by(OutboxItem.id)).scalars())


def test_a_promise_is_confirmed_and_reminded_of_on_its_day(branch: Desk, clock: FixedClock) -> None:
    promises.take_promise(branch, 1, FRIDAY, Decimal("500.00"))
    (confirmed,) = bodies(branch)
    assert confirmed.startswith(
        "【滨江支行】尊敬的欧阳先生，您好！感谢您与我行沟通，已记录您将于11月23日还款500.00元"
    )
    assert not promise_notices.remind(branch)
    clock.moment = datetime(2026, 11, 23, 9)
    assert "messages" in delivery.go_round(branch).changes.topics
    delivery.go_round(branch)
    assert [body[20:40] for body in bodies(branch)].count(bodies(branch)[1][20:40]) == 1
    assert "您约定于11月23日还款500.00元" in bodies(branch)[1]
    assert len(bodies(branch)) == 2


def test_only_what_is_left_is_named_and_nothing_when_it_is_paid(
    branch: Desk, clock: FixedClock
) -> None:
    for amount in ("500.00", "300.00"):
        promises.take_promise(branch, 1, FRIDAY, Decimal(amount))
    with work(branch) as unit:
        table = PromiseToPay.__table__
        unit.connection.execute(
            update(PromiseToPay).where(table.c.id == 1).values(paid=Decimal("120.00"))
        )
        unit.connection.execute(
            update(PromiseToPay).where(table.c.id == 2).values(paid=Decimal("300.00"))
        )
    clock.moment = datetime(2026, 11, 23, 9)
    promise_notices.remind(branch)
    assert len(bodies(branch)) == 3
    assert "380.00元" in bodies(branch)[2]


@pytest.mark.parametrize("kind", ["dispute", "stop"])
def test_nobody_is_reminded_who_disputes_or_refuses(
    branch: Desk, clock: FixedClock, kind: str
) -> None:
    promises.take_promise(branch, 1, FRIDAY, Decimal("500.00"))
    with work(branch) as unit:
        row = {
            "customer_id": 1,
            "kind": kind,
            "reason": "…",
            "from_on": TODAY,
            "set_at": datetime(2026, 11, 20),
        }
        unit.connection.execute(insert(ContactRestriction), [row])
    clock.moment = datetime(2026, 11, 23, 9)
    assert not promise_notices.remind(branch)
    assert len(bodies(branch)) == 1


@pytest.mark.parametrize("value", [{"promises.messages": "no"}, {"branch.phone": ""}])
def test_a_branch_that_wants_none_sends_none(
    branch: Desk, clock: FixedClock, value: dict[str, str]
) -> None:
    settings.save(branch, value)
    promises.take_promise(branch, 1, FRIDAY, Decimal("500.00"))
    clock.moment = datetime(2026, 11, 23, 9)
    assert not promise_notices.remind(branch)
    assert bodies(branch) == []


def test_a_promise_of_today_is_confirmed_only(branch: Desk) -> None:
    promises.take_promise(branch, 1, TODAY, Decimal("500.00"))
    assert not promise_notices.remind(branch)
    assert len(bodies(branch)) == 1


def test_english_customers_read_english(branch: Desk) -> None:
    with work(branch) as unit:
        unit.connection.execute(update(Customer).values(language="en"))
    promises.take_promise(branch, 1, FRIDAY, Decimal("500.00"))
    assert "you will pay CNY 500.00 on 23 Nov, by mobile banking" in bodies(branch)[0]
