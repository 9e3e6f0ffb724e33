"""Bounces: e-mails that came back are failed, and their address is not used again."""

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from db import bounce_queries as queries
from desktop.adapters import secret_store
from desktop.adapters.bounces import (
    Bounce,
    BounceFolder,
    BounceSource,
    ImapBounces,
    Mailbox,
    PopBounces,
    read_bounce,
)
from desktop.adapters.secret_store import KeyStore
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.masks import mask_email
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.outbox_moves import fail

SERVICE = "shouyue-bounces"
PASSWORD = "SHOUYUE_BOUNCES_PASSWORD"  # noqa: S105 - the name of a variable, not a password
COMES_BACK_WITHIN = timedelta(days=10)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TakenBounces:
    """What the reports said: messages failed, addresses marked, delays and mail that is none."""

    failed: int
    marked: int
    delayed: int
    others: int
    changes: Changes


@dataclass(frozen=True)
class DeadAddress:
    """An address that is not used any more; ``shown`` is masked, and so is what the server said."""

    address: str = field(repr=False)
    shown: str
    reason: str
    noted_at: datetime


def source(desk: Desk, store: KeyStore | None = None) -> BounceSource | None:
    """Where bounces come from by the settings; ``None`` where nobody reads them."""
    with desk.read() as connection:
        values = settings.all_values(connection)
    way = values["bounces.way"]
    if way == "folder" and values["bounces.folder"]:
        return BounceFolder(Path(values["bounces.folder"]))
    if way in ("none", "folder") or not values["bounces.host"]:
        return None
    keys = store or secret_store.system_store()
    kept = keys.get_password(SERVICE, _name(values)) if keys is not None else None
    box = Mailbox(
        way=way,
        host=values["bounces.host"],
        port=int(values["bounces.port"]),
        is_tls=values["bounces.tls"] == "yes",
        user=values["bounces.user"],
        password=kept or os.environ.get(PASSWORD, ""),
    )
    return ImapBounces(box) if way == "imap" else PopBounces(box)


def set_password(desk: Desk, password: str, store: KeyStore | None = None) -> Changes:
    """Keep the mailbox's password in the system's key store. Raises ``mail.no_key_store``."""
    keys = store or secret_store.system_store()
    if keys is None:
        raise DomainError("mail.no_key_store", field="password")
    with desk.write() as work:
        values = settings.all_values(work.connection)
        keys.set_password(SERVICE, _name(values), password)
        work.audit("mail.password", "setting", "bounces.user")
        work.commit()
    return Changes.of("settings")


def take_in(desk: Desk, where: BounceSource | None = None) -> TakenBounces:
    """Take in the reports that wait; each is put away only after it was written down.

    Raises what the mailbox raises; what was taken in until then stays.
    """
    found = where or source(desk)
    if found is None:
        return TakenBounces(0, 0, 0, 0, Changes())
    failed = marked = delayed = others = 0
    with found as reports:
        for name, raw in reports.waiting():
            bounce = read_bounce(raw)
            if bounce is None:
                others += 1
            elif bounce.is_final:
                has_failed, has_marked = _book(desk, bounce)
                failed, marked = failed + has_failed, marked + has_marked
            else:
                delayed += 1
                _log.info("an e-mail is delayed: %s %s", bounce.status, bounce.reason)
            reports.done(name)
    topics = ("messages", "reminders", "contacts") if failed or marked else ()
    return TakenBounces(failed, marked, delayed, others, Changes.of(*topics))


def dead_addresses(desk: Desk) -> list[DeadAddress]:
    """The addresses that are not used any more, the newest first."""
    with desk.read() as connection:
        rows = queries.marked(connection)
    return [_dead(row) for row in rows]


def use_again(desk: Desk, address: str) -> Changes:
    """Use an address again: the customer has put it right. Raises ``bounces.not_marked``."""
    with desk.write() as work:
        if not queries.forget(work.connection, address):
            raise DomainError("bounces.not_marked", field="address")
        work.audit("messages.address_again", "bounced_address", None)
        work.commit()
    return Changes.of("messages", "contacts")


def _dead(row: Row[Any]) -> DeadAddress:
    shown = mask_email(row.address)
    said = re.sub(re.escape(row.address), shown, row.reason, flags=re.IGNORECASE)
    return DeadAddress(row.address, shown, said, row.noted_at)


def _book(desk: Desk, bounce: Bounce) -> tuple[int, int]:
    with desk.write() as work:
        row = _message(work.connection, bounce, work.now)
        address = bounce.recipient or (row.recipient if row is not None else "")
        if row is None:
            _log.warning("a bounce of a message that is not ours: %s", mask_email(address))
            return 0, 0
        has_failed = row.state in ("sending", "sent", "delivered")
        if has_failed:
            fail(work, [row.id], f"{bounce.status} {bounce.reason}".strip())
        queries.mark(
            work.connection,
            address,
            status=bounce.status,
            reason=bounce.reason,
            noted_at=work.now,
        )
        work.audit("messages.bounced", "outbox", row.id, status=bounce.status)
        work.commit()
    return int(has_failed), 1


def _message(connection: Connection, bounce: Bounce, now: datetime) -> Row[Any] | None:
    """The message by its id, else the newest to that address."""
    name = bounce.message_id.rpartition("@")[0]
    found = queries.message_named(connection, name) if name else None
    if found is None and bounce.recipient:
        found = queries.newest_to(connection, bounce.recipient, now - COMES_BACK_WITHIN)
    return found


def _name(values: Mapping[str, str]) -> str:
    return f"{values['bounces.user']}@{values['bounces.host']}"
