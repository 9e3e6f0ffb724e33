"""Keeps the frame of the window true: badges, branch, backup, when it was last saved."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.domain.changes import Changes
from desktop.services import desk_facts
from desktop.services.desk_facts import DeskFacts
from desktop.ui import formats, steps

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

READ_AFTER_MS = 1500
FIRST_READ_AFTER_MS = 300
STALE_BACKUP_DAYS = 1


class WindowFacts(QObject):
    """Reads the facts a while after the last write, and shows them around the pages."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._facts: DeskFacts | None = None
        self._saved_at = ""
        self._read_soon = QTimer(self, singleShot=True)
        self._read_soon.timeout.connect(self.read)
        window.events.changed.connect(self._changed)
        self.show_again()
        self._read_soon.start(FIRST_READ_AFTER_MS)

    def read(self) -> None:
        """Read the facts now, after everything more urgent."""
        self._window.tasks.read(
            desk_facts.desk_facts, then=self._show, latest="window.facts", urgent=False
        )

    def show_again(self) -> None:
        """Show what is known, in a window built anew."""
        status = self._window.status
        saved = self.tr("Saved {time}").format(time=self._saved_at) if self._saved_at else ""
        status.set_fact("saved", "circle-check", saved)
        if self._facts is not None:
            self._show(self._facts)

    def _changed(self, changes: Changes) -> None:
        self._saved_at = f"{self._window.desk.clock.now():%H:%M:%S}"
        saved = self.tr("Saved {time}").format(time=self._saved_at)
        self._window.status.set_fact("saved", "circle-check", saved)
        if desk_facts.concerns(changes):
            self._read_soon.start(READ_AFTER_MS)

    def _show(self, facts: DeskFacts) -> None:
        self._facts = facts
        steps.learn(facts.step_names)
        for page, number in facts.waiting.items():
            self._window.set_badge(page, number)
        place = self.tr("on this computer") if facts.is_file else self.tr("on the server")
        self._window.set_branch(f"{facts.branch} · {place}" if facts.branch else place)
        self._show_safety(facts)

    def _show_safety(self, facts: DeskFacts) -> None:
        status, today = self._window.status, self._window.desk.today
        if not facts.is_file:
            status.set_fact("store", "database", self.tr("Server"))
            return
        if facts.backed_up_on is None:
            status.set_fact("backup", "hard-drive", self.tr("No backup yet"), "warn")
        else:
            day = formats.near_day(facts.backed_up_on, as_of=today)
            is_stale = (today - facts.backed_up_on).days > STALE_BACKUP_DAYS
            words = self.tr("Last backup {day}").format(day=day)
            status.set_fact("backup", "hard-drive", words, "warn" if is_stale else "text3")
        status.set_fact("store", "shield-check", self.tr("Encrypted here"), "ok")
        status.set_fact("network", "wifi-off", self.tr("Works offline"))
