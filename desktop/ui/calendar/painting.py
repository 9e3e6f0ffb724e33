"""How one item of the calendar looks, the same in every view: channel by colour and by icon."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter, QPen

from desktop.adapters import wording
from desktop.services.calendar import CalendarItem
from desktop.ui import icons
from desktop.ui.formats import language
from desktop.ui.theme import Theme

ITEM_HEIGHT = 19
ITEM_STEP = 21
CHANNEL_ICONS = {
    "sms": "message-square",
    "phone": "phone",
    "email": "mail",
    "letter": "file-text",
    "visit": "map-pin",
    "promise": "handshake",
    "due": "wallet",
}
_ICON = 13
_SMALL_ICON = 11
_GAP = 5
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Fonts:
    """The fonts of the calendar, made once per view."""

    small: QFont
    bold: QFont
    tiny: QFont
    metrics: QFontMetrics
    tiny_metrics: QFontMetrics

    @classmethod
    def of(cls, base: QFont) -> "Fonts":
        """Make them from the widget's font."""
        small = QFont(base)
        small.setPixelSize(12)
        bold = QFont(small)
        bold.setWeight(QFont.Weight.Bold)
        tiny = QFont(small)
        tiny.setPixelSize(11)
        return cls(small, bold, tiny, QFontMetrics(small), QFontMetrics(tiny))


def channel_words(channel: str) -> str:
    """短信, 电话, 承诺到期 …"""
    return wording.text(f"calendar.channel.{channel}", language())


def chip_words(channel: str) -> str:
    """The channel in as few characters as a chip has room for."""
    if channel in ("promise", "due"):
        return wording.text(f"calendar.chip.{channel}", language())
    return channel_words(channel)


def item_words(item: CalendarItem) -> str:
    """What an item says in one line: time, customer, and what it is."""
    return " ".join(filter(None, (item.at, item.name, channel_words(item.channel))))


def _short(number: int) -> str:
    """A number in as little room as can be: 792, 7.6k, 12k."""
    if number < 1000:
        return str(number)
    return f"{number / 1000:.1f}k" if number < 10_000 else f"{number // 1000}k"


class ItemPainter:
    """Paints items and remembers what it cut to fit, so that a repaint costs next to nothing."""

    def __init__(self, theme: Theme, fonts: Fonts) -> None:
        self._theme = theme
        self.fonts = fonts
        self._cut: dict[tuple[str, int], str] = {}

    def forget(self) -> None:
        """Drop what was remembered, after the items or the language changed."""
        self._cut.clear()

    def paint(
        self,
        painter: QPainter,
        rect: QRectF,
        item: CalendarItem,
        *,
        is_current: bool = False,
        is_ghost: bool = False,
    ) -> None:
        """Paint one item into its box: done ones pale, held ones hatched by a dashed border."""
        ground, ink = self._theme.channel(item.channel)
        painter.setOpacity(0.75 if is_ghost else 1.0 if item.is_open else 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, 4, 4)
        if item.state == "held" or is_current:
            style = Qt.PenStyle.SolidLine if is_current else Qt.PenStyle.DashLine
            colour = self._theme.color("accent") if is_current else ink
            painter.setPen(QPen(colour, 2 if is_current else 1, style))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        icon = self.icon(item.channel)
        at = QPointF(rect.left() + 5, rect.center().y() - _ICON / 2)
        painter.drawPixmap(
            at, icon.pixmap(QSize(_ICON, _ICON), painter.device().devicePixelRatio())
        )
        painter.setFont(self.fonts.small)
        painter.setPen(ink)
        room = rect.adjusted(_ICON + 9, 0, -4, 0)
        painter.drawText(room, _LEFT, self._fitting(item_words(item), int(room.width())))
        painter.setOpacity(1.0)

    def paint_numbers(
        self, painter: QPainter, rect: QRectF, numbers: Sequence[tuple[str, int]]
    ) -> None:
        """Paint how many there are by channel, each behind its icon: at the right, those that fit."""
        painter.setFont(self.fonts.tiny)
        ratio = painter.device().devicePixelRatio()
        left = rect.right()
        for channel, number in reversed(self._that_fit(numbers, rect.width())):
            words = _short(number)
            width = self._number_width(words)
            left -= width
            at = QPointF(left, rect.center().y() - _SMALL_ICON / 2)
            size = QSize(_SMALL_ICON, _SMALL_ICON)
            painter.drawPixmap(at, self.icon(channel).pixmap(size, ratio))
            painter.setPen(self._theme.color("text2"))
            room = QRectF(left + _SMALL_ICON + 2, rect.top(), width, rect.height())
            painter.drawText(room, _LEFT, words)
            left -= _GAP

    def _that_fit(self, numbers: Sequence[tuple[str, int]], width: float) -> list[tuple[str, int]]:
        shown: list[tuple[str, int]] = []
        for channel, number in numbers:
            width -= self._number_width(_short(number)) + _GAP
            if width < -_GAP:
                break
            shown.append((channel, number))
        return shown

    def _number_width(self, words: str) -> int:
        return _SMALL_ICON + 2 + self.fonts.tiny_metrics.horizontalAdvance(words)

    def icon(self, channel: str) -> QIcon:
        """The icon of a channel in the channel's own ink."""
        name = CHANNEL_ICONS.get(channel, "calendar-days")
        return icons.icon(name, self._theme.channel(channel).text, _ICON)

    def _fitting(self, words: str, width: int) -> str:
        key = (words, width)
        found = self._cut.get(key)
        if found is None:
            found = self.fonts.metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
            self._cut[key] = found
        return found
