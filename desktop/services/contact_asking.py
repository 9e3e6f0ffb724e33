"""Asking before a contact by hand: what the guard says, which number, how much of the caps is left."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from db.tables import ContactPerson, Guarantor
from desktop.domain.contact_facts import Channel, Outcome, Party, ProposedContact, Purpose
from desktop.domain.contact_policy import Allowed, Refused, decide
from desktop.services.desk import Desk
from desktop.services.guard import CaseRecord, limits_on, read_case

NUMBERED = (Channel.PHONE, Channel.SMS)


@dataclass(frozen=True)
class CallRoom:
    """What a call screen shows before dialling: the decision, and how much of the caps is used."""

    decision: Allowed | Refused
    answered: int
    answered_limit: int
    unanswered: int
    unanswered_limit: int


def may_contact(
    desk: Desk,
    case_id: int,
    channel: str,
    purpose: str | None = None,
    *,
    party: str = Party.DEBTOR,
    party_id: int | None = None,
    at: datetime | None = None,
) -> Allowed | Refused:
    """Ask the guard about a contact by hand, now unless said otherwise."""
    moment = at or desk.clock.now()
    with desk.read() as connection:
        record = read_case(connection, case_id, as_of=moment.date())
        who = (party, party_id)
        proposed = proposal_of(connection, record, channel, purpose, who, moment, as_of=desk.today)
        return decide(record.facts(), proposed, limits_on(connection, moment.date()))


def call_room(desk: Desk, case_id: int, channel: str = Channel.PHONE) -> CallRoom:
    """How many calls are left today, and whether one may be made now."""
    now = desk.clock.now()
    with desk.read() as connection:
        record = read_case(connection, case_id, as_of=now.date())
        limits = limits_on(connection, now.date())
        facts = record.facts()
        who = (Party.DEBTOR, None)
        proposed = proposal_of(connection, record, channel, None, who, now, as_of=now.date())
        today = [
            past
            for past in facts.history
            if past.channel is Channel.PHONE and past.at.date() == now.date()
        ]
        answered = sum(past.outcome in (Outcome.ANSWERED, Outcome.REFUSED) for past in today)
        rings = sum(
            past.outcome not in (Outcome.ANSWERED, Outcome.REFUSED)
            and past.number == proposed.number
            for past in today
        )
        return CallRoom(
            decide(facts, proposed, limits),
            answered,
            limits.answered_per_day,
            rings,
            limits.unanswered_per_day,
        )


def proposal_of(
    connection: Connection,
    record: CaseRecord,
    channel: str,
    purpose: str | None,
    who: tuple[str, int | None],
    at: datetime,
    *,
    as_of: date,
) -> ProposedContact:
    """The contact as the guard is asked about it; unless said otherwise it is about what is owed."""
    party, party_id = who
    is_late = any(line.due_on < as_of for line in record.lines)
    default = Purpose.COLLECTION if is_late else Purpose.REMINDER
    return ProposedContact(
        at=at,
        channel=Channel(channel),
        purpose=Purpose(purpose) if purpose else default,
        party=Party(party),
        person="" if party_id is None else str(party_id),
        number=number_of(connection, record, who) if channel in NUMBERED else "",
        discloses_debt=party != Party.CONTACT,
    )


def number_of(connection: Connection, record: CaseRecord, who: tuple[str, int | None]) -> str:
    """The number that is dialled: unanswered dials are capped per number (C3)."""
    party, party_id = who
    if party == Party.DEBTOR or party_id is None:
        return str(record.person.phone or record.person.phone_other or "")
    table = ContactPerson if party == Party.CONTACT else Guarantor
    found = connection.execute(select(table.phone).where(table.id == party_id)).scalar()
    return str(found or "")
