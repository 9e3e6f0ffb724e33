"""The route solver on Solomon's published instances with 100 customers.

Data: M. Solomon, Operations Research 35 (1987); distances with one decimal, truncated; best known
values for that rounding. 25 vehicles as published.
"""

import math
from pathlib import Path
from typing import Any

import pytest

from desktop.adapters import route_solver
from desktop.domain.routing import Crew, RouteJob, RouteProblem, faults

FOLDER = Path(__file__).parent / "solomon"
BEST = {"R101": 16377, "R201": 11432, "C101": 8273, "C201": 5891, "RC101": 16198, "RC201": 12618}
VEHICLES = 25


def read_instance(path: Path) -> RouteProblem:
    facts: dict[str, str] = {}
    sections: dict[str, list[list[int]]] = {}
    rows: list[list[int]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            facts[name.strip()] = value.strip()
        elif line.endswith("SECTION"):
            rows = sections.setdefault(line.strip(), [])
        elif line.strip() not in ("", "EOF"):
            rows.append([int(part) for part in line.split()])
    scale, service = int(facts["SCALE"]), int(facts["SERVICE_TIME"])
    points = [row[1:] for row in sections["NODE_COORD_SECTION"]]
    loads = [row[1] for row in sections["DEMAND_SECTION"]]
    windows = [row[1:] for row in sections["TIME_WINDOW_SECTION"]]
    ways = [[int(scale * math.dist(one, other)) for other in points] for one in points]
    opens, closes = (scale * moment for moment in windows[0])
    crew = Crew(0, 0, opens, closes, int(facts["CAPACITY"]))
    jobs = tuple(
        RouteJob(place, service * scale, first * scale, last * scale, loads[place])
        for place, (first, last) in enumerate(windows)
        if place
    )
    return RouteProblem(ways, (crew,) * VEHICLES, jobs)


@pytest.mark.parametrize("seconds", [5, 10])
def test_mean_gap_to_the_best_known(benchmark: Any, seconds: int) -> None:
    """At most 1 % in 5 seconds and 0.5 % in 10, every answer checked independently."""
    gaps = {}

    def every() -> None:
        for name, best in BEST.items():
            problem = read_instance(FOLDER / f"{name}.vrptw")
            answer = route_solver.solve(problem, seconds=seconds)
            assert answer is not None
            assert faults(problem, answer) == []
            gaps[name] = 100 * (answer.distance / best - 1)

    benchmark.pedantic(every, rounds=1, iterations=1)
    benchmark.extra_info["gaps in per cent"] = gaps
    mean = sum(gaps.values()) / len(gaps)
    benchmark.extra_info["mean gap in per cent"] = mean
    assert mean <= (1.0 if seconds == 5 else 0.5)


def test_a_published_plan_is_read_right() -> None:
    problem = read_instance(FOLDER / "C101.vrptw")
    assert len(problem.jobs) == 100
    assert problem.jobs[0] == RouteJob(1, 900, 9120, 9670, 10)
    assert problem.durations[0][1] == 186
