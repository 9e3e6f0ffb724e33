"""The requests that wait: what is wanted, by when, and what is in doubt."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.services.dispatch_board import RequestCard
from desktop.ui.dispatch.words import (
    PROMISE_TONES,
    kind_words,
    promise_words,
    said,
    who_words,
    windows_words,
)
from desktop.ui.theme import Theme

CARD = Qt.ItemDataRole.UserRole
_CARD = int(CARD)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_HEIGHT = 84
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
Index = QModelIndex | QPersistentModelIndex


class RequestModel(QAbstractListModel):
    """The waiting requests, the soonest promise first, as they were read."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[RequestCard, ...] = ()

    def show_cards(self, cards: Sequence[RequestCard]) -> None:
        """Show these."""
        self.beginResetModel()
        self._cards = tuple(cards)
        self.endResetModel()

    @property
    def cards(self) -> tuple[RequestCard, ...]:
        """What is shown."""
        return self._cards

    def rowCount(self, parent: Index | None = None) -> int:
        """How many."""
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """The card itself, or what a screen reader says."""
        if not index.isValid():
            return None
        card = self._cards[index.row()]
        if role == _CARD:
            return card
        return (
            f"{kind_words(card.kind)} {who_words(card)} {card.address}"
            if role == _DISPLAY
            else None
        )


class RequestDelegate(QStyledItemDelegate):
    """Paints a request: kind and promise, who, where and when, doubts."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._small = QFont(parent.font())
        self._small.setPixelSize(12)
        self._bold = QFont(parent.font())
        self._bold.setPixelSize(13)
        self._bold.setWeight(QFont.Weight.Medium)
        self.as_of = date(2000, 1, 1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Every row alike."""
        return QSize(200, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one request."""
        card: RequestCard = index.data(_CARD)
        theme, rect = self._theme, QRect(getattr(option, "rect"))  # noqa: B009 - missing in the stubs
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = getattr(option, "state")  # noqa: B009 - missing in the stubs
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent")
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("row"))
        self._paint_lines(painter, QRectF(rect).adjusted(14, 7, -12, -6), card)
        painter.restore()

    def _paint_lines(self, painter: QPainter, room: QRectF, card: RequestCard) -> None:
        theme = self._theme
        right = self._chip(painter, room, promise_words(card.promise), PROMISE_TONES[card.promise])
        if card.priority > 0:
            area = QRectF(room.left(), room.top(), right - room.left() - 6, room.height())
            right = self._chip(painter, area, said("dispatch.urgent"), "red")
        first = QRectF(room.left(), room.top(), right - room.left() - 6, 20)
        self._line(painter, first, f"{kind_words(card.kind)}  {card.name}", self._bold, "text")
        where = card.address or (card.text if not card.needs_visit else said("dispatch.no_address"))
        second = QRectF(room.left(), room.top() + 23, room.width(), 18)
        self._line(painter, second, where, self._small, "text2")
        third = QRectF(room.left(), room.top() + 43, room.width(), 18)
        window = windows_words(card.windows, as_of=self.as_of)
        trouble = [said(code) for code in (*card.warnings, *card.doubts)]
        if trouble:
            icon = theme.icon("triangle-alert", "danger" if card.warnings else "warn", 14)
            icon.paint(painter, int(third.left()), int(third.top()) + 2, 14, 14)
            shown = third.adjusted(19, 0, 0, 0)
            token = "danger" if card.warnings else "warn"
            self._line(painter, shown, "；".join(trouble), self._small, token)
        else:
            call = "" if card.needs_visit else said("dispatch.call_back") + "  "
            done = said(f"dispatch.request.{card.state}")
            self._line(painter, third, f"{call}{window}  {done}", self._small, "text3")

    def _chip(self, painter: QPainter, room: QRectF, words: str, tone: str) -> float:
        """Paint a chip at the right end; return where it begins."""
        ground, ink = self._theme.tone(tone)
        width = QFontMetricsF(self._small).horizontalAdvance(words) + 14
        box = QRectF(room.right() - width, room.top(), width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        painter.setFont(self._small)
        painter.drawText(box, _CENTRE, words)
        return box.left()

    def _line(self, painter: QPainter, room: QRectF, words: str, font: QFont, token: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        metrics = QFontMetricsF(font)
        painter.drawText(
            room, _LEFT, metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        )


class RequestList(QListView):
    """The list; a request is dragged from it onto the board, or placed by key.

    Keys: Enter confirms, or places a confirmed one where it goes best; E corrects; Delete closes.
    """

    chosen = Signal(object)
    confirmed = Signal(object)
    corrected = Signal(object)
    closed = Signal(object)
    dragged = Signal(str, QPoint)
    """A request is over this place of the screen."""
    released = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.requests = RequestModel()
        self.setModel(self.requests)
        self._delegate = RequestDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setProperty("role", "entries")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Requests to place"))
        self._pressed: QPoint | None = None
        self._dragging = ""
        theme.changed.connect(self.viewport().update)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current))

    @property
    def current(self) -> RequestCard | None:
        """The request the keyboard is on."""
        card = self.currentIndex().data(_CARD)
        return card if isinstance(card, RequestCard) else None

    def show_cards(self, cards: Sequence[RequestCard], as_of: date) -> None:
        """Show these; keeps the place by request."""
        kept = self.current.request_id if self.current else None
        row = max(0, self.currentIndex().row())
        self._delegate.as_of = as_of
        self.requests.show_cards(cards)
        ids = [card.request_id for card in cards]
        if ids:
            place = ids.index(kept) if kept in ids else min(row, len(ids) - 1)
            self.setCurrentIndex(self.requests.index(place))
        else:
            self.chosen.emit(None)

    def choose(self, request_id: int) -> bool:
        """Go to a request; ``False`` when it is not waiting."""
        for row, card in enumerate(self.requests.cards):
            if card.request_id == request_id:
                self.setCurrentIndex(self.requests.index(row))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Confirm, correct, close."""
        card, key = self.current, event.key()
        if card is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit(card)
        elif key == Qt.Key.Key_E:
            self.corrected.emit(card)
        elif key == Qt.Key.Key_Delete:
            self.closed.emit(card)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, and take hold of what can be placed."""
        super().mousePressEvent(event)
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if is_left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a confirmed request over to the board."""
        card, at = self.current, event.position().toPoint()
        if self._pressed is None or card is None or card.state != "confirmed":
            super().mouseMoveEvent(event)
            return
        if not self._dragging:
            if (at - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            self._dragging = f"r{card.request_id}"
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.dragged.emit(self._dragging, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._pressed = None
        if self._dragging:
            self._dragging = ""
            self.viewport().unsetCursor()
            self.released.emit()
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Correct."""
        if self.current is not None:
            self.corrected.emit(self.current)
        event.accept()
