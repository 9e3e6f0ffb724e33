"""The window: navigation, the page that is shown, messages, and what pages ask of it."""

import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from desktop.adapters.wording import Language
from desktop.domain.changes import Changes
from desktop.services import preferences as stored
from desktop.ui import registry
from desktop.ui.application import Application
from desktop.ui.broken_page import BrokenPage
from desktop.ui.command_palette import apply_shortcuts
from desktop.ui.events import Events
from desktop.ui.notify import Notify
from desktop.ui.page import Page
from desktop.ui.payment_watch import PaymentWatch
from desktop.ui.preferences import Preferences
from desktop.ui.promise_watch import PromiseWatch
from desktop.ui.sms_line import SmsLineHost
from desktop.ui.tasks import Tasks
from desktop.ui.theme import Mode
from desktop.ui.widgets.navigation import Navigation
from desktop.ui.widgets.notices import Notices
from desktop.ui.widgets.status_bar import StatusBar
from desktop.ui.widgets.top_bar import TopBar, stacked
from desktop.ui.window_facts import WindowFacts
from desktop.ui.window_menu import WindowMenu

if TYPE_CHECKING:
    from desktop.services.desk import Desk

NARROW_BELOW = 1400
_REFRESH_AFTER_MS = 60
_LOAD_BEHIND_MS = 50
_log = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """The ``Shell`` of all pages. One per open database."""

    restore_wanted = Signal(object)

    def __init__(self, application: Application, desk: "Desk") -> None:
        super().__init__()
        self.application = application
        self.desk = desk
        self.theme = application.theme
        self.notify = Notify()
        self.events = Events()
        self.tasks = Tasks(desk, self.events, self.notify.error)
        self.line = SmsLineHost(desk, self.events, self.tasks)
        self.prefs = Preferences(stored.load(desk), self._save_preferences)
        self.pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._badges: dict[str, int] = {}
        self._counts: dict[str, str] = {}
        self._current = ""
        self._refresh_soon = QTimer(self, singleShot=True, interval=_REFRESH_AFTER_MS)
        self._refresh_soon.timeout.connect(self._refresh_stale)
        self.setMinimumSize(960, 600)
        self._build()
        self.notices = Notices(self, self.theme, self.notify, self.tasks)
        self.events.changed.connect(self._changed)
        self._facts = WindowFacts(self)
        self._promises = PromiseWatch(self)
        self._paid = PaymentWatch(self)
        self._hook_before = sys.excepthook
        self._hook = self._caught
        sys.excepthook = self._hook
        application.language_changed.connect(self._rebuild)
        self._restore_place()
        self.go(self._first_page())
        self._load_behind()

    # What pages ask of the window ---------------------------------------------------------

    def go(self, page: str, **target: object) -> None:
        """Show a page; with a target, have it show that."""
        if not self.has_page(page):
            _log.warning("no page %s", page)
            return
        shown = self._page(page)
        self._current = page
        self._navigation.mark(page)
        self._top.show_page(shown)
        self._stack.setCurrentWidget(shown)
        self._status.set_counts(self._counts.get(page, ""))
        self.prefs.set("window", "page", page)
        if page in self._stale:
            self._refresh_stale()
        if target:
            shown.open_target(**target)
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_page(self, page: str) -> bool:
        """Whether this build has that page."""
        return any(entry.key == page for entry in self._entries)

    def restore(self, backup: Path) -> None:
        """Ask whoever opened the database to put a backup in its place."""
        self.restore_wanted.emit(backup)

    def set_status(self, words: str) -> None:
        """Say what the page shown shows."""
        self._status.set_counts(words)
        self._counts[self._current] = words

    def set_mode(self, mode: str) -> None:
        """Use the light or dark colours, or the system's, from now on and next time."""
        chosen: Mode = "dark" if mode == "dark" else "light" if mode == "light" else "system"
        self.theme.set_mode(chosen)
        self.prefs.set("window", "theme", chosen)

    def set_language(self, language: str) -> None:
        """Speak ``zh`` or ``en`` from now on and next time; every page is built anew."""
        chosen: Language = "en" if language == "en" else "zh"
        self.prefs.set("window", "language", chosen)
        self.application.set_language(chosen)

    def set_badge(self, page: str, number: int) -> None:
        """Show how many things wait on a page."""
        self._badges[page] = number
        self._navigation.set_badge(page, number)

    def set_branch(self, words: str) -> None:
        """Show under the program's name whose desk this is."""
        self._navigation.set_branch(words)

    @property
    def current_page(self) -> Page:
        """The page that is shown."""
        return self.pages[self._current]

    @property
    def status(self) -> StatusBar:
        """The status bar, for pages that count what they show."""
        return self._status

    def window_actions(self) -> list[QAction]:
        """Return the window's own actions and those of the page shown, for the palette."""
        return [
            action for action in (*self.actions(), *self.current_page.actions()) if action.text()
        ]

    def refresh_all(self) -> None:
        """Read everything shown anew (F5)."""
        self._stale.update(self.pages)
        self._refresh_stale()

    # Building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Shouyue"))
        self._entries = registry.existing()
        self._navigation = Navigation(
            self.theme, self._entries, self.desk.actor.full_name or self.desk.actor.name
        )
        staff_no = self.tr("Staff no. {number}").format(number=self.desk.actor.name)
        self._navigation.user.duty.setText(staff_no if self.desk.actor.officer_id else "")
        self._navigation.chosen.connect(self.go)
        self._top = TopBar(self.theme)
        self._stack = QStackedWidget()
        right = QWidget()
        right.setLayout(stacked(self._top, self._stack))
        whole = QWidget()
        whole.setProperty("role", "page")
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._navigation)
        layout.addWidget(right, 1)
        self.setCentralWidget(whole)
        self._status = StatusBar(self, self.theme)
        self.setStatusBar(self._status)
        self._menu = WindowMenu(self, self._navigation.user.choices)
        for number, entry in enumerate(self._entries[:10], start=1):
            self._page_action(entry, number)
        apply_shortcuts(self, self.actions())

    def _page_action(self, entry: registry.Entry, number: int) -> None:
        action = QAction(self.tr("Open {page}").format(page=entry.title), self)
        action.setObjectName(f"window.open_{entry.key}")
        shortcut = f"Ctrl+{number % 10}"
        action.setProperty("default_shortcut", shortcut)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda: self.go(entry.key))
        self.addAction(action)

    def _rebuild(self) -> None:
        """Build everything again in another language; what is typed was saved by ``leave``."""
        current = self._current
        for page in self.pages.values():
            page.leave()
        self.pages.clear()
        self._stale.clear()
        for action in self.actions():
            self.removeAction(action)
            action.deleteLater()
        self._build()
        for page_key, number in self._badges.items():
            self._navigation.set_badge(page_key, number)
        self._facts.show_again()
        self._narrow_or_wide()
        self.notices.raise_()
        self.go(current)

    def _page(self, key: str) -> Page:
        if key not in self.pages:
            entry = next(entry for entry in self._entries if entry.key == key)
            page = self._made(entry)
            self.pages[key] = page
            self._stack.addWidget(page)
            self._stale.add(key)
        return self.pages[key]

    def _made(self, entry: registry.Entry) -> Page:
        try:
            return entry.make(self)
        except Exception as error:  # noqa: BLE001 - one page must not take the window with it
            self.notify.error(error)
            return BrokenPage(self, entry.key, entry.title)

    # Keeping pages fresh ------------------------------------------------------------------

    def _changed(self, changes: Changes) -> None:
        touched = {key for key, page in self.pages.items() if page.topics & changes.topics}
        self._stale |= touched
        if touched & self._shown():
            self._refresh_soon.start()

    def _shown(self) -> set[str]:
        """The page shown, and those of which a part stands in a window of its own."""
        return {self._current} | {key for key, page in self.pages.items() if page.is_elsewhere}

    def _refresh_stale(self) -> None:
        for key in self._stale & self._shown():
            self._stale.discard(key)
            self.pages[key].refresh()

    # Place and end ------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave only icons in the navigation when there is little room."""
        super().resizeEvent(event)
        self._narrow_or_wide()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is typed and where everything stands, then let running writes end."""
        for page in self.pages.values():
            page.leave()
        self.prefs.set("window", "place", bytes(self.saveGeometry().toHex().data()).decode())
        self.prefs.flush()
        self.line.close()
        self.tasks.close()
        if sys.excepthook == self._hook:
            sys.excepthook = self._hook_before
        super().closeEvent(event)

    def _caught(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Log an error that nobody expected, as before, and tell the user; the window lives on."""
        self._hook_before(kind, error, trace)
        if isinstance(error, Exception):
            self.notify.show_bug(error)

    def _narrow_or_wide(self) -> None:
        self._navigation.set_narrow(self.width() < NARROW_BELOW)

    def _restore_place(self) -> None:
        self.resize(1440, 900)
        place = self.prefs.get("window", "place")
        if isinstance(place, str):
            self.restoreGeometry(QByteArray.fromHex(place.encode()))

    def _first_page(self) -> str:
        last = str(self.prefs.get("window", "page", ""))
        return last if self.has_page(last) else self._entries[0].key

    def _load_behind(self) -> None:
        """Import the other pages, most of what opening one takes, once the first is filled."""
        if self.tasks.is_idle:
            registry.load_behind()
        else:
            QTimer.singleShot(_LOAD_BEHIND_MS, self, self._load_behind)

    def _save_preferences(self, values: Mapping[tuple[str, str], Any]) -> None:
        self.tasks.write(stored.save, values)
