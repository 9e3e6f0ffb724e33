"""The two lists of messages: those that wait for release, and those on their way or gone."""

from PySide6.QtCore import QObject

from desktop.services import messages, outbox
from desktop.services.messages import Draft
from desktop.services.outbox import SentMessage
from desktop.ui.page import Shell
from desktop.ui.paged_model import Column, PagedModel
from desktop.ui.steps import step_words
from desktop.ui.widgets.paged_table import PagedTable

CHANNEL = "contact.channel"


class MessageLists(QObject):
    """Makes both lists with their titles in the language of now."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.waiting = PagedModel(
            self._waiting_columns(),
            shell.tasks,
            messages.drafts,
            lambda draft: draft.reminder_id,
            as_of=shell.desk.today,
        )
        self.sent = PagedModel(
            self._sent_columns(),
            shell.tasks,
            outbox.outbox_messages,
            lambda message: message.id,
            as_of=shell.desk.today,
        )
        self.waiting_table = PagedTable(self.waiting, shell.theme, shell.prefs, "messages.waiting")
        self.sent_table = PagedTable(self.sent, shell.theme, shell.prefs, "messages.sent")
        self.waiting_table.setAccessibleName(self.tr("Messages to release"))
        self.sent_table.setAccessibleName(self.tr("Log of messages"))

    def _waiting_columns(self) -> tuple[Column, ...]:
        return (
            Column("check", "", 38, "check"),
            Column("name", self.tr("Customer"), 84, "strong"),
            Column("shown_recipient", self.tr("To"), 112, "soft"),
            Column("channel", self.tr("By"), 56, "code", codes=CHANNEL),
            Column("step", self.tr("Step"), 160, "soft", value=_draft_step),
            Column("planned_on", self.tr("Planned for"), 92, "follow_up"),
            Column("amount", self.tr("Amount"), 100, "money"),
            Column("segments", self.tr("SMS"), 48, "number", value=_segments),
            Column("verdict", self.tr("State"), 84, "status", codes="messages.verdict"),
            Column("bucket", self.tr("Bucket"), 58, "bucket", is_shown=False),
            Column("dpd", self.tr("Days overdue"), 84, "days", is_shown=False),
        )

    def _sent_columns(self) -> tuple[Column, ...]:
        return (
            Column("name", self.tr("Customer"), 84, "strong"),
            Column("recipient", self.tr("To"), 112, "soft"),
            Column("channel", self.tr("By"), 56, "code", codes=CHANNEL),
            Column("step", self.tr("Step"), 160, "soft", value=_sent_step),
            Column("state", self.tr("State"), 84, "status", codes="messages.state"),
            Column("created_at", self.tr("Released"), 96, "moment"),
            Column("sent_at", self.tr("Sent"), 96, "moment"),
            Column("delivered_at", self.tr("Delivered"), 96, "moment"),
        )


def _draft_step(draft: Draft) -> str:
    return step_words(draft.step)


def _segments(draft: Draft) -> int | None:
    return draft.segments if draft.channel == "sms" else None


def _sent_step(message: SentMessage) -> str:
    return step_words(message.step)
