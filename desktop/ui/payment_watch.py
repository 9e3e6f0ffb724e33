"""Tells an officer once a minute which of their customers have paid, whatever page is shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.services import payment_watch
from desktop.services.payment_watch import PaidLately
from desktop.ui import formats

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

LOOK_EVERY_MS = 60_000


class PaymentWatch(QObject):
    """Toasts for payments that others booked on one's own cases; each once."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._until: int | None = None
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Look now, after everything more urgent."""
        self._window.tasks.read(
            payment_watch.paid_since, self._until, then=self._tell, latest="paid", urgent=False
        )

    def _tell(self, found: PaidLately) -> None:
        self._until = found.until
        if not found.payments:
            return
        words = "、".join(f"{each.name} {formats.money(each.amount)}" for each in found.payments)
        said = self.tr("Paid: {who}").format(who=words)
        if found.more:
            said += self.tr(" and more")
        self._window.notify.toast(said, kind="ok", seconds=20)
