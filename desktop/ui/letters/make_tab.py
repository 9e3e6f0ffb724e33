"""Making letters: choose, look through, look at, make; then print or save."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.domain.errors import CodedError
from desktop.services import letter_output, letter_register, letters
from desktop.services.letters import MadeLetters, PlannedLetter, Preview
from desktop.ui import formats
from desktop.ui.letters.bundle_dialog import ask_bundle
from desktop.ui.letters.choice import LetterChoice, Wanted
from desktop.ui.letters.pdf_view import PdfView
from desktop.ui.letters.plan_list import PlanList
from desktop.ui.letters.printing import PrintJob
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import button, spacer, text

MOST_UNASKED = 1_000
"""More cases than this are checked only when somebody says so."""
LOOK_BEFORE = 1
"""More letters than this are asked about before they are made."""


class MakeTab(QWidget):
    """The three columns and, once letters are made, what to do with them."""

    register_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._wanted: Wanted | None = None
        self._preview: Preview | None = None
        self._made: tuple[int, ...] = ()
        self.choice = LetterChoice(shell)
        self.plan = PlanList(shell)
        self.view = PdfView(shell)
        self.choice.changed.connect(self._want)
        self.plan.looked_at.connect(self._look)
        self.plan.case_wanted.connect(lambda case_id: shell.go("cases", case_id=case_id))
        self.plan.make_wanted.connect(self._ask)
        self.plan.check_wanted.connect(lambda: self._read_plan(None))
        self.plan.bundle_wanted.connect(self._ask_bundle)
        self._lay_out()

    def reload(self) -> None:
        """Read templates, what is due, and the plan anew."""
        tasks = self._shell.tasks
        tasks.read(letters.due, then=self.choice.show_due, latest="letters.due")
        tasks.read(letters.templates, then=self.choice.show_templates, latest="letters.templates")

    def leave(self) -> None:
        """Keep how wide the columns are, and let go of the file shown."""
        self.view.show_words("")
        self._shell.prefs.set("letters", "splitter", self._splitter.sizes())

    def _lay_out(self) -> None:
        theme = self._shell.theme
        self._bar = QFrame()
        self._bar.setProperty("role", "notice")
        self._bar.setProperty("tone", "ok")
        self._done = text("", "heading")
        actions = (
            (self.tr("Print"), "printer", self._print),
            (self.tr("Save one file each"), "folder-down", self.save_each),
            (self.tr("Save as one file"), "files", self.save_merged),
            (self.tr("Register"), "list", self.register_wanted.emit),
        )
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(14, 6, 10, 6)
        bar.addWidget(self._done)
        bar.addWidget(spacer())
        for words, icon, do in actions:
            made = button(theme, words, icon)
            made.clicked.connect(lambda _checked=False, do=do: do())
            bar.addWidget(made)
        self._bar.hide()
        sheet = Card()
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(10, 8, 10, 10)
        inside.addWidget(self.view)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(12)
        self._splitter.setChildrenCollapsible(False)
        for part in (self.choice, self.plan, sheet):
            self._splitter.addWidget(part)
        self._splitter.setStretchFactor(2, 1)
        sizes = self._shell.prefs.get("letters", "splitter", [264, 352, 560])
        self._splitter.setSizes([int(size) for size in sizes])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._bar)
        layout.addWidget(self._splitter, 1)

    def _want(self, wanted: Wanted | None) -> None:
        if wanted != self._wanted:
            self._bar.hide()
        self._wanted = wanted
        if wanted is None:
            self.plan.show_plan(None)
            return
        self._read_plan(MOST_UNASKED)

    def _read_plan(self, at_most: int | None) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        self._shell.tasks.read(
            letters.plan,
            wanted.template.name,
            wanted.selection,
            wanted.answers,
            at_most=at_most,
            then=self.plan.show_plan,
            latest="letters.plan",
            label=self.tr("Checking the cases"),
        )

    def _look(self, letter: PlannedLetter | None, which: int) -> None:
        self._preview = None
        if letter is None or self._wanted is None:
            self.view.show_words(self.tr("Choose a letter to see it here."))
            return
        tasks, latest = self._shell.tasks, "letters.preview"
        if letter.letter_id is not None:
            tasks.read(
                letter_register.pdf, letter.letter_id, then=self.view.show_pdf, latest=latest
            )
            return
        tasks.read(
            letters.preview,
            self._wanted.template.name,
            letter.case_id,
            self._wanted.answers,
            which,
            then=self._show_preview,
            failed=self._say_why,
            latest=latest,
        )

    def _show_preview(self, preview: Preview) -> None:
        self._preview = preview
        self.view.show_pdf(preview.pdf)

    def _say_why(self, error: Exception) -> None:
        if isinstance(error, CodedError):
            self.view.show_words(wording.error_text(error, formats.language()))
        else:
            self._shell.tasks.tell_error(error)

    def _ask(self) -> None:
        plan = self.plan.plan
        if plan is None or self._wanted is None:
            return
        new = sum(letter.letter_id is None for letter in plan.letters)
        if new <= LOOK_BEFORE:
            self._make()
            return
        self._shell.notify.confirm(
            self.tr("Make %n letter(s) and give them numbers?", "", new),
            details=self.tr("{title}; {count} cases are left out.").format(
                title=plan.template.title, count=formats.count(len(plan.left_out))
            ),
            yes=self.tr("Make"),
            then=self._make,
        )

    def _ask_bundle(self, letter: PlannedLetter) -> None:
        if self._wanted is not None:
            ask_bundle(self._shell, self, self._wanted.template.name, letter, self._wanted.answers)

    def _make(self) -> None:
        plan, wanted = self.plan.plan, self._wanted
        if plan is None or wanted is None:
            return
        is_one = len(plan.letters) == 1 and self._preview is not None
        self._shell.tasks.write(
            letters.make,
            wanted.template.name,
            sorted({letter.case_id for letter in plan.letters}),
            wanted.answers,
            made_at=self._preview.made_at if is_one and self._preview else None,
            then=self._show_made,
            label=self.tr("Making letters"),
        )

    def _show_made(self, made: MadeLetters) -> None:
        self._made = made.ids
        self._done.setText(self.tr("%n letter(s) made and registered", "", len(made.ids)))
        self._bar.setVisible(bool(made.ids))
        if made.unstamped:
            words = wording.text("letters.unstamped", formats.language(), count=made.unstamped)
            self._shell.notify.toast(words, kind="warn")

    def _print(self) -> None:
        print_letters(self._shell, self, self._made)

    def save_each(self) -> None:
        """Save the letters just made, one file each."""
        save_each(self._shell, self, self._made)

    def save_merged(self) -> None:
        """Save the letters just made as one file."""
        save_merged(self._shell, self, self._made)


def print_letters(shell: Shell, parent: QWidget, ids: Sequence[int]) -> None:
    """Ask for the printer and print the stored letters."""

    def ask(found: Any) -> None:
        job = PrintJob(shell, parent, found[0][0].register_no if found else "")
        job.ask([content for _, content in found])

    shell.tasks.read(letter_register.pdfs, list(ids), then=ask)


def save_each(shell: Shell, parent: QWidget, ids: Sequence[int]) -> None:
    """Ask for a folder and save the letters there, one file each."""
    folder = QFileDialog.getExistingDirectory(parent, "", shell.prefs.get("letters", "folder", ""))
    if not folder:
        return
    shell.prefs.set("letters", "folder", folder)
    shell.tasks.read(
        letter_output.save_each,
        list(ids),
        Path(folder),
        then=lambda files: shell.notify.toast(_saved(len(files), folder), kind="ok"),
    )


def save_merged(shell: Shell, parent: QWidget, ids: Sequence[int]) -> None:
    """Ask for a file and save the letters into it, a list and labels before them."""
    name = f"{shell.desk.today:%Y%m%d}-{len(ids)}.pdf"
    start = str(Path(shell.prefs.get("letters", "folder", "")) / name)
    file, _ = QFileDialog.getSaveFileName(parent, "", start, "PDF (*.pdf)")
    if not file:
        return
    shell.prefs.set("letters", "folder", str(Path(file).parent))
    shell.tasks.read(
        letter_output.save_merged,
        list(ids),
        Path(file),
        then=lambda _path: shell.notify.toast(_saved(len(ids), file), kind="ok"),
    )


def _saved(count: int, where: str) -> str:
    return wording.text("letters.saved", formats.language(), count=count, where=where)
