"""A day in the field: promises, ways, conflicts, who can go when."""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from desktop.adapters.rule_tables import bundled_rules
from desktop.domain.field_day import Conflict, FieldDay, FieldOfficer, Job, Stop, as_officers, moved
from desktop.domain.field_rules import FieldRules
from desktop.domain.insertion import best_slots, plan_day, why_not
from desktop.domain.rule_book import RuleBook
from desktop.domain.service_promise import (
    OpenHours,
    PromiseState,
    promise_for,
    promise_state,
    shift_times,
)
from desktop.domain.travel import Place, TravelTimes, Trip, area_of, distance_km, learnt
from desktop.domain.wished_time import WishedTime
from desktop.domain.working_days import WorkingDays

DAY = date(2026, 11, 20)
RULES = FieldRules.in_force(bundled_rules(), DAY)
HERE = Place("江北区", 29.60, 106.57)
NEAR = Place("江北区", 29.61, 106.58)
FAR = Place("渝北区", 29.75, 106.65)
HOURS = OpenHours(time(8, 30), time(17, 30), WorkingDays())


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute)


def officer(officer_id: int, *skills: str, **more: object) -> FieldOfficer:
    usual = FieldOfficer(
        officer_id,
        f"员{officer_id}",
        frozenset(skills),
        "江北区",
        HERE,
        at(8, 30),
        at(17, 30),
        at(12),
        at(13),
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def job(key: str = "j", **more: object) -> Job:
    usual = Job(key, "account_auth", NEAR, 30, at(9), at(11))
    return replace(usual, **more)  # type: ignore[arg-type]


def day(*officers: FieldOfficer, now: datetime | None = None) -> FieldDay:
    return FieldDay(as_officers(officers or (officer(1),)), TravelTimes(RULES), now or at(9))


def codes(conflicts: list[Conflict]) -> list[str]:
    return [conflict.code for conflict in conflicts]


# --- promises


@pytest.mark.parametrize(
    ("wish", "basis", "earliest", "latest"),
    [
        (None, "standard", at(9), at(11)),
        (WishedTime("asap"), "standard", at(9), at(11)),
        (WishedTime("point", at(15)), "window", at(14, 45), at(15, 15)),
        (WishedTime("part", at(8), at(12)), "window", at(9), at(12)),
        (WishedTime("before", end=at(16)), "window", at(9), at(16)),
        (WishedTime("after", at(15)), "window", at(15), at(17, 30)),
        (WishedTime("after", at(17)), "window", at(17), at(19)),
        (WishedTime("within", end=at(9, 30)), "window", at(9), at(9, 30)),
        (WishedTime("day", at(0), at(23, 59)), "window", at(9), at(17, 30)),
        (
            WishedTime("range", at(15) + timedelta(days=1), at(16) + timedelta(days=1)),
            "window",
            at(8, 30) + timedelta(days=3),
            at(10, 30) + timedelta(days=3),
        ),
    ],
)
def test_promise_follows_the_wish_or_the_standard(
    wish: WishedTime | None, basis: str, earliest: datetime, latest: datetime
) -> None:
    promise = promise_for(
        wish, received=at(9), is_urgent=False, needs_visit=True, hours=HOURS, rules=RULES
    )
    assert (promise.basis, promise.earliest, promise.latest) == (basis, earliest, latest)


def test_urgent_is_thirty_minutes_and_a_question_gets_a_call_back() -> None:
    urgent = promise_for(
        None, received=at(9), is_urgent=True, needs_visit=True, hours=HOURS, rules=RULES
    )
    assert (urgent.basis, urgent.latest) == ("urgent", at(9, 30))
    call = promise_for(
        None, received=at(9), is_urgent=False, needs_visit=False, hours=HOURS, rules=RULES
    )
    assert (call.basis, call.latest) == ("call_back", at(10))


def test_the_promise_goes_by_kind_priority_and_area() -> None:
    rules = replace(RULES, promises={"corporate": timedelta(hours=3)}, far=timedelta(minutes=45))

    def by(kind: str, **more: bool) -> datetime:
        asked = {"is_urgent": False, "is_far": False} | more
        return promise_for(
            None, received=at(9), needs_visit=True, hours=HOURS, rules=rules, kind=kind, **asked
        ).latest

    assert by("corporate") == at(12)
    assert by("card_replace") == at(11)
    assert by("corporate", is_far=True) == at(12, 45)
    assert by("corporate", is_urgent=True) == at(9, 30)
    assert by("corporate", is_urgent=True, is_far=True) == at(10, 15)


def test_closed_hours_do_not_count() -> None:
    assert HOURS.add(at(16, 30), timedelta(hours=2)) == datetime(2026, 11, 23, 9, 30)
    assert HOURS.add(at(7), timedelta(hours=2)) == at(10, 30)
    assert HOURS.add(at(9), timedelta(0)) == at(9)
    assert HOURS.next_open(at(18)) == datetime(2026, 11, 23, 8, 30)


@pytest.mark.parametrize(
    ("now", "expected", "arrived", "state"),
    [
        (at(9), None, None, PromiseState.ON_TRACK),
        (at(10, 45), None, None, PromiseState.AT_RISK),
        (at(11, 1), None, None, PromiseState.OVERDUE),
        (at(9), at(10, 30), None, PromiseState.ON_TRACK),
        (at(9), at(11, 30), None, PromiseState.LATE),
        (at(10, 50), at(10, 30), None, PromiseState.AT_RISK),
        (at(12), at(10), at(10, 59), PromiseState.KEPT),
        (at(12), at(10), at(11, 1), PromiseState.MISSED),
    ],
)
def test_promise_state_by_the_clock(
    now: datetime, expected: datetime | None, arrived: datetime | None, state: PromiseState
) -> None:
    found = promise_state(at(11), now=now, expected=expected, arrived_at=arrived, alarm=RULES.alarm)
    assert found is state


def test_without_a_promise_there_is_no_state() -> None:
    found = promise_state(None, now=at(9), expected=None, arrived_at=None, alarm=RULES.alarm)
    assert found is PromiseState.NONE
    assert shift_times(DAY, "08:30", "17:30") == (at(8, 30), at(17, 30))


# --- rules and ways


def test_rules_say_length_people_and_skill() -> None:
    assert RULES.length("card_replace") == 30
    assert RULES.length("never heard of") == RULES.length("other")
    assert RULES.people("collection") == 2
    assert RULES.people("card_replace") == 1
    assert RULES.skills["collection"] == "collection"
    book = bundled_rules()
    short = [
        replace(rule, value=(30,)) if rule.code == "visit.speed_kmh" else rule
        for rule in book.rules
    ]
    with pytest.raises(TypeError):
        FieldRules.in_force(RuleBook(tuple(short)), DAY)


def test_way_is_distance_times_detour_at_the_speed_of_the_hour() -> None:
    times = TravelTimes(RULES)
    assert distance_km(HERE, FAR) == pytest.approx(18.4, abs=0.2)
    assert times.minutes(HERE, HERE, at(10)) == 0
    assert times.minutes(HERE, FAR, at(8)) > times.minutes(HERE, FAR, at(10))
    assert times.minutes(HERE, FAR, at(10)) == 66


def test_unpinned_places_take_the_area_s_default() -> None:
    times = TravelTimes(RULES)
    assert times.minutes(HERE, Place("江北区"), at(10)) == 15
    assert times.minutes(HERE, Place("渝北区"), at(10)) == 35
    assert times.minutes(HERE, Place(), at(10)) == 35
    house = Place(address="金山路8号")
    assert times.minutes(house, Place(address="金山路9号"), at(10)) == 35
    assert times.minutes(house, house, at(10)) == 0


def test_own_trips_outweigh_the_estimate_when_there_are_enough() -> None:
    trips = [Trip("江北区", "渝北区", 10, minutes) for minutes in (20, 22, 24, 26, 28)]
    known = learnt([*trips, Trip("江北区", "渝北区", 10, 0), Trip("", "渝北区", 10, 9)])
    assert TravelTimes(RULES, known).minutes(HERE, FAR, at(10)) == 24
    assert TravelTimes(RULES, known).minutes(HERE, FAR, at(8)) > 24
    assert learnt(trips[:4]) == {}


def test_the_longest_known_area_in_an_address() -> None:
    assert area_of("重庆市渝北区回兴街道88号", ["渝北区", "回兴街道", "江北区"]) == "回兴街道"
    assert area_of("某处", ["渝北区"]) == ""


# --- conflicts


def test_a_free_placing_has_no_conflict() -> None:
    assert day().conflicts(job(), (1,), at(10)) == []


@pytest.mark.parametrize(
    ("more", "team", "when", "code"),
    [
        ({"people": 2, "purpose": "collection"}, (1,), at(10), "needs_two"),
        ({"people": 2}, (1, 1), at(10), "needs_two"),
        ({"skill": "card_device"}, (1,), at(10), "skill_missing.card_device"),
        ({"earliest": at(7)}, (1,), at(8), "in_the_past"),
        ({"earliest": at(7)}, (1,), at(7, 30), "quiet_hours"),
        ({"minutes": 60}, (1,), at(21, 30), "quiet_hours"),
        ({}, (1,), at(8, 45), "too_early"),
        ({}, (1,), at(11, 30), "promise_missed"),
        ({}, (1,), at(17, 20), "outside_shift"),
        ({}, (1,), at(11, 45), "lunch"),
        ({}, (9,), at(10), "unknown_officer"),
        ({}, (3,), at(10), "on_leave"),
    ],
)
def test_what_a_placing_breaks_is_named(
    more: dict[str, object], team: tuple[int, ...], when: datetime, code: str
) -> None:
    off = officer(3, works_from=None, off_reason="on_leave")
    assert code in codes(day(officer(1), off).conflicts(job(**more), team, when))


def test_overlap_and_ways_to_the_neighbours() -> None:
    busy = day()
    busy.place(Stop(job("a", place=FAR), (1,), at(10)))
    assert codes(busy.conflicts(job(), (1,), at(10, 15))) == ["overlap"]
    assert codes(busy.conflicts(job(), (1,), at(10, 40))) == ["too_far_before"]
    assert "too_far_after" in codes(busy.conflicts(job(), (1,), at(9, 20)))
    assert busy.conflicts(job("a", place=FAR), (1,), at(10, 30)) == []


def test_a_cancelled_visit_is_in_nobody_s_way() -> None:
    busy = day()
    busy.place(Stop(job("a", place=FAR), (1,), at(10), "cancelled"))
    assert busy.conflicts(job(), (1,), at(10)) == []


def test_hard_conflicts_come_first() -> None:
    found = day().conflicts(job(people=2), (1,), at(11, 30))
    assert [one.is_hard for one in found] == sorted((one.is_hard for one in found), reverse=True)


# --- who can go


def test_the_earliest_free_officer_is_offered() -> None:
    busy = day(officer(1), officer(2))
    busy.place(Stop(job("a", place=FAR), (1,), at(9, 10)))
    slot = best_slots(busy, job())[0]
    assert slot.officers == (2,)
    assert slot.starts_at == at(9, 15)
    assert slot.keeps_promise


def test_who_is_off_is_not_offered_and_what_was_cancelled_is_free() -> None:
    team = day(officer(1, works_from=None), officer(2, lunch_from=None, lunch_to=None))
    team.place(Stop(job("a"), (2,), at(9, 15), "cancelled"))
    assert [slot.officers for slot in best_slots(team, job())] == [(2,)]


def test_the_usual_officer_is_preferred() -> None:
    assert best_slots(day(officer(1), officer(2)), job(usual_officer=2))[0].officers == (2,)


def test_two_go_together_and_one_has_the_skill() -> None:
    team = day(officer(1), officer(2, "collection"), officer(3))
    slots = best_slots(team, job(people=2, skill="collection"), limit=9)
    assert slots
    assert all(len(slot.officers) == 2 and 2 in slot.officers for slot in slots)


def test_an_offer_never_breaks_a_hard_rule() -> None:
    random.seed(7)
    team = day(officer(1, "card_device"), officer(2), officer(3, "collection"), officer(4))
    for number in range(40):
        people = 2 if number % 5 == 0 else 1
        place = Place("江北区", 29.55 + random.random() / 5, 106.5 + random.random() / 5)
        start = at(9 + number % 7)
        one = job(
            f"v{number}",
            place=place,
            people=people,
            earliest=start,
            latest=start + timedelta(hours=2),
        )
        for slot in best_slots(team, one, limit=1):
            if not slot.pushed:
                assert [
                    c for c in team.conflicts(one, slot.officers, slot.starts_at) if c.is_hard
                ] == []
                team.place(Stop(one, slot.officers, slot.starts_at))
    assert len(team.stops) >= 20


def test_an_urgent_visit_pushes_what_can_wait() -> None:
    busy = day(now=at(9))
    busy.place(Stop(job("a", minutes=120, latest=at(15)), (1,), at(9, 20)))
    busy.place(Stop(job("b", latest=at(16)), (1,), at(14)))
    slot = best_slots(busy, job("now", latest=at(9, 30)))[0]
    assert slot.keeps_promise
    assert dict(slot.pushed)["a"] == at(9, 45)


def test_what_cannot_wait_is_not_pushed() -> None:
    busy = day(now=at(9))
    busy.place(Stop(job("a", minutes=120, latest=at(9, 30)), (1,), at(9, 20)))
    slots = best_slots(busy, job("now", latest=at(9, 30)))
    assert all(not slot.keeps_promise for slot in slots)
    started = day(now=at(9))
    started.place(Stop(job("a", minutes=170), (1,), at(9), "arrived"))
    assert all(not slot.keeps_promise for slot in best_slots(started, job("now", latest=at(9, 30))))


@pytest.mark.parametrize(
    ("officers", "more", "reason"),
    [
        ((officer(1, works_from=None),), {}, "nobody_works"),
        ((officer(1),), {"skill": "legal"}, "nobody_has_skill"),
        ((officer(1),), {"people": 2}, "too_few_people"),
        ((officer(1),), {"earliest": at(7), "latest": at(8)}, "window_over"),
        ((officer(1),), {"minutes": 600}, "day_full"),
    ],
)
def test_why_nobody_can_go(
    officers: tuple[FieldOfficer, ...], more: dict[str, object], reason: str
) -> None:
    one = job(**more)
    assert why_not(day(*officers), one) == reason


def test_overload_drops_the_least_important_and_says_which() -> None:
    full = day(officer(1, works_to=at(10)))
    plan = plan_day(full, [job("small", minutes=40), job("big", minutes=40, priority=5)])
    assert [stop.job.key for stop in plan.stops] == ["big"]
    assert plan.unplaced == (("small", "day_full"),)


def test_a_plan_keeps_every_window_and_says_what_has_no_room_in_it() -> None:
    """By hand a visit may be put later than promised; a plan never does so by itself."""
    jobs = [job(f"v{n}", minutes=60, earliest=at(9), latest=at(9, 40)) for n in range(2)]
    full = day(officer(1), now=at(8, 30))
    plan = plan_day(full, jobs)
    assert [stop.job.key for stop in plan.stops] == ["v0"]
    assert plan.unplaced == (("v1", "window_full"),)
    (slot,) = best_slots(full, jobs[1])
    assert not slot.keeps_promise


def test_what_is_overdue_is_made_up_for_as_soon_as_can_be() -> None:
    plan = plan_day(day(now=at(10)), [job("late", latest=at(9, 30))])
    assert [stop.starts_at for stop in plan.stops] == [at(10, 10)]


def test_who_gave_a_visit_back_is_not_asked_again() -> None:
    one = job(refused_by=frozenset({1}), usual_officer=1)
    team = day(officer(1), officer(2))
    assert [slot.officers for slot in best_slots(team, one)] == [(2,)]
    assert codes(team.conflicts(one, (1,), at(10))) == ["gave_back"]
    assert why_not(day(officer(1)), one) == "all_gave_back"
    assert plan_day(day(officer(1)), [one]).unplaced == (("j", "all_gave_back"),)


def test_a_plan_pushes_in_the_plan_itself() -> None:
    busy = day(now=at(9))
    busy.place(Stop(job("a", minutes=120, latest=at(15)), (1,), at(9, 20)))
    plan = plan_day(busy, [job("now", latest=at(9, 30))])
    assert [stop.job.key for stop in plan.stops] == ["now"]
    assert {stop.job.key: stop.starts_at for stop in busy.stops}["a"] == at(9, 45)


EITHER = job("either", place=HERE, earliest=at(9), latest=at(10), other=(at(14), at(15)))


@pytest.mark.parametrize(
    ("start", "found"),
    [
        (at(10), []),
        (at(10, 5), ["too_early"]),
        (at(14), []),
        (at(15, 5), ["promise_missed"]),
    ],
)
def test_either_of_two_windows_keeps_the_promise(start: datetime, found: list[str]) -> None:
    assert codes(day().conflicts(EITHER, (1,), start)) == found


def test_the_second_window_is_offered_when_the_first_is_full() -> None:
    assert best_slots(day(), EITHER)[0].starts_at == at(9)
    busy = day()
    busy.place(Stop(job("a", place=HERE, minutes=90), (1,), at(9)))
    (slot,) = best_slots(busy, EITHER)
    assert (slot.starts_at, slot.keeps_promise) == (at(14), True)
    assert [stop.starts_at for stop in plan_day(busy, [EITHER]).stops] == [at(14)]


def test_an_urgent_visit_pushes_nobody_out_of_their_window() -> None:
    busy = day()
    busy.place(Stop(EITHER, (1,), at(9, 50)))
    urgent = job("urgent", place=HERE, earliest=at(9, 45), latest=at(9, 50), minutes=30)
    assert not any(slot.keeps_promise for slot in best_slots(busy, urgent))
    late = day(now=at(9))
    late.place(Stop(EITHER, (1,), at(9)))
    waits = best_slots(late, job("urgent", place=HERE, latest=at(9, 15)))
    assert waits[0].pushed == (("either", at(9, 30)),)


def test_moving_keeps_the_visit() -> None:
    stop = Stop(job(), (1,), at(10))
    assert moved(stop, (2,), at(11)) == Stop(job(), (2,), at(11))
    assert stop.ends_at == at(10, 30)
    assert not stop.is_started


def test_a_pair_fixed_for_the_day_is_parted_only_with_a_word() -> None:
    """Alone each goes where one is enough; a team of two with somebody else is told, not refused."""
    paired = day(officer(1), officer(2), officer(3))
    paired.pairs = {1: 2, 2: 1}
    two = job(people=2)
    assert codes(paired.conflicts(two, (1, 3), at(10))) == ["pair_parted"]
    assert paired.conflicts(two, (1, 2), at(10)) == []
    assert paired.conflicts(job(), (1,), at(10)) == []
    assert {slot.officers for slot in best_slots(paired, two)} == {(1, 2)}
