"""Where a time lies on the board: hours across, officers down."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QPointF, QRectF

from desktop.services.dispatch_board import Board

NAMES = 116
"""Width of the officers' names at the left, in pixels."""
HEAD = 30
"""Height of the hours at the top."""
ROW = 58
"""The least height of a row; with few officers rows grow up to ``TALLEST``."""
TALLEST = 92
PADDING = 5
SNAP = timedelta(minutes=5)


@dataclass(frozen=True)
class TimeGeometry:
    """The board at a zoom of ``hour`` pixels, scrolled by ``left`` and ``top`` pixels.

    ``row`` is the height of each of the ``rows``.
    """

    day: date
    first_hour: int
    last_hour: int
    hour: float
    rows: int
    left: int = 0
    top: int = 0
    row: int = ROW

    @property
    def width(self) -> int:
        """Pixels of all hours, without the names."""
        return int((self.last_hour - self.first_hour) * self.hour) + 12

    @property
    def height(self) -> int:
        """Pixels of all rows, without the head."""
        return self.rows * self.row

    def x(self, moment: datetime) -> float:
        """Where a moment lies in the widget."""
        begin = datetime.combine(self.day, time(self.first_hour))
        return NAMES + (moment - begin).total_seconds() / 3600 * self.hour - self.left

    def moment(self, x: float) -> datetime:
        """The moment at a place, snapped to five minutes."""
        hours = (x - NAMES + self.left) / self.hour
        steps = round(hours * 60 / 5)
        return datetime.combine(self.day, time(self.first_hour)) + steps * SNAP

    def row_at(self, y: float) -> int | None:
        """The row at a height, or nothing above the first and below the last."""
        row = int((y - HEAD + self.top) // self.row)
        return row if 0 <= row < self.rows and y >= HEAD else None

    def y(self, row: int) -> float:
        """The top of a row in the widget."""
        return HEAD + row * self.row - self.top

    def box(self, row: int, start: datetime, minutes: int) -> QRectF:
        """The box of a visit."""
        x, width = self.x(start), minutes / 60 * self.hour
        high = self.row - 2 * PADDING
        return QRectF(x + 1, self.y(row) + PADDING, max(8.0, width - 2), high)

    def is_on_board(self, at: QPointF) -> bool:
        """Whether a place is on the hours, not on names or head."""
        return at.x() >= NAMES and self.row_at(at.y()) is not None


def hours_of(board: Board) -> tuple[int, int]:
    """The hours to show: the shifts and the visits, at least 8 to 18."""
    starts = [one.works_from for one in board.officers if one.works_from]
    ends = [one.works_to for one in board.officers if one.works_to]
    first = min([8, *(one.hour for one in starts), *(v.starts_at.hour for v in board.visits)])
    last = max([18, *(one.hour + 1 for one in ends), *(v.ends_at.hour + 1 for v in board.visits)])
    return first, min(24, last)
