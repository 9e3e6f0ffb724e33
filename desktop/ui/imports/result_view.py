"""What came of an import: figures, the rows that were not taken, the fields that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTabWidget, QWidget

from desktop.adapters.wording import text as word
from desktop.domain.import_rows import Problem
from desktop.services.import_history import Batch, FieldChange
from desktop.services.imports import ImportResult, SheetResult
from desktop.ui import formats
from desktop.ui.imports.mapping_table import field_words
from desktop.ui.imports.plan_view import TWO_LINES
from desktop.ui.imports.preview_table import reason
from desktop.ui.imports.rows_model import RowsModel, TableColumn, table_of
from desktop.ui.imports.start_view import kind_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card, KpiCard
from desktop.ui.widgets.text import button, column, row, spacer, text


@dataclass(frozen=True)
class Shown:
    """One sheet's result as it is shown; ``batch_id`` is empty after a dry run."""

    title: str
    kinds: tuple[str, ...]
    counts: Mapping[str, int]
    problems: Sequence[Problem]
    changes: Sequence[FieldChange]
    batch_id: int | None

    @property
    def rejected(self) -> int:
        """How many rows were not taken."""
        return self.counts.get("rejected", 0)

    def total(self, what: str) -> int:
        """How many records are new, changed or same."""
        return sum(number for name, number in self.counts.items() if name.endswith(f".{what}"))


def of_sheet(sheet: SheetResult) -> Shown:
    """A result that has just come."""
    changes = [FieldChange(c.row_no, c.kind, c.key, c.field, c.old, c.new) for c in sheet.changed]
    title = _title(sheet.file_name, sheet.sheet)
    return Shown(title, sheet.kinds, sheet.counts, sheet.problems, changes, sheet.batch_id)


def of_batch(batch: Batch, problems: Sequence[Problem], changes: Sequence[FieldChange]) -> Shown:
    """The result of an earlier import."""
    title = _title(batch.file_name, batch.sheet)
    return Shown(title, batch.kinds, batch.counts, problems, changes, batch.id)


def _title(file_name: str, sheet: str) -> str:
    return file_name if file_name.startswith(sheet) else f"{file_name} · {sheet}"


class ResultView(QWidget):
    """Figures above, sheets at the left, problems and changes at the right."""

    save_wanted = Signal(int)
    """The rejected rows of this batch are to be saved as a file."""
    import_wanted = Signal()
    """After a dry run: take it in now."""
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._sheets: list[Shown] = []
        self.title = text("", "heading")
        self.cards = {
            "new": KpiCard(self.tr("New")),
            "changed": KpiCard(self.tr("Changed")),
            "same": KpiCard(self.tr("Unchanged")),
            "rejected": KpiCard(self.tr("Rejected rows")),
        }
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Sheets"))
        self.list.setFixedWidth(248)
        self.list.currentRowChanged.connect(self._show)
        self.problems = RowsModel(self._problem_columns(), theme)
        self.changes = RowsModel(self._change_columns(), theme)
        self.tabs = QTabWidget()
        self.tabs.addTab(table_of(self.problems, self.tr("Rejected rows and remarks")), "")
        self.tabs.addTab(table_of(self.changes, self.tr("Changed fields")), "")
        self.save = button(theme, self.tr("Save rejected rows…"), "download")
        self.save.clicked.connect(self._save)
        self.go_on = button(theme, self.tr("Import now"), "check", is_primary=True)
        self.go_on.clicked.connect(self.import_wanted)
        self.back = button(theme, self.tr("Back"), "arrow-left", role="ghost")
        self.back.clicked.connect(self.left)
        self._lay_out()

    def _lay_out(self) -> None:
        sheets, body = Card(), Card()
        sheets.setLayout(
            column(text(self.tr("Sheets"), "heading"), self.list, margins=10, spacing=8)
        )
        body.setLayout(column(self.tabs, margins=10))
        middle = row(sheets, body, spacing=14)
        middle.setStretch(1, 1)
        layout = column(
            row(self.title, spacer(), self.save),
            row(*self.cards.values(), spacing=14),
            middle,
            row(self.back, spacer(), self.go_on),
            spacing=12,
        )
        layout.setStretch(2, 1)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)

    def show_result(self, result: ImportResult) -> None:
        """Show what has just come of an import or a dry run."""
        done = (
            self.tr("Imported")
            if not result.is_dry_run
            else self.tr("Would be imported (nothing is stored yet)")
        )
        self.go_on.setVisible(result.is_dry_run)
        self._begin(done, [of_sheet(sheet) for sheet in result.sheets])

    def show_earlier(self, shown: Shown) -> None:
        """Show an earlier import."""
        self.go_on.setVisible(False)
        self._begin(self.tr("An earlier import"), [shown])

    def _begin(self, title: str, sheets: list[Shown]) -> None:
        self._sheets = sheets
        self.title.setText(title)
        for what in ("new", "changed", "same"):
            number = sum(sheet.total(what) for sheet in sheets)
            self.cards[what].show_figure(formats.count(number))
        rejected = sum(sheet.rejected for sheet in sheets)
        remark = self.tr("correct and import again") if rejected else ""
        self.cards["rejected"].show_figure(formats.count(rejected), remark, tone="danger")
        self.list.clear()
        for sheet in sheets:
            item = QListWidgetItem(f"{sheet.title}\n{self._summary(sheet)}", self.list)
            item.setSizeHint(QSize(0, TWO_LINES))
        worst = max(
            range(len(sheets)),
            key=lambda place: (sheets[place].rejected, len(sheets[place].problems)),
            default=0,
        )
        self.list.setCurrentRow(worst)

    def _summary(self, sheet: Shown) -> str:
        if sheet.rejected:
            words = self.tr("%n rejected", "", sheet.rejected)
            return f"{kind_words(sheet.kinds)} · {words}"
        return kind_words(sheet.kinds)

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self._sheets):
            return
        sheet = self._sheets[place]
        self.problems.show_rows(sheet.problems)
        self.changes.show_rows(sheet.changes)
        self.tabs.setTabText(
            0, self.tr("Rejected rows and remarks {count}").format(count=len(sheet.problems))
        )
        self.tabs.setTabText(1, self.tr("Changed fields {count}").format(count=len(sheet.changes)))
        self.tabs.setCurrentIndex(1 if sheet.changes and not sheet.problems else 0)
        self.save.setVisible(sheet.batch_id is not None and sheet.rejected > 0)

    def _save(self) -> None:
        sheet = self._sheets[max(self.list.currentRow(), 0)]
        if sheet.batch_id is not None:
            self.save_wanted.emit(sheet.batch_id)

    def _problem_columns(self) -> tuple[TableColumn, ...]:
        def ink(problem: Problem) -> str:
            return "text2" if problem.is_notice else "danger"

        return (
            TableColumn(self.tr("Row"), 70, lambda p: str(p.row), is_figure=True),
            TableColumn(self.tr("Column"), 130, lambda p: p.column or "—"),
            TableColumn(self.tr("Value"), 180, lambda p: p.value),
            TableColumn(self.tr("Reason"), 0, reason, ink=ink),
        )

    def _change_columns(self) -> tuple[TableColumn, ...]:
        def kind(change: FieldChange) -> str:
            return word(f"imports.kind.{change.kind}", formats.language())

        return (
            TableColumn(self.tr("Row"), 70, lambda c: str(c.row_no or "—"), is_figure=True),
            TableColumn(self.tr("Record"), 90, kind),
            TableColumn(self.tr("Which"), 180, lambda c: c.key),
            TableColumn(self.tr("Field"), 130, lambda c: field_words(f"{c.kind}.{c.field}")),
            TableColumn(self.tr("Before"), 180, lambda c: c.old or "—", ink=lambda _c: "text3"),
            TableColumn(self.tr("Now"), 0, lambda c: c.new or "—"),
        )
