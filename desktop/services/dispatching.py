"""The dispatcher's acts: placing visits, moving them, their steps, their ratings, a day's plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from db import dispatch_queries as queries
from db.tables import OfficerAbsence, ServiceRequest, Visit
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.contact_policy import Refused
from desktop.domain.errors import DomainError
from desktop.domain.field_day import OPEN_STATES, Conflict, FieldDay
from desktop.domain.insertion import best_slots
from desktop.domain.service_promise import Window, window_at
from desktop.services import called_off, field_messages, visit_messages
from desktop.services.calendar_moves import refusal_error
from desktop.services.desk import Desk
from desktop.services.dispatch_board import Board, board_of, windows_of
from desktop.services.guard import visit_refusal

__all__ = [
    "Absence",
    "Before",
    "Moved",
    "Placed",
    "cancel",
    "conflicts",
    "give_back",
    "move",
    "place",
    "place_best",
    "set_absence",
    "take_back",
]

Before = Mapping[int, Mapping[str, Any]]
"""Visits by id as they were, to take an act back."""


@dataclass(frozen=True)
class Placed:
    """A visit was made of a request; ``soft`` are the wishes it does not meet."""

    visit_id: int
    request_id: int
    soft: tuple[Conflict, ...]
    changes: Changes


@dataclass(frozen=True)
class Moved:
    """Visits were changed; ``before`` takes it back."""

    before: Before
    soft: tuple[Conflict, ...]
    changes: Changes


@dataclass(frozen=True)
class Absence:
    """Days on which an officer is away, both inclusive; ``reason`` leave, sick or training."""

    officer_id: int
    first_on: date
    last_on: date
    reason: str = "leave"


def conflicts(board: Board, key: str, officers: tuple[int, ...], at: datetime) -> list[Conflict]:
    """What placing a request (``r7``) or moving a visit (``v7``) on a board would break.

    Pure and fast: the page asks while something is dragged.
    """
    return board.field.conflicts(board.jobs[key], officers, at)


def place(desk: Desk, request_id: int, officers: Sequence[int], starts_at: datetime) -> Placed:
    """Make a visit of a request.

    Raises ``DomainError("dispatch.conflict.…")`` naming the hard rule that is broken; a promise that
    cannot be kept is no refusal but is told.
    """
    team = tuple(dict.fromkeys(officers))
    with desk.write() as work:
        board = board_of(work.connection, starts_at.date(), now=work.now)
        key = f"r{request_id}"
        _refuse_undecided(board, request_id)
        soft = _check(board.field, board, key, team, starts_at)
        _ask_guard(work.connection, board, request_id, starts_at, len(team))
        visit_id = make_visit(work, board, request_id, team, starts_at)
        tell(work, visit_id)
        work.audit("visit.placed", "visit", visit_id, request=request_id, officers=list(team))
        work.commit()
    return Placed(visit_id, request_id, soft, Changes.of("visits", "requests"))


def place_best(desk: Desk, request_id: int, day: date) -> Placed:
    """Place a request where the insertion answers first, moving what may wait.

    Raises ``DomainError("dispatch.nobody_can_go")`` with the reason.
    """
    with desk.write() as work:
        board = board_of(work.connection, day, now=work.now)
        _refuse_undecided(board, request_id)
        slots = best_slots(board.field, board.jobs[f"r{request_id}"], limit=1)
        if not slots:
            raise DomainError("dispatch.nobody_can_go")
        slot = slots[0]
        job = board.jobs[f"r{request_id}"]
        found = board.field.conflicts(job, slot.officers, slot.starts_at)
        soft = tuple(one for one in found if not one.is_hard)
        _ask_guard(work.connection, board, request_id, slot.starts_at, len(slot.officers))
        for key, at in slot.pushed:
            values = {"starts_at": at, "updated_at": work.now}
            queries.change(work.connection, Visit, int(key[1:]), values)
        visit_id = make_visit(work, board, request_id, slot.officers, slot.starts_at)
        tell(work, visit_id)
        for key, _ in slot.pushed:
            tell(work, int(key[1:]), before=team_of(visit_of(work.connection, int(key[1:]))))
        work.audit("visit.placed", "visit", visit_id, request=request_id, pushed=len(slot.pushed))
        work.commit()
    return Placed(visit_id, request_id, soft, Changes.of("visits", "requests"))


def move(desk: Desk, visit_id: int, officers: Sequence[int], starts_at: datetime) -> Moved:
    """Give a visit to others or to another time. Raises as ``place``; started ones stay.

    A visit for collection asks the contact guard anew.
    """
    team = tuple(dict.fromkeys(officers))
    with desk.write() as work:
        row = visit_of(work.connection, visit_id)
        if row.state in ("on_the_way", "arrived", "done"):
            raise DomainError("dispatch.already_started")
        board = board_of(work.connection, starts_at.date(), now=work.now)
        day = board
        key = f"v{visit_id}"
        if key not in board.jobs:
            day = board_of(work.connection, row.starts_at.date(), now=work.now)
        soft = _check(board.field, day, key, team, starts_at)
        if refusal := called_off.refusal_of(work.connection, row, starts_at, len(team)):
            raise refusal_error(refusal)
        before = {visit_id: kept_of(row)}
        values = {**_team_values(team), "starts_at": starts_at, "updated_at": work.now}
        told = queries.visit(work.connection, visit_id)
        if told is not None and (windows := windows_of(told)):
            values |= _window_values(windows, starts_at)
            if values["promised_by"] is None or starts_at <= values["promised_by"]:
                soft = tuple(one for one in soft if one.code != "promise_missed")
        if set(team) != set(team_of(row)):
            values |= {"state": "planned", "accepted_at": None}
        queries.change(work.connection, Visit, visit_id, values)
        tell(work, visit_id, before=team_of(row))
        work.audit("visit.moved", "visit", visit_id, officers=list(team))
        work.commit()
    return Moved(before, soft, Changes.of("visits"))


def cancel(desk: Desk, visit_id: int, reason: str = "") -> Moved:
    """Take a visit off the day for good; its request is closed as cancelled."""
    return _end(desk, visit_id, "cancelled", "cancelled", reason)


def give_back(desk: Desk, visit_id: int, reason: str = "") -> Moved:
    """Take a visit off the day and put its request back among those to be placed."""
    return _end(desk, visit_id, "cancelled", "confirmed", reason)


def take_back(desk: Desk, before: Before) -> Changes:
    """Undo an act: visits become what they were; those the act made are taken off again."""
    with desk.write() as work:
        for visit_id, values in before.items():
            row = visit_of(work.connection, visit_id)
            kept = dict(values) or {"state": "cancelled"}
            told = queries.visit(work.connection, visit_id)
            queries.change(work.connection, Visit, visit_id, kept | {"updated_at": work.now})
            _tell_of_taking_back(work, visit_id, told)
            if row.request_id:
                _settle_request(work, row.request_id, str(kept["state"]), bool(values))
        work.audit("visit.taken_back", "visit", None, visits=sorted(before))
        work.commit()
    return Changes.of("visits", "requests")


def set_absence(desk: Desk, absence: Absence) -> Changes:
    """Enter days on which an officer is away."""
    if absence.last_on < absence.first_on:
        raise DomainError("dispatch.absence_backwards", field="last_on")
    with desk.write() as work:
        values = {
            "officer_id": absence.officer_id,
            "first_on": absence.first_on,
            "last_on": absence.last_on,
            "reason": absence.reason,
        }
        row_id = queries.add(work.connection, OfficerAbsence, values)
        work.audit("officer.away", "officer_absence", row_id, officer=absence.officer_id)
        work.commit()
    return Changes.of("officers", "visits")


def tell(work: UnitOfWork, visit_id: int, before: Sequence[int] = ()) -> None:
    """Write to the officers and the customer what was decided about a visit.

    Of those who had it ``before``, whoever keeps it reads of the change and whoever lost it that
    they must not go.
    """
    row = queries.visit(work.connection, visit_id)
    if row is not None:
        team = team_of(row)
        officers = queries.officers_by_id(work.connection, team)
        field_messages.tell_of_visit(work, row, officers, knowing=before)
        _release(work, row, [one for one in before if one not in team])


def _release(work: UnitOfWork, visit: Row[Any], team: Sequence[int]) -> None:
    """Tell officers who had a visit that it is no longer theirs."""
    officers = queries.officers_by_id(work.connection, team)
    field_messages.tell_of_release(work, visit, officers)


def _tell_of_taking_back(work: UnitOfWork, visit_id: int, before: Row[Any] | None) -> None:
    """Tell what holds again: the team and time of before, or that a visit placed is off the day."""
    row = queries.visit(work.connection, visit_id)
    if row is None or before is None:
        return
    had, team = team_of(before) if before.state in OPEN_STATES else (), team_of(row)
    if row.state not in OPEN_STATES:
        _release(work, before, had)
    elif (had, before.starts_at) != (team, row.starts_at):
        officers = queries.officers_by_id(work.connection, team)
        field_messages.tell_officers(work, row, officers, knowing=had)
        _release(work, row, [one for one in had if one not in team])
    if row.state == "cancelled":
        visit_messages.take_off_the_day(work, before)
    elif row.state in ("planned", "accepted") and row.starts_at >= work.now:
        visit_messages.announce(work, row)


def _refuse_undecided(board: Board, request_id: int) -> None:
    card = next((one for one in board.requests if one.request_id == request_id), None)
    if card is None:
        raise DomainError("dispatch.request_gone")
    if card.state != "confirmed":
        raise DomainError("dispatch.confirm_first")
    if not card.address:
        raise DomainError("dispatch.address_needed", field="address")


def _check(
    field: FieldDay, board: Board, key: str, team: tuple[int, ...], at: datetime
) -> tuple[Conflict, ...]:
    found = field.conflicts(board.jobs[key], team, at)
    hard = [one for one in found if one.is_hard]
    if hard:
        facts: dict[str, Any] = dict(hard[0].facts)
        raise DomainError(f"dispatch.conflict.{hard[0].code}", **facts)
    return tuple(found)


def _ask_guard(
    connection: Connection, board: Board, request_id: int, at: datetime, people: int
) -> None:
    """Raise what the contact guard says against a visit; see ``guard_refusal``."""
    refusal = guard_refusal(connection, board, request_id, at, people)
    if refusal is not None:
        raise refusal_error(refusal)


def guard_refusal(
    connection: Connection, board: Board, request_id: int, at: datetime, people: int
) -> Refused | None:
    """What speaks against a collection visit at the moment it is meant for; nothing for others."""
    card = next(one for one in board.requests if one.request_id == request_id)
    if card.kind != "collection" or card.case_id is None:
        return None
    return visit_refusal(connection, card.case_id, at, people)


def make_visit(
    work: UnitOfWork, board: Board, request_id: int, team: Sequence[int], at: datetime
) -> int:
    """Write the visit of a request and mark the request as planned; returns the visit's id.

    Of two windows the visit's promise is the one it was placed in.
    """
    card = next(one for one in board.requests if one.request_id == request_id)
    values = {
        "request_id": request_id,
        "case_id": card.case_id,
        "customer_id": card.customer_id,
        "purpose": card.kind,
        "address": card.address,
        **_team_values(team),
        "starts_at": at,
        "minutes": card.minutes,
        "state": "planned",
        **_window_values(card.windows, at),
        "record": {},
        "updated_at": work.now,
    }
    visit_id = queries.add(work.connection, Visit, values)
    queries.change(work.connection, ServiceRequest, request_id, {"state": "planned"})
    return visit_id


def _window_values(windows: Sequence[Window], at: datetime) -> dict[str, Any]:
    begin, end = window_at(windows, at)
    return {"earliest_at": begin, "promised_by": end}


def _end(desk: Desk, visit_id: int, state: str, request_state: str, reason: str) -> Moved:
    with desk.write() as work:
        row = visit_of(work.connection, visit_id)
        if row.state in ("done", "cancelled", "refused"):
            raise DomainError("dispatch.already_over")
        values = {"state": state, "note": reason.strip() or row.note, "updated_at": work.now}
        told = queries.visit(work.connection, visit_id)
        queries.change(work.connection, Visit, visit_id, values)
        if told is not None:
            _release(work, told, team_of(told))
        if told is not None and request_state == "cancelled":
            visit_messages.tell_of_cancelling(work, told)
        elif told is not None:
            visit_messages.take_off_the_day(work, told)
        if row.request_id:
            queries.change(
                work.connection, ServiceRequest, row.request_id, {"state": request_state}
            )
        work.audit(f"visit.{request_state}", "visit", visit_id)
        work.commit()
    return Moved({visit_id: kept_of(row)}, (), Changes.of("visits", "requests"))


def _settle_request(work: UnitOfWork, request_id: int, visit_state: str, is_old: bool) -> None:
    state = "done" if visit_state == "done" else "planned" if is_old else "confirmed"
    queries.change(work.connection, ServiceRequest, request_id, {"state": state})


def visit_of(connection: Connection, visit_id: int) -> Any:
    """A visit's row. Raises ``DomainError("dispatch.visit_gone")``."""
    row = queries.one(connection, Visit, visit_id)
    if row is None:
        raise DomainError("dispatch.visit_gone")
    return row


def team_of(row: Any) -> tuple[int, ...]:
    """The officers of a visit's row, by id."""
    return tuple(one for one in (row.officer_id, row.second_officer_id) if one)


def _team_values(team: Sequence[int]) -> dict[str, Any]:
    return {"officer_id": team[0], "second_officer_id": team[1] if len(team) > 1 else None}


_KEPT = (
    "officer_id",
    "second_officer_id",
    "starts_at",
    "earliest_at",
    "promised_by",
    "state",
    "note",
    "accepted_at",
    "departed_at",
    "arrived_at",
    "done_at",
    "rating",
    "rating_text",
)


def kept_of(row: Any) -> dict[str, Any]:
    """What of a visit is kept to take an act back."""
    return {name: getattr(row, name) for name in _KEPT}
