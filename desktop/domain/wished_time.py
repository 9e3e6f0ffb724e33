"""When a customer wishes somebody to come."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class WishedTime:
    """A wish: ``kind`` is point, part, day, range, after, before, within or asap.

    A point has only ``start``, a limit only ``end``; a day runs from 00:00 to 23:59. ``other`` is
    a second time that suits as well.
    """

    kind: str
    start: datetime | None = None
    end: datetime | None = None
    other: "WishedTime | None" = None
