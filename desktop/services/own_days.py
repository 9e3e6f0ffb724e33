"""The branch's own holidays and worked weekends, over the statutory table that is shipped."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from db import settings_queries as queries
from desktop.adapters.working_calendar import statutory_days, with_own_days
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.own_days import read_days, write_days
from desktop.domain.working_days import WorkingDays
from desktop.services.desk import Desk

__all__ = ["DaysSaved", "YearOfDays", "save_year", "working_days", "year_of_days"]

NAME = "calendar.own_days"


@dataclass(frozen=True)
class YearOfDays:
    """A year as it is typed: days off, weekends worked; ``is_shipped`` where the table knows it."""

    year: int
    off: str
    worked: str
    is_shipped: bool


@dataclass(frozen=True)
class DaysSaved:
    """A year was saved; ``previous`` is what was typed before."""

    previous: YearOfDays
    changes: Changes


def working_days(connection: Connection) -> WorkingDays:
    """Return the calendar in force: the statutory one with the branch's own days on top."""
    return with_own_days(_stored(connection))


def year_of_days(desk: Desk, year: int) -> YearOfDays:
    """Return the branch's own days of a year."""
    with desk.read() as connection:
        return _year(_stored(connection), year)


def save_year(desk: Desk, year: int, *, off: str, worked: str) -> DaysSaved:
    """Keep the branch's own days of a year, as typed.

    Raises ``DomainError`` at ``off`` or ``worked``: ``settings.bad_day``, and
    ``settings.day_twice`` for a day that is in both.
    """
    free, busy = _read(off, year, "off"), _read(worked, year, "worked")
    twice = set(free) & set(busy)
    if twice:
        raise DomainError("settings.day_twice", field="worked", days=write_days(twice))
    with desk.write() as work:
        before = _stored(work.connection)
        kept = {day: is_worked for day, is_worked in before.items() if day.year != year}
        kept |= dict.fromkeys(free, False) | dict.fromkeys(busy, True)
        value = {day.isoformat(): is_worked for day, is_worked in sorted(kept.items())}
        queries.put(work.connection, {NAME: json.dumps(value)})
        work.audit(
            "settings.days",
            "setting",
            NAME,
            year=year,
            off=write_days(free),
            worked=write_days(busy),
        )
        work.commit()
    return DaysSaved(_year(before, year), Changes.of("settings", "calendar"))


def _read(words: str, year: int, field: str) -> tuple[date, ...]:
    try:
        return read_days(words, year=year)
    except DomainError as error:
        raise DomainError(error.code, field=field, **error.facts) from None


def _stored(connection: Connection) -> dict[date, bool]:
    kept = json.loads(queries.values(connection).get(NAME, "{}"))
    return {date.fromisoformat(day): bool(is_worked) for day, is_worked in kept.items()}


def _year(own: Mapping[date, bool], year: int) -> YearOfDays:
    off = write_days(day for day, is_worked in own.items() if day.year == year and not is_worked)
    worked = write_days(day for day, is_worked in own.items() if day.year == year and is_worked)
    return YearOfDays(year, off, worked, statutory_days().knows(date(year, 1, 1)))
