"""About the program: its version, and the licence of every part it brings along."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit

from desktop.adapters import licences
from desktop.adapters.licences import Licence
from desktop.services.desk import Desk
from desktop.ui.page import Shell
from desktop.ui.settings.form import Section, inset
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import column, row, text

LIST_WIDTH = 380


class AboutSection(Section):
    """The parts on the left, the wording of the licence chosen on the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.parts: list[Licence] = []
        self.version = text("", "muted")
        self.list = EntryList(shell.theme, self.tr("Bundled parts"), is_choice=True)
        self.list.selectionModel().currentChanged.connect(lambda now, _: self._show_text(now.row()))
        self.wording = QPlainTextEdit()
        self.wording.setReadOnly(True)
        self.wording.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.wording.setAccessibleName(self.tr("Wording of the licence"))
        left = Card()
        left.setFixedWidth(LIST_WIDTH)
        head = column(
            text(self.tr("Shouyue — the branch desk for repayments"), "heading"),
            self.version,
            text(self.tr("Free software under the Apache License 2.0"), "muted"),
            text(self.tr("Bundled parts"), "key"),
            spacing=4,
        )
        head.setContentsMargins(16, 14, 16, 8)
        in_left = column(margins=1)
        in_left.addLayout(head)
        in_left.addLayout(inset(self.list), 1)
        left.setLayout(in_left)
        right = Card()
        right.setLayout(column(self.wording, margins=12))
        layout = row(left, right, spacing=14)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Read the licences, once: they do not change while the program runs."""
        if not self.parts:
            self.shell.tasks.read(_bundled, then=self._show, latest="settings.licences")

    def _show(self, parts: list[Licence]) -> None:
        self.parts = parts
        self.version.setText(self.tr("Version {version}").format(version=parts[0].version))
        entries = [Entry("file-text", f"{p.name} {p.version}".strip(), p.terms) for p in parts]
        self.list.show_entries(entries)
        self.list.setCurrentIndex(self.list.model().index(0, 0))

    def _show_text(self, place: int) -> None:
        if 0 <= place < len(self.parts):
            part = self.parts[place]
            self.wording.setPlainText(part.text or part.terms)


def _bundled(_desk: Desk) -> list[Licence]:
    return licences.bundled()
