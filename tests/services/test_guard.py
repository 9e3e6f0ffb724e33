"""The guard's facts as they come from the store."""

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import insert, update

from db.tables import ContactRestriction, Customer
from desktop.domain.contact_facts import Channel, ProposedContact, Purpose
from desktop.domain.contact_policy import Refused
from desktop.services import day_run
from desktop.services.desk import Desk
from desktop.services.guard import judge, read_case
from tests.book import Book
from tests.services.test_reminders import plan, rows, work

TODAY = date(2026, 11, 20)


@pytest.fixture
def case_id(book: Book, desk: Desk) -> int:
    book.customer(1, address="滨江区")
    book.late(1, 1, 5)
    day_run.run(desk)
    return rows(desk)[0].case_id


def restrict(desk: Desk, **more: Any) -> None:
    row = {"customer_id": 1, "reason": "测试", "from_on": TODAY}
    with work(desk) as unit:
        unit.connection.execute(insert(ContactRestriction), [row | {"set_at": unit.now} | more])


def ask(desk: Desk, case_id: int, at: datetime) -> Any:
    proposed = ProposedContact(at, Channel.SMS, Purpose.COLLECTION)
    with desk.read() as connection:
        return judge(connection, case_id, proposed, as_of=TODAY)


def test_agreed_hours_of_the_customer_count(case_id: int, desk: Desk) -> None:
    agreed = {"from": "20:00", "to": "23:00", "agreed_on": "2026-11-01", "proof": "纸质同意书"}
    with work(desk) as unit:
        unit.connection.execute(update(Customer).values(agreed_hours=agreed))
    with desk.read() as connection:
        facts = read_case(connection, case_id, as_of=TODAY).facts()
    assert (facts.agreed_from, facts.agreed_until) == (time(20), time(23))
    assert isinstance(ask(desk, case_id, datetime(2026, 11, 20, 10)), Refused)
    assert ask(desk, case_id, datetime(2026, 11, 20, 22, 30)).is_allowed


def test_a_stop_with_an_end_lifts_after_it(case_id: int, desk: Desk) -> None:
    restrict(desk, kind="stop", until_on=date(2026, 11, 22), channel="sms")
    refused = ask(desk, case_id, datetime(2026, 11, 20, 10))
    assert refused.code == "contact.stop_list"
    assert refused.next_allowed_at == datetime(2026, 11, 23, 8)


@pytest.mark.parametrize("kind", ["dead", "incapable"])
def test_nobody_is_planned_for_who_died_or_is_incapable(
    case_id: int, desk: Desk, kind: str
) -> None:
    restrict(desk, kind=kind)
    day_run.run(desk)
    assert plan(desk) == []
    with desk.read() as connection:
        assert read_case(connection, case_id, as_of=TODAY).facts().is_dead_or_incapable
