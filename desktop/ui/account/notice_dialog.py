"""How a customer hears of money that moved: channel, from which amount, and the stop."""

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.domain.changes import Changes
from desktop.domain.money import ZERO
from desktop.services import money_notices
from desktop.services.account_view import AccountView
from desktop.services.money_notices import Wish
from desktop.ui.page import Shell
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.text import button, text


class MoneyNoticeDialog(FormDialog):
    """Saved wishes let stopped notices run again; one button stops them."""

    def __init__(self, parent: QWidget, shell: Shell, seen: AccountView) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell = shell
        self._customer_id = int(seen.account["customer_id"])
        self.setWindowTitle(self.tr("Notices of payments"))
        self.channel = QComboBox()
        self.channel.addItem(self.tr("SMS"), "sms")
        self.channel.addItem(self.tr("E-mail"), "mail")
        self.start = AmountField(self.tr("Every amount"))
        self.state = text("", "muted", wrap=True)
        self.stop_now = button(shell.theme, self.tr("Stop now"), "bell-off")
        self.stop_now.clicked.connect(self.stop)
        self.add("channel", self.tr("Channel"), self.channel)
        self.add("from_amount", self.tr("From this amount"), self.start)
        self.add("state", self.tr("State"), self.state)
        self.add("stop", "", self.stop_now)
        self.on_submit(self.tr("Save"), self._save)
        shell.tasks.read(money_notices.wish_of, self._customer_id, then=self._show)

    def _show(self, wish: Wish) -> None:
        self.channel.setCurrentIndex(self.channel.findData(wish.channel))
        self.start.show_amount(wish.from_amount or None)
        if wish.is_stopped:
            words = self.tr("Stopped. Saving lets them run again.")
        elif wish.is_own:
            words = self.tr("The customer's own wish.")
        else:
            words = self.tr("The branch's rule: nothing was agreed with the customer.")
        self.state.setText(words)
        self.stop_now.setEnabled(not wish.is_stopped)

    def _save(self) -> None:
        if not self.start.is_valid:
            self.refuse(self.tr("Enter an amount in yuan."), "from_amount")
            return
        self._shell.tasks.write(
            money_notices.set_wish,
            self._customer_id,
            self.channel.currentData(),
            self.start.amount() or ZERO,
            then=self._saved,
            failed=self.failed,
        )

    def _saved(self, _changes: Changes) -> None:
        self._shell.notify.toast(self.tr("Saved"), kind="ok")
        self.accept()

    def stop(self) -> None:
        """Stop the notices at once; the toast takes it back."""
        self._shell.tasks.write(money_notices.stop, self._customer_id, then=self._stopped)

    def _stopped(self, _changes: Changes) -> None:
        shell, customer = self._shell, self._customer_id
        shell.notify.toast(
            self.tr("Notices of payments are stopped"),
            kind="ok",
            undo=lambda: shell.tasks.write(money_notices.go_on, customer),
        )
        self.accept()
