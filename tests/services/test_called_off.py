"""A customer who has paid is not visited: collection visits end in the transaction of the booking."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from db.tables import Case, Officer, OutboxItem, ServiceRequest, Visit
from desktop.services import day_run, ledger, payment_watch
from desktop.services.desk import Actor, Desk
from tests.book import Book, yuan
from tests.conftest import TODAY


@pytest.fixture
def owing(desk: Desk, book: Book) -> Desk:
    """张海燕 owes 1,060.00; officers 1 and 2 are to visit her tomorrow, and for a card as well.

    They are late for another visit that was to be an hour ago.
    """
    book.customer(1)
    book.late(1, 1, 45, annual_rate=None)
    day_run.run(desk)
    now = desk.clock.now()
    soon = now + timedelta(days=1)
    with desk.store.write() as connection:
        known = set(connection.execute(select(Officer.id)).scalars())
        officers = [
            {"id": number, "staff_no": f"09{number}", "name": f"甲{number}", "phone": f"1380000900{number}"}
            for number in (1, 2)
            if number not in known
        ]  # fmt: skip
        if officers:
            connection.execute(insert(Officer), officers)
        connection.execute(
            insert(ServiceRequest),
            [
                {"id": number, "customer_id": 1, "received_at": now, "kind": kind, "state": state}
                for number, kind, state in (
                    (1, "collection", "planned"), (2, "card_replace", "planned"),
                    (3, "collection", "new"), (4, "collection", "planned"),
                    (5, "collection", "planned"),
                )
            ],
        )  # fmt: skip
        connection.execute(
            insert(Visit),
            [
                {"id": number, "request_id": number, "customer_id": 1, "purpose": kind,
                 "address": "某处", "officer_id": 1, "second_officer_id": 2, "starts_at": start,
                 "state": state, "updated_at": now}
                for number, kind, state, start in (
                    (1, "collection", "accepted", soon), (2, "card_replace", "planned", soon),
                    (4, "collection", "on_the_way", soon),
                    (5, "collection", "planned", now - timedelta(hours=1)),
                )
            ],
        )  # fmt: skip
        connection.commit()
    return desk


def _states(desk: Desk, table: Any) -> dict[int, str]:
    with desk.read() as connection:
        return {row.id: row.state for row in connection.execute(select(table.id, table.state))}


def test_paying_everything_overdue_calls_the_visits_off(owing: Desk) -> None:
    ledger.pay(owing, 1, yuan("60.00"), value_on=TODAY)
    assert _states(owing, Visit)[1] == "accepted"
    ledger.pay(owing, 1, yuan("1000.00"), value_on=TODAY)
    assert _states(owing, Visit) == {
        1: "cancelled", 2: "planned", 4: "on_the_way", 5: "cancelled"
    }  # fmt: skip
    assert _states(owing, ServiceRequest) == {
        1: "cancelled", 2: "planned", 3: "cancelled", 4: "planned", 5: "cancelled"
    }  # fmt: skip
    with owing.read() as connection:
        query = select(OutboxItem.body).where(OutboxItem.idempotency_key.like("off:%"))
        bodies = connection.execute(query).scalars().all()
    assert bodies
    assert all("请勿前往" in body for body in bodies)


def test_an_officer_hears_of_payments_that_others_booked_on_their_cases(owing: Desk) -> None:
    mine = owing.acting_as(Actor(2, "092"))
    with owing.store.write() as connection:
        connection.execute(Case.__table__.update().values(officer_id=2))
        connection.commit()
    start = payment_watch.paid_since(mine, None)
    assert (start.payments, start.until) == ((), 0)
    ledger.pay(owing, 1, yuan("60.00"), value_on=TODAY)
    told = payment_watch.paid_since(mine, start.until)
    assert [(each.name, each.amount) for each in told.payments] == [("张海燕", yuan("60.00"))]
    assert payment_watch.paid_since(mine, told.until).payments == ()
    ledger.pay(mine, 1, yuan("5.00"), value_on=TODAY)
    assert payment_watch.paid_since(mine, told.until).payments == ()
    for number in range(7):
        ledger.pay(owing, 1, yuan(f"1.0{number}"), value_on=TODAY)
    many = payment_watch.paid_since(mine, told.until)
    assert (len(many.payments), many.more) == (payment_watch.MOST_TOLD, 1)
    nobody = owing.acting_as(Actor(None, "system"))
    assert payment_watch.paid_since(nobody, 0).payments == ()
