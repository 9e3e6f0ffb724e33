"""Wires the program together, once: the key store, the clock, and who is given what."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from desktop.adapters import secret_store
from desktop.adapters.wording import Language
from desktop.cli import main as commands
from desktop.domain.clock import Clock, FixedClock, SystemClock
from desktop.services.desk import Actor
from desktop.services.unlock import Location, OpenDatabase, Unlocker


def run(arguments: Sequence[str]) -> int:
    """Run the program: a headless command, or the window where none is named.

    Returns the exit code: 0 done, 1 finished with findings, 2 could not.
    """
    return commands.run(arguments, make_unlocker, Window())


def make_unlocker(as_of: date | None = None) -> Unlocker:
    """Make what opens databases: with this machine's key store, and a clock that may stand."""
    clock: Clock = SystemClock() if as_of is None else FixedClock.at(as_of)
    return Unlocker(secret_store.system_store(), clock)


class Window:
    """The window of Qt, which is not even imported before it is asked for."""

    def log_in(
        self, location: Location | None, language: Language | None, as_of: date | None
    ) -> int:
        """Open the window at the login page."""
        from desktop.ui import qt_log
        from desktop.ui.login.start import start

        qt_log.to_log()
        return start(make_unlocker(as_of), location, language)

    def show(self, opened: OpenDatabase, actor: Actor, language: Language | None) -> int:
        """Open the window on a database that is open."""
        from desktop.ui import qt_log
        from desktop.ui.login.start import start

        qt_log.to_log()
        unlocker = Unlocker(None, opened.desk.clock)
        return start(unlocker, opened.location, language, opened=opened, actor=actor)

    def draw(
        self, opened: OpenDatabase, actor: Actor, folder: Path, language: Language | None
    ) -> list[Path]:
        """Draw every page, light and dark, without a screen."""
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from desktop.ui import qt_log
        from desktop.ui.application import Application
        from desktop.ui.login.portraits import take

        qt_log.to_log()
        return take(Application(language=language or "zh", mode="light"), opened, actor, folder)
