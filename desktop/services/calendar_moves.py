"""Changing the calendar: move a contact, leave it out, set one down by hand; all can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from db import reminder_queries as queries
from db.case_queries import CaseQuery
from db.reminder_queries import Scope
from db.tables import Case, Reminder
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import Channel, Outcome, PastContact, ProposedContact, Purpose
from desktop.domain.contact_policy import Allowed, Refused, decide
from desktop.domain.errors import DomainError
from desktop.domain.message_text import MessageTemplate
from desktop.domain.progress import NoProgress, Progress
from desktop.domain.reminder_plan import OUTCOME_WHEN_MADE
from desktop.services.case_actions import chosen_ids
from desktop.services.contacts import refuse
from desktop.services.desk import Desk
from desktop.services.guard import CaseRecord, limits_on, read_case
from desktop.services.reminders import as_moment
from desktop.services.strategy_in_force import find_step
from desktop.services.templates_in_force import templates_on

BY_HAND = "by_hand"
CHUNK = 200
NAMED_AT_MOST = 200
"""More cases than this and a change says "any case" instead of naming them."""


@dataclass(frozen=True)
class Moved:
    """Where an item was, so that it can be put back."""

    reminder_id: int
    planned_on: date
    planned_time: str
    moved_from_on: date | None
    reason: str | None
    is_by_hand: bool
    changes: Changes


@dataclass(frozen=True)
class PlannedByHand:
    """What was set down, and the cases for which the guard refused it."""

    reminder_ids: tuple[int, ...]
    refused: dict[int, Refused]
    changes: Changes

    def __or__(self, other: "PlannedByHand") -> "PlannedByHand":
        """Both taken together."""
        return PlannedByHand(
            (*self.reminder_ids, *other.reminder_ids),
            {**self.refused, **other.refused},
            self.changes | other.changes,
        )


def move_item(desk: Desk, kind: str, item_id: int, to_day: date) -> Moved:
    """Move a planned contact to another day, at the same time of day.

    The guard is asked as if everything else planned for the customer took place. Raises
    ``DomainError``: the rule's code with ``next_allowed_at`` and ``source`` when it refuses (kept
    on record), ``reminders.not_movable`` for due dates, ``promises.not_movable`` for promises,
    ``reminders.past_day``, ``reminders.after_last_day``, ``reminders.not_open``.
    """
    if kind != "contact":
        raise DomainError(f"{'promises' if kind == 'promise' else 'reminders'}.not_movable")
    if to_day < desk.today:
        raise DomainError("reminders.past_day", field="day", day=to_day)
    with desk.write() as work:
        row = _open_reminder(work, item_id)
        _check_last_day(work.connection, row, to_day)
        decision = ask_planned(
            work.connection, row, as_moment(to_day, row.planned_time), desk.today
        )
        if isinstance(decision, Refused):
            customer_id = work.session.get_one(Case, row.case_id).customer_id
            refuse(work, customer_id, work.now, row.channel, decision, desk)
            work.audit("reminder.move_refused", "case", row.case_id, rule=decision.code)
            work.commit()
            raise refusal_error(decision)
        moved = Moved(
            row.id,
            row.planned_on,
            row.planned_time,
            row.moved_from_on,
            row.reason,
            row.is_by_hand,
            _changes({row.case_id}),
        )
        row.moved_from_on, row.planned_on = row.planned_on, to_day
        row.reason, row.is_by_hand = None, True
        work.session.flush()
        queries.refresh_next_actions(work.connection, Scope.of([row.case_id]))
        work.audit("reminder.move", "case", row.case_id, reminder=row.id, to=to_day)
        work.commit()
    return moved


def put_back(desk: Desk, moved: Moved) -> Changes:
    """Undo a move: the item stands where it stood, whatever the rules say of that day now."""
    with desk.write() as work:
        row = _open_reminder(work, moved.reminder_id)
        row.planned_on, row.planned_time = moved.planned_on, moved.planned_time
        row.moved_from_on, row.reason = moved.moved_from_on, moved.reason
        row.is_by_hand = moved.is_by_hand
        work.session.flush()
        queries.refresh_next_actions(work.connection, Scope.of([row.case_id]))
        work.audit("reminder.move_undo", "case", row.case_id, reminder=row.id)
        work.commit()
        return _changes({row.case_id})


def skip(desk: Desk, reminder_id: int) -> Changes:
    """Leave a planned contact out this time; it does not come back, and no rung is climbed."""
    return _set_state(desk, reminder_id, "skipped", desk.today)


def unskip(desk: Desk, reminder_id: int) -> Changes:
    """Undo ``skip``."""
    return _set_state(desk, reminder_id, "planned", None)


def plan_by_hand(
    desk: Desk,
    selection: CaseQuery | Sequence[int],
    channel: str,
    on: date,
    at: str = "09:00",
    note: str = "",
    template: str = "",
    progress: Progress | None = None,
) -> PlannedByHand:
    """Set a contact down for some cases (ids, or a filter); each is judged by the guard.

    Those refused are left out and named. ``at`` is HH:MM; ``template`` is what a message is
    written with, empty for the one that suits. Many cases are done in chunks, each in a
    transaction of its own: what was done before a cancel stays. Raises ``messages.no_template``.
    """
    if on < desk.today:
        raise DomainError("reminders.past_day", field="on", day=on)
    watch, moment = progress or NoProgress(), as_moment(on, at)
    done = PlannedByHand((), {}, Changes())
    with desk.read() as connection:
        ids = chosen_ids(connection, selection)
        text = templates_on(connection, desk.today).get(template) if template else None
    if template and (text is None or text.channel != channel):
        raise DomainError("messages.no_template", field="template")
    for start in range(0, len(ids), CHUNK):
        watch.report(start, len(ids), "reminders.planning")
        done |= _plan_chunk(desk, ids[start : start + CHUNK], channel, moment, note, text)
    watch.report(len(ids), len(ids), "reminders.planning")
    return done


def _plan_chunk(
    desk: Desk,
    ids: Sequence[int],
    channel: str,
    moment: datetime,
    note: str,
    text: MessageTemplate | None,
) -> PlannedByHand:
    added: list[int] = []
    refused: dict[int, Refused] = {}
    with desk.write() as work:
        for case_id in ids:
            record = read_case(work.connection, case_id, as_of=desk.today)
            row = by_hand_row(case_id, record, channel, moment, note, desk)
            if text is not None:
                row.template = text.code
                row.facts = row.facts | {"purpose": text.purpose.value}
            decision = ask_planned(work.connection, row, moment, desk.today)
            if isinstance(decision, Refused):
                refused[case_id] = decision
                continue
            work.session.add(row)
            work.session.flush()
            row.natural_key = f"{case_id}:{BY_HAND}:{row.id}"
            added.append(row.id)
        work.session.flush()
        queries.refresh_next_actions(work.connection, Scope.of(ids))
        work.audit("reminder.by_hand", "case", None, planned=len(added), refused=len(refused))
        work.commit()
    return PlannedByHand(tuple(added), refused, _changes(set(ids)))


def take_back_planned(desk: Desk, planned: PlannedByHand) -> Changes:
    """Undo ``plan_by_hand``."""
    with desk.write() as work:
        cases = set()
        for reminder_id in planned.reminder_ids:
            row = _open_reminder(work, reminder_id)
            row.state, row.reason = "cancelled", "reminders.superseded"
            cases.add(row.case_id)
            work.session.flush()
            queries.refresh_next_actions(work.connection, Scope.of([row.case_id]))
        work.audit("reminder.by_hand_undo", "case", None, cancelled=len(planned.reminder_ids))
        work.commit()
    return _changes(cases)


def refusal_error(refusal: Refused) -> DomainError:
    """A refusal as an error to be shown: the rule's code, its facts, source and next moment."""
    facts: dict[str, Any] = dict(refusal.detail)
    return DomainError(
        refusal.code,
        **facts,
        source=refusal.rule.source,
        next_allowed_at=refusal.next_allowed_at,
    )


def _open_reminder(work: UnitOfWork, reminder_id: int) -> Reminder:
    row = work.session.get(Reminder, reminder_id)
    if row is None:
        raise DomainError("reminders.gone")
    if row.state not in ("planned", "held"):
        raise DomainError("reminders.not_open")
    return row


def _set_state(desk: Desk, reminder_id: int, state: str, done_on: date | None) -> Changes:
    with desk.write() as work:
        row = work.session.get(Reminder, reminder_id)
        if row is None:
            raise DomainError("reminders.gone")
        if row.state not in ("planned", "held", "skipped"):
            raise DomainError("reminders.not_open")
        row.state, row.done_on = state, done_on
        work.session.flush()
        queries.refresh_next_actions(work.connection, Scope.of([row.case_id]))
        work.audit(f"reminder.{state}", "case", row.case_id, reminder=row.id)
        work.commit()
        return _changes({row.case_id})


def _check_last_day(connection: Connection, row: Reminder, to_day: date) -> None:
    """A reminder of a due date makes no sense after its last day; a dunning step may wait."""
    step = find_step(connection, row.step)
    covers = (row.facts or {}).get("covers") or []
    if step is None or step.level or not covers:
        return
    last = date.fromisoformat(covers[0][2]) + timedelta(days=step.to_day)
    if to_day > last:
        raise DomainError("reminders.after_last_day", field="day", last=last)


def ask_planned(
    connection: Connection, row: Reminder, at: datetime, as_of: date
) -> Allowed | Refused:
    """Ask the guard about a planned contact, with the customer's other plans as if made."""
    record = read_case(connection, row.case_id, as_of=as_of)
    facts = record.facts()
    others = select(
        Reminder.planned_on, Reminder.planned_time, Reminder.channel, Reminder.facts
    ).where(
        Reminder.case_id == row.case_id,
        Reminder.state.in_(("planned", "held")),
        Reminder.id != (row.id or 0),
    )
    planned = [
        _as_made(channel, as_moment(day, time_of_day), facts_of)
        for day, time_of_day, channel, facts_of in connection.execute(others)
    ]
    history = tuple(sorted((*facts.history, *planned), key=lambda past: past.at))
    proposed = ProposedContact(
        at=at,
        channel=Channel(row.channel),
        purpose=_purpose(row.facts),
        number=record.person.phone or "",
    )
    return decide(replace(facts, history=history), proposed, limits_on(connection, at.date()))


def _as_made(channel: str, at: datetime, facts: Any) -> PastContact:
    kind = Channel(channel)
    return PastContact(at, kind, _purpose(facts), OUTCOME_WHEN_MADE.get(kind, Outcome.SENT))


def _purpose(facts: Any) -> Purpose:
    return Purpose((facts or {}).get("purpose", Purpose.COLLECTION))


def by_hand_row(
    case_id: int, record: CaseRecord, channel: str, moment: datetime, note: str, desk: Desk
) -> Reminder:
    """A contact that somebody sets down for a moment; its natural key still lacks its id."""
    is_late = any(line.due_on < desk.today for line in record.lines)
    purpose = Purpose.COLLECTION if is_late else Purpose.REMINDER
    return Reminder(
        case_id=case_id,
        natural_key=f"{case_id}:{BY_HAND}:{moment.isoformat()}:{channel}:new",
        planned_on=moment.date(),
        planned_time=f"{moment:%H:%M}",
        channel=channel,
        step=BY_HAND,
        is_by_hand=True,
        officer_id=desk.actor.officer_id,
        facts={"purpose": purpose.value, "note": note.strip()},
    )


def _changes(cases: set[int]) -> Changes:
    few = cases if len(cases) <= NAMED_AT_MOST else set()
    return Changes.of("reminders", "cases", cases=few)
