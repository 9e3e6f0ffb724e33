"""Exporting cases to Excel: which columns, names in full or not, where to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QStandardPaths, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QListWidget, QListWidgetItem

from desktop.adapters.sheet_export import ExportColumn
from desktop.domain.masks import mask_name
from desktop.services import case_export
from desktop.services.case_actions import Selection
from desktop.services.case_export import CaseColumn, Exported
from desktop.services.cases import CaseRow
from desktop.ui import cells, formats
from desktop.ui.paged_model import Column
from desktop.ui.widgets.text import button, column, row, spacer, text

if TYPE_CHECKING:
    from desktop.ui.cases.case_list import CaseList
    from desktop.ui.page import Page

VIEW = "cases.export"
_FIGURES = {"days": "number", "number": "number", "money": "money"}
_TIMES = {"follow_up": "day", "day": "day", "moment": "moment"}


class ExportDialog(QDialog):
    """Ticks the columns that are shown; names leave as surname and 某 unless asked for in full."""

    def __init__(self, page: "Page", cases: "CaseList", *, is_chosen: bool) -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export to Excel"))
        self._shell = page.shell
        self._cases = cases
        self.selection: Selection = cases.selection() if is_chosen else cases.query
        self._count = cases.selection_size() if is_chosen else cases.model.rowCount()
        words = self.tr("{count} cases, in the order of the list").format(
            count=formats.count(self._count)
        )
        self.columns = QListWidget()
        self.columns.setAccessibleName(self.tr("Columns"))
        self._fill()
        self.full_names = QCheckBox(self.tr("Names in full (is recorded)"))
        save = button(self._shell.theme, self.tr("Save as…"), "download", is_primary=True)
        save.setDefault(True)
        save.clicked.connect(self._ask_where)
        cancel = button(self._shell.theme, self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.setLayout(
            column(
                text(words, "heading"),
                text(self.tr("Columns"), "key"),
                self.columns,
                self.full_names,
                row(spacer(), cancel, save),
                margins=16,
                spacing=10,
            )
        )
        self.resize(360, 460)

    def chosen_columns(self) -> list[CaseColumn]:
        """Return the ticked columns as the sheet will have them."""
        found = []
        for place in range(self.columns.count()):
            item = self.columns.item(place)
            if item.checkState() == Qt.CheckState.Checked:
                shown = self._cases.model.columns[item.data(Qt.ItemDataRole.UserRole)]
                as_of = self._shell.desk.today
                found.append(sheet_column(shown, as_of, in_full=self.full_names.isChecked()))
        return found

    def save_to(self, path: Path) -> None:
        """Write the file in the background and say where it is."""
        self._shell.prefs.set(VIEW, "folder", str(path.parent))
        self._shell.tasks.read(
            case_export.export_cases,
            self.selection,
            self.chosen_columns(),
            path,
            self.tr("Cases"),
            then=_tell(self._shell, self.tr("{count} cases saved in {file}")),
            label=self.tr("Exporting cases"),
        )
        self.accept()

    def _fill(self) -> None:
        shown = self._cases.table.shown_columns()
        hidden = [n for n in range(len(self._cases.model.columns)) if n not in shown]
        for number in (*shown, *hidden):
            described = self._cases.model.columns[number]
            if described.kind == "check":
                continue
            item = QListWidgetItem(described.title)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            state = Qt.CheckState.Checked if number in shown else Qt.CheckState.Unchecked
            item.setCheckState(state)
            item.setData(Qt.ItemDataRole.UserRole, number)
            item.setSizeHint(QSize(0, 28))
            self.columns.addItem(item)

    def _ask_where(self) -> None:
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        folder = Path(self._shell.prefs.get(VIEW, "folder", documents))
        name = self.tr("Cases {day}.xlsx").format(day=self._shell.desk.today)
        dialog = QFileDialog(self, self.tr("Save as"), str(folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Excel (*.xlsx)"), self.tr("CSV (*.csv)")])
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda file: self.save_to(Path(file)))
        dialog.open()


def sheet_column(shown: Column, as_of: date, *, in_full: bool) -> CaseColumn:
    """Return how a column of the list is written: figures as figures, the rest as its words."""
    if shown.kind in _FIGURES or shown.kind in _TIMES:
        kind: Any = _FIGURES.get(shown.kind) or _TIMES[shown.kind]
        return CaseColumn(ExportColumn(shown.title, kind), shown.of)

    def words(case: CaseRow) -> str | None:
        value = shown.of(case)
        if value is None:
            return None
        return cells.words(shown.kind, value, as_of=as_of, codes=shown.codes)

    value: Callable[[CaseRow], Any] = words
    if shown.key == "name" and not in_full:
        masked = replace(shown, value=lambda case: mask_name(case.name))
        value = masked.of
    return CaseColumn(ExportColumn(shown.title), value)


def _tell(shell: Any, words: str) -> Callable[[Exported], None]:
    # Not a method of the dialog: it is closed and deleted long before the file is written.
    def tell(done: Exported) -> None:
        shell.notify.toast(
            words.format(count=formats.count(done.count), file=done.path.name), kind="ok"
        )

    return tell
