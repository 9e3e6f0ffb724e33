"""SMS over a line: claimed before they are handed over, settled by what the network says.

A message is marked as being sent before anything of it leaves. Cut off in between, nobody knows
whether it arrived: it becomes ``unsure`` and is never sent again by itself. The network's receipt
settles it, or a person does.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from db import line_queries, message_queries
from db.unit_of_work import UnitOfWork
from desktop.adapters.message_files import plain_number
from desktop.adapters.sms.line import (
    Event,
    IncomingPart,
    LongParcel,
    NotSent,
    PartTaken,
    Refused,
    Report,
    Unsure,
)
from desktop.adapters.sms.smpp_text import same_references
from desktop.domain.changes import Changes
from desktop.domain.message_parts import cut
from desktop.services.desk import Desk
from desktop.services.outbox_moves import fail, put_back, refused_now, sent, wait_for_the_day
from desktop.services.rules import rule_book
from desktop.services.sms_incoming import store_part

SMS = "sms"
LINES = ("modem", "smpp")
"""The ways of sending SMS that are a line; the third is the exchange folder."""
TRIES = 6
FIRST_WAIT = timedelta(minutes=2)
RECEIPTS_COME_WITHIN = timedelta(days=10)
"""A modem counts its messages to 255 and begins again: an older one is not meant."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """Messages to hand to a line now, and how many the guard put back."""

    parcels: tuple[LongParcel, ...]
    stopped: int


@dataclass(frozen=True)
class Recorded:
    """What a batch of events changed: counts by kind (``sent``, ``delivered``, ``failed``, …)."""

    counts: Counter[str]
    incoming: int
    changes: Changes


def claim(desk: Desk, way: str, room: int, only: int | None = None) -> Claim:
    """Take the next queued messages for a line, at most ``room``; the guard is asked once more."""
    with desk.read() as connection:  # a line that is idle asks often and writes nothing
        if not message_queries.queued(connection, SMS, desk.clock.now(), 1):
            return Claim((), 0)
    wait_for_the_day(desk, SMS)
    with desk.write() as work:
        rows = message_queries.queued(work.connection, SMS, work.now, room if only is None else 500)
        if only is not None:
            rows = [row for row in rows if row.id == only]
        if not rows:
            return Claim((), 0)
        stopped = refused_now(work, rows, desk)
        if stopped:
            put_back(work, sorted(stopped), "messages.stopped")
        book = rule_book(work.connection)
        single = book.whole("contact.sms_single", work.now.date())
        part = book.whole("contact.sms_part", work.now.date())
        parcels = tuple(
            LongParcel(row.id, row.recipient, cut(row.body, single=single, part=part))
            for row in rows
            if row.id not in stopped
        )
        ids = [parcel.number for parcel in parcels]
        message_queries.set_outbox(work.connection, ids, state="sending", provider_reference=way)
        line_queries.add_parts(
            work.connection,
            [
                {"item_id": parcel.number, "place": place}
                for parcel in parcels
                for place in range(1, len(parcel.parts) + 1)
            ],
        )
        work.audit("messages.hand_over", "outbox", way, count=len(ids), stopped=len(stopped))
        work.commit()
    return Claim(parcels, len(stopped))


def record(desk: Desk, events: Sequence[Event]) -> Recorded:
    """Write down what happened on a line, in one transaction; receipts of nobody are logged."""
    if not events:
        return Recorded(Counter(), 0, Changes())
    with desk.write() as work:
        counts: Counter[str] = Counter()
        incoming = 0
        for event in events:
            if isinstance(event, IncomingPart):
                incoming += store_part(work, event)
            else:
                counts.update(_booked(work, event))
        work.audit("messages.line", "outbox", None, incoming=incoming, **counts)
        work.commit()
    return Recorded(counts, incoming, _changes() if counts else Changes())


def settle_interrupted(desk: Desk) -> int:
    """What a line had in hand when the program stopped is unsure; returns how many."""
    with desk.read() as connection:
        ids = line_queries.on_line(connection, LINES)
    if ids:
        record(desk, [Unsure(item_id, "messages.unsure") for item_id in ids])
    return len(ids)


def decide_unsure(desk: Desk, ids: Sequence[int], *, has_arrived: bool) -> Changes:
    """A person found out: the messages arrived, or they did not and wait for release again."""
    with desk.write() as work:
        unsure = line_queries.in_state(work.connection, ids, "unsure")
        if has_arrived:
            sent(work, unsure)
        else:
            fail(work, unsure, "messages.not_arrived")
        action = "messages.arrived" if has_arrived else "messages.not_arrived"
        work.audit(action, "outbox", None, count=len(unsure))
        work.commit()
    return _changes()


def _booked(work: UnitOfWork, event: Event) -> Iterable[str]:
    """Write one event; yields what to count."""
    if isinstance(event, Report):
        return _reported(work, event)
    if isinstance(event, IncomingPart):
        raise TypeError("incoming parts are stored, not booked")
    found = line_queries.item(work.connection, event.number)
    if found is None:
        _log.warning("the line speaks of message %d, which is not ours", event.number)
        return ()
    if isinstance(event, PartTaken):
        _name(work, event.number, event.reference)
        return _settle(work, event.number, found.state)
    if found.state != "sending":
        return ()
    if isinstance(event, Unsure):
        values = {"state": "unsure", "last_error": event.reason}
        message_queries.set_outbox(work.connection, [event.number], **values)
        return ("unsure",)
    return _not_taken(work, event, found)


def _not_taken(work: UnitOfWork, event: Refused | NotSent, found: Row[Any]) -> Iterable[str]:
    tries = found.attempts + (1 if isinstance(event, Refused) else 0)
    reason = event.reason if isinstance(event, Refused) else None
    if isinstance(event, Refused) and (event.is_final or tries >= TRIES):
        fail(work, [event.number], event.reason)
        return ("failed",)
    line_queries.drop_parts(work.connection, event.number)
    message_queries.set_outbox(
        work.connection,
        [event.number],
        state="queued",
        provider_reference=None,
        attempts=tries,
        due_at=work.now + (FIRST_WAIT * 2 ** (tries - 1) if reason else timedelta()),
        last_error=reason,
    )
    return ("later",)


def _name(work: UnitOfWork, item_id: int, reference: str) -> None:
    """Give a part its reference; a receipt that was faster than the answer has done so already."""
    parts = line_queries.parts_of(work.connection, item_id)
    if any(part.reference == reference for part in parts):
        return
    free = next((part for part in parts if part.reference is None), None)
    if free is not None:
        line_queries.set_part(work.connection, item_id, free.place, reference=reference)


def _reported(work: UnitOfWork, report: Report) -> Iterable[str]:
    found = _part_of(work, report)
    if found is None:
        _log.warning("a receipt names a message that is not ours: %.20s", report.reference)
        return ("unknown",)
    item_id, place = found
    parts = {part.place: part for part in line_queries.parts_of(work.connection, item_id)}
    if parts[place].state not in ("delivered", "failed"):  # the first final word stands
        line_queries.set_part(
            work.connection,
            item_id,
            place,
            state=report.state,
            reason=report.reason[:100] or None,
            settled_at=report.at or work.now,
        )
    item = line_queries.item(work.connection, item_id)
    return _settle(work, item_id, item.state if item is not None else "")


def _part_of(work: UnitOfWork, report: Report) -> tuple[int, int] | None:
    """Which part a receipt is about: by reference and number, else the one whose answer was lost.

    A receipt with an unknown reference belongs to a message whose answer was lost where the
    network gives our number back, or where a single such message went to that number: anything
    else would be a guess.
    """
    connection, recipient = work.connection, plain_number(report.recipient)
    since = work.now - RECEIPTS_COME_WITHIN
    for references in ((report.reference,), same_references(report.reference)):
        named = line_queries.parts_named(connection, references, recipient, since)
        if named:
            first = next((part for part in named if part.state is None), named[0])
            return first.item_id, first.place
    states = ("unsure",) if report.hint is None else ("unsure", "sending")
    free = line_queries.parts_unnamed(connection, recipient, states)
    if report.hint is not None:
        free = [part for part in free if part.item_id & 0xFFFF == report.hint]
    if len({part.item_id for part in free}) != 1:
        return None
    chosen = free[0]
    line_queries.set_part(connection, chosen.item_id, chosen.place, reference=report.reference)
    return chosen.item_id, chosen.place


def _settle(work: UnitOfWork, item_id: int, state: str) -> Iterable[str]:
    """Say of a message what its parts say together."""
    if state not in ("sending", "unsure", "sent"):
        return ()
    parts = line_queries.parts_of(work.connection, item_id)
    failed = next((part for part in parts if part.state == "failed"), None)
    if failed is not None:
        fail(work, [item_id], failed.reason or "messages.failed")
        return ("failed",)
    told: list[str] = []
    if state != "sent" and all(part.reference is not None for part in parts):
        sent(work, [item_id])
        told.append("sent")
    if all(part.state == "delivered" for part in parts):
        at = max(part.settled_at or work.now for part in parts)
        message_queries.set_outbox(work.connection, [item_id], state="delivered", delivered_at=at)
        message_queries.set_contacts_of(work.connection, [item_id], "delivered")
        told.append("delivered")
    return told


def _changes() -> Changes:
    return Changes.of("messages", "reminders", "contacts")
