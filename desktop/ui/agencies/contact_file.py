"""Taking in the contacts that an agency made: the file, the agency, what came of it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.adapters import wording
from desktop.adapters.rule_tables import bundled_rules
from desktop.services import agency_contacts
from desktop.services.agency_contacts import Taken
from desktop.ui.agencies.choice import AgencyChoice
from desktop.ui.formats import language
from desktop.ui.page import Shell
from desktop.ui.widgets.form_dialog import FormDialog
from desktop.ui.widgets.text import text

SHOWN_FAULTS = 8


def ask_file(parent: QWidget, shell: Shell, agency_id: int | None = None) -> None:
    """Ask for the file; the dialog for the agency follows, with one chosen where it is known."""
    words = QCoreApplication.translate("agency", "Contacts of an agency")
    dialog = QFileDialog(parent, words)
    dialog.setNameFilter("CSV, Excel (*.csv *.txt *.xlsx *.xls)")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(
        lambda name: AgencyDialog(parent, shell, Path(name), agency_id).open()
    )
    dialog.open()


class AgencyDialog(FormDialog):
    """Names the agency; shows what was left out and which rules were broken."""

    def __init__(
        self, parent: QWidget, shell: Shell, file: Path, agency_id: int | None = None
    ) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self._shell, self._file = shell, file
        self.setWindowTitle(self.tr("Contacts of an agency · {file}").format(file=file.name))
        self.agency = AgencyChoice(shell.tasks, wanted=agency_id)
        self.came = text("", wrap=True, selectable=True)
        self.came.setText(
            self.tr("Its contacts count for every cap and stand in the contact record.")
        )
        self.add("agency", self.tr("Agency"), self.agency)
        self.add("came", self.tr("Result"), self.came)
        self.on_submit(self.tr("Take in"), self.take_in)

    def take_in(self) -> None:
        """Take the file in."""
        self._shell.tasks.write(
            agency_contacts.take_in,
            self._file,
            self.agency.name,
            label=self.tr("Taking in an agency's contacts"),
            then=self._show,
            failed=self.failed,
        )

    def _show(self, done: Taken) -> None:
        lang = language()
        name = self.agency.name
        lines = [wording.text("agency.taken", lang, agency=name, new=done.new, known=done.known)]
        for code, count in sorted(done.against.items()):
            rule = bundled_rules().history(code)[-1]
            words = rule.zh if lang == "zh" else rule.en
            lines.append(wording.text("agency.against", lang, rule=words, count=count))
        if done.faults:
            lines.append(wording.text("agency.faults", lang, count=len(done.faults)))
        for fault in done.faults[:SHOWN_FAULTS]:
            reason = wording.text(fault.code, lang)
            lines.append(wording.text("agency.fault", lang, row=fault.row_no, reason=reason))
        self.came.setText("\n".join(lines))
        if not done.faults and not done.against:
            self._shell.notify.toast(lines[0], kind="ok")
            self.accept()
        else:
            self.on_submit(self.tr("Close"), self.accept)
