"""What a customer is promised, and how that promise stands by the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from desktop.domain.field_rules import FieldRules
from desktop.domain.wished_time import WishedTime
from desktop.domain.working_days import WorkingDays


class PromiseState(StrEnum):
    """How a promise stands. The words are ``dispatch.promise.<state>``."""

    NONE = "none"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    LATE = "late"
    OVERDUE = "overdue"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True)
class OpenHours:
    """When visits are made: the branch's day, and its working days."""

    start: time
    end: time
    days: WorkingDays

    def add(self, moment: datetime, length: timedelta) -> datetime:
        """The moment after so much open time; closed hours and days do not count."""
        moment = self.next_open(moment)
        while length > timedelta(0):
            closing = datetime.combine(moment.date(), self.end)
            if moment + length <= closing:
                return moment + length
            length -= closing - moment
            moment = self.next_open(datetime.combine(moment.date() + timedelta(days=1), time()))
        return moment

    def next_open(self, moment: datetime) -> datetime:
        """This moment when the branch is open, else when it opens next."""
        day = moment.date()
        if moment.time() >= self.end:
            day += timedelta(days=1)
        opened = self.days.next_working_day(day)
        opening = datetime.combine(opened, self.start)
        return max(moment, opening) if opened == moment.date() else opening


@dataclass(frozen=True)
class ServicePromise:
    """A promise: be there not before ``earliest`` and by ``latest`` (both inclusive).

    ``basis`` says why: window (the customer's wish), urgent, standard or call_back.
    """

    earliest: datetime
    latest: datetime
    basis: str


def promise_for(
    wish: WishedTime | None,
    *,
    received: datetime,
    is_urgent: bool,
    needs_visit: bool,
    hours: OpenHours,
    rules: FieldRules,
    kind: str = "other",
    is_far: bool = False,
) -> ServicePromise:
    """Work out what is promised for a request.

    A wish sets the window; without one a visit is promised within the time of its kind, an urgent
    one within the short time, both later where it ``is_far``, a call-back within its own, all in
    open hours.
    """
    if not needs_visit:
        return ServicePromise(received, hours.add(received, rules.call_back), "call_back")
    within = rules.promised(kind, is_urgent=is_urgent, is_far=is_far)
    standard = hours.add(received, within)
    basis = "urgent" if is_urgent else "standard"
    if wish is None or wish.kind == "asap":
        return ServicePromise(hours.next_open(received), standard, basis)
    start, end = _window(wish, received, hours, rules)
    if end < start:  # a time at which the branch is closed: as soon as it is open again
        end = hours.add(start, within)
    return ServicePromise(start, end, "window")


def _window(
    wish: WishedTime, received: datetime, hours: OpenHours, rules: FieldRules
) -> tuple[datetime, datetime]:
    if wish.kind == "point" and wish.start:
        return wish.start - rules.point_slack, wish.start + rules.point_slack
    start = max(received, wish.start or received)
    end = wish.end or datetime.combine(start.date(), hours.end)
    if wish.kind == "after":
        end = max(datetime.combine(start.date(), hours.end), start + rules.promise)
    if wish.kind in ("day", "range", "before", "within"):
        start = hours.next_open(start)
        if end.time() >= hours.end:
            end = datetime.combine(end.date(), hours.end)
    return start, end


Window = tuple[datetime | None, datetime | None]
"""From when to when an arrival keeps a promise, both inclusive; an end that is empty is open."""


def window_at(windows: Sequence[Window], at: datetime) -> Window:
    """The window by which an arrival is judged: the first that is not over by then, else the last."""
    return next((one for one in windows if one[1] is None or at <= one[1]), windows[-1])


def promise_state(
    promised_by: datetime | None,
    *,
    now: datetime,
    expected: datetime | None,
    arrived_at: datetime | None,
    alarm: timedelta,
) -> PromiseState:
    """Say how a promise stands: ``expected`` is the planned or estimated arrival, if any.

    Overdue once its time is over and nobody is there; late already when it cannot be kept as
    planned; at risk when nothing is planned and the alarm
    time has begun, or when the plan leaves less slack than nothing can go wrong in.
    """
    if promised_by is None:
        return PromiseState.NONE
    if arrived_at is not None:
        return PromiseState.KEPT if arrived_at <= promised_by else PromiseState.MISSED
    if now > promised_by:
        return PromiseState.OVERDUE
    if expected is None:
        return PromiseState.AT_RISK if promised_by - now <= alarm else PromiseState.ON_TRACK
    if max(expected, now) > promised_by:
        return PromiseState.LATE
    close = promised_by - now <= alarm and expected <= now
    return PromiseState.AT_RISK if close else PromiseState.ON_TRACK


def shift_times(day: date, start: str, end: str) -> tuple[datetime, datetime]:
    """The moments of a shift written as ``08:30`` and ``17:30`` on a day."""
    return (
        datetime.combine(day, time.fromisoformat(start)),
        datetime.combine(day, time.fromisoformat(end)),
    )
