"""The templates: their text at the left, what comes of it at the right while one types."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.domain.errors import CodedError
from desktop.domain.letter_facts import CATALOGUE
from desktop.domain.letter_template import LetterTemplate
from desktop.services import letter_editing, letter_fonts, letters
from desktop.ui import formats
from desktop.ui.letters.pdf_view import PdfView
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, row, set_property, spacer, text

LOOK_AFTER_MS = 400


class TemplateTab(QWidget):
    """A list, the text of one template, and its sample."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._names: list[str] = []
        self._kept = ""
        self._list = EntryList(shell.theme, self.tr("Templates"), is_choice=True)
        self._list.selectionModel().currentChanged.connect(self._open)
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName(self.tr("Text of the template"))
        self.editor.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.editor.textChanged.connect(self._typed)
        self.problem = text("", "error", wrap=True)
        self.view = PdfView(shell)
        self.save_button = button(shell.theme, self.tr("Save"), "check", is_primary=True)
        self.save_button.clicked.connect(self.save)
        self.back_button = button(shell.theme, self.tr("Bundled version"), "undo-2")
        self.back_button.clicked.connect(self._ask_back)
        self.font_button = button(shell.theme, "", "pencil")
        self.font_button.clicked.connect(self._ask_font)
        self._has_own_font = False
        self._look_soon = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._look_soon.timeout.connect(self._look)
        self._lay_out()

    def reload(self) -> None:
        """Read the list anew; a text that is being changed stays as it is."""
        self._shell.tasks.read(letters.templates, then=self._show, latest="letters.templates.list")
        self._shell.tasks.read(letter_fonts.has_own, then=self._show_font, latest="letters.font")

    def open_template(self, name: str) -> None:
        """Go to a template by name."""
        if name in self._names:
            self._list.setCurrentIndex(self._list.model().index(self._names.index(name), 0))

    @property
    def name(self) -> str:
        """The template that is open."""
        index = self._list.currentIndex()
        return self._names[index.row()] if index.isValid() else ""

    def save(self) -> None:
        """Keep what is written as the branch's own template."""
        self._shell.tasks.write(
            letter_editing.save,
            self.name,
            self.editor.toPlainText(),
            then=lambda _changes: self._saved(),
            failed=self._say,
        )

    def _lay_out(self) -> None:
        left, middle, right = Card(), Card(), Card()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.addWidget(self._list)
        writing = QVBoxLayout(middle)
        writing.setContentsMargins(12, 10, 12, 12)
        writing.setSpacing(8)
        hint = text(
            self.tr("Facts: {names} …").format(names="、".join(list(CATALOGUE)[:14])),
            "muted",
            wrap=True,
        )
        hint.setToolTip("、".join(CATALOGUE))
        writing.addWidget(hint)
        writing.addWidget(self.editor, 1)
        writing.addWidget(self.problem)
        writing.addLayout(row(self.font_button, spacer(), self.back_button, self.save_button))
        sheet = QVBoxLayout(right)
        sheet.setContentsMargins(10, 8, 10, 10)
        sheet.addWidget(self.view)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        for part in (left, middle, right):
            splitter.addWidget(part)
        splitter.setSizes([230, 480, 480])
        splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _show(self, found: dict[str, LetterTemplate]) -> None:
        chosen = self.name
        names = sorted(found)
        self._names = names
        self._list.show_entries(
            [
                Entry("file-text", found[name].title, f"{name} · {found[name].version}")
                for name in names
            ]
        )
        self._list.setCurrentIndex(
            self._list.model().index(names.index(chosen) if chosen in names else 0, 0)
        )

    def _open(self, _index: QModelIndex) -> None:
        if self.name and not self._is_changed():
            self._shell.tasks.read(
                letter_editing.source, self.name, then=self._fill, latest="letters.source"
            )

    def _fill(self, found: tuple[str, bool]) -> None:
        words, is_own = found
        self._kept = words
        self.editor.setPlainText(words)
        self.back_button.setVisible(is_own)
        self._look()

    def _is_changed(self) -> bool:
        return bool(self._kept) and self.editor.toPlainText() != self._kept

    def _typed(self) -> None:
        self.save_button.setEnabled(self._is_changed())
        self._list.setEnabled(not self._is_changed())
        self._look_soon.start()

    def _look(self) -> None:
        if self.name:
            self._shell.tasks.read(
                letter_editing.preview,
                self.name,
                self.editor.toPlainText(),
                then=self._show_sample,
                failed=self._say,
                latest="letters.sample",
            )

    def _show_sample(self, pdf: bytes) -> None:
        self.problem.setText("")
        set_property(self.editor, "invalid", False)
        self.view.show_pdf(pdf)

    def _say(self, error: Exception) -> None:
        if not isinstance(error, CodedError):
            self._shell.tasks.tell_error(error)
            return
        self.problem.setText(wording.error_text(error, formats.language()))
        set_property(self.editor, "invalid", True)

    def _saved(self) -> None:
        self._kept = self.editor.toPlainText()
        self._typed()
        self.problem.setText("")
        self.back_button.show()
        self._shell.notify.toast(
            self.tr("The template is kept; letters from now on use it."), kind="ok"
        )

    def _show_font(self, has_own: bool) -> None:
        self._has_own_font = has_own
        words = self.tr("Bundled font") if has_own else self.tr("Own font…")
        self.font_button.setText(f" {words}")
        self.font_button.setAccessibleName(words)

    def _ask_font(self) -> None:
        if self._has_own_font:
            self._shell.tasks.write(letter_fonts.take_back, then=lambda _changes: self._look())
            return
        file, _ = QFileDialog.getOpenFileName(
            self, self.tr("A font for the text of letters"), "", "TrueType (*.ttf)"
        )
        if file:
            self._shell.tasks.write(
                letter_fonts.save, Path(file), then=lambda _changes: self._look()
            )

    def _ask_back(self) -> None:
        self._shell.notify.confirm(
            self.tr("Use the bundled template again?"),
            details=self.tr("The branch's own text is removed."),
            yes=self.tr("Use the bundled one"),
            is_dangerous=True,
            then=self._take_back,
        )

    def _take_back(self) -> None:
        def again(_changes: Any) -> None:
            self._kept = ""
            self._list.setEnabled(True)
            self._shell.tasks.read(letter_editing.source, self.name, then=self._fill)

        self._shell.tasks.write(letter_editing.take_back, self.name, then=again)
