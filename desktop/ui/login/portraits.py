"""Pictures of every page, for a machine without a screen and for looking a build over."""

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop

from desktop.services import cases
from desktop.services.cases import CaseQuery
from desktop.services.desk import Actor
from desktop.services.unlock import OpenDatabase
from desktop.ui import registry
from desktop.ui.application import Application
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import Mode

SIZE = (1440, 900)
_LONGEST_WAIT_MS = 20_000
_SETTLE_MS = 300
_MODES: tuple[Mode, ...] = ("light", "dark")


def take(application: Application, opened: OpenDatabase, actor: Actor, folder: Path) -> list[Path]:
    """Draw each page in light and dark at 1440 × 900; return the pictures in that order."""
    taken = []
    for mode in _MODES:
        application.theme.set_mode(mode)
        window = MainWindow(application, opened.desk.acting_as(actor))
        window.resize(*SIZE)
        window.show()
        for entry in registry.existing():
            window.go(entry.key, **_target(opened, entry.key))
            _settle(application, window)
            file = folder / f"{entry.key}-{mode}.png"
            window.grab().save(str(file))
            taken.append(file)
        window.close()
        window.deleteLater()
    return taken


def _target(opened: OpenDatabase, page: str) -> dict[str, object]:
    """Open the account page on the case longest overdue; the other pages show all by themselves."""
    if page != "account":
        return {}
    found = cases.case_ids(opened.desk, CaseQuery())
    if not found:
        return {}
    return {"account_id": cases.case_detail(opened.desk, found[0]).accounts[0]["id"]}


def _settle(application: Application, window: MainWindow) -> None:
    """Let the page read and paint: until nothing is asked for, and a little longer."""
    loop = QEventLoop.ProcessEventsFlag.AllEvents
    last = QDeadlineTimer(_LONGEST_WAIT_MS)
    quiet = QDeadlineTimer(_SETTLE_MS)
    while not last.hasExpired() and not (quiet.hasExpired() and window.tasks.is_idle):
        application.qt.processEvents(loop, 20)
        if not window.tasks.is_idle:
            quiet.setRemainingTime(_SETTLE_MS)
