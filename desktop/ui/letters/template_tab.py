"""The templates: their text in the middle, what comes of it at the right while one types."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.domain.errors import CodedError
from desktop.domain.letter_facts import CATALOGUE
from desktop.services import letter_editing, letter_fonts
from desktop.services.letter_editing import Listed, Version
from desktop.ui import formats
from desktop.ui.letters.pdf_view import PdfView
from desktop.ui.letters.template_versions import TemplateVersions
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, row, set_property, spacer, text
from desktop.ui.widgets.version_dialogs import ApproveDialog, WithdrawDialog

LOOK_AFTER_MS = 400
DRAFTS = "drafts"
"""The view under which text that was typed and not yet saved is kept, by template."""


class TemplateTab(QWidget):
    """A list with the versions of what is chosen, the text of one template, and its sample."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._listed: list[Listed] = []
        self._kept = ""
        self._has_draft = False
        self._list = EntryList(shell.theme, self.tr("Templates"), is_choice=True)
        self._list.selectionModel().currentChanged.connect(self._open)
        self.versions = TemplateVersions(shell)
        self.versions.restore_wanted.connect(self._restore)
        self.versions.withdraw_wanted.connect(self._withdraw)
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName(self.tr("Text of the template"))
        self.editor.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.editor.textChanged.connect(self._typed)
        self.problem = text("", "error", wrap=True)
        self.view = PdfView(shell)
        self.save_button = button(shell.theme, self.tr("Save draft"), "check", is_primary=True)
        self.save_button.clicked.connect(self.save)
        self.approve_button = button(shell.theme, self.tr("Approve…"), "stamp")
        self.approve_button.clicked.connect(self._approve)
        self.discard_button = button(shell.theme, self.tr("Discard draft"), "undo-2", role="ghost")
        self.discard_button.clicked.connect(self._ask_discard)
        self.font_button = button(shell.theme, "", "pencil", role="ghost")
        self.font_button.clicked.connect(self._ask_font)
        self._has_own_font = False
        self._look_soon = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._look_soon.timeout.connect(self._look)
        self._lay_out()

    def reload(self) -> None:
        """Read the list anew; a text that is being changed stays as it is."""
        self._shell.tasks.read(letter_editing.listed, then=self._show, latest="letters.listed")
        self._shell.tasks.read(letter_fonts.has_own, then=self._show_font, latest="letters.font")

    def open_template(self, name: str) -> None:
        """Go to a template by name."""
        for place, one in enumerate(self._listed):
            if one.name == name:
                self._list.setCurrentIndex(self._list.model().index(place, 0))

    @property
    def name(self) -> str:
        """The template that is open."""
        index = self._list.currentIndex()
        return self._listed[index.row()].name if index.isValid() else ""

    def save(self) -> None:
        """Keep what is written as a draft; letters use it once a second person approved it."""
        self._shell.tasks.write(
            letter_editing.save_draft,
            self.name,
            self.editor.toPlainText(),
            then=lambda _changes: self._saved(),
            failed=self._say,
        )

    def _lay_out(self) -> None:
        left, middle, right = Card(), Card(), Card()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.addWidget(self._list, 3)
        inside.addWidget(self.versions, 2)
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
        writing.addLayout(row(self.font_button, self.discard_button, spacer(), spacing=2))
        writing.addLayout(row(spacer(), self.approve_button, self.save_button))
        sheet = QVBoxLayout(right)
        sheet.setContentsMargins(10, 8, 10, 10)
        sheet.addWidget(self.view)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        for part in (left, middle, right):
            splitter.addWidget(part)
        splitter.setSizes([250, 470, 470])
        splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _show(self, listed: list[Listed]) -> None:
        chosen = self.name or listed[0].name
        self._listed = listed
        self._list.show_entries([_entry(one) for one in listed])
        self.open_template(chosen)

    def _open(self, _index: QModelIndex) -> None:
        if self.name and not self._is_changed():
            self._read()

    def _read(self) -> None:
        self._shell.tasks.read(
            letter_editing.versions, self.name, then=self._fill, latest="letters.versions"
        )

    def _fill(self, versions: Sequence[Version]) -> None:
        chosen = letter_editing.opened(versions)
        self._kept = chosen.text
        self._has_draft = chosen.standing == "draft"
        self.versions.show_versions(versions)
        typed = self._shell.prefs.get(DRAFTS, self._draft_key, None)
        self.editor.setPlainText(str(typed or chosen.text))
        self.problem.setText("")
        self._typed()
        self._look()

    @property
    def _draft_key(self) -> str:
        return f"letter_template:{self.name}"

    def _forget_typed(self) -> None:
        self._shell.prefs.set(DRAFTS, self._draft_key, None)

    def _is_changed(self) -> bool:
        return bool(self._kept) and self.editor.toPlainText() != self._kept

    def _typed(self) -> None:
        is_changed = self._is_changed()
        if self.name and self._kept:
            typed = self.editor.toPlainText() if is_changed else None
            self._shell.prefs.set(DRAFTS, self._draft_key, typed)
        self.save_button.setEnabled(is_changed)
        self.approve_button.setEnabled(self._has_draft and not is_changed)
        self.discard_button.setVisible(self._has_draft or is_changed)
        self._list.setEnabled(not is_changed)
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
        self._forget_typed()
        self._read()
        self._shell.notify.toast(
            self.tr("The draft is kept; letters use it once a second person approved it."),
            kind="ok",
        )

    def _approve(self) -> None:
        title = self._listed[self._list.currentIndex().row()].title
        told = self.tr("Approved: letters from now on use it.")
        dialog = ApproveDialog(
            self, self._shell, title, letter_editing.approve, self.name, told=told
        )
        dialog.accepted.connect(self._read)
        dialog.open()

    def _withdraw(self) -> None:
        told = self.tr("Withdrawn: letters use the version before it again.")
        dialog = WithdrawDialog(self, self._shell, letter_editing.withdraw, self.name, told=told)
        dialog.accepted.connect(self._read)
        dialog.open()

    def _restore(self, version_id: int) -> None:
        self._shell.tasks.write(
            letter_editing.restore,
            self.name,
            version_id,
            then=lambda _changes: self._saved(),
            failed=self._say,
        )

    def _ask_discard(self) -> None:
        if not self._has_draft:
            self._kept = ""
            self._forget_typed()
            self._read()
            return
        self._shell.notify.confirm(
            self.tr("Discard the draft?"),
            details=self.tr("The version in force stays as it is."),
            yes=self.tr("Discard"),
            is_dangerous=True,
            then=self._discard,
        )

    def _discard(self) -> None:
        self._kept = ""
        self._forget_typed()
        self._shell.tasks.write(
            letter_editing.discard, self.name, then=lambda _changes: self._read(), failed=self._say
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


def _entry(one: Listed) -> Entry:
    standing = "broken" if one.is_broken else "draft" if one.has_draft else ""
    return Entry(
        "file-text",
        one.title,
        f"{one.name} · {one.version}",
        tone="danger" if one.is_broken else "text3",
        tag=wording.text(f"letters.standing.{standing}", formats.language()) if standing else "",
        tag_status=standing,
    )
