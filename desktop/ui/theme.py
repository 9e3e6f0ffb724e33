"""Colours by name, light and dark; the only place where a colour is written down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from desktop.ui import icons, style

Mode = Literal["light", "dark", "system"]
Target = QAbstractButton | QAction | QLabel

LIGHT: Mapping[str, str] = {
    "bg": "#F4F6F9",
    "surface": "#FFFFFF",
    "surface2": "#F8FAFC",
    "nav": "#FFFFFF",
    "border": "#E3E8EF",
    "border2": "#CBD5E1",
    "row": "#EEF2F6",
    "text": "#0F172A",
    "text2": "#475569",
    "text3": "#5A687D",
    "accent": "#1D5FD1",
    "accent_hover": "#174EAD",
    "accent_soft": "#E8F0FD",
    "accent_text": "#174EAD",
    "on_accent": "#FFFFFF",
    "hover": "#F1F5F9",
    "selected": "#E8F0FD",
    "danger": "#B42318",
    "danger_hover": "#912018",
    "danger_soft": "#FEF3F2",
    "on_danger": "#FFFFFF",
    "warn": "#A24107",
    "warn_soft": "#FFF6E5",
    "ok": "#067647",
    "ok_soft": "#E7F6EC",
    "paper": "#FFFFFF",  # what is printed is white in the dark as well
    "on_paper": "#5A687D",
}
DARK: Mapping[str, str] = {
    "bg": "#0F141B",
    "surface": "#171D26",
    "surface2": "#1B222D",
    "nav": "#12181F",
    "border": "#2A3340",
    "border2": "#3B4757",
    "row": "#212936",
    "text": "#E6EBF2",
    "text2": "#B3BECC",
    "text3": "#8F9BAC",
    "accent": "#4C8DF6",
    "accent_hover": "#6AA1F8",
    "accent_soft": "#1B2C4A",
    "accent_text": "#9CC2FF",
    "on_accent": "#0B1220",
    "hover": "#1F2733",
    "selected": "#1D3152",
    "danger": "#F97066",
    "danger_hover": "#FB8B83",
    "danger_soft": "#3A1D1D",
    "on_danger": "#1A0F0F",
    "warn": "#FDB022",
    "warn_soft": "#382B12",
    "ok": "#47CD89",
    "ok_soft": "#12352A",
    "paper": "#FFFFFF",
    "on_paper": "#5A687D",
}

# Days past due, M0 … M7+: a warm ramp, darker with every bucket; (background, text).
_BUCKETS_LIGHT = (
    ("#E7F6EC", "#05603A"),
    ("#FEF7E0", "#7A4D05"),
    ("#FEECD2", "#8A3F04"),
    ("#FFE1CC", "#8A2D08"),
    ("#FDD8D3", "#911911"),
    ("#F9C5C4", "#7D1118"),
    ("#EFB4BE", "#6B0E22"),
    ("#7A1230", "#FFFFFF"),
)
_BUCKETS_DARK = (
    ("#12352A", "#7BE0B0"),
    ("#3A3013", "#F5D06B"),
    ("#42301A", "#FBBF77"),
    ("#47291B", "#FDA876"),
    ("#4A221F", "#FF9C90"),
    ("#501D24", "#FF95A0"),
    ("#581A2E", "#FFA3BB"),
    ("#A51E4A", "#FFFFFF"),
)
_TONES_LIGHT = {
    "neutral": ("#EEF2F6", "#364152"),
    "blue": ("#E6F4FF", "#0B5394"),
    "purple": ("#F0EBFE", "#5B2BB5"),
    "pink": ("#FDE7F3", "#9D1A63"),
    "green": ("#E7F6EC", "#05603A"),
    "amber": ("#FEF0D6", "#7A4205"),
    "red": ("#FEE4E2", "#9B1C13"),
    "teal": ("#DDF5F2", "#0A5A55"),
}
_TONES_DARK = {
    "neutral": ("#28313D", "#C6D0DC"),
    "blue": ("#12324F", "#8CCBFF"),
    "purple": ("#2F2554", "#C6B2FF"),
    "pink": ("#471A35", "#FF9BD0"),
    "green": ("#12352A", "#7BE0B0"),
    "amber": ("#40300F", "#F8C86A"),
    "red": ("#4A1F1C", "#FFA39A"),
    "teal": ("#0F3A38", "#7FDDD2"),
}
STATUS_TONES = {
    # cases
    "to_contact": "neutral",
    "contacted": "teal",
    "promised": "blue",
    "visiting": "purple",
    "legal": "pink",
    "disputed": "amber",
    "arranged": "teal",
    "tracking": "neutral",
    "closed": "neutral",
    # promises, and everything else that is kept, waits or fails
    "open": "blue",
    "ready": "green",
    "faulty": "red",
    "kept": "green",
    "part_kept": "amber",
    "broken": "red",
    "cancelled": "neutral",
    # what is to be done today
    "call": "green",
    "promise": "pink",
    "message": "blue",
    "letter": "amber",
    "visit": "purple",
    "request": "teal",
    "payment": "neutral",
    "planned": "blue",
    "held": "amber",
    "queued": "blue",
    "sending": "blue",
    "sent": "teal",
    "delivered": "green",
    "done": "green",
    "failed": "red",
    "refused": "red",
    "skipped": "neutral",
    # versions of templates
    "draft": "amber",
    "coming": "blue",
    "in_force": "green",
    "past": "neutral",
    "withdrawn": "red",
    # money
    "arrived": "amber",
    "matched": "blue",
    "announced": "teal",
    "to_return": "amber",
    "undone": "neutral",
    "booked": "green",
    "returned": "neutral",
    "ignored": "neutral",
    "fulfilled": "neutral",
    "not_come": "neutral",
    "settled": "green",
    "written_off": "neutral",
}
CHANNEL_TONES = {
    "sms": "blue",
    "phone": "green",
    "call": "green",
    "email": "teal",
    "letter": "amber",
    "visit": "purple",
    "promise": "pink",
    "due": "neutral",
}

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (text, ground)
        for text in ("text", "text2", "text3")
        for ground in ("bg", "surface", "surface2", "nav", "hover", "selected", "row")
    ),
    *(
        (text, ground)
        for text in ("danger", "warn", "ok", "accent_text")
        for ground in ("bg", "surface", "surface2", "selected", "hover")
    ),
    ("accent_text", "accent_soft"),
    ("text", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_danger", "danger"),
    ("on_danger", "danger_hover"),
    ("danger", "danger_soft"),
    ("warn", "warn_soft"),
    ("ok", "ok_soft"),
    ("text", "danger_soft"),
    ("text", "warn_soft"),
    ("text", "ok_soft"),
    ("bg", "text"),
    ("on_paper", "paper"),
)
"""Every pair (text, ground) that the style sheet and the painters put together."""


@dataclass(frozen=True)
class Pair:
    """A ground and the text that can be read on it."""

    ground: QColor
    text: QColor

    def __iter__(self) -> Iterator[QColor]:
        """Allow ``ground, text = theme.bucket(3)``."""
        return iter((self.ground, self.text))


class Theme(QObject):
    """The colours in use now, and the switch between light, dark and the system's choice.

    Painters read ``color``, ``bucket``, ``status``, ``channel`` at paint time; everything else is
    styled by the one style sheet. ``changed`` is emitted after the application was restyled.
    """

    changed = Signal()

    def __init__(self, mode: Mode = "system") -> None:
        super().__init__()
        self._mode: Mode = mode
        self._fill()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    @property
    def mode(self) -> Mode:
        """What the user chose; ``is_dark`` says what it came to."""
        return self._mode

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in use."""
        return self._dark

    def set_mode(self, mode: Mode) -> None:
        """Switch at run time and restyle the whole application; nothing where it is so already."""
        if mode != self._mode:
            self._mode = mode
            self.apply()

    def apply(self) -> None:
        """Give the application its palette and style sheet, then repaint every icon."""
        self._fill()
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        app.setPalette(self._palette())
        app.setStyleSheet(style.sheet(self.tokens))
        for widget in QApplication.allWidgets():
            icons.refresh(widget, self.icon)
        self.changed.emit()

    def color(self, token: str) -> QColor:
        """Return a colour by its token, for painters."""
        return self._colors[token]

    def bucket(self, index: int) -> Pair:
        """Return the colours of ageing bucket M ``index``; all above 7 share the last."""
        return self._buckets[max(0, min(index, len(self._buckets) - 1))]

    def tone(self, name: str) -> Pair:
        """Return one of the eight chip tones; an unknown name is neutral."""
        return self._tones.get(name, self._tones["neutral"])

    def status(self, code: str) -> Pair:
        """Return the colours of a case or promise status; the room before the dot is ignored."""
        return self.tone(STATUS_TONES.get(code.rpartition(".")[2], "neutral"))

    def channel(self, code: str) -> Pair:
        """Return the colours of a contact channel."""
        return self.tone(CHANNEL_TONES.get(code.rpartition(".")[2], "neutral"))

    def icon(self, name: str, colour: str = "text2", size: int = 18) -> QIcon:
        """Return a Lucide icon in a token's colour, sharp at any screen scale."""
        return icons.icon(name, self.color(colour), size)

    def set_icon(self, target: Target, name: str, colour: str = "text2", size: int = 18) -> None:
        """Put an icon on a button, action or label and keep it right when the theme changes."""
        icons.put(target, name, colour, size, self.icon)

    @property
    def tokens(self) -> Mapping[str, str]:
        """The raw colours by token."""
        return DARK if self._dark else LIGHT

    def _fill(self) -> None:
        system_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self._dark = self._mode == "dark" or (self._mode == "system" and system_dark)
        self._colors = {token: QColor(value) for token, value in self.tokens.items()}
        self._buckets = [_pair(p) for p in (_BUCKETS_DARK if self._dark else _BUCKETS_LIGHT)]
        tones = _TONES_DARK if self._dark else _TONES_LIGHT
        self._tones = {name: _pair(pair) for name, pair in tones.items()}

    def _system_changed(self) -> None:
        if self._mode == "system":
            self.apply()

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for target, token in (
            (role.Window, "bg"),
            (role.WindowText, "text"),
            (role.Base, "surface"),
            (role.AlternateBase, "surface2"),
            (role.Text, "text"),
            (role.Button, "surface"),
            (role.ButtonText, "text"),
            (role.BrightText, "danger"),
            (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"),
            (role.Link, "accent_text"),
            (role.PlaceholderText, "text3"),
            (role.ToolTipBase, "text"),
            (role.ToolTipText, "bg"),
            (role.Mid, "border2"),
            (role.Midlight, "border"),
            (role.Dark, "border2"),
            (role.Light, "surface"),
        ):
            palette.setColor(target, self.color(token))
        for target in (role.Text, role.ButtonText, role.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, target, self.color("border2"))
        return palette


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(QColor(first)), _luminance(QColor(second))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _pair(pair: tuple[str, str]) -> Pair:
    return Pair(QColor(pair[0]), QColor(pair[1]))
