"""Saving the report that is shown, as a workbook or as a PDF to print."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from desktop.services import report_export
from desktop.ui import formats

if TYPE_CHECKING:
    from desktop.ui.ageing.page import AgeingPage


class Saving(QObject):
    """Asks where to, writes in the background, says where the file is."""

    def __init__(self, page: "AgeingPage") -> None:
        super().__init__(page)
        self._page = page
        self._shell = page.shell

    def ask_xlsx(self) -> None:
        """Ask for the file of a workbook."""
        self._ask(self.tr("Excel workbook (*.xlsx)"), ".xlsx")

    def ask_pdf(self) -> None:
        """Ask for the file of a report to print."""
        self._ask(self.tr("PDF (*.pdf)"), ".pdf")

    def save_to(self, path: Path) -> None:
        """Write the report of the date shown, as the path's ending says."""
        day = self._page.shown_day
        if day is None:
            return
        self._shell.prefs.set("ageing", "folder", str(path.parent))
        words = self.tr("Saved: {file}").format(file=path.name)
        self._shell.tasks.write(
            report_export.save_ageing,
            path,
            day,
            lang=formats.language(),
            then=lambda _saved: self._shell.notify.toast(words, kind="ok"),
        )

    def _ask(self, kind: str, suffix: str) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = self._shell.prefs.get("ageing", "folder")
        folder = folder or QStandardPaths.writableLocation(documents)
        name = self.tr("Ageing {day}").format(day=self._page.shown_day) + suffix
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Save"), str(Path(folder) / name), kind
        )
        if chosen:
            self.save_to(Path(chosen).with_suffix(suffix))
