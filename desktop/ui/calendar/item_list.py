"""Calendar items as a list: of one day beside the grid, or day by day in the agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from desktop.adapters import wording
from desktop.domain.money import ZERO
from desktop.services.calendar import CalendarItem
from desktop.ui import formats
from desktop.ui.calendar.painting import Fonts, ItemPainter, channel_words, item_words
from desktop.ui.steps import step_words
from desktop.ui.theme import Theme

ROW_HEIGHT = 48
HEAD_HEIGHT = 36
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class DayHead:
    """The line above the items of a day."""

    day: date
    number: int


@dataclass(frozen=True)
class More:
    """The line that fetches the rest of a day."""

    day: date
    number: int


Entry = CalendarItem | DayHead | More


def detail_words(item: CalendarItem) -> str:
    """What an item is about: step of a contact, product that is due, how a promise was given."""
    if item.kind == "due":
        return item.detail
    if item.kind == "promise":
        return wording.text(f"contact.channel.{item.detail}", formats.language())
    return step_words(item.detail)


def state_words(item: CalendarItem) -> str:
    """The state in words, and the rule that moved it."""
    room = "promises" if item.kind == "promise" else "reminders"
    return wording.text(f"{room}.state.{item.state}", formats.language())


class ItemModel(QAbstractListModel):
    """Heads, items and "more" lines, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """The words of a line, for the screen reader and for search by typing."""
        if role not in (_DISPLAY, _SPOKEN) or not index.isValid():
            return None
        entry = self.entries[index.row()]
        if isinstance(entry, CalendarItem):
            return f"{item_words(entry)} {detail_words(entry)} {state_words(entry)}"
        return entry.day.isoformat()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        if index.isValid() and isinstance(self.entries[index.row()], DayHead):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ItemDelegate(QStyledItemDelegate):
    """Paints a line: channel icon on its colour, customer and bucket, what and when, amount."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._fonts = Fonts.of(view.font())
        self._items = ItemPainter(theme, self._fonts)
        self.today = date(2000, 1, 1)

    def sizeHint(self, option: Option, index: Index) -> QSize:  # noqa: ARG002
        """Heads are lower than items."""
        model = index.model()
        is_head = isinstance(model, ItemModel) and isinstance(
            model.entries[index.row()], DayHead | More
        )
        return QSize(200, HEAD_HEIGHT if is_head else ROW_HEIGHT)

    def paint(self, painter: QPainter, option: Option, index: Index) -> None:
        """Paint one line."""
        model = index.model()
        if not isinstance(model, ItemModel):
            return
        entry = model.entries[index.row()]
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, DayHead):
            self._paint_head(painter, rect, entry)
        else:
            is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
            if is_selected:
                painter.fillRect(rect, self._theme.color("selected"))
            if isinstance(entry, More):
                self._paint_more(painter, rect, entry)
            else:
                self._paint_item(painter, rect, entry)
            painter.fillRect(
                QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), self._theme.color("row")
            )
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRectF, head: DayHead) -> None:
        painter.fillRect(rect, self._theme.color("surface2"))
        painter.setFont(self._fonts.bold)
        is_today = head.day == self.today
        painter.setPen(self._theme.color("accent_text" if is_today else "text"))
        day = QDate(head.day.year, head.day.month, head.day.day)
        weekday = QLocale().dayName(day.dayOfWeek(), QLocale.FormatType.ShortFormat)
        near = formats.near_day(head.day, as_of=self.today)
        words = f"{near[:1].upper()}{near[1:]}  {weekday}"
        painter.drawText(rect.adjusted(14, 0, -14, 0), _LEFT, words)
        painter.setFont(self._fonts.small)
        painter.setPen(self._theme.color("text3"))
        number = self.tr("%Ln item(s)", "", head.number)
        painter.drawText(rect.adjusted(14, 0, -14, 0), _RIGHT, number)

    def _paint_more(self, painter: QPainter, rect: QRectF, more: More) -> None:
        painter.setFont(self._fonts.small)
        painter.setPen(self._theme.color("accent_text"))
        words = self.tr("Show {number} more").format(number=f"{more.number:,}")
        painter.drawText(rect, _CENTRE, words)

    def _paint_item(self, painter: QPainter, rect: QRectF, item: CalendarItem) -> None:
        theme, pair = self._theme, self._theme.channel(item.channel)
        painter.setOpacity(1.0 if item.is_open else 0.6)
        square = QRectF(rect.left() + 12, rect.center().y() - 14, 28, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pair.ground)
        painter.drawRoundedRect(square, 8, 8)
        self._items.icon(item.channel).paint(
            painter, square.adjusted(7, 7, -7, -7).toRect(), Qt.AlignmentFlag.AlignCenter
        )
        upper = QRectF(rect.left() + 50, rect.top() + 5, rect.width() - 62, 20)
        lower = QRectF(rect.left() + 50, rect.top() + 24, rect.width() - 62, 18)
        painter.setFont(self._fonts.bold)
        painter.setPen(theme.color("text"))
        painter.drawText(upper, _LEFT, item.name)
        name_width = painter.fontMetrics().horizontalAdvance(item.name)
        self._paint_bucket(painter, upper, item, name_width)
        painter.setFont(self._fonts.small)
        painter.setPen(theme.color("text"))
        if item.amount > ZERO:
            painter.drawText(upper, _RIGHT, formats.money(item.amount))
        late = item.is_open and item.kind == "contact" and item.day < self.today
        said = state_words(item) if not late else self.tr("past its day")
        painter.setPen(theme.color("danger" if late else "text3"))
        painter.drawText(lower, _RIGHT, said)
        painter.setPen(theme.color("text3"))
        room = int(lower.width()) - painter.fontMetrics().horizontalAdvance(said) - 8
        what = " · ".join(filter(None, (item.at, channel_words(item.channel), detail_words(item))))
        cut = self._fonts.metrics.elidedText(what, Qt.TextElideMode.ElideRight, room)
        painter.drawText(lower, _LEFT, cut)

    def _paint_bucket(
        self, painter: QPainter, upper: QRectF, item: CalendarItem, name_width: int
    ) -> None:
        if item.dpd <= 0:
            return
        painter.setFont(self._fonts.small)
        words = formats.bucket(item.bucket)
        width = painter.fontMetrics().horizontalAdvance(words) + 10
        chip = QRectF(upper.left() + name_width + 8, upper.top() + 2, width, 16)
        ground, ink = self._theme.bucket(item.bucket)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(ink)
        painter.drawText(chip, _CENTRE, words)


class ItemList(QListView):
    """The list. Enter opens the case, Delete leaves the item out, Alt with an arrow moves it."""

    item_opened = Signal(object)
    item_skipped = Signal(object)
    item_dropped = Signal(object, object)
    menu_wanted = Signal(object, object)
    more_wanted = Signal(object)

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self._model = ItemModel()
        self._paints = ItemDelegate(theme, self)
        self.setModel(self._model)
        self.setItemDelegate(self._paints)
        self.setAccessibleName(words)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(self._open)
        self.clicked.connect(self._clicked)
        theme.changed.connect(self.viewport().update)

    def show_entries(self, entries: Sequence[Entry], today: date) -> None:
        """Show other entries and stay on the item that was current where it is still there."""
        current = self.current_item
        place = self.verticalScrollBar().value()
        self._paints.today = today
        self._model.show_entries(entries)
        if current is not None:
            self.choose(current.key)
        self.verticalScrollBar().setValue(place)

    @property
    def entries(self) -> list[Entry]:
        """What is shown."""
        return self._model.entries

    @property
    def current_item(self) -> CalendarItem | None:
        """The item the keyboard is on."""
        return self._item(self.currentIndex())

    def choose(self, key: tuple[str, int]) -> None:
        """Go to an item, if it is there."""
        for row, entry in enumerate(self._model.entries):
            if isinstance(entry, CalendarItem) and entry.key == key:
                self.setCurrentIndex(self._model.index(row))
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, leave out, open."""
        key, item = Qt.Key(event.key()), self.current_item
        is_move = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier) and key in _STEPS
        if is_move and item is not None:
            self.item_dropped.emit(item, item.day + timedelta(days=_STEPS[key]))
        elif key == Qt.Key.Key_Delete and item is not None:
            self.item_skipped.emit(item)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            self._clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _item(self, index: Index) -> CalendarItem | None:
        if not index.isValid():
            return None
        entry = self._model.entries[index.row()]
        return entry if isinstance(entry, CalendarItem) else None

    def _open(self, index: Index) -> None:
        item = self._item(index)
        if item is not None:
            self.item_opened.emit(item)

    def _clicked(self, index: Index) -> None:
        entry = self._model.entries[index.row()] if index.isValid() else None
        if isinstance(entry, More):
            self.more_wanted.emit(entry.day)

    def _menu(self, at: QPoint) -> None:
        item = self._item(self.indexAt(at)) or self.current_item
        if item is not None:
            self.menu_wanted.emit(item, self.viewport().mapToGlobal(at))
