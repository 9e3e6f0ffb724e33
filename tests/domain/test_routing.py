"""A day as a routing problem, and the check of whoever solves it."""

from dataclasses import replace

import pytest

from desktop.adapters import route_solver
from desktop.domain.field_day import FieldDay, Stop
from desktop.domain.route_gaps import gap_problem
from desktop.domain.routing import Crew, RouteAnswer, RouteJob, RouteProblem, faults, timed
from tests.domain.test_field_day import FAR, NEAR, at, day, job, officer

WAYS = ((0, 5, 9), (5, 0, 4), (9, 4, 0))
CREW = Crew(0, 0, 0, 100, capacity=10)
JOBS = (RouteJob(1, 10, 0, 50, load=5), RouteJob(2, 10, 20, 60, load=5))
PROBLEM = RouteProblem(WAYS, (CREW,), JOBS)
GOOD = RouteAnswer((((0, 5), (1, 20)),), 18)


def test_a_right_answer_has_no_fault() -> None:
    assert faults(PROBLEM, GOOD) == []
    assert timed(PROBLEM, CREW, [0, 1]) == GOOD.routes[0]
    assert GOOD.done == {0, 1}


@pytest.mark.parametrize(
    ("problem", "answer", "fault"),
    [
        (PROBLEM, RouteAnswer((((0, 5), (1, 20)),), 17), "the distance is 18, not 17"),
        (PROBLEM, RouteAnswer((((0, 5),),), 10), "job 1 is left out"),
        (PROBLEM, RouteAnswer((((0, 5), (0, 20), (1, 30)),), 18), "a job is done twice"),
        (PROBLEM, RouteAnswer((((0, 4), (1, 20)),), 18), "job 0 begins before its crew is there"),
        (PROBLEM, RouteAnswer((((0, 5), (1, 61)),), 18), "job 1 is outside its window"),
        (
            replace(PROBLEM, crews=(replace(CREW, jobs=frozenset({1})),)),
            GOOD,
            "job 0 is not for its crew",
        ),
        (replace(PROBLEM, crews=(replace(CREW, closes=30),)), GOOD, "a crew is back too late"),
        (replace(PROBLEM, crews=(replace(CREW, capacity=9),)), GOOD, "a crew carries too much"),
    ],
)
def test_each_fault_is_found(problem: RouteProblem, answer: RouteAnswer, fault: str) -> None:
    assert fault in faults(problem, answer)


def test_a_crew_may_end_anywhere_and_stay_at_home() -> None:
    open_end = replace(PROBLEM, crews=(replace(CREW, end=None), CREW))
    assert faults(open_end, RouteAnswer((GOOD.routes[0], ()), 9)) == []


def test_a_job_with_a_prize_may_be_left_out() -> None:
    optional = replace(PROBLEM, jobs=(JOBS[0], replace(JOBS[1], prize=1)))
    assert faults(optional, RouteAnswer((((0, 5),),), 10)) == []


def test_what_stands_cuts_the_day_into_gaps() -> None:
    busy = day(officer(1), officer(2, works_from=None), now=at(8))
    busy.place(Stop(job("a", place=FAR), (1,), at(10)))
    asked = gap_problem(busy, [])
    assert [(gap.opens, gap.closes) for gap in asked.gaps] == [
        (at(8, 30), at(10)),
        (at(10, 30), at(12)),
        (at(13), at(17, 30)),
    ]
    assert [gap.end for gap in asked.gaps] == [FAR, None, None]
    assert asked.gaps[1].start == FAR


def test_an_officer_without_lunch_or_after_work_has_other_gaps() -> None:
    free = day(officer(1, lunch_from=None, lunch_to=None), now=at(8))
    assert len(gap_problem(free, []).gaps) == 1
    late = day(officer(1), now=at(17, 30))
    assert gap_problem(late, []).gaps == ()


def test_what_can_no_longer_begin_is_not_asked_about() -> None:
    night = day(officer(1), now=at(22, 30))
    assert gap_problem(night, [job("a", place=FAR)]).jobs == ()


def solved(busy: FieldDay, jobs: list[object]) -> list[Stop]:
    asked = gap_problem(busy, jobs)  # type: ignore[arg-type]
    answer = route_solver.solve_here(asked.problem, seconds=0.3)
    assert answer is not None
    assert faults(asked.problem, answer) == []
    return asked.stops(answer)


def test_the_solver_s_visits_break_no_hard_rule() -> None:
    team = day(officer(1, "card_device"), officer(2), now=at(8, 30))
    team.place(Stop(job("pair", people=2), (1, 2), at(10)))
    jobs = [
        job(f"v{n}", place=(NEAR, FAR)[n % 2], earliest=at(9), latest=at(16), minutes=30)
        for n in range(6)
    ]
    jobs.append(job("card", skill="card_device", earliest=at(9), latest=at(16)))
    found = solved(team, list(jobs))
    assert {stop.job.key for stop in found} == {one.key for one in jobs}
    trial = FieldDay(team.officers, team.travel, team.now, [*team.stops, *found])
    for stop in found:
        hard = [c for c in trial.conflicts(stop.job, stop.officers, stop.starts_at) if c.is_hard]
        assert hard == []
    assert next(stop.officers for stop in found if stop.job.key == "card") == (1,)


def test_the_solver_keeps_from_whoever_gave_a_visit_back_and_makes_up_for_overdue_ones() -> None:
    team = day(officer(1), officer(2), now=at(10))
    jobs = [
        job("back", latest=at(16), refused_by=frozenset({1})),
        job("overdue", latest=at(9, 30)),
    ]
    found = {stop.job.key: stop for stop in solved(team, list(jobs))}
    assert found["back"].officers == (2,)
    assert found["overdue"].starts_at >= at(10)


@pytest.mark.parametrize(("cost", "crew"), [(0, 0), (15, 1)])
def test_whoever_is_usual_goes_where_that_is_worth_the_way(cost: int, crew: int) -> None:
    near, far = replace(CREW, start=1, end=1), replace(CREW, start=2, end=2, usual=frozenset({0}))
    problem = RouteProblem(WAYS, (near, far), JOBS[:1], unusual=cost)
    answer = route_solver.solve_here(problem, seconds=0.2)
    assert answer is not None
    assert faults(problem, answer) == []
    assert (answer.routes[crew][0][0], answer.distance) == (0, (0, 8)[crew])


def test_the_solver_sends_who_was_there_last_time() -> None:
    team = day(officer(1), officer(2), now=at(8, 30))
    jobs = [job(f"v{n}", place=NEAR, latest=at(16), usual_officer=1 + n % 2) for n in range(6)]
    assert all(stop.officers == (stop.job.usual_officer,) for stop in solved(team, list(jobs)))


def test_overload_leaves_the_least_important_out() -> None:
    short = day(officer(1, works_to=at(9, 40)), now=at(8, 30))
    jobs = [
        job("small", minutes=40, earliest=at(8, 30)),
        job("big", minutes=40, priority=5, earliest=at(8, 30)),
    ]
    assert [stop.job.key for stop in solved(short, list(jobs))] == ["big"]


def test_a_job_with_two_windows_is_done_in_one_of_them() -> None:
    either = RouteJob(1, 10, 0, 3, load=5, other=(40, 50))
    assert (either.begins(2), either.begins(5), either.begins(45)) == (2, 40, 45)
    for prize in (None, 100):
        problem = replace(PROBLEM, jobs=(JOBS[1], replace(either, prize=prize)))
        answer = route_solver.solve_here(problem, seconds=0.2)
        assert answer is not None
        assert faults(problem, answer) == []
        assert dict(answer.routes[0])[1] == 40
    between = RouteAnswer((((0, 20), (1, 34)),), 18)
    assert "job 1 is outside its window" in faults(problem, between)


def test_of_two_windows_those_that_are_over_are_not_asked_about() -> None:
    either = job("a", earliest=at(9), latest=at(10), other=(at(14), at(15)))
    morning = gap_problem(day(officer(1), now=at(9, 30)), [either]).problem.jobs[0]
    assert morning.windows == ((570, 600), (840, 900))
    noon = gap_problem(day(officer(1), now=at(11)), [either]).problem.jobs[0]
    assert noon.windows == ((840, 900),)
    night = gap_problem(day(officer(1), now=at(15, 30)), [either]).problem.jobs[0]
    assert night.windows == ((930, 1320),)


def test_nothing_to_do_is_answered_at_once() -> None:
    empty = RouteProblem(WAYS, (CREW,), ())
    assert route_solver.solve_here(empty, seconds=1) == RouteAnswer(((),), 0)


def test_what_cannot_be_done_has_no_answer() -> None:
    impossible = replace(PROBLEM, jobs=(replace(JOBS[0], closes=1),))
    assert route_solver.solve_here(impossible, seconds=0.1) is None


def test_the_worker_answers_from_its_own_process() -> None:
    answer = route_solver.solve(PROBLEM, seconds=0.2)
    assert answer is not None
    assert faults(PROBLEM, answer) == []


def test_a_solver_that_fails_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route_solver, "_SPARE_SECONDS", -1.0)
    assert route_solver.solve(PROBLEM, seconds=0.5) is None


def test_a_broken_worker_gives_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route_solver, "_work", _close_at_once)
    assert route_solver.solve(PROBLEM, seconds=0.5) is None


def _close_at_once(answers: object, *_more: object) -> None:
    """A worker that dies without a word."""


def test_the_worker_without_the_solver_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Sent(list):  # type: ignore[type-arg]
        def send(self, what: object) -> None:
            self.append(what)

        def close(self) -> None:
            self.append("closed")

    def missing(*_: object, **__: object) -> None:
        raise ImportError

    sent = Sent()
    monkeypatch.setattr(route_solver, "solve_here", missing)
    route_solver._work(sent, PROBLEM, 1, 1)  # type: ignore[arg-type]
    assert sent == [None, "closed"]
