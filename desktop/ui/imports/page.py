"""The page that takes in lenders' files: choose, look, take in, see what came of it."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QWidget

from desktop.domain.import_rows import Problem
from desktop.domain.progress import Cancelled
from desktop.services import day_run, import_history, import_plans, imports
from desktop.services.desk import Desk
from desktop.services.import_history import Batch, FieldChange
from desktop.services.import_plans import Looked, SheetPlan
from desktop.services.imports import ImportResult
from desktop.ui import formats
from desktop.ui.imports.plan_view import PlanView
from desktop.ui.imports.result_view import ResultView, of_batch
from desktop.ui.imports.start_view import StartView
from desktop.ui.page import Page, Shell


class ImportsPage(Page):
    """Three views after one another: start with the history, the plan, the result."""

    key = "imports"
    icon = "upload"
    topics = frozenset({"imports"})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.start = StartView(shell.theme)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.start)
        self._planned: list[SheetPlan] = []
        self._is_after_dry_run = False
        self.choose_action = self.act(
            "choose",
            self.tr("Choose files…"),
            self._choose,
            shortcut="Ctrl+O",
            icon="upload",
            is_primary=True,
        )
        self.start.choose_wanted.connect(self._choose)
        self.start.files_dropped.connect(self.look_at)
        self.start.batch_wanted.connect(self._open_batch)

    @cached_property
    def plan(self) -> PlanView:
        """How the files are going to be read; made when first needed."""
        view = PlanView(self.shell)
        view.import_wanted.connect(self._run)
        view.left.connect(self._to_start)
        self._stack.addWidget(view)
        return view

    @cached_property
    def result(self) -> ResultView:
        """What came of it; made when first needed."""
        view = ResultView(self.shell.theme)
        view.save_wanted.connect(self._ask_where)
        view.import_wanted.connect(lambda: self._run(self._planned, False))
        view.left.connect(self._leave_result)
        self._stack.addWidget(view)
        return view

    def title(self) -> str:
        """The page's name."""
        return self.tr("Import")

    def top_actions(self) -> list[QAction | QWidget]:
        """Choosing files is the one thing to do here."""
        return [self.choose_action]

    def refresh(self) -> None:
        """Read the history."""
        self.shell.tasks.read(
            import_history.history, then=self.start.show_history, latest="imports.history"
        )

    def open_target(self, **target: object) -> None:
        """``files``: paths to look at at once, such as those dropped on the window."""
        files = target.get("files")
        if isinstance(files, Sequence) and files:
            self.look_at([Path(str(file)) for file in files])

    def look_at(self, paths: Sequence[Path]) -> None:
        """Open files and show how they would be taken in."""
        if paths:
            self.shell.tasks.read(
                import_plans.look_at_all,
                list(paths),
                then=self._looked,
                latest="imports.look",
                label=self.tr("Reading the files"),
            )

    def _choose(self) -> None:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = str(self.shell.prefs.get("imports", "folder", home))
        kinds = self.tr("Tables (*.csv *.txt *.xlsx *.xlsm *.xls *.et *.ods);;All files (*)")
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose files"), folder, kinds)
        if names:
            self.shell.prefs.set("imports", "folder", str(Path(names[0]).parent))
            self.look_at([Path(name) for name in names])

    def _looked(self, looked: Looked) -> None:
        for problem in looked.problems:
            self.shell.notify.error(problem)
        if looked.plans:
            self.plan.show_plans(looked.plans)
            self._stack.setCurrentWidget(self.plan)

    def _run(self, plans: list[SheetPlan], dry_run: bool) -> None:
        self._planned = plans
        self.shell.tasks.write(
            imports.run,
            plans,
            dry_run=dry_run,
            then=self._done,
            failed=self._failed,
            label=self.tr("Trying the import") if dry_run else self.tr("Importing"),
        )
        self.plan.setEnabled(False)

    def _done(self, result: ImportResult) -> None:
        self.plan.setEnabled(True)
        self._is_after_dry_run = result.is_dry_run
        self.result.show_result(result)
        self._stack.setCurrentWidget(self.result)
        if result.is_dry_run:
            return
        counts = {what: formats.count(result.total(what)) for what in ("new", "changed")}
        words = self.tr("Imported: {new} new, {changed} changed.").format(**counts)
        self.shell.notify.toast(words, kind="warn" if result.rejected else "ok")
        self.shell.tasks.write(day_run.run, label=self.tr("Bringing the cases up to date"))

    def _failed(self, error: Exception) -> None:
        self.plan.setEnabled(True)
        if isinstance(error, Cancelled):
            self.shell.notify.toast(
                self.tr("Stopped. What was taken in stays; import the same files again to go on."),
                kind="warn",
            )
            self.refresh()
        else:
            self.shell.notify.error(error)

    def _leave_result(self) -> None:
        if self._is_after_dry_run:
            self._stack.setCurrentWidget(self.plan)
        else:
            self._to_start()

    def _to_start(self) -> None:
        self._stack.setCurrentWidget(self.start)
        self.refresh()

    def _open_batch(self, batch: Batch) -> None:
        self.shell.tasks.read(
            _details,
            batch.id,
            then=lambda found: self._show_batch(batch, found),
            latest="imports.batch",
        )

    def _show_batch(
        self, batch: Batch, found: tuple[tuple[Problem, ...], tuple[FieldChange, ...]]
    ) -> None:
        self._is_after_dry_run = False
        self.result.show_earlier(of_batch(batch, *found))
        self._stack.setCurrentWidget(self.result)

    def _ask_where(self, batch_id: int) -> None:
        folder = Path(str(self.shell.prefs.get("imports", "folder", "")))
        name = str(folder / self.tr("rejected rows.xlsx"))
        kinds = self.tr("Excel (*.xlsx);;CSV (*.csv)")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save rejected rows"), name, kinds)
        if chosen:
            self.save_rejects(batch_id, Path(chosen))

    def save_rejects(self, batch_id: int, path: Path) -> None:
        """Write the rejected rows of a batch to a file."""
        self.shell.tasks.read(
            import_history.save_rejects,
            batch_id,
            path,
            lang=formats.language(),
            then=lambda count: self._saved(count, path),
        )

    def _saved(self, count: int, path: Path) -> None:
        words = self.tr("{count} rows saved to {file}. Correct them and import that file.")
        self.shell.notify.toast(words.format(count=formats.count(count), file=path.name), kind="ok")


def _details(desk: Desk, batch_id: int) -> tuple[tuple[Problem, ...], tuple[FieldChange, ...]]:
    """Problems and changes of a batch in one read."""
    return import_history.problems_of(desk, batch_id), import_history.changes_of(desk, batch_id)
