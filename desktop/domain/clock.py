"""The only place that asks the machine for the time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

BEIJING = timezone(timedelta(hours=8))
"""China has one legal time and no summer time; quiet hours and due dates are meant in it."""


class Clock(Protocol):
    """A source of the present moment, injected into every use case."""

    def now(self) -> datetime:
        """Return the present moment as naive Beijing time."""
        ...


class SystemClock:
    """The machine's clock, read as Beijing time whatever zone the machine is set to."""

    def now(self) -> datetime:
        """Return the present moment as naive Beijing time, to the second."""
        return datetime.now(BEIJING).replace(tzinfo=None, microsecond=0)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved: tests, demonstrations and ``--as-of``."""

    moment: datetime

    @classmethod
    def at(cls, day: date, hour: int = 9, minute: int = 0) -> "FixedClock":
        """Stand at a business day's hour, nine o'clock unless said otherwise."""
        return cls(datetime(day.year, day.month, day.day, hour, minute))

    def now(self) -> datetime:
        """Return the moment it stands at."""
        return self.moment
