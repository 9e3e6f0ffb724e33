"""SMS that came in over a line: parts stored once, joined, and passed to the inbox."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from db import line_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.adapters.message_files import MAX_TEXT, ReceivedMessage, plain_number
from desktop.adapters.sms.line import IncomingPart
from desktop.domain.changes import Changes
from desktop.domain.masks import mask_phone
from desktop.domain.message_parts import DAMAGED, Piece, joined
from desktop.services import inbox
from desktop.services.desk import Desk

REPEATED_WITHIN = timedelta(minutes=10)
"""Networks that name no time repeat what was not confirmed soon after: the same words are the
same message."""
GIVEN_UP_AFTER = timedelta(hours=24)
KEPT = timedelta(days=7)
AT_ONCE = 100
CLOCKS_DIFFER = timedelta(days=3)
_log = logging.getLogger(__name__)


def store_part(work: UnitOfWork, part: IncomingPart) -> int:
    """Store a part that is not known yet; returns how many were stored."""
    sender = plain_number(part.sender)[:32]
    told = f"{part.source}|{sender}|{part.group}|{part.number}|{part.total}|".encode()
    digest = hashlib.sha256(told + part.content).hexdigest()
    since = work.now - REPEATED_WITHIN
    if queries.is_part_known(work.connection, digest, part.sent_at, since):
        return 0
    queries.add_incoming(
        work.connection,
        {
            "digest": digest,
            "source": part.source,
            "sender": sender,
            "sent_at": part.sent_at,
            "stored_at": work.now,
            "part_group": part.group,
            "place": part.number,
            "total": part.total,
            "content": part.content,
        },
    )
    return 1


def pass_on(desk: Desk) -> Changes:
    """Join what is complete (or has waited a day for its missing parts) and route it, a hundred at
    a time, so that a flood holds nobody's click up.

    Killed before the parts are marked, the same messages are made again and known by their key.
    """
    with desk.read() as connection:
        rows = queries.open_incoming(connection)
    groups = _complete(rows, desk.clock.now() - GIVEN_UP_AFTER)
    changes = Changes()
    for start in range(0, len(groups), AT_ONCE):
        chunk = groups[start : start + AT_ONCE]
        changes |= inbox.receive(desk, [_message(group) for group in chunk]).changes
        with desk.write() as work:
            ids = [row.id for group in chunk for row in group]
            queries.mark_joined(work.connection, ids, work.now - KEPT)
            work.audit("messages.joined", "incoming_message", None, count=len(chunk))
            work.commit()
    return changes


def _complete(rows: Sequence[Row[Any]], given_up: datetime) -> list[list[Row[Any]]]:
    """Groups of parts that make a message; a place that is taken begins the next group."""
    whole: list[list[Row[Any]]] = []
    open_: dict[tuple[Any, ...], list[list[Row[Any]]]] = {}
    for row in rows:
        if row.total == 1:
            whole.append([row])
            continue
        key = (row.source, row.sender, row.part_group, row.total)
        groups = open_.setdefault(key, [])
        fitting = next((one for one in groups if all(p.place != row.place for p in one)), None)
        if fitting is None:
            groups.append([row])
        else:
            fitting.append(row)
    several = (group for groups in open_.values() for group in groups)
    whole += [
        group for group in several if len(group) == group[0].total or group[0].stored_at < given_up
    ]
    return whole


def _message(parts: list[Row[Any]]) -> ReceivedMessage:
    first = parts[0]
    text = joined([Piece(row.place, row.content) for row in parts], first.total)
    if DAMAGED in text:
        _log.warning("a message from %s is damaged in part", mask_phone(first.sender))
    if len(text) > MAX_TEXT:
        _log.warning("a message of %d characters is cut", len(text))
    at = first.sent_at
    if at is None or abs(at - first.stored_at) > CLOCKS_DIFFER:
        at = first.stored_at
    told = "|".join([str(at), *sorted(row.digest for row in parts)])
    key = hashlib.sha256(told.encode()).hexdigest()[:32]
    return ReceivedMessage(key, first.sender, at, text[:MAX_TEXT], first.source)
