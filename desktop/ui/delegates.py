"""Paints table cells by the kind of their column: chips, amounts, dates, avatars, checks."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui.cells import is_right_aligned, words
from desktop.ui.paged_model import Column, PagedModel
from desktop.ui.theme import Pair, Theme

PADDING = 10
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)

Paint = Callable[[QPainter, QRect, Column, Any, str], None]


class CellDelegate(QStyledItemDelegate):
    """One delegate for every column of a ``PagedModel``; colours are read at paint time."""

    def __init__(self, theme: Theme, model: PagedModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.hovered = -1
        self._normal = _font(parent.font(), 13, QFont.Weight.Normal)
        self._medium = _font(parent.font(), 13, QFont.Weight.Medium)
        self._small = _font(parent.font(), 12, QFont.Weight.Medium)
        self._tiny = _font(parent.font(), 11, QFont.Weight.Medium)
        self._paints: dict[str, Paint] = {
            "bucket": self._bucket,
            "status": self._status,
            "officer": self._officer,
            "follow_up": self._follow_up,
        }

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell; a row still on its way is a grey stroke."""
        rect: QRect = option.rect
        place = index.row()
        column = self._model.columns[index.column()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, option, index)
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        if column.kind == "check":
            self._check(painter, inner, is_on=self._model.is_checked(place))
        else:
            row = self._model.row_at(place)
            if row is None:
                self._placeholder(painter, inner)
            else:
                value = column.of(row)
                said = words(column.kind, value, as_of=self._model.as_of, codes=column.codes)
                is_alarm = column.alarms is not None and column.alarms(row)
                paint = self._alarm if is_alarm else self._paints.get(column.kind, self._plain)
                paint(painter, inner, column, value, said)
        painter.restore()

    def _ground(
        self,
        painter: QPainter,
        rect: QRect,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.color("selected"))
            view = self.parent()
            is_first = getattr(view, "first_visible_column", 0) == index.column()
            if is_first:
                edge = QRect(rect.left(), rect.top(), 3, rect.height())
                painter.fillRect(edge, self._theme.color("accent"))
        elif index.row() == self.hovered:
            painter.fillRect(rect, self._theme.color("surface2"))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, self._theme.color("row"))

    def _plain(
        self, painter: QPainter, rect: QRect, column: Column, _value: Any, said: str
    ) -> None:
        strong = column.kind in ("strong", "money", "days")
        painter.setFont(self._medium if strong else self._normal)
        painter.setPen(self._theme.color("text" if strong or column.kind == "number" else "text2"))
        align = _RIGHT if is_right_aligned(column.kind) else _LEFT
        self._text(painter, rect, align, said)

    def _alarm(
        self, painter: QPainter, rect: QRect, column: Column, _value: Any, said: str
    ) -> None:
        painter.setFont(self._medium)
        painter.setPen(self._theme.color("danger"))
        self._text(painter, rect, _RIGHT if is_right_aligned(column.kind) else _LEFT, said)

    def _text(self, painter: QPainter, rect: QRect, align: int, said: str) -> None:
        if painter.fontMetrics().horizontalAdvance(said) > rect.width():
            said = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, align, said)

    def _follow_up(
        self, painter: QPainter, rect: QRect, _column: Column, value: Any, said: str
    ) -> None:
        as_of = self._model.as_of
        is_late, is_today = value is not None and value < as_of, value == as_of
        painter.setFont(self._medium if is_late or is_today else self._normal)
        painter.setPen(self._theme.color("danger" if is_late else "warn" if is_today else "text2"))
        self._text(painter, rect, _LEFT, said)

    def _bucket(
        self, painter: QPainter, rect: QRect, _column: Column, value: Any, said: str
    ) -> None:
        if value is None:
            self._plain(painter, rect, _column, value, said)
        else:
            self._chip(painter, rect, said, self._theme.bucket(value), radius=4, at_least=40)

    def _status(
        self, painter: QPainter, rect: QRect, _column: Column, value: Any, said: str
    ) -> None:
        self._chip(painter, rect, said, self._theme.status(str(value)), radius=11)

    def _chip(
        self,
        painter: QPainter,
        rect: QRect,
        said: str,
        pair: Pair,
        *,
        radius: int,
        at_least: int = 0,
    ) -> None:
        painter.setFont(self._small)
        wanted = max(at_least, painter.fontMetrics().horizontalAdvance(said) + 16)
        chip = QRectF(rect.left(), rect.center().y() - 10.5, min(wanted, rect.width()), 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pair.ground)
        painter.drawRoundedRect(chip, radius, radius)
        painter.setPen(pair.text)
        painter.drawText(chip, _CENTRE, said)

    def _officer(
        self, painter: QPainter, rect: QRect, column: Column, value: Any, said: str
    ) -> None:
        if not value:
            self._plain(painter, rect, column, value, said)
            return
        circle = QRectF(rect.left(), rect.center().y() - 10.5, 22, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent_soft"))
        painter.drawEllipse(circle)
        painter.setPen(self._theme.color("accent_text"))
        painter.setFont(self._tiny)
        painter.drawText(circle, _CENTRE, said[:1])
        painter.setFont(self._normal)
        painter.setPen(self._theme.color("text2"))
        self._text(painter, rect.adjusted(29, 0, 0, 0), _LEFT, said)

    def _check(self, painter: QPainter, rect: QRect, *, is_on: bool) -> None:
        box = QRectF(rect.left() + 2, rect.center().y() - 7.5, 16, 16)
        edge, fill = ("accent", "accent") if is_on else ("border2", "surface")
        painter.setPen(QPen(self._theme.color(edge), 1.4))
        painter.setBrush(self._theme.color(fill))
        painter.drawRoundedRect(box, 4, 4)
        if is_on:
            pen = QPen(self._theme.color("on_accent"), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            corner = box.topLeft()
            bend = corner + QPointF(7, 11.2)
            painter.drawLines(
                [QLineF(corner + QPointF(4, 8.2), bend), QLineF(bend, corner + QPointF(12.2, 5))]
            )

    def _placeholder(self, painter: QPainter, rect: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("row"))
        painter.drawRoundedRect(
            QRectF(rect.left(), rect.center().y() - 4, rect.width() * 0.6, 8), 4, 4
        )


def _font(base: QFont, pixels: int, weight: QFont.Weight) -> QFont:
    font = QFont(base)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font
