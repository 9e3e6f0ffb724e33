"""How a call ended: a letter chooses the result, what it asks for appears, Enter saves."""

from datetime import datetime, time, timedelta

from PySide6.QtCore import QDate, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDateEdit,
    QLineEdit,
    QPushButton,
    QTimeEdit,
    QWidget,
)

from desktop.adapters import wording
from desktop.domain.call_follow_up import FollowUp, follow_up_of
from desktop.domain.contact_facts import Channel, Party
from desktop.domain.contact_results import ContactResult
from desktop.domain.money import Money
from desktop.services import contacts
from desktop.services.call_logging import Answer
from desktop.ui import formats
from desktop.ui.page import Shell
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.flow import FlowRow
from desktop.ui.widgets.form_dialog import chosen_day, day_field
from desktop.ui.widgets.text import button, column, row, spacer, text

NOTE_LENGTH = contacts.NOTE_LENGTH
PROMISE_AHEAD_DAYS = 3
_AGAIN_AT = time(10)


class AnswerForm(QWidget):
    """Result, promise or hour or money, note. ``saved`` asks to save what stands here."""

    saved = Signal()
    note_edited = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.results = contacts.results_for(Channel.PHONE)
        self.chosen: ContactResult | None = None
        self._minutes: dict[FollowUp, int] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        choices = FlowRow(spacing=6)
        for result in self.results:
            words = wording.text(f"contact.result.{result.code}", formats.language())
            made = button(shell.theme, f"{words}  {result.key}", role="choice")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(lambda _on=False, code=result.code: self.choose(code))
            self._group.addButton(made)
            choices.flow.addWidget(made)
            self._buttons[result.code] = made
        self.note = QLineEdit()
        self.note.setMaxLength(NOTE_LENGTH)
        self.note.setPlaceholderText(self.tr("Note (optional)"))
        self.note.setAccessibleName(self.tr("Note"))
        self.note.textEdited.connect(self.note_edited)
        self.note.returnPressed.connect(self.saved)
        self.save = button(shell.theme, self.tr("Save and next"), "check", is_primary=True)
        self.save.clicked.connect(lambda _on=False: self.saved.emit())
        self._follow = text("", "muted")
        self._error = text("", "error", wrap=True)
        self._error.hide()
        self._make_fields()
        below = row(self.note, self.save)
        self.setLayout(
            column(choices, row(self._asked, self._follow, spacer()), self._error, below, spacing=8)
        )

    def begin(self, owed: Money, note: str) -> None:
        """Begin anew for another customer."""
        self.chosen = None
        self._group.setExclusive(False)
        for made in self._buttons.values():
            made.setChecked(False)
        self._group.setExclusive(True)
        self.note.setText(note)
        self.amount.show_amount(owed)
        tomorrow = self._shell.desk.today + timedelta(days=1)
        promised = self._shell.desk.today + timedelta(days=PROMISE_AHEAD_DAYS)
        _show_day(self.day, promised)
        _show_day(self.again_day, tomorrow)
        self.again_time.setTime(QTime(_AGAIN_AT.hour, _AGAIN_AT.minute))
        self._follow.setText("")
        self._error.hide()
        self._show_asked(FollowUp.LADDER)

    def show_minutes(self, minutes: dict[FollowUp, int]) -> None:
        """Say after how many minutes a call is tried again."""
        self._minutes = minutes

    def choose_letter(self, letter: str) -> bool:
        """Choose the result of a letter; return whether there is one."""
        for result in self.results:
            if letter and result.key == letter:
                self.choose(result.code)
                return True
        return False

    def choose(self, code: str) -> None:
        """Choose a result by its code and show what it asks for and what follows."""
        self.chosen = next(result for result in self.results if result.code == code)
        self._buttons[code].setChecked(True)
        self._error.hide()
        follow = follow_up_of(code)
        self._show_asked(follow)
        words = f"calls.follow.{follow.value}"
        minutes = self._minutes.get(follow, 0)
        self._follow.setText(wording.text(words, formats.language(), minutes=minutes))

    def answer(self, party: str, party_id: int | None) -> Answer | None:
        """Return what stands here; ``None``, and why at its place, when something is missing."""
        if self.chosen is None:
            self.refuse(self.tr("Choose how the call ended: a letter is enough."))
            return None
        follow = follow_up_of(self.chosen.code)
        is_debtor = party == Party.DEBTOR
        amount = self.amount.amount()
        if is_debtor and follow in (FollowUp.PROMISE, FollowUp.MONEY) and amount is None:
            self.refuse(self.tr("Enter an amount in yuan."))
            self.amount.setFocus()
            return None
        at = self.again_time.time()
        again = datetime.combine(chosen_day(self.again_day), time(at.hour(), at.minute()))
        with_day = None if amount is None else (chosen_day(self.day), amount)
        return Answer(
            self.chosen.code,
            self.note.text().strip(),
            party,
            party_id,
            promise=with_day if follow is FollowUp.PROMISE else None,
            again_at=again if follow is FollowUp.AGAIN else None,
            paid=with_day if follow is FollowUp.MONEY else None,
        )

    def refuse(self, words: str) -> None:
        """Say what is wrong."""
        self._error.setText(words)
        self._error.show()

    @property
    def error(self) -> str:
        """What is wrong, as shown."""
        return self._error.text() if self._error.isVisibleTo(self) else ""

    def _make_fields(self) -> None:
        today = self._shell.desk.today
        self._asked = QWidget()
        self._day_words = text("", "key")
        self.day = day_field(today, self.tr("Day"))
        self.amount = AmountField(self.tr("Amount in yuan"))
        self._again_words = text(self.tr("Call again"), "key")
        self.again_day = day_field(today, self.tr("Call again on"))
        self.again_time = QTimeEdit()
        self.again_time.setDisplayFormat("HH:mm")
        self.again_time.setAccessibleName(self.tr("Call again at"))
        self._with_day = (self._day_words, self.day, self.amount)
        self._with_hour = (self._again_words, self.again_day, self.again_time)
        self._asked.setLayout(row(*self._with_day, *self._with_hour, spacing=10))
        self.amount.setMaximumWidth(160)
        self._show_asked(FollowUp.LADDER)

    def _show_asked(self, follow: FollowUp) -> None:
        is_dated = follow in (FollowUp.PROMISE, FollowUp.MONEY)
        for dated in self._with_day:
            dated.setVisible(is_dated)
        for timed in self._with_hour:
            timed.setVisible(follow is FollowUp.AGAIN)
        self._asked.setVisible(is_dated or follow is FollowUp.AGAIN)
        if follow is FollowUp.MONEY:
            self._day_words.setText(self.tr("Sent on"))
            _show_day(self.day, self._shell.desk.today)
        else:
            self._day_words.setText(self.tr("Promised for"))


def _show_day(field: QDateEdit, day: object) -> None:
    field.setDate(QDate.fromString(str(day), Qt.DateFormat.ISODate))
