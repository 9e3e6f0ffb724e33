"""The dispatch board as it is read: requests that wait, officers and visits of a day, offers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from db import dispatch_queries as queries
from desktop.domain.arrivals import estimated_arrivals
from desktop.domain.errors import DomainError
from desktop.domain.field_day import FieldDay, FieldOfficer, Job, Stop, as_officers
from desktop.domain.field_rules import FieldRules
from desktop.domain.insertion import Slot, best_slots, why_not
from desktop.domain.service_promise import PromiseState, Window, promise_state
from desktop.services.desk import Desk
from desktop.services.dispatch_jobs import request_job, visit_job
from desktop.services.field_ground import Ground, officer_of_day
from desktop.services.officer_pairs import pairs_of
from desktop.services.rules import rule_book

REFUSALS_KEPT = 7
"""So many days a refusal is told with the request it was of."""


@dataclass(frozen=True)
class OfficerDay:
    """An officer's line on the board."""

    officer_id: int
    name: str
    staff_no: str
    skills: tuple[str, ...]
    works_from: datetime | None
    works_to: datetime | None
    lunch_from: datetime | None
    lunch_to: datetime | None
    off_reason: str
    visits: int
    minutes: int
    refusals: int = 0


@dataclass(frozen=True)
class RequestCard:
    """A request that waits: what was understood, what is in doubt, how its promise stands."""

    request_id: int
    kind: str
    text: str
    received_at: datetime
    customer_id: int | None
    case_id: int | None
    name: str
    phone: str
    address: str
    wished_from: datetime | None
    wished_to: datetime | None
    understood: Mapping[str, Any]
    doubts: tuple[str, ...]
    warnings: tuple[str, ...]
    needs_visit: bool
    priority: int
    promised_from: datetime | None
    promised_by: datetime | None
    promise: PromiseState
    minutes: int
    state: str
    sender: str
    asked_back_at: datetime | None
    other_window: Window | None = None
    refused_by: tuple[str, ...] = ()

    @property
    def windows(self) -> tuple[Window, ...]:
        """When the customer is promised somebody, the earlier window first."""
        first = self.promised_from, self.promised_by
        return (first, self.other_window) if self.other_window else (first,)

    @property
    def deadline(self) -> datetime | None:
        """The end of the last window."""
        return self.windows[-1][1]


@dataclass(frozen=True)
class VisitCard:
    """A visit on the board."""

    visit_id: int
    request_id: int | None
    case_id: int | None
    customer_id: int | None
    purpose: str
    name: str
    phone: str
    address: str
    officers: tuple[int, ...]
    starts_at: datetime
    minutes: int
    state: str
    promised_by: datetime | None
    promise: PromiseState
    accepted_at: datetime | None
    departed_at: datetime | None
    arrived_at: datetime | None
    done_at: datetime | None
    result: str | None
    record: Mapping[str, Any]
    rating: int | None
    rating_text: str | None
    note: str | None
    request_text: str
    windows: tuple[Window, ...] = ()
    estimated_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """When it is planned to be over."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Board:
    """Everything the page shows for a day, with the day as the rules see it."""

    day: date
    now: datetime
    officers: tuple[OfficerDay, ...]
    requests: tuple[RequestCard, ...]
    visits: tuple[VisitCard, ...]
    field: FieldDay
    jobs: Mapping[str, Job]
    recoveries: int = 0
    """So many bad ratings are still to be made good."""


@dataclass(frozen=True)
class Offer:
    """A placing that could be made, with what it does."""

    officers: tuple[int, ...]
    names: tuple[str, ...]
    starts_at: datetime
    keeps_promise: bool
    extra_travel: int
    pushed: tuple[tuple[int, datetime], ...]


@dataclass(frozen=True)
class Offers:
    """The best placings of a request on a day; without any, the reason."""

    offers: tuple[Offer, ...]
    reason: str


def read_board(desk: Desk, day: date) -> Board:
    """Read the board of a day."""
    now = desk.clock.now()
    with desk.read() as connection:
        return board_of(connection, day, now=now)


def board_of(connection: Connection, day: date, *, now: datetime) -> Board:
    """The board of a day inside somebody's transaction."""
    rules = FieldRules.in_force(rule_book(connection), day)
    visit_rows, request_rows = queries.visits(connection, day), queries.requests(connection)
    refusals = queries.refusals(connection, day - timedelta(days=REFUSALS_KEPT))
    requests = tuple(
        replace(request_card(row, now=now, rules=rules), refused_by=_refused_by(refusals, row.id))
        for row in request_rows
    )
    visits = tuple(visit_card(row, now=now, rules=rules) for row in visit_rows)
    ground = Ground(
        connection,
        [*(one.address for one in requests), *(one.address for one in visits)],
        rules,
        now,
    )
    staff = queries.officers(connection)
    away = queries.absences(connection, day)
    officers = [officer_of_day(row, day, away, ground) for row in staff]
    known = [one.customer_id for one in requests if one.customer_id is not None]
    usual = queries.last_officers(connection, known)
    gave_back: dict[int | None, frozenset[int]] = {}
    for refusal in refusals:
        known_by = gave_back.get(refusal.request_id, frozenset())
        gave_back[refusal.request_id] = known_by | {refusal.officer_id}
    jobs = {
        f"r{one.request_id}": replace(
            request_job(one, day, ground, usual.get(one.customer_id or 0)),
            refused_by=gave_back.get(one.request_id, frozenset()),
        )
        for one in requests
    }
    jobs |= {f"v{one.visit_id}": visit_job(one, ground) for one in visits}
    stops = [Stop(jobs[f"v{v.visit_id}"], v.officers, v.starts_at, v.state) for v in visits]
    field = FieldDay(
        as_officers(officers), ground.travel, now, stops, _both_ways(pairs_of(connection, day))
    )
    visits = _with_estimates(visits, field, rules)
    names = {row.id: row for row in staff}
    refused = Counter(one.officer_id for one in refusals if one.starts_at.date() == day)
    lines = tuple(
        _line(one, names[one.officer_id], visits, refused[one.officer_id]) for one in officers
    )
    recoveries = len(queries.open_recoveries(connection))
    return Board(day, now, lines, requests, visits, field, jobs, recoveries)


def offers(desk: Desk, request_id: int, day: date, limit: int = 3) -> Offers:
    """Who could go on that day, the best first: can the promise be kept, by whom, how early."""
    board = read_board(desk, day)
    job = board.jobs.get(f"r{request_id}")
    if job is None:
        raise DomainError("dispatch.request_gone")
    found = best_slots(board.field, job, limit=limit)
    names = {one.officer_id: one.name for one in board.officers}
    reason = "" if found else why_not(board.field, job)
    return Offers(tuple(as_offer(slot, names) for slot in found), reason)


def _both_ways(pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    return {
        one: other for first, second in pairs for one, other in ((first, second), (second, first))
    }


def _with_estimates(
    visits: tuple[VisitCard, ...], field: FieldDay, rules: FieldRules
) -> tuple[VisitCard, ...]:
    """The visits with the arrival to be expected, and how their promises stand by it."""
    departed = {f"v{one.visit_id}": one.departed_at for one in visits if one.departed_at}
    arrived = {f"v{one.visit_id}": one.arrived_at for one in visits if one.arrived_at}
    expected = estimated_arrivals(field, departed, arrived)
    found = []
    for one in visits:
        at = expected.get(f"v{one.visit_id}", one.starts_at)
        state = promise_state(
            one.promised_by,
            now=field.now,
            expected=at,
            arrived_at=one.arrived_at,
            alarm=rules.alarm,
        )
        found.append(replace(one, estimated_at=at, promise=state))
    return tuple(found)


def request_card(row: Row[Any], *, now: datetime, rules: FieldRules) -> RequestCard:
    """A row of a waiting request as it is shown."""
    understood = row.understood or {}
    deadline = row.other_by or row.promised_by
    state = promise_state(deadline, now=now, expected=None, arrived_at=None, alarm=rules.alarm)
    return RequestCard(
        row.id,
        row.kind,
        row.text,
        row.received_at,
        row.customer_id,
        row.case_id,
        row.name or row.customer_name or "",
        row.phone or row.sender or row.customer_phone or "",
        row.address or "",
        row.wished_from,
        row.wished_to,
        understood,
        tuple(row.doubts or ()),
        tuple(understood.get("warnings", ())),
        bool(row.needs_visit),
        row.priority,
        row.promised_from,
        row.promised_by,
        state,
        row.minutes,
        row.state,
        row.sender or "",
        row.asked_back_at,
        (row.other_from, row.other_by) if row.other_by else None,
    )


def visit_card(row: Row[Any], *, now: datetime, rules: FieldRules) -> VisitCard:
    """A row of a visit as it is shown."""
    state = promise_state(
        row.promised_by,
        now=now,
        expected=row.starts_at,
        arrived_at=row.arrived_at,
        alarm=rules.alarm,
    )
    second = (row.second_officer_id,) if row.second_officer_id else ()
    return VisitCard(
        row.id,
        row.request_id,
        row.case_id,
        row.customer_id,
        row.purpose,
        row.request_name or row.customer_name or "",
        row.request_phone or row.request_sender or row.customer_phone or "",
        row.address,
        (row.officer_id, *second),
        row.starts_at,
        row.minutes,
        row.state,
        row.promised_by,
        state,
        row.accepted_at,
        row.departed_at,
        row.arrived_at,
        row.done_at,
        row.result,
        row.record or {},
        row.rating,
        row.rating_text,
        row.note,
        row.request_text or "",
        windows_of(row),
    )


def windows_of(visit: Row[Any]) -> tuple[Window, ...]:
    """The windows of the request of a visit; none where it has but one."""
    if visit.other_by is None:
        return ()
    return (visit.first_from, visit.first_by), (visit.other_from, visit.other_by)


def _refused_by(refusals: Sequence[queries.Refusal], request_id: int) -> tuple[str, ...]:
    """Who gave a request back, with the reason, the latest first."""
    return tuple(
        f"{one.officer}：{one.note or '—'}" for one in refusals if one.request_id == request_id
    )


def _line(
    officer: FieldOfficer, row: Row[Any], visits: Sequence[VisitCard], refusals: int
) -> OfficerDay:
    mine = [one for one in visits if officer.officer_id in one.officers]
    return OfficerDay(
        officer.officer_id,
        officer.name,
        row.staff_no,
        tuple(sorted(officer.skills)),
        officer.works_from,
        officer.works_to,
        officer.lunch_from,
        officer.lunch_to,
        officer.off_reason if officer.works_from is None else "",
        len(mine),
        sum(one.minutes for one in mine),
        refusals,
    )


def as_offer(slot: Slot, names: Mapping[int, str]) -> Offer:
    """A slot as it is offered to a person."""
    return Offer(
        slot.officers,
        tuple(names[one] for one in slot.officers),
        slot.starts_at,
        slot.keeps_promise,
        slot.extra_travel,
        tuple((int(key[1:]), at) for key, at in slot.pushed),
    )
