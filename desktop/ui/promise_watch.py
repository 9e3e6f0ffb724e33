"""Looks at the promises of field service once a minute, whatever page is shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.adapters import wording
from desktop.services import promise_alarms
from desktop.services.promise_alarms import Alarm, Alarms
from desktop.ui import formats

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

LOOK_EVERY_MS = 60_000


class PromiseWatch(QObject):
    """Tells the dispatcher of every promise that came into danger, once, with the rescue."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look now, after everything more urgent."""
        self._window.tasks.write(promise_alarms.raise_alarms, then=self._tell, urgent=False)

    def _tell(self, found: Alarms) -> None:
        for alarm in found.alarms:
            self._window.notify.toast(self._words(alarm), kind="warn", seconds=20)

    def _words(self, alarm: Alarm) -> str:
        kind = wording.text(f"dispatch.kind.{alarm.kind}", formats.language())
        what = f"{kind} {alarm.name}".strip()
        words = self.tr("Promise at risk: {what}, by {time}.").format(
            what=what, time=f"{alarm.promised_by:%H:%M}"
        )
        if alarm.rescue is not None:
            who = "、".join(alarm.rescue.names)
            rescue = self.tr("Best rescue: {who} at {time}.")
            words += " " + rescue.format(who=who, time=f"{alarm.rescue.starts_at:%H:%M}")
        elif alarm.reason:
            words += " " + wording.text(f"dispatch.unplaced.{alarm.reason}", formats.language())
        return words
