"""Holidays and worked weekends as a person types them from the State Council's notice."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from desktop.domain.errors import DomainError

LONGEST_RUN = 31
"""Days from the first to the last of one range, both inclusive: more is a slip of the finger."""

_PART = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?")
_RANGE = re.compile(r"\s*(?:~|～|至|到)\s*")
_BETWEEN = re.compile(r"[,，、;；\s]+")


def read_days(words: str, *, year: int) -> tuple[date, ...]:
    """Read ``2-5~2-11、4-5`` or ``2027年2月5日至2月11日`` as the days of a year, ascending.

    Both ends of a range count. Raises ``DomainError("settings.bad_day")`` with the part that is
    no day, lies in another year, or runs backwards.
    """
    days: set[date] = set()
    for part in _BETWEEN.split(_RANGE.sub("~", words.strip())):
        if part:
            ends = [_day(end, year, part) for end in part.split("~")]
            first, last = ends[0], ends[-1]
            if len(ends) > 2 or not 0 <= (last - first).days < LONGEST_RUN:
                raise DomainError("settings.bad_day", value=part, year=year)
            days.update(first + timedelta(days=step) for step in range((last - first).days + 1))
    return tuple(sorted(days))


def write_days(days: Iterable[date]) -> str:
    """Write days as they are typed: runs as ranges, ``02-05~02-11、04-05``."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(
        f"{run[0]:%m-%d}" if len(run) == 1 else f"{run[0]:%m-%d}~{run[-1]:%m-%d}" for run in runs
    )


def _day(words: str, year: int, part: str) -> date:
    found = _PART.fullmatch(words)
    try:
        if found is None or int(found[1] or year) != year:
            raise ValueError(words)
        return date(year, int(found[2]), int(found[3]))
    except ValueError:
        raise DomainError("settings.bad_day", value=part, year=year) from None
