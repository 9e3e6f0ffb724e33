"""Where the days of a grid lie, and where the items lie in a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF

from desktop.ui.calendar.painting import ITEM_HEIGHT, ITEM_STEP

HEADER = 28
"""Height of the line with the names of the weekdays."""
DAY_HEAD = 29
"""Height of the line with a day's number."""


@dataclass(frozen=True)
class GridGeometry:
    """Seven columns of days below a head; sizes in device-independent pixels."""

    width: int
    height: int
    weeks: int
    first_day: date

    @property
    def day_height(self) -> float:
        """How tall a day is."""
        return (self.height - HEADER - 1) / self.weeks

    @property
    def rooms(self) -> int:
        """How many lines of items fit into a day."""
        return max(1, int((self.day_height - DAY_HEAD - 2) // ITEM_STEP))

    def rect(self, day: date) -> QRectF:
        """The box of a day of the grid."""
        place = (day - self.first_day).days
        width = (self.width - 1) / 7
        top = HEADER + place // 7 * self.day_height
        return QRectF(place % 7 * width, top, width, self.day_height)

    def line(self, day: date, place: int) -> QRectF:
        """The box of an item's line in a day, counted from 0."""
        rect = self.rect(day)
        top = rect.top() + DAY_HEAD + place * ITEM_STEP
        return QRectF(rect.left() + 5, top, rect.width() - 10, ITEM_HEIGHT)

    def day_at(self, at: QPointF) -> date | None:
        """The day under a point; ``None`` above or beside the grid."""
        column = int(at.x() // (self.width / 7))
        row = int((at.y() - HEADER) // self.day_height)
        if at.y() < HEADER or not 0 <= column < 7 or not 0 <= row < self.weeks:
            return None
        return self.first_day + timedelta(days=row * 7 + column)
