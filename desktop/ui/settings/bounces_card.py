"""Where e-mails that come back are read from: its settings, its password, a reading at once."""

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.services import mail_bounces
from desktop.services.mail_bounces import DeadAddress, TakenBounces
from desktop.ui.page import Shell
from desktop.ui.settings.form import Field, side_by_side, titled
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import button, column, row, text

SHOWN = 5


class BouncesCard(Card):
    """Shows the fields of the way chosen, and the addresses that are not used any more."""

    def __init__(self, shell: Shell, fields: Mapping[str, Field]) -> None:
        super().__init__()
        self._shell = shell
        self._way = fields["bounces.way"]
        self.of_box, self.of_folder = QWidget(), QWidget()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(200)
        self.password.setPlaceholderText(self.tr("Password"))
        self.password.setAccessibleName(self.tr("Password of the mailbox"))
        self.password.returnPressed.connect(self.keep_password)
        keep = button(shell.theme, self.tr("Keep password"), "check")
        keep.clicked.connect(lambda _on=False: self.keep_password())
        self.of_box.setLayout(
            column(
                side_by_side(fields["bounces.host"], fields["bounces.port"]),
                side_by_side(fields["bounces.user"], fields["bounces.tls"]),
                row(self.password, keep),
                spacing=12,
            )
        )
        self.of_folder.setLayout(column(fields["bounces.folder"]))
        self.dead = text("", "muted", wrap=True, selectable=True)
        self.read = button(shell.theme, self.tr("Read bounces now"), "download")
        self.read.clicked.connect(lambda _on=False: self.read_now())
        self.setLayout(
            titled(
                self.tr("Bounces"),
                self._way,
                self.of_box,
                self.of_folder,
                row(self.read),
                self.dead,
            )
        )
        self.show_way()

    def show_way(self) -> None:
        """Show what belongs to the way chosen."""
        chosen = self._way.value()
        self.of_box.setVisible(chosen in ("imap", "pop3"))
        self.of_folder.setVisible(chosen == "folder")
        self.read.setVisible(chosen != "none")

    def refresh(self) -> None:
        """Read which addresses are dead."""
        self._shell.tasks.read(
            mail_bounces.dead_addresses, then=self._show_dead, latest="settings.bounces"
        )

    def keep_password(self) -> None:
        """Put what was typed into the key store."""
        if self.password.text():
            self._shell.tasks.write(
                mail_bounces.set_password, self.password.text(), then=self._kept
            )

    def read_now(self) -> None:
        """Read what waits, by the settings as they are saved."""
        self._shell.tasks.write(
            mail_bounces.take_in, label=self.tr("Reading bounces"), then=self._taken
        )

    def _kept(self, _changes: object) -> None:
        self.password.clear()
        self._shell.notify.toast(self.tr("Password kept in the system's key store"), kind="ok")

    def _taken(self, done: TakenBounces) -> None:
        words = self.tr("%Ln message(s) came back", "", done.failed)
        self._shell.notify.toast(words, kind="warn" if done.failed else "ok")
        self.refresh()

    def _show_dead(self, found: list[DeadAddress]) -> None:
        self.dead.setVisible(bool(found))
        shown = ", ".join(one.address for one in found[:SHOWN])
        words = self.tr("%Ln address(es) are not used any more", "", len(found))
        self.dead.setText(f"{words}: {shown}" + (" …" if len(found) > SHOWN else ""))
