"""The statutory working-day calendar of China, as the ``chinesecalendar`` package knows it."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from desktop.domain.working_days import WorkingDays


@cache
def statutory_days() -> WorkingDays:
    """Return holidays and the weekends worked in return, for the years that are published."""
    from chinese_calendar import constants

    decided: dict[date, bool] = dict.fromkeys(constants.holidays, False)
    decided |= dict.fromkeys(constants.workdays, True)
    return WorkingDays(decided, frozenset(day.year for day in decided))


def with_own_days(own: Mapping[date, bool]) -> WorkingDays:
    """Return the calendar with the branch's own days on top, for a year not published yet too."""
    base = statutory_days()
    years = base.known_years | {day.year for day in own}
    return WorkingDays({**base.decided, **own}, frozenset(years))
