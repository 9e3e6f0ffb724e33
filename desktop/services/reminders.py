"""Planning reminders: the strategy over the whole book, guarded, merged, put on the calendar.

Planning again changes nothing that has not changed: each reminder has a natural key (case, slot,
due date, which time it is). What a person moved or holds stays as the person left it; whoever has
paid is taken off the calendar.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from db import reminder_queries as queries
from db.column_types import day_of, to_json
from db.reminder_queries import Scope
from db.unit_of_work import UnitOfWork
from desktop.domain.contact_facts import Channel
from desktop.domain.contact_policy import ContactLimits
from desktop.domain.progress import NoProgress, Progress
from desktop.domain.reminder_plan import CasePlan, PlannedContact, RefusedStep, plan_case, preview
from desktop.domain.reminder_strategy import Situation, Strategy
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.guard import CaseRecord, limits_on, read_case, read_cases
from desktop.services.rules import rule_book
from desktop.services.strategy_in_force import strategy_on
from desktop.services.templates_in_force import NOT_APPROVED, TemplateSet, templates_on

RANGE = 2000
"""Cases read, planned and written at a time: bounds memory whatever the book's size."""

BY_MESSAGE = frozenset({Channel.SMS.value, Channel.EMAIL.value})
"""Channels on which the branch sends by itself once released; the others are an officer's task."""


@dataclass
class PlanCounts:
    """What a planning did; ``moved`` and ``refused`` are the guard's doing.

    ``standing`` is how many contacts stand on the calendar after it, new or not.
    """

    standing: int = 0
    planned: int = 0
    changed: int = 0
    moved: int = 0
    refused: int = 0
    called_off: int = 0


@dataclass(frozen=True)
class Planning:
    """The strategy and the numbers one planning goes by."""

    strategy: Strategy
    limits: ContactLimits
    as_of: date
    until: date
    gap_days: int
    has_mail: bool
    templates: TemplateSet

    @classmethod
    def for_day(cls, work: UnitOfWork, as_of: date) -> "Planning":
        """Read strategy, limits and horizon in force on a business date."""
        book = rule_book(work.connection)
        return cls(
            strategy=strategy_on(work.connection, as_of),
            limits=ContactLimits.in_force(book, as_of),
            as_of=as_of,
            until=as_of + timedelta(days=book.whole("reminder.horizon_days", as_of)),
            gap_days=book.whole("reminder.level_gap_days", as_of),
            has_mail=has_mail(work.connection),
            templates=templates_on(work.connection, as_of),
        )

    def is_sendable(self, item: PlannedContact) -> bool:
        """Whether there is an approved template to send it with; officers' tasks need none."""
        if item.step.channel not in BY_MESSAGE:
            return True
        return self.templates.get(item.step.template) is not None

    @property
    def last_due(self) -> date:
        """The last due date of which the first reminder falls inside the horizon."""
        return self.until - timedelta(days=self.strategy.first_day)

    def plan(self, record: CaseRecord) -> CasePlan:
        """Plan one case."""
        return plan_case(
            self.strategy,
            situation_of(record, has_mail=self.has_mail),
            record.facts(),
            self.limits,
            as_of=self.as_of,
            until=self.until,
            gap_days=self.gap_days,
        )


@dataclass
class _Writes:
    """What one range of cases adds and changes."""

    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)


def plan_reminders(
    work: UnitOfWork, *, as_of: date, progress: Progress | None = None
) -> PlanCounts:
    """Plan the whole book for a business date, inside the day run's transaction.

    Wants balances, buckets, cases and promises of that date already settled.
    """
    watch = progress or NoProgress()
    planning = Planning.for_day(work, as_of)
    counts = PlanCounts()
    ranges = queries.case_ranges(work.connection, RANGE)
    for done, scope in enumerate(ranges):
        watch.report(done, len(ranges), "reminders.planning")
        _plan_scope(work, planning, scope, counts)
    return counts


def replan_customers(work: UnitOfWork, customers: Collection[int], *, as_of: date) -> PlanCounts:
    """Plan some customers anew, inside the write that changed what they owe or may be told.

    Call it after a payment, a promise, a restriction or a logged contact.
    """
    planning = Planning.for_day(work, as_of)
    counts = PlanCounts()
    cases = queries.cases_of(work.connection, customers)
    for start in range(0, len(cases), RANGE):
        _plan_scope(work, planning, Scope.of(cases[start : start + RANGE]), counts)
    return counts


def preview_case(desk: Desk, case_id: int, days: int = 90) -> CasePlan:
    """What one real customer gets over the next days if nothing is paid, and why not more."""
    with desk.read() as connection:
        record = read_case(connection, case_id, as_of=desk.today)
        book = rule_book(connection)
        return preview(
            strategy_on(connection, desk.today),
            situation_of(record, has_mail=has_mail(connection)),
            record.facts(),
            limits_on(connection, desk.today),
            as_of=desk.today,
            days=days,
            gap_days=book.whole("reminder.level_gap_days", desk.today),
        )


def has_mail(connection: Connection) -> bool:
    """Whether the branch can send e-mail at all."""
    return bool(settings.value(connection, "mail.host"))


def situation_of(record: CaseRecord, *, has_mail: bool) -> Situation:
    """The case as the strategy sees it; without a mail server nobody is reached by e-mail."""
    who = record.situation()
    if has_mail:
        return who
    return replace(who, reachable=who.reachable - {Channel.EMAIL})


def _plan_scope(work: UnitOfWork, planning: Planning, scope: Scope, counts: PlanCounts) -> None:
    connection, day = work.connection, planning.as_of
    records = read_cases(connection, scope, as_of=day, horizon=planning.last_due)
    existing: dict[int, list[Row[Any]]] = {}
    for row in queries.on_the_calendar(connection, scope, day=day):
        existing.setdefault(row.case_id, []).append(row)
    writes = _Writes()
    for case_id, record in records.items():
        if record.lines or case_id in existing:
            _settle(planning, case_id, record, existing.get(case_id, []), writes, counts)
    queries.add_reminders(connection, writes.added)
    queries.change_reminders(connection, writes.changed)
    queries.refresh_next_actions(connection, scope)


def _settle(
    planning: Planning,
    case_id: int,
    record: CaseRecord,
    existing: Sequence[Row[Any]],
    writes: _Writes,
    counts: PlanCounts,
) -> None:
    """Compare what should stand on the calendar with what does."""
    plan = planning.plan(record)
    counts.standing += len(plan.contacts)
    known = {row.natural_key: row for row in existing}
    wanted: set[str] = set()
    for item in plan.contacts:
        key = f"{case_id}:{item.key}"
        wanted.add(key)
        _put(case_id, record, item, known.get(key), key, writes, counts, planning)
    for refused in plan.refused:
        key = f"{case_id}:{refused.key}"
        wanted.add(key)
        _refuse(case_id, record, refused, known.get(key), key, writes, counts)
    for key, row in known.items():
        if key not in wanted and row.state in ("planned", "held") and not _is_own(row):
            reason = "reminders.superseded" if record.lines else "contact.paid"
            writes.changed.append({"b_id": row.id, "state": "cancelled", "reason": reason})
            counts.called_off += 1


def _is_own(row: Row[Any]) -> bool:
    """A contact an officer set down for themselves has no slot; the plan leaves it alone."""
    return bool(row.is_by_hand) and row.step == "by_hand"


def _put(
    case_id: int,
    record: CaseRecord,
    item: PlannedContact,
    row: Row[Any] | None,
    key: str,
    writes: _Writes,
    counts: PlanCounts,
    planning: Planning,
) -> None:
    values = _values(record, item)
    is_new = row is None or row.state not in ("planned", "held")
    if is_new and not planning.is_sendable(item):
        values |= {"state": "held", "reason": NOT_APPROVED}
    if row is None:
        writes.added.append({"case_id": case_id, "natural_key": key, "state": "planned"} | values)
        counts.planned += 1
        counts.moved += item.moved_by is not None
        return
    if row.state in ("planned", "held"):
        values = _kept(row, values, planning.as_of)
        written = json.loads(row.facts or "{}").get("text")
        if written is not None:  # a text written by hand stays
            values["facts"] = values["facts"] | {"text": written}
    if row.state not in ("planned", "held"):
        values.setdefault("state", "planned")
        counts.planned += 1
    elif _is_same(row, values):
        return
    else:
        counts.changed += 1
    writes.changed.append({"b_id": row.id, **values})


def _kept(row: Row[Any], values: dict[str, Any], as_of: date) -> dict[str, Any]:
    """Leave day and time as they are where a person put them, or where an officer's task waits.

    A task of an officer that is past its day stays there and shows as late; a message of the
    branch moves on to today.
    """
    planned_on = day_of(row.planned_on)
    is_waiting_task = planned_on < as_of and row.channel not in BY_MESSAGE
    if (row.is_by_hand and planned_on >= as_of) or is_waiting_task:
        kept = dict(values, planned_on=planned_on, planned_time=row.planned_time)
        del kept["moved_from_on"], kept["reason"]
        return kept
    return values


def _is_same(row: Row[Any], values: dict[str, Any]) -> bool:
    return bool(
        day_of(row.planned_on) == values["planned_on"]
        and row.planned_time == values["planned_time"]
        and row.channel == values["channel"]
        and row.step == values["step"]
        and row.officer_id == values["officer_id"]
        and row.facts == to_json(values["facts"])
    )


def _values(record: CaseRecord, item: PlannedContact) -> dict[str, Any]:
    is_moved = item.moved_by is not None
    return {
        "account_id": item.lines[0].account_id if len(item.lines) == 1 else None,
        "planned_on": item.at.date(),
        "planned_time": f"{item.at:%H:%M}",
        "channel": str(item.step.channel),
        "step": item.step.code,
        "template": item.step.template,
        "moved_from_on": item.wished_at.date() if is_moved else None,
        "reason": item.moved_by,
        "officer_id": record.person.officer_id,
        "facts": {
            "purpose": item.step.purpose.value,
            "amount": item.amount,
            "accounts": [line.account_id for line in item.lines],
            "covers": [[c.slot, c.level, c.reference_on.isoformat()] for c in item.covers],
        },
    }


def _refuse(
    case_id: int,
    record: CaseRecord,
    refused: RefusedStep,
    row: Row[Any] | None,
    key: str,
    writes: _Writes,
    counts: PlanCounts,
) -> None:
    """Keep on record what the guard refused: an inspector asks for it."""
    counts.refused += 1
    values = {"state": "refused", "reason": refused.refusal.code}
    if row is None:
        writes.added.append(
            {
                "case_id": case_id,
                "natural_key": key,
                "account_id": None,
                "planned_on": refused.wished_at.date(),
                "planned_time": f"{refused.wished_at:%H:%M}",
                "channel": str(refused.step.channel),
                "step": refused.step.code,
                "template": refused.step.template,
                "moved_from_on": None,
                "officer_id": record.person.officer_id,
                "facts": None,
                **values,
            }
        )
    elif row.state != "refused" or row.reason != refused.refusal.code:
        writes.changed.append({"b_id": row.id, **values})


def as_moment(day: date, clock_time: str) -> datetime:
    """The moment of a reminder: its day and its ``HH:MM``."""
    return datetime.fromisoformat(f"{day.isoformat()}T{clock_time}:00")
