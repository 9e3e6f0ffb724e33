"""Printing the stored pages through the system's own dialog."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from desktop.adapters.pdf.reading import PdfReader
from desktop.domain.errors import EnvironmentProblem
from desktop.ui.letters.pdf_view import to_image
from desktop.ui.page import Shell

DOTS_PER_INCH = 300


def _sheet(_desk: Any, reader: PdfReader, page: int) -> QImage:
    return to_image(reader.picture(page, DOTS_PER_INCH))


class PrintJob(QObject):
    """One print: the pages are painted off the GUI thread and handed to the printer one by one."""

    def __init__(self, shell: Shell, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self._shell = shell
        self._window = parent
        self._title = title
        self._painter: QPainter | None = None
        self._sheets: list[tuple[PdfReader, int]] = []
        self._at = 0

    def ask(self, files: Sequence[bytes]) -> None:
        """Ask for the printer and print these files on it."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle(self.tr("Print letters"))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)
        dialog.finished.connect(
            lambda result: (
                self.start(printer, files)
                if result == QDialog.DialogCode.Accepted
                else self.deleteLater()
            )
        )
        QDialog.open(dialog)

    def start(self, printer: QPrinter, files: Sequence[bytes]) -> None:
        """Print on this printer. A printer that is gone is said; nothing else happens."""
        printer.setDocName(self._title)
        printer.setFullPage(True)
        printer.setResolution(DOTS_PER_INCH)
        readers = [PdfReader(content) for content in files]
        self._sheets = [(reader, page) for reader in readers for page in range(reader.page_count)]
        self._at = 0
        self._printer = printer
        if not self._sheets:
            return
        self._set_size()
        self._painter = QPainter()
        if not self._painter.begin(printer):
            self._say_gone()
            return
        self._next()

    def _say_gone(self) -> None:
        """Say that the printer is gone, and stop."""
        self._painter = None
        name = self._printer.printerName()
        self._shell.notify.error(EnvironmentProblem("letters.printer_gone", printer=name))
        self.deleteLater()

    def _set_size(self) -> None:
        reader, page = self._sheets[self._at]
        width, height = reader.size(page)
        size = QPageSize(QSizeF(width, height), QPageSize.Unit.Point)
        self._printer.setPageSize(size)
        self._printer.setPageOrientation(QPageLayout.Orientation.Portrait)

    def _next(self) -> None:
        reader, page = self._sheets[self._at]
        self._shell.tasks.read(_sheet, reader, page, then=self._put, label=self.tr("Printing"))

    def _put(self, image: QImage) -> None:
        assert self._painter is not None
        self._painter.drawImage(QRectF(self._painter.viewport()), image)
        self._at += 1
        if self._at < len(self._sheets):
            self._set_size()
            if self._printer.newPage():
                self._next()
                return
            self._painter.end()
            self._say_gone()
            return
        self._painter.end()
        self._painter = None
        words = self.tr("Handed %n page(s) to the printer.", "", len(self._sheets))
        self._shell.notify.toast(words, kind="ok")
        self.deleteLater()
