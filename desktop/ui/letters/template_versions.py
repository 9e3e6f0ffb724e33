"""The versions of a letter template: compared, restored, withdrawn."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.services import letter_editing
from desktop.services.letter_editing import BUNDLED, Version
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.compare_dialog import CompareDialog
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, row, spacer, text


class TemplateVersions(QWidget):
    """The newest first; what can be done is done with the one that is chosen."""

    restore_wanted = Signal(int)
    withdraw_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._versions: Sequence[Version] = ()
        self.list = EntryList(shell.theme, self.tr("Versions"), is_choice=True)
        self.list.selectionModel().currentChanged.connect(lambda _now: self._show_buttons())
        self.list.entry_activated.connect(lambda _key: self.compare())
        theme = shell.theme
        self.compare_button = button(theme, self.tr("Compare"), "files", role="ghost")
        self.restore_button = button(theme, self.tr("Restore"), "rotate-ccw", role="ghost")
        self.withdraw_button = button(theme, self.tr("Withdraw…"), "ban", role="ghost")
        self.compare_button.clicked.connect(lambda _on=False: self.compare())
        self.restore_button.clicked.connect(lambda _on=False: self._restore())
        self.withdraw_button.clicked.connect(lambda _on=False: self.withdraw_wanted.emit())
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(text(self.tr("Versions"), "heading"))
        inside.addWidget(self.list, 1)
        inside.addLayout(row(self.compare_button, self.restore_button, spacer(), spacing=2))
        inside.addLayout(row(self.withdraw_button, spacer(), spacing=2))

    @property
    def chosen(self) -> Version | None:
        """The version that is chosen."""
        place = self.list.currentIndex().row()
        return self._versions[place] if 0 <= place < len(self._versions) else None

    def show_versions(self, versions: Sequence[Version]) -> None:
        """Show these, the first one chosen."""
        self._versions = versions
        language = formats.language()
        self.list.show_entries(
            [
                Entry(
                    "file-text",
                    one.version,
                    self._detail(one),
                    tag=wording.text(f"letters.standing.{one.standing}", language),
                    tag_status=one.standing,
                )
                for one in versions
            ]
        )
        if versions:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
        self._show_buttons()

    def compare(self) -> None:
        """Show what changes from the version in force to the chosen one, or how it came to be."""
        chosen = self.chosen
        if chosen is None or len(self._versions) == 1:
            return
        used = next(one for one in self._versions if one.standing == "in_force")
        if chosen is used:
            place = self._versions.index(used)
            used = self._versions[min(place + 1, len(self._versions) - 1)]
        pieces = letter_editing.compare(used.text, chosen.text)
        CompareDialog(self, self._shell, used.version, chosen.version, pieces).open()

    def _detail(self, one: Version) -> str:
        if one.id == BUNDLED:
            return self.tr("Came with the program")
        parts = [self.tr("written by {who}").format(who=one.written_by)]
        if one.approved_by:
            parts.append(self.tr("approved by {who}").format(who=one.approved_by))
        return " · ".join(parts)

    def _restore(self) -> None:
        if self.chosen is not None:
            self.restore_wanted.emit(self.chosen.id)

    def _show_buttons(self) -> None:
        chosen = self.chosen
        self.compare_button.setEnabled(chosen is not None and len(self._versions) > 1)
        self.restore_button.setEnabled(
            chosen is not None and chosen.standing not in ("draft", "in_force")
        )
        self.withdraw_button.setEnabled(
            chosen is not None and chosen.standing == "in_force" and chosen.id != BUNDLED
        )
