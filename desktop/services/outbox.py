"""The outbox on its way: handed to the gateway's folder, receipts taken in, each message once.

Order of a hand-over: the batch is staged on disk, then claimed in the database, then moved to where
the gateway looks, then marked as sent. Killed anywhere between, the next call finds out how far it
was and goes on: nothing is sent twice, nothing is lost.
"""

import logging
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import message_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.adapters.exchange_folder import ExchangeFolder, Parcel, Receipt, read_receipts
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.masks import mask_email, mask_phone
from desktop.services import inbox, letter_mail, line_hold, settings
from desktop.services.desk import Desk
from desktop.services.outbox_moves import fail, mark_sent, put_back, refused_now, wait_for_the_day
from desktop.services.sms_sending import LINES, SMS, settle_interrupted

BATCH = 2000
UNDER_WAY = ("queued", "sending", "unsure")
GONE = ("sent", "delivered", "failed")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message of the outbox as lists show it; the recipient masked.

    ``attachment`` is the name of the file that goes with it, empty where none does.
    """

    id: int
    case_id: int | None
    name: str
    recipient: str
    channel: str
    step: str | None
    state: str
    subject: str | None
    text: str
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    error: str | None
    attachment: str = ""


@dataclass(frozen=True)
class HandedOver:
    """How many messages went to the gateway, and in which file; ``held_back`` the guard stopped."""

    count: int
    held_back: int
    files: tuple[str, ...]
    changes: Changes


@dataclass(frozen=True)
class TakenIn:
    """What the gateway's files said: receipts by state, lines that are none, unknown messages."""

    states: dict[str, int]
    unreadable: int
    unknown: int
    incoming: int
    changes: Changes


def outbox_ids(desk: Desk, states: Sequence[str] = (*UNDER_WAY, *GONE)) -> "array[int]":
    """Messages released so far in some states, the newest first."""
    with desk.read() as connection:
        return queries.outbox_ids(connection, states)


def outbox_messages(desk: Desk, ids: Sequence[int]) -> list[SentMessage]:
    """Messages of the outbox by id, in that order; ids that are gone are left out."""
    with desk.read() as connection:
        rows = {row.id: row for row in queries.outbox_rows(connection, ids)}
    return [
        SentMessage(
            id=row.id,
            case_id=row.case_id,
            name=row.name or "",
            recipient=(mask_phone if row.channel == SMS else mask_email)(row.recipient),
            channel=row.channel,
            step=row.step,
            state=row.state,
            subject=row.subject,
            text=row.body,
            created_at=row.created_at,
            sent_at=row.sent_at,
            delivered_at=row.delivered_at,
            error=row.last_error,
            attachment=letter_mail.file_name(row.register_no) if row.register_no else "",
        )
        for row in (rows[item_id] for item_id in ids if item_id in rows)
    ]


def outbox_counts(desk: Desk) -> dict[tuple[str, str], int]:
    """How many of today's messages are in which state, by channel and state."""
    start = datetime.combine(desk.today, datetime.min.time())
    with desk.read() as connection:
        return queries.outbox_counts(connection, start)


def exchange_folder(desk: Desk) -> ExchangeFolder:
    """The branch's folder. Raises ``messages.no_folder_set`` where none is chosen in Settings."""
    with desk.read() as connection:
        path = settings.value(connection, "messages.exchange_folder")
    if not path:
        raise DomainError("messages.no_folder_set")
    return ExchangeFolder(Path(path))


def hand_over(desk: Desk) -> HandedOver:
    """Give every queued SMS to the gateway's folder, after finishing what a crash left undone.

    The guard is asked once more: a message that must not go now (night has come, money has
    arrived) goes back to the list it was released from.
    """
    folder = exchange_folder(desk)
    with line_hold.turn(desk, "folder") as is_ours:
        return _hand_over(desk, folder) if is_ours else HandedOver(0, 0, (), Changes())


def _hand_over(desk: Desk, folder: ExchangeFolder) -> HandedOver:
    settle_interrupted(desk)  # of a line used before
    _finish_interrupted(desk, folder)
    count = held_back = 0
    files: list[str] = []
    while True:
        claim = _claim(desk, folder)
        held_back += claim.stopped
        if claim.ids:
            files.append(folder.hand_over(claim.batch).name)
            mark_sent(desk, claim.ids)
            count += len(claim.ids)
        elif not claim.stopped:
            changes = _changes() if count or held_back else Changes()
            return HandedOver(count, held_back, tuple(files), changes)


def hand_over_one(desk: Desk, item_id: int) -> Changes:
    """Give one message to the gateway's folder in a file of its own: a test message."""
    folder = exchange_folder(desk)
    batch = f"test-{item_id}"
    with desk.write() as work:
        rows = queries.queued(work.connection, SMS, work.now, BATCH)
        going = [row for row in rows if row.id == item_id]
        folder.stage(batch, (Parcel(row.id, row.recipient, row.body) for row in going))
        queries.set_outbox(work.connection, [item_id], state="sending", provider_reference=batch)
        work.audit("messages.hand_over", "outbox", batch, count=len(going))
        work.commit()
    folder.hand_over(batch)
    mark_sent(desk, [item_id])
    return _changes()


def fetch(desk: Desk) -> TakenIn:
    """Take in what the folder holds; where SMS go by a line, its worker takes them in by itself."""
    with desk.read() as connection:
        is_line = settings.value(connection, "sms.way") in LINES
    return TakenIn({}, 0, 0, 0, Changes()) if is_line else take_in(desk)


def take_in(desk: Desk) -> TakenIn:
    """Take in the gateway's receipts and the customers' messages; the same file twice is harmless."""
    folder = exchange_folder(desk)
    states: dict[str, int] = {}
    unreadable = unknown = incoming = 0
    changes = Changes()
    for file in folder.receipt_files():
        found = read_receipts(file)
        unreadable += len(found.unreadable)
        if found.unreadable:
            _log.warning("receipts %s: %d lines unreadable", file.name, len(found.unreadable))
        unknown += _book_receipts(desk, found.receipts, states)
        folder.put_away(file)
        changes |= _changes()
    for file in folder.message_files():
        received = inbox.receive_file(desk, file)
        incoming += received.stored
        unreadable += len(received.rejects)
        folder.put_away(file)
        changes |= received.changes
    return TakenIn(states, unreadable, unknown, incoming, changes)


def call_back(desk: Desk, reminder_ids: Sequence[int]) -> Changes:
    """Undo a release: what has not left the outbox goes back into the release list.

    Messages already handed over stay as they are.
    """
    with desk.write() as work:
        waiting = queries.queued_of(work.connection, reminder_ids)
        put_back(work, waiting, "messages.called_back")
        work.audit("messages.call_back", "outbox", None, count=len(waiting))
        work.commit()
    return _changes()


@dataclass(frozen=True)
class _Claim:
    """A batch that is being handed over, and how many messages the guard took out of it."""

    batch: str
    ids: list[int]
    stopped: int


def _claim(desk: Desk, folder: ExchangeFolder) -> _Claim:
    """Take the next queued messages, put back what must not go now, stage and mark the rest."""
    wait_for_the_day(desk, SMS)
    with desk.write() as work:
        rows = queries.queued(work.connection, SMS, work.now, BATCH)
        if not rows:
            return _Claim("", [], 0)
        stopped = refused_now(work, rows, desk)
        going = [row for row in rows if row.id not in stopped]
        ids = [row.id for row in going]
        batch = f"{work.now:%Y%m%d-%H%M%S}-{rows[0].id}-{rows[-1].id}"
        if stopped:
            put_back(work, sorted(stopped), "messages.stopped")
        if ids:
            folder.stage(batch, (Parcel(row.id, row.recipient, row.body) for row in going))
            queries.set_outbox(work.connection, ids, state="sending", provider_reference=batch)
        work.audit("messages.hand_over", "outbox", batch, count=len(ids), stopped=len(stopped))
        work.commit()
    return _Claim(batch, ids, len(stopped))


def _finish_interrupted(desk: Desk, folder: ExchangeFolder) -> None:
    """A claimed batch that is still staged has not left: hand it over. One that is not has."""
    with desk.read() as connection:
        rows = queries.in_hand(connection, SMS)
    batches: dict[str, list[int]] = {}
    for row in rows:
        batches.setdefault(row.provider_reference, []).append(row.id)
    folder.forget_staged(set(batches))
    for batch, ids in batches.items():
        folder.hand_over(batch)
        mark_sent(desk, ids)


def _book_receipts(desk: Desk, receipts: Sequence[Receipt], states: dict[str, int]) -> int:
    """Write what became of messages; returns how many receipts name none of ours."""
    with desk.write() as work:
        known = queries.known_items(work.connection, [one.number for one in receipts])
        unknown = 0
        for receipt in receipts:
            before = known.get(receipt.number)
            if before is None:
                unknown += 1
                _log.warning("a receipt for message %d, which is not ours", receipt.number)
            elif _may_follow(before, receipt.state):
                known[receipt.number] = receipt.state
                states[receipt.state] = states.get(receipt.state, 0) + 1
                _book(work, receipt)
        work.audit("messages.receipts", "outbox", None, count=len(receipts), unknown=unknown)
        work.commit()
    return unknown


def _may_follow(before: str, after: str) -> bool:
    """A receipt repeated or come late changes nothing: the first final word stands."""
    order = {"queued": 0, "sending": 0, "sent": 1, "failed": 2, "delivered": 2}
    return before in order and order[after] > order[before]


def _book(work: UnitOfWork, receipt: Receipt) -> None:
    ids = [receipt.number]
    if receipt.state == "delivered":
        at = receipt.at or work.now
        queries.set_outbox(work.connection, ids, state="delivered", delivered_at=at)
        queries.set_contacts_of(work.connection, ids, "delivered")
    elif receipt.state == "failed":
        fail(work, ids, receipt.reason or "messages.failed")


def _changes() -> Changes:
    return Changes.of("messages", "reminders", "contacts")
