"""The branch: its data, its SMS signature with a preview, its seal, its messages and papers."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from desktop.adapters import wording
from desktop.domain.errors import DomainError
from desktop.domain.settings_catalogue import CATALOGUE, checked_all
from desktop.services import settings
from desktop.services.settings import SettingsSaved
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.settings.certificate_card import CertificateCard
from desktop.ui.settings.form import (
    Field,
    SaveBar,
    Section,
    scrolled,
    setting_field,
    show_errors,
    side_by_side,
    titled,
)
from desktop.ui.settings.mail_card import MailCard
from desktop.ui.settings.seal_card import SealCard
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import column, row, text

DRAFT = "branch_draft"
_PAIRS = (
    ("branch.name", "branch.short_name"),
    ("branch.bank_name", "branch.kind"),
    ("branch.address", "branch.postcode"),
    ("branch.phone", "branch.month_target"),
    ("branch.hours_from", "branch.hours_to"),
)
_MESSAGES = (
    ("messages.ways_to_pay", "messages.benefit"),
    ("messages.ways_to_pay_en", "messages.benefit_en"),
    ("branch.name_en", "messages.survey_percent"),
    ("messages.exchange_folder", "messages.release_by_itself"),
    ("payments.receipts", "payments.receipts_from"),
)
_PAPERS = (("letters.law_firm", "letters.court"),)
_MAIL = (("mail.host", "mail.port"), ("mail.security", "mail.user"))


class BranchSection(Section):
    """Edits the settings of the catalogue; saved together, with a way back."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.fields: dict[str, Field] = {
            name: setting_field(spec, shell.theme) for name, spec in CATALOGUE.items()
        }
        self._stored: dict[str, str] = {}
        self._is_read = False
        for field in self.fields.values():
            field.edited.connect(self._edited)
        self.seal = SealCard(shell)
        self.certificate = CertificateCard(shell, self.fields["letters.sign"])
        self._preview = text("", "soft", wrap=True)
        self.bar = SaveBar(shell.theme, self.save, self.revert)
        self._lay_out()

    def refresh(self) -> None:
        """Read the settings; fields that were edited keep what is typed."""
        self.shell.tasks.read(settings.load, then=self._show, latest="settings.branch")
        self.seal.refresh()
        self.mail.refresh()
        self.certificate.refresh()

    def keep_draft(self) -> None:
        """Keep what is typed until it is saved or discarded."""
        self.shell.prefs.set("settings", DRAFT, self.changed() or None)

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
        given = self.changed()
        # Hours are checked against each other.
        if {"branch.hours_from", "branch.hours_to"} & given.keys():
            for name in ("branch.hours_from", "branch.hours_to"):
                given[name] = self.fields[name].value()
        self.shell.tasks.write(
            settings.save,
            given,
            then=self._saved,
            failed=lambda error: show_errors(self.fields, error, self.shell.notify.error),
        )

    def revert(self) -> None:
        """Show what is stored again."""
        for name, field in self.fields.items():
            field.show_value(self._stored[name])
        self._edited()

    def _show(self, stored: Mapping[str, str]) -> None:
        edited = self.changed()
        if not self._is_read:
            draft = self.shell.prefs.get("settings", DRAFT) or {}
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
        self.shell.prefs.set("settings", DRAFT, None)
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
        for name, value in changed.items():
            self._check(name, value)
        self.bar.show_changes(len(changed))
        self.changes_pending.emit(bool(changed))
        signature = self.fields["branch.sms_signature"].value()
        words = self.tr("【{signature}】Dear Ms Li, your instalment of 1,234.56 yuan …")
        self._preview.setText(words.format(signature=signature or "…"))

    def _check(self, name: str, value: str) -> None:
        """Say at once what is wrong with a signature; other fields wait until they are saved."""
        if name != "branch.sms_signature":
            return
        try:
            checked_all({name: value})
        except DomainError as error:
            self.fields[name].show_error(wording.error_text(error, formats.language()))

    def _lay_out(self) -> None:
        branch = Card()
        branch.setLayout(titled(self.tr("Branch"), *self._pairs(_PAIRS)))
        messages = Card()
        signature = column(self.fields["branch.sms_signature"], self._preview, spacing=6)
        messages.setLayout(titled(self.tr("Messages"), signature, *self._pairs(_MESSAGES)))
        papers = Card()
        papers.setLayout(titled(self.tr("Papers"), *self._pairs(_PAPERS)))
        self.mail = MailCard(self.shell, [*self._pairs(_MAIL), self.fields["mail.sender"]])
        left = column(branch, messages, self.mail, papers, self.certificate, spacing=14)
        left.addStretch()
        right = column(self.seal)
        right.addStretch()
        inside = row(left, right, spacing=14)
        inside.setStretch(0, 1)
        body = QWidget()
        body.setLayout(inside)
        layout = column(scrolled(body), self.bar)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _pairs(self, pairs: tuple[tuple[str, str], ...]) -> list[QWidget]:
        lines = []
        for pair in pairs:
            line = QWidget()
            line.setLayout(side_by_side(*(self.fields[name] for name in pair)))
            lines.append(line)
        return lines
