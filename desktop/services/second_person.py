"""Four eyes: the personal codes of the officers, and asking a second person for theirs.

An act that needs two people takes a ``Second`` and calls ``confirm`` first; the ``Actor`` that comes
back is named in the audit entry of the act.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from db import settings_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services.desk import Actor, Desk
from desktop.services.officers import Person, active

SHORTEST, LONGEST = 6, 64
FAILURES_ALLOWED = 5
NOBODY = 0
"""The officer id of a ``Second`` whom nobody chose."""
PAUSE = timedelta(minutes=15)
_COST = {"n": 2**14, "r": 8, "p": 1}


@dataclass(frozen=True)
class Second:
    """Who agrees, and the code that proves it; never shown, logged or kept."""

    officer_id: int
    secret: str = field(repr=False)


def set_secret(desk: Desk, officer_id: int, secret: str, *, current: str = "") -> Changes:
    """Set the personal code of an officer; one who has a code already must give it.

    Raises ``DomainError`` at ``secret`` (``second.short``, ``second.simple``), at ``current``
    as ``confirm`` does, ``second.nobody`` for an officer who is not active.
    """
    check_secret(secret)
    hashed = _hashed(secret)
    with desk.write() as work:
        found = queries.officer_with_secret(work.connection, officer_id)
        if found is None or not found["is_active"]:
            raise DomainError("second.nobody", field="officer")
        if found["hash"]:
            _prove(work, found, current, at="current")
        row = {"hash": hashed, "set_at": work.now, "failures": 0, "failed_at": None}
        queries.put_secret(work.connection, officer_id, row)
        action = "second.secret_changed" if found["hash"] else "second.secret_set"
        work.audit(action, "officer", officer_id, staff_no=found["staff_no"])
        work.commit()
    return Changes.of("officers")


def forget_secret(desk: Desk, officer_id: int, manager: Second) -> Changes:
    """Remove a forgotten code, with the code of a manager who is somebody else.

    Raises ``DomainError`` as ``confirm`` does, and ``second.no_manager``.
    """
    with desk.write() as work:
        found = queries.officer_with_secret(work.connection, manager.officer_id)
        if found is None or found["role"] != "manager" or manager.officer_id == officer_id:
            raise DomainError("second.no_manager", field="second_officer")
        _prove(work, found, manager.secret, at="second_secret")
        queries.put_secret(work.connection, officer_id, None)
        work.audit("second.secret_forgotten", "officer", officer_id, second=found["staff_no"])
        work.commit()
    return Changes.of("officers")


def confirm(desk: Desk, officer_id: int, secret: str) -> Actor:
    """Return the second person when the code is theirs; every attempt is in the audit log.

    Raises ``DomainError`` at ``second_officer``: ``second.same`` (the person at the desk),
    ``second.nobody`` (unknown or no longer active), ``second.no_secret``; at ``second_secret``:
    ``second.wrong``, and ``second.paused`` after five wrong codes in a row, for a quarter of an hour.
    """
    with desk.write() as work:
        found = queries.officer_with_secret(work.connection, officer_id)
        refused = _not_the_one(desk, found, officer_id)
        if refused is not None or found is None:
            work.audit("second.refused", "officer", officer_id, reason=refused)
            work.commit()
            raise DomainError(f"second.{refused}", field="second_officer")
        _prove(work, found, secret, at="second_secret")
        work.audit("second.confirmed", "officer", officer_id, second=found["staff_no"])
        work.commit()
    return Actor(officer_id, found["staff_no"], found["name"])


def candidates(desk: Desk) -> list[Person]:
    """Return who can be the second person at this desk: active, somebody else, with a code."""
    with desk.read() as connection:
        known = queries.officers_with_secret(connection)
    return [each for each in active(desk) if each.id in known and each.id != desk.actor.officer_id]


def has_secret(desk: Desk, officer_id: int) -> bool:
    """Whether an officer has a personal code."""
    with desk.read() as connection:
        return officer_id in queries.officers_with_secret(connection)


def check_secret(secret: str) -> None:
    """Refuse a code that is soon guessed. Raises ``DomainError`` at ``secret``."""
    if not SHORTEST <= len(secret) <= LONGEST:
        raise DomainError("second.short", field="secret", shortest=SHORTEST, longest=LONGEST)
    steps = {ord(after) - ord(before) for before, after in pairwise(secret)}
    if steps in ({0}, {1}, {-1}):
        raise DomainError("second.simple", field="secret")


def _not_the_one(desk: Desk, found: Mapping[str, Any] | None, officer_id: int) -> str | None:
    if officer_id == desk.actor.officer_id:
        return "same"
    if found is None or not found["is_active"]:
        return "nobody"
    return None if found["hash"] else "no_secret"


def _prove(work: UnitOfWork, found: Mapping[str, Any], secret: str, *, at: str) -> None:
    """Hold a code against the hash; a wrong one is counted, and stays counted."""
    failures, last = found["failures"] or 0, found["failed_at"]
    paused_until = _paused_until(failures, last)
    if paused_until is not None and work.now < paused_until:
        _refuse(work, found, "paused", at, until=f"{paused_until:%H:%M}")
    if failures >= FAILURES_ALLOWED:
        failures = 0  # the pause is over
    if not _is_right(secret, found["hash"]):
        queries.count_secret_failures(work.connection, found["id"], failures + 1, work.now)
        _refuse(work, found, "wrong", at, left=FAILURES_ALLOWED - failures - 1)
    queries.count_secret_failures(work.connection, found["id"], 0, None)


def _refuse(work: UnitOfWork, found: Mapping[str, Any], why: str, at: str, **facts: object) -> None:
    work.audit("second.refused", "officer", found["id"], reason=why)
    work.commit()
    raise DomainError(f"second.{why}", field=at, **facts)


def _paused_until(failures: int, last: datetime | None) -> datetime | None:
    return last + PAUSE if last is not None and failures >= FAILURES_ALLOWED else None


def _hashed(secret: str) -> str:
    salt = secrets.token_bytes(16)
    return f"scrypt:{salt.hex()}:{hashlib.scrypt(secret.encode(), salt=salt, **_COST).hex()}"


def _is_right(secret: str, hashed: str | None) -> bool:
    if not hashed:
        return False
    _, salt, wanted = hashed.split(":")
    given = hashlib.scrypt(secret.encode(), salt=bytes.fromhex(salt), **_COST)
    return hmac.compare_digest(given, bytes.fromhex(wanted))
