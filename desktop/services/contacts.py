"""Contacts by hand: whether one may be made now, logging it, taking a slip back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select

from db.tables import (
    Case,
    Contact,
    ContactPerson,
    ContactRestriction,
    Customer,
    PromiseToPay,
    RefusedContact,
    Reminder,
)
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import Channel, Outcome, Party, ProposedContact
from desktop.domain.contact_policy import Refused, decide
from desktop.domain.contact_results import BY_CODE, ContactResult, results_for
from desktop.domain.errors import DomainError
from desktop.domain.money import Money
from desktop.domain.promise import check_promise
from desktop.services import called_off
from desktop.services.contact_asking import CallRoom, call_room, may_contact, proposal_of
from desktop.services.desk import Desk
from desktop.services.guard import limits_on, read_case
from desktop.services.promises import add_promise, after_change

__all__ = [
    "CallRoom",
    "Logged",
    "call_room",
    "log_contact",
    "may_contact",
    "refuse",
    "results_for",
    "take_back_contact",
]

NOTE_LENGTH = 500
TASK_AHEAD_DAYS = 3
"""A call made up to so many days early still counts for the call that was planned."""


@dataclass(frozen=True)
class Before:
    """What logging changed besides, as it was, so that a slip can be taken back whole."""

    stage: str
    phone_state: str
    refused_person: int | None
    reminder_state: str | None


@dataclass(frozen=True)
class Logged:
    """What was written. ``over`` is the rule the contact went against, if it went against one."""

    contact_id: int
    reminder_id: int | None
    promise_id: int | None
    restriction_id: int | None
    over: Refused | None
    before: Before
    changes: Changes


def log_contact(
    desk: Desk,
    case_id: int,
    *,
    result: str,
    channel: str = Channel.PHONE,
    note: str = "",
    party: str = Party.DEBTOR,
    party_id: int | None = None,
    purpose: str | None = None,
    at: datetime | None = None,
    promise: tuple[date, Money] | None = None,
) -> Logged:
    """Write down a contact that took place, and what follows from its result.

    What happened is never refused, but ``over`` names the rule it went against. A promise given
    in it is written with it; an objection stops collection at once (C10); an invalid number and a
    listed contact's refusal are kept; the planned call or visit it answers is done.
    Raises ``DomainError``: ``contact.unknown_result``, ``contact.note_too_long``,
    ``contact.in_future``, those of a promise.
    """
    with desk.write() as work:
        logged = log_within(
            work,
            desk,
            case_id,
            result=result,
            channel=channel,
            note=note,
            party=party,
            party_id=party_id,
            purpose=purpose,
            at=at,
            promise=promise,
        )
        after_change(work, case_id, as_of=desk.today)
        work.commit()
    return logged


def log_within(
    work: UnitOfWork,
    desk: Desk,
    case_id: int,
    *,
    result: str,
    channel: str = Channel.PHONE,
    note: str = "",
    party: str = Party.DEBTOR,
    party_id: int | None = None,
    purpose: str | None = None,
    at: datetime | None = None,
    promise: tuple[date, Money] | None = None,
) -> Logged:
    """Do the same inside a write that does more; the caller plans the customer anew and commits."""
    moment = at or desk.clock.now()
    kind = _result(result, channel)
    if len(note) > NOTE_LENGTH:
        raise DomainError("contact.note_too_long", field="note", limit=NOTE_LENGTH)
    if moment > desk.clock.now():
        raise DomainError("contact.in_future", field="at", at=moment)
    if promise is not None:
        check_promise(*promise, as_of=desk.today)
    record = read_case(work.connection, case_id, as_of=moment.date())
    who = (party, party_id)
    proposed = proposal_of(work.connection, record, channel, purpose, who, moment, as_of=desk.today)
    decision = decide(record.facts(), proposed, limits_on(work.connection, moment.date()))
    over = decision if isinstance(decision, Refused) else None
    logged = _write(work, desk, case_id, kind, proposed, note, party_id, promise, over)
    work.audit(
        "contact.log",
        "case",
        case_id,
        contact=logged.contact_id,
        channel=channel,
        result=result,
        against=over.code if over else None,
    )
    return logged


def take_back_contact(desk: Desk, logged: Logged) -> Changes:
    """Remove a contact logged by mistake, with all that followed from it. The audit log keeps it."""
    with desk.write() as work:
        case_id = take_back_within(work, logged)
        after_change(work, case_id, as_of=desk.today)
        work.commit()
    return _changes(case_id)


def take_back_within(work: UnitOfWork, logged: Logged) -> int:
    """Do the same inside a write that does more; return the case. Raises ``contact.gone``."""
    row = work.session.get(Contact, logged.contact_id)
    if row is None:
        raise DomainError("contact.gone")
    customer = work.session.get_one(Customer, row.customer_id)
    case = work.session.execute(
        select(Case).where(Case.customer_id == row.customer_id)
    ).scalar_one()
    case.stage = logged.before.stage
    customer.phone_state = logged.before.phone_state
    if logged.before.refused_person is not None:
        person = work.session.get_one(ContactPerson, logged.before.refused_person)
        person.refuses_contact = False
    if logged.reminder_id is not None and logged.before.reminder_state is not None:
        reminder = work.session.get_one(Reminder, logged.reminder_id)
        reminder.state, reminder.done_on = logged.before.reminder_state, None
    for table, row_id in (
        (PromiseToPay, logged.promise_id),
        (ContactRestriction, logged.restriction_id),
    ):
        if row_id is not None:
            work.session.execute(delete(table).where(table.id == row_id))
    work.session.delete(row)
    work.audit("contact.take_back", "case", case.id, contact=logged.contact_id)
    return case.id


def refuse(
    work: UnitOfWork, customer_id: int, at: datetime, channel: str, refusal: Refused, desk: Desk
) -> None:
    """Keep on record that the guard refused a contact somebody wanted to make."""
    work.session.add(
        RefusedContact(
            customer_id=customer_id,
            at=at,
            channel=channel,
            rule=refusal.code,
            next_allowed_at=refusal.next_allowed_at,
            officer_id=desk.actor.officer_id,
        )
    )


def _result(code: str, channel: str) -> ContactResult:
    kind = BY_CODE.get(code)
    if kind is None or Channel(channel) not in kind.channels:
        raise DomainError("contact.unknown_result", field="result", result=code)
    return kind


def _write(
    work: UnitOfWork,
    desk: Desk,
    case_id: int,
    kind: ContactResult,
    made: ProposedContact,
    note: str,
    party_id: int | None,
    promise: tuple[date, Money] | None,
    over: Refused | None,
) -> Logged:
    case = work.session.get_one(Case, case_id)
    customer = work.session.get_one(Customer, case.customer_id)
    reminder = _task_for(work, case_id, made)
    row = Contact(
        customer_id=case.customer_id,
        at=made.at,
        channel=made.channel.value,
        party=made.party.value,
        party_id=party_id,
        number=made.number or None,
        purpose=made.purpose.value,
        result=kind.code,
        is_answered=kind.outcome in (Outcome.ANSWERED, Outcome.REFUSED),
        note=note.strip() or None,
        officer_id=desk.actor.officer_id,
        reminder_id=None if reminder is None else reminder.id,
    )
    work.session.add(row)
    work.session.flush()
    stage, phone_state, task_state = case.stage, customer.phone_state, None
    if reminder is not None and _is_done(work, reminder, kind, made):
        task_state = reminder.state
        reminder.state, reminder.done_on = "done", made.at.date()
    restriction_id, refused_person = _flags(work, desk, customer, kind, made, party_id)
    if kind.stage and (kind.stage != "promised" or promise is not None):
        case.stage = kind.stage if case.stage != "disputed" else case.stage
    promise_id = None
    if promise is not None:
        promise_id = add_promise(work, desk, case_id, *promise, made.channel.value)
    return Logged(
        row.id,
        row.reminder_id,
        promise_id,
        restriction_id,
        over,
        Before(stage, phone_state, refused_person, task_state),
        _changes(case_id),
    )


def _task_for(work: UnitOfWork, case_id: int, made: ProposedContact) -> Reminder | None:
    """The planned contact that this one answers: same channel, due by now or in a few days."""
    if made.party is not Party.DEBTOR:
        return None
    last = made.at.date() + timedelta(days=TASK_AHEAD_DAYS)
    query = (
        select(Reminder)
        .where(
            Reminder.case_id == case_id,
            Reminder.channel == made.channel.value,
            Reminder.state.in_(("planned", "held")),
            Reminder.planned_on <= last,
        )
        .order_by(Reminder.planned_on, Reminder.planned_time, Reminder.id)
        .limit(1)
    )
    found: Reminder | None = work.session.execute(query).scalar()
    return found


def _is_done(
    work: UnitOfWork, reminder: Reminder, kind: ContactResult, made: ProposedContact
) -> bool:
    """A task is done when somebody was reached, or when it was tried often enough in vain."""
    if kind.outcome in (Outcome.ANSWERED, Outcome.REFUSED, Outcome.SENT, Outcome.INVALID):
        return True
    tries = work.session.execute(
        select(func.count()).select_from(Contact).where(Contact.reminder_id == reminder.id)
    ).scalar_one()
    enough = limits_on(work.connection, made.at.date()).failed_calls
    return int(tries) >= enough


def _flags(
    work: UnitOfWork,
    desk: Desk,
    customer: Customer,
    kind: ContactResult,
    made: ProposedContact,
    party_id: int | None,
) -> tuple[int | None, int | None]:
    """Keep what the result says of the customer: objection, dead number, a refusing contact."""
    if kind.flags == "dispute" and made.party is Party.DEBTOR:
        row = ContactRestriction(
            customer_id=customer.id,
            kind="dispute",
            reason=f"{made.at:%Y-%m-%d %H:%M}",
            from_on=made.at.date(),
            set_by=desk.actor.officer_id,
            set_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
        called_off.stop_refused(work, customer.id)
        return row.id, None
    if kind.flags == "invalid_number" and made.party is Party.DEBTOR:
        customer.phone_state = "invalid"
    elif kind.flags == "refuses_contact" and made.party is Party.CONTACT and party_id:
        person = work.session.get(ContactPerson, party_id)
        if person is not None and not person.refuses_contact:
            person.refuses_contact = True
            return None, person.id
    return None, None


def _changes(case_id: int) -> Changes:
    topics = ("contacts", "promises", "reminders", "cases", "visits", "requests")
    return Changes.of(*topics, cases={case_id})
