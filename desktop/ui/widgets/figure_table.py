"""A table of figures, each of which opens the cases behind it by click or Enter."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 34
HEADER_HEIGHT = 34
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Figure:
    """One cell: its words, what it opens (nothing: it is no figure to open), and how it looks.

    ``shade`` is a colour token and ``depth`` how much of it lies on the ground, from 0 to 1.
    ``aside`` stands smaller before the words.
    """

    words: str
    opens: Any = None
    tip: str = ""
    aside: str = ""
    shade: str = ""
    depth: float = 0.0
    is_strong: bool = False


@dataclass(frozen=True)
class FigureRow:
    """A row: its title and its figures."""

    title: str
    figures: Sequence[Figure]
    is_total: bool = False


@dataclass(frozen=True)
class FigureSheet:
    """A whole table: the title of its first column, the heads of the others, the rows."""

    corner: str
    heads: Sequence[str] = field(default=())
    rows: Sequence[FigureRow] = field(default=())


class FigureModel(QAbstractTableModel):
    """The sheet as Qt asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = FigureSheet("")

    def show(self, sheet: FigureSheet) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are, the titles included."""
        return 0 if parent.isValid() else len(self.sheet.heads) + 1

    def figure(self, index: Index) -> Figure | None:
        """Return the figure of a cell; the title's cell has none."""
        if not index.isValid() or index.column() == 0:
            return None
        return self.sheet.rows[index.row()].figures[index.column() - 1]

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return words, tip and alignment of a cell."""
        row, figure = self.sheet.rows[index.row()], self.figure(index)
        if role == _DISPLAY:
            return row.title if figure is None else figure.words
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            if figure is None:
                return row.title
            head = self.sheet.heads[index.column() - 1]
            return figure.tip or f"{row.title} {head} {figure.aside} {figure.words}"
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return figure.tip or None if figure is not None else row.title
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _LEFT if figure is None else _RIGHT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return the heads."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return self.sheet.corner if section == 0 else self.sheet.heads[section - 1]
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _LEFT if section == 0 else _RIGHT
        return None


class FigureCells(QStyledItemDelegate):
    """Paints shade, figure and the smaller words before it; colours are read at paint time."""

    def __init__(self, theme: Theme, model: FigureModel, parent: "FigureTable") -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._table = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        rect: QRect = option.rect
        figure = self._model.figure(index)
        row = self._model.sheet.rows[index.row()]
        painter.save()
        self._ground(painter, rect, figure, is_total=row.is_total)
        if index == self._table.currentIndex() and self._table.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
        inner = rect.adjusted(10, 0, -10, 0)
        is_bold = row.is_total or (figure is not None and figure.is_strong)
        painter.setFont(_font(self._table.font(), 13, is_bold=is_bold or figure is None))
        if figure is None:
            painter.setPen(self._theme.color("text"))
            words = painter.fontMetrics().elidedText(
                row.title, Qt.TextElideMode.ElideRight, inner.width()
            )
            painter.drawText(inner, _LEFT, words)
        else:
            self._figure(painter, inner, figure, index, is_bold=is_bold)
        painter.restore()

    def _ground(
        self, painter: QPainter, rect: QRect, figure: Figure | None, *, is_total: bool
    ) -> None:
        if is_total:
            painter.fillRect(rect, self._theme.color("surface2"))
        if figure is not None and figure.shade and figure.depth > 0:
            shade = QColor(self._theme.color(figure.shade))
            shade.setAlphaF(0.06 + 0.34 * min(1.0, figure.depth))
            painter.fillRect(rect, shade)
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, self._theme.color("row"))

    def _figure(
        self, painter: QPainter, rect: QRect, figure: Figure, index: Index, *, is_bold: bool
    ) -> None:
        is_hovered = figure.opens is not None and self._table.hovered == (
            index.row(),
            index.column(),
        )
        if is_hovered:
            font = painter.font()
            font.setUnderline(True)
            painter.setFont(font)
        is_dim = figure.opens is None and not is_bold
        painter.setPen(
            self._theme.color("accent_text" if is_hovered else "text3" if is_dim else "text")
        )
        words = figure.words
        if painter.fontMetrics().horizontalAdvance(words) > rect.width():
            painter.setFont(_font(self._table.font(), 11, is_bold=is_bold))
            # A figure that lost its first digits would be another figure.
            words = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, rect.width() + 8
            )
        painter.drawText(rect.adjusted(-8, 0, 0, 0), _RIGHT, words)
        if figure.aside:
            room = painter.fontMetrics().horizontalAdvance(figure.words) + 6
            painter.setFont(_font(self._table.font(), 11, is_bold=False))
            painter.setPen(self._theme.color("text2"))
            beside = rect.adjusted(-4, 0, -room, 0)
            if painter.fontMetrics().horizontalAdvance(figure.aside) <= beside.width():
                painter.drawText(beside, _RIGHT, figure.aside)


class FigureTable(QTableView):
    """Tells what a figure opens when it is clicked or Enter is pressed on it.

    ``widths`` are those of the first columns; the others share what is left.
    """

    figure_opened = Signal(object)

    def __init__(self, theme: Theme, name: str, widths: Sequence[int] = ()) -> None:
        super().__init__()
        self._widths = widths
        self._figures = FigureModel()
        self.hovered = (-1, -1)
        self.setModel(self._figures)
        self.setItemDelegate(FigureCells(theme, self._figures, self))
        self.setAccessibleName(name)
        self._look()
        theme.changed.connect(self.viewport().update)

    def show_sheet(self, sheet: FigureSheet) -> None:
        """Show another sheet; the cell looked at stays where it was."""
        at = self.currentIndex()
        row, place = (at.row(), at.column()) if at.isValid() else (0, 1)
        self._figures.show(sheet)
        for number, width in enumerate(self._widths[: len(sheet.heads)]):
            self.horizontalHeader().setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(number, width)
        if sheet.rows:
            row, place = min(row, len(sheet.rows) - 1), min(place, len(sheet.heads))
            self.setCurrentIndex(self._figures.index(row, place))

    @property
    def sheet(self) -> FigureSheet:
        """What is shown."""
        return self._figures.sheet

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the figure looked at."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the figure clicked."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Underline the figure under the mouse."""
        at = self.indexAt(event.position().toPoint())
        figure = self._figures.figure(at)
        can_open = figure is not None and figure.opens is not None
        shape = Qt.CursorShape.PointingHandCursor if can_open else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self._hover((at.row(), at.column()))

    def leaveEvent(self, event: Any) -> None:
        """Underline nothing."""
        self._hover((-1, -1))
        super().leaveEvent(event)

    def _hover(self, at: tuple[int, int]) -> None:
        if at != self.hovered:
            self.hovered = at
            self.viewport().update()

    def _open(self, index: Index) -> None:
        figure = self._figures.figure(index)
        if figure is not None and figure.opens is not None:
            self.figure_opened.emit(figure.opens)

    def _look(self) -> None:
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        header.setFixedHeight(HEADER_HEIGHT)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(60)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)


def _font(base: QFont, pixels: int, *, is_bold: bool) -> QFont:
    font = QFont(base)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Medium if is_bold else QFont.Weight.Normal)
    return font
