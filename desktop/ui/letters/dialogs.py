"""Small questions of the register: why void, how delivered."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop.adapters import wording
from desktop.services.letter_register import STATES, WAYS
from desktop.ui import formats
from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, column, row, spacer, text


class VoidDialog(QDialog):
    """Asks why a letter is void."""

    given = Signal(str)

    def __init__(self, parent: QWidget, theme: Theme, number: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Void a letter"))
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setFixedHeight(84)
        void = button(theme, self.tr("Void"), is_danger=True)
        void.setEnabled(False)
        void.clicked.connect(self.accept)
        self.reason.textChanged.connect(
            lambda: void.setEnabled(bool(self.reason.toPlainText().strip()))
        )
        cancel = button(theme, self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        words = self.tr("{number} keeps its number and its bytes; it can be made anew.")
        self.setLayout(
            column(
                text(words.format(number=number), wrap=True),
                text(self.tr("Reason"), "key"),
                self.reason,
                row(spacer(), cancel, void),
                margins=16,
                spacing=8,
            )
        )
        self.setMinimumWidth(420)
        self.accepted.connect(lambda: self.given.emit(self.reason.toPlainText()))


class DeliveryDialog(QDialog):
    """Asks how letters went and what became of them."""

    given = Signal(object)
    """The arguments of ``mark_delivery`` by name, the scan as its path under ``scan``."""

    def __init__(self, parent: QWidget, theme: Theme, count: int, today: date) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Delivery"))
        self.way = _choice("way", WAYS)
        self.state = _choice("state", STATES)
        self._on = QDateEdit(QDate(today.year, today.month, today.day))
        self._on.setCalendarPopup(True)
        self._on.setDisplayFormat("yyyy-MM-dd")
        self._tracking = QLineEdit()
        self._note = QLineEdit()
        self._proof: Path | None = None
        self._scan = button(theme, self.tr("Attach a scan…"), "upload")
        self._scan.clicked.connect(self._attach)
        form = QFormLayout()
        form.setSpacing(10)
        for label, field in (
            (self.tr("Way"), self.way),
            (self.tr("State"), self.state),
            (self.tr("Day"), self._on),
            (self.tr("Tracking number"), self._tracking),
            (self.tr("Note"), self._note),
            (self.tr("Proof"), self._scan),
        ):
            field.setAccessibleName(label)
            form.addRow(text(label, "soft"), field)
        save = button(theme, self.tr("Record"), is_primary=True)
        save.setDefault(True)
        save.clicked.connect(self.accept)
        cancel = button(theme, self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        words = self.tr("Delivery of %n letter(s)", "", count)
        hint = text(wording.text("letters.proof_hint", formats.language()), "muted", wrap=True)
        self.setLayout(
            column(
                text(words, "heading"),
                form,
                hint,
                row(spacer(), cancel, save),
                margins=16,
                spacing=12,
            )
        )
        self.setMinimumWidth(420)
        self.accepted.connect(self._tell)

    def attach(self, scan: Path) -> None:
        """Attach the scan that shows the delivery."""
        self._proof = scan
        self._scan.setText(scan.name)

    def _attach(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "", "", "*.pdf *.png *.jpg *.jpeg *.tif *.tiff")
        if file:
            self.attach(Path(file))

    def _tell(self) -> None:
        given: dict[str, Any] = {
            "way": self.way.currentData(),
            "state": self.state.currentData(),
            "on": self._on.date().toPython(),
            "tracking_no": self._tracking.text(),
            "note": self._note.text(),
        }
        self.given.emit({**given, "scan": self._proof})


def _choice(kind: str, codes: tuple[str, ...]) -> QComboBox:
    box = QComboBox()
    for code in codes:
        box.addItem(wording.text(f"letters.{kind}.{code}", formats.language()), code)
    return box
