"""One message beside the list: its text as the customer reads it, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.adapters import wording
from desktop.domain.contact_policy import Refused
from desktop.domain.message_text import WordGroup, forbidden_wording, segments, sign
from desktop.services import word_list
from desktop.services.messages import Draft
from desktop.services.outbox import SentMessage
from desktop.ui import formats
from desktop.ui.contact_record.override_dialog import OverrideDialog
from desktop.ui.messages.dead_address import ask_to_use_again
from desktop.ui.messages.mail_view import MailView
from desktop.ui.page import Shell
from desktop.ui.refusals import refusal_words
from desktop.ui.steps import step_words
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.chips import Chip
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.text import button, column, line, row, spacer, text

BOUNCED = "messages.bounced"


class MessagePreview(Card):
    """The message, its length, what is against it; hold, let go, correct, release this one."""

    release_wanted = Signal(int)
    hold_wanted = Signal(int)
    unhold_wanted = Signal(int)
    corrected = Signal(int, object)
    """A text was written by hand: the reminder's id and the text, ``None`` for the template's."""
    case_wanted = Signal(int)
    decided = Signal(int, bool)
    """A person found out whether an unsure message of the log arrived: its id, and whether."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._draft: Draft | None = None
        self._case_id: int | None = None
        self._unsure_id: int | None = None
        self._words: tuple[WordGroup, ...] = ()
        self._name = text("", "name")
        self._to = text("", "muted")
        self._verdict = Chip(shell.theme, is_round=True)
        self._why = text("", "muted", wrap=True, selectable=True)
        self._subject = text("", "heading", wrap=True)
        self._edit = QPlainTextEdit()
        self._edit.setAccessibleName(self.tr("Text of the message"))
        self._edit.textChanged.connect(self._judge)
        self.mail = MailView(shell, self._edit)
        self._length = text("", "muted")
        self._finding = text("", "error", wrap=True)
        self._make_buttons()
        self._lay_out()
        self.show_nothing()

    @property
    def written(self) -> str:
        """What stands in the text field."""
        return self._edit.toPlainText()

    @property
    def is_editing(self) -> bool:
        """Whether the text is being corrected."""
        return not self._edit.isReadOnly()

    def read_words(self) -> None:
        """Read the forbidden words, the branch's own included."""
        self._shell.tasks.read(word_list.groups, then=self._know_words, latest="messages.words")

    def _know_words(self, groups: tuple[WordGroup, ...]) -> None:
        self._words = groups

    def show_nothing(self) -> None:
        """No message is looked at."""
        self._draft, self._case_id = None, None
        self._pages.setCurrentIndex(0)

    def show_draft(self, draft: Draft) -> None:
        """Show a message that waits; a text that is being corrected is not disturbed."""
        if self.is_editing and self._draft and draft.reminder_id == self._draft.reminder_id:
            return
        self._draft, self._case_id = draft, draft.case_id
        self._unsure_id = None
        self._name.setText(draft.name)
        self._to.setText(f"{step_words(draft.step)} · {draft.shown_recipient}")
        self._verdict.show_status(
            wording.text(f"messages.verdict.{draft.verdict}", formats.language()), draft.verdict
        )
        self._say_why(_why(draft))
        self._subject.setText(draft.subject)
        self._subject.setVisible(bool(draft.subject))
        self._set_text(draft.text)
        self.mail.show_message(draft.channel)
        self._pages.setCurrentIndex(1)
        self._show_buttons(is_editing=False)

    def show_sent(self, message: SentMessage) -> None:
        """Show a message of the log, which nothing can change any more."""
        self._draft, self._case_id = None, message.case_id
        self._unsure_id = message.id if message.state == "unsure" else None
        self._name.setText(message.name)
        self._to.setText(f"{step_words(message.step)} · {message.recipient}")
        lang = formats.language()
        self._verdict.show_status(
            wording.text(f"messages.state.{message.state}", lang), message.state
        )
        self._say_why(
            "\n".join(_times(message, self.tr("Released"), self.tr("Sent"), self.tr("Delivered")))
        )
        self._subject.setText(message.subject or "")
        self._subject.setVisible(bool(message.subject))
        self._set_text(message.text)
        self.mail.show_message(message.channel, message.attachment)
        self._pages.setCurrentIndex(1)
        self._show_buttons(is_editing=False)

    def start_correcting(self) -> None:
        """Let the text be written by hand; the signature is put in front again on sending."""
        if self._draft is None:
            return
        self._edit.setReadOnly(False)
        self._edit.setPlainText(self._draft.body)
        self.mail.show_message(self._draft.channel)
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_buttons(is_editing=True)
        self._judge()

    def stop_correcting(self) -> None:
        """Leave the text as it was."""
        if self._draft is not None:
            self._set_text(self._draft.text)
            self.mail.show_message(self._draft.channel)
            self._show_buttons(is_editing=False)

    def _make_buttons(self) -> None:
        theme = self._shell.theme
        self._release = button(theme, self.tr("Release it"), "send", is_primary=True)
        self._hold = button(theme, self.tr("Hold back"), "pause")
        self._unhold = button(theme, self.tr("Let go"), "undo-2")
        self._correct = button(theme, self.tr("Correct…"), "pencil")
        self._save = button(theme, self.tr("Save text"), "check", is_primary=True)
        self._cancel = button(theme, self.tr("Cancel"))
        self._template = button(theme, self.tr("Back to the template"), "refresh-cw", role="ghost")
        self._open = button(theme, self.tr("Open the case"), "briefcase", role="ghost")
        self.let_pass = button(theme, self.tr("Let it pass…"), "user-check")
        self.let_pass.setToolTip(self.tr("With a second person and a reason, until midnight"))
        self.use_again = button(theme, self.tr("Use the address again"), "refresh-cw")
        self._arrived = button(theme, self.tr("It arrived"), "check")
        self._not_arrived = button(theme, self.tr("It did not arrive"), "undo-2")
        self._arrived.clicked.connect(lambda: self._decide(has_arrived=True))
        self._not_arrived.clicked.connect(lambda: self._decide(has_arrived=False))
        self._release.clicked.connect(lambda: self._tell(self.release_wanted))
        self._hold.clicked.connect(lambda: self._tell(self.hold_wanted))
        self._unhold.clicked.connect(lambda: self._tell(self.unhold_wanted))
        self._correct.clicked.connect(self.start_correcting)
        self._save.clicked.connect(self._keep)
        self._cancel.clicked.connect(self.stop_correcting)
        self._template.clicked.connect(self._to_template)
        self._open.clicked.connect(self._open_case)
        self.let_pass.clicked.connect(self._ask_to_let_pass)
        self.use_again.clicked.connect(self._ask_to_use_again)

    def _lay_out(self) -> None:
        head = row(self._name, self._verdict, spacer())
        below = column(
            row(self._length, spacer(), self._template, self._open),
            self._finding,
            row(self.let_pass, self.use_again, spacer()),
            row(self._release, self._hold, self._unhold, self._correct, spacer()),
            row(self._save, self._cancel, self._arrived, self._not_arrived, spacer()),
            spacing=8,
        )
        shown = QWidget()
        inside: QVBoxLayout = column(
            head, self._to, self._why, line(), self._subject, self.mail, below, spacing=8
        )
        inside.setContentsMargins(18, 14, 18, 14)
        inside.setStretchFactor(self.mail, 1)
        shown.setLayout(inside)
        nothing = EmptyState(self._shell.theme, "message-square")
        nothing.show_words(self.tr("Choose a message to see its text."))
        self._pages = QStackedWidget()
        self._pages.addWidget(nothing)
        self._pages.addWidget(shown)
        self.setLayout(column(self._pages))
        self.setMinimumWidth(320)

    def _say_why(self, words: str) -> None:
        self._why.setText(words)
        self._why.setVisible(bool(words))

    def _set_text(self, words: str) -> None:
        self._edit.setReadOnly(True)
        self._edit.setPlainText(words)

    def _judge(self) -> None:
        """Count segments and look for forbidden words while it is written."""
        words = self.written
        is_sms = self._draft is None or self._draft.channel == "sms"
        signed = words
        if self.is_editing and self._draft is not None and is_sms:
            signature = self._draft.text.partition("】")[0].removeprefix("【")
            signed = sign(words, signature) if signature else words
        number = len(signed.encode("utf-16-le")) // 2
        if is_sms:
            shown = self.tr("%Ln character(s)", "", number)
            parts = self.tr("%Ln SMS", "", segments(signed))
            self._length.setText(f"{shown} · {parts}")
        else:
            self._length.setText(self.tr("%Ln character(s)", "", number))
        findings = forbidden_wording(words, self._words) if self.is_editing else ()
        lang = formats.language()
        said = [
            wording.text(
                "messages.forbidden",
                lang,
                word=finding.word,
                kind=finding.group.zh if lang == "zh" else finding.group.en,
                instead=finding.group.instead,
            )
            for finding in findings
        ]
        self._finding.setText("\n".join(said))
        self._finding.setVisible(bool(said))
        self._save.setEnabled(bool(words.strip()) and not said)

    def _show_buttons(self, *, is_editing: bool) -> None:
        draft = self._draft
        for made in (self._save, self._cancel):
            made.setVisible(is_editing)
        waits = draft is not None and not is_editing
        self._release.setVisible(waits and draft is not None and draft.fault is None)
        self._hold.setVisible(waits and draft is not None and draft.state == "planned")
        self._unhold.setVisible(waits and draft is not None and draft.state == "held")
        self._correct.setVisible(waits and draft is not None and bool(draft.body))
        self._template.setVisible(waits and draft is not None and draft.is_corrected)
        self._open.setVisible(self._case_id is not None)
        refusal = draft.decision if waits and draft is not None and draft.fault is None else None
        self.let_pass.setVisible(isinstance(refusal, Refused) and refusal.rule.overridable)
        self.use_again.setVisible(waits and draft is not None and draft.fault == BOUNCED)
        for made in (self._arrived, self._not_arrived):
            made.setVisible(self._unsure_id is not None)

    def _decide(self, *, has_arrived: bool) -> None:
        if self._unsure_id is not None:
            self.decided.emit(self._unsure_id, has_arrived)

    def _ask_to_let_pass(self) -> None:
        draft = self._draft
        if draft is not None:
            asked = OverrideDialog(
                self,
                self._shell,
                draft.case_id,
                draft.name,
                channel=draft.proposed.channel,
                purpose=draft.proposed.purpose,
            )
            asked.open()

    def _ask_to_use_again(self) -> None:
        if self._draft is not None:
            ask_to_use_again(self._shell, self._draft.recipient)

    def _tell(self, signal: object) -> None:
        if self._draft is not None:
            signal.emit(self._draft.reminder_id)  # type: ignore[attr-defined]

    def _keep(self) -> None:
        if self._draft is not None:
            self._edit.setReadOnly(True)
            self.corrected.emit(self._draft.reminder_id, self.written)

    def _to_template(self) -> None:
        if self._draft is not None:
            self.corrected.emit(self._draft.reminder_id, None)

    def _open_case(self) -> None:
        if self._case_id is not None:
            self.case_wanted.emit(self._case_id)


def _why(draft: Draft) -> str:
    """What is against sending it: its fault, else the guard's word, else the rule that moved it."""
    lang = formats.language()
    if draft.fault is not None:
        return wording.text(draft.fault, lang, **dict(draft.fault_facts))
    if isinstance(draft.decision, Refused):
        return refusal_words(draft.decision)
    return wording.text(draft.reason, lang) if draft.reason else ""


def _times(message: SentMessage, released: str, sent: str, delivered: str) -> list[str]:
    lines = [
        f"{words} {formats.moment(at)}"
        for words, at in (
            (released, message.created_at),
            (sent, message.sent_at),
            (delivered, message.delivered_at),
        )
        if at is not None
    ]
    if message.error:
        lines.append(_error_words(message.error))
    return lines


def _error_words(error: str) -> str:
    """A reason of ours is a code, a gateway's stands as it came."""
    return wording.text(error, formats.language()) if error.startswith("messages.") else error
