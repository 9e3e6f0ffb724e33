"""One day of field service: who works when, which visits stand where, what a placing breaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desktop.domain.travel import Place, TravelTimes

OPEN_STATES = frozenset({"planned", "accepted", "on_the_way", "arrived"})
STARTED_STATES = frozenset({"on_the_way", "arrived", "done"})
"""What has started stays where it is."""


@dataclass(frozen=True)
class FieldOfficer:
    """An officer on one day. ``works_from`` is empty on a day off or on leave."""

    officer_id: int
    name: str
    skills: frozenset[str] = frozenset()
    area: str = ""
    start: Place = field(default_factory=Place)
    works_from: datetime | None = None
    works_to: datetime | None = None
    lunch_from: datetime | None = None
    lunch_to: datetime | None = None
    off_reason: str = "day_off"


@dataclass(frozen=True)
class Job:
    """A visit to be made: ``earliest`` and ``latest`` bound its arrival, both inclusive.

    ``other`` is a second window, after the first, in which the arrival is as good. ``people`` is
    how many officers have to go; ``usual_officer`` the one who was there last time; ``refused_by``
    those who gave it back. A higher ``priority`` matters more. ``minutes`` is the time on the spot.
    """

    key: str
    purpose: str
    place: Place
    minutes: int
    earliest: datetime
    latest: datetime
    people: int = 1
    skill: str = ""
    priority: int = 0
    usual_officer: int | None = None
    refused_by: frozenset[int] = frozenset()
    other: tuple[datetime, datetime] | None = None

    @property
    def deadline(self) -> datetime:
        """The end of the last window (inclusive)."""
        return self.other[1] if self.other else self.latest

    def window(self, at: datetime) -> tuple[datetime, datetime]:
        """The window an arrival is measured by: the first that is not over, else the last."""
        first = self.earliest, self.latest
        return self.other if self.other and at > self.latest else first


@dataclass(frozen=True)
class Stop:
    """A visit that stands in the day: a job with who and when."""

    job: Job
    officers: tuple[int, ...]
    starts_at: datetime
    state: str = "planned"

    @property
    def ends_at(self) -> datetime:
        """When it is over (exclusive)."""
        return self.starts_at + timedelta(minutes=self.job.minutes)

    @property
    def is_started(self) -> bool:
        """Whether it may no longer be moved."""
        return self.state in STARTED_STATES


@dataclass(frozen=True)
class Conflict:
    """Something a placing breaks. The words are ``dispatch.conflict.<code>``."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()
    is_hard: bool = True


@dataclass
class FieldDay:
    """The day as a whole. Stops of officers who are not listed are ignored."""

    officers: dict[int, FieldOfficer]
    travel: TravelTimes
    now: datetime
    stops: list[Stop] = field(default_factory=list)
    pairs: Mapping[int, int] = field(default_factory=dict)
    """Who goes with whom today whenever a visit needs two, both ways."""

    def route(self, officer_id: int, without: str = "") -> list[Stop]:
        """The stops of one officer in order of time, without the one of that key."""
        mine = [
            stop
            for stop in self.stops
            if officer_id in stop.officers and (not without or stop.job.key != without)
        ]
        return sorted(mine, key=lambda stop: stop.starts_at)

    def place(self, stop: Stop) -> None:
        """Put a stop into the day, in place of the one with its key."""
        self.stops = [one for one in self.stops if one.job.key != stop.job.key] + [stop]

    def conflicts(self, job: Job, officers: tuple[int, ...], at: datetime) -> list[Conflict]:
        """Everything a placing breaks, hard rules first; empty when it is free of conflict."""
        found = list(self._rule_conflicts(job, officers, at))
        for officer_id in officers:
            officer = self.officers.get(officer_id)
            if officer is None:
                found.append(Conflict("unknown_officer"))
                continue
            if officer_id in job.refused_by:
                found.append(Conflict("gave_back", (("officer", officer.name),), is_hard=False))
            found += self._hours_conflicts(job, officer, at)
            found += self._route_conflicts(job, officer, at)
        return sorted(dict.fromkeys(found), key=lambda one: not one.is_hard)

    def _rule_conflicts(
        self, job: Job, officers: tuple[int, ...], at: datetime
    ) -> Iterable[Conflict]:
        if len(set(officers)) < job.people:
            yield Conflict("needs_two")
        elif not self.keeps_pairs(officers, job.people):
            yield Conflict("pair_parted", is_hard=False)
        if job.skill and not any(
            job.skill in self.officers[one].skills for one in officers if one in self.officers
        ):
            yield Conflict(f"skill_missing.{job.skill}")
        if at < self.now:
            yield Conflict("in_the_past")
        quiet = self.travel.rules
        ends = (at + timedelta(minutes=job.minutes)).time()
        if (
            at.time() < quiet.quiet_until
            or at.time() >= quiet.quiet_from
            or ends > quiet.quiet_from
        ):
            yield Conflict("quiet_hours")
        opens, closes = job.window(at)
        if at < opens:
            yield Conflict("too_early", (("from", f"{opens:%H:%M}"),))
        if at > closes:
            yield Conflict("promise_missed", (("by", f"{closes:%H:%M}"),), is_hard=False)

    def keeps_pairs(self, officers: tuple[int, ...], people: int) -> bool:
        """Whether a team of two parts no pair that was fixed for the day."""
        partners = [self.pairs[one] for one in officers if one in self.pairs]
        return people < 2 or all(one in officers for one in partners)

    def _hours_conflicts(self, job: Job, officer: FieldOfficer, at: datetime) -> Iterable[Conflict]:
        who = ("officer", officer.name)
        end = at + timedelta(minutes=job.minutes)
        if officer.works_from is None or officer.works_to is None:
            yield Conflict(officer.off_reason, (who,))
            return
        if at < officer.works_from or end > officer.works_to:
            hours = f"{officer.works_from:%H:%M}–{officer.works_to:%H:%M}"
            yield Conflict("outside_shift", (who, ("hours", hours)))
        lunch_from, lunch_to = officer.lunch_from, officer.lunch_to
        if lunch_from and lunch_to and at < lunch_to and lunch_from < end:
            yield Conflict("lunch", (who,))

    def _route_conflicts(self, job: Job, officer: FieldOfficer, at: datetime) -> Iterable[Conflict]:
        who = ("officer", officer.name)
        end = at + timedelta(minutes=job.minutes)
        before: Stop | None = None
        after: Stop | None = None
        for stop in self.route(officer.officer_id, without=job.key):
            if stop.state in ("cancelled", "refused"):
                continue
            if stop.starts_at < end and at < stop.ends_at:
                yield Conflict("overlap", (who, ("at", f"{stop.starts_at:%H:%M}")))
                return
            if stop.ends_at <= at:
                before = stop
            elif after is None:
                after = stop
        if officer.works_from is None:
            return
        leaves = before.ends_at if before else max(officer.works_from, self.now)
        origin = before.job.place if before else officer.start
        way = self.travel.minutes(origin, job.place, leaves)
        if leaves + timedelta(minutes=way) > at:
            have = max(0, int((at - leaves).total_seconds() // 60))
            yield Conflict("too_far_before", (who, ("needs", way), ("has", have)))
        if after:
            way = self.travel.minutes(job.place, after.job.place, end)
            have = int((after.starts_at - end).total_seconds() // 60)
            if way > have:
                yield Conflict("too_far_after", (who, ("needs", way), ("has", have)))

    def extra_travel(self, job: Job, officer_id: int, at: datetime) -> int:
        """Minutes on the road that a placing adds to an officer's day."""
        officer = self.officers[officer_id]
        route = self.route(officer_id, without=job.key)
        before = [stop for stop in route if stop.ends_at <= at]
        after = [stop for stop in route if stop.starts_at > at]
        origin = before[-1].job.place if before else officer.start
        way = self.travel.minutes(origin, job.place, at)
        if not after:
            return way
        onward = self.travel.minutes(job.place, after[0].job.place, at)
        return way + onward - self.travel.minutes(origin, after[0].job.place, at)


def as_officers(officers: Iterable[FieldOfficer]) -> dict[int, FieldOfficer]:
    """Index the officers of a day by id."""
    return {officer.officer_id: officer for officer in officers}


def moved(stop: Stop, officers: tuple[int, ...], at: datetime) -> Stop:
    """The same visit by others or at another time."""
    return replace(stop, officers=officers, starts_at=at)
