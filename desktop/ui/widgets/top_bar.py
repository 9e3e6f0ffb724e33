"""The top of the window: the page's title, its search field, its actions."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop.ui.page import Page
from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, text

HEIGHT = 64


class TopBar(QWidget):
    """One strip per page, kept, so that a page's search field is built once."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._strips: dict[Page, QWidget] = {}
        self.setProperty("role", "topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)

    def show_page(self, page: Page) -> None:
        """Show the strip of a page."""
        if page not in self._strips:
            self._strips[page] = self._strip(page)
            self._stack.addWidget(self._strips[page])
        self._stack.setCurrentWidget(self._strips[page])

    def _strip(self, page: Page) -> QWidget:
        strip = QWidget()
        layout = QHBoxLayout(strip)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(10)
        layout.addWidget(text(page.title(), "title"))
        subtitle = text(page.subtitle, "muted")
        page.subtitle_changed.connect(subtitle.setText)
        layout.addWidget(subtitle)
        beside = page.top_widget()
        if beside is not None:
            layout.addSpacing(12)
            layout.addWidget(beside, 2)
        layout.addStretch(1)
        for item in page.top_actions():
            layout.addWidget(self._button(item) if isinstance(item, QAction) else item)
        return strip

    def _button(self, action: QAction) -> QPushButton:
        return action_button(self._theme, action)


def action_button(theme: Theme, action: QAction, role: str = "") -> QPushButton:
    """Return a button that does an action and follows its words, icon and state."""
    is_primary = action.data() == "primary"
    made = button(theme, action.text(), is_primary=is_primary, role=role)
    made.clicked.connect(action.trigger)

    def follow() -> None:
        made.setEnabled(action.isEnabled())
        # Showing a button that has no parent yet would open a window of its own.
        if made.parent() is not None or not action.isVisible():
            made.setVisible(action.isVisible())
        shortcut = action.shortcut().toString()
        made.setToolTip(f"{action.text()}  {shortcut}".strip())
        made.setText(f" {action.text()}" if not action.icon().isNull() else action.text())
        mark = action.property("lucide")
        if mark:
            name, token, size = str(mark).split("|")
            theme.set_icon(made, name, "accent_text" if role == "ghost" else token, int(size))

    follow()
    action.changed.connect(follow)
    return made


def stacked(*widgets: QWidget) -> QVBoxLayout:
    """Return the widgets below each other without gaps: the frame of the window."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return layout
