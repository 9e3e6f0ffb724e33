"""The register of agencies: adding, changing, suspending, and which may work."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from db import agency_queries as queries
from desktop.domain.agency import STATES, AgencyCard, Standing
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services.desk import Desk
from desktop.services.rules import rule_book

TALLY_DAYS = 30
"""Over so many days an agency's contacts are told: none is judged by what it recovers (C12)."""
WORKING = ("active", "soon")
"""The standings in which an agency may work."""


@dataclass(frozen=True)
class AgencyEntry:
    """An agency as the register shows it, with how it stands and what it did of late."""

    agency_id: int
    card: AgencyCard
    state: str
    standing: Standing
    until: date | None
    placed: int
    made: int
    answered: int
    broken: int


@dataclass(frozen=True)
class AgencySaved:
    """Which agency was saved; ``previous`` is empty for a new one."""

    agency_id: int
    previous: AgencyCard | None
    changes: Changes


def register(desk: Desk) -> list[AgencyEntry]:
    """Every agency, those that may work first."""
    since = desk.clock.now() - timedelta(days=TALLY_DAYS)
    with desk.read() as connection:
        rows = queries.agencies(connection)
        placed = queries.placed_counts(connection)
        tallies = queries.tallies(connection, since)
        years = review_years(connection, desk.today)
    found = []
    for row in rows:
        card = card_of(row)
        standing = card.standing(row.state, years, as_of=desk.today)
        until = card.works_until(row.state, years, as_of=desk.today)
        tally = tallies.get(card.name, (0, 0, 0))
        entry = AgencyEntry(row.id, card, row.state, standing, until, placed.get(row.id, 0), *tally)
        found.append(entry)
    return sorted(found, key=lambda entry: (entry.standing not in WORKING, entry.card.name))


def save(desk: Desk, agency_id: int | None, card: AgencyCard) -> AgencySaved:
    """Change an agency, or add one where ``agency_id`` is empty.

    Raises ``DomainError`` at the field that is wrong, ``agency.name_taken``.
    """
    card.check(as_of=desk.today)
    with desk.write() as work:
        same = queries.agency_named(work.connection, card.name)
        if same is not None and same.id != agency_id:
            raise DomainError("agency.name_taken", field="name", name=card.name)
        row = None if agency_id is None else agency_of(work.connection, agency_id)
        saved = queries.put_agency(work.connection, agency_id, _values(card))
        action = "agency.added" if row is None else "agency.changed"
        work.audit(action, "agency", saved, name=card.name)
        work.commit()
    return AgencySaved(saved, None if row is None else card_of(row), _changes())


def set_state(desk: Desk, agency_id: int, state: str) -> Changes:
    """Suspend an agency, end it, or let it work again.

    Raises ``agency.has_cases`` for one that is to be ended while it has cases.
    """
    assert state in STATES
    with desk.write() as work:
        agency_of(work.connection, agency_id)
        placed = queries.placed_counts(work.connection).get(agency_id, 0)
        if state == "ended" and placed:
            raise DomainError("agency.has_cases", field="state", count=placed)
        queries.put_agency(work.connection, agency_id, {"state": state})
        work.audit(f"agency.{state}", "agency", agency_id)
        work.commit()
    return _changes()


def agency_of(connection: Connection, agency_id: int) -> Row[Any]:
    """An agency's row. Raises ``agency.gone``."""
    row = queries.agency(connection, agency_id)
    if row is None:
        raise DomainError("agency.gone", field="agency")
    return row


def works_until(connection: Connection, row: Row[Any], day: date) -> date | None:
    """The last day that an agency's review and contract cover, as the guard asks on a day."""
    return card_of(row).works_until(row.state, review_years(connection, day), as_of=day)


def review_years(connection: Connection, day: date) -> int:
    """Every how many years an agency is to be reviewed."""
    return rule_book(connection).whole("contact.agency_review", day)


def card_of(row: Row[Any]) -> AgencyCard:
    """What the register keeps of an agency."""
    return AgencyCard(
        row.name,
        row.phone,
        row.licence_no or "",
        row.purpose,
        row.contract_from,
        row.contract_until,
        row.reviewed_on,
        row.note or "",
    )


def _values(card: AgencyCard) -> dict[str, object]:
    return {
        "name": card.name,
        "phone": card.phone,
        "licence_no": card.licence_no or None,
        "purpose": card.purpose,
        "contract_from": card.contract_from,
        "contract_until": card.contract_until,
        "reviewed_on": card.reviewed_on,
        "note": card.note or None,
    }


def _changes() -> Changes:
    return Changes.of("agencies")
