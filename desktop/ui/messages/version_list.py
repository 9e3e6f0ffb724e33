"""The versions of a template in a language: compared, restored, withdrawn."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from desktop.adapters import wording
from desktop.domain.template_versions import Piece
from desktop.services import message_templates
from desktop.services.message_templates import ListedVersion
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.compare_dialog import CompareDialog
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, column, row, spacer, text
from desktop.ui.widgets.version_dialogs import WithdrawDialog


class VersionList(Card):
    """The newest first; what can be done is done with the one that is chosen."""

    restore_wanted = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._listed: Sequence[ListedVersion] = ()
        self.list = EntryList(shell.theme, self.tr("Versions"), is_choice=True)
        self.list.selectionModel().currentChanged.connect(lambda _now: self._show_buttons())
        self.list.entry_activated.connect(lambda _key: self.compare())
        self.compare_button = button(shell.theme, self.tr("Compare"), "files", role="ghost")
        self.restore_button = button(shell.theme, self.tr("Restore"), "rotate-ccw", role="ghost")
        self.withdraw_button = button(shell.theme, self.tr("Withdraw…"), "ban", role="ghost")
        self.compare_button.clicked.connect(lambda _on=False: self.compare())
        self.restore_button.clicked.connect(lambda _on=False: self._restore())
        self.withdraw_button.clicked.connect(lambda _on=False: self._withdraw())
        layout = column(
            text(self.tr("Versions"), "heading"),
            self.list,
            row(
                self.compare_button, self.restore_button, self.withdraw_button, spacer(), spacing=2
            ),
            spacing=6,
        )
        layout.setContentsMargins(14, 10, 8, 8)
        self.setLayout(layout)

    @property
    def chosen(self) -> ListedVersion | None:
        """The version that is chosen."""
        place = self.list.currentIndex().row()
        return self._listed[place] if 0 <= place < len(self._listed) else None

    def show_versions(self, listed: Sequence[ListedVersion]) -> None:
        """Show these, the first one chosen."""
        self._listed = listed
        lang = formats.language()
        self.list.show_entries(
            [
                Entry(
                    "file-text",
                    self.tr("Version {number}").format(number=one.version.version),
                    self._detail(one),
                    tag=wording.text(f"messages.standing.{one.standing}", lang),
                    tag_status=one.standing,
                )
                for one in listed
            ]
        )
        if listed:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
        self._show_buttons()

    def compare(self) -> None:
        """Show what changed from the chosen version to the newest, or to the newest from before."""
        chosen = self.chosen
        if chosen is None or len(self._listed) < 2:
            return
        newest = self._listed[0]
        old, new = (self._listed[1], newest) if chosen is newest else (chosen, newest)

        def show(pieces: tuple[Piece, ...]) -> None:
            CompareDialog(
                self, self._shell, old.version.version, new.version.version, pieces
            ).open()

        self._shell.tasks.read(message_templates.compare, old.version, new.version, then=show)

    def _detail(self, one: ListedVersion) -> str:
        version = one.version
        if not version.version:
            return self.tr("Came with the program")
        parts = [self.tr("written by {who}").format(who=version.written_by)]
        if version.approved_by:
            parts.append(self.tr("approved by {who}").format(who=version.approved_by))
        if version.from_on is not None:
            parts.append(self.tr("from {day}").format(day=version.from_on.isoformat()))
        return " · ".join(parts)

    def _restore(self) -> None:
        if self.chosen is not None:
            self.restore_wanted.emit(self.chosen.version)

    def _withdraw(self) -> None:
        if self.chosen is not None:
            version_id = self.chosen.version.id
            WithdrawDialog(self, self._shell, message_templates.withdraw, version_id).open()

    def _show_buttons(self) -> None:
        chosen = self.chosen
        self.compare_button.setEnabled(chosen is not None and len(self._listed) > 1)
        self.restore_button.setEnabled(chosen is not None and chosen.standing != "draft")
        self.withdraw_button.setEnabled(
            chosen is not None and chosen.version.version > 0 and chosen.version.state == "approved"
        )
