"""The bars of the ageing: one per bucket in its colour, walked with the arrow keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.ui.theme import Pair, Theme

_STEPS = 5
_WIDEST = 64
_NICE = (1, 2, 2.5, 4, 5, 8, 10)


@dataclass(frozen=True)
class Bar:
    """One bar: ``value`` decides its height, ``shown`` stands above, the others below and beside."""

    label: str
    below: str
    value: float
    shown: str
    tip: str


def ceiling(value: float) -> float:
    """The round number at which an axis for this value ends; 5 steps of it are round too."""
    if value <= 0:
        return float(_STEPS)
    power = 1.0
    while value / power > 10:
        power *= 10
    while value / power < 1:
        power /= 10
    return next(nice * power for nice in _NICE if nice * power >= value)


class BucketChart(QWidget):
    """Draws the bars; Left and Right walk, Enter and a click open what stands behind a bar."""

    activated = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: Sequence[Bar] = ()
        self._at = 0
        self._hovered = -1
        self._is_walked = False  # the frame around a bar is for those who use the keyboard
        self._axis: Sequence[str] = ()
        self._top = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(170)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_bars(self, bars: Sequence[Bar], axis: Sequence[str], top: float) -> None:
        """Show these bars; ``axis`` words the lines from 0 to ``top`` in equal steps."""
        self._bars, self._axis, self._top = bars, axis, max(top, 1e-9)
        self._at = min(self._at, max(0, len(bars) - 1))
        self.setAccessibleDescription("; ".join(bar.tip for bar in bars))
        self._tell()
        self.update()

    @property
    def bars(self) -> Sequence[Bar]:
        """What is shown."""
        return self._bars

    @property
    def current(self) -> int:
        """The bar that the keyboard is at."""
        return self._at

    def sizeHint(self) -> QSize:
        """Return a size that shows every bar with its words."""
        return QSize(640, 250)

    def bar_rect(self, index: int) -> QRectF:
        """Return where a bar stands, down to the axis."""
        area = self._area()
        slot = area.width() / max(1, len(self._bars))
        width = min(_WIDEST, slot * 0.6)
        height = area.height() * min(1.0, self._bars[index].value / self._top)
        left = area.left() + slot * index + (slot - width) / 2
        return QRectF(left, area.bottom() - height, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the bars and open one."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        self._is_walked = True
        if key in steps and self._bars:
            self._go(max(0, min(len(self._bars) - 1, self._at + steps[key])))
        elif key == Qt.Key.Key_Home:
            self._go(0)
        elif key == Qt.Key.Key_End and self._bars:
            self._go(len(self._bars) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._bars:
            self.activated.emit(self._at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the bar that the keyboard is at when it was reached by keyboard."""
        self._is_walked = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        super().focusInEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the bar under the mouse."""
        hovered = self._slot_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            shape = (
                Qt.CursorShape.PointingHandCursor if hovered >= 0 else Qt.CursorShape.ArrowCursor
            )
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Light nothing."""
        self._hovered = -1
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the bar that was clicked."""
        clicked = self._slot_at(event.position())
        if clicked >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(clicked)
            self.activated.emit(clicked)

    def event(self, event: QEvent) -> bool:
        """Show the tip of the bar under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._slot_at(QPointF(event.pos()))
            if at >= 0:
                QToolTip.showText(event.globalPos(), self._bars[at].tip, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint axis, bars and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter)
        for index in range(len(self._bars)):
            self._paint_bar(painter, index)
        painter.end()

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(64, 26, -12, -44)

    def _slot_at(self, at: QPointF) -> int:
        area = self._area()
        if not self._bars or not area.left() <= at.x() < area.right():
            return -1
        return int((at.x() - area.left()) / (area.width() / len(self._bars)))

    def _go(self, to: int) -> None:
        if to != self._at:
            self._at = to
            self._tell()
        self.update()

    def _tell(self) -> None:
        if self._bars:
            self.setAccessibleName(self._bars[self._at].tip)
            if self.hasFocus():
                QAccessible.updateAccessibility(
                    QAccessibleEvent(self, QAccessible.Event.NameChanged)
                )

    def _paint_axis(self, painter: QPainter) -> None:
        area = self._area()
        painter.setFont(self._font(12))
        for step, words in enumerate(self._axis):
            y = round(area.bottom() - area.height() * step / max(1, len(self._axis) - 1)) + 0.5
            painter.setPen(QPen(self._theme.color("border"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(self._theme.color("text3"))
            beside = QRectF(0, y - 10, area.left() - 10, 20)
            painter.drawText(
                beside, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words
            )

    def _paint_bar(self, painter: QPainter, index: int) -> None:
        bar, rect = self._bars[index], self.bar_rect(index)
        centre = int(Qt.AlignmentFlag.AlignCenter)
        slot = self._area().width() / len(self._bars)
        wide = QRectF(rect.center().x() - slot / 2, 0, slot, 20)
        is_marked = index == self._at and self.hasFocus() and self._is_walked
        if index == self._hovered or is_marked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("hover"))
            painter.drawRoundedRect(wide.adjusted(2, 2, -2, self.height() - 22), 6, 6)
        painter.fillPath(_rounded_top(rect), _solid(self._theme.bucket(index)))
        painter.setFont(self._font(12, QFont.Weight.Medium))
        painter.setPen(self._theme.color("text"))
        painter.drawText(wide.translated(0, rect.top() - 22), centre, bar.shown)
        painter.drawText(wide.translated(0, self._area().bottom() + 4), centre, bar.label)
        painter.setFont(self._font(12))
        painter.setPen(self._theme.color("text3"))
        painter.drawText(wide.translated(0, self._area().bottom() + 22), centre, bar.below)
        if is_marked:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(wide.adjusted(2, 2, -2, self.height() - 22), 6, 6)

    def _font(self, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setWeight(weight)
        return font


def _solid(pair: Pair) -> QColor:
    """The stronger colour of a bucket's pair; the last bucket's text is white on a strong ground."""
    return pair.ground if pair.text == QColor(Qt.GlobalColor.white) else pair.text


def _rounded_top(rect: QRectF) -> QPainterPath:
    radius = min(5.0, rect.height())
    path = QPainterPath()
    path.moveTo(rect.bottomLeft())
    path.lineTo(rect.left(), rect.top() + radius)
    path.quadTo(rect.topLeft(), QPointF(rect.left() + radius, rect.top()))
    path.lineTo(rect.right() - radius, rect.top())
    path.quadTo(rect.topRight(), QPointF(rect.right(), rect.top() + radius))
    path.lineTo(rect.bottomRight())
    path.closeSubpath()
    return path
