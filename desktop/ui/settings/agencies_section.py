"""The agencies: the register on the left, one card on the right, and below it the cases it has."""

from PySide6.QtWidgets import QVBoxLayout

from desktop.adapters import wording
from desktop.domain.agency import AgencyCard
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services import agencies, placements
from desktop.services.agencies import TALLY_DAYS, AgencyEntry, AgencySaved
from desktop.services.placements import Placed
from desktop.ui import formats
from desktop.ui.agencies.choice import TONES, standing_words
from desktop.ui.agencies.contact_file import ask_file
from desktop.ui.agencies.dialogs import TakeBackDialog, ToldDialog
from desktop.ui.page import Shell
from desktop.ui.settings.agency_form import AgencyForm, words_of
from desktop.ui.settings.form import show_errors
from desktop.ui.settings.register_section import RegisterSection
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.entry_list import Entry, EntryList
from desktop.ui.widgets.text import button, column, line, row, spacer, text

LIST_WIDTH = 270
CASES_HEIGHT = 170


class AgenciesSection(RegisterSection[AgencyEntry]):
    """Adds, changes, suspends; takes cases back; notes and takes in what the agency did."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.cases: list[Placed] = []
        self.form = AgencyForm()
        self.form.edited.connect(self.show_changes)
        self.standing = Chip(shell.theme, is_round=True)
        self.did = text("", "muted", wrap=True)
        self.suspend = button(shell.theme, self.tr("Suspend"), "pause")
        self.resume = button(shell.theme, self.tr("Let it work again"), "refresh-cw")
        self.end = button(shell.theme, self.tr("End"), "ban", role="ghost")
        self.suspend.clicked.connect(lambda _on=False: self._set_state("suspended", "active"))
        self.resume.clicked.connect(lambda _on=False: self._resume())
        self.end.clicked.connect(lambda _on=False: self._ask_end())
        self.placed = EntryList(shell.theme, self.tr("Cases it has"), is_choice=True)
        self.placed.setMinimumHeight(CASES_HEIGHT)
        self.placed.entry_activated.connect(lambda at: self._open(self.cases[at]))
        self.placed.selectionModel().currentChanged.connect(lambda *_: self._show_buttons())
        self.placed_title = text("", "heading")
        self.none_placed = text(
            self.tr("Choose cases on the Cases page and press Agency to hand them over."), "muted"
        )
        self.take_back = button(shell.theme, self.tr("Take back…"), "undo-2")
        self.told = button(shell.theme, self.tr("Note a contact…"), "phone")
        self.file = button(shell.theme, self.tr("Take in its file…"), "upload")
        self.take_back.clicked.connect(lambda _on=False: self._ask_take_back())
        self.told.clicked.connect(lambda _on=False: self._ask_told())
        self.file.clicked.connect(lambda _on=False: self._ask_file())
        self.lay_out(
            self.tr("Agencies"), LIST_WIDTH, self.tr("Add an agency"), self._beside_the_list()
        )
        self.show_card()

    def refresh(self) -> None:
        """Read the register and the cases of the agency shown."""
        self.shell.tasks.read(agencies.register, then=self.show_rows, latest="settings.agencies")

    def save(self) -> None:
        """Save the card, or say at the field why not."""
        try:
            card = self.form.card()
        except DomainError as error:
            self._failed(error)
            return
        agency_id = None if self.current is None else self.current.agency_id
        self.shell.tasks.write(
            agencies.save, agency_id, card, then=self._saved, failed=self._failed
        )

    @property
    def is_edited(self) -> bool:
        """Whether the fields differ from what is stored."""
        stored = AgencyCard() if self.current is None else self.current.card
        return self.form.values() != words_of(stored)

    # --- showing ---------------------------------------------------------------------------------

    def number_of(self, found: AgencyEntry) -> int:
        """By which an agency is known again."""
        return found.agency_id

    def entry_of(self, found: AgencyEntry) -> Entry:
        """An agency as the list shows one."""
        purpose = wording.text(f"agency.purpose.{found.card.purpose}", formats.language())
        detail = [purpose, self.tr("%Ln case(s)", "", found.placed)]
        if found.until is not None:
            detail.append(self.tr("until {day}").format(day=found.until.isoformat()))
        return Entry(
            "briefcase",
            found.card.name,
            " · ".join(detail),
            tag=standing_words(found),
            tag_status=TONES[found.standing],
            key=found.agency_id,
        )

    @property
    def unsaved(self) -> str:
        """What is told to somebody who would lose what is typed."""
        return self.tr("Save or discard the changes to this agency first.")

    def begin_typing(self) -> None:
        """Begin with the name."""
        self.form.fields["name"].editor.setFocus()

    def show_card(self) -> None:
        """Show the agency's card, how it stands and what it did."""
        self.form.show_card(AgencyCard() if self.current is None else self.current.card)
        self._show_head()
        self.show_changes()

    def show_current(self) -> None:
        """Show how the agency stands now, and read its cases."""
        self._show_head()
        self._read_cases()

    def _show_head(self) -> None:
        found = self.current
        self.heading.setText(found.card.name if found else self.tr("New agency"))
        self.standing.setVisible(found is not None)
        self.did.setVisible(found is not None)
        self.suspend.setVisible(found is not None and found.state == "active")
        self.resume.setVisible(found is not None and found.state != "active")
        self.end.setVisible(found is not None and found.state != "ended")
        for part in (self.placed_title, self.take_back, self.told, self.file):
            part.setVisible(found is not None)
        self._show_placed()
        if found is not None:
            self.standing.show_status(standing_words(found), TONES[found.standing])
            words = self.tr(
                "Last {days} days: {made} contacts, {answered} answered, {broken} against a rule"
            )
            self.did.setText(
                words.format(
                    days=TALLY_DAYS, made=found.made, answered=found.answered, broken=found.broken
                )
            )

    def _read_cases(self) -> None:
        if self.current is not None:
            self.shell.tasks.read(
                placements.placements,
                self.current.agency_id,
                then=self._show_cases,
                latest="settings.placements",
            )

    def _show_cases(self, found: list[Placed]) -> None:
        self.cases = found
        self.placed_title.setText(self.tr("%Ln case(s) with this agency", "", len(found)))
        self.placed.show_entries([self._case(at, one) for at, one in enumerate(found)])
        self._show_placed()

    def _show_placed(self) -> None:
        """Show the cases, or how to hand some over."""
        self.placed.setVisible(self.current is not None and bool(self.cases))
        self.none_placed.setVisible(self.current is not None and not self.cases)
        self._show_buttons()

    def _case(self, place: int, one: Placed) -> Entry:
        since = self.tr("from {day}").format(day=one.from_on.isoformat())
        detail = " · ".join((one.case_no, formats.days(one.dpd), since, one.letter_no))
        if one.against is not None:
            reason = wording.text(one.against, formats.language())
            detail += "\n" + self.tr("To be taken back: {reason}").format(reason=reason)
        tag = "" if one.against is None else self.tr("Take back")
        return Entry(
            "user",
            one.name,
            detail,
            formats.money(one.overdue),
            tone="text3" if one.against is None else "warn",
            tag=tag,
            tag_status="broken",
            key=place,
        )

    def _show_buttons(self) -> None:
        is_chosen = self._case_chosen is not None
        self.take_back.setEnabled(is_chosen)
        self.told.setEnabled(is_chosen)

    @property
    def _case_chosen(self) -> Placed | None:
        place = self.placed.currentIndex().row()
        return self.cases[place] if 0 <= place < len(self.cases) else None

    # --- doing -----------------------------------------------------------------------------------

    def _saved(self, saved: AgencySaved) -> None:
        self._is_new = False
        known = {row.agency_id: row for row in self.rows}
        self.current = known.get(saved.agency_id)
        undo = None
        if saved.previous is not None:
            before = saved.previous
            undo = lambda: self.shell.tasks.write(  # noqa: E731
                agencies.save, saved.agency_id, before, then=self._put_back
            )
        self.shell.notify.toast(self.tr("Saved"), kind="ok", undo=undo)
        self._read_saved(saved.agency_id)

    def _put_back(self, saved: AgencySaved) -> None:
        self._read_saved(saved.agency_id)

    def _read_saved(self, agency_id: int) -> None:
        """Show the register with that agency's card as it is stored now."""

        def show(rows: list[AgencyEntry]) -> None:
            self.current = next((one for one in rows if one.agency_id == agency_id), None)
            self.show_card()
            self.show_rows(rows)

        self.shell.tasks.read(agencies.register, then=show, latest="settings.agencies")

    def _failed(self, error: Exception) -> None:
        show_errors(self.form.fields, error, self.shell.notify.error)

    def _resume(self) -> None:
        if self.current is not None:
            self._set_state("active", self.current.state)

    def _ask_end(self) -> None:
        if self.current is not None:
            self.shell.notify.confirm(
                self.tr("End the work of {name}?").format(name=self.current.card.name),
                details=self.tr("It can be let work again; its contacts stay on record."),
                yes=self.tr("End"),
                is_dangerous=True,
                then=lambda: self._set_state("ended", "active"),
            )

    def _set_state(self, state: str, before: str) -> None:
        if self.current is None:
            return
        agency_id, name = self.current.agency_id, self.current.card.name

        def told(_changes: Changes) -> None:
            words = {
                "active": self.tr("{name} may work"),
                "suspended": self.tr("{name} is suspended"),
                "ended": self.tr("The work of {name} has ended"),
            }
            self.shell.notify.toast(
                words[state].format(name=name),
                kind="ok",
                undo=lambda: self.shell.tasks.write(agencies.set_state, agency_id, before),
            )

        self.shell.tasks.write(agencies.set_state, agency_id, state, then=told)

    def _open(self, one: Placed) -> None:
        self.shell.go("cases", case_id=one.case_id)

    def _ask_take_back(self) -> None:
        one = self._case_chosen
        if one is not None:
            TakeBackDialog(self, self.shell, [one.placement_id], one.name).open()

    def _ask_told(self) -> None:
        one = self._case_chosen
        if one is not None and self.current is not None:
            ToldDialog(self, self.shell, self.current.agency_id, one).open()

    def _ask_file(self) -> None:
        if self.current is not None:
            ask_file(self, self.shell, self.current.agency_id)

    # --- making ----------------------------------------------------------------------------------

    def _beside_the_list(self) -> QVBoxLayout:
        head = row(
            self.heading, self.standing, spacer(), self.suspend, self.resume, self.end, spacing=8
        )
        cases = row(self.placed_title, spacer(), self.take_back, self.told, self.file, spacing=8)
        inside = column(
            head,
            self.did,
            self.form,
            line(),
            cases,
            self.none_placed,
            self.placed,
            margins=20,
            spacing=12,
        )
        inside.addStretch()
        inside.setStretchFactor(self.placed, 1)
        return inside
