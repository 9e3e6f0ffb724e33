"""The steps of a version: one line each, groups together, what is wrong in red."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableWidget, QTableWidgetItem

from desktop.adapters.wording import error_text
from desktop.domain.errors import DomainError
from desktop.domain.reminder_strategy import Step
from desktop.ui.formats import language
from desktop.ui.strategy.words import channel_of, days_of, for_whom, name_of, pace_of, said
from desktop.ui.theme import Theme

_WIDTHS = (200, 104, 112, 104, 146, 76, 52)
_LINE_HEIGHT = 34


class StepTable(QTableWidget):
    """Enter and double click open a step."""

    step_opened = Signal(int)
    """The place of the step in the strategy."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(0, len(_WIDTHS) + 1)
        self._theme = theme
        self.setHorizontalHeaderLabels(
            [
                self.tr("Step"),
                self.tr("Days"),
                self.tr("Pace"),
                self.tr("Channel"),
                self.tr("Template"),
                self.tr("Who"),
                self.tr("Level"),
                self.tr("For whom"),
            ]
        )
        self.setAccessibleName(self.tr("Steps of the strategy"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_LINE_HEIGHT)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for place, width in enumerate(_WIDTHS):
            self.setColumnWidth(place, width)
        self.cellDoubleClicked.connect(lambda at, _column: self.step_opened.emit(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the step on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.step_opened.emit(self.currentRow())
            return
        super().keyPressEvent(event)

    def show_steps(
        self,
        steps: Sequence[Step],
        faults: Mapping[str, DomainError],
        templates: Mapping[str, str],
    ) -> None:
        """Show steps, the same line still chosen; ``templates`` are the names of templates."""
        at = max(0, self.currentRow())
        self.setRowCount(len(steps))
        for place, step in enumerate(steps):
            words = (
                self._name(step, steps),
                days_of(step),
                pace_of(step),
                channel_of(step),
                templates.get(step.template, step.template) if step.channel else "",
                said("short.officer" if step.by_officer else "short.branch")
                if step.channel
                else "",
                str(step.level or ""),
                for_whom(step.when),
            )
            fault = faults.get(step.code)
            for column, word in enumerate(words):
                self._put(place, column, word, step, fault)
        if steps:
            self.setCurrentCell(min(at, len(steps) - 1), 0)

    def _put(
        self, place: int, column: int, word: str, step: Step, fault: DomainError | None
    ) -> None:
        item = QTableWidgetItem(word)
        item.setToolTip(error_text(fault, language()) if fault else word)
        if step.is_off:
            item.setForeground(self._theme.color("text3"))
        elif fault is not None and column == 0:
            item.setForeground(self._theme.color("danger"))
        self.setItem(place, column, item)

    def _name(self, step: Step, steps: Sequence[Step]) -> str:
        """Mark what is off, and how narrow a step is among its group."""
        beside = sum(other.slot == step.slot for other in steps)
        mark = self.tr("off · ") if step.is_off else ""
        width = step.when.width()
        narrow = f"  ({'▸' * width})" if beside > 1 and width else ""
        return f"{mark}{name_of(step)}{narrow}"
