"""Printing the day sheets: made as a PDF, saved where the dispatcher says."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.services.day_sheets import DaySheets, day_sheets
from desktop.ui.page import Shell


def print_day(parent: QWidget, shell: Shell, day: date) -> None:
    """Ask where to, then make the sheets."""
    dialog = QFileDialog(parent, QCoreApplication.translate("day_print", "Save the day sheets"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("PDF (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(QCoreApplication.translate("day_print", "Day sheets") + f"-{day:%Y%m%d}.pdf")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: save_day(shell, day, Path(name)))
    dialog.open()


def save_day(shell: Shell, day: date, path: Path) -> None:
    """Make the sheets of a day and write them to a file."""

    def written(sheets: DaySheets) -> None:
        try:
            path.write_bytes(sheets.content)
        except OSError as error:
            words = QCoreApplication.translate(
                "day_print", "The file could not be written: {reason}"
            )
            shell.notify.toast(words.format(reason=error.strerror), kind="danger")
            return
        shell.notify.toast(
            QCoreApplication.translate("day_print", "Day sheets saved: {name}").format(
                name=path.name
            ),
            kind="ok",
        )

    shell.tasks.write(
        day_sheets,
        day,
        then=written,
        label=QCoreApplication.translate("day_print", "Making the day sheets"),
    )
