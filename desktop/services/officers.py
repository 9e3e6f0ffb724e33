"""The officers of the branch: adding, changing, and letting go without losing their work."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db import settings_queries as queries
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.officer import OfficerCard, Shift
from desktop.services.desk import Desk

__all__ = [
    "OfficerCard",
    "OfficerRow",
    "OfficerSaved",
    "Person",
    "Shift",
    "active",
    "all_officers",
    "save",
    "set_active",
]


@dataclass(frozen=True)
class OfficerRow:
    """An officer as the settings show them, with the work they have."""

    officer_id: int
    card: OfficerCard
    is_active: bool
    open_cases: int
    coming_visits: int
    has_code: bool = False


@dataclass(frozen=True)
class OfficerSaved:
    """Who was saved; ``previous`` is empty for a new one."""

    officer_id: int
    previous: OfficerCard | None
    changes: Changes


@dataclass(frozen=True)
class Person:
    """An officer to choose from a list."""

    id: int
    staff_no: str
    name: str
    does_visits: bool


def active(desk: Desk) -> list[Person]:
    """Return the officers at work, by staff number, for lists to choose from."""
    with desk.read() as connection:
        return [
            Person(row["id"], row["staff_no"], row["name"], row["does_visits"])
            for row in queries.officers(connection)
            if row["is_active"]
        ]


def all_officers(desk: Desk) -> list[OfficerRow]:
    """Return everybody, the active ones first, by staff number."""
    now = desk.clock.now()
    with desk.read() as connection:
        with_code = queries.officers_with_secret(connection)
        return [
            OfficerRow(
                row["id"],
                _card(row),
                row["is_active"],
                *queries.officer_work(connection, row["id"], now),
                row["id"] in with_code,
            )
            for row in queries.officers(connection)
        ]


def save(desk: Desk, officer_id: int | None, card: OfficerCard) -> OfficerSaved:
    """Change an officer, or add one where ``officer_id`` is empty.

    Raises ``DomainError`` at the field that is wrong, ``settings.staff_no_taken`` for a staff
    number that somebody has or had: letters and the audit log name people by it.
    """
    card.check()
    with desk.write() as work:
        if queries.staff_no_taken(work.connection, card.staff_no, officer_id):
            raise DomainError("settings.staff_no_taken", field="staff_no", staff_no=card.staff_no)
        known = {row["id"]: row for row in queries.officers(work.connection)}
        previous = _card(known[officer_id]) if officer_id is not None else None
        saved = queries.put_officer(work.connection, officer_id, _row(card))
        changed = [
            name for name in _row(card) if previous is None or _differs(previous, card, name)
        ]
        action = "officer.added" if previous is None else "officer.changed"
        work.audit(action, "officer", saved, staff_no=card.staff_no, fields=changed)
        work.commit()
    return OfficerSaved(saved, previous, Changes.of("officers"))


def set_active(desk: Desk, officer_id: int, is_active: bool) -> Changes:
    """Let an officer go, or take them back; their name stays on all they did.

    Raises ``DomainError("settings.last_officer")`` when nobody would be left.
    """
    with desk.write() as work:
        active = [row["id"] for row in queries.officers(work.connection) if row["is_active"]]
        if not is_active and active == [officer_id]:
            raise DomainError("settings.last_officer", field="officer")
        queries.put_officer(work.connection, officer_id, {"is_active": is_active})
        action = "officer.activated" if is_active else "officer.deactivated"
        work.audit(action, "officer", officer_id)
        work.commit()
    return Changes.of("officers")


def _row(card: OfficerCard) -> dict[str, object]:
    return {
        "staff_no": card.staff_no,
        "name": card.name,
        "phone": card.phone or None,
        "role": card.role,
        "does_visits": card.does_visits,
        "skills": list(card.skills),
        "area": card.area or None,
        "start_place": card.start_place or None,
        "shift": card.shift.stored(),
    }


def _differs(previous: OfficerCard, card: OfficerCard, name: str) -> bool:
    return bool(getattr(previous, name) != getattr(card, name))


def _card(kept: Mapping[str, Any]) -> OfficerCard:
    return OfficerCard(
        kept["staff_no"],
        kept["name"],
        kept["phone"] or "",
        kept["role"],
        kept["does_visits"],
        tuple(kept["skills"] or ()),
        kept["area"] or "",
        kept["start_place"] or "",
        Shift.read(kept["shift"] or {}),
    )
