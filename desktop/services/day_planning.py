"""Planning a whole day: insertion at once, then a solver for the shorter ways, then the writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from db import dispatch_queries as queries
from db.tables import Visit
from desktop.adapters import route_solver
from desktop.domain.changes import Changes
from desktop.domain.field_day import FieldDay, Stop
from desktop.domain.insertion import USUAL_OFFICER_BONUS, plan_day
from desktop.domain.progress import NoProgress, Progress
from desktop.domain.route_gaps import gap_problem
from desktop.services.desk import Desk
from desktop.services.dispatch_board import Board, RequestCard, read_board
from desktop.services.dispatching import (
    Before,
    guard_refusal,
    kept_of,
    make_visit,
    team_of,
    tell,
    visit_of,
)

SOLVER_SECONDS = 1.0
WORTH_SOLVING = 6
"""With fewer visits to place than this, insertion finds what there is to find."""
FAIR_SPREAD = 1
"""By so many visits more may the officers' loads differ for the sake of shorter ways."""


@dataclass(frozen=True)
class Planned:
    """What a run of the planner placed; ``unplaced`` are requests left over, with the reason."""

    day: date
    visits: tuple[int, ...]
    unplaced: tuple[tuple[int, str], ...]
    before: Before
    changes: Changes


def plan(
    desk: Desk,
    day: date,
    *,
    is_trial: bool = False,
    seconds: float | None = None,
    progress: Progress = NoProgress(),  # noqa: B008 - has no state
) -> Planned:
    """Place all confirmed requests that belong to a day; what stands in it stays.

    The deciding happens before the write, so that nobody waits for it. ``is_trial`` decides
    without writing (the ids of visits are then those of requests). ``seconds`` is the solver's
    time; by default a day that mostly stands is only filled up, for the dispatcher waits.
    """
    board = read_board(desk, day)
    progress.report(0, 2, "dispatch.step.planning")
    old = {stop.job.key: stop.starts_at for stop in board.field.stops}
    placed, unplaced = _decided(board, day, seconds)
    with desk.read() as connection:
        placed, refused = _judged(connection, board, placed)
    unplaced += refused
    progress.report(1, 2, "dispatch.step.planning")
    if is_trial:
        ids = tuple(int(stop.job.key[1:]) for stop in placed)
        return Planned(day, ids, unplaced, {}, Changes())
    pushed = [
        stop
        for stop in board.field.stops
        if stop.job.key in old and stop.starts_at != old[stop.job.key]
    ]
    return _written(desk, board, placed, pushed, unplaced)


def _decided(
    board: Board, day: date, seconds: float | None
) -> tuple[list[Stop], tuple[tuple[int, str], ...]]:
    wanted = [
        board.jobs[f"r{one.request_id}"]
        for one in board.requests
        if one.state == "confirmed" and one.needs_visit and one.address and _belongs(one, day)
    ]
    if seconds is None:
        seconds = SOLVER_SECONDS if len(wanted) >= len(board.field.stops) else 0.0
    result = plan_day(board.field, wanted)
    stops = [stop for stop in result.stops if stop.job.key.startswith("r")]
    left = dict(result.unplaced)
    if len(wanted) >= WORTH_SOLVING and seconds > 0:
        singles = [job for job in wanted if job.people == 1]
        better = _solved(board.field, stops, singles, seconds)
        if better is not None:
            stops = better
            done = {stop.job.key for stop in better}
            left = {job.key: left.get(job.key, "day_full") for job in wanted if job.key not in done}
    return stops, tuple((int(key[1:]), reason) for key, reason in left.items())


def _judged(
    connection: Connection, board: Board, placed: list[Stop]
) -> tuple[list[Stop], tuple[tuple[int, str], ...]]:
    """What the contact guard lets pass, and the requests that it does not."""
    refused = {
        stop.job.key
        for stop in placed
        if guard_refusal(
            connection, board, int(stop.job.key[1:]), stop.starts_at, len(stop.officers)
        )
    }
    kept = [stop for stop in placed if stop.job.key not in refused]
    return kept, tuple((int(key[1:]), "guard") for key in sorted(refused))


def _solved(
    field: FieldDay, stops: list[Stop], jobs: list[Any], seconds: float
) -> list[Stop] | None:
    """The solver's placing of the single-officer visits, if it holds and is better."""
    movable = {job.key for job in jobs}
    kept = [stop for stop in field.stops if stop.job.key not in movable]
    ground = FieldDay(field.officers, field.travel, field.now, list(kept))
    asked = gap_problem(ground, jobs)
    answer = route_solver.solve(asked.problem, seconds=seconds)
    if answer is None:
        return None
    found = asked.stops(answer)
    trial = FieldDay(field.officers, field.travel, field.now, [*kept, *found])
    for stop in found:
        if any(one.is_hard for one in trial.conflicts(stop.job, stop.officers, stop.starts_at)):
            return None
    pairs = [stop for stop in stops if stop.job.key not in movable]
    before = FieldDay(
        field.officers,
        field.travel,
        field.now,
        [*kept, *(s for s in stops if s.job.key in movable)],
    )
    worse_shared = _spread(trial) > _spread(before) + FAIR_SPREAD
    fewer = len(found) < len(stops) - len(pairs)
    longer = _cost(trial) >= _cost(before) and len(found) == len(stops) - len(pairs)
    return None if fewer or longer or worse_shared else [*pairs, *found]


def _spread(day: FieldDay) -> int:
    """How many more visits the busiest officer has than the least busy."""
    loads = [len(day.route(one.officer_id)) for one in day.officers.values() if one.works_from]
    return max(loads, default=0) - min(loads, default=0)


def _cost(day: FieldDay) -> int:
    """Minutes on the road, and what it weighs where another goes than who was there last time."""
    total = USUAL_OFFICER_BONUS * sum(
        stop.job.usual_officer is not None and stop.job.usual_officer not in stop.officers
        for stop in day.stops
    )
    for officer in day.officers.values():
        place = officer.start
        for stop in day.route(officer.officer_id):
            total += day.travel.minutes(place, stop.job.place, stop.starts_at)
            place = stop.job.place
    return total


def _written(
    desk: Desk,
    board: Board,
    placed: list[Stop],
    pushed: list[Stop],
    unplaced: tuple[tuple[int, str], ...],
) -> Planned:
    """Write what was decided; a request dealt with in the meantime is left alone."""
    before: dict[int, Mapping[str, Any]] = {}
    visits: list[int] = []
    with desk.write() as work:
        live = {row.id for row in queries.requests(work.connection) if row.state == "confirmed"}
        for stop in pushed:
            visit_id = int(stop.job.key[1:])
            before[visit_id] = kept_of(visit_of(work.connection, visit_id))
            values = {"starts_at": stop.starts_at, "updated_at": work.now}
            queries.change(work.connection, Visit, visit_id, values)
        for stop in placed:
            request_id = int(stop.job.key[1:])
            if request_id in live:
                visits.append(make_visit(work, board, request_id, stop.officers, stop.starts_at))
        for visit_id in before:
            tell(work, visit_id, before=team_of(visit_of(work.connection, visit_id)))
        for visit_id in visits:
            tell(work, visit_id)
        before |= {visit_id: {} for visit_id in visits}
        if before:
            work.audit("day.planned", "visit", None, day=board.day, placed=len(visits))
            work.commit()
    changes = Changes.of("visits", "requests") if before else Changes()
    return Planned(board.day, tuple(visits), unplaced, before, changes)


def _belongs(card: RequestCard, day: date) -> bool:
    """A request belongs to every day from the one its promise begins on: an overdue one still."""
    return card.promised_from is None or card.promised_from.date() <= day
