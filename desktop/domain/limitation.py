"""Until when a debt can be sued for, and until when a guarantor answers.

民法典 188 (three years), 189 (from the due date of the last instalment), 195 (a demand, a promise to
perform, a part payment, a suit start it anew), 692 (the guarantee period never restarts).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.domain.rule_book import RuleBook


@dataclass(frozen=True)
class Periods:
    """The periods in force on a day; ``warn_days`` from the earliest warning to the last."""

    years: int
    guarantee_months: int
    demand_gap: int
    warn_days: tuple[int, ...]

    @classmethod
    def in_force(cls, book: RuleBook, on: date) -> "Periods":
        """Read the periods that hold on a day."""
        warn = book.rule("legal.warn_days", on).value
        assert isinstance(warn, tuple)
        return cls(
            book.whole("legal.limitation_years", on),
            book.whole("legal.guarantee_months", on),
            book.whole("legal.effective_demand_gap", on),
            tuple(sorted(map(int, warn), reverse=True)),
        )

    def limitation_ends(self, last_due: date, proved: Iterable[date] = ()) -> date:
        """The last day of the limitation period.

        It runs from the due date of the last instalment, and anew from each proved act after it
        began; acts before that day change nothing.
        """
        start = max([last_due, *proved])
        return _months_later(start, 12 * self.years)

    def guarantee_ends(self, agreed: date | None, principal_due: date) -> date:
        """The last day of the guarantee: as agreed, else counted from the principal's due date."""
        return agreed or _months_later(principal_due, self.guarantee_months)

    def effective_demands(self, proved: Iterable[date]) -> tuple[date, date] | None:
        """The first two proved demands on a card that lie far enough apart, or nothing."""
        days = sorted(proved)
        for second in days:
            if second - days[0] >= timedelta(days=self.demand_gap):
                return days[0], second
        return None

    def warning(self, ends: date, *, as_of: date) -> int | None:
        """The narrowest warning that a period has reached: 30, 90, 180; 0 once it is over."""
        left = (ends - as_of).days
        if left < 0:
            return 0
        return min((days for days in self.warn_days if left <= days), default=None)


def _months_later(day: date, months: int) -> date:
    """The same day some months later; the month's last day where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def latest(days: Sequence[date | None]) -> date | None:
    """The latest of some days, those that are not there aside."""
    return max((day for day in days if day is not None), default=None)
