"""Checking a file: drop any PDF, read whether it is ours and unchanged, and who signed it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QSplitter, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.services import letter_check
from desktop.services.letter_check import Checked, CheckedSignature
from desktop.services.letter_register import RegisterRow
from desktop.ui import formats
from desktop.ui.letters.pdf_view import PdfView
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, column, row, set_property, spacer, text

MOST_PAGES = 200
"""Longer files are checked but not shown: no letter is as long."""
TONES = {"ours": "ok", "bundle": "ok", "added_to": "warn", "altered": "danger", "foreign": "muted"}
ICONS = {
    "ours": "circle-check",
    "bundle": "circle-check",
    "added_to": "triangle-alert",
    "altered": "triangle-alert",
    "foreign": "info",
}
SIGNATURE_TONES = {"whole": "ok", "part": "warn", "broken": "danger"}


def _check(desk: Any, path: Path) -> tuple[Checked, bytes]:
    found = letter_check.check_file(desk, path)
    can_show = not found.obstacle and found.pages <= MOST_PAGES
    return found, path.read_bytes() if can_show else b""


class CheckTab(QWidget):
    """What was found at the left, the file's pages at the right."""

    letter_wanted = Signal(int)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.found: Checked | None = None
        self._entry_id: int | None = None
        self.setAcceptDrops(True)
        self.choose = button(shell.theme, self.tr("Choose a file…"), "folder-open", is_primary=True)
        self.choose.clicked.connect(lambda _on=False: self.ask())
        self._icon = QLabel()
        self.verdict = text("", "heading", wrap=True)
        self.remark = text("", "muted", wrap=True)
        self.details = EntryList(shell.theme, self.tr("What was found"))
        self.details.entry_activated.connect(self._open)
        self.digest = text("", "muted", wrap=True, selectable=True)
        self.open = button(shell.theme, self.tr("Open in the register"), "list")
        self.open.clicked.connect(lambda _on=False: self._open(self._entry_id))
        self.view = PdfView(shell)
        self._lay_out()
        self._show_nothing()

    def reload(self) -> None:
        """Nothing changes by itself: a check is of the moment it was made."""

    def check(self, path: Path) -> None:
        """Check a file and show what it is."""
        self._shell.tasks.read(
            _check,
            path,
            then=self._show,
            failed=self._say_why,
            latest="letters.check",
            label=self.tr("Checking {file}").format(file=path.name),
        )

    def ask(self) -> None:
        """Ask for a file and check it."""
        file, _ = QFileDialog.getOpenFileName(self, "", "", self.tr("PDF (*.pdf);;All files (*)"))
        if file:
            self.check(Path(file))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the file that was dropped."""
        for url in event.mimeData().urls()[:1]:
            self.check(Path(url.toLocalFile()))

    def _lay_out(self) -> None:
        head = row(self._icon, self.verdict, spacing=10)
        head.setStretch(1, 1)
        sheet = Card()
        sheet.setLayout(
            column(
                head,
                self.remark,
                self.details,
                self.digest,
                row(self.open, spacer(), self.choose),
                margins=16,
                spacing=10,
            )
        )
        shown = Card()
        inside = QVBoxLayout(shown)
        inside.setContentsMargins(10, 8, 10, 10)
        inside.addWidget(self.view)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(sheet)
        splitter.addWidget(shown)
        splitter.setSizes([520, 640])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _show_nothing(self) -> None:
        self._shell.theme.set_icon(self._icon, "file-check", "text3", 24)
        self.verdict.setText(self.tr("Drop any PDF here"))
        self.remark.setText(
            self.tr(
                "It is compared with the register and its signatures are checked, on this machine"
                " alone."
            )
        )
        self.view.show_words(self.tr("The file that is checked appears here."))
        self.open.hide()

    def _show(self, found: tuple[Checked, bytes]) -> None:
        checked, content = found
        self.found = checked
        lang = formats.language()
        entry = checked.entry
        is_void = entry is not None and entry.voided_at is not None
        tone = "warn" if is_void and TONES[checked.verdict] == "ok" else TONES[checked.verdict]
        self._shell.theme.set_icon(
            self._icon, ICONS[checked.verdict], "text3" if tone == "muted" else tone, 24
        )
        number = entry.register_no if entry else ""
        said = wording.text(f"letter_check.{checked.verdict}", lang, number=number)
        self.verdict.setText(f"{checked.file}\n{said}")
        remarks = [wording.text(code, lang) for code in (checked.obstacle, checked.unsure) if code]
        if is_void:
            remarks.insert(0, wording.text("letter_check.void", lang))
        if entry is not None and entry.signature == "unstamped":
            remarks.append(wording.text("letter_check.unstamped", lang))
        if not checked.obstacle and not checked.unsure and not checked.signatures:
            remarks.append(wording.text("letter_check.unsigned", lang))
        self.remark.setText("\n".join(remarks))
        set_property(self.remark, "role", "warn" if is_void or checked.obstacle else "muted")
        entries = [self._register_entry(entry)] if entry else []
        self.details.show_entries([*entries, *map(_signature_entry, checked.signatures)])
        self.digest.setText(
            self.tr("{size} bytes, pages: {pages}\nSHA-256 {digest}").format(
                size=formats.count(checked.size),
                pages=formats.count(checked.pages),
                digest=f"{checked.sha256[:32]} {checked.sha256[32:]}",
            )
        )
        self._entry_id = entry.id if entry else None
        self.open.setVisible(entry is not None)
        if content:
            self.view.show_pdf(content)
        else:
            self.view.show_words(self.tr("This file is not shown here."))

    def _say_why(self, error: Exception) -> None:
        self._show_nothing()
        self.details.show_entries([])
        self.digest.clear()
        self._shell.notify.error(error)

    def _register_entry(self, entry: RegisterRow) -> Entry:
        lang = formats.language()
        state = "void" if entry.voided_at is not None else entry.state or "none"
        detail = " · ".join(
            (
                entry.title,
                formats.day(entry.dated_on),
                entry.case_no,
                wording.text(f"letters.state.{state}", lang),
            )
        )
        amount = "" if entry.amount is None else formats.money(entry.amount)
        return Entry(
            "file-text", f"{entry.register_no}　{entry.recipient}", detail, amount, key=entry.id
        )

    def _open(self, key: object) -> None:
        if isinstance(key, int):
            self.letter_wanted.emit(key)


def _signature_entry(one: CheckedSignature) -> Entry:
    lang = formats.language()
    parts = [wording.text(f"letter_check.signature_{one.state}_short", lang)]
    if one.signed_at is not None:
        parts.append(f"{one.signed_at:%Y-%m-%d %H:%M:%S}")
    parts.append(wording.text("letter_check.signature_issued", lang, issuer=one.issuer))
    moment = f"{one.stamped_at:%Y-%m-%d %H:%M:%S}" if one.stamped_at else ""
    parts.append(
        wording.text(f"letter_check.stamp_{one.stamp}", lang, moment=moment, name=one.stamped_by)
    )
    if not one.was_in_force:
        parts.append(wording.text("letter_check.signature_out_of_force", lang))
    is_ours = one.is_own and one.state != "broken"
    own = wording.text("letter_check.signature_own", lang) if is_ours else ""
    return Entry(
        "stamp",
        one.name,
        " · ".join(parts),
        tone=SIGNATURE_TONES[one.state],
        tag=own,
        tag_status="kept" if own else "",
    )
