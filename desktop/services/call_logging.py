"""Logging a call with what follows from it in one write: retried, set down again, money awaited."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.tables import Reminder
from db.unit_of_work import UnitOfWork
from desktop.domain.call_follow_up import FollowUp, follow_up_of
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import Channel, Party
from desktop.domain.errors import DomainError
from desktop.domain.money import Money
from desktop.services.calendar_moves import BY_HAND, by_hand_row
from desktop.services.calls import changed, next_moment
from desktop.services.contacts import Logged, log_within, take_back_within
from desktop.services.desk import Desk
from desktop.services.guard import read_case
from desktop.services.movements import announce_within, take_back_announced
from desktop.services.promises import after_change
from desktop.services.rules import rule_book

RETRY_RULES = {
    FollowUp.RETRY: "reminder.call_retry_minutes",
    FollowUp.RETRY_SOON: "reminder.call_busy_minutes",
}


@dataclass(frozen=True)
class Answer:
    """How a call ended, and what the customer said; what the result does not ask for is ignored."""

    result: str
    note: str = ""
    party: str = Party.DEBTOR.value
    party_id: int | None = None
    promise: tuple[date, Money] | None = None
    again_at: datetime | None = None
    paid: tuple[date, Money] | None = None


@dataclass(frozen=True)
class PutOff:
    """Where a call stood before it was put off."""

    reminder_id: int
    planned_on: date
    planned_time: str
    is_by_hand: bool


@dataclass(frozen=True)
class CallLogged:
    """What was written; ``next_at`` is when the customer is called next, where that was set."""

    logged: Logged
    follow_up: FollowUp
    next_at: datetime | None
    put_off: PutOff | None
    again_id: int | None
    announced: str | None
    changes: Changes


def retry_minutes(desk: Desk) -> dict[FollowUp, int]:
    """After how many minutes a call is tried again, by what follows."""
    with desk.read() as connection:
        book = rule_book(connection)
    return {follow: book.whole(rule, desk.today) for follow, rule in RETRY_RULES.items()}


def log_call(desk: Desk, case_id: int, answer: Answer) -> CallLogged:
    """Log a call and do what follows from its result.

    Raises ``DomainError`` as ``contacts.log_contact`` does; ``calls.again_missing`` and
    ``calls.again_past`` at ``again_at``; ``calls.no_moment`` when no rule would ever allow that call;
    ``calls.paid_missing`` at ``paid``.
    """
    follow = follow_up_of(answer.result)
    is_debtor = answer.party == Party.DEBTOR
    if is_debtor and follow is FollowUp.AGAIN:
        if answer.again_at is None:
            raise DomainError("calls.again_missing", field="again_at")
        if answer.again_at <= desk.clock.now():
            raise DomainError("calls.again_past", field="again_at")
    if is_debtor and follow is FollowUp.MONEY and answer.paid is None:
        raise DomainError("calls.paid_missing", field="paid")
    with desk.write() as work:
        logged = log_within(
            work,
            desk,
            case_id,
            result=answer.result,
            note=answer.note,
            party=answer.party,
            party_id=answer.party_id,
            promise=answer.promise if follow is FollowUp.PROMISE else None,
        )
        work.session.flush()
        done = _followed(work, desk, case_id, answer, logged) if is_debtor else None
        after_change(work, case_id, as_of=desk.today)
        work.commit()
    return done or CallLogged(logged, FollowUp.LADDER, None, None, None, None, changed(case_id))


def take_back_call(desk: Desk, done: CallLogged) -> Changes:
    """Remove a call logged by mistake, with all that followed from it."""
    with desk.write() as work:
        if done.put_off is not None:
            row = work.session.get(Reminder, done.put_off.reminder_id)
            if row is not None:
                row.planned_on = done.put_off.planned_on
                row.planned_time = done.put_off.planned_time
                row.is_by_hand = done.put_off.is_by_hand
        if done.again_id is not None:
            again = work.session.get(Reminder, done.again_id)
            if again is not None and again.state in ("planned", "held"):
                again.state, again.reason = "cancelled", "reminders.superseded"
        if done.announced is not None:
            take_back_announced(work, done.announced)
        case_id = take_back_within(work, done.logged)
        after_change(work, case_id, as_of=desk.today)
        work.commit()
    return changed(case_id)


def _followed(
    work: UnitOfWork, desk: Desk, case_id: int, answer: Answer, logged: Logged
) -> CallLogged:
    follow = follow_up_of(answer.result)
    next_at, put_off, again_id, announced = None, None, None, None
    if follow in RETRY_RULES:
        next_at, put_off = _put_off(work, desk, case_id, logged, RETRY_RULES[follow])
    elif follow is FollowUp.AGAIN and answer.again_at is not None:
        next_at, again_id = _set_down(work, desk, case_id, answer.again_at, answer.note)
    elif follow is FollowUp.MONEY and answer.paid is not None:
        sent_on, amount = answer.paid
        customer_id = read_case(work.connection, case_id, as_of=desk.today).person.customer_id
        announced = announce_within(
            work, customer_id, amount, sent_on=sent_on, note=answer.note, desk=desk
        )
    return CallLogged(logged, follow, next_at, put_off, again_id, announced, changed(case_id))


def _put_off(
    work: UnitOfWork, desk: Desk, case_id: int, logged: Logged, rule: str
) -> tuple[datetime | None, PutOff | None]:
    """Move the planned call on; one that was tried often enough is done and stays so."""
    row = work.session.get(Reminder, logged.reminder_id) if logged.reminder_id else None
    if row is None or row.state not in ("planned", "held"):
        return None, None
    minutes = rule_book(work.connection).whole(rule, desk.today)
    record = read_case(work.connection, case_id, as_of=desk.today)
    wished = work.now + timedelta(minutes=minutes)
    at = next_moment(work.connection, record, wished, as_of=desk.today)
    if at is None:
        return None, None
    before = PutOff(row.id, row.planned_on, row.planned_time, row.is_by_hand)
    row.planned_on, row.planned_time, row.is_by_hand = at.date(), f"{at:%H:%M}", True
    return at, before


def _set_down(
    work: UnitOfWork, desk: Desk, case_id: int, wished: datetime, note: str
) -> tuple[datetime, int]:
    """Set a call down for the hour the customer asked for, or the next that a rule allows."""
    record = read_case(work.connection, case_id, as_of=desk.today)
    at = next_moment(work.connection, record, wished, as_of=desk.today)
    if at is None:
        raise DomainError("calls.no_moment", field="again_at")
    row = by_hand_row(case_id, record, Channel.PHONE.value, at, note, desk)
    work.session.add(row)
    work.session.flush()
    row.natural_key = f"{case_id}:{BY_HAND}:{row.id}"
    return at, row.id
