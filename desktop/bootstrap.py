"""Wires the program together, once: the key store, the clock, and who is given what."""

from collections.abc import Sequence
from datetime import date

from desktop.adapters import secret_store
from desktop.adapters.wording import Language
from desktop.cli import main as commands
from desktop.domain.clock import Clock, FixedClock, SystemClock
from desktop.services.unlock import Location, Unlocker


def run(arguments: Sequence[str]) -> int:
    """Run the program: a headless command, or the window where none is named.

    Returns the exit code: 0 done, 1 finished with findings, 2 could not.
    """
    return commands.run(arguments, make_unlocker, open_window)


def make_unlocker(as_of: date | None = None) -> Unlocker:
    """Make what opens databases: with this machine's key store, and a clock that may stand."""
    clock: Clock = SystemClock() if as_of is None else FixedClock.at(as_of)
    return Unlocker(secret_store.system_store(), clock)


def open_window(location: Location | None, language: Language | None, as_of: date | None) -> int:
    """Open the window at the login page; Qt is not touched before."""
    from desktop.ui.login.start import start

    return start(make_unlocker(as_of), location, language)
