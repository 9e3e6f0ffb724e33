"""How the chosen files are going to be taken in: sheets, columns, first rows; all changeable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from desktop.adapters.wording import text as word
from desktop.services import import_plans
from desktop.services.import_plans import PreviewRow, SheetPlan
from desktop.ui import formats
from desktop.ui.imports.mapping_table import MappingTable
from desktop.ui.imports.preview_table import PreviewTable
from desktop.ui.imports.shape_bar import ShapeBar
from desktop.ui.imports.start_view import kind_words
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import button, column, row, spacer, text

TWO_LINES = 50
"""Height of an entry with a name and what it holds below."""


@dataclass
class _Entry:
    """One sheet in the list, and whether it is to be taken in."""

    plan: SheetPlan
    is_wanted: bool


class PlanView(QWidget):
    """Sheets at the left; at the right how the chosen one is read."""

    import_wanted = Signal(object, bool)
    """The plans to take in, and whether it is only a dry run."""
    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._entries: list[_Entry] = []
        self._place = 0
        self._is_filling = False
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Sheets"))
        self.list.setFixedWidth(248)
        self.list.currentRowChanged.connect(self._chosen)
        self.list.itemChanged.connect(self._ticked)
        self.shape = ShapeBar()
        self.shape.encoding_chosen.connect(self._read_as_encoding)
        self.shape.header_chosen.connect(lambda n: self._plan_again(header_rows=(n, n)))
        self.shape.kind_chosen.connect(lambda kind: self._plan_again(as_kind=kind))
        self.shape.day_chosen.connect(self._stated_on)
        self.mapping = MappingTable(shell.theme)
        self.mapping.field_chosen.connect(self._field_chosen)
        self.preview = PreviewTable(shell.theme)
        self.hint = text("", "warn", wrap=True)
        self.remembered = text(self.tr("Read as files of this shape were read before."), "ok")
        self.dry_run = button(shell.theme, self.tr("Try without storing"), "eye")
        self.dry_run.clicked.connect(lambda: self._start(dry_run=True))
        self.start = button(shell.theme, self.tr("Import"), "check", is_primary=True)
        self.start.clicked.connect(lambda: self._start(dry_run=False))
        self._lay_out()

    def _lay_out(self) -> None:
        back = button(self._shell.theme, self.tr("Back"), "arrow-left", role="ghost")
        back.clicked.connect(self.left)
        sheets = Card()
        sheets.setLayout(
            column(text(self.tr("Sheets"), "heading"), self.list, margins=10, spacing=8)
        )
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        for title, body in (
            (self.tr("Columns"), self.mapping),
            (self.tr("First rows"), self.preview),
        ):
            card = Card()
            card.setLayout(column(row(text(title, "heading"), margins=10), body, margins=1))
            splitter.addWidget(card)
        splitter.setSizes([300, 260])
        right = QVBoxLayout()
        right.setSpacing(8)
        for widget in (self.shape, self.remembered, self.hint):
            right.addWidget(widget)
        right.addWidget(splitter, 1)
        middle = row(sheets, right, spacing=14)
        middle.setStretch(1, 1)
        layout = column(middle, row(back, spacer(), self.dry_run, self.start), spacing=12)
        layout.setStretch(0, 1)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)

    def show_plans(self, plans: Sequence[SheetPlan]) -> None:
        """Begin with these sheets; those that nothing can be read from are not ticked."""
        self._entries = [_Entry(plan, not plan.mapping.missing()) for plan in plans]
        self._place = 0
        self._fill_list()
        self.list.setCurrentRow(0)
        self._show()

    @property
    def plans(self) -> list[SheetPlan]:
        """The sheets that are ticked, as they are to be read."""
        return [entry.plan for entry in self._entries if entry.is_wanted]

    @property
    def current(self) -> SheetPlan:
        """The sheet looked at."""
        return self._entries[self._place].plan

    def _fill_list(self) -> None:
        self._is_filling = True
        self.list.clear()
        for entry in self._entries:
            item = QListWidgetItem(self.list)
            item.setSizeHint(QSize(0, TWO_LINES))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            self._fill_item(item, entry)
        self._is_filling = False

    def _fill_item(self, item: QListWidgetItem, entry: _Entry) -> None:
        plan = entry.plan
        is_text = plan.source.text is not None
        name = plan.file_name if is_text else f"{plan.file_name} · {plan.sheet}"
        content = kind_words(plan.mapping.kinds) or self.tr("nothing to import")
        item.setText(f"{name}\n{content}")
        item.setToolTip(str(plan.source.path))
        item.setCheckState(Qt.CheckState.Checked if entry.is_wanted else Qt.CheckState.Unchecked)

    def _chosen(self, place: int) -> None:
        if 0 <= place < len(self._entries) and not self._is_filling:
            self._place = place
            self._show()

    def _ticked(self, item: QListWidgetItem) -> None:
        if self._is_filling:
            return
        self._entries[self.list.row(item)].is_wanted = item.checkState() == Qt.CheckState.Checked
        self._allow()

    def _show(self) -> None:
        """Show how the chosen sheet is read, and ask for its first rows."""
        plan = self.current
        self.shape.show_plan(plan, today=self._shell.desk.today)
        self.mapping.show_mapping(plan.mapping, import_plans.samples(plan))
        self.remembered.setVisible(plan.is_remembered)
        missing = plan.mapping.missing()
        words = [
            word(code, formats.language(), file=plan.file_name, sheet=plan.sheet)
            for code in missing
        ]
        self.hint.setText("\n".join(words))
        self.hint.setVisible(bool(words))
        self._allow()
        self._shell.tasks.read(
            import_plans.preview, plan, then=self._previewed, latest="imports.preview"
        )

    def _previewed(self, rows: tuple[PreviewRow, ...]) -> None:
        if self._entries:
            self.preview.show_rows(self.current.mapping, rows)

    def _allow(self) -> None:
        is_ready = bool(self.plans) and not any(plan.mapping.missing() for plan in self.plans)
        self.start.setEnabled(is_ready)
        self.dry_run.setEnabled(is_ready)

    def _put(self, plan: SheetPlan) -> None:
        """Take a changed plan in the place of the one looked at."""
        entry = self._entries[self._place]
        was_unusable = bool(entry.plan.mapping.missing())
        entry.plan = plan
        if was_unusable or plan.mapping.missing():
            entry.is_wanted = not plan.mapping.missing()
        self._is_filling = True
        self._fill_item(self.list.item(self._place), entry)
        self._is_filling = False
        self._show()

    def _field_chosen(self, position: int, field: str) -> None:
        self._put(self.current.with_field(position, field))

    def _stated_on(self, day: date) -> None:
        self._put(self.current.stated(day))

    def _plan_again(self, **how: Any) -> None:
        self._shell.tasks.read(
            import_plans.plan_again, self.current, then=self._put, latest="imports.plan", **how
        )

    def _read_as_encoding(self, encoding: str) -> None:
        self._shell.tasks.read(
            import_plans.look_at,
            self.current.source.path,
            encoding=encoding,
            then=lambda plans: self._put(plans[0]),
            latest="imports.plan",
        )

    def _start(self, *, dry_run: bool) -> None:
        self.import_wanted.emit(self.plans, dry_run)
