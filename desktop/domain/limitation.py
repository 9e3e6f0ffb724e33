"""Until when a debt can be sued for, and until when a guarantor answers.

民法典 188 (three years), 189 (from the due date of the last instalment), 195 (a demand, a promise to
perform, a part payment, a suit start it anew), 692 (the guarantee period never restarts).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.domain.rule_book import RuleBook

LAST_WARNING = 30
"""From this warning on there is no time left to wait for a demand's return."""


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


ARRIVED = ("arrived", "refused")
"""States of delivery after which a demand has reached the debtor: signed for, or turned away."""


def proves(way: str, state: str, *, has_scan: bool, has_number: bool) -> bool:
    """Whether a step of delivery proves that a demand arrived.

    It has to be shown by a scan: the signed receipt, the notary's record, the page of the newspaper.
    EMS with its number is enough: the carrier keeps the receipt. Source: 诉讼时效规定
    (法释〔2020〕17号) article 8.
    """
    return state in ARRIVED and (has_scan or (way == "ems" and has_number))


def limitation_steps(warning: int) -> tuple[str, ...]:
    """What can be done about a limitation period that has reached a warning, the best first.

    Source: 民法典 195 (what starts it anew), 192 (after its end only a new promise helps).
    """
    if warning == 0:
        return ("check_acts", "new_promise")
    usual = ("demand", "written_promise", "part_payment")
    return ("sue", *usual) if warning <= LAST_WARNING else usual


def guarantee_steps(warning: int, form: str) -> tuple[str, ...]:
    """What can be done about a guarantee; an unclear form counts as general.

    Source: 民法典 686, 693: a joint guarantor must be called on within the period, for a general
    one the debtor must be sued within it.
    """
    if warning == 0:
        return ("guarantee_over",)
    return ("call_guarantor", "sue_both") if form == "joint" else ("sue_debtor", "call_guarantor")


def _months_later(day: date, months: int) -> date:
    """The same day some months later; the month's last day where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def latest(days: Sequence[date | None]) -> date | None:
    """The latest of some days, those that are not there aside."""
    return max((day for day in days if day is not None), default=None)
