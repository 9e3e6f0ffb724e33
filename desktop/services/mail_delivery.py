"""E-mails of the outbox on their way: each claimed, sent, marked; retried while the server is away.

An e-mail cannot be taken back from a server, so one whose sending was cut off in the middle is not
sent again by itself: it goes on hold, and a person decides.
"""

from dataclasses import dataclass
from datetime import timedelta

from db import message_queries as queries
from desktop.adapters.mail import Mail, MailAccount, MailConnection, MailRefused
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import line_hold
from desktop.services.desk import Desk
from desktop.services.letter_mail import attachment_of
from desktop.services.letter_register import mark_delivery
from desktop.services.outbox_moves import (
    mark_failed,
    mark_sent,
    put_back,
    refused_now,
    wait_for_the_day,
)

EMAIL = "email"
BATCH = 50
TRIES = 6
FIRST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True)
class Mailed:
    """What one round of e-mail did; ``waiting`` are tried again later."""

    sent: int
    failed: int
    held_back: int
    waiting: int
    changes: Changes


def send_mail(desk: Desk, account: MailAccount) -> Mailed:
    """Send every e-mail that is due. A server that is away leaves them waiting, five minutes, then
    twice as long each time; after six tries they are failed and held.

    Where a branch shares a server, only one of its programs sends at a time: the others have
    nothing to do. Raises ``EnvironmentProblem`` when the mail server cannot be reached or refuses
    the login.
    """
    with line_hold.turn(desk, "mail") as is_ours:
        return _send(desk, account) if is_ours else Mailed(0, 0, 0, 0, Changes())


def _send(desk: Desk, account: MailAccount) -> Mailed:
    _settle_interrupted(desk)
    wait_for_the_day(desk, EMAIL)
    sent = failed = held_back = waiting = 0
    if not _has_queued(desk):
        return Mailed(0, 0, 0, 0, Changes())
    with MailConnection(account) as connection:
        while True:
            claim, stopped = _claim(desk)
            held_back += stopped
            if claim is None:
                if not stopped:
                    break
                continue
            item_id, tries, mail = claim
            try:
                connection.send(mail)
            except MailRefused as refused:
                mark_failed(desk, [item_id], refused.reason)
                failed += 1
            except EnvironmentProblem as problem:
                waiting += _later(desk, item_id, tries, str(problem.facts.get("reason", "")))
                break
            else:
                mark_sent(desk, [item_id])
                _note_delivery(desk, item_id)
                sent += 1
    return Mailed(sent, failed, held_back, waiting, _changes())


def _note_delivery(desk: Desk, item_id: int) -> None:
    """A letter that went by e-mail was sent: its register says so too."""
    with desk.read() as connection:
        letter_id = queries.letter_of(connection, item_id)
    if letter_id is not None:
        mark_delivery(desk, [letter_id], "email", "sent", on=desk.today)


def _has_queued(desk: Desk) -> bool:
    with desk.read() as connection:
        return bool(queries.queued(connection, EMAIL, desk.clock.now(), 1))


def _claim(desk: Desk) -> tuple[tuple[int, int, Mail] | None, int]:
    """Take the next e-mail, put back what must not go now, and mark the one that goes."""
    with desk.write() as work:
        rows = queries.queued(work.connection, EMAIL, work.now, BATCH)
        if not rows:
            return None, 0
        stopped = refused_now(work, rows, desk)
        if stopped:
            put_back(work, sorted(stopped), "messages.stopped")
        row = next((row for row in rows if row.id not in stopped), None)
        if row is not None:
            queries.set_outbox(work.connection, [row.id], state="sending")
        work.audit("messages.mail", "outbox", None if row is None else row.id, stopped=len(stopped))
        work.commit()
    if row is None:
        return None, len(stopped)
    try:
        with desk.read() as reading:
            attachment = attachment_of(reading, row.letter_id) if row.letter_id else None
    except DomainError as error:  # voided since it was queued
        mark_failed(desk, [row.id], error.code)
        return None, len(stopped) + 1
    mail = Mail(
        row.idempotency_key,
        row.recipient,
        row.subject or "",
        row.body,
        row.created_at,
        attachment,
    )
    return (row.id, row.attempts, mail), len(stopped)


def _later(desk: Desk, item_id: int, tries: int, reason: str) -> int:
    """Let an e-mail wait for another try; returns 1 while there is one left."""
    if tries + 1 >= TRIES:
        mark_failed(desk, [item_id], reason)
        return 0
    with desk.write() as work:
        queries.set_outbox(
            work.connection,
            [item_id],
            state="queued",
            attempts=tries + 1,
            due_at=work.now + FIRST_WAIT * 2**tries,
            last_error=reason[:200],
        )
        work.audit("messages.mail_later", "outbox", item_id, tries=tries + 1)
        work.commit()
    return 1


def _settle_interrupted(desk: Desk) -> None:
    """Hold what was being sent when the program stopped: it may or may not have left."""
    with desk.read() as connection:
        ids = [row.id for row in queries.in_hand(connection, EMAIL)]
    if ids:
        mark_failed(desk, ids, "messages.unsure")


def _changes() -> Changes:
    return Changes.of("messages", "reminders", "contacts")
