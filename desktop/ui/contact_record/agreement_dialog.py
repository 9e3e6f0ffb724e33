"""What a customer agreed to: hours, the written consent to them, the channel."""

from datetime import time

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop.adapters import wording
from desktop.domain.contact_facts import Channel
from desktop.domain.contact_policy import EVERYDAY
from desktop.services import agreements
from desktop.services.agreements import Agreement, AgreementSaved
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog, chosen_day, day_field


class AgreementDialog(FormDialog):
    """Empty hours and no channel take the agreement back."""

    def __init__(
        self, parent: QWidget, shell: Shell, case_id: int, customer_id: int, name: str
    ) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self.setWindowTitle(self.tr("Agreed times and channel · {name}").format(name=name))
        self._shell, self._case_id = shell, case_id
        self.hours_from, self.hours_until = QLineEdit(), QLineEdit()
        for field in (self.hours_from, self.hours_until):
            field.setPlaceholderText("19:00")
            field.setMaxLength(5)
        self.is_written = QCheckBox(self.tr("Agreed in writing: replaces the quiet hours"))
        self.day = day_field(shell.desk.today, self.tr("Consent of"))
        self.proof = QLineEdit()
        self.proof.setPlaceholderText(self.tr("File number or place of the paper"))
        self.channel = QComboBox()
        self.channel.addItem(self.tr("any"), "")
        for channel in EVERYDAY:
            words = wording.text(f"contact.channel.{channel.value}", formats.language())
            self.channel.addItem(words, channel.value)
        self.add("hours_from", self.tr("From"), self.hours_from)
        self.add("hours_until", self.tr("Until"), self.hours_until)
        self.add("is_written", self.tr("Consent"), self.is_written)
        self.add("in_writing_on", self.tr("Consent of"), self.day)
        self.add("proof", self.tr("Kept at"), self.proof)
        self.add("channel", self.tr("Only by"), self.channel)
        self.is_written.toggled.connect(self._follow)
        self._follow(is_written=False)
        self.on_submit(self.tr("Save agreement"), self._save)
        shell.tasks.read(agreements.agreement, customer_id, then=self._show)

    def _show(self, agreed: Agreement) -> None:
        hours = ((self.hours_from, agreed.hours_from), (self.hours_until, agreed.hours_until))
        for field, value in hours:
            field.setText("" if value is None else f"{value:%H:%M}")
        self.is_written.setChecked(agreed.in_writing_on is not None)
        if agreed.in_writing_on is not None:
            on = agreed.in_writing_on
            self.day.setDate(QDate(on.year, on.month, on.day))
        self.proof.setText(agreed.proof)
        self.channel.setCurrentIndex(self.channel.findData(agreed.channel or ""))

    def _follow(self, is_written: bool) -> None:
        self.day.setEnabled(is_written)
        self.proof.setEnabled(is_written)

    def _save(self) -> None:
        hours = []
        for name, field in (("hours_from", self.hours_from), ("hours_until", self.hours_until)):
            try:
                hours.append(time.fromisoformat(field.text()) if field.text().strip() else None)
            except ValueError:
                self.refuse(self.tr("Write a time like 19:00."), name)
                return
        is_written = self.is_written.isChecked()
        channel = self.channel.currentData()
        agreed = Agreement(
            hours[0],
            hours[1],
            chosen_day(self.day) if is_written else None,
            self.proof.text() if is_written else "",
            Channel(channel) if channel else None,
        )
        self._shell.tasks.write(
            agreements.save_agreement, self._case_id, agreed, then=self._saved, failed=self.failed
        )

    def _saved(self, saved: AgreementSaved) -> None:
        shell, case_id = self._shell, self._case_id
        shell.notify.toast(
            self.tr("Agreement saved; the calendar keeps to it"),
            kind="ok",
            undo=lambda: shell.tasks.write(agreements.save_agreement, case_id, saved.previous),
        )
        self.accept()
