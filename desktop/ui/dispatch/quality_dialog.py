"""The service quality report and what has to be made good."""

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QInputDialog,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.services import service_quality, visit_steps
from desktop.services.quality_reports import COLUMNS, save_report
from desktop.services.service_quality import QualityReport
from desktop.ui import formats
from desktop.ui.dispatch.words import said
from desktop.ui.page import Shell
from desktop.ui.widgets.text import button, column, row, spacer, text

GROUPINGS = ("kind", "officer", "month")
_SHARES = ("answered_in_time", "arrived_in_time", "done_first")


class QualityDialog(QDialog):
    """Figures of a span by kind, officer or month; below, the tasks after bad ratings."""

    def __init__(self, parent: QWidget, shell: Shell, task_id: int | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Service quality"))
        self.resize(1180, 560)
        self._shell = shell
        self._report: QualityReport | None = None
        self._wanted = task_id
        self.span = QComboBox()
        today = shell.desk.today
        for words, first, last in self._spans(today):
            self.span.addItem(words, (first, last))
        self.by = QComboBox()
        for code in GROUPINGS:
            self.by.addItem(said(f"dispatch.quality.by_{code}"), code)
        self.table = _table(self.tr("Service quality"))
        self.recoveries = _table(self.tr("To make good"))
        self._none = text(said("dispatch.quality.none"), "muted")
        self._made_good = button(shell.theme, self.tr("Made good…"), "check")
        save = button(shell.theme, self.tr("Save as…"), "download")
        self._made_good.clicked.connect(self._ask_outcome)
        save.clicked.connect(self._ask_file)
        self.span.currentIndexChanged.connect(lambda _place: self.refresh())
        self.by.currentIndexChanged.connect(lambda _place: self.refresh())
        self.setLayout(
            column(
                row(self.span, self.by, spacer(), save),
                self.table,
                row(
                    text(self.tr("To make good"), "heading"), self._none, spacer(), self._made_good
                ),
                self.recoveries,
                margins=16,
                spacing=10,
            )
        )
        self.refresh()

    def refresh(self) -> None:
        """Read the report of the chosen span."""
        first, last = self.span.currentData()
        self._shell.tasks.read(
            service_quality.report,
            first,
            last,
            str(self.by.currentData()),
            then=self._show,
            latest="dispatch.quality",
        )

    def save(self, path: Path) -> None:
        """Write what is shown to a file."""
        if self._report is None:
            return
        words = self.tr("Saved: {name}").format(name=path.name)
        self._shell.tasks.write(
            save_report,
            self._report,
            path,
            formats.language(),
            then=lambda _rows: self._shell.notify.toast(words, kind="ok"),
            label=self.tr("Saving the report"),
        )

    def make_good(self, outcome: str) -> None:
        """Close the chosen task with what was done."""
        place = self.recoveries.currentRow()
        if self._report is None or not 0 <= place < len(self._report.recoveries):
            return
        task_id = self._report.recoveries[place].task_id
        self._shell.tasks.write(
            visit_steps.recover, task_id, outcome, then=lambda _changes: self.refresh()
        )

    def _show(self, found: QualityReport) -> None:
        self._report = found
        head = [said(f"dispatch.quality.by_{found.by}")]
        head += [_two_lines(said(f"dispatch.quality.{name}")) for name in COLUMNS]
        lines = []
        for one in (*found.rows, *([found.total] if found.total else [])):
            is_all = one is found.total
            key = said("dispatch.quality.all") if is_all else self._key(found.by, one.key)
            lines.append([key, *(_shown(name, getattr(one, name)) for name in COLUMNS)])
        _fill(self.table, head, lines)
        head = [self.tr("Customer"), self.tr("In their words"), self.tr("Deadline")]
        tasks = [
            [one.name, one.reason, formats.moment(one.due_at) + (" !" if one.is_late else "")]
            for one in found.recoveries
        ]
        _fill(self.recoveries, head, tasks)
        words = QHeaderView.ResizeMode.Stretch
        self.recoveries.horizontalHeader().setSectionResizeMode(1, words)
        self._none.setVisible(not tasks)
        self._made_good.setEnabled(bool(tasks))
        if tasks:
            numbers = [one.task_id for one in found.recoveries]
            self.recoveries.selectRow(numbers.index(self._wanted) if self._wanted in numbers else 0)

    def _key(self, by: str, key: str) -> str:
        return service_quality.key_words(by, key, formats.language())

    def _spans(self, today: date) -> list[tuple[str, date, date]]:
        month = today.replace(day=1)
        before = (month - timedelta(days=1)).replace(day=1)
        week = today - timedelta(days=today.weekday())
        return [
            (self.tr("This month"), month, today),
            (self.tr("Today"), today, today),
            (self.tr("This week"), week, today),
            (self.tr("Last month"), before, month - timedelta(days=1)),
            (self.tr("This year"), date(today.year, 1, 1), today),
        ]

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Save as…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Excel (*.xlsx);;PDF (*.pdf);;CSV (*.csv)")
        dialog.setDefaultSuffix("xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def _ask_outcome(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Made good…"))
        dialog.setLabelText(self.tr("What was done"))
        dialog.textValueSelected.connect(self.make_good)
        dialog.open()


def _table(name: str) -> QTableWidget:
    table = QTableWidget()
    table.setAccessibleName(name)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setStretchLastSection(True)
    return table


def _fill(table: QTableWidget, head: list[str], lines: list[list[str]]) -> None:
    table.setColumnCount(len(head))
    table.setHorizontalHeaderLabels(head)
    table.setRowCount(len(lines))
    for place, line in enumerate(lines):
        for at, words in enumerate(line):
            table.setItem(place, at, QTableWidgetItem(words))


def _two_lines(words: str) -> str:
    """A heading with its unit, or its second half, below it."""
    for mark in (" (", "（", " in ", " at "):
        before, found, after = words.partition(mark)
        if found:
            return f"{before}\n{found.strip()}{' ' if mark.endswith(' ') else ''}{after}"
    return words


def _shown(name: str, value: object) -> str:
    if value is None:
        return "—"
    return formats.percent(float(str(value))) if name in _SHARES else str(value)
