"""A customer names two times: both are kept, promised, planned within, and moved between."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select

from db.tables import Officer, ServiceRequest, Visit
from desktop.adapters.message_files import ReceivedMessage
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.service_promise import PromiseState
from desktop.domain.wished_time import WishedTime
from desktop.services import (
    day_planning,
    dispatch_board,
    dispatching,
    inbox,
    promise_alarms,
    service_requests,
)
from desktop.services.desk import Desk
from desktop.services.service_requests import RequestForm
from tests.book import Book

DAY = date(2026, 11, 20)


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    return datetime(2026, 11, day, hour, minute)


@pytest.fixture(autouse=True)
def officers(desk: Desk) -> None:
    with desk.store.write() as connection:
        row = {"staff_no": "0218", "name": "李婉清", "does_visits": True, "skills": ["card_device"]}
        connection.execute(insert(Officer), [row])
        connection.commit()


MORNING_OR_AFTERNOON = WishedTime("range", at(9), at(10), WishedTime("range", at(14), at(15)))


def request(desk: Desk, wish: WishedTime = MORNING_OR_AFTERNOON) -> int:
    form = RequestForm("account_auth", address="滨江区江虹路8号", name="张海燕", wish=wish)
    return service_requests.add(desk, form).request_id


def row(desk: Desk, table: Any, number: int) -> Any:
    with desk.read() as connection:
        return connection.execute(select(table.__table__).where(table.id == number)).one()


def test_two_times_in_a_message_are_both_promised_once_confirmed(desk: Desk, book: Book) -> None:
    book.customer(1, phone="13800100001", address="滨江区江虹路8号")
    text = "补卡，明天上午或者后天下午，滨江区江虹路8号"
    inbox.receive(desk, [ReceivedMessage("1", "13800100001", at(8, 55), text)])
    (card,) = dispatch_board.read_board(desk, DAY).requests
    assert card.doubts == ("dispatch.doubt.either_time",)
    service_requests.confirm(desk, card.request_id)
    (card,) = dispatch_board.read_board(desk, DAY).requests
    windows = (at(8, day=21), at(12, day=21)), (at(12, day=22), at(18, day=22))
    assert (card.windows, card.deadline) == (windows, at(18, day=22))
    wish = service_requests.wish_of(card.understood)
    assert wish is not None
    assert wish.other == WishedTime("part", *windows[1])


def test_two_times_that_meet_are_one_window_and_the_later_may_be_named_first(desk: Desk) -> None:
    meeting = WishedTime("range", at(10), at(12), WishedTime("range", at(9), at(11)))
    later_first = WishedTime("range", at(14), at(15), WishedTime("range", at(9), at(10)))
    within = WishedTime("range", at(9), at(12), WishedTime("range", at(10), at(11)))
    wishes = (meeting, within, later_first)
    stored = [row(desk, ServiceRequest, request(desk, wish)) for wish in wishes]
    assert [(one.promised_from, one.promised_by, one.other_from) for one in stored] == [
        (at(9), at(12), None),
        (at(9), at(12), None),
        (at(9), at(10), at(14)),
    ]
    assert stored[2].other_by == at(15)


def test_a_second_time_that_ends_before_it_begins_is_refused_at_its_field(desk: Desk) -> None:
    backwards = WishedTime("range", at(9), at(10), WishedTime("range", at(15), at(14)))
    with pytest.raises(DomainError, match=r"dispatch\.wish_backwards") as raised:
        request(desk, backwards)
    assert raised.value.field == "other"


def test_a_visit_is_promised_the_window_it_is_placed_in(desk: Desk) -> None:
    request_id = request(desk)
    with pytest.raises(DomainError, match=r"dispatch\.conflict\.too_early"):
        dispatching.place(desk, request_id, (1,), at(11))
    placed = dispatching.place(desk, request_id, (1,), at(14))
    assert placed.soft == ()
    visit = row(desk, Visit, placed.visit_id)
    assert (visit.earliest_at, visit.promised_by) == (at(14), at(15))
    moved = dispatching.move(desk, placed.visit_id, (1,), at(9, 40))
    assert moved.soft == ()
    assert row(desk, Visit, placed.visit_id).promised_by == at(10)
    with pytest.raises(DomainError, match=r"dispatch\.conflict\.too_early"):
        dispatching.move(desk, placed.visit_id, (1,), at(11))
    dispatching.take_back(desk, moved.before)
    assert row(desk, Visit, placed.visit_id).promised_by == at(15)


def test_moving_to_the_window_of_another_day_is_no_missed_promise(desk: Desk) -> None:
    wish = WishedTime("range", at(9), at(10), WishedTime("range", at(14, day=23), at(15, day=23)))
    request_id = request(desk, wish)
    placed = dispatching.place(desk, request_id, (1,), at(9, 40))
    moved = dispatching.move(desk, placed.visit_id, (1,), at(14, 30, day=23))
    assert moved.soft == ()
    assert row(desk, Visit, placed.visit_id).promised_by == at(15, day=23)
    job = dispatch_board.read_board(desk, date(2026, 11, 23)).jobs[f"v{placed.visit_id}"]
    assert (job.latest, job.other) == (at(15, day=23), None)


def test_the_request_belongs_to_either_day(desk: Desk) -> None:
    wish = WishedTime("range", at(9), at(10), WishedTime("range", at(14, day=23), at(15, day=23)))
    key = f"r{request(desk, wish)}"
    jobs = [dispatch_board.read_board(desk, date(2026, 11, day)).jobs[key] for day in (20, 23)]
    assert [(one.earliest, one.latest, one.other) for one in jobs] == [
        (at(9), at(10), None),
        (at(14, day=23), at(15, day=23), None),
    ]
    after = dispatch_board.read_board(desk, date(2026, 11, 24)).jobs[key]
    assert after.latest == at(15, day=23)


def test_the_alarm_waits_for_the_last_window(desk: Desk, clock: FixedClock) -> None:
    request(desk)
    clock.moment = at(10, 30)
    assert promise_alarms.raise_alarms(desk).alarms == ()
    (card,) = dispatch_board.read_board(desk, DAY).requests
    assert card.promise is PromiseState.ON_TRACK
    clock.moment = at(14, 50)
    (alarm,) = promise_alarms.raise_alarms(desk).alarms
    assert alarm.promised_by == at(15)


@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_a_day_is_planned_within_either_window(desk: Desk, seconds: float) -> None:
    for _ in range(7):
        request(desk)
    planned = day_planning.plan(desk, DAY, seconds=seconds)
    assert planned.unplaced == ()
    visits = dispatch_board.read_board(desk, DAY).visits
    assert len(visits) == 7
    for visit in visits:
        assert visit.promise is PromiseState.ON_TRACK
        assert any(begin <= visit.starts_at <= end for begin, end in visit.windows if begin and end)
