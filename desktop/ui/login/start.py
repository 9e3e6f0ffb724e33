"""From the first window to the last: log in, work, run each new day, restore a backup."""

import logging
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from desktop.adapters import logs, paths, start_memory
from desktop.adapters.wording import Language
from desktop.domain.errors import CodedError
from desktop.services import backup, day_run, delivery, preferences, quality_reports
from desktop.services.desk import Actor, Desk
from desktop.services.unlock import Location, OpenDatabase, Unlocker
from desktop.ui import registry
from desktop.ui.application import Application
from desktop.ui.login.opening import Opening
from desktop.ui.login.single_instance import RaiseServer
from desktop.ui.login.window import LoginWindow
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import Mode

_NEW_DAY_CHECK_MS = 60_000
_DELIVERY_MS = 300_000
_MINIMISED = Qt.WindowState.WindowMinimized
_log = logging.getLogger(__name__)


def start(
    unlocker: Unlocker,
    location: Location | None,
    language: Language | None = None,
    *,
    opened: OpenDatabase | None = None,
    actor: Actor | None = None,
) -> int:
    """Show the login window, or the window itself on an open database; return the exit code.

    Without a location the database opened last is meant.
    """
    logs.start()
    kept = start_memory.recall()
    application = Application(language=language or _language(kept.language), mode=_mode(kept.theme))
    session = Session(application, unlocker, is_language_fixed=language is not None)
    if opened is not None and actor is not None:
        session.enter(opened, actor)
    else:
        session.log_in(location or Location.of(kept.database or paths.default_database()))
    return application.qt.exec()


class Session(QObject):
    """Holds the window that is shown and the database that is open, one of each at most."""

    def __init__(
        self, application: Application, unlocker: Unlocker, *, is_language_fixed: bool = False
    ) -> None:
        super().__init__()
        self.window: LoginWindow | MainWindow | None = None
        self._application = application
        self._unlocker = unlocker
        self._is_language_fixed = is_language_fixed
        self._opened: OpenDatabase | None = None
        self._doorbell: RaiseServer | None = None
        self._ran_for: date | None = None
        self._new_day = QTimer(self, interval=_NEW_DAY_CHECK_MS)
        self._new_day.timeout.connect(self._run_day)
        self._delivery = QTimer(self, interval=_DELIVERY_MS)
        self._delivery.timeout.connect(self._deliver)
        application.qt.aboutToQuit.connect(self.close)

    def log_in(self, location: Location) -> None:
        """Show the login window."""
        window = LoginWindow(self._application, Opening(self._unlocker), location)
        window.entered.connect(self.enter)
        window.raised_other.connect(window.close)
        registry.load_behind()
        self._show(window)

    def enter(self, opened: OpenDatabase, actor: Actor) -> None:
        """Sit down at an open database and begin the day."""
        self._opened = opened
        opened.desk = opened.desk.acting_as(actor)
        self._wear(opened.desk)
        window = MainWindow(self._application, opened.desk)
        window.restore_wanted.connect(self._restore)
        self._doorbell = RaiseServer(opened.location)
        self._doorbell.raised.connect(self._raise)
        self._show(window)
        self._ran_for = None
        self._new_day.start()
        self._delivery.start()
        window.line.begin()
        self._run_day()

    def close(self) -> None:
        """Close the database, once, whatever is shown."""
        self._new_day.stop()
        self._delivery.stop()
        if self._doorbell is not None:
            self._doorbell.close()
            self._doorbell = None
        if self._opened is not None:
            _remember_look(self._application)
            self._opened.close()
            self._opened = None

    def _show(self, window: LoginWindow | MainWindow) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def _raise(self) -> None:
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~_MINIMISED)
            self.window.raise_()
            self.window.activateWindow()

    def _wear(self, desk: Desk) -> None:
        """Use the language and the theme that this officer chose."""
        chosen = preferences.load(desk)
        if not self._is_language_fixed:
            language = _language(str(chosen.get(("window", "language"), "")))
            self._application.set_language(language or self._application.language)
        self._application.theme.set_mode(
            _mode(str(chosen.get(("window", "theme"), self._application.theme.mode)))
        )

    # Every day ------------------------------------------------------------------------------

    def _run_day(self) -> None:
        """Back up and run the business date once it has come, also past midnight."""
        window, opened = self.window, self._opened
        if opened is None or not isinstance(window, MainWindow):
            return
        today = opened.desk.today
        if today != self._ran_for:
            self._ran_for = today
            window.tasks.read(
                backup.back_up_daily,
                label=self.tr("Backing up"),
                urgent=False,
            )
            window.tasks.read(day_run.last_run, then=self._run_unless_done)
            window.tasks.write(
                quality_reports.make_due,
                label=self.tr("Writing the reports of field service"),
                urgent=False,
            )

    def _run_unless_done(self, last: date | None) -> None:
        window, opened = self.window, self._opened
        if opened is None or not isinstance(window, MainWindow) or last == opened.desk.today:
            return
        # A last run after today means that the clock was set back: the run refuses and says so.
        window.tasks.write(day_run.run, label=self.tr("Running the day"))

    def _deliver(self) -> None:
        """Take in receipts and send what is due; a folder that is away is tried again later."""
        if isinstance(self.window, MainWindow):
            self.window.tasks.write(
                delivery.go_round,
                failed=lambda error: _log.warning("messages did not move: %s", error),
                urgent=False,
            )

    # The way back ---------------------------------------------------------------------------

    def _restore(self, source: Path) -> None:
        """Close everything, put the backup in place, open again with the same key."""
        window, opened = self.window, self._opened
        if opened is None or not isinstance(window, MainWindow):
            return
        location, key, actor = opened.location, opened.desk.store.key, opened.desk.actor
        problem: CodedError | None = None
        self._application.qt.setQuitOnLastWindowClosed(False)
        window.close()
        self.close()
        try:
            backup.restore(self._unlocker, location, source, key=key)
        except CodedError as error:
            problem = error
        self.enter(self._unlocker.open(location, key=key), actor)
        self._application.qt.setQuitOnLastWindowClosed(True)
        if isinstance(self.window, MainWindow):
            if problem is not None:
                self.window.notify.error(problem)
            else:
                self.window.notify.toast(self.tr("The backup was restored."), kind="ok")


def _remember_look(application: Application) -> None:
    start_memory.remember(language=application.language, theme=application.theme.mode)


def _language(written: str) -> Language | None:
    return "zh" if written == "zh" else "en" if written == "en" else None


def _mode(written: str) -> Mode:
    return "light" if written == "light" else "dark" if written == "dark" else "system"
