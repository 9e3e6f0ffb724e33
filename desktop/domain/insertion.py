"""Answers at once who could make a visit and when, and fills a day one visit after the other.

A grid of five minutes per officer is tested against the hard rules; pairs are formed where a visit
needs two. Hard rules are never broken; among what is left, wishes are weighed: keeping the
promise, short ways, the officer who knows the customer, an even load.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from desktop.domain.field_day import FieldDay, FieldOfficer, Job, Stop

STEP = timedelta(minutes=5)
LATE_COST = 4
"""A minute after the promise weighs as much as so many minutes on the road."""
USUAL_OFFICER_BONUS = 15
LOAD_COST = 10
"""Each visit an officer has already weighs as much as so many minutes on the road."""


@dataclass(frozen=True)
class Slot:
    """A possible placing.

    ``extra_travel`` is what it adds on the road, in minutes over all who go; ``pushed`` are the
    visits it moves, by key, with their new start. Free of hard conflicts.
    """

    officers: tuple[int, ...]
    starts_at: datetime
    extra_travel: int
    keeps_promise: bool
    cost: float
    pushed: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True)
class DayPlan:
    """What a planning run decided; ``unplaced`` names the jobs left over, each with the reason."""

    stops: tuple[Stop, ...]
    unplaced: tuple[tuple[str, str], ...]


def best_slots(day: FieldDay, job: Job, *, limit: int = 3) -> list[Slot]:
    """The best placings without moving anybody else, at most one per officer or pair.

    Where none keeps the promise, placings that push later visits within their own promises are
    added. Empty when nobody can go on this day without breaking a hard rule.
    """
    starts = {one: _free_starts(day, job, one) for one in day.officers}
    slots = [slot for team in _teams(day, job) for slot in _team_slot(day, job, team, starts)]
    if not any(slot.keeps_promise for slot in slots):
        slots += [slot for team in _teams(day, job) for slot in _pushing_slot(day, job, team)]
    return sorted(slots, key=lambda slot: (not slot.keeps_promise, slot.cost))[:limit]


def plan_day(day: FieldDay, jobs: Iterable[Job]) -> DayPlan:
    """Place as many jobs as the day holds: the important and the tight ones first.

    What stands in the day already stays. Overload drops the least important, with a reason. Nobody is
    planned outside the time a customer was promised; only a promise that is over already is made up
    for as soon as can be.
    """
    order = sorted(
        jobs, key=lambda job: (-job.priority, job.deadline, -job.people, -job.minutes, job.key)
    )
    unplaced: list[tuple[str, str]] = []
    placed: list[Stop] = []
    for job in order:
        slots = best_slots(day, job, limit=1)
        if not slots:
            unplaced.append((job.key, why_not(day, job)))
            continue
        slot = slots[0]
        if not slot.keeps_promise and job.deadline >= day.now:
            unplaced.append((job.key, "window_full"))
            continue
        for key, at in slot.pushed:
            _push(day, key, at)
        stop = Stop(job, slot.officers, slot.starts_at)
        day.place(stop)
        placed.append(stop)
    keys = {stop.job.key for stop in placed}
    return DayPlan(tuple(stop for stop in day.stops if stop.job.key in keys), tuple(unplaced))


def why_not(day: FieldDay, job: Job) -> str:
    """The reason nobody can go: a code of ``dispatch.unplaced``."""
    working = [one for one in day.officers.values() if one.works_from is not None]
    if not working:
        return "nobody_works"
    if job.skill and not any(job.skill in one.skills for one in working):
        return "nobody_has_skill"
    if len(working) < job.people:
        return "too_few_people"
    if len([one for one in working if one.officer_id not in job.refused_by]) < job.people:
        return "all_gave_back"
    if job.deadline < day.now:
        return "window_over"
    return "day_full"


def _teams(day: FieldDay, job: Job) -> list[tuple[int, ...]]:
    """Who could go together; nobody who gave the visit back is asked to again."""
    working = [
        one.officer_id
        for one in day.officers.values()
        if one.works_from is not None and one.officer_id not in job.refused_by
    ]
    return [
        team
        for team in combinations(sorted(working), job.people)
        if (not job.skill or any(job.skill in day.officers[one].skills for one in team))
        and day.keeps_pairs(team, job.people)
    ]


def _free_starts(day: FieldDay, job: Job, officer_id: int) -> list[datetime]:
    """The starts on the grid at which this officer alone breaks no hard rule of their own."""
    officer = day.officers[officer_id]
    if officer.works_from is None or officer.works_to is None:
        return []
    gaps = _gaps(day, job, officer, officer.works_from, officer.works_to)
    last = min(officer.works_to, _day_end(day, job)) - timedelta(minutes=job.minutes)
    found = []
    for opens, closes in gaps:
        at = _grid(max(opens, job.earliest, day.now))
        while at <= min(closes, last):
            if at >= job.window(at)[0]:
                found.append(at)
            at += STEP
    return found


def _gaps(
    day: FieldDay, job: Job, officer: FieldOfficer, works_from: datetime, works_to: datetime
) -> list[tuple[datetime, datetime]]:
    """Stretches in which the job could start (both ends inclusive), ways included."""
    length = timedelta(minutes=job.minutes)
    busy: list[tuple[datetime, datetime]] = []
    for stop in day.route(officer.officer_id, without=job.key):
        if stop.state in ("cancelled", "refused"):
            continue
        there = timedelta(minutes=day.travel.minutes(job.place, stop.job.place, stop.starts_at))
        back = timedelta(minutes=day.travel.minutes(stop.job.place, job.place, stop.ends_at))
        busy.append((stop.starts_at - length - there, stop.ends_at + back))
    if officer.lunch_from and officer.lunch_to:
        busy.append((officer.lunch_from - length, officer.lunch_to))
    gaps = []
    leaves = max(works_from, min(day.now, works_to))
    opens = leaves + timedelta(minutes=day.travel.minutes(officer.start, job.place, leaves))
    for start, end in sorted(busy):
        if start >= opens:
            gaps.append((opens, start))
        opens = max(opens, end)
    gaps.append((opens, works_to - length))
    return gaps


def _day_end(day: FieldDay, job: Job) -> datetime:
    return datetime.combine(job.latest.date(), day.travel.rules.quiet_from)


def _grid(moment: datetime) -> datetime:
    """The next moment on the five-minute grid."""
    over = (moment.minute * 60 + moment.second) % int(STEP.total_seconds())
    return moment if not over else moment + STEP - timedelta(seconds=over)


def _team_slot(
    day: FieldDay, job: Job, team: tuple[int, ...], starts: dict[int, list[datetime]]
) -> Iterable[Slot]:
    common = set(starts[team[0]]).intersection(*(starts[one] for one in team[1:]))
    if not common:
        return
    in_time = [at for at in common if at <= job.deadline]
    at = min(in_time or common)
    yield _slot(day, job, team, at)


def _slot(
    day: FieldDay,
    job: Job,
    team: tuple[int, ...],
    at: datetime,
    pushed: tuple[tuple[str, datetime], ...] = (),
) -> Slot:
    travel = sum(day.extra_travel(job, one, at) for one in team)
    late = max(0.0, (at - job.deadline).total_seconds() / 60)
    wait = max(0.0, (at - max(job.earliest, day.now)).total_seconds() / 60)
    load = sum(len(day.route(one)) for one in team)
    cost = travel + LATE_COST * late + wait / 10 + LOAD_COST * load + 5 * len(pushed)
    if job.usual_officer in team:
        cost -= USUAL_OFFICER_BONUS
    return Slot(team, at, travel, at <= job.deadline, cost, pushed)


def _pushing_slot(day: FieldDay, job: Job, team: tuple[int, ...]) -> Iterable[Slot]:
    """Go at once and let what comes after wait, each within its own promise."""
    for after in _starting_points(day, job, team):
        pushed = _pushed(day, job, team, after)
        if pushed is not None:
            yield _slot(day, job, team, after, pushed)
            return


def _starting_points(day: FieldDay, job: Job, team: tuple[int, ...]) -> list[datetime]:
    """When the team could be there at the earliest: after what each has started or must finish."""
    moments = set()
    earliest = _grid(max(day.now, job.earliest))
    for officer_id in team:
        officer = day.officers[officer_id]
        route = day.route(officer_id, without=job.key)
        free = [max(earliest, officer.works_from or earliest)]
        free += [stop.ends_at for stop in route if stop.ends_at >= earliest]
        for moment in free:
            before = [stop for stop in route if stop.ends_at <= moment]
            origin = before[-1].job.place if before else officer.start
            way = day.travel.minutes(origin, job.place, moment)
            moments.add(_grid(moment + timedelta(minutes=way)))
    return sorted(moment for moment in moments if job.window(moment)[0] <= moment <= job.deadline)


def _pushed(
    day: FieldDay, job: Job, team: tuple[int, ...], at: datetime
) -> tuple[tuple[str, datetime], ...] | None:
    """The visits that have to wait when the team goes now, or nothing when it cannot be."""
    trial = FieldDay(day.officers, day.travel, day.now, list(day.stops), day.pairs)
    trial.place(Stop(job, team, at))
    moved: dict[str, datetime] = {}
    for officer_id in team:
        route = [
            stop
            for stop in trial.route(officer_id)
            if stop.starts_at >= at or stop.job.key == job.key
        ]
        for stop in route:
            if stop.job.key == job.key:
                continue
            start = _first_start(trial, stop, officer_id)
            if start is None or (
                start > stop.starts_at
                and (stop.is_started or start > stop.job.window(stop.starts_at)[1])
            ):
                return None
            if start > stop.starts_at:
                if len(stop.officers) > 1:
                    return None
                moved[stop.job.key] = start
                _push(trial, stop.job.key, start)
    clash = any(one.is_hard for one in trial.conflicts(job, team, at))
    return None if clash or not moved else tuple(sorted(moved.items(), key=lambda one: one[1]))


def _first_start(day: FieldDay, stop: Stop, officer_id: int) -> datetime | None:
    """The first start of a visit not before its present one that its officer can make."""
    officer = day.officers[officer_id]
    before = [
        one
        for one in day.route(officer_id, without=stop.job.key)
        if one.starts_at <= stop.starts_at
    ]
    last = before[-1]
    way = day.travel.minutes(last.job.place, stop.job.place, last.ends_at)
    start = max(stop.starts_at, last.ends_at + timedelta(minutes=way))
    start = _grid(start)
    length = timedelta(minutes=stop.job.minutes)
    if (
        officer.lunch_from
        and officer.lunch_to
        and start < officer.lunch_to
        and officer.lunch_from < start + length
    ):
        start = officer.lunch_to
    return start if officer.works_to and start + length <= officer.works_to else None


def _push(day: FieldDay, key: str, at: datetime) -> None:
    stop = next(one for one in day.stops if one.job.key == key)
    day.place(Stop(stop.job, stop.officers, at, stop.state))
