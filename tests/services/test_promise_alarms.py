"""The alarm before a promise is missed: once, to dispatcher, officers and customer, with a rescue."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import Officer, OutboxItem, PinnedPlace, PromiseAlarm
from desktop.domain.clock import FixedClock
from desktop.domain.service_promise import PromiseState
from desktop.domain.wished_time import WishedTime
from desktop.services import (
    dispatch_board,
    dispatching,
    promise_alarms,
    service_requests,
    visit_steps,
)
from desktop.services.desk import Desk
from desktop.services.service_requests import RequestForm
from tests.book import Book

DAY = date(2026, 11, 20)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute)


@pytest.fixture(autouse=True)
def branch(desk: Desk, book: Book) -> None:
    """Officer 2 starts where the customer lives, officer 1 half an hour away."""
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(phone="13700000001", start_place="余杭区远路1号"))
        near = {"staff_no": "0218", "name": "李婉清", "does_visits": True, "phone": "13700000002"}
        connection.execute(insert(Officer), [near | {"start_place": "滨江区江虹路8号"}])
        pin = {"latitude_e6": 30_200_000, "longitude_e6": 120_200_000, "pinned_at": at(8)}
        far = pin | {"latitude_e6": 30_230_000, "longitude_e6": 120_160_000}
        rows = [{"address": "滨江区江虹路8号", **pin}, {"address": "余杭区远路1号", **far}]
        connection.execute(insert(PinnedPlace), rows)
        connection.commit()
    book.customer(1, phone="13800100001", address="滨江区江虹路8号")


def placed(desk: Desk, **more: Any) -> int:
    wish = WishedTime("point", at(10))
    form = {"kind": "account_auth", "address": "滨江区江虹路8号", "customer_id": 1, "wish": wish}
    saved = service_requests.add(desk, RequestForm(**(form | more)))
    people = (1, 2) if more.get("kind") == "collection" else (1,)
    return dispatching.place(desk, saved.request_id, people, at(10)).visit_id


def bodies(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as connection:
        query = select(OutboxItem.recipient, OutboxItem.body).order_by(OutboxItem.id)
        return [(row.recipient, row.body) for row in connection.execute(query)]


def test_a_visit_that_will_be_late_is_told_once_with_who_can_save_it(
    desk: Desk, clock: FixedClock
) -> None:
    visit_id = placed(desk)
    assert promise_alarms.raise_alarms(desk).alarms == ()
    clock.moment = at(9, 55)
    before = len(bodies(desk))
    (alarm,) = promise_alarms.raise_alarms(desk).alarms
    assert (alarm.key, alarm.promised_by) == (f"v{visit_id}", at(10, 15))
    assert alarm.expected_at is not None
    assert alarm.expected_at > at(10, 15)
    assert alarm.rescue is not None
    assert alarm.rescue.names == ("李婉清",)
    told = bodies(desk)[before:]
    assert [number for number, _ in told] == ["13700000001", "13800100001"]
    assert "须于10:15前到达" in told[0][1]
    assert "可改由李婉清" in told[0][1]
    assert "路上耽搁" in told[1][1]
    assert promise_alarms.raise_alarms(desk).alarms == ()
    with desk.read() as connection:
        assert len(connection.execute(select(PromiseAlarm.__table__)).all()) == 1


def test_the_rescue_is_offered_and_taken(desk: Desk, clock: FixedClock) -> None:
    visit_id = placed(desk)
    assert promise_alarms.rescues(desk, visit_id, DAY).offers == ()
    clock.moment = at(9, 55)
    offer = promise_alarms.rescues(desk, visit_id, DAY).offers[0]
    dispatching.move(desk, visit_id, offer.officers, offer.starts_at)
    (visit,) = dispatch_board.read_board(desk, DAY).visits
    assert visit.promise is PromiseState.AT_RISK
    assert promise_alarms.rescues(desk, 99, DAY).offers == ()


def test_nobody_left_is_said_with_the_reason(desk: Desk, clock: FixedClock) -> None:
    visit_id = placed(desk)
    with desk.store.write() as connection:
        connection.execute(update(Officer).where(Officer.id == 2).values(is_active=False))
        connection.commit()
    clock.moment = at(9, 55)
    (alarm,) = promise_alarms.raise_alarms(desk).alarms
    assert (alarm.rescue, alarm.reason) == (None, "day_full")
    assert promise_alarms.rescues(desk, visit_id, DAY).reason == "day_full"


def test_who_is_on_the_way_cannot_be_replaced_and_who_is_there_has_kept_it(
    desk: Desk, clock: FixedClock
) -> None:
    visit_id = placed(desk)
    clock.moment = at(9, 56)
    visit_steps.step(desk, visit_id, "on_the_way")
    (alarm,) = promise_alarms.raise_alarms(desk).alarms
    assert alarm.rescue is None
    clock.moment = at(10, 14)
    visit_steps.step(desk, visit_id, "arrived")
    with desk.store.write() as connection:
        connection.execute(PromiseAlarm.__table__.delete())
        connection.commit()
    assert promise_alarms.raise_alarms(desk).alarms == ()


def test_a_request_nobody_has_placed_and_a_call_back(desk: Desk, clock: FixedClock) -> None:
    form = RequestForm("account_auth", address="滨江区江虹路8号", wish=WishedTime("point", at(10)))
    service_requests.add(desk, form)
    service_requests.add(desk, RequestForm("bill_query", phone="13800100001", needs_visit=False))
    clock.moment = at(9, 58)
    call, visit = promise_alarms.raise_alarms(desk).alarms
    assert visit.rescue is not None
    assert visit.rescue.names == ("李婉清",)
    assert (call.kind, call.rescue, call.reason) == ("bill_query", None, "")


def test_a_debtor_is_not_told_that_a_collection_visit_is_late(
    desk: Desk, clock: FixedClock
) -> None:
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(skills=["collection"]))
        connection.commit()
    placed(desk, kind="collection")
    clock.moment = at(9, 55)
    before = len(bodies(desk))
    promise_alarms.raise_alarms(desk)
    assert {number for number, _ in bodies(desk)[before:]} == {"13700000001", "13700000002"}
