"""Placing cases with an agency, after the customers were told by letter, and taking them back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from db import agency_queries as queries
from db.reminder_queries import Scope
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import Channel, ProposedContact, Purpose
from desktop.domain.contact_policy import Refused, decide
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.progress import NoProgress, Progress
from desktop.services import letters
from desktop.services.agencies import agency_of, works_until
from desktop.services.case_actions import Selection, chosen_ids
from desktop.services.desk import Desk
from desktop.services.guard import CaseRecord, limits_on, read_cases
from desktop.services.letter_gathering import Unfit
from desktop.services.rules import rule_book

NOTICE = "outsourcing_notice"
"""The letter that tells the customer."""
SHORTEST_REASON, LONGEST_REASON = 2, 300
_NOON = time(12)


@dataclass(frozen=True)
class HandedOver:
    """The placements made, and the cases left out with the reason."""

    placed: tuple[int, ...]
    left_out: tuple[Unfit, ...]
    changes: Changes


@dataclass(frozen=True)
class TakenBack:
    """The placements that ended; they can be opened again."""

    ids: tuple[int, ...]
    changes: Changes


@dataclass(frozen=True)
class Placed:
    """A case that an agency has. ``against`` is the code of why it should not have it any more."""

    placement_id: int
    case_id: int
    case_no: str
    name: str
    overdue: Money
    dpd: int
    from_on: date
    letter_no: str
    against: str | None


@dataclass(frozen=True)
class Whereabouts:
    """Which agency a case is placed with, from which day on, and its number."""

    placement_id: int
    agency: str
    phone: str
    from_on: date


def earliest(desk: Desk) -> date:
    """The first day for which cases can be placed: the letter has to arrive before it."""
    with desk.read() as connection:
        return _earliest(connection, desk.today)


def hand_over(
    desk: Desk,
    agency_id: int,
    selection: Selection,
    from_on: date,
    progress: Progress = NoProgress(),  # noqa: B008 - holds nothing
) -> HandedOver:
    """Tell the customers by letter, and place their cases from a day on.

    A case that is placed already, that the guard lets nobody collect (paid, disputed, an arrangement
    performed …) or for which no letter can be made is left out with its reason. Broken off, it goes on
    where it was: today's letters are made once. Raises ``agency.gone``, ``agency.too_soon``,
    ``agency.not_working``.
    """
    with desk.read() as connection:
        agency = agency_of(connection, agency_id)
        first = _earliest(connection, desk.today)
        if from_on < first:
            raise DomainError("agency.too_soon", field="from_on", first=first)
        until = works_until(connection, agency, from_on)
        if until is None or until < from_on:
            raise DomainError("agency.not_working", field="agency", agency=agency.name)
        ids = sorted(chosen_ids(connection, selection))
        left_out = list(_against(connection, ids, from_on))
    left = {unfit.case_id for unfit in left_out}
    answers = {"受托机构": agency.name, "受托机构电话": agency.phone, "委托起始日": from_on}
    fit = [case_id for case_id in ids if case_id not in left]
    made = letters.make(desk, NOTICE, fit, answers, progress=progress)
    placed = _place(desk, agency_id, made.ids, from_on)
    changes = Changes.of("agencies", "letters", "cases", "reminders") if made.ids else Changes()
    return HandedOver(tuple(placed), (*left_out, *made.left_out), changes)


def take_back(desk: Desk, placement_ids: Sequence[int], reason: str) -> TakenBack:
    """Take cases back from today on. Raises ``agency.reason_missing``, ``agency.reason_long``."""
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise DomainError("agency.reason_missing", field="reason")
    if len(said) > LONGEST_REASON:
        raise DomainError("agency.reason_long", field="reason", limit=LONGEST_REASON)
    with desk.write() as work:
        cases = queries.take_back(work.connection, placement_ids, desk.today, said)
        work.audit("agency.taken_back", "placement", None, cases=cases)
        work.commit()
    return TakenBack(tuple(placement_ids), _changes(cases))


def give_again(desk: Desk, placement_ids: Sequence[int]) -> Changes:
    """Undo taking back; a case that another agency has by now stays there."""
    with desk.write() as work:
        cases = queries.give_again(work.connection, placement_ids)
        work.audit("agency.given_again", "placement", None, cases=cases)
        work.commit()
    return _changes(cases)


def placements(desk: Desk, agency_id: int) -> list[Placed]:
    """The cases that an agency has, with what is against its having them."""
    with desk.read() as connection:
        rows = queries.placements(connection, agency_id)
        against = {
            unfit.case_id: unfit.code
            for unfit in _not_to_collect(connection, [row.case_id for row in rows], desk.today)
        }
    return [
        Placed(
            row.id,
            row.case_id,
            row.case_no,
            row.name,
            row.overdue or ZERO,
            row.dpd or 0,
            row.from_on,
            row.register_no,
            "agency.letter_void" if row.voided_at else against.get(row.case_id),
        )
        for row in rows
    ]


def of_case(desk: Desk, case_id: int) -> Whereabouts | None:
    """Which agency a case is placed with."""
    with desk.read() as connection:
        row = queries.placement_of(connection, case_id)
    return None if row is None else Whereabouts(row.id, row.name, row.phone, row.from_on)


def _earliest(connection: Connection, today: date) -> date:
    days = rule_book(connection).whole("contact.agency_notice_days", today)
    return today + timedelta(days=days)


def _against(connection: Connection, ids: Sequence[int], day: date) -> Iterator[Unfit]:
    """The cases that are not to be handed over: an agency has them, or nobody may collect."""
    taken = queries.placed_among(connection, ids)
    records = _records(connection, sorted(taken), day)
    yield from (_unfit(record, "agency.placed_already") for record in records.values())
    yield from _not_to_collect(connection, [one for one in ids if one not in taken], day)


def _not_to_collect(connection: Connection, ids: Sequence[int], day: date) -> Iterator[Unfit]:
    """The cases that the guard lets nobody collect on a day."""
    limits = limits_on(connection, day)
    # A letter has neither hours nor a cap: what refuses it at noon refuses every way to collect.
    letter = ProposedContact(
        at=datetime.combine(day, _NOON), channel=Channel.LETTER, purpose=Purpose.COLLECTION
    )
    for record in _records(connection, ids, day).values():
        decision = decide(record.facts(), letter, limits)
        if isinstance(decision, Refused):
            yield _unfit(record, decision.code, dict(decision.detail))


def _records(connection: Connection, ids: Sequence[int], day: date) -> dict[int, CaseRecord]:
    found: dict[int, CaseRecord] = {}
    for start in range(0, len(ids), queries.CHUNK):
        scope = Scope.of(ids[start : start + queries.CHUNK])
        found |= read_cases(connection, scope, as_of=day, horizon=day)
    return found


def _unfit(record: CaseRecord, code: str, facts: Mapping[str, object] | None = None) -> Unfit:
    person = record.person
    return Unfit(person.case_id, person.case_no, person.name, code, facts or {})


def _place(desk: Desk, agency_id: int, letter_ids: Sequence[int], from_on: date) -> list[int]:
    """Write the placements down; a case that another desk placed meanwhile is left where it is."""
    with desk.write() as work:
        by_case = queries.letters_of(work.connection, letter_ids)
        taken = queries.placed_among(work.connection, sorted(by_case))
        rows = [
            {
                "agency_id": agency_id,
                "case_id": case_id,
                "letter_id": letter_id,
                "from_on": from_on,
                "placed_at": work.now,
                "placed_by": desk.actor.officer_id,
            }
            for case_id, letter_id in by_case.items()
            if case_id not in taken
        ]
        placed = queries.place(work.connection, rows) if rows else []
        facts = {"cases": len(placed), "from_on": from_on}
        work.audit("agency.handed_over", "agency", agency_id, **facts)
        work.commit()
    return placed


def _changes(cases: Sequence[int]) -> Changes:
    return Changes.of("agencies", "cases", cases=set(cases)) if cases else Changes()
