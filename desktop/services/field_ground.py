"""The ground of field service: places, areas, opening hours, travel times learnt from own trips."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from db import dispatch_queries as queries
from desktop.domain.field_day import FieldOfficer
from desktop.domain.field_rules import FieldRules
from desktop.domain.officer import Shift
from desktop.domain.service_promise import OpenHours, shift_times
from desktop.domain.travel import Place, TravelTimes, Trip, area_of, learnt
from desktop.services import settings
from desktop.services.own_days import working_days

LEARNING_DAYS = 90


class Ground:
    """Places, areas and travel times, looked up once for a board."""

    def __init__(
        self, connection: Connection, addresses: Sequence[str], rules: FieldRules, now: datetime
    ) -> None:
        self.areas = queries.areas(connection)
        rows = queries.trips(connection, now - timedelta(days=LEARNING_DAYS))
        self._starts = {row.id: row.start_place or "" for row in queries.officers(connection)}
        branch = settings.value(connection, "branch.address")
        self.branch = branch
        wanted = [*addresses, *self._starts.values(), branch, *(row.address for row in rows)]
        self._pins = queries.places(connection, wanted)
        self.hours = open_hours(connection)
        self.rules = rules
        self.trips = self._trips(rows)
        self.travel = TravelTimes(rules, learnt(self.trips))

    def place(self, address: str) -> Place:
        """The pin of an address, or the area it names."""
        pin = self._pins.get(address)
        area = (pin.area if pin else "") or area_of(address, self.areas)
        if pin is None or pin.latitude_e6 is None or pin.longitude_e6 is None:
            return Place(area, address=address)
        return Place(area, pin.latitude_e6 / 1e6, pin.longitude_e6 / 1e6, address)

    def _trips(self, rows: Sequence[Row[Any]]) -> list[Trip]:
        """Each trip from where the officer was before; a day begins at the officer's own start."""
        found: list[Trip] = []
        last: dict[tuple[int, date], str] = {}
        for row in rows:
            officer_day = (row.officer_id, row.departed_at.date())
            home = self._starts.get(row.officer_id) or self.branch
            origin = last.get(officer_day, home)
            minutes = int((row.arrived_at - row.departed_at).total_seconds() // 60)
            start, end = self.place(origin).area, self.place(row.address).area
            found.append(Trip(start, end, row.departed_at.hour, minutes))
            last[officer_day] = row.address
        return found


def open_hours(connection: Connection) -> OpenHours:
    """When the branch makes visits: its opening hours on working days."""
    start = time.fromisoformat(settings.value(connection, "branch.hours_from"))
    end = time.fromisoformat(settings.value(connection, "branch.hours_to"))
    return OpenHours(start, end, working_days(connection))


def officer_of_day(
    row: Row[Any], day: date, away: Mapping[int, str], ground: Ground
) -> FieldOfficer:
    """An officer as the rules see them on a day: shift, lunch, skills, start; or why not there."""
    shift = Shift.read(row.shift or {})
    start, end = shift_times(day, shift.start, shift.end)
    lunch_from, lunch_to = shift_times(day, shift.break_from, shift.break_to)
    home = ground.place(row.start_place or ground.branch)
    works = _works_on(shift, day, ground.hours)
    is_away = row.id in away
    present = works and not is_away
    return FieldOfficer(
        row.id,
        row.name,
        frozenset(row.skills or ()),
        row.area or "",
        home,
        start if present else None,
        end if present else None,
        lunch_from if present and lunch_from < lunch_to else None,
        lunch_to if present and lunch_from < lunch_to else None,
        "on_leave" if is_away else "day_off",
    )


def _works_on(shift: Shift, day: date, hours: OpenHours) -> bool:
    """By the shift; on a weekday holiday nobody, on a weekend worked in return everybody."""
    by_shift = day.isoweekday() in shift.weekdays
    if day.isoweekday() <= 5:
        return by_shift and hours.days.is_working(day)
    return by_shift or hours.days.is_working(day)
