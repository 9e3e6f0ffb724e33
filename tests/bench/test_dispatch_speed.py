"""How fast the board is dragged over, an urgent request answered, and a branch day planned."""

import multiprocessing
import os
import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from time import perf_counter, process_time
from typing import Any

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot
from sqlalchemy import insert, update

from db.tables import Officer, PinnedPlace
from desktop.adapters.lunar_calendar import LunarPython
from desktop.adapters.reading_weights import bundled_weights
from desktop.adapters.rule_tables import bundled_rules
from desktop.domain.field_day import FieldDay, FieldOfficer, Job, Stop, as_officers
from desktop.domain.field_rules import FieldRules
from desktop.domain.insertion import best_slots, plan_day
from desktop.domain.service_promise import PromiseState
from desktop.domain.sms_request import read_request
from desktop.domain.travel import Place, TravelTimes
from desktop.domain.wished_time import WishedTime
from desktop.services import (
    day_planning,
    dispatch_board,
    dispatching,
    officer_pairs,
    service_requests,
)
from desktop.services.desk import Desk
from desktop.services.dispatch_board import Board, OfficerDay, VisitCard
from desktop.services.service_requests import RequestForm
from desktop.ui.dispatch.time_line import TimeLine
from desktop.ui.theme import Theme

DAY = date(2026, 11, 20)
RULES = FieldRules.in_force(bundled_rules(), DAY)


SECONDS_A_FRAME = 1 / 30


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute)


def place(draw: random.Random) -> Place:
    return Place("滨江区", 30.15 + draw.random() / 10, 120.15 + draw.random() / 10)


def officers(count: int) -> list[FieldOfficer]:
    skills = [frozenset({"collection", "card_device"}), frozenset({"collection"})]
    here = Place("滨江区", 30.2, 120.2)
    return [
        FieldOfficer(
            number,
            f"员{number}",
            skills[number % 2],
            "",
            here,
            at(8, 30),
            at(17, 30),
            at(12),
            at(13),
        )
        for number in range(1, count + 1)
    ]


def branch_day() -> tuple[FieldDay, list[Job]]:
    """Eight officers, sixty visits, lunch, skills, two people for some, two windows for others."""
    draw = random.Random(3)
    jobs = []
    for number in range(60):
        start = at(8, 30) + timedelta(minutes=30 * draw.randrange(12))
        is_tight = number % 3 == 0
        has_two = number % 10 == 5
        jobs.append(
            Job(
                f"r{number}",
                "collection" if number % 12 == 0 else "account_auth",
                place(draw),
                draw.choice((20, 30, 40)),
                start if is_tight else at(8, 30),
                at(10) if has_two else start + timedelta(hours=3) if is_tight else at(17),
                people=2 if number % 12 == 0 else 1,
                skill="card_device" if number % 4 == 1 else "",
                other=(at(15), at(16, 30)) if has_two else None,
            )
        )
    return FieldDay(as_officers(officers(8)), TravelTimes(RULES), at(8, 30)), jobs


def test_a_branch_day_is_planned_whole(benchmark: Any) -> None:
    """All 60 served, every promise kept."""

    def run() -> FieldDay:
        day, jobs = branch_day()
        assert plan_day(day, jobs).unplaced == ()
        return day

    day = benchmark(run)
    for stop in day.stops:
        opens, closes = stop.job.window(stop.starts_at)
        assert opens <= stop.starts_at <= closes
    benchmark.extra_info["visits"] = len(day.stops)
    assert benchmark.stats.stats.median < 3


def test_a_day_in_the_store_is_planned_and_planned_again(benchmark: Any, desk: Desk) -> None:
    """Sixty requests of eight officers under three seconds; nine that come back under a half.

    Judged by the own time of the process and of the solver's, its start included: a busy machine is
    not this program's. The time on the clock is stated beside it.
    """
    _fill(desk)
    began, solver, clock = process_time(), _time_of_children(), perf_counter()
    planned = day_planning.plan(desk, DAY)
    waited, first = perf_counter() - clock, process_time() - began
    solver = max(day_planning.SOLVER_SECONDS, _time_of_children() - solver)
    _check_served(desk)
    again: list[float] = []

    def give_back() -> None:
        for visit in dispatch_board.read_board(desk, DAY).visits[::7]:
            dispatching.give_back(desk, visit.visit_id)

    def plan_again() -> None:
        start = process_time()
        day_planning.plan(desk, DAY)
        again.append(process_time() - start)

    benchmark.pedantic(plan_again, setup=give_back, rounds=3)
    benchmark.extra_info["served"] = len(planned.visits)
    benchmark.extra_info["own seconds of the first plan"] = round(first, 2)
    benchmark.extra_info["seconds of the solver, start included"] = round(solver, 2)
    benchmark.extra_info["seconds on the clock"] = round(waited, 2)
    benchmark.extra_info["seconds of planning again"] = round(min(again), 3)
    assert planned.unplaced == ()
    assert first + solver < 3
    assert min(again) < 0.5
    _check_served(desk)


def _time_of_children() -> float:
    """Seconds that processes of this one have worked which are over by now."""
    for child in multiprocessing.active_children():
        child.join(timeout=20)
    spent = os.times()
    return spent.children_user + spent.children_system


def _check_served(desk: Desk) -> None:
    """All sixty are served within what was promised, no rule is broken, no pair is parted."""
    board = dispatch_board.read_board(desk, DAY)
    assert len(board.visits) == 60
    assert board.requests == ()
    for visit in board.visits:
        key = f"v{visit.visit_id}"
        assert dispatching.conflicts(board, key, visit.officers, visit.starts_at) == []
        assert visit.promise is PromiseState.ON_TRACK
        assert board.field.keeps_pairs(visit.officers, len(visit.officers))


def _fill(desk: Desk) -> None:
    """Eight officers, two pairs among them, and sixty confirmed requests at pinned places."""
    draw = random.Random(3)
    skills = [["collection", "card_device"], ["collection"]]
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(skills=skills[0], start_place="网点"))
        rows = [
            {
                "staff_no": f"03{number:02}",
                "name": f"员{number}",
                "does_visits": True,
                "skills": skills[number % 2],
                "start_place": "网点",
            }
            for number in range(7)
        ]
        connection.execute(insert(Officer), rows)
        pins = [("网点", 30.2, 120.2)]
        pins += [
            (f"滨江区某路{number}号", 30.15 + draw.random() / 10, 120.15 + draw.random() / 10)
            for number in range(60)
        ]
        places = [
            {
                "address": address,
                "area": "滨江区",
                "latitude_e6": round(latitude * 1e6),
                "longitude_e6": round(longitude * 1e6),
                "pinned_at": at(8),
            }
            for address, latitude, longitude in pins
        ]
        connection.execute(insert(PinnedPlace), places)
        connection.commit()
    officer_pairs.set_pair(desk, DAY, 1, 2)
    officer_pairs.set_pair(desk, DAY, 3, 4)
    for number in range(60):
        is_pair = number % 12 == 0
        start = at(9) + timedelta(minutes=30 * draw.randrange(10))
        wish = WishedTime("range", start, start + timedelta(hours=3))
        either = WishedTime("range", at(9), at(10), WishedTime("range", at(15), at(16, 30)))
        if number % 10 == 5:
            wish = either
        form = RequestForm(
            "collection" if is_pair else "card_replace" if number % 4 == 1 else "account_auth",
            address=f"滨江区某路{number}号",
            wish=wish if number % 3 == 0 or wish is either else WishedTime("before", end=at(17)),
            minutes=draw.choice((20, 30)),
        )
        service_requests.add(desk, form)


def test_an_urgent_request_is_answered_at_once(benchmark: Any) -> None:
    day, jobs = branch_day()
    plan_day(day, jobs)
    urgent = replace(jobs[1], key="urgent", skill="", earliest=at(14), latest=at(14, 30))
    day.now = at(14)
    benchmark(best_slots, day, urgent)
    assert benchmark.stats.stats.median < 0.05


@pytest.mark.parametrize("per_officer", [10, 200])
def test_a_drag_step_on_a_board_of_twenty_officers(
    qtbot: QtBot, benchmark: Any, per_officer: int
) -> None:
    """One step: judged against every rule and painted."""
    draw = random.Random(5)
    staff = officers(20)
    visits, stops, jobs = [], [], {}
    for officer in staff:
        for number in range(per_officer):
            key = f"v{officer.officer_id * 1000 + number}"
            start = at(8, 30) + timedelta(minutes=540 * number / per_officer)
            job = Job(key, "account_auth", place(draw), 20, at(8), at(18))
            jobs[key] = job
            stops.append(Stop(job, (officer.officer_id,), start))
            visits.append(_card(int(key[1:]), officer.officer_id, start))
    jobs["r1"] = Job("r1", "card_replace", place(draw), 30, at(8), at(18), skill="card_device")
    field = FieldDay(as_officers(staff), TravelTimes(RULES), at(9), stops)
    lines = tuple(_line(officer, per_officer) for officer in staff)
    board = TimeLine(Theme("light"))
    board.resize(1100, 800)
    board.show_board(Board(DAY, at(9), lines, (), tuple(visits), field, jobs))
    qtbot.addWidget(board)
    with qtbot.waitExposed(board):
        board.show()
    way = [QPointF(200 + 7 * n % 700, 60 + 11 * n % 600) for n in range(60)]
    steps = iter(way * 100)

    def step() -> None:
        board.hover("r1", next(steps))
        board.viewport().repaint()

    benchmark.pedantic(step, rounds=60, iterations=1, warmup_rounds=3)
    assert benchmark.stats.stats.median < SECONDS_A_FRAME


def _line(officer: FieldOfficer, visits: int) -> OfficerDay:
    return OfficerDay(
        officer.officer_id,
        officer.name,
        "0217",
        tuple(officer.skills),
        officer.works_from,
        officer.works_to,
        officer.lunch_from,
        officer.lunch_to,
        "",
        visits,
        visits * 20,
    )


def _card(visit_id: int, officer_id: int, start: datetime) -> VisitCard:
    empty: dict[str, Any] = dict.fromkeys(
        ("request_id", "case_id", "customer_id", "promised_by", "accepted_at", "departed_at")
    )
    empty |= dict.fromkeys(("arrived_at", "done_at", "result", "rating", "rating_text", "note"))
    return VisitCard(
        visit_id=visit_id,
        purpose="account_auth",
        name="张海燕",
        phone="",
        address="滨江区江虹路8号",
        officers=(officer_id,),
        starts_at=start,
        minutes=20,
        state="planned",
        promise=PromiseState.ON_TRACK,
        record={},
        request_text="",
        **empty,
    )


def test_a_message_is_read(benchmark: Any) -> None:
    text = "你好，我银行卡丢了，想请你们明天下午3点上门补卡，地址江北区建新东路88号5栋1203，电话13800130001"
    weights = bundled_weights()
    benchmark(read_request, text, now=at(10), lunar=LunarPython(), weights=weights)
