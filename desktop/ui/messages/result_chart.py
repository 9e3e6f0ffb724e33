"""Bars of shares with their 95 % intervals, one below the other, walked with the arrow keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.ui.theme import Theme

ROW = 34
_NAME_SHARE = 0.3
_AXIS = 24
_STEPS = 4
_BAR = 14


@dataclass(frozen=True)
class ShareBar:
    """One bar: a share from 0 to 1 with the ends of its interval, and its words."""

    name: str
    share: float
    low: float
    high: float
    shown: str
    tip: str


class ResultChart(QWidget):
    """Draws the bars; Up and Down walk, Enter and a click open what stands behind one."""

    activated = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: Sequence[ShareBar] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def bars(self) -> Sequence[ShareBar]:
        """What is shown."""
        return self._bars

    @property
    def current(self) -> int:
        """The bar that the keyboard is at."""
        return self._at

    def show_bars(self, bars: Sequence[ShareBar]) -> None:
        """Show these bars, scaled to the highest end of an interval."""
        self._bars = bars
        self._at = min(self._at, max(0, len(bars) - 1))
        self.setFixedHeight(ROW * max(1, len(bars)) + _AXIS)
        self.setAccessibleDescription("; ".join(bar.tip for bar in bars))
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that shows every bar."""
        return QSize(560, ROW * max(1, len(self._bars)) + _AXIS)

    def bar_rect(self, index: int) -> QRectF:
        """Return where a bar stands."""
        area = self._area()
        top = area.top() + ROW * index + (ROW - _BAR) / 2
        return QRectF(area.left(), top, area.width() * self._bars[index].share / self._end(), _BAR)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the bars and open one."""
        last = len(self._bars) - 1
        steps = {
            Qt.Key.Key_Up: self._at - 1,
            Qt.Key.Key_Down: self._at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in steps and self._bars:
            self._at = max(0, min(last, steps[key]))
            self._tell()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._bars:
            self.activated.emit(self._at)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the bar that was clicked."""
        clicked = self._row_at(event.position())
        if clicked >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._at = clicked
            self.activated.emit(clicked)

    def event(self, event: QEvent) -> bool:
        """Show the tip of the bar under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._row_at(QPointF(event.pos()))
            if at >= 0:
                QToolTip.showText(event.globalPos(), self._bars[at].tip, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint axis, bars, intervals and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter)
        for index in range(len(self._bars)):
            self._paint_bar(painter, index)
        painter.end()

    def _area(self) -> QRectF:
        left = self.width() * _NAME_SHARE
        return QRectF(left, 0, self.width() - left - 96, ROW * max(1, len(self._bars)))

    def _end(self) -> float:
        """Where the axis ends: a full tenth at or above the highest end of an interval."""
        highest = max((bar.high for bar in self._bars), default=0.0)
        return max(1, -(-highest * 10 // 1)) / 10

    def _row_at(self, at: QPointF) -> int:
        row = int(at.y() // ROW)
        return row if 0 <= row < len(self._bars) else -1

    def _tell(self) -> None:
        if self._bars:
            self.setAccessibleName(self._bars[self._at].tip)
            if self.hasFocus():
                QAccessible.updateAccessibility(
                    QAccessibleEvent(self, QAccessible.Event.NameChanged)
                )

    def _paint_axis(self, painter: QPainter) -> None:
        area, end = self._area(), self._end()
        painter.setFont(self._font(11))
        for step in range(_STEPS + 1):
            x = round(area.left() + area.width() * step / _STEPS) + 0.5
            painter.setPen(QPen(self._theme.color("border"), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(self._theme.color("text3"))
            below = QRectF(x - 30, area.bottom() + 2, 60, _AXIS - 4)
            words = f"{end * step / _STEPS * 100:g}%"
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_bar(self, painter: QPainter, index: int) -> None:
        bar, rect, area = self._bars[index], self.bar_rect(index), self._area()
        whole = QRectF(0, ROW * index, self.width(), ROW)
        if index == self._at and self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(rect, 3, 3)
        painter.setPen(QPen(self._theme.color("text"), 1.4))
        middle = rect.center().y()
        low, high = (area.left() + area.width() * x / self._end() for x in (bar.low, bar.high))
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for x in (low, high):
            painter.drawLine(QPointF(x, middle - 4), QPointF(x, middle + 4))
        painter.setFont(self._font(13))
        name = QRectF(8, whole.top(), area.left() - 20, ROW)
        words = painter.fontMetrics().elidedText(
            bar.name, Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter), words)
        beside = QRectF(area.right() + 6, whole.top(), 90, ROW)
        painter.setFont(self._font(12))
        painter.drawText(beside, int(Qt.AlignmentFlag.AlignVCenter), bar.shown)

    def _font(self, pixels: int) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        return font
