"""Day counts: how many years of interest lie between two dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Convention = Literal["30/360", "ACT/365", "ACT/360", "ACT/ACT", "FIXED"]
PeriodUnit = Literal["day", "week", "month"]

DAYS_OF_UNIT = {"day": 1, "week": 7}


@dataclass(frozen=True)
class DayCount:
    """A convention with its switches.

    ``FIXED``: every period of N days counts N, a month 30, whatever the calendar says, over
    ``basis`` (N/360, N/364, N/365; a week over 364 is a 52nd). For ACT/ACT,
    ``last_day_in_old_year`` says whether the night from 31 December to 1 January belongs to the old
    year (as ISDA has it) or to the new one.
    """

    convention: Convention = "30/360"
    basis: int = 360
    last_day_in_old_year: bool = True

    @property
    def is_by_calendar(self) -> bool:
        """Whether the length of a month matters."""
        return self.convention in ("ACT/365", "ACT/360", "ACT/ACT")

    def years(self, start: date, end: date) -> Decimal:
        """Years between two dates, the first day counted and the last one not."""
        if self.convention == "ACT/365":
            return Decimal((end - start).days) / 365
        if self.convention == "ACT/360":
            return Decimal((end - start).days) / 360
        if self.convention == "ACT/ACT":
            return self._actual_years(start, end)
        if self.convention == "FIXED":
            return Decimal((end - start).days) / self.basis
        return Decimal(days_30_360(start, end)) / 360

    def years_of_period(self, unit: PeriodUnit, every: int) -> Decimal:
        """Years in one whole period of ``every`` units, where the calendar does not matter."""
        basis = self.basis if self.convention == "FIXED" else 360
        if unit != "month":
            return Decimal(every * DAYS_OF_UNIT[unit]) / basis
        return Decimal(every) / 12 if self.convention == "30/360" else Decimal(30 * every) / basis

    def _actual_years(self, start: date, end: date) -> Decimal:
        """Each day over the length of its year; a day is the night from it to the next day."""
        shift = timedelta(days=0 if self.last_day_in_old_year else 1)
        start, end = start + shift, end + shift
        years = Decimal(0)
        while start < end:
            stop = min(end, date(start.year + 1, 1, 1))
            years += Decimal((stop - start).days) / days_in_year(start.year)
            start = stop
        return years


def days_in_year(year: int) -> int:
    """365, or 366 in a leap year."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def days_30_360(start: date, end: date) -> int:
    """Days between two dates when every month has 30 (30E/360: day 31 counts as 30)."""
    first, last = min(start.day, 30), min(end.day, 30)
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + last - first
