"""Every contact made and refused with one customer, and the next ninety days: on screen and as PDF."""

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QDialog, QFileDialog, QStackedWidget, QTabBar, QWidget

from desktop.adapters import wording
from desktop.adapters.rule_tables import bundled_rules
from desktop.domain.reminder_plan import CasePlan
from desktop.services import contact_record, reminders
from desktop.services.contact_record import (
    ContactMade,
    ContactPassed,
    ContactRecord,
    ContactRefused,
)
from desktop.ui import formats
from desktop.ui.calendar.painting import CHANNEL_ICONS
from desktop.ui.page import Shell
from desktop.ui.steps import step_words
from desktop.ui.strategy.coming_entries import entries_of
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, column, line, row, spacer, text

AHEAD_DAYS = 90
PERIOD_DAYS = 365


class ContactRecordDialog(QDialog):
    """Two tabs: what was done and refused in a period, and what comes if nothing is paid."""

    def __init__(self, parent: QWidget, shell: Shell, case_id: int, name: str) -> None:
        super().__init__(parent)
        self._shell = shell
        self._case_id = case_id
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Contact record · {name}").format(name=name))
        self.resize(760, 620)
        today = shell.desk.today
        self.first = self._day(today - timedelta(days=PERIOD_DAYS), self.tr("From"))
        self.last = self._day(today, self.tr("To"))
        self._summary = text("", "muted")
        self.record = EntryList(shell.theme, self.tr("Contacts made and refused"))
        self.coming = EntryList(shell.theme, self.tr("The next ninety days"))
        self._note = text("", "muted", wrap=True)
        self._note.setText(
            self.tr("What this customer gets if nothing is paid and every step is carried out.")
        )
        self.tabs = QTabBar()
        self.tabs.addTab(self.tr("Made and refused"))
        self.tabs.addTab(self.tr("Next 90 days"))
        self._pages = QStackedWidget()
        self._save = button(shell.theme, self.tr("Save as PDF…"), "printer", is_primary=True)
        self._save.clicked.connect(self._ask_file)
        self._lay_out()
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.reload()

    def reload(self) -> None:
        """Read the period and the days to come."""
        self._shell.tasks.read(
            contact_record.contact_record,
            self._case_id,
            _chosen(self.first),
            _chosen(self.last),
            then=self._show_record,
            latest="contact_record",
        )
        self._shell.tasks.read(
            reminders.preview_case,
            self._case_id,
            days=AHEAD_DAYS,
            then=self._show_coming,
            latest="contact_record.coming",
        )

    def save_to(self, file: Path) -> None:
        """Print the period to a PDF."""
        self._shell.tasks.write(
            contact_record.save_contact_record,
            self._case_id,
            _chosen(self.first),
            _chosen(self.last),
            file,
            formats.language(),
            then=lambda saved: self._shell.notify.toast(
                self.tr("Saved: {file}").format(file=saved.name), kind="ok"
            ),
        )

    def _lay_out(self) -> None:
        made = QWidget()
        period = row(self.first, text("–"), self.last, self._summary, spacer(), self._save)
        made.setLayout(column(period, self.record, spacing=10))
        coming = QWidget()
        coming.setLayout(column(self._note, self.coming, spacing=10))
        for page in (made, coming):
            self._pages.addWidget(page)
        whole = column(self.tabs, line(), self._pages, spacing=10)
        whole.setContentsMargins(18, 12, 18, 16)
        self.setLayout(whole)

    def _day(self, day: date, words: str) -> QDateEdit:
        made = QDateEdit(QDate(day.year, day.month, day.day))
        made.setCalendarPopup(True)
        made.setDisplayFormat("yyyy-MM-dd")
        made.setAccessibleName(words)
        made.setToolTip(words)
        made.dateChanged.connect(lambda _day: self.reload())
        return made

    def _show_record(self, record: ContactRecord) -> None:
        lines = [
            *((item.at, self._made(item)) for item in record.made),
            *((item.at, self._refused(item)) for item in record.refused),
            *((item.at, self._passed(item)) for item in record.passed),
        ]
        lines.sort(key=lambda pair: pair[0], reverse=True)
        self.record.show_entries([entry for _, entry in lines])
        made = self.tr("%Ln made", "", len(record.made))
        refused = self.tr("%Ln refused", "", len(record.refused))
        passed = self.tr("%Ln let pass", "", len(record.passed)) if record.passed else ""
        self._summary.setText(" · ".join(filter(None, (made, refused, passed))))

    def _made(self, item: ContactMade) -> Entry:
        lang = formats.language()
        whom = wording.text(f"contact.party.{item.party}", lang) + item.who
        by = wording.text(f"contact.channel.{item.channel}", lang)
        detail = " · ".join(
            filter(None, (formats.moment(item.at), by, whom, item.number, item.officer, item.note))
        )
        title = wording.text(f"contact.result.{item.result}", lang)
        if item.is_incoming:
            title = self.tr("From the customer: {words}").format(words=title)
        icon = CHANNEL_ICONS.get(item.channel, "phone")
        if not item.against:
            return Entry(icon, title, detail, tone="ok")
        rule = contact_record.rule_name(item.against, bundled_rules(), lang)
        broken = self.tr("Rule broken")
        return Entry(
            icon, title, f"{detail}\n{rule}", tone="danger", tag=broken, tag_status="refused"
        )

    def _refused(self, item: ContactRefused) -> Entry:
        lang = formats.language()
        by = wording.text(f"contact.channel.{item.channel}", lang)
        when = self.tr("at planning") if item.step else self.tr("at the moment")
        parts = (formats.moment(item.at), by, when, step_words(item.step), item.source)
        return Entry(
            "ban",
            contact_record.rule_words(item, bundled_rules(), lang),
            " · ".join(filter(None, parts)),
            tone="danger",
            tag=self.tr("Refused"),
            tag_status="refused",
        )

    def _passed(self, item: ContactPassed) -> Entry:
        lang = formats.language()
        by = wording.text(f"contact.channel.{item.channel}", lang)
        fate = wording.text(f"contact.record.{item.fate}", lang)
        two = f"{item.officer} / {item.second}"
        return Entry(
            "user-check",
            contact_record.rule_words(item, bundled_rules(), lang),
            " · ".join((formats.moment(item.at), by, item.reason, two, fate)),
            tone="warn",
            tag=self.tr("Let pass"),
            tag_status="held",
        )

    def _show_coming(self, plan: CasePlan) -> None:
        self.coming.show_entries(entries_of(plan))

    def _ask_file(self) -> None:
        name = self.tr("Contact record {case}").format(case=self._case_id)
        dialog = QFileDialog(self, self.tr("Save as PDF"), f"{name}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.save_to(Path(file)))
        dialog.open()


def _chosen(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())
