"""Choosing whom to take along on a collection sheet, and where the file goes."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QWidget

from desktop.adapters import wording
from desktop.services import collection_travel
from desktop.services.collection_travel import LEAST_PASSPHRASE, TakenAlong
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.text import text


class TakeAlongDialog(FormDialog):
    """Address or name, whether only one's own cases, what kind of file; then its place.

    A form is shut by a passphrase, typed twice; a workbook is not.
    """

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell = shell
        self.setWindowTitle(self.tr("Take a sheet along"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Village, street or name; empty: everyone who owes"))
        self.mine = QCheckBox(self.tr("Only my cases"))
        self.mine.setChecked(True)
        self.kind = QComboBox()
        self.kind.addItem(self.tr("Encrypted form (PDF)"), "pdf")
        self.kind.addItem(self.tr("Workbook (XLSX), not encrypted"), "xlsx")
        self.kind.currentIndexChanged.connect(lambda _place: self._show_passphrases())
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        for field in (self.passphrase, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        note = text(
            self.tr(
                "Names and contract numbers are masked. Staff take no cash and no cards: "
                "write down payments made by transfer, terminal or code."
            ),
            "muted",
            wrap=True,
        )
        self.add("words", self.tr("Where"), self.words)
        self.add("mine", self.tr("Whose"), self.mine)
        self.add("kind", self.tr("Kind of file"), self.kind)
        self.add("passphrase", self.tr("Passphrase"), self.passphrase)
        self.add("again", self.tr("Once more"), self.again)
        self.add("note", self.tr("Note"), note)
        self.on_submit(self.tr("Save the file…"), self._ask_place)

    def _show_passphrases(self) -> None:
        for field in (self.passphrase, self.again):
            field.setEnabled(self.kind.currentData() == "pdf")

    def _ask_place(self) -> None:
        kind = self.kind.currentData()
        if kind == "pdf" and self.passphrase.text() != self.again.text():
            self.refuse(self._said("passphrases_differ"), "again")
            return
        if kind == "pdf" and len(self.passphrase.text()) < LEAST_PASSPHRASE:
            self.refuse(self._said("passphrase_short", least=LEAST_PASSPHRASE), "passphrase")
            return
        is_form = kind == "pdf"
        dialog = QFileDialog(self, self.tr("Save the sheet"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(
            [self.tr("Forms (*.pdf)") if is_form else self.tr("Workbooks (*.xlsx)")]
        )
        dialog.setDefaultSuffix(kind)
        name = self.tr("Collection sheet {day}") + f".{kind}"
        dialog.selectFile(name.format(day=formats.day(self._shell.desk.today)))
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def save(self, file: str) -> None:
        """Write the file."""
        self._shell.tasks.write(
            collection_travel.take_along,
            Path(file),
            words=self.words.text(),
            mine=self.mine.isChecked(),
            lang=formats.language(),
            passphrase=self.passphrase.text(),
            then=self._saved,
            failed=self.failed,
        )

    def _said(self, key: str, **facts: object) -> str:
        return wording.text(f"collection.{key}", formats.language(), **facts)

    def _saved(self, done: TakenAlong) -> None:
        words = self.tr("Saved {count} customers in {file}")
        self._shell.notify.toast(words.format(count=done.rows, file=done.path.name), kind="ok")
        self.accept()
