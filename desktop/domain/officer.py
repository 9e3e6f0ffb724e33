"""A member of the branch staff as the settings describe them: duties, skills, hours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from desktop.domain.errors import DomainError
from desktop.domain.settings_catalogue import check_phone

ROLES = ("officer", "dispatcher", "manager")
SKILLS = ("collection", "legal", "card_device", "dialect")
_STAFF_NO = re.compile(r"[0-9A-Za-z-]{2,20}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Shift:
    """When an officer works: times ``08:30``, the break between, ISO weekdays (1 is Monday)."""

    start: str = "08:30"
    end: str = "17:30"
    break_from: str = "12:00"
    break_to: str = "13:00"
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)

    def check(self) -> None:
        """Refuse hours that are no hours. Raises ``DomainError`` at ``shift``."""
        hours = (self.start, self.break_from, self.break_to, self.end)
        if not all(_TIME.fullmatch(each) for each in hours):
            raise DomainError("settings.bad_time", field="shift")
        begun = [time.fromisoformat(each) for each in hours]
        if begun != sorted(begun) or begun[0] == begun[-1]:
            raise DomainError("settings.shift_order", field="shift")
        if not self.weekdays or not set(self.weekdays) <= set(range(1, 8)):
            raise DomainError("settings.shift_days", field="weekdays")

    def stored(self) -> dict[str, Any]:
        """The shift as it stands in an officer's row."""
        return {
            "from": self.start,
            "to": self.end,
            "break_from": self.break_from,
            "break_to": self.break_to,
            "weekdays": list(self.weekdays),
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Shift":
        """Read what ``stored`` wrote; what is missing is as usual."""
        usual = cls()
        return cls(
            stored.get("from", usual.start),
            stored.get("to", usual.end),
            stored.get("break_from", usual.break_from),
            stored.get("break_to", usual.break_to),
            tuple(stored.get("weekdays", usual.weekdays)),
        )


@dataclass(frozen=True)
class OfficerCard:
    """What is known of an officer. ``area`` is where they go, ``start_place`` where they start."""

    staff_no: str
    name: str
    phone: str = ""
    role: str = "officer"
    does_visits: bool = False
    skills: tuple[str, ...] = ()
    area: str = ""
    start_place: str = ""
    shift: Shift = field(default_factory=Shift)

    def check(self) -> None:
        """Refuse a card that cannot be worked with. Raises ``DomainError`` at its field."""
        if not _STAFF_NO.fullmatch(self.staff_no):
            raise DomainError("settings.bad_staff_no", field="staff_no")
        if not 2 <= len(self.name) <= 30:
            raise DomainError("settings.bad_name", field="name")
        if self.phone:
            _at_phone(self.phone)
        if self.role not in ROLES:
            raise DomainError("settings.bad_choice", field="role", value=self.role)
        if not set(self.skills) <= set(SKILLS):
            raise DomainError("settings.bad_choice", field="skills", value="、".join(self.skills))
        for name, longest in (("area", 60), ("start_place", 120)):
            if len(getattr(self, name)) > longest:
                raise DomainError("settings.too_long", field=name, longest=longest)
        self.shift.check()


def _at_phone(value: str) -> None:
    try:
        check_phone(value)
    except DomainError as error:
        raise DomainError(error.code, field="phone") from None
