"""How a file is read as a whole: encoding, header row, content, day of the statement."""

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QSpinBox, QWidget

from desktop.adapters.delimited_text import ENCODINGS
from desktop.adapters.wording import text as word
from desktop.domain.import_fields import KINDS
from desktop.services.import_plans import SheetPlan
from desktop.ui import formats
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.text import row, text

_ENCODING_NAMES = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8 (BOM)", "gbk": "GBK", "gb18030": "GB18030", "utf-16": "UTF-16", "big5": "Big5",
}  # fmt: skip


class ShapeBar(QWidget):
    """Shows what was detected; each of it can be changed."""

    encoding_chosen = Signal(str)
    header_chosen = Signal(int)
    kind_chosen = Signal(str)
    day_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.encoding = QComboBox()
        for name in ENCODINGS:
            self.encoding.addItem(_ENCODING_NAMES[name], name)
        self.encoding.activated.connect(
            lambda _index: self.encoding_chosen.emit(self.encoding.currentData())
        )
        self.header = QSpinBox(minimum=1, maximum=200)
        self.header.setKeyboardTracking(False)
        self.header.valueChanged.connect(self._header_changed)
        self.kind = QComboBox()
        for name in KINDS:
            self.kind.addItem(word(f"imports.kind.{name}", formats.language()), name)
        self.kind.activated.connect(lambda _index: self.kind_chosen.emit(self.kind.currentData()))
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setKeyboardTracking(False)
        self.day.setToolTip(
            self.tr(
                "The day as of which the lender states what is paid; payments after it are added."
            )
        )
        self.day.dateChanged.connect(self._day_changed)
        self._is_filling = False
        self._encoding_box = _named(self.tr("Encoding"), self.encoding)
        layout = FlowLayout(self)
        for box in (
            self._encoding_box,
            _named(self.tr("Header row"), self.header),
            _named(self.tr("Mainly"), self.kind),
            _named(self.tr("Data of"), self.day),
        ):
            layout.addWidget(box)

    def show_plan(self, plan: SheetPlan, *, today: date) -> None:
        """Show how this sheet is read now."""
        self._is_filling = True
        shape = plan.source.text
        self._encoding_box.setVisible(shape is not None)
        if shape is not None:
            self.encoding.setCurrentIndex(self.encoding.findData(shape.encoding))
        self.header.setMaximum(max(len(plan.rows), 1))
        self.header.setValue(plan.mapping.header_rows[1] + 1)
        self.kind.setCurrentIndex(self.kind.findData(plan.mapping.primary))
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        stated = plan.stated_on
        self.day.setDate(QDate(stated.year, stated.month, stated.day))
        self._is_filling = False

    def _header_changed(self, number: int) -> None:
        if not self._is_filling:
            self.header_chosen.emit(number - 1)

    def _day_changed(self, day: QDate) -> None:
        if not self._is_filling:
            self.day_chosen.emit(date(day.year(), day.month(), day.day()))


def _named(name: str, field: QWidget) -> QWidget:
    box = QWidget()
    field.setAccessibleName(name)
    box.setLayout(row(text(name, "key"), field, spacing=6))
    return box
