"""Ninety days as a line: a dot in the channel's colour for each contact, a stroke for each week."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.domain.reminder_plan import CasePlan
from desktop.ui.calendar.painting import channel_words
from desktop.ui.strategy.words import name_of
from desktop.ui.theme import Theme

HEIGHT = 62
EDGE = 16
BASE = 40
RADIUS = 5.0
STEP_UP = 11
WEEK = 7


class TimeLine(QWidget):
    """Shows a plan; contacts of one day stand above each other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._plan: CasePlan | None = None
        self._first, self._days = date.min, 1
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Time line"))

    def sizeHint(self) -> QSize:
        """Wide, and as high as it is."""
        return QSize(600, HEIGHT)

    def show_plan(self, plan: CasePlan, first: date, days: int) -> None:
        """Show a plan over some days from ``first`` on."""
        self._plan, self._first, self._days = plan, first, days
        said = ", ".join(
            f"{item.at:%m-%d} {channel_words(str(item.step.channel))}" for item in plan.contacts
        )
        self.setAccessibleDescription(said)
        self.update()

    def dots(self) -> list[tuple[QPointF, str, str]]:
        """Where each contact's dot stands, its channel, and what it says."""
        found: list[tuple[QPointF, str, str]] = []
        on_day: dict[date, int] = {}
        for item in self._plan.contacts if self._plan else ():
            day = item.at.date()
            height = on_day.get(day, 0)
            on_day[day] = height + 1
            at = QPointF(self._x(day), BASE - 8 - STEP_UP * height)
            words = f"{item.at:%Y-%m-%d %H:%M} {name_of(item.step)}"
            found.append((at, str(item.step.channel), words))
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, the weeks and the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("border"), 1))
        painter.drawLine(QPointF(EDGE, BASE), QPointF(self.width() - EDGE, BASE))
        if self._plan is None:
            return
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        for offset in range(0, self._days, WEEK):
            day = self._first + timedelta(days=offset)
            x = self._x(day)
            painter.setPen(QPen(self._theme.color("border"), 1))
            painter.drawLine(QPointF(x, BASE), QPointF(x, BASE + 4))
            painter.setPen(self._theme.color("text3"))
            centre = int(Qt.AlignmentFlag.AlignCenter)
            painter.drawText(QRectF(x - 24, BASE + 5, 48, 16), centre, f"{day:%m-%d}")
        painter.setPen(Qt.PenStyle.NoPen)
        for at, channel, _words in self.dots():
            painter.setBrush(self._theme.channel(channel).text)
            painter.drawEllipse(at, RADIUS, RADIUS)

    def event(self, event: QEvent) -> bool:
        """Say what a dot is when the mouse rests on it."""
        if isinstance(event, QHelpEvent):
            near = [
                words
                for at, _channel, words in self.dots()
                if (at - QPointF(event.pos())).manhattanLength() <= 2 * RADIUS
            ]
            if near:
                QToolTip.showText(event.globalPos(), "\n".join(near), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _x(self, day: date) -> float:
        room = self.width() - 2 * EDGE
        return EDGE + room * (day - self._first).days / max(1, self._days - 1)
