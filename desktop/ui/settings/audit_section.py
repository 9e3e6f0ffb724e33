"""The audit log: who did what and when, newest first, and the proof that nothing was changed."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from desktop.adapters import wording
from desktop.services import audit, unlock
from desktop.services.audit import AuditRow, Verification
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.paged_model import Column, PagedModel
from desktop.ui.settings.form import Section
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.paged_table import PagedTable
from desktop.ui.widgets.text import button, column, row, set_property, spacer, text

SUBJECTS = (
    "case",
    "customer",
    "account",
    "setting",
    "rule",
    "officer",
    "letter",
    "reminder",
    "visit",
    "movement",
    "database",
    "user",
)


class AuditColumns(QObject):
    """Makes the columns with their titles in the language of now."""

    def made(self) -> tuple[Column, ...]:
        """Return the columns in their order."""
        return (
            Column("seq", self.tr("No."), 70, "number"),
            Column("at", self.tr("When"), 150, "soft", value=lambda row: formats.moment(row.at)),
            Column("actor", self.tr("Who"), 110, "text"),
            Column("action", self.tr("What"), 190, "strong", value=_action),
            Column("subject", self.tr("Of"), 150, "soft", value=_subject),
            Column("facts", self.tr("Facts"), 400, "soft"),
        )


class AuditSection(Section):
    """Reads page by page as one scrolls; walks the whole chain when asked to."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.subject = QComboBox()
        self.subject.setAccessibleName(self.tr("Kind of entry"))
        self.subject.addItem(self.tr("Everything"), None)
        for code in SUBJECTS:
            self.subject.addItem(_said("subject", code), code)
        self.subject.currentIndexChanged.connect(lambda _index: self.refresh())
        self.result = text("", "muted", wrap=True)
        verify = button(shell.theme, self.tr("Verify the chain"), "shield-check", is_primary=True)
        verify.clicked.connect(lambda _on=False: self.verify())
        self.model = PagedModel(
            AuditColumns().made(),
            shell.tasks,
            audit.entries,
            lambda found: found.seq,
            as_of=shell.desk.today,
        )
        self.table = PagedTable(self.model, shell.theme, shell.prefs, "settings.audit")
        self.table.setAccessibleName(self.tr("Audit log"))
        self.table.current_changed.connect(lambda _seq: self._show_facts())
        self.model.dataChanged.connect(lambda *_: self._show_facts())
        self.model.modelReset.connect(self._show_facts)
        self.facts = text("", "soft", wrap=True, selectable=True)
        self.facts.setContentsMargins(16, 8, 16, 12)
        self._lay_out(verify)

    def refresh(self) -> None:
        """Read which entries there are."""
        subject = self.subject.currentData()
        self.shell.tasks.read(
            audit.numbers, subject, then=self.model.set_ids, latest="settings.audit"
        )

    def verify(self) -> None:
        """Walk the whole chain against its hashes."""
        self._say(self.tr("Verifying…"), "muted")
        self.shell.tasks.read(unlock.verify, then=self._verified, label=self.tr("Verify the chain"))

    def _verified(self, found: Verification) -> None:
        count = formats.count(found.entries)
        if found.is_whole:
            words = self.tr("{count} entries verified: nothing was changed, removed or reordered.")
            self._say(words.format(count=count), "ok")
            return
        said = wording.text(f"settings.fault.{found.faults[0].kind}", formats.language())
        words = self.tr("{faults} faults in {count} entries. The first is at {seq}: {what}.")
        self._say(
            words.format(
                faults=formats.count(len(found.faults)),
                count=count,
                seq=found.faults[0].seq,
                what=said,
            ),
            "danger",
        )

    def _say(self, words: str, role: str) -> None:
        self.result.setText(words)
        set_property(self.result, "role", role)

    def _show_facts(self) -> None:
        seq = self.table.current_id
        place = None if seq is None else self.model.place_of(seq)
        found = None if place is None else self.model.row_at(place)
        self.facts.setText("" if found is None else found.facts)

    def _lay_out(self, verify: QWidget) -> None:
        heading: QLabel = text(self.tr("Audit log"), "heading")
        head = row(heading, self.subject, self.result, spacer(), verify, spacing=12)
        head.setContentsMargins(16, 12, 16, 10)
        head.setStretch(2, 1)
        card = Card()
        inside = column(margins=1)
        inside.addLayout(head)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.facts)
        card.setLayout(inside)
        self.setLayout(column(card))


def _said(kind: str, code: str) -> str:
    """Word a code of the log; one without words stands as it is, as an inspector would cite it."""
    whole = f"audit.{kind}.{code}"
    return wording.text(whole, formats.language()) if wording.is_worded(whole) else code


def _action(found: AuditRow) -> str:
    return _said("action", found.action)


def _subject(found: AuditRow) -> str:
    return f"{_said('subject', found.subject)} {found.subject_id or ''}".rstrip()
