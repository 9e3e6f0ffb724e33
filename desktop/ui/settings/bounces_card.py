"""Where e-mails that come back are read from: its settings, its password, a reading at once."""

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.services import mail_bounces
from desktop.services.mail_bounces import DeadAddress, TakenBounces
from desktop.ui import formats
from desktop.ui.messages.dead_address import ask_to_use_again
from desktop.ui.page import Shell
from desktop.ui.settings.form import Field, side_by_side, titled
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, column, row, spacer, text

SHOWN = 5
"""Addresses that are seen at once; the others are scrolled to."""


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
        self.dead = text("", "muted")
        self.addresses = EntryList(
            shell.theme, self.tr("Addresses not used any more"), is_choice=True
        )
        self.addresses.entry_activated.connect(self._ask)
        self.again = button(shell.theme, self.tr("Use the address again"), "refresh-cw")
        self.again.clicked.connect(lambda _on=False: self._ask(self._chosen().key))
        self.addresses.selectionModel().currentChanged.connect(lambda _now: self._show_button())
        self.read = button(shell.theme, self.tr("Read bounces now"), "download")
        self.read.clicked.connect(lambda _on=False: self.read_now())
        self.setLayout(
            titled(
                self.tr("Bounces"),
                self._way,
                self.of_box,
                self.of_folder,
                row(self.read, spacer()),
                row(self.dead, spacer(), self.again),
                self.addresses,
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
        self.dead.setText(self.tr("%Ln address(es) are not used any more", "", len(found)))
        self.addresses.show_entries(
            [
                Entry(
                    "mail",
                    one.shown,
                    f"{formats.moment(one.noted_at)} · {one.reason}",
                    key=one.address,
                )
                for one in found
            ]
        )
        heights = [self.addresses.sizeHintForRow(row) for row in range(min(len(found), SHOWN))]
        self.addresses.setFixedHeight(sum(heights) + 4)
        for part in (self.dead, self.addresses, self.again):
            part.setVisible(bool(found))
        self._show_button()

    def _show_button(self) -> None:
        self.again.setEnabled(self.addresses.currentIndex().isValid())

    def _chosen(self) -> Entry:
        return self.addresses.entries[self.addresses.currentIndex().row()]

    def _ask(self, address: str) -> None:
        ask_to_use_again(self._shell, address, then=self.refresh)
