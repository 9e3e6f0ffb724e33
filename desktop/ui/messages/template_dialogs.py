"""What is asked about a template: who approves and from when, why it goes, what a new one is."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from desktop.adapters import wording
from desktop.domain.contact_facts import Channel, Purpose
from desktop.services import message_templates
from desktop.services.message_templates import DraftSaved
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog, chosen_day, day_field
from desktop.ui.widgets.second_person import SecondPersonFields

HIGHEST_LEVEL = 6
_OF_MESSAGES = (Channel.SMS, Channel.EMAIL, Channel.PHONE, Channel.VISIT)


class ApproveDialog(FormDialog):
    """The day from which a draft holds, and the second person who approves it."""

    def __init__(self, parent: QWidget, shell: Shell, version_id: int, name: str) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._version_id = shell, version_id
        self.setWindowTitle(self.tr("Approve · {name}").format(name=name))
        self.from_on = day_field(shell.desk.today, self.tr("In force from"))
        self.add("from_on", self.tr("In force from"), self.from_on)
        self.second = SecondPersonFields(self, shell.tasks)
        self.on_submit(self.tr("Approve"), self._approve)

    def _approve(self) -> None:
        self._shell.tasks.write(
            message_templates.approve,
            self._version_id,
            self.second.value(),
            chosen_day(self.from_on),
            then=self._approved,
            failed=self.failed,
        )

    def _approved(self, _changes: object) -> None:
        self._shell.notify.toast(self.tr("Approved"), kind="ok")
        self.accept()


class WithdrawDialog(FormDialog):
    """Why a version is taken out of use at once."""

    def __init__(self, parent: QWidget, shell: Shell, version_id: int) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._version_id = shell, version_id
        self.setWindowTitle(self.tr("Withdraw a version"))
        self.reason = QPlainTextEdit()
        self.reason.setFixedHeight(84)
        self.add("reason", self.tr("Reason"), self.reason)
        self.on_submit(self.tr("Withdraw"), self._withdraw)

    def _withdraw(self) -> None:
        self._shell.tasks.write(
            message_templates.withdraw,
            self._version_id,
            self.reason.toPlainText(),
            then=self._withdrawn,
            failed=self.failed,
        )

    def _withdrawn(self, _changes: object) -> None:
        self._shell.notify.toast(self.tr("Withdrawn; the version before it is in force again"))
        self.accept()


class NewTemplateDialog(FormDialog):
    """Name, channel, purpose and level of a template of the branch's own."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell = shell
        self.setWindowTitle(self.tr("New template"))
        lang = formats.language()
        self.name = QLineEdit()
        self.channel, self.purpose, self.level = QComboBox(), QComboBox(), QSpinBox()
        for channel in _OF_MESSAGES:
            self.channel.addItem(wording.text(f"contact.channel.{channel}", lang), str(channel))
        for purpose in Purpose:
            self.purpose.addItem(wording.text(f"messages.purpose.{purpose}", lang), str(purpose))
        self.level.setRange(0, HIGHEST_LEVEL)
        self.level.setSpecialValueText(self.tr("none"))
        self.add("name", self.tr("Name"), self.name)
        self.add("channel", self.tr("Channel"), self.channel)
        self.add("purpose", self.tr("Purpose"), self.purpose)
        self.add("level", self.tr("Dunning level"), self.level)
        self.on_submit(self.tr("Create the draft"), self._add)

    def _add(self) -> None:
        self._shell.tasks.write(
            message_templates.add_template,
            self.name.text(),
            str(self.channel.currentData()),
            str(self.purpose.currentData()),
            self.level.value(),
            subject=self.name.text().strip(),
            text=wording.text("messages.sample.beginning"),
            then=self._added,
            failed=self.failed,
        )

    def _added(self, _saved: DraftSaved) -> None:
        self._shell.notify.toast(self.tr("Draft created"), kind="ok")
        self.accept()
