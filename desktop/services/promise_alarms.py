"""The alarm before a promise is missed: to the dispatcher and the officers, with the best rescue."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from db import dispatch_queries as queries
from db.tables import PromiseAlarm
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.insertion import best_slots, why_not
from desktop.domain.service_promise import PromiseState
from desktop.services import field_messages, visit_messages
from desktop.services.desk import Desk
from desktop.services.dispatch_board import Board, Offer, Offers, as_offer, board_of, read_board

DANGER = (PromiseState.AT_RISK, PromiseState.LATE, PromiseState.OVERDUE)
_MOVABLE = ("planned", "accepted")


@dataclass(frozen=True)
class Alarm:
    """A promise in danger: a visit (``v7``) or a request (``r7``), with the best rescue if any.

    ``expected_at`` is empty where nobody goes yet; without a ``rescue``, ``reason`` says why.
    """

    key: str
    kind: str
    name: str
    promised_by: datetime
    expected_at: datetime | None
    rescue: Offer | None
    reason: str


@dataclass(frozen=True)
class Alarms:
    """The alarms given now, each for the first time."""

    alarms: tuple[Alarm, ...]
    changes: Changes


def raise_alarms(desk: Desk) -> Alarms:
    """Give an alarm for every promise that came into danger, once per promise.

    The officers of a visit are texted, the customer too where the visit will come late; the
    dispatcher is told by whoever called.
    """
    board = read_board(desk, desk.today)
    if not _in_danger(board):
        return Alarms((), Changes())
    with desk.write() as work:
        board = board_of(work.connection, desk.today, now=work.now)
        known = _known(work.connection)
        fresh = [one for one in _in_danger(board) if _stamp(one) not in known]
        for one in fresh:
            row = {"natural_key": _stamp(one), "raised_at": work.now}
            work.connection.execute(insert(PromiseAlarm), [row])
            if one.key.startswith("v"):
                _tell(work, board, one)
            kind = "visit" if one.key.startswith("v") else "service_request"
            work.audit("promise.alarm", kind, int(one.key[1:]), by=one.promised_by)
        if fresh:
            work.commit()
    return Alarms(tuple(fresh), Changes.of("messages", "visits") if fresh else Changes())


def rescues(desk: Desk, visit_id: int, day: date, limit: int = 2) -> Offers:
    """Who else could make a visit, or when sooner, so that its promise is kept."""
    board = read_board(desk, day)
    visit = next((one for one in board.visits if one.visit_id == visit_id), None)
    if visit is None or visit.state not in _MOVABLE or visit.promise not in DANGER:
        return Offers((), "")
    found = _rescues(board, f"v{visit_id}")[:limit]
    return Offers(tuple(found), "" if found else _reason(board, f"v{visit_id}"))


def _in_danger(board: Board) -> list[Alarm]:
    found = [
        Alarm(
            f"v{one.visit_id}", one.purpose, one.name, one.promised_by, one.estimated_at, None, ""
        )
        for one in board.visits
        if one.promise in DANGER and one.promised_by and one.arrived_at is None
    ]
    found += [
        Alarm(f"r{one.request_id}", one.kind, one.name, one.deadline, None, None, "")
        for one in board.requests
        if one.promise in DANGER and one.deadline
    ]
    return [_with_rescue(board, one) for one in found]


def _with_rescue(board: Board, alarm: Alarm) -> Alarm:
    best = next(iter(_rescues(board, alarm.key)), None)
    reason = "" if best else _reason(board, alarm.key)
    return Alarm(
        alarm.key,
        alarm.kind,
        alarm.name,
        alarm.promised_by,
        alarm.expected_at,
        best,
        reason,
    )


def _rescues(board: Board, key: str) -> list[Offer]:
    """Placings that keep the promise, other than what stands; a call-back needs none."""
    visit = next((one for one in board.visits if f"v{one.visit_id}" == key), None)
    request = next((one for one in board.requests if f"r{one.request_id}" == key), None)
    if (visit and visit.state not in _MOVABLE) or (request and not request.needs_visit):
        return []
    slots = best_slots(board.field, board.jobs[key], limit=4)
    names = {one.officer_id: one.name for one in board.officers}
    now = (visit.officers, visit.starts_at) if visit else None
    return [
        as_offer(slot, names)
        for slot in slots
        if slot.keeps_promise and not slot.pushed and (slot.officers, slot.starts_at) != now
    ]


def _reason(board: Board, key: str) -> str:
    is_call = any(f"r{one.request_id}" == key and not one.needs_visit for one in board.requests)
    return "" if is_call else why_not(board.field, board.jobs[key])


def _tell(work: UnitOfWork, board: Board, alarm: Alarm) -> None:
    row = queries.visit(work.connection, int(alarm.key[1:]))
    if row is None:
        return
    team = [one for one in (row.officer_id, row.second_officer_id) if one]
    officers = queries.officers_by_id(work.connection, team)
    rescue = ""
    if alarm.rescue is not None:
        rescue = f"可改由{'、'.join(alarm.rescue.names)}{alarm.rescue.starts_at:%H:%M}前往。"
    field_messages.tell_of_alarm(work, row, officers, _stamp(alarm), rescue)
    expected = alarm.expected_at
    if expected is not None and expected > alarm.promised_by and board.now <= alarm.promised_by:
        visit_messages.tell_of_delay(work, row, expected)


def _known(connection: Connection) -> set[str]:
    return set(connection.execute(select(PromiseAlarm.natural_key)).scalars())


def _stamp(alarm: Alarm) -> str:
    return f"{alarm.key}:{alarm.promised_by:%Y%m%d%H%M}"
