"""The left side of the window: brand, pages with badges, the person at the desk."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.registry import Entry
from desktop.ui.theme import Theme
from desktop.ui.widgets.text import column, line, row, text

WIDTH = 208
NARROW_WIDTH = 64


class Navigation(QWidget):
    """Emits ``chosen`` with a page's key. ``set_narrow`` leaves only the icons."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, entries: Sequence[Entry], user: str) -> None:
        super().__init__()
        self._theme = theme
        self._is_narrow = False
        self.setProperty("role", "nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _NavButton] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 16, 12, 12)
        self._layout.setSpacing(4)
        self._brand = _Brand(theme)
        self._layout.addWidget(self._brand)
        self._layout.addSpacing(14)
        for number, entry in enumerate(entries, start=1):
            if entry.key == "settings":
                self._layout.addStretch(1)
            self._layout.addWidget(self._made(entry, number))
        if not any(entry.key == "settings" for entry in entries):
            self._layout.addStretch(1)
        self._layout.addWidget(line())
        self._layout.addSpacing(6)
        self.user = _User(theme, user)
        self._layout.addWidget(self.user)
        self.setFixedWidth(WIDTH)

    def mark(self, key: str) -> None:
        """Mark the page that is shown."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_badge(self, key: str, number: int) -> None:
        """Show how many things wait on a page; 0 hides the badge."""
        if key in self._buttons:
            self._buttons[key].set_badge(number)

    def badge(self, key: str) -> int:
        """Return the number on a page's badge."""
        return self._buttons[key].number

    def set_branch(self, name: str) -> None:
        """Show the branch under the program's name."""
        self._brand.branch.setText(name)

    def set_narrow(self, is_narrow: bool) -> None:
        """Leave only the icons, or show the words again."""
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        self.setFixedWidth(NARROW_WIDTH if is_narrow else WIDTH)
        self._brand.words.setVisible(not is_narrow)
        self.user.words.setVisible(not is_narrow)
        self.user.more.setVisible(not is_narrow)
        for button in self._buttons.values():
            button.set_narrow(is_narrow)

    def _made(self, entry: Entry, number: int) -> "_NavButton":
        button = _NavButton(self._theme, entry, number)
        button.clicked.connect(lambda: self.chosen.emit(entry.key))
        self._group.addButton(button)
        self._buttons[entry.key] = button
        return button


class _NavButton(QToolButton):
    def __init__(self, theme: Theme, entry: Entry, number: int) -> None:
        super().__init__()
        self._theme = theme
        self._entry = entry
        self.number = 0
        self._is_narrow = False
        self.setText(f"  {entry.title}")
        self.setAccessibleName(entry.title)
        shortcut = f"Ctrl+{number % 10}" if number <= 10 else ""
        self.setToolTip(f"{entry.title}  {shortcut}".strip())
        self.setCheckable(True)
        self.setIconSize(QSize(18, 18))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._badge = text("", "badge")
        self._dot = text("", "dot")
        over = QHBoxLayout(self)
        over.setContentsMargins(0, 0, 8, 0)
        over.addStretch()
        over.addWidget(self._badge)
        over.addWidget(self._dot)
        self._show_badge()
        self._colour(False)
        self.toggled.connect(self._colour)

    def set_badge(self, number: int) -> None:
        self.number = number
        self._show_badge()
        words = f"{self._entry.title} {number}" if number else self._entry.title
        self.setAccessibleName(words)

    def set_narrow(self, is_narrow: bool) -> None:
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonIconOnly if is_narrow else style.ToolButtonTextBesideIcon
        )
        self._is_narrow = is_narrow
        layout = self.layout()
        if layout is not None:
            margins = (0, 0, 5, 20) if is_narrow else (0, 0, 8, 0)
            layout.setContentsMargins(*margins)
        self._show_badge()

    def _show_badge(self) -> None:
        # Beside an icon alone there is no room for figures: a dot. Two labels, because a style
        # sheet's smallest and largest sizes stay on a label when its role changes.
        self._badge.setText("99+" if self.number > 99 else str(self.number))
        self._badge.setVisible(self.number > 0 and not self._is_narrow)
        self._dot.setVisible(self.number > 0 and self._is_narrow)

    def _colour(self, is_checked: bool) -> None:
        token = "accent_text" if is_checked else "text3"
        self._theme.set_icon(self, self._entry.icon, token, 18)


class _Brand(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        mark = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        mark.setProperty("role", "logo")
        mark.setFixedSize(36, 36)
        theme.set_icon(mark, "handshake", "on_accent", 22)
        self.branch = text("", "muted")
        self.words = QWidget()
        self.words.setLayout(column(text(self.tr("Shouyue"), "brand"), self.branch))
        layout = row(mark, self.words, spacing=10)
        layout.addStretch()
        self.setLayout(layout)


class _User(QToolButton):
    """Name and menu of the person at the desk."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        avatar = text(name[:1], "avatar")
        avatar.setFixedSize(32, 32)
        avatar.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = QWidget()
        self.duty = text("", "muted")
        self.words.setLayout(column(text(name, "heading"), self.duty))
        self.more = more = QLabel()
        theme.set_icon(more, "ellipsis", "text3", 16)
        layout = row(avatar, self.words, spacing=10)
        layout.addStretch()
        layout.addWidget(more)
        layout.setContentsMargins(2, 0, 6, 0)
        self.setLayout(layout)
        self.setMinimumHeight(46)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setAccessibleName(self.tr("Menu of {name}").format(name=name))
        self.choices = QMenu(self)
        self.setMenu(self.choices)
        for child in (avatar, self.words, more):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
