"""Working days in China: weekends, statutory holidays, and the weekends worked in return (调休)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

HolidayRule = Literal["none", "next", "next_same_month"]
"""What happens to a due date on a day off: stays; moves to the next working day; moves to the next
working day, or, where that is in the next month, to the last one before."""

SATURDAY = 5


@dataclass(frozen=True)
class WorkingDays:
    """The calendar of a branch.

    ``decided`` says of single days whether they are worked, against the weekday: the statutory
    table with the branch's own changes on top. In years that the table does not know
    (``known_years``), only weekends are off.
    """

    decided: Mapping[date, bool] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether the branch works on this day."""
        return self.decided.get(day, day.weekday() < SATURDAY)

    def knows(self, day: date) -> bool:
        """Whether the holidays of this day's year are known."""
        return day.year in self.known_years

    def next_working_day(self, day: date) -> date:
        """The day itself when it is worked, else the next one that is."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def last_working_day(self, day: date) -> date:
        """The day itself when it is worked, else the one before that is."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def move(self, due_on: date, rule: HolidayRule) -> date:
        """Move a due date by the contract's holiday rule; by default it stays where it is."""
        if rule == "none":
            return due_on
        moved = self.next_working_day(due_on)
        if rule == "next_same_month" and moved.month != due_on.month:
            return self.last_working_day(due_on)
        return moved


WEEKENDS_ONLY = WorkingDays()
