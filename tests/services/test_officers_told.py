"""Whoever was given a visit reads when it is moved, given to others or off, and when that is undone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import Officer, OutboxItem, Visit
from desktop.adapters.message_files import ReceivedMessage
from desktop.services import day_planning, dispatching, inbox, service_requests, week_copy
from desktop.services.desk import Desk
from desktop.services.service_requests import RequestForm

DAY = date(2026, 11, 20)
FIRST, SECOND, THIRD = "13700000001", "13700000002", "13700000003"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute)


@pytest.fixture(autouse=True)
def officers(desk: Desk) -> None:
    others = [
        {"staff_no": staff_no, "name": name, "does_visits": True, "phone": phone, "skills": []}
        for staff_no, name, phone in (("0218", "李婉清", SECOND), ("0219", "周建国", THIRD))
    ]
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(phone=FIRST, skills=["collection"]))
        connection.execute(insert(Officer), others)
        connection.commit()


def placed(desk: Desk, team: tuple[int, ...] = (1,), start: datetime | None = None) -> int:
    kind = "collection" if len(team) > 1 else "account_auth"
    form = RequestForm(kind, name="张海燕", address="滨江区江虹路8号")
    request_id = service_requests.add(desk, form).request_id
    return dispatching.place(desk, request_id, team, start or at(10)).visit_id


def told(desk: Desk, since: int = 0) -> list[tuple[str, str]]:
    """Who was written what: the job, a change, or that it is off."""
    with desk.read() as connection:
        query = select(OutboxItem.recipient, OutboxItem.body).order_by(OutboxItem.id)
        found = list(connection.execute(query))[since:]
    marks = {"请带齐": "job", "行程变更": "moved", "请勿前往": "off"}
    return [
        (number, next(word for mark, word in marks.items() if mark in body))
        for number, body in found
    ]


def test_who_loses_a_visit_must_not_go_and_who_gets_it_reads_the_job(desk: Desk) -> None:
    moved = dispatching.move(desk, placed(desk), (2,), at(10))
    assert told(desk) == [(FIRST, "job"), (SECOND, "job"), (FIRST, "off")]
    dispatching.take_back(desk, moved.before)
    assert told(desk, 3) == [(FIRST, "job"), (SECOND, "off")]


def test_of_two_who_go_the_one_who_stays_reads_of_the_change(desk: Desk) -> None:
    visit_id = placed(desk, (1, 2))
    dispatching.move(desk, visit_id, (1, 3), at(10, 30))
    assert told(desk, 2) == [(FIRST, "moved"), (THIRD, "job"), (SECOND, "off")]


@pytest.mark.parametrize("end", [dispatching.cancel, dispatching.give_back])
def test_a_visit_that_is_off_is_told_and_so_is_its_return(desk: Desk, end: Any) -> None:
    ended = end(desk, placed(desk))
    assert told(desk, 1) == [(FIRST, "off")]
    dispatching.take_back(desk, ended.before)
    assert told(desk, 2) == [(FIRST, "job")]


def test_a_placing_a_plan_and_a_copy_taken_back_are_told(desk: Desk) -> None:
    visit_id = placed(desk)
    dispatching.take_back(desk, {visit_id: {}})
    assert told(desk) == [(FIRST, "job"), (FIRST, "off")]
    planned = day_planning.plan(desk, DAY)
    dispatching.take_back(desk, planned.before)
    assert told(desk, 2) == [(FIRST, "job"), (FIRST, "off")]
    placed(desk)
    copied = week_copy.copy_last_week(desk, DAY + timedelta(days=7))
    week_copy.take_back(desk, copied)
    assert told(desk, 5) == [(FIRST, "job"), (FIRST, "off")]


def test_where_one_of_two_gives_a_visit_back_the_other_must_not_go_alone(desk: Desk) -> None:
    placed(desk, (1, 2))
    no = ReceivedMessage("no", SECOND, at(9, 5), "9 车坏了")
    assert inbox.receive(desk, [no]).routes == {"officer": 1}
    with desk.read() as connection:
        assert connection.execute(select(Visit.state)).scalar_one() == "refused"
    assert told(desk, 2) == [(FIRST, "off")]
