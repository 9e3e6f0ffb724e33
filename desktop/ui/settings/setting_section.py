"""A section that edits settings of the catalogue: saved together, with a way back."""

from collections.abc import Mapping, Sequence

from desktop.domain.settings_catalogue import CATALOGUE
from desktop.services import settings
from desktop.services.settings import SettingsSaved
from desktop.ui.page import Shell
from desktop.ui.settings.form import Field, SaveBar, Section, setting_field, show_errors


class SettingSection(Section):
    """Fields of the settings named; ``draft`` is where what is typed and not saved is kept."""

    def __init__(self, shell: Shell, names: Sequence[str], draft: str) -> None:
        super().__init__(shell)
        self.fields: dict[str, Field] = {
            name: setting_field(CATALOGUE[name], shell.theme) for name in names
        }
        self._draft = draft
        self._stored: dict[str, str] = {}
        self._is_read = False
        for field in self.fields.values():
            field.edited.connect(self._edited)
        self.bar = SaveBar(shell.theme, self.save, self.revert)

    def refresh(self) -> None:
        """Read the settings; fields that were edited keep what is typed."""
        self.shell.tasks.read(settings.load, then=self._show, latest=f"settings.{self._draft}")

    def keep_draft(self) -> None:
        """Keep what is typed until it is saved or discarded."""
        self.shell.prefs.set("settings", self._draft, self.changed() or None)

    def changed(self) -> dict[str, str]:
        """Return what differs from what is stored."""
        if not self._is_read:
            return {}
        return {
            name: field.value()
            for name, field in self.fields.items()
            if field.value() != self._stored[name]
        }

    def save(self) -> None:
        """Save what was changed, or say at the field why not."""
        self.shell.tasks.write(
            settings.save,
            self._given(),
            then=self._saved,
            failed=lambda error: show_errors(self.fields, error, self.shell.notify.error),
        )

    def _given(self) -> dict[str, str]:
        return self.changed()

    def revert(self) -> None:
        """Show what is stored again."""
        for name, field in self.fields.items():
            field.show_value(self._stored[name])
        self._edited()

    def _show(self, stored: Mapping[str, str]) -> None:
        edited = self.changed()
        if not self._is_read:
            draft = self.shell.prefs.get("settings", self._draft) or {}
            edited = {name: str(value) for name, value in draft.items() if name in self.fields}
        self._stored = dict(stored)
        self._is_read = True
        for name, field in self.fields.items():
            wanted = edited.get(name, stored[name])
            if field.value() != wanted:
                field.show_value(wanted)
        self._edited()

    def _saved(self, saved: SettingsSaved) -> None:
        previous = dict(saved.previous)
        self._stored |= {name: self.fields[name].value() for name in previous}
        self.shell.prefs.set("settings", self._draft, None)
        self._edited()
        if previous:
            self.shell.notify.toast(
                self.tr("Saved"), kind="ok", undo=lambda: self._take_back(previous)
            )

    def _take_back(self, previous: dict[str, str]) -> None:
        for name, value in previous.items():
            self.fields[name].show_value(value)
        self.shell.tasks.write(settings.save, previous, then=lambda _saved: self.refresh())

    def _edited(self) -> None:
        changed = self.changed()
        self.bar.show_changes(len(changed))
        self.changes_pending.emit(bool(changed))
