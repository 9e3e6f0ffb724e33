"""Placing visits, moving them, their steps, their ratings, a day's plan."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import Officer, OutboxItem, PinnedPlace, RecoveryTask, ServiceRequest, Visit
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.service_promise import PromiseState
from desktop.domain.wished_time import WishedTime
from desktop.services import (
    day_planning,
    dispatch_board,
    dispatching,
    places,
    rule_changes,
    service_requests,
    visit_steps,
)
from desktop.services.case_actions import restrict
from desktop.services.desk import Desk
from desktop.services.service_requests import RequestForm
from tests.book import Book

DAY = date(2026, 11, 20)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute)


@pytest.fixture(autouse=True)
def officers(desk: Desk) -> None:
    rows = [
        {"staff_no": "0218", "name": "李婉清", "does_visits": True, "skills": ["card_device"]},
        {"staff_no": "0219", "name": "周建国", "does_visits": True, "skills": ["collection"]},
    ]
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(skills=["collection"]))
        connection.execute(insert(Officer), rows)
        connection.commit()


def form(**more: Any) -> RequestForm:
    return RequestForm(
        **({"kind": "account_auth", "address": "渝北区金山路8号", "name": "张海燕"} | more)
    )


def request(desk: Desk, **more: Any) -> int:
    return service_requests.add(desk, form(**more)).request_id


def row(desk: Desk, table: Any, row_id: int = 1) -> Any:
    with desk.read() as connection:
        return connection.execute(select(table.__table__).where(table.id == row_id)).one()


# --- requests


def test_a_typed_request_is_confirmed_and_has_a_promise(desk: Desk) -> None:
    request_id = request(desk)
    card = dispatch_board.read_board(desk, DAY).requests[0]
    assert (card.request_id, card.state, card.minutes) == (request_id, "confirmed", 30)
    assert card.promised_by == at(11)
    assert card.promise is PromiseState.ON_TRACK


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "dance"}, "dispatch.unknown_kind"),
        ({"address": " "}, "dispatch.address_needed"),
        ({"address": "路" * 301}, "dispatch.address_too_long"),
        ({"minutes": 1}, "dispatch.bad_minutes"),
        ({"wish": WishedTime("range", at(12), at(10))}, "dispatch.wish_backwards"),
    ],
)
def test_what_cannot_be_worked_with_is_refused(desk: Desk, more: Any, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        request(desk, **more)
    assert dispatch_board.read_board(desk, DAY).requests == ()


def new_request(desk: Desk, **more: Any) -> int:
    values = {
        "received_at": at(8, 50),
        "kind": "card_replace",
        "text": "补卡",
        "understood": {"when": None},
        "doubts": ["dispatch.doubt.address_missing"],
        "address": None,
        "promised_by": at(10, 50),
        **more,
    }
    with desk.store.write() as connection:
        connection.execute(insert(ServiceRequest), [values])
        connection.commit()
    return 1


def test_confirming_settles_the_doubts_and_can_be_taken_back(desk: Desk) -> None:
    new_request(desk, address="渝北区金山路8号")
    saved = service_requests.confirm(desk, 1)
    assert (row(desk, ServiceRequest).state, row(desk, ServiceRequest).doubts) == ("confirmed", [])
    service_requests.take_back(desk, saved)
    assert row(desk, ServiceRequest).state == "new"
    assert row(desk, ServiceRequest).doubts == ["dispatch.doubt.address_missing"]


def test_a_visit_without_an_address_cannot_be_confirmed_but_corrected(desk: Desk) -> None:
    new_request(desk)
    with pytest.raises(DomainError, match=r"dispatch\.address_needed"):
        service_requests.confirm(desk, 1)
    saved = service_requests.correct(
        desk, 1, form(wish=WishedTime("point", at(15)), is_urgent=True)
    )
    changed = row(desk, ServiceRequest)
    assert (changed.kind, changed.state, changed.priority) == ("account_auth", "confirmed", 10)
    assert changed.promised_by == at(15, 15)
    service_requests.take_back(desk, saved)
    assert row(desk, ServiceRequest).kind == "card_replace"


def test_a_closed_request_is_gone(desk: Desk) -> None:
    request(desk)
    with pytest.raises(DomainError, match=r"dispatch\.unknown_outcome"):
        service_requests.close(desk, 1, "lost")
    service_requests.close(desk, 1)
    with pytest.raises(DomainError, match=r"dispatch\.request_gone"):
        service_requests.close(desk, 1)
    with pytest.raises(DomainError, match=r"dispatch\.request_gone"):
        dispatch_board.offers(desk, 1, DAY)


def test_a_confirmed_wish_to_cancel_takes_the_visit_back(desk: Desk, book: Book) -> None:
    customer = book.customer(1)
    dispatching.place(desk, request(desk, customer_id=customer), (1,), at(10))
    with desk.store.write() as connection:
        connection.execute(update(OutboxItem).values(state="sent"))
        connection.commit()
    service_requests.add(desk, form(kind="cancel", needs_visit=False, customer_id=customer))
    service_requests.close(desk, 2)
    assert row(desk, Visit).state == "cancelled"
    with desk.read() as connection:
        query = select(OutboxItem.template).where(OutboxItem.state == "queued")
        assert connection.execute(query).scalars().all() == ["visit_cancelled"]


def test_areas_of_no_officer_and_kinds_are_promised_their_own_time(desk: Desk) -> None:
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(area="渝北区"))
        pin = {
            "address": "巫溪县某路1号",
            "area": "巫溪县",
            "latitude_e6": 31_400_000,
            "longitude_e6": 109_600_000,
            "pinned_at": at(8),
        }
        connection.execute(insert(PinnedPlace), [pin])
        connection.commit()
    for code, value in (("far_minutes", "90"), ("minutes.corporate", "180")):
        code = f"visit.promise_{code}"
        rule_changes.save_rule(desk, code, value, from_on=DAY, source="支行服务承诺")
    near, far = request(desk), request(desk, address="巫溪县某路1号")
    slow, unknown = request(desk, kind="corporate"), request(desk, address="某处")
    promised = {
        one: row(desk, ServiceRequest, one).promised_by for one in (near, far, slow, unknown)
    }
    assert promised == {near: at(11), far: at(12, 30), slow: at(12), unknown: at(11)}


def test_a_wish_is_kept_as_it_was_said() -> None:
    wish = WishedTime("before", end=at(9, 30))
    facts = {"when": service_requests.wish_facts(wish)}
    assert service_requests.wish_of(facts) == wish
    assert service_requests.wish_of({}) is None


# --- placing


def test_placing_makes_a_visit_and_takes_the_request_off_the_list(desk: Desk) -> None:
    placed = dispatching.place(desk, request(desk), (2,), at(10))
    board = dispatch_board.read_board(desk, DAY)
    assert board.requests == ()
    (visit,) = board.visits
    assert (visit.visit_id, visit.officers, visit.starts_at) == (placed.visit_id, (2,), at(10))
    assert (visit.name, visit.promise) == ("张海燕", PromiseState.ON_TRACK)
    assert {line.officer_id: line.visits for line in board.officers} == {1: 0, 2: 1, 3: 0}
    assert visit.ends_at == at(10, 30)


@pytest.mark.parametrize(
    ("more", "team", "when", "code"),
    [
        ({"kind": "card_replace"}, (1,), at(10), "skill_missing"),
        ({"kind": "collection"}, (1,), at(10), "needs_two"),
        ({}, (1,), at(12, 15), "lunch"),
        ({}, (1,), at(8), "in_the_past"),
        ({}, (99,), at(10), "unknown_officer"),
    ],
)
def test_hard_rules_are_never_broken(
    desk: Desk, more: Any, team: tuple[int, ...], when: datetime, code: str
) -> None:
    request_id = request(desk, **more)
    with pytest.raises(DomainError, match=rf"dispatch\.conflict\.{code}"):
        dispatching.place(desk, request_id, team, when)
    assert dispatch_board.read_board(desk, DAY).visits == ()


def test_a_promise_that_cannot_be_kept_is_told_but_no_refusal(desk: Desk) -> None:
    placed = dispatching.place(desk, request(desk), (1,), at(15))
    assert [one.code for one in placed.soft] == ["promise_missed"]
    assert dispatch_board.read_board(desk, DAY).visits[0].promise is PromiseState.LATE


def test_only_what_is_confirmed_can_be_placed(desk: Desk) -> None:
    new_request(desk)
    with pytest.raises(DomainError, match=r"dispatch\.confirm_first"):
        dispatching.place(desk, 1, (2,), at(10))
    with pytest.raises(DomainError, match=r"dispatch\.request_gone"):
        dispatching.place(desk, 7, (2,), at(10))


def test_a_collection_visit_asks_the_guard(desk: Desk, book: Book) -> None:
    from desktop.services import day_run

    book.customer(1, address="渝北区金山路8号")
    book.late(11, 1, 40)
    day_run.run(desk)
    saved = service_requests.ask_for_collection_visit(desk, 1, note="多次失约")
    board = dispatch_board.read_board(desk, DAY)
    assert board.jobs[f"r{saved.request_id}"].people == 2
    restrict(desk, 1, "dispute", "客户有异议")
    with pytest.raises(DomainError, match=r"contact\.dispute_stops"):
        dispatching.place(desk, saved.request_id, (1, 3), at(14))
    with pytest.raises(DomainError, match=r"contact\.dispute_stops"):
        dispatching.place_best(desk, saved.request_id, DAY)
    for is_trial in (True, False):
        planned = day_planning.plan(desk, DAY, is_trial=is_trial)
        assert (planned.visits, planned.unplaced) == ((), ((saved.request_id, "guard"),))


def test_a_collection_visit_needs_a_case(desk: Desk) -> None:
    with pytest.raises(DomainError, match=r"dispatch\.no_case"):
        service_requests.ask_for_collection_visit(desk, 99)


def test_offers_say_who_and_when(desk: Desk) -> None:
    request_id = request(desk, kind="card_replace")
    found = dispatch_board.offers(desk, request_id, DAY)
    assert [one.names for one in found.offers] == [("李婉清",)]
    assert found.offers[0].keeps_promise
    sunday = dispatch_board.offers(desk, request_id, date(2026, 11, 22))
    assert (sunday.offers, sunday.reason) == ((), "nobody_works")


def test_the_best_place_is_taken_and_what_can_wait_is_pushed(desk: Desk) -> None:
    for officer in (1, 2, 3):
        busy = request(desk, minutes=120, wish=WishedTime("before", end=at(17)))
        dispatching.place(desk, busy, (officer,), at(9, 35))
    urgent = request(desk, is_urgent=True, wish=WishedTime("within", end=at(9, 40)))
    placed = dispatching.place_best(desk, urgent, DAY)
    assert row(desk, Visit, placed.visit_id).starts_at <= at(9, 40)
    moved = [visit for visit in dispatch_board.read_board(desk, DAY).visits if visit.minutes == 120]
    assert sum(visit.starts_at > at(9, 35) for visit in moved) == 1


def test_the_best_place_may_be_late_which_is_told(desk: Desk) -> None:
    for officer_id in (1, 2, 3):
        dispatching.place(desk, request(desk, minutes=145), (officer_id,), at(9, 35))
    placed = dispatching.place_best(desk, request(desk, minutes=60), DAY)
    assert [one.code for one in placed.soft] == ["promise_missed"]


def test_nobody_can_go_is_said(desk: Desk) -> None:
    request_id = request(desk)
    with pytest.raises(DomainError, match=r"dispatch\.nobody_can_go"):
        dispatching.place_best(desk, request_id, date(2026, 11, 22))


# --- moving and steps


def test_moving_and_taking_it_back(desk: Desk) -> None:
    visit_id = dispatching.place(desk, request(desk), (1,), at(10)).visit_id
    moved = dispatching.move(desk, visit_id, (2,), at(10, 30))
    assert (row(desk, Visit).officer_id, row(desk, Visit).starts_at) == (2, at(10, 30))
    dispatching.take_back(desk, moved.before)
    assert (row(desk, Visit).officer_id, row(desk, Visit).starts_at) == (1, at(10))
    assert row(desk, ServiceRequest).state == "planned"


def test_moving_to_another_day_is_judged_there(desk: Desk) -> None:
    visit_id = dispatching.place(desk, request(desk), (1,), at(10)).visit_id
    with pytest.raises(DomainError, match="day_off"):
        dispatching.move(desk, visit_id, (1,), datetime(2026, 11, 22, 10))
    moved = dispatching.move(desk, visit_id, (1,), datetime(2026, 11, 23, 10))
    assert [one.code for one in moved.soft] == ["promise_missed"]


def test_overlap_is_refused(desk: Desk) -> None:
    dispatching.place(desk, request(desk), (1,), at(10))
    with pytest.raises(DomainError, match="overlap"):
        dispatching.place(desk, request(desk), (1,), at(10, 15))


def test_steps_go_forward_and_what_has_started_stays(desk: Desk, clock: FixedClock) -> None:
    visit_id = dispatching.place(desk, request(desk), (1,), at(10)).visit_id
    visit_steps.step(desk, visit_id, "accepted")
    clock.moment = at(9, 40)
    moved = visit_steps.step(desk, visit_id, "on_the_way")
    with pytest.raises(DomainError, match=r"dispatch\.already_started"):
        dispatching.move(desk, visit_id, (2,), at(11))
    with pytest.raises(DomainError, match=r"dispatch\.no_such_step"):
        visit_steps.step(desk, visit_id, "accepted")
    dispatching.take_back(desk, moved.before)
    assert row(desk, Visit).departed_at is None
    clock.moment = at(10, 5)
    visit_steps.step(desk, visit_id, "arrived")
    assert dispatch_board.read_board(desk, DAY).visits[0].promise is PromiseState.KEPT
    visit_steps.step(desk, visit_id, "done", note="已办好")
    assert (row(desk, Visit).state, row(desk, ServiceRequest).state) == ("done", "done")
    with pytest.raises(DomainError, match=r"dispatch\.already_over"):
        dispatching.cancel(desk, visit_id)


def test_a_collection_visit_is_not_closed_without_its_record(desk: Desk) -> None:
    visit_id = dispatching.place(desk, request(desk, kind="collection"), (1, 3), at(10)).visit_id
    with pytest.raises(DomainError, match=r"dispatch\.record_needed") as refusal:
        visit_steps.step(desk, visit_id, "done")
    needed = ("credentials_shown", "recording", "people_met", "result")
    assert refusal.value.facts["missing"] == tuple(f"dispatch.needed.{one}" for one in needed)
    with desk.store.write() as connection:
        record = {"credentials_shown": True, "recording": "R-1", "result": "nobody_home"}
        connection.execute(update(Visit).values(record=record))
        connection.commit()
    visit_steps.step(desk, visit_id, "done")
    assert row(desk, Visit).state == "done"


def test_cancelling_and_giving_back(desk: Desk) -> None:
    first = dispatching.place(desk, request(desk), (1,), at(10)).visit_id
    moved = dispatching.give_back(desk, first, "客户改时间")
    assert row(desk, ServiceRequest).state == "confirmed"
    dispatching.take_back(desk, moved.before)
    assert row(desk, Visit).state == "planned"
    dispatching.cancel(desk, first, "客户不需要了")
    assert (row(desk, Visit).note, row(desk, ServiceRequest).state) == ("客户不需要了", "cancelled")
    with pytest.raises(DomainError, match=r"dispatch\.visit_gone"):
        dispatching.cancel(desk, 99)


def test_a_bad_rating_opens_a_recovery(desk: Desk) -> None:
    visit_id = dispatching.place(desk, request(desk), (1,), at(10)).visit_id
    with pytest.raises(DomainError, match=r"dispatch\.not_to_rate"):
        visit_steps.rate(desk, visit_id, 1)
    visit_steps.step(desk, visit_id, "done")
    with pytest.raises(DomainError, match=r"dispatch\.bad_rating"):
        visit_steps.rate(desk, visit_id, 9)
    visit_steps.rate(desk, visit_id, 1, "太慢")
    task = row(desk, RecoveryTask)
    assert (task.reason, task.due_at - task.opened_at) == ("太慢", timedelta(hours=24))
    with pytest.raises(DomainError, match=r"dispatch\.empty_outcome"):
        visit_steps.recover(desk, task.id, " ")
    visit_steps.recover(desk, task.id, "已致歉")
    assert row(desk, RecoveryTask).outcome == "已致歉"


# --- the day


def test_a_day_is_planned_and_can_be_taken_back(desk: Desk) -> None:
    for number in range(4):
        request(desk, address=f"渝北区金山路{number}号")
    request(desk, kind="bill_query", needs_visit=False, address="")
    trial = day_planning.plan(desk, DAY, is_trial=True)
    assert set(trial.visits) == {1, 2, 3, 4}
    assert dispatch_board.read_board(desk, DAY).visits == ()
    planned = day_planning.plan(desk, DAY)
    assert len(planned.visits) == 4
    assert planned.unplaced == ()
    board = dispatch_board.read_board(desk, DAY)
    assert [card.kind for card in board.requests] == ["bill_query"]
    dispatching.take_back(desk, planned.before)
    assert dispatch_board.read_board(desk, DAY).visits == ()
    assert len(dispatch_board.read_board(desk, DAY).requests) == 5
    assert not day_planning.plan(desk, date(2026, 11, 22)).visits


def test_what_does_not_fit_is_named(desk: Desk) -> None:
    request(desk, kind="corporate", minutes=480)
    planned = day_planning.plan(desk, DAY)
    assert planned.unplaced == ((1, "day_full"),)
    assert not planned.changes


def test_an_officer_who_is_away_gets_nothing(desk: Desk) -> None:
    dispatching.set_absence(desk, dispatching.Absence(2, DAY, DAY))
    lines = {line.officer_id: line for line in dispatch_board.read_board(desk, DAY).officers}
    assert (lines[2].works_from, lines[2].off_reason) == (None, "on_leave")
    with pytest.raises(DomainError, match=r"dispatch\.absence_backwards"):
        dispatching.set_absence(desk, dispatching.Absence(2, DAY, DAY - timedelta(days=1)))


def test_weekday_holidays_are_off_and_worked_weekends_on(desk: Desk) -> None:
    def works(day: date) -> bool:
        return dispatch_board.read_board(desk, day).officers[0].works_from is not None

    assert not works(date(2026, 10, 1))
    assert works(date(2026, 10, 10))
    assert not works(date(2026, 11, 21))


def test_places_are_pinned_from_a_file_and_ways_learnt(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text(
        "地址,纬度,经度,片区\n渝北区金山路8号,29.61,106.58,渝北\n,1,2,\n某处,abc,1,\n某地,0,0,\n",
        encoding="utf-8-sig",
    )
    read = places.import_places(desk, file)
    assert (read.pinned, [number for number, _ in read.rejects]) == (1, [3, 4, 5])
    assert not places.import_places(desk, _empty(tmp_path)).changes
    places.import_places(desk, file)
    with desk.read() as connection:
        assert len(list(connection.execute(select(PinnedPlace.__table__)))) == 1
    request(desk)
    board = dispatch_board.read_board(desk, DAY)
    assert board.jobs["r1"].place.latitude == pytest.approx(29.61)
    visit_id = dispatching.place(desk, 1, (1,), at(10)).visit_id
    visit_steps.step(desk, visit_id, "on_the_way")
    visit_steps.step(desk, visit_id, "arrived")
    assert dispatch_board.read_board(desk, DAY).visits[0].state == "arrived"


def _empty(folder: Path) -> Path:
    file = folder / "empty.csv"
    file.write_text("地址,纬度,经度\n", encoding="utf-8")
    return file


def test_conflicts_are_told_while_dragging(desk: Desk) -> None:
    request(desk, kind="card_replace")
    board = dispatch_board.read_board(desk, DAY)
    assert [one.code for one in dispatching.conflicts(board, "r1", (1,), at(10))] == [
        "skill_missing.card_device"
    ]
    assert dispatching.conflicts(board, "r1", (2,), at(10)) == []


def test_the_solver_shortens_the_ways_of_a_full_day(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        request(desk, address=f"渝北区金山路{number % 2}号", wish=WishedTime("before", end=at(17)))
    request(desk, kind="collection", wish=WishedTime("before", end=at(17)))
    planned = day_planning.plan(desk, DAY, seconds=0.3)
    assert len(planned.visits) == 8
    board = dispatch_board.read_board(desk, DAY)
    for visit in board.visits:
        found = dispatching.conflicts(board, f"v{visit.visit_id}", visit.officers, visit.starts_at)
        assert [one for one in found if one.is_hard] == []


def test_without_a_solver_the_insertion_plans(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_planning.route_solver, "solve", lambda *_, **__: None)
    for number in range(7):
        request(desk, address=f"渝北区金山路{number}号", wish=WishedTime("before", end=at(17)))
    assert len(day_planning.plan(desk, DAY).visits) == 7
