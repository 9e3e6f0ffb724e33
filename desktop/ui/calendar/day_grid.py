"""A grid of days with items in them: the month and the week, painted; keys, mouse and dragging."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QLocale, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from desktop.services.calendar import CalendarItem, CalendarSpan
from desktop.ui.calendar.grid_geometry import HEADER, GridGeometry
from desktop.ui.calendar.painting import ITEM_HEIGHT, Fonts, ItemPainter, item_words
from desktop.ui.theme import Theme

EMPTY = CalendarSpan({}, {})
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


@dataclass
class _Drag:
    """An item on its way to another day."""

    item: CalendarItem
    start: QPointF
    at: QPointF
    is_moving: bool = False


class DayGrid(QWidget):
    """Seven columns of days, one row (a week) or six (a month).

    Keys: arrows go from day to day, Page Up and Down by the page, Home to today; Enter goes into
    the day, where Up and Down choose an item, Alt with an arrow moves it to another day, Delete
    leaves it out, Enter opens its case and Escape leaves the day.
    """

    day_chosen = Signal(object)
    item_opened = Signal(object)
    item_dropped = Signal(object, object)
    item_skipped = Signal(object)
    menu_wanted = Signal(object, object)
    """An item and the place on the screen where its menu belongs."""
    turned = Signal(int)
    """The page was turned by so many pages (wheel, Page Up and Down)."""

    def __init__(self, theme: Theme, *, weeks: int) -> None:
        super().__init__()
        self._theme = theme
        self.weeks = weeks
        self._today = date(2000, 1, 1)
        self._chosen = self._today
        self._span = EMPTY
        self._channels: Collection[str] = ()
        self._item: tuple[str, int] | None = None
        self._drag: _Drag | None = None
        self._painter = ItemPainter(theme, Fonts.of(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(420, 260)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Calendar"))
        theme.changed.connect(self.update)

    # --- what it shows ---------------------------------------------------------------------------

    @property
    def chosen(self) -> date:
        """The day the keyboard is on."""
        return self._chosen

    @property
    def first_day(self) -> date:
        """The Monday at the top left."""
        top = self._chosen if self.weeks == 1 else self._chosen.replace(day=1)
        return top - timedelta(days=top.weekday())

    @property
    def last_day(self) -> date:
        """The Sunday at the bottom right, inclusive."""
        return self.first_day + timedelta(days=7 * self.weeks - 1)

    @property
    def current_item(self) -> CalendarItem | None:
        """The item chosen inside the day, if any."""
        return next((i for i in self._items(self._chosen) if i.key == self._item), None)

    def show_days(self, span: CalendarSpan, channels: Collection[str], today: date) -> None:
        """Show what was read for the days between ``first_day`` and ``last_day``."""
        self._span, self._channels, self._today = span, channels, today
        self._painter.forget()
        self.update()

    def choose(self, day: date) -> None:
        """Go to a day without telling."""
        if day != self._chosen:
            self._chosen, self._item = day, None
            self._describe()
            self.update()

    @property
    def geometry_now(self) -> GridGeometry:
        """Where everything lies at the present size."""
        return GridGeometry(self.width(), self.height(), self.weeks, self.first_day)

    def item_at(self, at: QPointF) -> CalendarItem | None:
        """The item under a point."""
        day = self.geometry_now.day_at(at)
        if day is None:
            return None
        boxes = self._boxes(day)
        return next((item for item, box in boxes if box.contains(at)), None)

    def box_of(self, key: tuple[str, int]) -> QRectF | None:
        """Where an item is painted, for tests and for menus opened by key."""
        for row in range(7 * self.weeks):
            for item, box in self._boxes(self.first_day + timedelta(days=row)):
                if item.key == key:
                    return box
        return None

    # --- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint head, days and items; 3 to 5 ms for a full month."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        self._paint_head(painter)
        for place in range(7 * self.weeks):
            self._paint_day(painter, self.first_day + timedelta(days=place))
        self._paint_drag(painter)
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(self._painter.fonts.small)
        painter.setPen(self._theme.color("text3"))
        width = self.width() / 7
        for column in range(7):
            name = QLocale().dayName(column + 1, QLocale.FormatType.ShortFormat)
            painter.drawText(QRectF(column * width + 10, 0, width - 12, HEADER), _LEFT, name)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        theme, rect = self._theme, self.geometry_now.rect(day)
        is_drop = self._drop_day() == day
        if is_drop:
            painter.fillRect(
                rect, theme.color("accent_soft" if day >= self._today else "danger_soft")
            )
        elif day.weekday() >= 5:
            painter.fillRect(rect, theme.color("surface2"))
        painter.setPen(theme.color("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)
        self._paint_date(painter, day, rect)
        for item, box in self._boxes(day):
            is_current = item.key == self._item and day == self._chosen
            self._painter.paint(painter, box, item, is_current=is_current)
        if day == self._chosen:
            pen = QPen(theme.color("accent" if self.hasFocus() else "border2"), 2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _paint_date(self, painter: QPainter, day: date, rect: QRectF) -> None:
        theme = self._theme
        circle = QRectF(rect.left() + 6, rect.top() + 3, 24, 24)
        is_outside = self.weeks > 1 and day.month != self._chosen.month
        if day == self._today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(circle)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        token = "on_accent" if day == self._today else "text3" if is_outside else "text"
        painter.setFont(self._painter.fonts.small if is_outside else self._painter.fonts.bold)
        painter.setPen(theme.color(token))
        painter.drawText(circle, _CENTRE, str(day.day))
        place = QRectF(rect.left() + 34, rect.top() + 3, rect.width() - 38, 24)
        self._painter.paint_numbers(painter, place, self._numbers(day))

    def _paint_drag(self, painter: QPainter) -> None:
        if self._drag is None or not self._drag.is_moving:
            return
        width = self.width() / 7 - 10
        box = QRectF(self._drag.at.x() - 24, self._drag.at.y() - 10, width, ITEM_HEIGHT)
        self._painter.paint(painter, box, self._drag.item, is_ghost=True)

    def _items(self, day: date) -> tuple[CalendarItem, ...]:
        return self._span.items.get(day, ())

    def _numbers(self, day: date) -> list[tuple[str, int]]:
        found = ((channel, self._span.number(day, (channel,))) for channel in self._channels)
        return [(channel, number) for channel, number in found if number]

    def _boxes(self, day: date) -> list[tuple[CalendarItem, QRectF]]:
        geometry = self.geometry_now
        shown = self._items(day)[: geometry.rooms]
        return [(item, geometry.line(day, place)) for place, item in enumerate(shown)]

    # --- keys ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go, choose, move, open."""
        key = Qt.Key(event.key())
        item = self.current_item
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in _STEPS:
            if item is not None:
                to = self._chosen + timedelta(days=_STEPS[key])
                self.item_dropped.emit(item, to)
            return
        if item is not None and self._inside(key, item):
            return
        if key in _STEPS:
            self._go(self._chosen + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Home:
            self._go(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose_item(0)
        else:
            super().keyPressEvent(event)

    def _inside(self, key: Qt.Key, item: CalendarItem) -> bool:
        """Keys that mean something else while an item is chosen; whether this one did."""
        shown = [shown for shown, _ in self._boxes(self._chosen)]
        place = next((n for n, other in enumerate(shown) if other.key == item.key), 0)
        if key == Qt.Key.Key_Up:
            self._choose_item(place - 1)
        elif key == Qt.Key.Key_Down:
            self._choose_item(place + 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.item_opened.emit(item)
        elif key == Qt.Key.Key_Delete:
            self.item_skipped.emit(item)
        elif key == Qt.Key.Key_Escape:
            self._item = None
            self.update()
        else:
            return False
        return True

    def _choose_item(self, place: int) -> None:
        shown = self._boxes(self._chosen)
        if shown:
            self._item = shown[max(0, min(place, len(shown) - 1))][0].key
            self._describe()
            self.update()

    def _go(self, day: date) -> None:
        self.choose(day)
        self.day_chosen.emit(day)

    def follow(self, key: tuple[str, int], day: date) -> None:
        """Stay on an item that moved to another day."""
        self._chosen, self._item = day, key
        self._describe()
        self.update()

    def _describe(self) -> None:
        """Tell a screen reader where the keyboard is."""
        day = QLocale().toString(QDate(self._chosen.year, self._chosen.month, self._chosen.day))
        item = self.current_item
        said = item_words(item) if item else ""
        number = self._span.number(self._chosen, self._channels)
        self.setAccessibleDescription(f"{day} {self.tr('%Ln item(s)', '', number)} {said}".strip())

    # --- mouse -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day and the item under the mouse; a press on an item may become a drag."""
        at = event.position()
        day = self.geometry_now.day_at(at)
        if day is None:
            return
        item = self.item_at(at)
        if day != self._chosen:
            self._go(day)
        self._item = item.key if item else None
        if event.button() == Qt.MouseButton.LeftButton and item is not None:
            self._drag = _Drag(item, at, at)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the item along once the mouse has moved far enough."""
        at = event.position()
        if self._drag is None:
            self.setCursor(self._pointer(at))
            return
        self._drag.at = at
        far = (at - self._drag.start).manhattanLength()
        if far >= QApplication.startDragDistance():
            self._drag.is_moving = True
        if self._drag.is_moving:
            target = self.geometry_now.day_at(at)
            may_drop = target is not None and target >= self._today
            shape = Qt.CursorShape.ClosedHandCursor if may_drop else Qt.CursorShape.ForbiddenCursor
            self.setCursor(shape)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the item on the day under the mouse."""
        drag, self._drag = self._drag, None
        self.setCursor(self._pointer(event.position()))
        if drag is not None and drag.is_moving:
            target = self.geometry_now.day_at(event.position())
            if target is not None and target != drag.item.day:
                self.item_dropped.emit(drag.item, target)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the case of the item."""
        item = self.item_at(event.position())
        if item is not None:
            self.item_opened.emit(item)

    def contextMenuEvent(self, event: QEvent) -> None:
        """Offer what can be done with the item."""
        at = QPointF(self.mapFromGlobal(self.cursor().pos()))
        item = self.item_at(at) or self.current_item
        if item is not None:
            box = self.box_of(item.key)
            place = self.mapToGlobal((box.bottomLeft() if box else at).toPoint())
            self.menu_wanted.emit(item, place)
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the page."""
        delta = event.angleDelta().y()
        if delta:
            self.turned.emit(-1 if delta > 0 else 1)

    def event(self, event: QEvent) -> bool:
        """Show the whole item where it was cut."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            item = self.item_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), item_words(item) if item else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _pointer(self, at: QPointF) -> Qt.CursorShape:
        is_item = self.item_at(at) is not None
        return Qt.CursorShape.PointingHandCursor if is_item else Qt.CursorShape.ArrowCursor

    def _drop_day(self) -> date | None:
        if self._drag is None or not self._drag.is_moving:
            return None
        return self.geometry_now.day_at(self._drag.at)
