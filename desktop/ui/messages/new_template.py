"""What is asked about a new template of the branch's own."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from desktop.adapters import wording
from desktop.domain.contact_facts import Channel, Purpose
from desktop.services import message_templates
from desktop.services.message_templates import DraftSaved
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog

HIGHEST_LEVEL = 6
_OF_MESSAGES = (Channel.SMS, Channel.EMAIL, Channel.PHONE, Channel.VISIT)


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
