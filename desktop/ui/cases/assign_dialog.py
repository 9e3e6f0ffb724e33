"""Choosing the officer who gets the cases."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from desktop.ui import formats
from desktop.ui.theme import Theme
from desktop.ui.widgets.text import button, column, row, spacer, text


class AssignDialog(QDialog):
    """A list of officers; Enter or a double click hands the cases over."""

    chosen = Signal(object)
    """The officer's id, None for nobody."""

    def __init__(
        self, parent: QWidget, theme: Theme, officers: Mapping[int, str], count: int
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Assign"))
        words = self.tr("Hand {count} cases to").format(count=formats.count(count))
        self._list = QListWidget()
        self._list.setAccessibleName(words)
        for officer_id, name in officers.items():
            self._add(name, officer_id)
        self._add(self.tr("Nobody"), None)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(lambda _item: self.accept())
        assign = button(theme, self.tr("Assign"), is_primary=True)
        assign.setDefault(True)
        assign.clicked.connect(self.accept)
        cancel = button(theme, self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.setLayout(
            column(
                text(words, "heading"),
                self._list,
                row(spacer(), cancel, assign),
                margins=16,
                spacing=12,
            )
        )
        self.resize(320, 360)
        self.accepted.connect(self._tell)

    def _add(self, name: str, officer_id: int | None) -> None:
        item = QListWidgetItem(name)
        item.setData(Qt.ItemDataRole.UserRole, officer_id)
        item.setSizeHint(QSize(0, 32))
        self._list.addItem(item)

    def _tell(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
