"""The officers: who they are on the left, one card on the right."""

from dataclasses import replace

from desktop.adapters import wording
from desktop.domain.errors import CodedError
from desktop.services import officers
from desktop.services.officers import OfficerCard, OfficerRow, OfficerSaved
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.settings.code_dialogs import CodeDialog, ForgetCodeDialog
from desktop.ui.settings.form import show_errors
from desktop.ui.settings.officer_form import OfficerForm
from desktop.ui.settings.register_section import RegisterSection
from desktop.ui.widgets.entry_list import Entry
from desktop.ui.widgets.text import button, column, row, spacer, text

LIST_WIDTH = 300
EMPTY = OfficerCard("", "")


class OfficersSection(RegisterSection[OfficerRow]):
    """Adds, changes, deactivates; saved by the button, with a way back."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.form = OfficerForm()
        self.form.edited.connect(self._edited)
        self._work = text("", "muted")
        self._switch = button(shell.theme, "", "user-check")
        self._switch.clicked.connect(lambda _on=False: self._ask_switch())
        self.code = button(shell.theme, self.tr("Personal code…"), "key-round")
        self.code.setToolTip(self.tr("Proves who agrees where an act needs two people"))
        self.code.clicked.connect(lambda _on=False: self._ask_code())
        self.forget = button(shell.theme, self.tr("Code forgotten…"), role="ghost")
        self.forget.clicked.connect(lambda _on=False: self._ask_forget())
        head = row(self.heading, self._work, spacer(), self.forget, self.code, self._switch)
        inside = column(head, self.form, margins=20, spacing=12)
        inside.addStretch()
        self.lay_out(self.tr("Officers"), LIST_WIDTH, self.tr("Add an officer"), inside)

    def refresh(self) -> None:
        """Read everybody."""
        self.shell.tasks.read(
            officers.all_officers, then=self.show_rows, latest="settings.officers"
        )

    def save(self) -> None:
        """Save the card, or say at the field why not."""
        officer_id = None if self.current is None else self.current.officer_id
        self.shell.tasks.write(
            officers.save, officer_id, self.form.card(), then=self._saved, failed=self._failed
        )

    @property
    def is_edited(self) -> bool:
        """Whether the card differs from what is stored."""
        return self.form.card() != self._stored

    @property
    def _stored(self) -> OfficerCard:
        return EMPTY if self.current is None else self.current.card

    def number_of(self, found: OfficerRow) -> int:
        """By which an officer is known again."""
        return found.officer_id

    def entry_of(self, found: OfficerRow) -> Entry:
        """An officer as the list shows one."""
        card = found.card
        role = wording.text(f"settings.role.{card.role}", formats.language())
        detail = " · ".join(part for part in (card.staff_no, role, card.area) if part)
        away = "" if found.is_active else self.tr("inactive")
        return Entry("user", card.name, detail, tag=away, tag_status="closed", key=found.officer_id)

    @property
    def unsaved(self) -> str:
        """What is told to somebody who would lose what is typed."""
        return self.tr("Save or discard the changes to this officer first.")

    def begin_typing(self) -> None:
        """Begin with the staff number."""
        self.form.fields["staff_no"].editor.setFocus()

    def show_card(self) -> None:
        """Show the officer's card, work and code."""
        self.form.show_card(self._stored)
        found = self.current
        self.heading.setText(found.card.name if found else self.tr("New officer"))
        self._switch.setVisible(found is not None)
        self.code.setVisible(found is not None and found.is_active)
        self.forget.setVisible(found is not None and found.has_code)
        self._work.setText("")
        if found is not None:
            words = self.tr("{cases} open cases, {visits} visits to come")
            cases, visits = formats.count(found.open_cases), formats.count(found.coming_visits)
            self._work.setText(words.format(cases=cases, visits=visits))
            switch = self.tr("Deactivate") if found.is_active else self.tr("Activate")
            self._switch.setText(f" {switch}")
            self._switch.setAccessibleName(switch)
        self._edited()

    def _edited(self) -> None:
        self.form.days_error.setText("")
        self.show_changes()

    def _saved(self, saved: OfficerSaved) -> None:
        card, previous = self.form.card(), saved.previous
        self._is_new = False
        known = self.current or OfficerRow(saved.officer_id, card, True, 0, 0)
        self.current = replace(known, card=card)
        self.show_card()
        self.refresh()
        undo = None
        if previous is not None:
            undo = lambda: self._put_back(saved.officer_id, previous)  # noqa: E731
        self.shell.notify.toast(self.tr("Saved"), kind="ok", undo=undo)

    def _put_back(self, officer_id: int, card: OfficerCard) -> None:
        if self.current is not None and self.current.officer_id == officer_id:
            self.form.show_card(card)
        self.shell.tasks.write(officers.save, officer_id, card, then=self._saved_back)

    def _saved_back(self, _saved: OfficerSaved) -> None:
        self.current = None
        self.refresh()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, CodedError) and error.field == "weekdays":
            self.form.days_error.setText(wording.error_text(error, formats.language()))
            return
        show_errors(self.form.errors_at(), error, self.shell.notify.error)

    def _ask_code(self) -> None:
        if self.current is not None:
            CodeDialog(self, self.shell, self.current, has_one=self.current.has_code).open()

    def _ask_forget(self) -> None:
        if self.current is not None:
            ForgetCodeDialog(self, self.shell, self.current).open()

    def _ask_switch(self) -> None:
        found = self.current
        if found is None:
            return
        if not found.is_active:
            self._switch_to(found, is_active=True)
            return
        words = self.tr("Deactivate {name}?").format(name=found.card.name)
        details = self.tr(
            "{cases} open cases and {visits} visits stay with this officer until they are assigned "
            "to somebody else."
        ).format(cases=found.open_cases, visits=found.coming_visits)
        self.shell.notify.confirm(
            words,
            details=details,
            yes=self.tr("Deactivate"),
            is_dangerous=True,
            then=lambda: self._switch_to(found, is_active=False),
        )

    def _switch_to(self, found: OfficerRow, *, is_active: bool) -> None:
        def switched(_changes: object) -> None:
            words = self.tr("{name} is active") if is_active else self.tr("{name} is inactive")
            self.shell.notify.toast(
                words.format(name=found.card.name),
                kind="ok",
                undo=lambda: self._switch_to(found, is_active=not is_active),
            )
            self.refresh()

        self.shell.tasks.write(
            officers.set_active, found.officer_id, is_active=is_active, then=switched
        )
