"""The channels: the way SMS go with every parameter, e-mail, bounces; each tried out here."""

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.adapters import wording
from desktop.adapters.sms.line import LineStatus
from desktop.domain.settings_catalogue import CATALOGUE
from desktop.services import channels
from desktop.services.channels import Tested
from desktop.services.settings import SettingsSaved
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.settings.bounces_card import BouncesCard
from desktop.ui.settings.form import Field, scrolled, side_by_side, titled
from desktop.ui.settings.mail_card import MailCard
from desktop.ui.settings.setting_section import SettingSection
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import button, column, row, text

NAMES = tuple(
    name
    for name in CATALOGUE
    if name.startswith(("sms.", "modem.", "smpp.", "mail.", "bounces."))
    or name == "messages.exchange_folder"
)
"""The settings of this section."""
_WAYS = {
    "folder": (("messages.exchange_folder",),),
    "modem": (("modem.port", "modem.speed"),),
    "smpp": (
        ("smpp.host", "smpp.port"),
        ("smpp.system_id", "smpp.system_type"),
        ("smpp.source", "smpp.country"),
        ("smpp.source_ton", "smpp.source_npi"),
        ("smpp.rate", "smpp.window"),
        ("smpp.long_form", "smpp.enquire_seconds"),
        ("smpp.tls",),
    ),
}
_MAIL = (("mail.host", "mail.port"), ("mail.security", "mail.user"), ("mail.sender",))


def pairs(fields: Mapping[str, Field], names: tuple[tuple[str, ...], ...]) -> list[QWidget]:
    """Fields line by line."""
    lines = []
    for group in names:
        line = QWidget()
        line.setLayout(side_by_side(*(fields[name] for name in group)))
        lines.append(line)
    return lines


class SmsCard(Card):
    """The fields of the way chosen, its PIN or password, a test of the line and a test message."""

    def __init__(self, shell: Shell, fields: Mapping[str, Field]) -> None:
        super().__init__()
        self._shell = shell
        self._way = fields["sms.way"]
        self.of_way = {}
        for way, names in _WAYS.items():
            self.of_way[way] = QWidget()
            self.of_way[way].setLayout(column(*pairs(fields, names), spacing=12))
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setMaxLength(200)
        self.secret.returnPressed.connect(self.keep_secret)
        self.state = text("", "muted")
        keep = button(shell.theme, self.tr("Keep"), "check")
        keep.clicked.connect(lambda _on=False: self.keep_secret())
        self.recipient = QLineEdit()
        self.recipient.setPlaceholderText(self.tr("Mobile number for a test"))
        self.recipient.setAccessibleName(self.tr("Mobile number for a test"))
        look = button(shell.theme, self.tr("Test the connection"), "refresh-cw")
        look.clicked.connect(lambda _on=False: self.try_connection())
        test = button(shell.theme, self.tr("Send a test"), "send")
        test.clicked.connect(lambda _on=False: self.send_test())
        self.of_line = QWidget()
        self.of_line.setLayout(column(row(self.secret, keep), self.state, spacing=12))
        hint = text(self.tr("Tests use the saved settings."), "muted")
        tests = row(look, self.recipient, test)
        self.setLayout(
            titled(self.tr("SMS"), self._way, *self.of_way.values(), self.of_line, tests, hint)
        )
        self.show_way()

    def show_way(self) -> None:
        """Show what belongs to the way chosen."""
        chosen = self._way.value()
        for way, fields in self.of_way.items():
            fields.setVisible(way == chosen)
        self.of_line.setVisible(chosen != "folder")
        words = self.tr("PIN of the SIM card") if chosen == "modem" else self.tr("Password")
        self.secret.setPlaceholderText(words)
        self.secret.setAccessibleName(words)

    def refresh(self) -> None:
        """Read whether a secret is kept."""
        self._shell.tasks.read(channels.has_secret, then=self._show_state, latest="settings.sms")

    def keep_secret(self) -> None:
        """Put what was typed into the key store."""
        if self.secret.text():
            self._shell.tasks.write(channels.set_secret, self.secret.text(), then=self._kept)

    def try_connection(self) -> None:
        """Open the line as it is saved and say how it is."""
        self._shell.tasks.read(
            channels.try_connection, label=self.tr("Testing the connection"), then=self._tried
        )

    def send_test(self) -> None:
        """Send a test message over the line as it is saved."""
        self._shell.tasks.read(
            channels.send_test,
            self.recipient.text(),
            label=self.tr("Sending a test message"),
            then=self._sent,
        )

    def _show_state(self, is_kept: bool) -> None:
        self.state.setText(self.tr("It is kept.") if is_kept else self.tr("None is kept."))

    def _kept(self, _changes: object) -> None:
        self.secret.clear()
        self._shell.notify.toast(self.tr("Kept in the system's key store"), kind="ok")
        self.refresh()
        self._shell.line.restart()

    def _tried(self, status: LineStatus) -> None:
        parts = [self.tr("The line works")]
        if status.signal is not None:
            parts.append(self.tr("signal {percent} %").format(percent=status.signal))
        if status.operator:
            parts.append(status.operator)
        self._shell.notify.toast(" · ".join(parts), kind="ok")

    def _sent(self, done: Tested) -> None:
        state = wording.text(f"messages.state.{done.state}", formats.language())
        words = self.tr("Test message: {state}").format(state=state)
        if done.error:
            error = done.error
            coded = wording.is_worded(error)
            words += f" · {wording.text(error, formats.language()) if coded else error}"
        is_good = done.state in ("sent", "delivered")
        self._shell.notify.toast(words, kind="ok" if is_good else "warn")


class ChannelsSection(SettingSection):
    """SMS and e-mail of the branch; the line begins anew with what is saved."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, NAMES, "channels_draft")
        self.sms = SmsCard(shell, self.fields)
        self.mail = MailCard(shell, pairs(self.fields, _MAIL))
        body = QWidget()
        self.bounces = BouncesCard(shell, self.fields)
        inside = column(self.sms, self.mail, self.bounces, spacing=14)
        inside.addStretch()
        body.setLayout(inside)
        layout = column(scrolled(body), self.bar)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Read the settings and what the key store keeps."""
        super().refresh()
        self.sms.refresh()
        self.mail.refresh()
        self.bounces.refresh()

    def _edited(self) -> None:
        super()._edited()
        self.sms.show_way()
        self.bounces.show_way()

    def _saved(self, saved: SettingsSaved) -> None:
        super()._saved(saved)
        if any(name.startswith(("sms.", "modem.", "smpp.")) for name in saved.previous):
            self.shell.line.restart()
            self.sms.refresh()
