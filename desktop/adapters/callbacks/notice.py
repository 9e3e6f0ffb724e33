"""What every kind of callback comes to, and how one is refused."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop.domain.clock import BEIJING
from desktop.domain.money import Money

FRESH_SECONDS = 300
"""A signed message older or younger than this is a replay or comes from a wrong clock."""


class Refused(Exception):
    """A callback that is not taken: ``status`` is the HTTP answer, ``reason`` goes to the log."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True)
class Notice:
    """A payment that a platform says was made. ``doubt`` is a text code of the payments room."""

    source: str
    reference: str
    amount: Money
    currency: str
    paid_at: datetime
    order: str
    payer_name: str = ""
    payer_tail: str = ""
    memo: str = ""
    doubt: str = ""

    def to_row(self) -> dict[str, Any]:
        """Plain values for the spool."""
        return {**asdict(self), "amount": str(self.amount), "paid_at": self.paid_at.isoformat()}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Notice":
        """The notice as it went into the spool."""
        return cls(
            **{
                **row,
                "amount": Decimal(row["amount"]),
                "paid_at": datetime.fromisoformat(row["paid_at"]),
            }
        )

    @property
    def value_on(self) -> date:
        """The day of the payment, Beijing."""
        return self.paid_at.date()


def beijing(text: str) -> datetime:
    """Read an ISO moment as naive Beijing time; one without a zone is Beijing time already."""
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is not None:
        moment = moment.astimezone(BEIJING).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def unix_seconds(now: datetime) -> int:
    """Unix seconds of a naive Beijing moment."""
    return int(now.replace(tzinfo=BEIJING).timestamp())
