"""Letting an account's ageing stand still and go on again; the history is kept."""

from datetime import date

from db import ledger_queries
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services.desk import Desk
from desktop.services.ledger_effects import settle
from desktop.services.ledger_preview import ledger_of


def pause(desk: Desk, account_id: int, *, from_day: date, reason: str) -> Changes:
    """Stop the ageing from a day on: the bucket stands still, the days past due do not.

    Raises ``ageing.paused_already``, ``ageing.pause_overlaps`` (before the end of the last one),
    ``ledger.in_the_future`` and ``ledger.reason_missing``.
    """
    if not reason.strip():
        raise DomainError("ledger.reason_missing", field="reason")
    if from_day > desk.today:
        raise DomainError("ledger.in_the_future", field="value_on", today=desk.today)
    with desk.write() as work:
        ledger = ledger_of(work.connection, account_id, as_of=desk.today)
        known = ledger_queries.pauses(work.connection, account_id)
        if any(found["resumed_on"] is None for found in known):
            raise DomainError("ageing.paused_already", field="value_on")
        last = max((found["resumed_on"] for found in known), default=None)
        if last is not None and from_day < last:
            raise DomainError("ageing.pause_overlaps", field="value_on", day=last)
        ledger_queries.open_pause(
            work.connection,
            {
                "account_id": account_id,
                "paused_on": from_day,
                "reason": reason.strip(),
                "paused_by": desk.actor.officer_id,
            },
        )
        work.audit("ageing.pause", "account", account_id, day=from_day)
        changes = settle(work, desk, ledger)
        work.commit()
    return changes


def resume(desk: Desk, account_id: int) -> Changes:
    """Let the ageing go on from today. Raises ``ageing.not_paused``."""
    with desk.write() as work:
        ledger = ledger_of(work.connection, account_id, as_of=desk.today)
        officer = desk.actor.officer_id
        if not ledger_queries.close_pause(work.connection, account_id, desk.today, officer):
            raise DomainError("ageing.not_paused", field="value_on")
        work.audit("ageing.resume", "account", account_id, day=desk.today)
        changes = settle(work, desk, ledger)
        work.commit()
    return changes
