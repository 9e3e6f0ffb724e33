"""What a line for SMS is, whichever stands behind it: send, poll, receipts.

What happens on a line is told as events, in their order. What came in is confirmed to the network
only after it was stored, so that a crash in between loses nothing: it comes again and is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class LongParcel:
    """A message to be sent: its number in the outbox, to whom, and the parts of its text."""

    number: int
    recipient: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class PartTaken:
    """The network took one part; its receipt will name the ``reference``."""

    number: int
    reference: str


@dataclass(frozen=True)
class Refused:
    """The network did not take the message. ``is_final``: nor will it ever."""

    number: int
    reason: str
    is_final: bool


@dataclass(frozen=True)
class NotSent:
    """The line ended before anything of this message left."""

    number: int


@dataclass(frozen=True)
class Unsure:
    """The line ended while this message was on it: it may or may not have left."""

    number: int
    reason: str


@dataclass(frozen=True)
class Report:
    """What the network says became of a part: ``state`` is sent, delivered or failed.

    ``hint`` is the last 16 bits of our number, where the network gives them back.
    """

    reference: str
    recipient: str
    state: str
    at: datetime | None
    reason: str = ""
    hint: int | None = None


@dataclass(frozen=True)
class IncomingPart:
    """A message that came in, or a part of one. ``content`` are UTF-16-BE units, as they came.

    ``group`` tells the parts of one message from those of another; ``sent_at`` is empty where the
    network does not say when it was sent.
    """

    source: str
    sender: str
    sent_at: datetime | None
    content: bytes
    group: str = ""
    number: int = 1
    total: int = 1


Event = PartTaken | Refused | NotSent | Unsure | Report | IncomingPart


@dataclass(frozen=True)
class LineStatus:
    """How a line is: its signal in per cent, and the network's code where there is a radio."""

    signal: int | None = None
    network: str | None = None
    operator: str | None = None


class SmsLine(Protocol):
    """An open line. Every call raises ``EnvironmentProblem`` when the line broke."""

    def open(self) -> None:
        """Connect and log in."""
        ...

    def room(self) -> int:
        """How many messages it will take now without keeping them waiting."""
        ...

    def send(self, parcels: Sequence[LongParcel]) -> None:
        """Hand messages over; ``poll`` tells what became of them."""
        ...

    def poll(self, seconds: float) -> list[Event]:
        """Wait so long at most and return what happened since."""
        ...

    def confirm(self) -> None:
        """Tell the network that everything polled so far is stored."""
        ...

    def in_flight(self) -> int:
        """How many messages were handed over and not settled yet."""
        ...

    def status(self) -> LineStatus:
        """How the line is; without waiting."""
        ...

    def close(self) -> list[Event]:
        """Say goodbye and return what can be said of the messages still on the line."""
        ...
