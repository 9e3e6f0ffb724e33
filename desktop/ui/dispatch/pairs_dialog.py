"""Who goes with whom today."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget

from desktop.services import officer_pairs
from desktop.services.dispatch_board import Board
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.text import button


class PairsDialog(FormDialog):
    """The pairs of a day: two are joined, a pair is parted."""

    def __init__(self, parent: QWidget, shell: Shell, board: Board) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._day = shell, board.day
        self._names = {one.officer_id: one.name for one in board.officers}
        self.setWindowTitle(self.tr("Pairs of the day"))
        self.first, self.second = QComboBox(), QComboBox()
        for field in (self.first, self.second):
            for officer_id, name in self._names.items():
                field.addItem(name, officer_id)
        self.second.setCurrentIndex(min(1, self.second.count() - 1))
        self.list = QListWidget()
        self.list.setMaximumHeight(120)
        part = button(shell.theme, self.tr("Part the chosen pair"), "x", role="ghost")
        part.clicked.connect(self.part)
        self.add("first", self.tr("Officer"), self.first)
        self.add("second", self.tr("Partner"), self.second)
        self.add("pairs", self.tr("Pairs"), self.list)
        self.add("part", "", part)
        self.on_submit(self.tr("Go together"), self.join)
        self.refresh()

    def refresh(self) -> None:
        """Read the pairs again."""
        self._shell.tasks.read(officer_pairs.pairs, self._day, then=self._show)

    def join(self) -> None:
        """Let the two chosen go together."""
        self._shell.tasks.write(
            officer_pairs.set_pair,
            self._day,
            int(self.first.currentData()),
            int(self.second.currentData()),
            then=lambda _done: self.refresh(),
            failed=self.failed,
        )

    def part(self) -> None:
        """Let the chosen pair go apart."""
        item = self.list.currentItem()
        if item is not None:
            officer_id = int(item.data(Qt.ItemDataRole.UserRole))
            self._shell.tasks.write(
                officer_pairs.dissolve,
                self._day,
                officer_id,
                then=lambda _done: self.refresh(),
                failed=self.failed,
            )

    def _show(self, pairs: tuple[tuple[int, int], ...]) -> None:
        self.list.clear()
        for first, second in pairs:
            item = QListWidgetItem(f"{self._names.get(first, '')} · {self._names.get(second, '')}")
            item.setData(Qt.ItemDataRole.UserRole, first)
            self.list.addItem(item)
        if pairs:
            self.list.setCurrentRow(0)
