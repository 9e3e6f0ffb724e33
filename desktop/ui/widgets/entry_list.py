"""A list of what happened: a bubble with an icon, a line, what belongs to it, a figure at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.ui.paged_model import Index
from desktop.ui.theme import Theme

BUBBLE = 30
_GAP = 10
_LINE = 19
_PAD = 6
_MOST_LINES = 12


@dataclass(frozen=True)
class Entry:
    """One line of the list. ``key`` is handed back when it is activated or its menu is asked for.

    ``tone`` colours the icon, ``figure_tone`` the figure; both are colour tokens. ``tag`` is a
    short word behind the title in the colours of ``tag_status``.
    """

    icon: str
    title: str
    detail: str = ""
    figure: str = ""
    tone: str = "text3"
    figure_tone: str = "text"
    tag: str = ""
    tag_status: str = ""
    key: Any = None


class EntryModel(QAbstractListModel):
    """The entries; nothing is painted for those out of sight."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = 0) -> Any:
        """Return the words of a line, for reading aloud and for the tool tip."""
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            said = (entry.title, entry.tag, entry.figure, entry.detail)
            return " · ".join(words for words in said if words)
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.detail or None
        return None


class EntryList(QListView):
    """Shows entries; Enter and double click activate, the menu key and right click ask for a menu."""

    entry_activated = Signal(object)
    menu_wanted = Signal(object, object)
    """The entry's key and the place on the screen."""

    def __init__(self, theme: Theme, name: str, *, is_choice: bool = False) -> None:
        super().__init__()
        self.is_choice = is_choice
        """Whether the entry looked at stays marked when the list is left."""
        self._model = EntryModel()
        self.setModel(self._model)
        self.setItemDelegate(_EntryDelegate(theme, self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "entries")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.activated.connect(lambda index: self.entry_activated.emit(self._key(index)))
        self.customContextMenuRequested.connect(self._menu)
        theme.changed.connect(self.viewport().update)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these instead."""
        self._model.show(entries)

    @property
    def entries(self) -> Sequence[Entry]:
        """What is shown."""
        return self._model.entries

    def content_height(self) -> int:
        """Return the height that shows everything without scrolling."""
        return sum(self.sizeHintForRow(row) for row in range(self._model.rowCount()))

    def _key(self, index: QModelIndex) -> Any:
        return self._model.entries[index.row()].key

    def _menu(self, at: Any) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.menu_wanted.emit(self._key(index), self.viewport().mapToGlobal(at))


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: EntryList) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = parent
        self._normal = _font(parent.font(), 13, QFont.Weight.Normal)
        self._medium = _font(parent.font(), 13, QFont.Weight.Medium)
        self._small = _font(parent.font(), 12, QFont.Weight.Normal)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        entry = _entry(index)
        height = (
            2 * _PAD + _LINE + (self._detail_height(entry, self._width()) if entry.detail else 0)
        )
        return QSize(120, max(height, BUBBLE + 2 * _PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, rect = _entry(index), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_marked = self._view.hasFocus() or self._view.is_choice
        if option.state & QStyle.StateFlag.State_Selected and is_marked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("selected" if self._view.is_choice else "hover"))
            painter.drawRoundedRect(QRectF(rect), 6, 6)
        self._bubble(painter, entry, rect.left(), rect.top() + _PAD)
        left = rect.left() + BUBBLE + _GAP
        line = QRect(left, rect.top() + _PAD, rect.right() - left - 2, _LINE)
        line.setWidth(line.width() - self._figure(painter, entry, line))
        self._title(painter, entry, line)
        if entry.detail:
            below = QRect(left, line.bottom() + 1, rect.right() - left - 2, rect.height())
            painter.setFont(self._small)
            painter.setPen(self._theme.color("text3"))
            painter.setClipRect(rect)
            painter.drawText(below, int(Qt.TextFlag.TextWordWrap), entry.detail)
        painter.restore()

    def _bubble(self, painter: QPainter, entry: Entry, left: int, top: int) -> None:
        painter.setPen(self._theme.color("border"))
        painter.setBrush(self._theme.color("surface2"))
        painter.drawEllipse(QRectF(left + 0.5, top + 0.5, BUBBLE - 1, BUBBLE - 1))
        inset = (BUBBLE - 16) // 2
        self._theme.icon(entry.icon, entry.tone, 16).paint(
            painter, left + inset, top + inset, 16, 16
        )

    def _figure(self, painter: QPainter, entry: Entry, line: QRect) -> int:
        if not entry.figure:
            return 0
        painter.setFont(self._medium)
        painter.setPen(self._theme.color(entry.figure_tone))
        painter.drawText(
            line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), entry.figure
        )
        return painter.fontMetrics().horizontalAdvance(entry.figure) + 8

    def _title(self, painter: QPainter, entry: Entry, line: QRect) -> None:
        small = QFontMetrics(self._small)
        tag = small.horizontalAdvance(entry.tag) + 14 if entry.tag else 0
        painter.setFont(self._normal)
        painter.setPen(self._theme.color("text"))
        said = painter.fontMetrics().elidedText(
            entry.title, Qt.TextElideMode.ElideRight, line.width() - (tag + 6 if tag else 0)
        )
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), said)
        if tag:
            pair = self._theme.status(entry.tag_status)
            x = line.left() + painter.fontMetrics().horizontalAdvance(said) + 6
            chip = QRectF(x, line.top(), tag, _LINE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(pair.ground)
            painter.drawRoundedRect(chip, 9, 9)
            painter.setFont(self._small)
            painter.setPen(pair.text)
            painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), entry.tag)

    def _width(self) -> int:
        view = self._view
        assert isinstance(view, QListView)
        return view.viewport().width() - BUBBLE - _GAP - 4

    def _detail_height(self, entry: Entry, width: int) -> int:
        metrics = QFontMetrics(self._small)
        box = metrics.boundingRect(
            QRect(0, 0, max(width, 60), 10_000), int(Qt.TextFlag.TextWordWrap), entry.detail
        )
        return min(box.height(), _MOST_LINES * metrics.lineSpacing())


def _entry(index: Index) -> Entry:
    model = index.model()
    assert isinstance(model, EntryModel)
    return model.entries[index.row()]


def _font(base: QFont, pixels: int, weight: QFont.Weight) -> QFont:
    font = QFont(base)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font
