"""What a customer agreed to about being contacted: hours, channel, and the written consent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from desktop.domain.contact_facts import Channel
from desktop.domain.contact_policy import EVERYDAY
from desktop.domain.errors import DomainError

PROOF_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Agreement:
    """Hours (until is exclusive, past midnight is possible) and one everyday channel, or nothing.

    Only hours with written consent (C1: ``in_writing_on`` and ``proof``, where the paper is) take the
    place of the quiet hours; without it they narrow the hours that are lawful.
    """

    hours_from: time | None = None
    hours_until: time | None = None
    in_writing_on: date | None = None
    proof: str = ""
    channel: Channel | None = None

    def check(self, *, as_of: date) -> None:
        """Refuse an agreement that is none. Raises ``DomainError`` at its field."""
        if (self.hours_from is None) != (self.hours_until is None):
            missing = "hours_from" if self.hours_from is None else "hours_until"
            raise DomainError("contact.agreed_hours_open", field=missing)
        if self.hours_from is not None and self.hours_from == self.hours_until:
            raise DomainError("contact.agreed_hours_empty", field="hours_until")
        if self.in_writing_on is not None and self.in_writing_on > as_of:
            raise DomainError("contact.consent_in_future", field="in_writing_on")
        if self.in_writing_on is not None and not self.proof.strip():
            raise DomainError("contact.consent_without_proof", field="proof")
        if len(self.proof) > PROOF_LENGTH:
            raise DomainError("contact.consent_too_long", field="proof", limit=PROOF_LENGTH)
        if self.channel is not None and self.channel not in EVERYDAY:
            raise DomainError("contact.agreed_channel_other", field="channel")

    def stored(self) -> dict[str, Any] | None:
        """The hours and the consent as they stand in the customer's row."""
        if self.hours_from is None or self.hours_until is None:
            return None
        kept: dict[str, Any] = {
            "from": f"{self.hours_from:%H:%M}",
            "to": f"{self.hours_until:%H:%M}",
        }
        if self.in_writing_on is not None:
            kept |= {"agreed_on": self.in_writing_on.isoformat(), "proof": self.proof.strip()}
        return kept

    @classmethod
    def read(cls, hours: str | Mapping[str, Any] | None, channel: str | None) -> "Agreement":
        """Read what ``stored`` wrote, as JSON or as read already."""
        if not hours and not channel:
            return NOTHING
        agreed: Mapping[str, Any] = json.loads(hours) if isinstance(hours, str) else hours or {}
        start, end, day = agreed.get("from"), agreed.get("to"), agreed.get("agreed_on")
        return cls(
            time.fromisoformat(start) if start else None,
            time.fromisoformat(end) if end else None,
            date.fromisoformat(day) if day else None,
            agreed.get("proof", ""),
            Channel(channel) if channel else None,
        )


NOTHING = Agreement()
