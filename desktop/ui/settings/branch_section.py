"""The branch: its data, its SMS signature with a preview, its seal, its messages and papers."""

from PySide6.QtWidgets import QWidget

from desktop.adapters import wording
from desktop.domain.errors import DomainError
from desktop.domain.settings_catalogue import CATALOGUE, checked_all
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.settings.certificate_card import CertificateCard
from desktop.ui.settings.channels_section import NAMES as CHANNELS
from desktop.ui.settings.form import scrolled, side_by_side, titled
from desktop.ui.settings.seal_card import SealCard
from desktop.ui.settings.setting_section import SettingSection
from desktop.ui.settings.words_section import WORDING
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.text import column, row, text

_PAIRS = (
    ("branch.name", "branch.short_name"),
    ("branch.bank_name", "branch.kind"),
    ("branch.address", "branch.postcode"),
    ("branch.phone", "branch.month_target"),
    ("branch.hours_from", "branch.hours_to"),
)
_MESSAGES = (
    ("messages.ways_to_pay", "messages.benefit"),
    ("messages.release_by_itself",),
    ("payments.receipts", "payments.receipts_from"),
    ("promises.messages",),
    ("payments.tell_states", "payments.tell_arrived"),
)
_SERVICE = (
    ("service.report_daily", "service.report_weekly"),
    ("service.report_monthly", "service.report_folder"),
)
_PAPERS = (("letters.law_firm", "letters.court"), ("letters.credit_code", "letters.head"))


class BranchSection(SettingSection):
    """The branch's data, its signature and seal, how it sends and prints."""

    def __init__(self, shell: Shell) -> None:
        names = [name for name in CATALOGUE if name not in (*WORDING, *CHANNELS)]
        super().__init__(shell, names, "branch_draft")
        self.seal = SealCard(shell)
        self.certificate = CertificateCard(
            shell, self.fields["letters.sign"], self.fields["letters.time_service"]
        )
        self._preview = text("", "soft", wrap=True)
        self._lay_out()

    def refresh(self) -> None:
        """Read the settings, the seal and the certificate."""
        super().refresh()
        self.seal.refresh()
        self.certificate.refresh()

    def _given(self) -> dict[str, str]:
        """What was changed; the hours are checked against each other."""
        given = self.changed()
        if {"branch.hours_from", "branch.hours_to"} & given.keys():
            for name in ("branch.hours_from", "branch.hours_to"):
                given[name] = self.fields[name].value()
        return given

    def _edited(self) -> None:
        super()._edited()
        for name, value in self.changed().items():
            self._check(name, value)
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
        service = Card()
        service.setLayout(titled(self.tr("Reports of field service"), *self._pairs(_SERVICE)))
        papers = Card()
        papers.setLayout(titled(self.tr("Papers"), *self._pairs(_PAPERS)))
        left = column(branch, messages, service, papers, self.certificate, spacing=14)
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

    def _pairs(self, pairs: tuple[tuple[str, ...], ...]) -> list[QWidget]:
        lines = []
        for pair in pairs:
            line = QWidget()
            line.setLayout(side_by_side(*(self.fields[name] for name in pair)))
            lines.append(line)
        return lines
