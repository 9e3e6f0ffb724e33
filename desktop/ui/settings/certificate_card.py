"""The certificate that letters are signed with: whose it is, until when, import, remove."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from desktop.adapters import wording
from desktop.services import letter_signing
from desktop.services.letter_signing import SigningState
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.settings.form import titled
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import button, row, set_property, spacer, text


class CertificateCard(Card):
    """The catalogue's switch and time service, the certificate, and the way to another one."""

    def __init__(self, shell: Shell, switch: QWidget, time_service: QWidget) -> None:
        super().__init__()
        self._shell = shell
        self.state = text("", "muted", wrap=True)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        self.password.setPlaceholderText(self.tr("Password of the certificate"))
        self.password.setAccessibleName(self.tr("Password of the certificate"))
        choose = button(shell.theme, self.tr("Import a certificate…"), "upload")
        choose.clicked.connect(lambda _on=False: self._ask())
        self.remove = button(shell.theme, self.tr("Remove"), "trash-2")
        self.remove.clicked.connect(lambda _on=False: self._ask_remove())
        self.setLayout(
            titled(
                self.tr("Electronic signature"),
                switch,
                self.state,
                self.password,
                row(choose, self.remove, spacer()),
                time_service,
            )
        )

    def refresh(self) -> None:
        """Read how signing stands."""
        self._shell.tasks.read(letter_signing.state, then=self._show, latest="settings.certificate")

    def take(self, path: Path) -> None:
        """Import a PKCS#12 file with the password that was typed."""
        self._shell.tasks.read(lambda _desk: path.read_bytes(), then=self._import)

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import a certificate…"), "", "PKCS#12 (*.p12 *.pfx)"
        )
        if chosen:
            self.take(Path(chosen))

    def _import(self, content: bytes) -> None:
        self._shell.tasks.write(
            letter_signing.save, content, self.password.text(), then=self._imported
        )

    def _imported(self, _changes: object) -> None:
        self.password.clear()
        self._shell.notify.toast(
            self.tr("Certificate imported; letters are signed with it from now on"), kind="ok"
        )
        self.refresh()

    def _ask_remove(self) -> None:
        self._shell.notify.confirm(
            self.tr("Remove the certificate?"),
            details=self.tr("Letters are not signed any more. Those signed stay as they are."),
            yes=self.tr("Remove"),
            then=lambda: self._shell.tasks.write(
                letter_signing.remove, then=lambda _changes: self.refresh()
            ),
        )

    def _show(self, state: SigningState) -> None:
        self.remove.setEnabled(state.certificate is not None)
        if state.problem is not None:
            self._say(wording.error_text(state.problem, formats.language()), "danger")
        elif state.certificate is None:
            self._say(
                self.tr("No certificate. Type its password and choose its PKCS#12 file."), "muted"
            )
        else:
            words = self.tr("{name}, issued by {issuer}, valid until {day}")
            self._say(
                words.format(
                    name=state.certificate.name,
                    issuer=state.certificate.issuer,
                    day=formats.day(state.certificate.valid_until.date()),
                ),
                "muted",
            )

    def _say(self, words: str, role: str) -> None:
        self.state.setText(words)
        set_property(self.state, "role", role)
