"""Where an import begins: a place to drop files, and what was taken in before."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from desktop.adapters.wording import text as word
from desktop.services.import_history import Batch
from desktop.ui import formats
from desktop.ui.imports.rows_model import RowsModel, TableColumn, table_of
from desktop.ui.theme import Theme
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.text import button, column, row, set_property, spacer, text


class DropZone(Card):
    """Takes files by drag and drop, or asks for them by its button."""

    files_dropped = Signal(object)
    choose_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setProperty("drop", False)
        picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        theme.set_icon(picture, "file-spreadsheet", "accent", 36)
        choose = button(theme, self.tr("Choose files…"), "upload", is_primary=True)
        choose.clicked.connect(self.choose_wanted)
        words = text(self.tr("Drop the lender's files here"), "heading")
        remark = text(
            self.tr(
                "CSV or Excel: customers, accounts, instalments, payments, card postings,"
                " guarantors, contacts – in one sheet or several files. Encoding, header and columns"
                " are recognised; nothing is stored before you have seen it."
            ),
            "muted",
            wrap=True,
        )
        remark.setMinimumWidth(560)
        for label in (words, remark):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 22)
        layout.setSpacing(10)
        layout.addWidget(picture)
        layout.addWidget(words)
        layout.addLayout(row(spacer(), remark, spacer()))
        layout.addWidget(choose, 0, Qt.AlignmentFlag.AlignHCenter)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if event.mimeData().hasUrls():
            set_property(self, "drop", True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went away again."""
        set_property(self, "drop", False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped; folders give the files in them."""
        set_property(self, "drop", False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.files_dropped.emit(with_folders_opened(paths))


def with_folders_opened(paths: Sequence[Path]) -> list[Path]:
    """The files among these paths and in the folders among them, one level deep."""
    found: list[Path] = []
    for path in paths:
        found += sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
    return [path for path in found if not path.name.startswith((".", "~$"))]


class StartView(QWidget):
    """The drop zone above the history of imports."""

    files_dropped = Signal(object)
    choose_wanted = Signal()
    batch_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._zone = DropZone(theme)
        self._zone.files_dropped.connect(self.files_dropped)
        self._zone.choose_wanted.connect(self.choose_wanted)
        self._model = RowsModel(self._columns(), theme)
        self.table = table_of(self._model, self.tr("Earlier imports"))
        self.table.activated.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self._empty = EmptyState(theme, "history")
        self._empty.show_words(
            self.tr("Nothing has been imported yet"),
            self.tr("Each import stays listed here with what it changed and what it refused."),
        )
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        card = Card()
        card.setLayout(
            column(
                row(text(self.tr("Earlier imports"), "heading"), spacer(), margins=12),
                self._stack,
                margins=1,
            )
        )
        layout = column(self._zone, card, spacing=14)
        layout.setStretch(1, 1)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)

    def show_history(self, batches: Sequence[Batch]) -> None:
        """Show the imports, the latest first."""
        self._model.show_rows(batches)
        self._stack.setCurrentIndex(1 if batches else 0)

    def _open(self, index: QModelIndex) -> None:
        self.batch_wanted.emit(self._model.row_at(index.row()))

    def _columns(self) -> tuple[TableColumn, ...]:
        return (
            TableColumn(self.tr("Time"), 140, lambda b: formats.moment(b.started_at)),
            TableColumn(self.tr("File"), 210, _file_words),
            TableColumn(self.tr("Content"), 200, lambda b: kind_words(b.kinds)),
            TableColumn(
                self.tr("Rows"),
                72,
                lambda b: formats.count(b.counts.get("rows", 0)),
                is_figure=True,
            ),
            TableColumn(
                self.tr("New"), 72, lambda b: formats.count(b.total("new")), is_figure=True
            ),
            TableColumn(
                self.tr("Changed"), 72, lambda b: formats.count(b.total("changed")), is_figure=True
            ),
            TableColumn(
                self.tr("Unchanged"), 90, lambda b: formats.count(b.total("same")), is_figure=True
            ),
            TableColumn(
                self.tr("Rejected"),
                72,
                lambda b: formats.count(b.counts.get("rejected", 0)),
                is_figure=True,
                ink=lambda b: "danger" if b.counts.get("rejected") else "text3",
            ),
            TableColumn(
                self.tr("State"),
                90,
                lambda b: word(f"imports.state.{b.state}", formats.language()),
                ink=lambda b: "ok" if b.state == "finished" else "warn",
            ),
            TableColumn(self.tr("By"), 0, lambda b: b.started_by),
        )


def _file_words(batch: Batch) -> str:
    is_named_so = batch.file_name.startswith(batch.sheet) or not batch.sheet
    return batch.file_name if is_named_so else f"{batch.file_name} · {batch.sheet}"


def kind_words(kinds: Sequence[str]) -> str:
    """Record kinds in the language of now."""
    joint = "、" if formats.language() == "zh" else ", "
    return joint.join(word(f"imports.kind.{kind}", formats.language()) for kind in kinds)
