"""Explaining the columns of a statement that the program does not know; remembered by name."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.adapters import wording
from desktop.domain.changes import Changes
from desktop.domain.errors import CodedError
from desktop.services import statement_layouts
from desktop.services.statement_layouts import FIELDS
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.text import button, column, row, spacer, text


class HeaderDialog(QDialog):
    """The first rows of the file: mark the row with the names, say what each column is."""

    taught = Signal(str)
    """The file, to be imported again."""

    def __init__(self, parent: QWidget, shell: Shell, file: str, why: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Columns of the statement"))
        self._shell, self._file = shell, file
        self._rows: Sequence[Sequence[str]] = ()
        self._known: Mapping[str, str] = {}
        self.choices: list[QComboBox] = []
        self.table = QTableWidget()
        self.table.setAccessibleName(self.tr("First rows of the file"))
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.currentCellChanged.connect(lambda place, *_: self._guess(place - 1))
        hint = text(
            self.tr(
                "Choose the row with the column names, then what each column is. It is remembered."
            ),
            "muted",
            wrap=True,
        )
        self.error = text(why, "error", wrap=True)
        save = button(shell.theme, self.tr("Remember and import"), "check", is_primary=True)
        save.clicked.connect(self.save)
        no = button(shell.theme, self.tr("Cancel"))
        no.clicked.connect(self.reject)
        layout = column(
            hint, self.table, row(self.error, spacer(), no, save), margins=16, spacing=10
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.resize(900, 480)
        shell.tasks.read(
            statement_layouts.look_at, Path(file), then=self._show, failed=self._failed
        )

    def _show(self, found: tuple[list[list[str]], dict[str, str]]) -> None:
        self._rows, self._known = found
        width = max((len(cells) for cells in self._rows), default=0)
        self.table.setRowCount(len(self._rows) + 1)
        self.table.setColumnCount(width)
        for place in range(width):
            choice = QComboBox()
            choice.addItem(self.tr("not used"), "")
            for field in FIELDS:
                choice.addItem(wording.text(f"payments.field.{field}", formats.language()), field)
            self.choices.append(choice)
            self.table.setCellWidget(0, place, choice)
        for number, cells in enumerate(self._rows, start=1):
            for place, words in enumerate(cells):
                self.table.setItem(number, place, QTableWidgetItem(words))
        best = max(range(len(self._rows)), key=self._known_in, default=0)
        self.table.setCurrentCell(best + 1, 0)

    def _known_in(self, place: int) -> int:
        cells = self._rows[place]
        return 10 * sum(1 for word in cells if word in self._known) + sum(1 for w in cells if w)

    def _guess(self, place: int) -> None:
        """Fill in what is known of the names in a row."""
        if 0 <= place < len(self._rows):
            for choice, word in zip(self.choices, self._rows[place], strict=False):
                choice.setCurrentIndex(max(choice.findData(self._known.get(word, "")), 0))

    def save(self) -> None:
        """Remember what each column is, then have the file imported."""
        place = self.table.currentRow() - 1
        if not 0 <= place < len(self._rows):
            self.error.setText(self.tr("Choose the row with the column names."))
            return
        pairs = zip(self._rows[place], self.choices, strict=False)
        columns = {word: str(choice.currentData()) for word, choice in pairs if word}
        self._shell.tasks.write(
            statement_layouts.teach, columns, then=self._saved, failed=self._failed
        )

    def _saved(self, _changes: Changes) -> None:
        self.accept()
        self.taught.emit(self._file)
        self.deleteLater()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, CodedError):
            self.error.setText(wording.error_text(error, formats.language()))
        else:
            self._shell.tasks.tell_error(error)
