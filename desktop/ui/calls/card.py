"""One call: whom, how many are left today, the script that keeps the matter back, the answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.domain.contact_facts import Party
from desktop.domain.contact_policy import Refused
from desktop.services.calls import CallCard, CallParty
from desktop.ui import formats
from desktop.ui.calls.answer_form import AnswerForm
from desktop.ui.page import Shell
from desktop.ui.refusals import refusal_words
from desktop.ui.settings.form import scrolled
from desktop.ui.steps import step_words
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.flow import FlowRow
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.text import button, column, line, row, spacer, text


class CallPane(Card):
    """Shows a card; the matter of the script appears once the identity has been checked (C7)."""

    dial_wanted = Signal()
    case_wanted = Signal()
    pass_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.card: CallCard | None = None
        self.party: CallParty | None = None
        theme = shell.theme
        self.name = text("", "name")
        self.step = text("", "muted")
        self.left = text("", "strong")
        self._parties = FlowRow(spacing=6)
        self._people = QButtonGroup(self)
        self.room = Notice(theme, "", "info", "info")
        self.let_pass = button(theme, self.tr("Let it pass with a second person…"), role="ghost")
        self.let_pass.clicked.connect(lambda _on=False: self.pass_wanted.emit())
        self.dial = button(theme, self.tr("Dial"), "phone", is_primary=True)
        self.dial.clicked.connect(lambda _on=False: self.dial_wanted.emit())
        self._case = button(theme, self.tr("Open the case"), "briefcase", role="ghost")
        self._case.clicked.connect(lambda _on=False: self.case_wanted.emit())
        self.is_checked = QCheckBox(self.tr("Identity checked (V)"))
        self.is_checked.toggled.connect(lambda _on: self._show_script())
        self._script = QVBoxLayout()
        self._script.setSpacing(6)
        self.form = AnswerForm(shell)
        self._lay_out()

    def show_card(self, card: CallCard, note: str) -> None:
        """Show a call; the same customer's again keeps who is called and what was checked."""
        is_same = self.card is not None and self.card.case_id == card.case_id
        kept = (self.party.party, self.party.party_id) if is_same and self.party else None
        self.card = card
        self.name.setText(card.name)
        self.step.setText(step_words(card.step) or self.tr("no call is planned"))
        self._fill_parties(card, kept)
        if not is_same:
            self.is_checked.setChecked(False)
            self.form.begin(card.owed, note)
        self._show_party()

    def toggle_checked(self) -> None:
        """Say that the identity was checked, or not."""
        self.is_checked.toggle()

    @property
    def script(self) -> list[str]:
        """The lines shown, as shown."""
        items = [self._script.itemAt(at) for at in range(self._script.count())]
        labels = [item.widget() for item in items if item is not None]
        return [label.text() for label in labels if isinstance(label, QLabel)]

    def _fill_parties(self, card: CallCard, kept: tuple[str, int | None] | None) -> None:
        while (item := self._parties.flow.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, QPushButton):
                self._people.removeButton(widget)
                widget.hide()
                widget.deleteLater()
        lang = formats.language()
        self.party = card.parties[0]
        for party in card.parties:
            kind = wording.text(f"contact.party.{party.party}", lang)
            made = button(self._shell.theme, f"{kind} {party.name} {party.number}  ", role="choice")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            if isinstance(party.decision, Refused):
                made.setToolTip(refusal_words(party.decision))
            made.clicked.connect(lambda _on=False, party=party: self._choose(party))
            self._people.addButton(made)
            self._parties.flow.addWidget(made)
            if (party.party, party.party_id) == (kept or (Party.DEBTOR, None)):
                self.party = party
                made.setChecked(True)

    def _choose(self, party: CallParty) -> None:
        self.party = party
        self._show_party()

    def _show_party(self) -> None:
        card, party = self.card, self.party
        if card is None or party is None:
            return
        room = card.room
        answered = max(0, room.answered_limit - room.answered)
        rings = max(0, room.unanswered_limit - room.unanswered)
        words = self.tr("Left today: {answered} answered calls, {rings} dials without an answer")
        self.left.setText(words.format(answered=answered, rings=rings))
        refused = party.decision if isinstance(party.decision, Refused) else None
        self.room.setVisible(refused is not None)
        self.let_pass.setVisible(refused is not None and refused.rule.overridable)
        if refused is not None:
            self.room.set_tone("warn", "triangle-alert")
            self.room.words.setText(refusal_words(refused))
        self.dial.setEnabled(refused is None and bool(party.number))
        words = self.tr("Dial {number}").format(number=party.number)
        self.dial.setText(f" {words}")
        self.dial.setAccessibleName(words)
        self._show_script()

    def _show_script(self) -> None:
        while (item := self._script.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        card, party = self.card, self.party
        if card is None or party is None:
            return
        is_listed = party.party == Party.CONTACT
        self.is_checked.setVisible(not is_listed and card.fault is None)
        if card.fault is not None and not is_listed:
            words = wording.text(card.fault, formats.language())
            self._script.addWidget(text(words, "warn", wrap=True))
            return
        lines = card.third_party if is_listed else card.opening
        for number, said in enumerate(lines, start=1):
            self._script.addWidget(_line(number, said))
        if is_listed:
            return
        if not self.is_checked.isChecked():
            words = self.tr("The matter and the amounts appear once the identity is checked.")
            self._script.addWidget(text(words, "muted", wrap=True))
            return
        for number, said in enumerate(card.matter, start=len(lines) + 1):
            self._script.addWidget(_line(number, said))
        self._script.addWidget(text(self._owed(card), "strong", wrap=True))

    def _owed(self, card: CallCard) -> str:
        """Every account due with its amount, and the sum: one call for all of them."""
        parts = [
            self.tr("{product} ({tail}) due {day}: {amount}").format(
                product=each.product,
                tail=each.tail,
                day=formats.day(each.due_on),
                amount=formats.money(each.amount),
            )
            for each in card.lines
        ]
        if len(parts) > 1:
            parts.append(self.tr("together {sum}").format(sum=formats.money(card.owed)))
        return "；".join(parts) if formats.language() == "zh" else "; ".join(parts)

    def _lay_out(self) -> None:
        head = row(self.name, self.step, spacer(), self._case, self.dial)
        body = QWidget()
        said = column(self.is_checked, self._script, spacing=8)
        said.addStretch()
        said.setContentsMargins(2, 2, 8, 2)
        body.setLayout(said)
        whole = column(
            head, row(self._parties, self.left), self.room, self.let_pass, line(), scrolled(body),
            line(), self.form, margins=18, spacing=10,
        )  # fmt: skip
        whole.setStretch(5, 1)
        self.setLayout(whole)


def _line(number: int, said: str) -> QWidget:
    return text(f"{number}. {said}", "", wrap=True, selectable=True)
