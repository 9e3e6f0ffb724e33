"""Labels, lines and boxes by role; the style sheet says how a role looks."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.theme import Theme

Box = TypeVar("Box", bound=QBoxLayout)


def text(
    words: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False
) -> QLabel:
    """Return a plain-text label in a role: title heading name amount kpi muted soft key error …"""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def line(*, is_vertical: bool = False) -> QFrame:
    """Return a hairline."""
    frame = QFrame()
    frame.setProperty("role", "vline" if is_vertical else "line")
    return frame


def button(
    theme: Theme,
    words: str,
    icon: str = "",
    *,
    role: str = "",
    is_primary: bool = False,
    is_danger: bool = False,
    colour: str = "",
) -> QPushButton:
    """Return a push button; ``role`` is ``ghost``, ``chip``, or ``icon`` and ``eye`` without words.

    A button with only an icon needs ``setAccessibleName`` and a tool tip: pass the words, they
    are used for both.
    """
    is_wordless = role in ("icon", "eye")
    made = QPushButton("" if is_wordless else words)
    made.setProperty("role", role)
    made.setProperty("primary", is_primary)
    made.setProperty("danger", is_danger)
    made.setAutoDefault(False)
    made.setAccessibleName(words)
    if is_wordless:
        made.setToolTip(words)
    if icon:
        usual = "on_accent" if is_primary else "on_danger" if is_danger else "text2"
        theme.set_icon(made, icon, colour or ("accent_text" if role == "ghost" else usual), 16)
        if made.text():
            made.setText(f" {words}")
    return made


def column(*items: QWidget | QLayout, margins: int = 0, spacing: int = 0) -> QVBoxLayout:
    """Return a vertical layout of widgets and layouts."""
    return _filled(QVBoxLayout(), items, margins, spacing)


def row(*items: QWidget | QLayout, margins: int = 0, spacing: int = 8) -> QHBoxLayout:
    """Return a horizontal layout of widgets and layouts."""
    return _filled(QHBoxLayout(), items, margins, spacing)


def spacer() -> QWidget:
    """Return a widget that takes the room that is left in a row."""
    widget = QWidget()
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    return widget


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a style property after the widget was shown, and have the style sheet look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _filled(layout: Box, items: tuple[QWidget | QLayout, ...], margins: int, spacing: int) -> Box:
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(spacing)
    for item in items:
        if isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout
