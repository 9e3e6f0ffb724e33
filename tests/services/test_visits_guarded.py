"""The contact guard is asked when a collection visit is placed, moved and left for."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import ContactRestriction, Officer, OutboxItem, ServiceRequest, Visit
from desktop.adapters.message_files import ReceivedMessage
from desktop.domain.errors import DomainError
from desktop.services import (
    contacts,
    day_run,
    dispatch_board,
    dispatching,
    inbox,
    service_requests,
    settings,
    visit_steps,
)
from desktop.services.case_actions import restrict
from desktop.services.desk import Desk
from desktop.services.service_requests import RequestForm
from tests.book import Book

DAY = date(2026, 11, 20)
TEAM = (1, 2)
PHONES = ("13700000001", "13700000002")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute)


@pytest.fixture(autouse=True)
def branch(desk: Desk, book: Book) -> None:
    settings.save(desk, {"branch.sms_signature": "滨江农商银行", "branch.phone": "0571-88880000"})
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(phone=PHONES[0], skills=["collection"]))
        second = {"staff_no": "0218", "name": "李婉清", "does_visits": True,
                  "phone": PHONES[1], "skills": ["collection"]}  # fmt: skip
        connection.execute(insert(Officer), [second])
        connection.commit()
    book.customer(1, phone="13800100001", address="滨江区江虹路8号")
    book.late(11, 1, 40)
    day_run.run(desk)


@pytest.fixture
def visit(desk: Desk) -> int:
    """A collection visit of two at 14:00, as an officer asked for it."""
    asked = service_requests.ask_for_collection_visit(desk, 1, note="多次失约")
    return dispatching.place(desk, asked.request_id, TEAM, at(14)).visit_id


def row(desk: Desk, table: Any, number: int) -> Any:
    with desk.read() as connection:
        return connection.execute(select(table.__table__).where(table.id == number)).one()


def dispute_unnoticed(desk: Desk) -> None:
    """Something is in the way of the visit that nobody has taken off the day yet."""
    with desk.store.write() as connection:
        stop = {
            "customer_id": 1,
            "kind": "dispute",
            "from_on": DAY,
            "reason": "客户有异议",
            "set_at": at(9),
        }
        connection.execute(insert(ContactRestriction), [stop])
        connection.commit()


def told(desk: Desk, phone: str) -> list[str]:
    query = select(OutboxItem.body).where(OutboxItem.recipient == phone)
    with desk.read() as connection:
        return list(connection.execute(query.order_by(OutboxItem.id)).scalars())


def test_a_move_asks_the_guard_anew(desk: Desk, visit: int) -> None:
    dispatching.move(desk, visit, TEAM, at(15))
    dispute_unnoticed(desk)
    with pytest.raises(DomainError, match=r"contact\.dispute_stops"):
        dispatching.move(desk, visit, TEAM, at(16))
    assert row(desk, Visit, visit).starts_at == at(15)


def test_nobody_leaves_by_hand_for_a_visit_that_must_not_be_made(desk: Desk, visit: int) -> None:
    dispute_unnoticed(desk)
    with pytest.raises(DomainError, match=r"contact\.dispute_stops"):
        visit_steps.step(desk, visit, "on_the_way")
    assert row(desk, Visit, visit).state == "planned"


def test_an_officer_who_says_by_sms_to_be_leaving_is_told_not_to(desk: Desk, visit: int) -> None:
    dispute_unnoticed(desk)
    before = [len(told(desk, phone)) for phone in PHONES]
    message = ReceivedMessage("leaving", PHONES[0], at(8, 59), "2")
    assert inbox.receive(desk, [message]).routes == {"officer": 1}
    stopped = row(desk, Visit, visit)
    assert (stopped.state, stopped.departed_at) == ("cancelled", None)
    assert row(desk, ServiceRequest, stopped.request_id).state == "confirmed"
    assert [len(told(desk, phone)) for phone in PHONES] == [count + 1 for count in before]


def test_a_restriction_takes_the_visit_off_and_tells_the_officers(desk: Desk, visit: int) -> None:
    before = [len(told(desk, phone)) for phone in PHONES]
    changes = restrict(desk, 1, "dispute", "客户有异议").changes
    assert {"visits", "requests"} <= changes.topics
    stopped = row(desk, Visit, visit)
    assert stopped.state == "cancelled"
    assert stopped.note == "客户已提出异议，核实前停止催收"
    assert row(desk, ServiceRequest, stopped.request_id).state == "confirmed"
    assert [len(told(desk, phone)) for phone in PHONES] == [count + 1 for count in before]
    assert dispatch_board.read_board(desk, DAY).visits == ()


def test_an_objection_by_sms_takes_the_visit_off(desk: Desk, visit: int) -> None:
    text = "这笔账不对，我没借过这么多，有异议"
    inbox.receive(desk, [ReceivedMessage("objects", "13800100001", at(8, 59), text)])
    assert row(desk, Visit, visit).state == "cancelled"
    assert all("请勿前往" in told(desk, phone)[-1] for phone in PHONES)


def test_an_objection_on_the_telephone_takes_the_visit_off(desk: Desk, visit: int) -> None:
    logged = contacts.log_contact(desk, 1, result="disputes", channel="phone")
    assert {"visits", "requests"} <= logged.changes.topics
    assert row(desk, Visit, visit).state == "cancelled"


def test_service_visits_go_on_in_a_dispute(desk: Desk) -> None:
    form = RequestForm(kind="account_auth", name="张海燕", address="滨江区江虹路8号", customer_id=1)
    asked = service_requests.add(desk, form)
    visit = dispatching.place(desk, asked.request_id, (1,), at(10)).visit_id
    restrict(desk, 1, "dispute", "客户有异议")
    dispatching.move(desk, visit, (2,), at(11))
    visit_steps.step(desk, visit, "on_the_way")
    assert row(desk, Visit, visit).state == "on_the_way"
