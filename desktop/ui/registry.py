"""The pages of the window, in the order of the navigation. A page is imported when first opened."""

import gc
import logging
import threading
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.adapters import wording
from desktop.ui.page import Page, Shell

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """Where a page comes from and how the navigation shows it before it is loaded."""

    key: str
    icon: str
    module: str
    class_name: str
    title_source: str

    @property
    def title(self) -> str:
        """The page's name in the language of now."""
        return QCoreApplication.translate("pages", self.title_source)

    @property
    def exists(self) -> bool:
        """Whether this build has the page."""
        try:
            return find_spec(self.module) is not None
        except ModuleNotFoundError:
            return False

    def make(self, shell: Shell) -> Page:
        """Import and build the page."""
        page_class: type[Page] = getattr(import_module(self.module), self.class_name)
        return page_class(shell)


def _entry(key: str, icon: str, class_name: str, title: object) -> Entry:
    return Entry(key, icon, f"desktop.ui.{key}.page", class_name, str(title))


ENTRIES: tuple[Entry, ...] = (
    _entry("today", "layout-dashboard", "TodayPage", QT_TRANSLATE_NOOP("pages", "Today")),
    _entry("cases", "briefcase", "CasesPage", QT_TRANSLATE_NOOP("pages", "Cases")),
    _entry("account", "banknote", "AccountPage", QT_TRANSLATE_NOOP("pages", "Accounts")),
    _entry("calendar", "calendar-days", "CalendarPage", QT_TRANSLATE_NOOP("pages", "Calendar")),
    _entry("ageing", "chart-column", "AgeingPage", QT_TRANSLATE_NOOP("pages", "Ageing")),
    _entry("dispatch", "map-pin", "DispatchPage", QT_TRANSLATE_NOOP("pages", "Dispatch")),
    _entry("messages", "message-square", "MessagesPage", QT_TRANSLATE_NOOP("pages", "Messages")),
    _entry("calls", "phone", "CallsPage", QT_TRANSLATE_NOOP("pages", "Calls")),
    _entry("letters", "file-text", "LettersPage", QT_TRANSLATE_NOOP("pages", "Letters")),
    _entry("payments", "wallet", "PaymentsPage", QT_TRANSLATE_NOOP("pages", "Payments")),
    _entry("reports", "list-checks", "ReportsPage", QT_TRANSLATE_NOOP("pages", "Reports")),
    _entry("imports", "upload", "ImportsPage", QT_TRANSLATE_NOOP("pages", "Import")),
    _entry("settings", "settings", "SettingsPage", QT_TRANSLATE_NOOP("pages", "Settings")),
)


def load_behind() -> None:
    """Import every page in the background while the user types the passphrase or looks around."""
    threading.Thread(target=load_all, name="page-imports", daemon=True).start()


def load_all() -> None:
    """Import every page and read every wording, so that opening a page waits for neither."""
    wording.all_texts()
    for entry in existing():
        try:
            import_module(entry.module)
        except Exception:  # noqa: BLE001 - a page that fails is told when it is opened
            _log.exception("the page %s cannot be loaded", entry.key)
    # What is imported stays for good: looking through it again in every full collection would hold
    # the window for longer than a tenth of a second.
    gc.freeze()


def existing() -> list[Entry]:
    """Return the pages of this build, in order."""
    return [entry for entry in ENTRIES if entry.exists]
