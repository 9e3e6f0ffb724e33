"""The officers' day on a time line: painted, dragged with the mouse, driven by the keyboard."""

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from desktop.services import dispatching
from desktop.services.dispatch_board import Board, VisitCard
from desktop.ui.dispatch.dragging import Drag, scroll_at_edge, team_of
from desktop.ui.dispatch.painting import BoardPainter
from desktop.ui.dispatch.stepping import next_visit
from desktop.ui.dispatch.time_geometry import HEAD, NAMES, ROW, TALLEST, TimeGeometry, hours_of
from desktop.ui.dispatch.words import conflict_words, kind_words, visit_words
from desktop.ui.theme import Theme

ZOOMS = (60.0, 84.0, 110.0, 150.0, 200.0, 280.0)
"""Least pixels of an hour; where there is room for more, the whole day fills it."""
_STEP = timedelta(minutes=15)


class TimeLine(QAbstractScrollArea):
    """One row per officer.

    Keys: arrows go from visit to visit, Alt with an arrow moves the chosen one (left and right by
    a quarter of an hour, up and down to another officer), Enter opens it, Delete gives it back,
    plus and minus zoom, Home goes to now.
    """

    visit_chosen = Signal(object)
    visit_opened = Signal(object)
    visit_given_back = Signal(object)
    menu_wanted = Signal(object, object)
    dropped = Signal(str, object, object)
    """Key, officers, start: only where no hard rule is broken."""
    refused = Signal(str)

    def __init__(self, theme: Theme, hour: float = ZOOMS[0]) -> None:
        super().__init__()
        self.hour = hour
        """Pixels of an hour that are wished."""
        self._theme = theme
        self._board: Board | None = None
        self._chosen: int | None = None
        self._drag: Drag | None = None
        self._still: tuple[object, QPixmap] | None = None
        self._hours = (8, 18)
        self._painter = BoardPainter(theme, self.font())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(360, 240)
        self.setAccessibleName(self.tr("Time line of visits"))
        self.viewport().setMouseTracking(True)
        theme.changed.connect(self.viewport().update)

    # --- what it shows

    @property
    def chosen(self) -> VisitCard | None:
        """The visit the keyboard is on."""
        visits = self._board.visits if self._board else ()
        return next((one for one in visits if one.visit_id == self._chosen), None)

    @property
    def drag_reasons(self) -> tuple[str, ...]:
        """Why what is being dragged may not stand where it is."""
        return tuple(map(conflict_words, self._drag.conflicts)) if self._drag else ()

    def show_board(self, board: Board) -> None:
        """Show a day; keeps the chosen visit where it is still there."""
        is_new_day = self._board is None or self._board.day != board.day
        self._board = board
        self._hours = hours_of(board)
        if self.chosen is None:
            self._chosen = None
        self._set_bars()
        if is_new_day:
            self.horizontalScrollBar().setValue(self._opening())
        self._describe()
        self.viewport().update()

    def choose(self, visit_id: int | None) -> None:
        """Mark a visit without telling."""
        self._chosen = visit_id
        self._describe()
        self.viewport().update()

    def zoom(self, steps: int) -> None:
        """Make the hours wider (positive) or narrower; the middle stays in the middle."""
        before, middle = self.geometry_now, (self.viewport().width() + NAMES) / 2
        if steps > 0:
            self.hour = next((one for one in ZOOMS if one > before.hour), ZOOMS[-1])
        else:
            self.hour = next((one for one in reversed(ZOOMS) if one < before.hour), ZOOMS[0])
        self._set_bars()
        moved = int(self.geometry_now.x(before.moment(middle)) - middle)
        across = self.horizontalScrollBar()
        across.setValue(across.value() + moved)
        self.viewport().update()

    @property
    def geometry_now(self) -> TimeGeometry:
        """Where everything lies at the present zoom and scroll."""
        board = self._board
        if board is None:
            return TimeGeometry(datetime.min.date(), 8, 18, self.hour, 0)
        first, last = self._hours
        view, rows = self.viewport().size(), len(board.officers)
        return TimeGeometry(
            board.day,
            first,
            last,
            max(self.hour, (view.width() - NAMES - 14) / (last - first)),
            rows,
            self.horizontalScrollBar().value(),
            self.verticalScrollBar().value(),
            max(ROW, min(TALLEST, (view.height() - HEAD) // max(1, rows))),
        )

    def box_of(self, visit_id: int, officer_id: int | None = None) -> QRectF | None:
        """Where a visit is painted, in the row of an officer."""
        board = self._board
        visit = next((v for v in board.visits if v.visit_id == visit_id), None) if board else None
        if visit is None or board is None:
            return None
        row = self._row(officer_id or visit.officers[0])
        if row is None:
            return None
        return self.geometry_now.box(row, visit.starts_at, visit.minutes)

    def visit_at(self, at: QPointF) -> tuple[VisitCard, int] | None:
        """The visit under a place and its row."""
        board, where = self._board, self.geometry_now
        row = where.row_at(at.y())
        if board is None or row is None or at.x() < NAMES:
            return None
        officer = board.officers[row].officer_id
        for visit in reversed(board.visits):
            box = where.box(row, visit.starts_at, visit.minutes)
            if officer in visit.officers and box.contains(at):
                return visit, row
        return None

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint what is in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        board = self._board
        if board is None:
            painter.fillRect(self.viewport().rect(), self._theme.color("surface"))
        else:
            where = self.geometry_now
            painter.drawPixmap(0, 0, self._still_picture(board, where))
            painter.setClipRect(self.viewport().rect().adjusted(NAMES, HEAD, 0, 0))
            self._paint_drag(painter, board, where)
        painter.end()

    def _still_picture(self, board: Board, where: TimeGeometry) -> QPixmap:
        """Everything but what is dragged, painted once: a drag only moves what lies on top."""
        view = self.viewport()
        moving = self._drag.key if self._drag and self._drag.is_moving else ""
        key = (id(board), where, view.size(), self._chosen, moving, self._theme.is_dark)
        if self._still is None or self._still[0] != key:
            picture = QPixmap(view.size() * view.devicePixelRatioF())
            picture.setDevicePixelRatio(view.devicePixelRatioF())
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            room = QRectF(view.rect())
            self._painter.paint_board(painter, where, board, room, self._chosen, moving)
            painter.end()
            self._still = (key, picture)
        return self._still[1]

    def _paint_drag(self, painter: QPainter, board: Board, where: TimeGeometry) -> None:
        drag = self._drag
        if drag is None or not drag.is_moving or drag.at is None:
            return
        job = board.jobs[drag.key]
        rows = [row for one in drag.team if (row := self._row(one)) is not None]
        boxes = [where.box(row, drag.at, job.minutes) for row in rows or [drag.row]]
        words = f"{drag.at:%H:%M} {kind_words(job.purpose)}"
        reasons = self.drag_reasons
        self._painter.paint_ghost(painter, boxes, words, reasons, is_allowed=drag.is_allowed)
        if reasons:
            size = self.viewport().size()
            self._painter.paint_bubble(painter, boxes[0], reasons, size.width(), size.height())

    # --- dragging

    def hover(self, key: str, at: QPointF, grip: float = 12.0) -> None:
        """Something is dragged over the board: from the list of requests, or a visit."""
        board, where = self._board, self.geometry_now
        if board is None or key not in board.jobs:
            return
        drag = self._drag or Drag(key, grip)
        self._drag = drag
        row = where.row_at(at.y())
        if row is None or at.x() < NAMES or at.x() > self.viewport().width():
            self._leave_board(drag)
            return
        drag.is_moving, drag.row = True, row
        drag.at = where.moment(at.x() - drag.grip)
        drag.team = team_of(board, drag)
        drag.conflicts = tuple(dispatching.conflicts(board, key, drag.team, drag.at))
        scroll_at_edge(self, at)
        self.viewport().update()

    def drop(self) -> None:
        """Let go: told as ``dropped`` where it may stand, else as ``refused`` with the reason."""
        drag, self._drag = self._drag, None
        self.viewport().update()
        if drag is None or drag.at is None or not drag.is_moving:
            return
        if drag.is_allowed:
            self.dropped.emit(drag.key, drag.team, drag.at)
        else:
            hard = next(one for one in drag.conflicts if one.is_hard)
            self.refused.emit(conflict_words(hard))

    def stop_dragging(self) -> None:
        """Forget what is being dragged."""
        self._drag = None
        self.viewport().update()

    def _leave_board(self, drag: Drag) -> None:
        drag.at, drag.conflicts = None, ()
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, and take hold."""
        found = self.visit_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._choose_and_tell(found[0] if found else None)
        if found:
            visit, row = found
            box = self.geometry_now.box(row, visit.starts_at, visit.minutes)
            self._drag = Drag(f"v{visit.visit_id}", event.position().x() - box.left(), row)
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        drag = self._drag
        if drag is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position() - self._pressed).manhattanLength()
        if drag.is_moving or way >= QApplication.startDragDistance():
            self.hover(drag.key, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Let go."""
        self.drop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open."""
        self._drag = None
        found = self.visit_at(event.position())
        if found:
            self.visit_opened.emit(found[0])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the visit under the mouse, or of the chosen one."""
        found = self.visit_at(QPointF(event.pos()))
        visit = found[0] if found else self.chosen
        if visit is not None:
            self._choose_and_tell(visit)
            self.menu_wanted.emit(visit, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say everything about the visit under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.visit_at(QPointF(event.pos()))
            words = visit_words(found[0]) if found else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go, move, open, give back, zoom."""
        key, chosen = Qt.Key(event.key()), self.chosen
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in _ARROWS and chosen:
            self._move_by_key(chosen, *_ARROWS[key])
        elif key in _ARROWS:
            self._step(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen:
            self.visit_opened.emit(chosen)
        elif key == Qt.Key.Key_Delete and chosen:
            self.visit_given_back.emit(chosen)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom(-1)
        elif key == Qt.Key.Key_Home:
            self.horizontalScrollBar().setValue(self._opening())
        elif key == Qt.Key.Key_Escape and self._drag:
            self.stop_dragging()
        else:
            super().keyPressEvent(event)

    def _move_by_key(self, visit: VisitCard, quarters: int, rows: int) -> None:
        board = self._board
        row = self._row(visit.officers[0])
        if board is None or row is None:
            return
        target = max(0, min(len(board.officers) - 1, row + rows))
        lead = board.officers[target].officer_id
        drag = Drag(f"v{visit.visit_id}", 0, row, row=target)
        drag.at = visit.starts_at + quarters * _STEP
        keeps = rows == 0 or lead in visit.officers
        drag.team = visit.officers if keeps else team_of(board, drag)
        drag.conflicts = tuple(dispatching.conflicts(board, drag.key, drag.team, drag.at))
        drag.is_moving = True
        self._drag = drag
        self.drop()

    def _step(self, across: int, down: int) -> None:
        found = next_visit(self._board, self.chosen, across, down) if self._board else None
        if found is not None:
            self._choose_and_tell(found)

    # --- small things

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bars right."""
        super().resizeEvent(event)
        self._set_bars()

    def _set_bars(self) -> None:
        where, size = self.geometry_now, self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, where.width - (size.width() - NAMES)))
        across.setPageStep(size.width() - NAMES)
        across.setSingleStep(int(where.hour / 4))
        down.setRange(0, max(0, where.height - (size.height() - HEAD)))
        down.setPageStep(size.height() - HEAD)
        down.setSingleStep(where.row // 2)

    def _opening(self) -> int:
        """Where to scroll to at first: an hour before now, or the begin of the day."""
        board, where = self._board, self.geometry_now
        if board is None or board.now.date() != board.day:
            return 0
        hours = board.now.hour - 1 - where.first_hour
        return max(0, int(hours * where.hour))

    def _row(self, officer_id: int) -> int | None:
        officers = self._board.officers if self._board else ()
        return next((n for n, one in enumerate(officers) if one.officer_id == officer_id), None)

    def _choose_and_tell(self, visit: VisitCard | None) -> None:
        self.choose(visit.visit_id if visit else None)
        self.visit_chosen.emit(visit)

    def _describe(self) -> None:
        visit = self.chosen
        self.setAccessibleDescription(visit_words(visit) if visit else "")


_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
