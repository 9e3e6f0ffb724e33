"""The lines of a collection sheet as a table."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from desktop.services.collection import SheetLine
from desktop.ui import formats

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WARNING = 5


class LineTable(QTableWidget):
    """Customer, amount, day, receipt, payer, and what to look at."""

    def __init__(self) -> None:
        super().__init__(0, 6)
        self._lines: list[SheetLine] = []
        self._words: dict[str, str] = {}
        self.setHorizontalHeaderLabels(
            [
                self.tr("Customer"),
                self.tr("Amount"),
                self.tr("Paid on"),
                self.tr("Receipt"),
                self.tr("Payer"),
                self.tr("Look at"),
            ]
        )
        self.setAccessibleName(self.tr("Payments on the sheet"))
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for place, width in enumerate((250, 120, 100, 130, 100)):
            self.setColumnWidth(place, width)
        self.horizontalHeader().setSectionResizeMode(_WARNING, QHeaderView.ResizeMode.Stretch)

    @property
    def lines(self) -> list[SheetLine]:
        """The lines in their order."""
        return list(self._lines)

    def words_of(self, number: str) -> str:
        """Return whose payment a line is, in words."""
        return self._words.get(number, "")

    def add(self, line: SheetLine, words: str, place: int | None = None) -> None:
        """Put a line at the end, or at a place, and show it."""
        at = len(self._lines) if place is None else place
        self._lines.insert(at, line)
        self._words[line.number] = words
        self.insertRow(at)
        said = (words, formats.money(line.amount), formats.day(line.paid_on), line.slip, line.payer)
        for column, value in enumerate((*said, "")):
            item = QTableWidgetItem(value)
            if column == 1:
                item.setTextAlignment(_RIGHT)
            self.setItem(at, column, item)
        self.setCurrentCell(at, 0)

    def say(self, number: str, words: str) -> None:
        """Say what to look at on a line."""
        for place, line in enumerate(self._lines):
            item = self.item(place, _WARNING)
            if line.number == number and item is not None:
                item.setText(words)
                item.setToolTip(words)

    def warned(self) -> dict[str, str]:
        """Return what is said of each line."""
        return {
            line.number: item.text() if (item := self.item(place, _WARNING)) else ""
            for place, line in enumerate(self._lines)
        }

    def take_off_current(self) -> tuple[int, SheetLine, str] | None:
        """Take the line looked at off; return where it stood, so that it can come back."""
        place = self.currentRow()
        if not 0 <= place < len(self._lines):
            return None
        line = self._lines.pop(place)
        self.removeRow(place)
        return place, line, self._words[line.number]

    def take_off(self, number: str) -> None:
        """Take a line off by its number."""
        for place, line in enumerate(self._lines):
            if line.number == number:
                del self._lines[place]
                self.removeRow(place)
                return

    def clear_lines(self) -> None:
        """Take every line off."""
        self._lines.clear()
        self.setRowCount(0)
