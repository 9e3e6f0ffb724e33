"""Paints the board: rows, shifts, visits, the now-line, what is being dragged."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen

from desktop.services.dispatch_board import Board, OfficerDay, VisitCard
from desktop.ui.dispatch.time_geometry import HEAD, NAMES, ROW, TimeGeometry
from desktop.ui.dispatch.words import PROMISE_ICONS, PROMISE_TONES, kind_words, said
from desktop.ui.theme import Theme

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_ELIDE = Qt.TextElideMode.ElideRight
_TINY = 46
_NARROW = 62
"""Narrower boxes have no room for the icon beside the time."""
_WORRYING = ("at_risk", "late", "missed")


class BoardPainter:
    """Knows the look of the board; the widget knows what is where."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme = theme
        self._small = QFont(font)
        self._small.setPixelSize(12)
        self._tiny = QFont(self._small)
        self._tiny.setPixelSize(11)
        self._bold = QFont(self._small)
        self._bold.setWeight(QFont.Weight.Medium)
        self._name = QFont(font)
        self._name.setPixelSize(13)

    def paint_board(
        self,
        painter: QPainter,
        where: TimeGeometry,
        board: Board,
        view: QRectF,
        chosen: int | None,
        moving: str,
    ) -> None:
        """Everything that is in sight; the visit that is being moved (``v7``) is faded."""
        width = int(view.width())
        painter.fillRect(view, self._theme.color("surface"))
        self.paint_ground(painter, where, board, width)
        rows = {officer.officer_id: row for row, officer in enumerate(board.officers)}
        for visit in board.visits:
            for row in (rows[one] for one in visit.officers if one in rows):
                box = where.box(row, visit.starts_at, visit.minutes)
                if box.intersects(view):
                    painter.setOpacity(0.35 if moving == f"v{visit.visit_id}" else 1.0)
                    is_chosen = visit.visit_id == chosen
                    self.paint_visit(painter, box, visit, is_chosen=is_chosen)
        painter.setOpacity(1.0)
        self.paint_now(painter, where, board.now)
        self.paint_names(painter, where, board)
        self.paint_head(painter, where, width)

    def paint_ground(
        self, painter: QPainter, where: TimeGeometry, board: Board, width: int
    ) -> None:
        """Rows with their shifts and hours."""
        theme = self._theme
        for row, officer in enumerate(board.officers):
            top = where.y(row)
            rect = QRectF(NAMES, top, width - NAMES, ROW)
            painter.fillRect(rect, theme.color("surface2"))
            self._paint_shift(painter, where, officer, row)
            painter.setPen(theme.color("border"))
            painter.drawLine(QPointF(0, top + ROW), QPointF(width, top + ROW))
        painter.setPen(theme.color("border"))
        for hour in range(where.first_hour, where.last_hour + 1):
            x = where.x(datetime.combine(where.day, time()) + timedelta(hours=hour))
            painter.drawLine(QPointF(x, HEAD), QPointF(x, where.y(where.rows)))

    def _paint_shift(
        self, painter: QPainter, where: TimeGeometry, officer: OfficerDay, row: int
    ) -> None:
        theme, top = self._theme, where.y(row)
        if officer.works_from is None or officer.works_to is None:
            return
        left, right = where.x(officer.works_from), where.x(officer.works_to)
        painter.fillRect(QRectF(left, top, right - left, ROW), theme.color("surface"))
        if officer.lunch_from and officer.lunch_to:
            x, end = where.x(officer.lunch_from), where.x(officer.lunch_to)
            brush = QBrush(theme.color("border2"), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(QRectF(x, top, end - x, ROW), brush)

    def paint_head(self, painter: QPainter, where: TimeGeometry, width: int) -> None:
        """The hours at the top; painted last so that rows scroll under it."""
        theme = self._theme
        painter.fillRect(QRectF(0, 0, width, HEAD), theme.color("surface2"))
        painter.setFont(self._small)
        painter.setPen(theme.color("text3"))
        for hour in range(where.first_hour, where.last_hour):
            x = where.x(datetime.combine(where.day, time(hour)))
            if x > NAMES - where.hour:
                painter.drawText(QRectF(x + 4, 0, where.hour, HEAD), LEFT, f"{hour:02d}:00")
        painter.fillRect(QRectF(0, 0, NAMES, HEAD), theme.color("surface2"))
        painter.setPen(theme.color("border"))
        painter.drawLine(QPointF(0, HEAD - 0.5), QPointF(width, HEAD - 0.5))

    def paint_names(self, painter: QPainter, where: TimeGeometry, board: Board) -> None:
        """The officers at the left with what they have; painted over the scrolled hours."""
        theme = self._theme
        for row, officer in enumerate(board.officers):
            top = where.y(row)
            painter.fillRect(QRectF(0, top, NAMES - 1, ROW - 1), theme.color("surface"))
            painter.setFont(self._name)
            painter.setPen(theme.color("text"))
            painter.drawText(QRectF(12, top + 9, NAMES - 18, 20), LEFT, officer.name)
            painter.setFont(self._small)
            painter.setPen(theme.color("text3"))
            room = QRectF(12, top + 29, NAMES - 16, 18)
            painter.drawText(room, LEFT, self._elided(officer_words(officer), room.width()))
        painter.setPen(theme.color("border"))
        painter.drawLine(QPointF(NAMES - 0.5, 0), QPointF(NAMES - 0.5, where.y(where.rows)))

    def paint_visit(
        self, painter: QPainter, box: QRectF, visit: VisitCard, *, is_chosen: bool
    ) -> None:
        """A visit: time and name above, what for and where below, its promise as colour and icon."""
        theme, state = self._theme, str(visit.promise)
        ground, ink = theme.tone(PROMISE_TONES[state])
        is_over = visit.state == "done"
        pen = QPen(theme.color("accent"), 2) if is_chosen else QPen(ink, 1)
        if is_over and not is_chosen:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(ink)
        if box.width() < _TINY:
            painter.setFont(self._tiny)
            top = QRectF(box.left(), box.top() + 4, box.width(), 18)
            painter.drawText(top, CENTRE, f"{visit.starts_at:%H:%M}")
            mark = "check" if is_over else PROMISE_ICONS[state]
            place = box.center().toPoint()
            theme.icon(mark, "text2", 14).paint(painter, place.x() - 7, place.y(), 14, 14)
            return
        inside = box.adjusted(6, 4, -4, -4)
        icon = theme.icon("check" if is_over else PROMISE_ICONS[state], "text2", 14)
        has_icon = box.width() >= _NARROW
        room = inside.width() - (16 if has_icon else 0)
        self._line(painter, inside.topLeft(), room, f"{visit.starts_at:%H:%M}", self._bold)
        below = inside.topLeft() + QPointF(0, 20)
        if has_icon:
            icon.paint(painter, int(inside.right()) - 14, int(inside.top()) + 2, 14, 14)
        elif state in _WORRYING:
            icon.paint(painter, int(below.x()), int(below.y()) + 2, 14, 14)
            return
        words = f"{visit.name}  {kind_words(visit.purpose)}  {visit.address}".strip()
        self._line(painter, below, inside.width(), words, self._small)

    def paint_ghost(
        self,
        painter: QPainter,
        boxes: Sequence[QRectF],
        words: str,
        reasons: Sequence[str],
        *,
        is_allowed: bool,
    ) -> None:
        """What is being dragged, where it would stand, and why it may not."""
        theme = self._theme
        tone = "green" if is_allowed and not reasons else "amber" if is_allowed else "red"
        ground, ink = theme.tone(tone)
        painter.setPen(QPen(ink, 2, Qt.PenStyle.DashLine))
        painter.setBrush(ground)
        for box in boxes:
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(ink)
            self._line(painter, box.topLeft() + QPointF(7, 4), box.width() - 12, words, self._bold)
            painter.setPen(QPen(ink, 2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def paint_bubble(
        self, painter: QPainter, box: QRectF, reasons: Sequence[str], width: int, height: int
    ) -> None:
        """The reasons against a placing, beside what is dragged."""
        metrics = QFontMetricsF(self._small)
        wide = max(metrics.horizontalAdvance(reason) for reason in reasons) + 20
        high = 20.0 * len(reasons) + 8
        x = max(NAMES + 4.0, min(box.left(), width - wide - 6))
        y = box.bottom() + 6 if box.bottom() + high + 8 < height else box.top() - high - 6
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("text"))
        painter.drawRoundedRect(QRectF(x, y, wide, high), 6, 6)
        painter.setPen(self._theme.color("bg"))
        painter.setFont(self._small)
        for number, reason in enumerate(reasons):
            painter.drawText(QRectF(x + 10, y + 4 + 20 * number, wide, 20), LEFT, reason)

    def paint_now(self, painter: QPainter, where: TimeGeometry, now: datetime) -> None:
        """The line of the present moment."""
        x = where.x(now)
        if now.date() != where.day or x < NAMES:
            return
        painter.setPen(QPen(self._theme.color("danger"), 2))
        painter.drawLine(QPointF(x, HEAD), QPointF(x, where.y(where.rows)))

    def _line(self, painter: QPainter, at: QPointF, width: float, words: str, font: QFont) -> None:
        painter.setFont(font)
        shown = QFontMetricsF(font).elidedText(words, _ELIDE, width)
        painter.drawText(QRectF(at.x(), at.y(), max(0.0, width), 18), LEFT, shown)

    def _elided(self, words: str, width: float) -> str:
        return QFontMetricsF(self._small).elidedText(words, _ELIDE, width)


def officer_words(officer: OfficerDay) -> str:
    """3 次 · 1.5 小时, or why they are not there."""
    if officer.works_from is None:
        return said(f"dispatch.away.{officer.off_reason}")
    words = said("dispatch.load", visits=officer.visits, hours=f"{officer.minutes / 60:.1f}")
    refused = said("dispatch.refusals", count=officer.refusals) if officer.refusals else ""
    return f"{refused} · {words}" if refused else words
