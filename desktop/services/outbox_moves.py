"""The steps of a message on its way that every channel shares: judged, put back, sent, failed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from db import message_queries as queries
from db.reminder_queries import Scope
from db.unit_of_work import UnitOfWork
from desktop.domain.contact_facts import Channel, ProposedContact, Purpose
from desktop.domain.contact_policy import decide
from desktop.services.desk import Desk
from desktop.services.guard import limits_on, read_cases
from desktop.services.service_messages import outside_quiet_hours
from desktop.services.templates_in_force import withdrawn


def wait_for_the_day(desk: Desk, channel: str) -> None:
    """Let messages that serve customers, written by day and late on their way, wait out the night.

    Reminders are judged one by one by ``refused_now``; officers are told at any hour.
    """
    now = desk.clock.now()
    with desk.read() as connection:
        until = outside_quiet_hours(connection, now)
    if until <= now:
        return
    with desk.write() as work:
        count = queries.put_off(work.connection, channel, now, until)
        if count:
            work.audit("messages.put_off", "outbox", None, count=count, until=until)
            work.commit()


def refused_now(work: UnitOfWork, rows: Sequence[Row[Any]], desk: Desk) -> set[int]:
    """Which queued messages must not go at this moment: the guard says no, or what they were
    written with was withdrawn since. A message is no reason against itself."""
    written_with = {row.id: (row.template, row.language, row.template_version or 0) for row in rows}
    gone = withdrawn(work.connection, written_with.values())
    stopped = {row_id for row_id, one in written_with.items() if one in gone}
    return stopped | _refused_by_guard(work, rows, desk)


def _refused_by_guard(work: UnitOfWork, rows: Sequence[Row[Any]], desk: Desk) -> set[int]:
    cases = {row.case_id for row in rows if row.case_id is not None}
    if not cases:
        return set()
    limits = limits_on(work.connection, desk.today)
    horizon = desk.today + timedelta(days=31)
    records = read_cases(work.connection, Scope.of(cases), as_of=desk.today, horizon=horizon)
    refused: set[int] = set()
    for row in rows:
        if row.case_id not in records:
            continue
        facts = records[row.case_id].facts()
        others = tuple(
            past
            for past in facts.history
            if not (past.at == row.created_at and past.channel == row.channel)
        )
        proposed = ProposedContact(
            work.now,
            Channel(row.channel),
            Purpose(row.purpose or Purpose.SERVICE),
            number=row.recipient,
        )
        if not decide(replace(facts, history=others), proposed, limits).is_allowed:
            refused.add(row.id)
    return refused


def mark_sent(desk: Desk, ids: Sequence[int]) -> None:
    """Mark messages as sent, with the reminders and contacts they are."""
    with desk.write() as work:
        sent(work, ids)
        work.audit("messages.sent", "outbox", None, count=len(ids))
        work.commit()


def sent(work: UnitOfWork, ids: Sequence[int]) -> None:
    """The same inside a write that does more."""
    queries.set_outbox(work.connection, ids, state="sent", sent_at=work.now)
    queries.set_reminders_of(work.connection, ids, state="sent")
    queries.set_contacts_of(work.connection, ids, "sent")


def put_back(work: UnitOfWork, ids: Sequence[int], reason: str) -> None:
    """Take items out of the outbox; their reminders wait for release again."""
    queries.drop_contacts_of(work.connection, ids)
    queries.set_reminders_of(work.connection, ids, state="planned", done_on=None, reason=reason)
    queries.set_outbox(work.connection, ids, state="cancelled", last_error=reason)


def mark_failed(desk: Desk, ids: Sequence[int], reason: str) -> None:
    """Mark messages as failed; their reminders are held with the reason, for a person to decide."""
    with desk.write() as work:
        fail(work, ids, reason)
        work.audit("messages.failed", "outbox", None, count=len(ids))
        work.commit()


def fail(work: UnitOfWork, ids: Sequence[int], reason: str) -> None:
    """The same inside a write that does more."""
    queries.set_outbox(work.connection, ids, state="failed", last_error=reason[:300])
    queries.set_contacts_of(work.connection, ids, "failed")
    code = reason if reason.startswith("messages.") else "messages.failed"
    queries.set_reminders_of(work.connection, ids, state="held", done_on=None, reason=code)
