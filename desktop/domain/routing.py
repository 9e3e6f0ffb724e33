"""A routing problem in plain numbers, and an independent check of whoever solves it.

Times, ways and services are whole numbers of one unit (minutes, or tenths in published instances).
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RouteJob:
    """Something to do at a place; may start from ``opens`` to ``closes``, both inclusive.

    ``other`` is a second window, after the first, in which it may start as well. ``prize`` is what
    leaving it out costs; without one it has to be done.
    """

    place: int
    service: int
    opens: int
    closes: int
    load: int = 0
    prize: int | None = None
    other: tuple[int, int] | None = None

    @property
    def windows(self) -> tuple[tuple[int, int], ...]:
        """When it may start, the earlier window first."""
        first = (self.opens, self.closes)
        return (first, self.other) if self.other else (first,)

    def begins(self, arrival: int) -> int:
        """When it starts for somebody who is there from a moment on."""
        opens = next((one for one, closes in self.windows if arrival <= closes), self.opens)
        return max(opens, arrival)


@dataclass(frozen=True)
class Crew:
    """Who drives once: from a place, back to a place or to wherever the last job is (``end`` empty).

    Out and back between ``opens`` and ``closes``, both inclusive. ``jobs`` are those it may do,
    all where empty; ``usual`` those that are best done by it.
    """

    start: int
    end: int | None
    opens: int
    closes: int
    capacity: int = 0
    jobs: frozenset[int] | None = None
    usual: frozenset[int] = frozenset()


@dataclass(frozen=True)
class RouteProblem:
    """Ways between places (durations; distances where they differ), crews and jobs.

    ``unusual`` is what it costs, in ways, when a job is not done by a crew to which it is usual.
    """

    durations: Sequence[Sequence[int]]
    crews: tuple[Crew, ...]
    jobs: tuple[RouteJob, ...]
    distances: Sequence[Sequence[int]] | None = None
    unusual: int = 0

    def unusual_jobs(self, crew: Crew) -> frozenset[int]:
        """The jobs that are usual to other crews and not to this one."""
        return frozenset(job for other in self.crews for job in other.usual) - crew.usual


@dataclass(frozen=True)
class RouteAnswer:
    """Per crew its jobs in order (index and start of the service); ``distance`` over all."""

    routes: tuple[tuple[tuple[int, int], ...], ...]
    distance: int

    @property
    def done(self) -> frozenset[int]:
        """The jobs that are done."""
        return frozenset(job for route in self.routes for job, _ in route)


def timed(problem: RouteProblem, crew: Crew, jobs: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """When each job of a route begins: as soon as its crew is there and it is open."""
    at, free, found = crew.start, crew.opens, []
    for number in jobs:
        job = problem.jobs[number]
        begins = job.begins(free + problem.durations[at][job.place])
        found.append((number, begins))
        at, free = job.place, begins + job.service
    return tuple(found)


def faults(problem: RouteProblem, answer: RouteAnswer) -> list[str]:
    """Everything an answer breaks, in words for a developer; empty when it holds."""
    found: list[str] = []
    every = [job for route in answer.routes for job, _ in route]
    if len(every) != len(set(every)):
        found.append("a job is done twice")
    for number, job in enumerate(problem.jobs):
        if job.prize is None and number not in answer.done:
            found.append(f"job {number} is left out")
    distance = 0
    for crew, route in zip(problem.crews, answer.routes, strict=True):
        distance += _driven(problem, crew, route, found)
    if distance != answer.distance:
        found.append(f"the distance is {distance}, not {answer.distance}")
    return found


def _driven(
    problem: RouteProblem, crew: Crew, route: Sequence[tuple[int, int]], found: list[str]
) -> int:
    """Follow one crew; note what it breaks and return the distance."""
    if not route:
        return 0
    ways = problem.distances or problem.durations
    at, free, distance, load = crew.start, crew.opens, 0, 0
    for number, begins in route:
        job = problem.jobs[number]
        if begins < free + problem.durations[at][job.place]:
            found.append(f"job {number} begins before its crew is there")
        if not any(opens <= begins <= closes for opens, closes in job.windows):
            found.append(f"job {number} is outside its window")
        if crew.jobs is not None and number not in crew.jobs:
            found.append(f"job {number} is not for its crew")
        distance += ways[at][job.place]
        load += job.load
        at, free = job.place, begins + job.service
    if crew.end is not None:
        distance += ways[at][crew.end]
        free += problem.durations[at][crew.end]
    if free > crew.closes:
        found.append("a crew is back too late")
    if load > crew.capacity:
        found.append("a crew carries too much")
    return distance
