"""The plain map: areas, places and starts painted; panned, zoomed, clicked and dragged on."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from desktop.services.places import MapPlace
from desktop.ui.dispatch.map_geometry import MapFrame, frame_of, hull
from desktop.ui.theme import Theme

TONES = ("blue", "green", "amber", "violet", "teal", "red")
ZOOM_STEP = 1.25
PAN_STEP = 60
_REACH = 11.0
_DOT = 6.0
_BAR_PIXELS = 110


class MapCanvas(QWidget):
    """Pulls on the ground pan, the wheel zooms, a click chooses, a pull on a pin moves it.

    With an address waiting to be pinned a click on the ground pins it there. Keys: arrows pan, plus
    and minus zoom, Enter pins at the cross in the middle, Delete takes the chosen pin off, Home
    shows everything.
    """

    chosen = Signal(str)
    pin_wanted = Signal(str, float, float)
    unpin_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._places: tuple[MapPlace, ...] = ()
        self._chosen = ""
        self._waiting = ""
        self._frame = frame_of((), QSizeF(600, 400))
        self._is_framed = False
        self._held: MapPlace | None = None
        self._pressed: QPointF | None = None
        self._at: QPointF | None = None
        self._is_pulled = False
        self._small = QFont(self.font())
        self._small.setPixelSize(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Map of places"))
        theme.changed.connect(self.update)

    @property
    def frame(self) -> MapFrame:
        """What of the world is shown."""
        return self._frame

    def show_places(self, places: Sequence[MapPlace]) -> None:
        """Show these; the first time everything is brought into sight."""
        self._places = tuple(one for one in places if one.is_pinned)
        if not self._is_framed and self._places:
            self.show_all()
        self.update()

    def choose(self, address: str, *, waiting: bool = False) -> None:
        """Mark an address; ``waiting``: the next click on the ground pins it."""
        self._chosen = address
        self._waiting = address if waiting else ""
        shape = Qt.CursorShape.CrossCursor if waiting else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        place = next((one for one in self._places if one.address == address), None)
        if place is not None and not QRectF(self.rect()).contains(self._screen(place)):
            latitude, longitude = _degrees(place)
            self._frame = MapFrame(latitude, longitude, self._frame.metres, self._frame.size)
        self.update()

    def show_all(self) -> None:
        """Bring every pin into sight."""
        self._frame = frame_of([_degrees(one) for one in self._places], QSizeF(self.size()))
        self._is_framed = bool(self._places)
        self.update()

    def zoom(self, steps: int, about: QPointF | None = None) -> None:
        """Nearer (positive) or farther."""
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._frame = self._frame.zoomed(ZOOM_STEP**steps, about or middle)
        self.update()

    def place_at(self, at: QPointF) -> MapPlace | None:
        """The pin under a point."""
        near = [(self._distance(one, at), one) for one in self._places]
        found = min(near, key=lambda one: one[0], default=None)
        return found[1] if found and found[0] <= _REACH else None

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint areas, pins, starts and the scale."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("surface2"))
        painter.setFont(self._small)
        areas = sorted({one.area for one in self._places if one.area})
        taken = [
            self._paint_area(painter, area, TONES[number % len(TONES)])
            for number, area in enumerate(areas)
        ]
        for one in sorted(self._places, key=lambda place: place.address != self._chosen):
            self._paint_place(painter, one, areas, taken)
        self._paint_scale(painter)
        if self.hasFocus():
            self._paint_cross(painter)
        painter.end()

    def _paint_area(self, painter: QPainter, area: str, tone: str) -> QRectF:
        """Paint an area's outline and its name; returns where the name stands."""
        points = [self._screen(one) for one in self._places if one.area == area]
        ground, ink = self._theme.tone(tone)
        shade = QColor(ground)
        shade.setAlpha(120)
        painter.setPen(QPen(ink, 1, Qt.PenStyle.DotLine))
        painter.setBrush(shade)
        outline = hull(points)
        if len(outline) < 3:
            for one in outline:
                painter.drawEllipse(one, 22, 22)
        else:
            painter.drawPolygon(QPolygonF(outline))
        top = min(points, key=lambda one: one.y())
        painter.setPen(ink)
        wide = QFontMetricsF(self._small).horizontalAdvance(area)
        name = QRectF(top.x() - wide / 2, top.y() - 30, wide, 18)
        painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter), area)
        return name

    def _paint_place(
        self, painter: QPainter, place: MapPlace, areas: Sequence[str], taken: list[QRectF]
    ) -> None:
        is_held = self._held is place and self._is_pulled and self._at is not None
        at = self._at if is_held and self._at is not None else self._screen(place)
        tone = TONES[areas.index(place.area) % len(TONES)] if place.area in areas else "neutral"
        _, ink = self._theme.tone(tone)
        is_chosen = place.address == self._chosen
        painter.setBrush(ink)
        painter.setPen(QPen(self._theme.color("accent" if is_chosen else "surface"), 3))
        if place.role == "place":
            painter.drawEllipse(at, _DOT, _DOT)
        else:
            painter.drawRect(QRectF(at.x() - _DOT, at.y() - _DOT, 2 * _DOT, 2 * _DOT))
        words = "、".join(place.names) or place.address
        metrics = QFontMetricsF(self._small)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, 150)
        wide = metrics.horizontalAdvance(shown) + 2
        sides = (QRectF(x, at.y() - 9, wide, 18) for x in (at.x() + 10, at.x() - 10 - wide))
        box = next((one for one in sides if self._is_free(one, taken)), None)
        if box is None and is_chosen:
            box = QRectF(at.x() + 10, at.y() - 9, wide, 18)
        if box is not None:
            taken.append(box)
            painter.setPen(self._theme.color("text"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _is_free(self, box: QRectF, taken: Sequence[QRectF]) -> bool:
        is_inside = box.left() >= 0 and box.right() < self.width()
        return is_inside and not any(box.intersects(other) for other in taken)

    def _paint_scale(self, painter: QPainter) -> None:
        length = _round_length(self._frame.metres * _BAR_PIXELS)
        pixels = length / self._frame.metres
        left, bottom = 14.0, self.height() - 16.0
        painter.setPen(QPen(self._theme.color("text2"), 2))
        painter.drawLine(QPointF(left, bottom), QPointF(left + pixels, bottom))
        words = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
        painter.drawText(QPointF(left, bottom - 6), words)

    def _paint_cross(self, painter: QPainter) -> None:
        x, y = self.width() / 2, self.height() / 2
        painter.setPen(QPen(self._theme.color("text3"), 1))
        painter.drawLine(QPointF(x - 8, y), QPointF(x + 8, y))
        painter.drawLine(QPointF(x, y - 8), QPointF(x, y + 8))

    # --- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a pin, or of the ground."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._at = event.position()
            self._held = self.place_at(event.position())
            self._is_pulled = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the pin or the ground."""
        if self._pressed is None or self._at is None:
            return
        way = event.position() - self._at
        far = (event.position() - self._pressed).manhattanLength()
        self._is_pulled = self._is_pulled or far >= QApplication.startDragDistance()
        if self._is_pulled:
            if self._held is None:
                self._frame = self._frame.moved(way.x(), way.y())
            self._at = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Move the pin, pin the waiting address, or choose."""
        held, pressed = self._held, self._pressed
        self._held = self._pressed = None
        if pressed is None:
            return
        if self._is_pulled and held is not None:
            self.pin_wanted.emit(held.address, *self._frame.to_degrees(event.position()))
        elif not self._is_pulled and held is not None:
            self.chosen.emit(held.address)
        elif not self._is_pulled and self._waiting:
            self.pin_wanted.emit(self._waiting, *self._frame.to_degrees(event.position()))
        self._is_pulled = False
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        self.zoom(1 if event.angleDelta().y() > 0 else -1, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan, zoom, pin, take off, show all."""
        key = Qt.Key(event.key())
        if key in _PANS:
            across, down = _PANS[key]
            self._frame = self._frame.moved(across * PAN_STEP, down * PAN_STEP)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(-1 if key == Qt.Key.Key_Minus else 1)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen:
            middle = (self._frame.latitude, self._frame.longitude)
            self.pin_wanted.emit(self._chosen, *middle)
        elif key == Qt.Key.Key_Delete and self._chosen:
            self.unpin_wanted.emit(self._chosen)
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say the address under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.place_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), place.address if place else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the middle in the middle."""
        super().resizeEvent(event)
        frame = self._frame
        self._frame = MapFrame(frame.latitude, frame.longitude, frame.metres, QSizeF(self.size()))

    def _screen(self, place: MapPlace) -> QPointF:
        return self._frame.to_screen(*_degrees(place))

    def _distance(self, place: MapPlace, at: QPointF) -> float:
        return (self._screen(place) - at).manhattanLength()


_PANS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


def _degrees(place: MapPlace) -> tuple[float, float]:
    return place.latitude or 0.0, place.longitude or 0.0


def _round_length(metres: float) -> float:
    """The longest round length (1, 2 or 5 times a power of ten) not above this one."""
    step = 1.0
    while step * 10 <= metres:
        step *= 10
    return next(step * times for times in (5, 2, 1) if step * times <= metres or times == 1)
