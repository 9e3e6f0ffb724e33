"""The e-mail account: its settings, its password in the key store, a test e-mail."""

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.services import mail_account
from desktop.ui.page import Shell
from desktop.ui.settings.form import titled
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import button, row, text


class MailCard(Card):
    """The fields of the catalogue, the password, and a button that sends a test."""

    def __init__(self, shell: Shell, lines: list[QWidget]) -> None:
        super().__init__()
        self._shell = shell
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        self.password.setPlaceholderText(self.tr("Password"))
        self.password.setAccessibleName(self.tr("Password of the e-mail account"))
        self.password.returnPressed.connect(self.keep_password)
        self.state = text("", "muted")
        keep = button(shell.theme, self.tr("Keep password"), "check")
        keep.clicked.connect(lambda _on=False: self.keep_password())
        self.recipient = QLineEdit()
        self.recipient.setPlaceholderText(self.tr("Send the test to…"))
        self.recipient.setAccessibleName(self.tr("Recipient of the test e-mail"))
        test = button(shell.theme, self.tr("Send a test"), "send")
        test.clicked.connect(lambda _on=False: self.send_test())
        self.setLayout(
            titled(
                self.tr("E-mail"),
                *lines,
                row(self.password, keep),
                self.state,
                row(self.recipient, test),
            )
        )

    def refresh(self) -> None:
        """Read whether a password is kept."""
        self._shell.tasks.read(
            mail_account.has_password, then=self._show_state, latest="settings.mail"
        )

    def keep_password(self) -> None:
        """Put what was typed into the key store."""
        if self.password.text():
            self._shell.tasks.write(
                mail_account.set_password, self.password.text(), then=self._kept
            )

    def send_test(self) -> None:
        """Send a test e-mail from the account as it is saved."""
        self._shell.tasks.read(
            mail_account.send_test,
            self.recipient.text(),
            label=self.tr("Sending a test e-mail"),
            then=self._sent,
        )

    def _show_state(self, is_kept: bool) -> None:
        self.state.setText(
            self.tr("A password is kept.") if is_kept else self.tr("No password is kept.")
        )

    def _kept(self, _changes: object) -> None:
        self.password.clear()
        self._shell.notify.toast(self.tr("Password kept in the system's key store"), kind="ok")
        self.refresh()

    def _sent(self, recipient: str) -> None:
        words = self.tr("Test e-mail sent to {recipient}").format(recipient=recipient)
        self._shell.notify.toast(words, kind="ok")
