"""What a case's rows say as entries of a list: contacts, promises, letters, visits, payments …"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject

from desktop.adapters import wording
from desktop.domain.money import ZERO
from desktop.services.cases import CaseDetail, Row
from desktop.ui import formats
from desktop.ui.steps import step_words
from desktop.ui.widgets.entry_list import Entry

CHANNEL_ICONS = {
    "phone": "phone",
    "sms": "message-square",
    "email": "mail",
    "letter": "file-text",
    "visit": "map-pin",
}


_MESSAGE_STATUS = {
    "delivered": "kept",
    "sent": "open",
    "failed": "broken",
    "unsure": "broken",
    "cancelled": "cancelled",
}
"""The status whose colour a message's state has."""


@dataclass(frozen=True)
class Dated:
    """An entry with the moment it is sorted by."""

    at: datetime
    entry: Entry


class CaseEntries(QObject):
    """Makes entries, in the language and as of the business date of now."""

    def __init__(self, as_of: date) -> None:
        super().__init__()
        self._as_of = as_of

    def history(self, detail: CaseDetail) -> list[Entry]:
        """Everything that happened on the case, newest first."""
        told = {row["reminder_id"] for row in detail.messages} - {None}
        dated = [
            *(
                Dated(row["at"], self.contact(row))
                for row in detail.contacts
                if row["reminder_id"] not in told or row["channel"] not in ("sms", "email")
            ),
            *(Dated(row["created_at"], self.message(row)) for row in detail.messages),
            *(Dated(row["received_at"], self.incoming(row)) for row in detail.incoming),
            *(Dated(row["taken_at"], self.promise(row)) for row in detail.promises),
            *(Dated(row["made_at"], self.letter(row)) for row in detail.letters),
            *(
                Dated(row["starts_at"], self.visit(row))
                for row in detail.visits
                if row.get("starts_at")
            ),
            *(Dated(row["at"], self.note(row)) for row in detail.notes),
            *(
                Dated(datetime.combine(row["paid_on"], time()), self.payment(row))
                for row in detail.payments
            ),
        ]
        return [one.entry for one in sorted(dated, key=lambda one: one.at, reverse=True)]

    def coming(self, detail: CaseDetail) -> list[Entry]:
        """The contacts planned and not yet made, next first."""
        return [
            self.reminder(row) for row in detail.reminders if row["state"] in ("planned", "held")
        ]

    def contact(self, row: Row) -> Entry:
        """A contact: 电话 · 无人接听."""
        what = (
            f"{_word('contact.channel', row['channel'])} · {_word('contact.result', row['result'])}"
        )
        if row["party"] != "debtor":
            what = f"{what}（{_word('contact.party', row['party'])}）"
        by = self._by(row["at"], row.get("officer"))
        note = f"\n{row['note']}" if row.get("note") else ""
        tone = "ok" if row["is_answered"] else "text3"
        icon = CHANNEL_ICONS.get(row["channel"], "phone")
        return Entry(icon, what, by + note, tone=tone, key=("contact", row["id"]))

    def message(self, row: Row) -> Entry:
        """A message with its way: released, sent, delivered, each with its time, or why not."""
        words = step_words(row["step"]) if row["step"] else self.tr("Message")
        title = f"{_word('contact.channel', row['channel'])} · {words}"
        steps = (
            (self.tr("released"), row["created_at"]),
            (self.tr("sent"), row["sent_at"]),
            (self.tr("delivered"), row["delivered_at"]),
        )
        times = [
            f"{step} {formats.near_moment(at, as_of=self._as_of)}"
            for step, at in steps
            if at is not None
        ]
        error = row["last_error"]
        if error:
            lang = formats.language()
            times.append(wording.text(error, lang) if wording.is_worded(error) else error)
        state = row["state"]
        return Entry(
            CHANNEL_ICONS.get(row["channel"], "message-square"),
            title,
            " → ".join(times),
            tone="danger" if state in ("failed", "unsure") else "accent_text",
            tag=_word("messages.state", state),
            tag_status=_MESSAGE_STATUS.get(state, "held"),
            key=("message", row["id"]),
        )

    def incoming(self, row: Row) -> Entry:
        """A message from the customer, and what it was taken for."""
        route = _word("dispatch.route", row["route"])
        by = self._by(row["received_at"], None)
        return Entry(
            "inbox", self.tr("Message from the customer"), f"{by}\n{row['text']}", tag=route,
            tag_status="held", key=("incoming", row["id"]),
        )  # fmt: skip

    def promise(self, row: Row) -> Entry:
        """A promise with its state: 承诺 11-25 还款 ¥ 20,000.00 [待兑现]."""
        day = formats.near_short(row["due_on"], as_of=self._as_of)
        title = self.tr("Promised for {day}").format(day=day)
        by = self._by(row["taken_at"], row.get("officer"))
        if row["paid"] > ZERO:
            by += " · " + self.tr("paid {amount}").format(amount=formats.money(row["paid"]))
        return Entry(
            "handshake",
            title,
            by,
            formats.money(row["amount"]),
            tone="ok",
            tag=_word("promises.state", row["state"]),
            tag_status=row["state"],
            key=("promise", row["id"], row["state"]),
        )

    def letter(self, row: Row) -> Entry:
        """A letter of the register."""
        name = _word("letters.template", row["template"])
        tag = self.tr("void") if row["voided_at"] else ""
        day = formats.near_short(row["dated_on"], as_of=self._as_of)
        detail = f"{row['register_no']} · {day}"
        return Entry(
            "file-text", name, detail, tag=tag, tag_status="cancelled", key=("letter", row["id"])
        )

    def visit(self, row: Row) -> Entry:
        """A visit of the dispatch board."""
        by = self._by(row["starts_at"], row.get("officer"))
        return Entry(
            "map-pin",
            self.tr("Visit"),
            by,
            tone="accent_text",
            tag=_word("dispatch.state", row["state"]),
            tag_status=row["state"],
            key=("visit", row["id"]),
        )

    def note(self, row: Row) -> Entry:
        """A note."""
        by = self._by(row["at"], row.get("officer"))
        return Entry("pencil", by, row["text"], key=("note", row["id"]))

    def payment(self, row: Row) -> Entry:
        """A payment: the day, the account's tail, the amount."""
        day = formats.near_short(row["paid_on"], as_of=self._as_of)
        parts = [day, row["account_no"], row.get("method") or "", row.get("payer") or ""]
        return Entry(
            "wallet",
            self.tr("Payment"),
            " · ".join(part for part in parts if part),
            formats.money(row["amount"]),
            tone="ok",
            figure_tone="text3" if row["reversed_at"] else "ok",
            tag=self.tr("reversed") if row["reversed_at"] else "",
            tag_status="cancelled",
            key=("payment", row["id"]),
        )

    def reminder(self, row: Row) -> Entry:
        """A planned contact."""
        day = formats.near_day(row["planned_on"], as_of=self._as_of)
        is_late = row["planned_on"] < self._as_of
        words = [step_words(row["step"])]
        if row["reason"]:
            words.append(_word("contact", row["reason"].rpartition(".")[2]))
        return Entry(
            CHANNEL_ICONS.get(row["channel"], "clock"),
            f"{_word('contact.channel', row['channel'])} {day} {row['planned_time']}",
            " · ".join(words),
            tone="danger" if is_late else "accent_text",
            tag=_word("reminders.state", row["state"]) if row["state"] == "held" else "",
            tag_status=row["state"],
            key=("reminder", row["id"]),
        )

    def instalments(self, rows: Sequence[Row]) -> list[Entry]:
        """The instalments of an account; overdue ones say since when."""
        return [self._instalment(row) for row in rows]

    def _instalment(self, row: Row) -> Entry:
        due: Decimal = row["principal"] + row["interest"] + row["fee"]
        paid: Decimal = row["paid_principal"] + row["paid_interest"] + row["paid_fee"]
        is_settled = row["settled_on"] is not None or paid >= due
        days = (self._as_of - row["due_on"]).days
        title = self.tr("No. {number} · {day}").format(number=row["number"], day=row["due_on"])
        parts = self.tr("principal {principal} · interest {interest}").format(
            principal=formats.money(row["principal"]), interest=formats.money(row["interest"])
        )
        if ZERO < paid < due:
            parts += " · " + self.tr("paid {amount}").format(amount=formats.money(paid))
        if is_settled:
            icon, tone, tag, status = "check", "ok", self.tr("paid"), "kept"
        elif days > 0:
            late = self.tr("{days} d late").format(days=days)
            icon, tone, tag, status = "circle-alert", "danger", late, "broken"
        else:
            icon, tone, tag, status = "clock", "text3", "", ""
        figure = formats.money(due if is_settled else due - paid)
        figure_tone = "text3" if is_settled else "danger" if days > 0 else "text"
        return Entry(icon, title, parts, figure, tone, figure_tone, tag, status)

    def _by(self, at: datetime, officer: Any) -> str:
        when = formats.near_moment(at, as_of=self._as_of)
        return f"{when} · {officer}" if officer else when


def _word(room: str, code: str) -> str:
    full = f"{room}.{code}"
    return wording.text(full, formats.language()) if wording.is_worded(full) else str(code)
