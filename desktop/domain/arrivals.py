"""When each visit of a day will be reached as things stand: planned, estimated, real."""

from datetime import datetime, timedelta

from desktop.domain.field_day import FieldDay, Stop
from desktop.domain.travel import Place


def estimated_arrivals(
    day: FieldDay, departed: dict[str, datetime], arrived: dict[str, datetime]
) -> dict[str, datetime]:
    """The arrival to be expected at every stop, by the key of its job.

    What was reached counts as it was; who is on the way arrives after the way; what follows starts
    as planned unless the officer cannot be there by then. A visit of two waits for the later one.
    """
    found: dict[str, datetime] = {}
    for officer_id, officer in day.officers.items():
        place, free = officer.start, officer.works_from or day.now
        for stop in day.route(officer_id):
            if stop.state in ("cancelled", "refused"):
                continue
            at = _arrival(day, stop, place, free, departed, arrived)
            at = max(at, found.get(stop.job.key, at))
            found[stop.job.key] = at
            length = timedelta(minutes=stop.job.minutes)
            place, free = stop.job.place, at + length
            if stop.state == "arrived":
                free = max(free, day.now)
    return found


def _arrival(
    day: FieldDay,
    stop: Stop,
    place: Place,
    free: datetime,
    departed: dict[str, datetime],
    arrived: dict[str, datetime],
) -> datetime:
    key = stop.job.key
    if key in arrived:
        return arrived[key]
    if stop.state == "done":
        return stop.starts_at
    if key in departed:
        way = day.travel.minutes(place, stop.job.place, departed[key])
        return max(departed[key] + timedelta(minutes=way), day.now)
    leaves = max(free, day.now)
    way = day.travel.minutes(place, stop.job.place, leaves)
    return max(stop.starts_at, leaves + timedelta(minutes=way))
