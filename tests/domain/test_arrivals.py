"""Arrivals to be expected: what was reached, who is on the way, who will be late."""

from datetime import datetime

from desktop.adapters.rule_tables import bundled_rules
from desktop.domain.arrivals import estimated_arrivals
from desktop.domain.field_day import FieldDay, FieldOfficer, Job, Stop, as_officers
from desktop.domain.field_rules import FieldRules
from desktop.domain.travel import Place, TravelTimes


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute)


RULES = FieldRules.in_force(bundled_rules(), at(9).date())
HERE, THERE = Place("滨江区", address="甲"), Place("滨江区", address="乙")
"""Unpinned places of one area: fifteen minutes apart."""


def stop(key: str, place: Place, start: datetime, state: str = "planned", *who: int) -> Stop:
    job = Job(key, "account_auth", place, 30, at(8), at(18))
    return Stop(job, who or (1,), start, state)


def day(now: datetime, *stops: Stop) -> FieldDay:
    people = [FieldOfficer(n, f"员{n}", start=HERE, works_from=at(8, 30)) for n in (1, 2)]
    return FieldDay(as_officers(people), TravelTimes(RULES), now, list(stops))


def test_on_time_the_plan_is_the_estimate() -> None:
    found = estimated_arrivals(day(at(9), stop("v1", THERE, at(10))), {}, {})
    assert found == {"v1": at(10)}


def test_who_has_not_left_arrives_after_the_way() -> None:
    found = estimated_arrivals(day(at(9, 55), stop("v1", THERE, at(10))), {}, {})
    assert found == {"v1": at(10, 10)}


def test_a_delay_is_carried_on_to_what_follows() -> None:
    stops = (stop("v1", THERE, at(10), "arrived"), stop("v2", HERE, at(10, 45)))
    found = estimated_arrivals(day(at(11), *stops), {}, {"v1": at(10, 20)})
    assert found == {"v1": at(10, 20), "v2": at(11, 15)}


def test_on_the_way_and_done() -> None:
    stops = (
        stop("v0", HERE, at(9), "done"),
        stop("v1", THERE, at(10), "on_the_way"),
        stop("v2", HERE, at(12), "refused"),
    )
    found = estimated_arrivals(day(at(9, 40), *stops), {"v1": at(9, 35)}, {})
    assert found == {"v0": at(9), "v1": at(9, 50)}
    late = estimated_arrivals(day(at(10, 5), *stops), {"v1": at(9, 35)}, {})
    assert late["v1"] == at(10, 5)


def test_a_visit_of_two_waits_for_the_later_one() -> None:
    stops = (
        stop("v1", HERE, at(9, 55), "arrived", 2),
        stop("v2", THERE, at(10, 30), "planned", 1, 2),
    )
    found = estimated_arrivals(day(at(10, 10), *stops), {}, {"v1": at(10, 5)})
    assert found["v2"] == at(10, 50)
