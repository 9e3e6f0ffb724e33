"""What every page is, and what the window gives to it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.ui.notify import Notify
from desktop.ui.preferences import Preferences
from desktop.ui.sms_line import SmsLineHost
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.services.desk import Desk

SHORTCUTS = "shortcuts"
"""The view under which a user's own shortcuts are kept, by the action's name."""


class Shell(Protocol):
    """The window as a page sees it."""

    desk: "Desk"
    tasks: Tasks
    notify: Notify
    theme: Theme
    prefs: Preferences
    line: SmsLineHost

    def go(self, page: str, **target: object) -> None:
        """Open a page by key, at a target it understands: ``go("cases", case_id=7)``."""
        ...

    def has_page(self, page: str) -> bool:
        """Whether this build has that page, so that a button to it makes sense."""
        ...

    def restore(self, backup: Path) -> None:
        """Close the database, put a backup in its place and open it again."""
        ...

    def set_mode(self, mode: str) -> None:
        """Use the light or dark colours, or the system's, from now on and next time."""
        ...

    def set_language(self, language: str) -> None:
        """Speak ``zh`` or ``en`` from now on and next time; every page is built anew."""
        ...

    def set_status(self, words: str) -> None:
        """Say at the left of the status bar what the page shows; gone when the page changes."""
        ...


class Page(QWidget):
    """One page of the window. Subclasses set ``key``, ``icon`` and ``topics``.

    ``topics`` are those of ``Changes``: when a write touches one of them the page is refreshed
    at once if it is visible, else when it is next shown.
    """

    key: str = ""
    icon: str = ""
    topics: frozenset[str] = frozenset()

    subtitle_changed = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._subtitle = ""

    def title(self) -> str:
        """Return the page's name as it stands in the navigation and the top bar."""
        raise NotImplementedError

    def top_widget(self) -> QWidget | None:
        """Return what stands beside the title (a search field), or nothing. Asked once."""
        return None

    def top_actions(self) -> list[QAction | QWidget]:
        """Return what stands at the right of the top bar, left to right. Asked once.

        An action becomes a button; one with ``setData("primary")`` the filled one.
        """
        return []

    def refresh(self) -> None:
        """Read what the page shows, through ``shell.tasks.read``."""

    def open_target(self, **target: object) -> None:
        """Show what ``go`` was asked for; called after the page has become visible."""

    def leave(self) -> None:
        """Called before the window closes or rebuilds the page: save drafts here."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether a part of the page is shown in a window of its own, whatever page is open."""
        return False

    @property
    def subtitle(self) -> str:
        """The grey text beside the title, such as the number of cases."""
        return self._subtitle

    def set_subtitle(self, text: str) -> None:
        """Set the grey text beside the title."""
        self._subtitle = text
        self.subtitle_changed.emit(text)

    def act(
        self,
        key: str,
        text: str,
        do: Callable[[], object],
        *,
        shortcut: str = "",
        icon: str = "",
        is_primary: bool = False,
    ) -> QAction:
        """Make an action of this page, listed in the command palette and changeable there.

        ``key`` names it for good within the page (``assign``); ``shortcut`` is Qt's notation and
        works while the page is shown.
        """
        action = QAction(text, self)
        action.setObjectName(f"{self.key}.{key}")
        action.setProperty("default_shortcut", shortcut)
        chosen = self.shell.prefs.get(SHORTCUTS, action.objectName(), shortcut)
        action.setShortcut(QKeySequence(str(chosen or "")))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: do())
        if is_primary:
            action.setData("primary")
        if icon:
            self.shell.theme.set_icon(action, icon, "on_accent" if is_primary else "text2", 16)
        self.addAction(action)
        return action
