"""The first rows as they would be taken in, with what is wrong marked in its cell."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop.adapters.wording import text as word
from desktop.domain.import_mapping import SheetMapping
from desktop.domain.import_rows import Problem
from desktop.services.import_plans import PreviewRow
from desktop.ui import formats
from desktop.ui.imports.mapping_table import field_words
from desktop.ui.imports.rows_model import RowsModel, TableColumn, lay_columns, table_of
from desktop.ui.imports.start_view import kind_words
from desktop.ui.theme import Theme
from desktop.ui.widgets.text import column, text

_CELL_WIDTH = 130


class PreviewTable(QWidget):
    """Row number, what it yields or why not, then the columns that are used."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._model = RowsModel((), theme)
        self.table = table_of(self._model, self.tr("First rows"))
        self._none = text(self.tr("There are no rows below the header."), "muted")
        self._stack = QStackedLayout()
        for widget in (self._none, self.table):
            self._stack.addWidget(widget)
        self.setLayout(column(self._stack))

    def show_rows(self, mapping: SheetMapping, rows: Sequence[PreviewRow]) -> None:
        """Show rows under the columns that are read."""
        used = [each for each in mapping.columns if each.field]
        columns = [
            TableColumn(
                self.tr("Row"), 56, lambda r: str(r.number), is_figure=True, ink=lambda _r: "text3"
            ),
            TableColumn(self.tr("Result"), 220, _result, ink=_result_ink),
            *(self._cell_column(each.position, each.field, each.header) for each in used),
        ]
        self._model.show_rows(rows, columns)
        lay_columns(self.table, self._model)
        self._stack.setCurrentIndex(1 if rows else 0)

    def _cell_column(self, position: int, field: str, header: str) -> TableColumn:
        def words(row: PreviewRow) -> str:
            return row.cells[position] if position < len(row.cells) else ""

        def ground(row: PreviewRow) -> str:
            return "danger_soft" if any(at == position for at, _ in row.problems) else ""

        def ink(row: PreviewRow) -> str:
            return "danger" if ground(row) else "text"

        return TableColumn(
            f"{header} → {field_words(field)}", _width(header, field), words, ink=ink, ground=ground
        )


def _width(header: str, field: str) -> int:
    return max(_CELL_WIDTH, 13 * (len(header) + len(field_words(field))) + 50)


def reason(problem: Problem) -> str:
    """Why a row is not taken, in the language of now."""
    return word(problem.code, formats.language(), **dict(problem.facts))


def _result(row: PreviewRow) -> str:
    refused = [problem for _, problem in row.problems if not problem.is_notice]
    if refused:
        return "；".join(reason(problem) for problem in refused)
    return kind_words(row.kinds) if row.kinds else "—"


def _result_ink(row: PreviewRow) -> str:
    if any(not problem.is_notice for _, problem in row.problems):
        return "danger"
    return "ok" if row.kinds else "text3"
