"""Solves routing problems with PyVRP, in a process of its own so that nothing waits for it.

Where the solver is not installed, fails or takes too long there is no answer, a note in the log, and
the insertion's plan stands.
"""

import logging
import multiprocessing
import warnings
from dataclasses import dataclass
from multiprocessing.connection import Connection

from desktop.domain.routing import Crew, RouteAnswer, RouteProblem, timed

NEVER = 10**9
"""The way to a job that a crew must not do."""
_SPARE_SECONDS = 10.0
_log = logging.getLogger(__name__)


def solve(problem: RouteProblem, *, seconds: float, seed: int = 1) -> RouteAnswer | None:
    """Look for the shortest routes for so long; ``None`` when there is no answer."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(theirs, problem, seconds, seed), daemon=True)
    try:
        worker.start()
        theirs.close()
        if not ours.poll(seconds + _SPARE_SECONDS):
            _log.warning("the route solver did not answer in time")
            return None
        answer: RouteAnswer | None = ours.recv()
    except (OSError, EOFError) as error:
        _log.warning("the route solver failed: %s", type(error).__name__)
        return None
    finally:
        if worker.is_alive():
            worker.terminate()
        ours.close()
    return answer


def _work(answers: Connection, problem: RouteProblem, seconds: float, seed: int) -> None:
    try:
        answers.send(solve_here(problem, seconds=seconds, seed=seed))
    except ImportError:
        answers.send(None)
    finally:
        answers.close()


def solve_here(problem: RouteProblem, *, seconds: float, seed: int = 1) -> RouteAnswer | None:
    """The same in this process. Raises ``ImportError`` where PyVRP is not installed."""
    import pyvrp

    if not problem.jobs or not problem.crews:
        return RouteAnswer(tuple(() for _ in problem.crews), 0)
    model = pyvrp.Model()
    nodes = _nodes(problem)
    there = [model.add_location(0, 0) for _ in nodes]
    depots = {
        node.place: model.add_depot(there[number])
        for number, node in enumerate(nodes)
        if node.job is None
    }
    likes = [_profile(problem, crew) for crew in problem.crews]
    profiles = {one: model.add_profile() for one in dict.fromkeys(likes)}
    alike: dict[Crew, list[int]] = {}
    for number, crew in enumerate(problem.crews):
        alike.setdefault(crew, []).append(number)
    for crew, numbers in alike.items():
        model.add_vehicle_type(
            len(numbers),
            capacity=crew.capacity,
            start_depot=depots[crew.start],
            end_depot=depots[crew.end],
            tw_early=crew.opens,
            tw_late=crew.closes,
            profile=profiles[_profile(problem, crew)],
        )
    for number, node in enumerate(nodes):
        if node.job is None:
            continue
        job = problem.jobs[node.job]
        if node.window == 0:
            group = model.add_client_group(job.prize is None) if job.other else None
        model.add_client(
            there[number],
            delivery=job.load,
            service_duration=job.service,
            tw_early=job.windows[node.window][0],
            tw_late=job.windows[node.window][1],
            prize=job.prize or 0,
            required=job.prize is None and group is None,
            group=group,
        )
    _add_ways(model, problem, nodes, there, profiles)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pyvrp.exceptions.PenaltyBoundWarning)
        result = model.solve(
            pyvrp.stop.MaxRuntime(seconds), seed=seed, collect_stats=False, display=False
        )
    if not result.is_feasible():
        return None
    jobs = [node.job for node in nodes if node.job is not None]
    return _answer(problem, result.best, list(alike.values()), jobs)


def _profile(problem: RouteProblem, crew: Crew) -> tuple[frozenset[int] | None, frozenset[int]]:
    """What makes the ways of crews differ: the jobs they may do, and those usual to others."""
    return crew.jobs, problem.unusual_jobs(crew)


@dataclass(frozen=True)
class _Node:
    """A depot or a job as the solver sees it; no ``place``: the end of a crew that need not return.

    Every job is a node of its own, so that a crew can be kept from one job and not from another at
    the same place; one with two windows is a node for each, of which one is gone to.
    """

    place: int | None
    job: int | None = None
    window: int = 0


def _nodes(problem: RouteProblem) -> list[_Node]:
    """The depots, then the jobs in their order."""
    ends = (crew.end for crew in problem.crews)
    places = dict.fromkeys([*(crew.start for crew in problem.crews), *ends])
    jobs = (
        _Node(job.place, number, window)
        for number, job in enumerate(problem.jobs)
        for window in range(len(job.windows))
    )
    return [*(_Node(place) for place in places), *jobs]


def _add_ways(  # type: ignore[no-untyped-def]  # PyVRP has no types
    model, problem: RouteProblem, nodes: list[_Node], there, profiles
) -> None:
    """Ways for everybody; for crews that may not do everything those to the rest never end.

    A way to a job that is usual to another crew is longer by what that costs.
    """
    distances = problem.distances or problem.durations
    for (jobs, unusual), profile in profiles.items():
        for i, start in enumerate(nodes):
            for j, end in enumerate(nodes):
                if i == j:
                    continue
                way = time = 0
                if jobs is not None and end.job is not None and end.job not in jobs:
                    way = time = NEVER
                elif start.place is not None and end.place is not None:
                    way = distances[start.place][end.place]
                    time = problem.durations[start.place][end.place]
                    if end.job in unusual:
                        way += problem.unusual
                model.add_edge(there[i], there[j], way, time, profile=profile)


def _answer(  # type: ignore[no-untyped-def]  # PyVRP has no types
    problem: RouteProblem, best, alike: list[list[int]], clients: list[int]
) -> RouteAnswer:
    routes: list[tuple[tuple[int, int], ...]] = [() for _ in problem.crews]
    distance = 0
    for route in best.routes():
        number = alike[route.vehicle_type()].pop()
        jobs = [clients[int(one.idx)] for one in route.schedule() if one.is_client()]
        routes[number] = timed(problem, problem.crews[number], jobs)
        unusual = problem.unusual_jobs(problem.crews[number]).intersection(jobs)
        distance += int(route.distance()) - problem.unusual * len(unusual)
    return RouteAnswer(tuple(routes), distance)
