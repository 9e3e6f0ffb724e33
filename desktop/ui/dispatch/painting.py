"""Paints the board: rows, shifts, visits, the now-line, what is being dragged."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen

from desktop.services.dispatch_board import Board, OfficerDay, VisitCard
from desktop.ui.dispatch.time_geometry import HEAD, NAMES, TimeGeometry
from desktop.ui.dispatch.words import PROMISE_ICONS, PROMISE_TONES, kind_words, said
from desktop.ui.theme import Theme

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_ELIDE = Qt.TextElideMode.ElideRight
_EDGE = 3
"""Width of the strip at the left of a box that marks when it begins."""
_WIDE = 96
"""Words of narrower boxes run on into the way that follows, up to so many pixels."""
_LINE = 18


class BoardPainter:
    """Knows the look of the board; the widget knows what is where."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self._theme = theme
        self._small = QFont(font)
        self._small.setPixelSize(12)
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
        for row, officer in enumerate(board.officers):
            mine = [one for one in board.visits if officer.officer_id in one.officers]
            boxes = [where.box(row, one.starts_at, one.minutes) for one in mine]
            ends = [*(box.left() for box in boxes), view.right()][1:]
            for visit, box, end in zip(mine, boxes, ends, strict=True):
                if box.intersects(view):
                    painter.setOpacity(0.35 if moving == f"v{visit.visit_id}" else 1.0)
                    is_chosen = visit.visit_id == chosen
                    self.paint_visit(painter, box, end - 4, visit, is_chosen=is_chosen)
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
            rect = QRectF(NAMES, top, width - NAMES, where.row)
            painter.fillRect(rect, theme.color("surface2"))
            self._paint_shift(painter, where, officer, row)
            painter.setPen(theme.color("border"))
            painter.drawLine(QPointF(0, top + where.row), QPointF(width, top + where.row))
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
        painter.fillRect(QRectF(left, top, right - left, where.row), theme.color("surface"))
        if officer.lunch_from and officer.lunch_to:
            x, end = where.x(officer.lunch_from), where.x(officer.lunch_to)
            brush = QBrush(theme.color("border2"), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(QRectF(x, top, end - x, where.row), brush)

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
            painter.fillRect(QRectF(0, top, NAMES - 1, where.row - 1), theme.color("surface"))
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
        self, painter: QPainter, box: QRectF, end: float, visit: VisitCard, *, is_chosen: bool
    ) -> None:
        """A visit: time, name, what for and where; its promise as colour and icon.

        A narrow box is too small for its words: they run on over the way to the next one, which
        begins at ``end``.
        """
        theme, state = self._theme, str(visit.promise)
        ground, ink = theme.tone(PROMISE_TONES[state])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 5, 5)
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(box.left(), box.top(), _EDGE, box.height()), 2, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if is_chosen:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(box, 5, 5)
        painter.setPen(ink)
        inside = box.adjusted(_EDGE + 4, 4, -4, -4)
        room = max(inside.right(), min(end, box.left() + _WIDE)) - inside.left()
        time_words = f"{visit.starts_at:%H:%M}"
        self._line(painter, inside.topLeft(), room, time_words, self._bold, box)
        lines = box_lines(visit, int(inside.height()) // _LINE - 1)
        beside = inside.left() + QFontMetricsF(self._bold).horizontalAdvance(time_words) + 4
        icon_x, icon_y = max(beside, inside.right() - 14), inside.top() + 2
        if icon_x + 14 > inside.left() + room:
            icon_x, icon_y = inside.left(), inside.top() + len(lines) * _LINE + 2
            lines = lines[:-1]
        icon = theme.icon("check" if visit.state == "done" else PROMISE_ICONS[state], "text2", 14)
        icon.paint(painter, int(icon_x), int(icon_y), 14, 14)
        for number, words in enumerate(lines, 1):
            start = inside.topLeft() + QPointF(0, number * _LINE)
            self._line(painter, start, room, words, self._small, box)

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
            room = max(box.width() - 12, _WIDE)
            self._line(painter, box.topLeft() + QPointF(5, 4), room, words, self._bold, box)
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

    def _line(
        self, painter: QPainter, at: QPointF, width: float, words: str, font: QFont, box: QRectF
    ) -> None:
        """A line of a box; what runs on beyond it stands on the ground of the board."""
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(words, _ELIDE, max(0.0, width))
        right = at.x() + metrics.horizontalAdvance(shown) + 2
        if right > box.right() + 1:
            over = QRectF(box.right() + 1, at.y(), right - box.right() - 1, _LINE)
            painter.fillRect(over, self._theme.color("surface"))
        painter.drawText(QRectF(at.x(), at.y(), max(0.0, width), _LINE), LEFT, shown)

    def _elided(self, words: str, width: float) -> str:
        return QFontMetricsF(self._small).elidedText(words, _ELIDE, width)


def box_lines(visit: VisitCard, room: int) -> list[str]:
    """Name, what for and where on as many lines as there is room for, at least one."""
    parts = [one for one in (visit.name, kind_words(visit.purpose), visit.address) if one]
    first = min(max(1, room), len(parts)) - 1
    return [*parts[:first], "  ".join(parts[first:])]


def officer_words(officer: OfficerDay) -> str:
    """3 次 · 1.5 小时, or why they are not there."""
    if officer.works_from is None:
        return said(f"dispatch.away.{officer.off_reason}")
    words = said("dispatch.load", visits=officer.visits, hours=f"{officer.minutes / 60:.1f}")
    refused = said("dispatch.refusals", count=officer.refusals) if officer.refusals else ""
    return f"{refused} · {words}" if refused else words
