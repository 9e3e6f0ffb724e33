"""Pairs fixed for a day, and the same day of last week copied."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import Officer, OutboxItem, ServiceRequest, Visit
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.wished_time import WishedTime
from desktop.services import (
    dispatch_board,
    dispatching,
    officer_pairs,
    service_requests,
    week_copy,
)
from desktop.services.desk import Desk
from desktop.services.service_requests import RequestForm
from tests.book import Book

DAY = date(2026, 11, 20)
NEXT = DAY + timedelta(days=7)
HOUSE = "滨江区江虹路8号"


def at(hour: int, day: date = DAY) -> datetime:
    return datetime.combine(day, datetime.min.time()) + timedelta(hours=hour)


@pytest.fixture(autouse=True)
def staff(desk: Desk, book: Book) -> None:
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(skills=["collection"], phone="13700000001"))
        rows = [
            {"staff_no": f"021{n}", "name": name, "does_visits": True, "skills": ["collection"]}
            for n, name in ((8, "李婉清"), (9, "周建国"))
        ]
        connection.execute(insert(Officer), rows)
        connection.commit()
    book.customer(1, phone="13800100001", address=HOUSE)


def placed(desk: Desk, start: datetime, team: tuple[int, ...] = (1,), **more: Any) -> int:
    wish = WishedTime("range", start - timedelta(hours=1), start + timedelta(hours=1))
    form = {"kind": "bill_query", "address": HOUSE, "customer_id": 1, "wish": wish} | more
    saved = service_requests.add(desk, RequestForm(**form))
    return dispatching.place(desk, saved.request_id, team, start).visit_id


def rows(desk: Desk, table: Any) -> list[Any]:
    with desk.read() as connection:
        return list(connection.execute(select(table.__table__).order_by(table.id)))


def test_a_pair_of_the_day_goes_together_and_parts_again(desk: Desk) -> None:
    officer_pairs.set_pair(desk, DAY, 3, 1)
    wish = WishedTime("before", end=at(17))
    form = RequestForm("collection", address=HOUSE, customer_id=1, wish=wish)
    request_id = service_requests.add(desk, form).request_id
    offers = dispatch_board.offers(desk, request_id, DAY).offers
    assert {offer.officers for offer in offers} == {(1, 3)}
    board = dispatch_board.read_board(desk, DAY)
    codes = [one.code for one in dispatching.conflicts(board, f"r{request_id}", (1, 2), at(11))]
    assert codes == ["pair_parted"]
    officer_pairs.set_pair(desk, DAY, 1, 2)
    assert officer_pairs.pairs(desk, DAY) == ((1, 2),)
    officer_pairs.dissolve(desk, DAY, 2)
    assert officer_pairs.pairs(desk, DAY) == ()
    with pytest.raises(DomainError, match="pair_of_one"):
        officer_pairs.set_pair(desk, DAY, 1, 1)


def test_last_week_is_copied_once_and_taken_back(desk: Desk, clock: FixedClock) -> None:
    officer_pairs.set_pair(desk, DAY, 1, 2)
    placed(desk, at(10))
    placed(desk, at(14), (1, 2), kind="collection")
    clock.moment = at(9, NEXT - timedelta(days=1))
    copied = week_copy.copy_last_week(desk, NEXT)
    assert [code for _, code in copied.skipped] == ["dispatch.copy.decided_anew"]
    made = rows(desk, Visit)[-1]
    assert (made.starts_at, made.officer_id, made.purpose) == (at(10, NEXT), 1, "bill_query")
    assert (made.earliest_at, made.promised_by) == (at(9, NEXT), at(11, NEXT))
    assert officer_pairs.pairs(desk, NEXT) == ((1, 2),)
    assert any("11月27日10:00" in row.body for row in rows(desk, OutboxItem))
    again = week_copy.copy_last_week(desk, NEXT)
    assert again.visits == ()
    assert "dispatch.copy.there_already" in [code for _, code in again.skipped]
    week_copy.take_back(desk, copied)
    assert rows(desk, Visit)[-1].state == "cancelled"
    assert rows(desk, ServiceRequest)[-1].state == "cancelled"


def test_what_would_break_a_rule_is_left_out_with_the_reason(desk: Desk, clock: FixedClock) -> None:
    placed(desk, at(10))
    clock.moment = at(9, NEXT - timedelta(days=1))
    dispatching.set_absence(desk, dispatching.Absence(1, NEXT, NEXT))
    copied = week_copy.copy_last_week(desk, NEXT)
    assert copied.visits == ()
    assert [code for _, code in copied.skipped] == ["dispatch.conflict.on_leave"]
