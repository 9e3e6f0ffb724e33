"""Agencies that collect for the branch, and until when each may work (C12)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from desktop.domain.errors import DomainError

PURPOSES: Final = ("phone", "visit", "legal")
"""What an agency is hired for: calls, visits, or the way to court."""
STATES: Final = ("active", "suspended", "ended")
NAME_LENGTH: Final = 100
NOTE_LENGTH: Final = 500
SOON: Final = timedelta(days=30)
"""So long before its review or contract runs out an agency is to be looked at again."""

Standing = Literal["ended", "suspended", "not_reviewed", "not_begun", "run_out", "soon", "active"]


@dataclass(frozen=True)
class AgencyCard:
    """What the register keeps of an agency; the days of the contract are both inclusive."""

    name: str = ""
    phone: str = ""
    licence_no: str = ""
    purpose: str = "phone"
    contract_from: date | None = None
    contract_until: date | None = None
    reviewed_on: date | None = None
    note: str = ""

    def check(self, *, as_of: date) -> None:
        """Raise ``DomainError`` at the first field that is missing or wrong."""
        if not self.name:
            raise DomainError("agency.name_missing", field="name")
        if len(self.name) > NAME_LENGTH:
            raise DomainError("agency.name_long", field="name", limit=NAME_LENGTH)
        if not self.phone:
            raise DomainError("agency.phone_missing", field="phone")
        if self.contract_from is None:
            raise DomainError("agency.contract_missing", field="contract_from")
        if self.contract_until is None:
            raise DomainError("agency.contract_missing", field="contract_until")
        if self.contract_until < self.contract_from:
            raise DomainError("agency.contract_backwards", field="contract_until")
        if self.reviewed_on is not None and self.reviewed_on > as_of:
            raise DomainError("agency.review_ahead", field="reviewed_on")
        if len(self.note) > NOTE_LENGTH:
            raise DomainError("agency.note_long", field="note", limit=NOTE_LENGTH)

    def works_until(self, state: str, years: int, *, as_of: date) -> date | None:
        """The last day that review and contract cover both, inclusive; ``years`` from review to review.

        ``None`` for an agency that may not work on ``as_of`` whatever those days are: it was never
        reviewed, its contract has not begun, or it is suspended or ended.
        """
        if state != "active" or self.reviewed_on is None or self.contract_until is None:
            return None
        if self.contract_from is None or as_of < self.contract_from:
            return None
        return min(_years_after(self.reviewed_on, years), self.contract_until)

    def standing(self, state: str, years: int, *, as_of: date) -> Standing:
        """How the agency stands on a day; ``active`` and ``soon`` may work."""
        if state == "ended":
            return "ended"
        if state == "suspended":
            return "suspended"
        if self.reviewed_on is None:
            return "not_reviewed"
        until = self.works_until(state, years, as_of=as_of)
        if until is None:
            return "not_begun"
        if until < as_of:
            return "run_out"
        return "soon" if until - as_of <= SOON else "active"


def _years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
