"""A day's free stretches as crews of a routing problem, and a solver's answer as stops again.

What must not move (visits that stand, pairs, lunch) cuts each officer's day into gaps; a gap is a
crew that drives from the place before it to the place after it. So no answer can break a shift, a
lunch, a pair or a visit that stands; windows and skills are the problem's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.field_day import FieldDay, Job, Stop
from desktop.domain.insertion import USUAL_OFFICER_BONUS
from desktop.domain.routing import Crew, RouteAnswer, RouteJob, RouteProblem
from desktop.domain.travel import Place

PRIZE = 10_000
"""Leaving out an ordinary visit costs more than any way of a day; important ones cost more still."""


@dataclass(frozen=True)
class Gap:
    """An officer's free stretch, with where it starts and, if something follows, where it ends."""

    officer_id: int
    start: Place
    end: Place | None
    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class GapProblem:
    """The routing problem of a day; minutes count from ``midnight``."""

    problem: RouteProblem
    gaps: tuple[Gap, ...]
    jobs: tuple[Job, ...]
    midnight: datetime

    def stops(self, answer: RouteAnswer) -> list[Stop]:
        """The answer as visits of the day."""
        return [
            Stop(self.jobs[job], (gap.officer_id,), self.midnight + timedelta(minutes=begins))
            for gap, route in zip(self.gaps, answer.routes, strict=True)
            for job, begins in route
        ]


def gap_problem(day: FieldDay, jobs: Sequence[Job]) -> GapProblem:
    """State the placing of single-officer jobs into a day as a routing problem.

    A job that can no longer begin (the day's quiet hours have come) is not asked about.
    """
    jobs = [job for job in jobs if _windows(day, job)]
    gaps = tuple(gap for officer_id in day.officers for gap in _gaps(day, officer_id))
    midnight = datetime.combine(day.now.date(), datetime.min.time())
    if jobs:
        midnight = datetime.combine(jobs[0].deadline.date(), datetime.min.time())
    places: dict[Place, int] = {}
    for place in (
        *(g.start for g in gaps),
        *(g.end for g in gaps if g.end),
        *(j.place for j in jobs),
    ):
        places.setdefault(place, len(places))
    ways = [[_way(day, one, other, midnight) for other in places] for one in places]

    def minutes(moment: datetime) -> int:
        return int((moment - midnight).total_seconds() // 60)

    crews = tuple(
        Crew(
            places[gap.start],
            places[gap.end] if gap.end else None,
            minutes(gap.opens),
            minutes(gap.closes),
            jobs=_allowed(day, gap, jobs),
            usual=frozenset(n for n, job in enumerate(jobs) if job.usual_officer == gap.officer_id),
        )
        for gap in gaps
    )
    route_jobs = []
    for job in jobs:
        first, *more = [(minutes(opens), minutes(closes)) for opens, closes in _windows(day, job)]
        prize, other = PRIZE * (1 + job.priority), more[0] if more else None
        route_jobs.append(
            RouteJob(places[job.place], job.minutes, *first, prize=prize, other=other)
        )
    problem = RouteProblem(ways, crews, tuple(route_jobs), unusual=USUAL_OFFICER_BONUS)
    return GapProblem(problem, gaps, tuple(jobs), midnight)


def _gaps(day: FieldDay, officer_id: int) -> list[Gap]:
    officer = day.officers[officer_id]
    if officer.works_from is None or officer.works_to is None:
        return []
    busy: list[tuple[datetime, datetime, Place | None]] = [
        (stop.starts_at, stop.ends_at, stop.job.place) for stop in day.route(officer_id)
    ]
    if officer.lunch_from and officer.lunch_to and officer.lunch_from < officer.works_to:
        busy.append((officer.lunch_from, officer.lunch_to, None))
    at, place, gaps = max(officer.works_from, day.now), officer.start, []
    for begins, ends, where in sorted(busy, key=lambda one: one[0]):
        if begins > at:
            gaps.append(Gap(officer_id, place, where, at, begins))
        at, place = max(at, ends), where or place
    if officer.works_to > at:
        gaps.append(Gap(officer_id, place, None, at, officer.works_to))
    return gaps


def _allowed(day: FieldDay, gap: Gap, jobs: Sequence[Job]) -> frozenset[int] | None:
    skills = day.officers[gap.officer_id].skills
    allowed = frozenset(
        n
        for n, job in enumerate(jobs)
        if (not job.skill or job.skill in skills) and gap.officer_id not in job.refused_by
    )
    return None if len(allowed) == len(jobs) else allowed


def _windows(day: FieldDay, job: Job) -> list[tuple[datetime, datetime]]:
    """When a job may still begin; one that is overdue, whenever the day allows it."""
    windows = [(job.earliest, max(job.latest, job.earliest)), *([job.other] if job.other else [])]
    open_ones = [(max(opens, day.now), closes) for opens, closes in windows if closes >= day.now]
    if job.deadline < day.now:
        open_ones = [(day.now, datetime.combine(day.now.date(), day.travel.rules.quiet_from))]
    return [(opens, closes) for opens, closes in open_ones if opens <= closes]


def _way(day: FieldDay, start: Place, end: Place, midnight: datetime) -> int:
    """The longest it takes at any hour of work, so that an answer holds whenever it drives."""
    if start == end:
        return 0
    hours = (8, 10, 12, 14, 16, 17)
    return max(day.travel.minutes(start, end, midnight + timedelta(hours=hour)) for hour in hours)
