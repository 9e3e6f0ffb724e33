"""A small read-only table of rows in memory: histories, problems, changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from desktop.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_GROUND = int(Qt.ItemDataRole.BackgroundRole)
_INK = int(Qt.ItemDataRole.ForegroundRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
ROW_HEIGHT = 34


@dataclass(frozen=True)
class TableColumn:
    """A column: title, width in pixels (0: the rest), words of a row, colour token of a row."""

    title: str
    width: int
    words: Callable[[Any], str]
    is_figure: bool = False
    ink: Callable[[Any], str] = lambda _row: "text"
    ground: Callable[[Any], str] = lambda _row: ""


class RowsModel(QAbstractTableModel):
    """Shows a few thousand rows at most."""

    def __init__(self, columns: Sequence[TableColumn], theme: Theme) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self.theme = theme
        self._rows: Sequence[Any] = ()

    def show_rows(self, rows: Sequence[Any], columns: Sequence[TableColumn] | None = None) -> None:
        """Show these rows, in other columns where some are given."""
        self.beginResetModel()
        self._rows = rows
        if columns is not None:
            self._columns = tuple(columns)
        self.endResetModel()

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns in their order."""
        return self._columns

    def row_at(self, place: int) -> Any:
        """The row at a place."""
        return self._rows[place]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Words, alignment and colours of a cell."""
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role in (_DISPLAY, _TIP):
            return column.words(row)
        if role == _ALIGN:
            return _RIGHT if column.is_figure else _LEFT
        if role == _INK:
            return self.theme.color(column.ink(row))
        if role == _GROUND and (token := column.ground(row)):
            return self.theme.color(token)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Titles, aligned as their column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return self._columns[section].title
        if role == _ALIGN:
            return _RIGHT if self._columns[section].is_figure else _LEFT
        return None


class _RowsTable(QTableView):
    """A table that says why there is nothing in it."""

    def __init__(self, model: RowsModel, empty: str) -> None:
        super().__init__()
        self.setModel(model)
        self._rows = model
        self._empty = empty

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or the words where there are none."""
        super().paintEvent(event)
        if self._empty and not self._rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self._rows.theme.color("text3"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect(), int(flags), self._empty)


def table_of(model: RowsModel, name: str, empty: str = "") -> QTableView:
    """A plain table on such a model; ``name`` is told to screen readers, ``empty`` shown for no rows."""
    table = _RowsTable(model, empty)
    table.setAccessibleName(name)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setFixedHeight(36)
    lay_columns(table, model)
    return table


def lay_columns(table: QTableView, model: RowsModel) -> None:
    """Give the columns their widths; one without takes the rest."""
    for place, column in enumerate(model.columns):
        if column.width:
            table.setColumnWidth(place, column.width)
    table.horizontalHeader().setStretchLastSection(
        bool(model.columns) and not model.columns[-1].width
    )
