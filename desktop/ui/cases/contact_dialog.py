"""Logging a contact in three keystrokes: L, the letter of its result, Enter."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from desktop.adapters import wording
from desktop.domain.contact_facts import Channel
from desktop.domain.contact_policy import Allowed, Refused
from desktop.domain.contact_results import ContactResult
from desktop.domain.errors import CodedError
from desktop.services import contacts
from desktop.services.cases import CaseDetail
from desktop.services.contacts import CallRoom, Logged
from desktop.ui import formats
from desktop.ui.contact_record.override_dialog import OverrideDialog
from desktop.ui.page import Shell
from desktop.ui.refusals import refusal_words
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.choice_chips import ChoiceChips
from desktop.ui.widgets.flow import fit
from desktop.ui.widgets.form_dialog import chosen_day, day_field
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text import button, column, row, spacer, text

DRAFTS = "drafts"
CHANNELS = (Channel.PHONE, Channel.VISIT, Channel.SMS, Channel.EMAIL, Channel.LETTER)
PROMISE_AHEAD_DAYS = 3
_COLUMNS = 3
WIDTH = 520


class ContactDialog(QDialog):
    """Channel, party, result, note, and the promise where the result brings one.

    Letters choose a result while no text field has the keyboard; Tab goes to the note. What is
    typed is kept as a draft per case.
    """

    def __init__(self, parent: QWidget, shell: Shell, detail: CaseDetail) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Log a contact · {name}").format(name=detail.case.name))
        self._shell = shell
        self._detail = detail
        self._results: dict[str, QPushButton] = {}
        self._chosen: ContactResult | None = None
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._build()
        self._show_results()
        self._read_room()
        self.setFocus()

    def _read_room(self) -> None:
        self._shell.tasks.read(
            contacts.call_room, self._detail.case.case_id, then=self._show_room, latest="cases.room"
        )

    def _ask_second(self) -> None:
        case = self._detail.case
        OverrideDialog(self, self._shell, case.case_id, case.name, then=self._read_room).open()

    # Keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a result by its letter; save on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
            return
        letter = event.text().upper()
        if letter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            for result in contacts.results_for(self._channel):
                if result.key == letter:
                    self.choose(result.code)
                    return
        super().keyPressEvent(event)

    def choose(self, code: str) -> None:
        """Choose a result by its code."""
        self._chosen = next(
            (one for one in contacts.results_for(self._channel) if one.code == code), None
        )
        if self._chosen is not None:
            self._results[code].setChecked(True)
        self._promise.setVisible(self._chosen is not None and self._chosen.asks_promise)
        self._error.hide()
        fit(self, WIDTH)

    # Building -----------------------------------------------------------------------------

    def _build(self) -> None:
        theme, lang = self._shell.theme, formats.language()
        self._channels = ChoiceChips(
            [(c.value, wording.text(f"contact.channel.{c.value}", lang)) for c in CHANNELS],
            self.tr("Channel"),
        )
        self._channels.choose([Channel.PHONE.value])
        for channel in CHANNELS:
            self._channels.chip(channel.value).clicked.connect(
                lambda _checked=False, channel=channel: self._set_channel(channel)
            )
        self._channel: Channel = Channel.PHONE
        self._parties = ChoiceChips(self._party_choices(), self.tr("With whom"))
        self._parties.choose([("debtor", None)])
        for value, _ in self._party_choices():
            self._parties.chip(value).clicked.connect(
                lambda _checked=False, value=value: self._set_party(value)
            )
        self._room = Notice(theme, "", "info", "info")
        self._room.hide()
        self.let_pass = button(theme, self.tr("Let it pass with a second person…"), role="ghost")
        self.let_pass.clicked.connect(lambda _on=False: self._ask_second())
        self.let_pass.hide()
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._note = QPlainTextEdit(str(self._shell.prefs.get(DRAFTS, self._draft_key, "")))
        self._note.setPlaceholderText(self.tr("Note (optional)"))
        self._note.setAccessibleName(self.tr("Note"))
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(64)
        self._note.textChanged.connect(self._draft)
        self._error = text("", "error", wrap=True)
        self._error.hide()
        self._build_promise()
        save = button(theme, self.tr("Save"), is_primary=True)
        save.clicked.connect(self._save)
        cancel = button(theme, self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        hint = text(self.tr("Letter chooses · Tab to the note · Enter saves"), "muted")
        layout = column(
            self._channels, self._parties, self._room, self.let_pass, self._grid, self._promise, self._note,
            self._error, row(hint, spacer(), cancel, save), margins=18, spacing=12,
        )  # fmt: skip
        self.setLayout(layout)
        fit(self, WIDTH)

    def _build_promise(self) -> None:
        self._promise = QWidget()
        first = self._shell.desk.today + timedelta(days=PROMISE_AHEAD_DAYS)
        self._day = day_field(first, self.tr("Promised for"))
        self._amount = AmountField(self.tr("Amount in yuan"))
        self._amount.show_amount(self._detail.case.overdue)
        self._promise.setLayout(
            row(text(self.tr("Promised for"), "key"), self._day, self._amount, spacing=10)
        )
        self._promise.hide()

    def _party_choices(self) -> list[tuple[tuple[str, int | None], str]]:
        lang = formats.language()
        debtor = wording.text("contact.party.debtor", lang)
        guarantor = wording.text("contact.party.guarantor", lang)
        listed = wording.text("contact.party.contact", lang)
        return [
            (("debtor", None), debtor),
            *(
                (("guarantor", row["id"]), f"{guarantor} {row['name']}")
                for row in self._detail.guarantors
            ),
            *(
                (("contact", row["id"]), f"{listed} {row['name']}")
                for row in self._detail.contact_persons
            ),
        ]

    def _set_party(self, value: tuple[str, int | None]) -> None:
        """Somebody else than the debtor: say whether the guard allows it, and why not."""
        self._parties.choose([value])
        party, party_id = value
        if party == "debtor":
            self._read_room()
            return
        self._shell.tasks.read(
            contacts.may_contact,
            self._detail.case.case_id,
            self._channel.value,
            party=party,
            party_id=party_id,
            then=self._show_other,
            latest="cases.room",
        )

    def _show_other(self, decision: Allowed | Refused) -> None:
        if isinstance(decision, Refused):
            self._room.set_tone("warn", "triangle-alert")
            self._room.words.setText(refusal_words(decision))
        else:
            self._room.set_tone("info", "info")
            self._room.words.setText(self.tr("This person may be contacted now."))
        self._room.show()
        self.let_pass.hide()
        fit(self, WIDTH)

    def _set_channel(self, channel: Channel) -> None:
        self._channel = channel
        self._channels.choose([channel.value])
        self._show_results()

    def _show_results(self) -> None:
        for made in self._results.values():
            self._group.removeButton(made)
            made.hide()
            made.deleteLater()
        self._results = {}
        self._chosen = None
        self._promise.hide()
        lang = formats.language()
        for place, result in enumerate(contacts.results_for(self._channel)):
            words = wording.text(f"contact.result.{result.code}", lang)
            made = button(self._shell.theme, f"{words}  {result.key}", role="choice")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(lambda _checked=False, code=result.code: self.choose(code))
            self._group.addButton(made)
            self._grid.addWidget(made, place // _COLUMNS, place % _COLUMNS)
            self._results[result.code] = made

    def _show_room(self, room: CallRoom) -> None:
        words = self.tr(
            "Calls today: {answered} of {limit} answered, {rings} of {most} not answered"
        )
        words = words.format(
            answered=room.answered,
            limit=room.answered_limit,
            rings=room.unanswered,
            most=room.unanswered_limit,
        )
        if isinstance(room.decision, Refused):
            words = f"{refusal_words(room.decision)}\n{words}"
            self._room.set_tone("warn", "triangle-alert")
        else:
            self._room.set_tone("info", "info")
        refused = room.decision if isinstance(room.decision, Refused) else None
        self.let_pass.setVisible(refused is not None and refused.rule.overridable)
        self._room.words.setText(words)
        self._room.show()
        fit(self, WIDTH)

    # Saving -------------------------------------------------------------------------------

    @property
    def _draft_key(self) -> str:
        return f"contact_note:{self._detail.case.case_id}"

    def _draft(self) -> None:
        self._shell.prefs.set(DRAFTS, self._draft_key, self._note.toPlainText() or None)

    def _save(self) -> None:
        if self._chosen is None:
            self._refuse(self.tr("Choose the result first."))
            return
        promise: tuple[date, Any] | None = None
        if self._chosen.asks_promise:
            amount = self._amount.amount()
            if amount is None:
                self._refuse(self.tr("Enter the amount promised."))
                self._amount.setFocus()
                return
            promise = (chosen_day(self._day), amount)
        party, party_id = (self._parties.values() or (("debtor", None),))[0]
        self._shell.tasks.write(
            contacts.log_contact,
            self._detail.case.case_id,
            result=self._chosen.code,
            channel=self._channel.value,
            note=self._note.toPlainText(),
            party=party,
            party_id=party_id,
            promise=promise,
            then=self._saved,
            failed=self._not_saved,
        )

    def _saved(self, logged: Logged) -> None:
        shell = self._shell
        shell.prefs.set(DRAFTS, self._draft_key, None)
        assert self._chosen is not None
        result = wording.text(f"contact.result.{self._chosen.code}", formats.language())
        words = self.tr("Logged: {result}").format(result=result)
        kind: Any = "ok"
        if logged.over is not None:
            words = f"{words}\n{refusal_words(logged.over)}"
            kind = "warn"
        shell.notify.toast(
            words,
            kind=kind,
            undo=lambda: shell.tasks.write(contacts.take_back_contact, logged),
        )
        self.accept()

    def _refuse(self, words: str) -> None:
        self._error.setText(words)
        self._error.show()
        fit(self, WIDTH)

    def _not_saved(self, error: Exception) -> None:
        if isinstance(error, CodedError):
            self._refuse(wording.error_text(error, formats.language()))
        else:
            self._shell.notify.error(error)
