"""Which column is which field: one line per column, with samples of its values."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.adapters.wording import text as word
from desktop.domain.import_fields import FIELDS, KINDS
from desktop.domain.import_mapping import Column, SheetMapping
from desktop.ui import formats
from desktop.ui.theme import Theme
from desktop.ui.widgets.chips import Chip

_KEY = Qt.ItemDataRole.UserRole
_LINE_HEIGHT = 42
_FIXED_WIDTH = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_TONES = {"sure": "green", "unsure": "amber", "unused": "neutral"}


def field_words(key: str) -> str:
    """A field's name in the language of now."""
    return word(f"imports.field.{key}", formats.language())


class _QuietWheel(QObject):
    """Lets the wheel scroll the table instead of turning a choice under the mouse."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow a wheel turn over a choice that is not being used."""
        if (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return False


class MappingTable(QTableWidget):
    """Column, samples, field and how sure the recognition is."""

    field_chosen = Signal(int, str)
    """A person chose: the column's position and the field's key, empty to set it aside."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(0, 4)
        self._theme = theme
        self._quiet = _QuietWheel(self)
        self._fields = self._choices()
        self._is_filling = False
        self._filled: set[int] = set()
        self.setHorizontalHeaderLabels(
            [
                self.tr("Column in the file"),
                self.tr("Samples"),
                self.tr("Read as"),
                self.tr("Recognition"),
            ]
        )
        self.setAccessibleName(self.tr("Columns and their fields"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_LINE_HEIGHT)
        header = self.horizontalHeader()
        header.setFixedHeight(36)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, width in enumerate((150, 320, 220)):
            self.setColumnWidth(place, width)
        header.setStretchLastSection(True)

    def show_mapping(self, mapping: SheetMapping, samples: Sequence[Sequence[str]]) -> None:
        """Show the columns that have a name; ``samples`` are some values per position."""
        self._is_filling = True
        columns = [
            column for column in mapping.columns if column.header or any(samples[column.position])
        ]
        if [self._position(line) for line in range(self.rowCount())] != [
            c.position for c in columns
        ]:
            self.setRowCount(0)
            self.setRowCount(len(columns))
            self._filled.clear()
        for line, column in enumerate(columns):
            self._fill_line(line, column, samples[column.position])
        self._is_filling = False

    def combo(self, position: int) -> QComboBox:
        """The choice of the column at a position."""
        line = next(line for line in range(self.rowCount()) if self._position(line) == position)
        found = self.cellWidget(line, 2).findChild(QComboBox)
        if not isinstance(found, QComboBox):
            raise TypeError("no choice in this line")
        return found

    def _position(self, line: int) -> int:
        item = self.item(line, 0)
        return -1 if item is None else int(item.data(_KEY))

    def _fill_line(self, line: int, column: Column, samples: Sequence[str]) -> None:
        name = QTableWidgetItem(column.header or self.tr("(no name)"))
        name.setData(_KEY, column.position)
        name.setToolTip(column.header)
        self.setItem(line, 0, name)
        values = "  ·  ".join(sample for sample in samples if sample)
        shown = QTableWidgetItem(values)
        shown.setToolTip("\n".join(samples))
        shown.setForeground(self._theme.color("text3"))
        self.setItem(line, 1, shown)
        if line not in self._filled:
            self._filled.add(line)
            self.setCellWidget(line, 2, self._choice(column.position))
            self.setCellWidget(line, 3, _boxed(Chip(self._theme)))
        combo = self.combo(column.position)
        combo.setAccessibleName(self.tr("Field of column {name}").format(name=column.header))
        combo.setCurrentIndex(max(combo.findData(column.field, _KEY), 0))
        chip = self.cellWidget(line, 3).findChild(Chip)
        if isinstance(chip, Chip):
            chip.show_tone(self._certainty(column.certainty), _TONES[column.certainty])

    def _certainty(self, certainty: str) -> str:
        words = {
            "sure": self.tr("recognised"),
            "unsure": self.tr("please check"),
            "unused": self.tr("not used"),
        }
        return words[certainty]

    def _choice(self, position: int) -> QWidget:
        combo = QComboBox()
        combo.setSizeAdjustPolicy(_FIXED_WIDTH)  # else each one measures every field's name
        combo.setMinimumContentsLength(10)
        combo.setModel(self._fields)
        combo.setMaxVisibleItems(18)
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.installEventFilter(self._quiet)
        combo.activated.connect(lambda _index: self._chosen(position, combo))
        return _boxed(combo)

    def _chosen(self, position: int, combo: QComboBox) -> None:
        if not self._is_filling:
            self.field_chosen.emit(position, combo.currentData(_KEY))

    def _choices(self) -> QStandardItemModel:
        """All fields under the names of their kinds, one model for every line."""
        model = QStandardItemModel(self)
        nothing = QStandardItem(self.tr("(do not import)"))
        nothing.setData("", _KEY)
        model.appendRow(nothing)
        for kind in KINDS:
            title = QStandardItem(word(f"imports.kind.{kind}", formats.language()))
            title.setEnabled(False)
            model.appendRow(title)
            for field in FIELDS:
                if field.kind == kind:
                    item = QStandardItem(field_words(field.key))
                    item.setData(field.key, _KEY)
                    model.appendRow(item)
        return model


def _boxed(widget: QWidget) -> QWidget:
    """A cell widget with a little room around it."""
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setContentsMargins(6, 3, 6, 3)
    layout.addWidget(widget)
    if isinstance(widget, Chip):
        layout.addStretch()
    return box
