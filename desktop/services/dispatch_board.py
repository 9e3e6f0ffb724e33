"""The dispatch board as it is read: requests that wait, officers and visits of a day, offers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from db import dispatch_queries as queries
from desktop.domain.errors import DomainError
from desktop.domain.field_day import FieldDay, FieldOfficer, Job, Stop, as_officers
from desktop.domain.field_rules import FieldRules
from desktop.domain.insertion import Slot, best_slots, why_not
from desktop.domain.officer import Shift
from desktop.domain.service_promise import OpenHours, PromiseState, promise_state, shift_times
from desktop.domain.travel import Place, TravelTimes, Trip, area_of, learnt
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.own_days import working_days
from desktop.services.rules import rule_book

LEARNING_DAYS = 90


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
    requests = tuple(request_card(row, now=now, rules=rules) for row in request_rows)
    visits = tuple(visit_card(row, now=now, rules=rules) for row in visit_rows)
    ground = _Ground(
        connection,
        [*(one.address for one in requests), *(one.address for one in visits)],
        rules,
        now,
    )
    staff = queries.officers(connection)
    away = queries.absences(connection, day)
    officers = [_field_officer(row, day, away, ground) for row in staff]
    known = [one.customer_id for one in requests if one.customer_id is not None]
    usual = queries.last_officers(connection, known)
    jobs = {
        f"r{one.request_id}": request_job(one, day, ground, usual.get(one.customer_id or 0))
        for one in requests
    }
    jobs |= {f"v{one.visit_id}": visit_job(one, ground) for one in visits}
    stops = [Stop(jobs[f"v{v.visit_id}"], v.officers, v.starts_at, v.state) for v in visits]
    field = FieldDay(as_officers(officers), ground.travel, now, stops)
    names = {row.id: row for row in staff}
    lines = tuple(_line(one, names[one.officer_id], visits) for one in officers)
    return Board(day, now, lines, requests, visits, field, jobs)


def offers(desk: Desk, request_id: int, day: date, limit: int = 3) -> Offers:
    """Who could go on that day, the best first: can the promise be kept, by whom, how early."""
    board = read_board(desk, day)
    job = board.jobs.get(f"r{request_id}")
    if job is None:
        raise DomainError("dispatch.request_gone")
    found = best_slots(board.field, job, limit=limit)
    names = {one.officer_id: one.name for one in board.officers}
    reason = "" if found else why_not(board.field, job)
    return Offers(tuple(_offer(slot, names) for slot in found), reason)


class _Ground:
    """Places, areas and travel times, looked up once for a board."""

    def __init__(
        self, connection: Connection, addresses: Sequence[str], rules: FieldRules, now: datetime
    ) -> None:
        self.areas = queries.areas(connection)
        rows = queries.trips(connection, now - timedelta(days=LEARNING_DAYS))
        starts = [row.start_place or "" for row in queries.officers(connection)]
        branch = settings.value(connection, "branch.address")
        self.branch = branch
        wanted = [*addresses, *starts, branch, *(row.address for row in rows)]
        self._pins = queries.places(connection, wanted)
        self.hours = open_hours(connection)
        self.rules = rules
        self.travel = TravelTimes(rules, learnt(self._trips(rows)))

    def place(self, address: str) -> Place:
        """The pin of an address, or the area it names."""
        pin = self._pins.get(address)
        area = (pin.area if pin else "") or area_of(address, self.areas)
        if pin is None or pin.latitude_e6 is None or pin.longitude_e6 is None:
            return Place(area, address=address)
        return Place(area, pin.latitude_e6 / 1e6, pin.longitude_e6 / 1e6, address)

    def _trips(self, rows: Sequence[Row[Any]]) -> list[Trip]:
        found: list[Trip] = []
        last: dict[int, str] = {}
        for row in rows:
            origin = last.get(row.officer_id, self.branch)
            minutes = int((row.arrived_at - row.departed_at).total_seconds() // 60)
            start, end = self.place(origin).area, self.place(row.address).area
            found.append(Trip(start, end, row.departed_at.hour, minutes))
            last[row.officer_id] = row.address
        return found


def open_hours(connection: Connection) -> OpenHours:
    """When the branch makes visits: its opening hours on working days."""
    start = time.fromisoformat(settings.value(connection, "branch.hours_from"))
    end = time.fromisoformat(settings.value(connection, "branch.hours_to"))
    return OpenHours(start, end, working_days(connection))


def _field_officer(
    row: Row[Any], day: date, away: Mapping[int, str], ground: _Ground
) -> FieldOfficer:
    shift = Shift.read(row.shift or {})
    start, end = shift_times(day, shift.start, shift.end)
    lunch_from, lunch_to = shift_times(day, shift.break_from, shift.break_to)
    home = ground.place(row.start_place or ground.branch)
    works = _works_on(shift, day, ground.hours)
    is_away = row.id in away
    present = works and not is_away
    return FieldOfficer(
        row.id,
        row.name,
        frozenset(row.skills or ()),
        row.area or "",
        home,
        start if present else None,
        end if present else None,
        lunch_from if present and lunch_from < lunch_to else None,
        lunch_to if present and lunch_from < lunch_to else None,
        "on_leave" if is_away else "day_off",
    )


def _works_on(shift: Shift, day: date, hours: OpenHours) -> bool:
    """By the shift; on a weekday holiday nobody, on a weekend worked in return everybody."""
    by_shift = day.isoweekday() in shift.weekdays
    if day.isoweekday() <= 5:
        return by_shift and hours.days.is_working(day)
    return by_shift or hours.days.is_working(day)


def request_card(row: Row[Any], *, now: datetime, rules: FieldRules) -> RequestCard:
    """A row of a waiting request as it is shown."""
    understood = row.understood or {}
    state = promise_state(
        row.promised_by, now=now, expected=None, arrived_at=None, alarm=rules.alarm
    )
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
    )


def request_job(
    card: RequestCard, day: date, ground: _Ground, usual_officer: int | None = None
) -> Job:
    """A request as something to place on a day: its window where it falls on it, else the day."""
    rules, hours = ground.rules, ground.hours
    opening = datetime.combine(day, hours.start)
    closing = datetime.combine(day, hours.end)
    earliest = card.promised_from or opening
    latest = card.promised_by or closing
    return Job(
        f"r{card.request_id}",
        card.kind,
        ground.place(card.address),
        card.minutes,
        earliest if earliest.date() == day else max(opening, min(earliest, closing)),
        latest if latest.date() == day else (closing if latest.date() > day else latest),
        people=rules.people(card.kind),
        skill=rules.skills.get(card.kind, ""),
        priority=card.priority,
        usual_officer=usual_officer,
    )


def visit_job(card: VisitCard, ground: _Ground) -> Job:
    """A visit as something that can be moved within its day."""
    opening = datetime.combine(card.starts_at.date(), ground.rules.quiet_until)
    closing = datetime.combine(card.starts_at.date(), ground.hours.end)
    return Job(
        f"v{card.visit_id}",
        card.purpose,
        ground.place(card.address),
        card.minutes,
        opening,
        card.promised_by or closing,
        people=ground.rules.people(card.purpose),
        skill=ground.rules.skills.get(card.purpose, ""),
    )


def _line(officer: FieldOfficer, row: Row[Any], visits: Sequence[VisitCard]) -> OfficerDay:
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
    )


def _offer(slot: Slot, names: Mapping[int, str]) -> Offer:
    return Offer(
        slot.officers,
        tuple(names[one] for one in slot.officers),
        slot.starts_at,
        slot.keeps_promise,
        slot.extra_travel,
        tuple((int(key[1:]), at) for key, at in slot.pushed),
    )
