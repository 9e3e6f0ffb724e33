"""The columns of the inbox of money, and the filters above it."""

from PySide6.QtCore import QObject

from desktop.services.money_inbox import InboxQuery, InboxRow
from desktop.ui.paged_model import Column

FILTERS: dict[str, InboxQuery] = {
    "open": InboxQuery(),
    "certain": InboxQuery(states=("matched",), is_certain=True),
    "look": InboxQuery(states=("arrived", "matched", "refused"), is_certain=False),
    "sent": InboxQuery(states=("announced", "sent")),
    "kept": InboxQuery(states=("kept", "to_return")),
    "booked": InboxQuery(states=("booked",)),
    "aside": InboxQuery(states=("ignored", "returned", "fulfilled", "not_come", "undone")),
}
"""The filters by key, in their order."""


class InboxWords(QObject):
    """Titles in the language of now."""

    def columns(self) -> tuple[Column, ...]:
        """Return all columns; those not shown are there to be switched on."""
        return (
            Column("value_on", self.tr("Date"), 92, "day"),
            Column("amount", self.tr("Amount"), 106, "money", value=lambda row: row.shown_amount),
            Column("payer_name", self.tr("Payer"), 76, "strong"),
            Column("memo", self.tr("Remark"), 150, "soft", value=_remark),
            Column("customer", self.tr("Customer"), 76, "text"),
            Column("state", self.tr("State"), 92, "status", codes="payments.state"),
            Column("doubt", self.tr("Doubt"), 98, "code", codes="payments", value=_doubt),
            Column("source", self.tr("Source"), 88, "code", codes="payments.source"),
            Column("payer_tail", self.tr("Card tail"), 70, "soft", is_shown=False),
            Column("reference", self.tr("Reference"), 130, "soft", is_shown=False),
            Column("our_account", self.tr("Our account"), 130, "soft", is_shown=False),
            Column("expected_by", self.tr("Expected by"), 96, "day", is_shown=False),
            Column("file_name", self.tr("File"), 130, "soft", is_shown=False),
        )

    def filters(self) -> dict[str, str]:
        """Return the words of the filter chips."""
        return {
            "open": self.tr("To do"),
            "certain": self.tr("Certain"),
            "look": self.tr("To be looked at"),
            "sent": self.tr("Under way"),
            "kept": self.tr("Kept apart"),
            "booked": self.tr("Booked"),
            "aside": self.tr("Put aside"),
        }


def _remark(row: InboxRow) -> str | None:
    return row.file_name if row.repeated else row.memo


def _doubt(row: InboxRow) -> str | None:
    return row.doubt.removeprefix("payments.") if row.doubt else None
