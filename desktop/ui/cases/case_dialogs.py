"""The small dialogs of a case: a promise, a planned contact, a restriction, the name of a view."""

from datetime import timedelta

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QTimeEdit, QWidget

from desktop.adapters import wording
from desktop.domain.contact_facts import Channel
from desktop.domain.message_text import MessageTemplate
from desktop.services import (
    calendar_moves,
    case_actions,
    message_templates,
    movements,
    promises,
)
from desktop.services.calendar_moves import PlannedByHand
from desktop.services.case_actions import RESTRICTIONS, Selection
from desktop.services.cases import CaseRow, Row
from desktop.services.promises import PromiseTaken
from desktop.ui import formats
from desktop.ui.cases.contact_dialog import PROMISE_AHEAD_DAYS
from desktop.ui.page import Shell
from desktop.ui.refusals import refusal_words
from desktop.ui.widgets.amount_field import AmountField
from desktop.ui.widgets.form_dialog import FormDialog, chosen_day, day_field


class PromiseDialog(FormDialog):
    """The day and the amount a customer promises."""

    def __init__(
        self, parent: QWidget, shell: Shell, case: CaseRow, draft: Row | None = None
    ) -> None:
        """``draft``: the promise read from a message that is to be confirmed."""
        super().__init__(parent, shell.theme, shell.notify)
        self._draft = draft
        self.setWindowTitle(self.tr("Promise to pay · {name}").format(name=case.name))
        self.on_submit(self.tr("Save promise"), self._save)
        self._shell, self._case = shell, case
        ahead = shell.desk.today + timedelta(days=PROMISE_AHEAD_DAYS)
        first = ahead if draft is None else max(draft["due_on"], shell.desk.today)
        self.day = day_field(first, self.tr("Pays on"))
        self.amount = AmountField(self.tr("Amount in yuan"))
        self.amount.show_amount(case.overdue if draft is None else draft["amount"])
        self.add("due_on", self.tr("Pays on"), self.day)
        self.add("amount", self.tr("Amount"), self.amount)
        self.amount.selectAll()
        self.amount.setFocus()

    def _save(self) -> None:
        amount = self.amount.amount()
        if amount is None:
            self.refuse(self.tr("Enter an amount in yuan."), "amount")
            return
        is_new = self._draft is None
        self._shell.tasks.write(
            promises.take_promise if is_new else promises.confirm_draft,
            self._case.case_id if self._draft is None else self._draft["id"],
            chosen_day(self.day),
            amount,
            then=self._saved,
            failed=self.failed,
        )

    def _saved(self, taken: PromiseTaken) -> None:
        shell = self._shell
        shell.notify.toast(
            self.tr("Promise saved; collection waits for that day"),
            kind="ok",
            undo=lambda: shell.tasks.write(promises.take_back_promise, taken.promise_id),
        )
        self.accept()


class AnnounceDialog(FormDialog):
    """Money that a customer says is on its way: reminders wait until it should have arrived."""

    def __init__(self, parent: QWidget, shell: Shell, case: CaseRow) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self.setWindowTitle(self.tr("Customer says paid · {name}").format(name=case.name))
        self.on_submit(self.tr("Save"), self._save)
        self._shell, self._case = shell, case
        self.amount = AmountField(self.tr("Amount in yuan"))
        self.amount.show_amount(case.overdue)
        self.day = day_field(shell.desk.today, self.tr("Sent on"))
        self.add("amount", self.tr("Amount"), self.amount)
        self.way = QComboBox()
        self.way.addItem(self.tr("Ordinary transfer, 1–3 working days"), True)
        self.way.addItem(self.tr("Arrives at once"), False)
        self.add("sent_on", self.tr("Sent on"), self.day)
        self.add("way", self.tr("How"), self.way)
        self.amount.selectAll()
        self.amount.setFocus()

    def _save(self) -> None:
        amount = self.amount.amount()
        if amount is None:
            self.refuse(self.tr("Enter an amount in yuan."), "amount")
            return
        self._shell.tasks.write(
            movements.announce,
            self._case.customer_id,
            amount,
            sent_on=chosen_day(self.day),
            is_transfer=self.way.currentData(),
            then=self._saved,
            failed=self.failed,
        )

    def _saved(self, _stored: object) -> None:
        words = self.tr("Noted; reminders wait until the money should have arrived")
        self._shell.notify.toast(words, kind="ok")
        self.accept()


class PlanDialog(FormDialog):
    """When and over which channel some cases are to be contacted; the guard may refuse some."""

    def __init__(self, parent: QWidget, shell: Shell, selection: Selection, count: int) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        title = self.tr("Plan a contact · {count} cases")
        self.setWindowTitle(title.format(count=formats.count(count)))
        self.on_submit(self.tr("Plan"), self._save)
        self._shell, self._selection = shell, selection
        self.channel = QComboBox()
        for channel in Channel:
            words = wording.text(f"contact.channel.{channel.value}", formats.language())
            self.channel.addItem(words, channel.value)
        self.channel.setCurrentIndex(self.channel.findData(Channel.PHONE.value))
        self.template = QComboBox()
        self._templates: list[MessageTemplate] = []
        self.channel.currentIndexChanged.connect(lambda _index: self._offer_templates())
        shell.tasks.read(message_templates.of_debts, then=self._show_templates)
        tomorrow = shell.desk.today + timedelta(days=1)
        self.day = day_field(tomorrow, self.tr("Day"))
        self.time = QTimeEdit(QTime(9, 0))
        self.time.setDisplayFormat("HH:mm")
        self.note = QLineEdit()
        self.note.setMaxLength(200)
        self.add("channel", self.tr("By"), self.channel)
        self.add("template", self.tr("Text"), self.template)
        self.add("on", self.tr("Day"), self.day)
        self.add("at", self.tr("Time"), self.time)
        self.add("note", self.tr("Note"), self.note)

    def _save(self) -> None:
        self._shell.tasks.write(
            calendar_moves.plan_by_hand,
            self._selection,
            self.channel.currentData(),
            chosen_day(self.day),
            at=self.time.time().toString("HH:mm"),
            note=self.note.text().strip(),
            template=self.template.currentData() or "",
            then=self._saved,
            failed=self.failed,
        )

    def _show_templates(self, found: list[MessageTemplate]) -> None:
        self._templates = found
        self._offer_templates()

    def _offer_templates(self) -> None:
        """Offer the texts of the channel; other channels have none to choose from."""
        of_channel = [one for one in self._templates if one.channel == self.channel.currentData()]
        self.template.clear()
        self.template.addItem(self.tr("The one that suits"), "")
        for one in of_channel:
            self.template.addItem(one.zh if formats.language() == "zh" else one.en, one.code)
        self.template.setEnabled(bool(of_channel))

    def _saved(self, planned: PlannedByHand) -> None:
        done, refused = len(planned.reminder_ids), len(planned.refused)
        if not done and refused:
            first = next(iter(planned.refused.values()))
            self.refuse(refusal_words(first), "on")
            return
        words = self.tr("{count} contacts planned").format(count=formats.count(done))
        if refused:
            left = self.tr("{count} not allowed by the rules").format(count=formats.count(refused))
            words = f"{words} · {left}"
        shell = self._shell
        shell.notify.toast(
            words,
            kind="warn" if refused else "ok",
            undo=lambda: shell.tasks.write(calendar_moves.take_back_planned, planned),
        )
        self.accept()


class RestrictDialog(FormDialog):
    """Why a customer is not to be contacted, and until when."""

    def __init__(self, parent: QWidget, shell: Shell, case: CaseRow) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self.setWindowTitle(self.tr("Stop contacting · {name}").format(name=case.name))
        self.on_submit(self.tr("Stop contacting"), self._save)
        self._shell, self._case = shell, case
        self.kind = QComboBox()
        for kind in RESTRICTIONS:
            words = wording.text(f"cases.restriction.{kind}", formats.language())
            self.kind.addItem(words, kind)
        self.reason = QPlainTextEdit()
        self.reason.setFixedHeight(72)
        self.reason.setTabChangesFocus(True)
        self.has_end = QCheckBox(self.tr("Ends by itself on the day below"))
        self.until = day_field(shell.desk.today + timedelta(days=30), self.tr("Last day"))
        self.until.setEnabled(False)
        self.has_end.toggled.connect(self.until.setEnabled)
        self.add("kind", self.tr("Kind"), self.kind)
        self.add("reason", self.tr("Reason"), self.reason)
        self.add("has_end", "", self.has_end)
        self.add("until", self.tr("Last day"), self.until)

    def _save(self) -> None:
        self._shell.tasks.write(
            case_actions.restrict,
            self._case.case_id,
            self.kind.currentData(),
            self.reason.toPlainText(),
            until=chosen_day(self.until) if self.has_end.isChecked() else None,
            then=self._saved,
            failed=self.failed,
        )

    def _saved(self, added: case_actions.Added) -> None:
        shell = self._shell
        shell.notify.toast(
            self.tr("Contacting stopped"),
            kind="ok",
            undo=lambda: shell.tasks.write(case_actions.lift, added.id),
        )
        self.accept()


class ViewNameDialog(FormDialog):
    """The name under which a filter is kept."""

    named = Signal(str)

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent, shell.theme, shell.notify)
        self.setWindowTitle(self.tr("Save as view"))
        self.on_submit(self.tr("Save"), self._save)
        self.name = QLineEdit()
        self.name.setMaxLength(20)
        self.add("name", self.tr("View name"), self.name)
        self.name.setFocus()

    def _save(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.refuse(self.tr("Enter a name."), "name")
            return
        self.named.emit(name)
        self.accept()
