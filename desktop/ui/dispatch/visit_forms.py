"""Small forms of a visit: its record, its rating."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.services import visit_steps
from desktop.services.dispatch_board import VisitCard
from desktop.services.visit_records import RESULTS, VisitRecord, save_record
from desktop.ui.dispatch.visit_files_box import VisitFilesBox
from desktop.ui.dispatch.words import said
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog


class RatingDialog(FormDialog):
    """The rating a customer gave by telephone, 5 very good to 0 very bad."""

    def __init__(self, parent: QWidget, shell: Shell, visit: VisitCard) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._visit = shell, visit
        self.setWindowTitle(self.tr("Rating"))
        self.rating = QComboBox()
        for number in range(5, -1, -1):
            self.rating.addItem(said(f"dispatch.rating.{number}"), number)
        self.words = QPlainTextEdit()
        self.words.setMaximumHeight(84)
        self.add("rating", self.tr("Rating"), self.rating)
        self.add("words", self.tr("In their words"), self.words)
        self.on_submit(self.tr("Save"), self._save)

    def _save(self) -> None:
        self._shell.tasks.write(
            visit_steps.rate,
            self._visit.visit_id,
            int(self.rating.currentData()),
            self.words.toPlainText().strip(),
            then=lambda _moved: self.accept(),
            failed=self.failed,
        )


class RecordDialog(FormDialog):
    """What happened at a visit: a collection visit cannot be closed without it."""

    def __init__(self, parent: QWidget, shell: Shell, visit: VisitCard) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._visit = shell, visit
        self.setWindowTitle(self.tr("Visit record"))
        kept = visit.record
        self.credentials = QCheckBox(self.tr("Credentials were shown"))
        self.credentials.setChecked(bool(kept.get("credentials_shown")))
        self.consent = QCheckBox(self.tr("They agreed to us coming in"))
        self.consent.setChecked(bool(kept.get("consent_to_enter")))
        self.recording = QLineEdit(str(kept.get("recording") or ""))
        self.people = QLineEdit(str(kept.get("people_met") or ""))
        self.papers = QLineEdit(str(kept.get("papers") or ""))
        self.receipt = QCheckBox(self.tr("Receipt signed"))
        self.receipt.setChecked(bool(kept.get("receipt")))
        self.outcome = QComboBox()
        self.outcome.addItem("—", "")
        for code in RESULTS:
            self.outcome.addItem(said(f"dispatch.result.{code}"), code)
        self.outcome.setCurrentIndex(max(0, self.outcome.findData(kept.get("result") or "")))
        self.next_step = QLineEdit(str(kept.get("next_step") or ""))
        self.add("credentials_shown", "", self.credentials)
        self.add("recording", self.tr("Recording no."), self.recording)
        self.add("consent_to_enter", "", self.consent)
        self.add("people_met", self.tr("People met"), self.people)
        self.add("papers", self.tr("Papers handed over"), self.papers)
        self.add("receipt", "", self.receipt)
        self.add("result", self.tr("Result"), self.outcome)
        self.add("next_step", self.tr("Next step"), self.next_step)
        self.files = VisitFilesBox(shell, visit.visit_id, self.failed)
        self.add("file", self.tr("Files"), self.files)
        self.on_submit(self.tr("Save"), self._save)

    def record(self) -> VisitRecord:
        """What stands in the fields."""
        return VisitRecord(
            credentials_shown=self.credentials.isChecked(),
            recording=self.recording.text().strip(),
            consent_to_enter=self.consent.isChecked(),
            people_met=self.people.text().strip(),
            papers=self.papers.text().strip(),
            receipt=self.receipt.isChecked(),
            result=str(self.outcome.currentData()),
            next_step=self.next_step.text().strip(),
        )

    def _save(self) -> None:
        self._shell.tasks.write(
            save_record,
            self._visit.visit_id,
            self.record(),
            then=lambda _moved: self.accept(),
            failed=self.failed,
        )
