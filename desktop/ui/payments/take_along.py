"""Choosing whom to take along on a collection sheet, and where the file goes."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from desktop.services import collection_travel
from desktop.services.collection_travel import TakenAlong
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.text import text


class TakeAlongDialog(FormDialog):
    """Address or name, and whether only one's own cases; then the place of the file."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell = shell
        self.setWindowTitle(self.tr("Take a sheet along"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Village, street or name; empty: everyone who owes"))
        self.mine = QCheckBox(self.tr("Only my cases"))
        self.mine.setChecked(True)
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
        self.add("note", self.tr("Note"), note)
        self.on_submit(self.tr("Save the file…"), self._ask_place)

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the sheet"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Workbooks (*.xlsx)")])
        dialog.setDefaultSuffix("xlsx")
        name = self.tr("Collection sheet {day}.xlsx")
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
            then=self._saved,
            failed=self.failed,
        )

    def _saved(self, done: TakenAlong) -> None:
        words = self.tr("Saved {count} customers in {file}")
        self._shell.notify.toast(words.format(count=done.rows, file=done.path.name), kind="ok")
        self.accept()
