"""The phone work list: today's calls, what is said in each, the dialling, and what follows from it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from db import call_queries as queries
from desktop.adapters.wording import text
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import Channel, Party
from desktop.domain.contact_policy import Allowed, Refused, decide
from desktop.domain.errors import DomainError
from desktop.domain.masks import mask_phone
from desktop.domain.message_text import render
from desktop.domain.money import ZERO, Money
from desktop.domain.reminder_strategy import DueLine
from desktop.services.calendar_moves import refusal_error
from desktop.services.contact_asking import CallRoom, call_room, number_of, proposal_of
from desktop.services.contacts import refuse
from desktop.services.desk import Desk
from desktop.services.guard import CaseRecord, limits_on, read_case
from desktop.services.message_drafts import Office

HEARING = 2
"""How many lines of a script come before the matter: the institution, then the identity check (C7)."""
_NOT_DIALLED = re.compile(r"[\s\-()（）]")
_NUMBER = re.compile(r"\+?\d{5,20}")


@dataclass(frozen=True)
class CallItem:
    """One call of the list; ``tries`` are those of today."""

    reminder_id: int
    case_id: int
    case_no: str
    name: str
    dpd: int
    bucket: int
    amount: Money
    step: str
    planned_on: date
    at: str
    tries: int
    last_result: str | None


@dataclass(frozen=True)
class CallParty:
    """Somebody who can be called about a case; ``decision`` is the guard's for this moment."""

    party: str
    party_id: int | None
    name: str
    number: str
    decision: Allowed | Refused


@dataclass(frozen=True)
class CallCard:
    """All that a call needs: whom, how many calls are left, what is said, what is owed.

    ``opening`` comes before the identity is checked, ``matter`` after it; ``third_party`` is said to
    anybody but the debtor and discloses nothing.
    """

    case_id: int
    customer_id: int
    reminder_id: int | None
    step: str
    name: str
    parties: tuple[CallParty, ...]
    room: CallRoom
    opening: tuple[str, ...]
    matter: tuple[str, ...]
    third_party: tuple[str, ...]
    lines: tuple[DueLine, ...]
    fault: str | None

    @property
    def owed(self) -> Money:
        """The sum over all accounts due."""
        return sum((line.amount for line in self.lines), ZERO)


def call_list(desk: Desk, *, is_own: bool = False) -> list[CallItem]:
    """Return the calls planned up to today in the order of their time; the late ones first."""
    officer = desk.actor.officer_id if is_own else None
    with desk.read() as connection:
        rows = queries.due_calls(connection, today=desk.today, officer_id=officer)
    return [
        CallItem(
            reminder_id=row.id,
            case_id=row.case_id,
            case_no=row.case_no,
            name=row.name,
            dpd=row.dpd,
            bucket=row.bucket,
            amount=row.overdue or row.next_due_amount,
            step=row.step,
            planned_on=row.planned_on,
            at=row.planned_time,
            tries=row.tries,
            last_result=row.last_result,
        )
        for row in rows
    ]


def calls_made(desk: Desk, *, is_own: bool = False) -> int:
    """How many calls were logged today."""
    officer = desk.actor.officer_id if is_own else None
    with desk.read() as connection:
        return queries.done_today(connection, today=desk.today, officer_id=officer)


def call_card(desk: Desk, case_id: int) -> CallCard:
    """Return what a call to a case's customer needs now. Raises ``contact.unknown_case``."""
    room = call_room(desk, case_id)
    with desk.read() as connection:
        record = read_case(connection, case_id, as_of=desk.today)
        planned = queries.planned_call(connection, case_id, today=desk.today)
        office = Office.of(connection, desk)
        lines = tuple(line for line in record.lines if line.amount > ZERO)
        late = any(line.due_on < desk.today for line in lines)
        usual = "call_overdue" if late else "call_due_soon"
        template = planned.template if planned is not None and planned.template else usual
        said, fault = _script(template, lines, record, office)
        return CallCard(
            case_id=case_id,
            customer_id=record.person.customer_id,
            reminder_id=None if planned is None else planned.id,
            step="" if planned is None else planned.step,
            name=record.person.name,
            parties=tuple(_parties(connection, record, desk)),
            room=room,
            opening=said[:HEARING],
            matter=said[HEARING:],
            third_party=_third_party_script(record, office),
            lines=lines,
            fault=fault,
        )


def dial(
    desk: Desk, case_id: int, *, party: str = Party.DEBTOR, party_id: int | None = None
) -> str:
    """Return the ``tel:`` address to dial, if the guard allows the call now; dialling is recorded.

    Raises ``DomainError``: the rule's code with source and next moment (kept on record as refused),
    ``calls.no_number``.
    """
    now = desk.clock.now()
    with desk.write() as work:
        record = read_case(work.connection, case_id, as_of=desk.today)
        who = (party, party_id)
        proposed = proposal_of(
            work.connection, record, Channel.PHONE, None, who, now, as_of=desk.today
        )
        decision = decide(record.facts(), proposed, limits_on(work.connection, desk.today))
        number = _NOT_DIALLED.sub("", proposed.number)
        if isinstance(decision, Refused):
            refuse(work, record.person.customer_id, now, Channel.PHONE, decision, desk)
            work.audit("calls.refused", "case", case_id, rule=decision.code, party=party)
            work.commit()
            raise refusal_error(decision)
        if not _NUMBER.fullmatch(number):
            raise DomainError("calls.no_number", field="number")
        work.audit("calls.dialled", "case", case_id, party=party, party_id=party_id)
        work.commit()
    return f"tel:{number}"


def next_moment(
    connection: Connection, record: CaseRecord, at: datetime, *, as_of: date
) -> datetime | None:
    """The first moment from ``at`` on at which the guard allows a call to the debtor."""
    who = (Party.DEBTOR, None)
    proposed = proposal_of(connection, record, Channel.PHONE, None, who, at, as_of=as_of)
    decision = decide(record.facts(), proposed, limits_on(connection, at.date()))
    return at if isinstance(decision, Allowed) else decision.next_allowed_at


def _script(
    code: str, lines: Sequence[DueLine], record: CaseRecord, office: Office
) -> tuple[tuple[str, ...], str | None]:
    """The script's lines without their numbers; none, and why, when it cannot be made."""
    template = office.templates.get(code, record.person.language)
    if template is None:
        return (), "calls.no_script"
    if not lines:
        return (), "messages.nothing_owed"
    try:
        said = render(template.text, office.values(record.person, lines, template.language))
    except DomainError as error:
        return (), error.code
    return _lines(said), None


def _third_party_script(record: CaseRecord, office: Office) -> tuple[str, ...]:
    """What may be said to anybody but the debtor: no debt, only the wish for a call back (C5)."""
    sender = office.senders["zh"]
    said = text(
        "calls.third_party",
        "zh",
        institution=sender.institution,
        officer=office.officer,
        name=record.person.name,
        phone=sender.phone,
    )
    return _lines(said)


def _lines(script: str) -> tuple[str, ...]:
    parts = (re.sub(r"^\d+[.、]\s*", "", line.strip()) for line in script.splitlines())
    return tuple(part for part in parts if part)


def _parties(connection: Connection, record: CaseRecord, desk: Desk) -> list[CallParty]:
    now = desk.clock.now()
    facts, limits = record.facts(), limits_on(connection, desk.today)
    people: list[tuple[str, int | None, str]] = [(Party.DEBTOR.value, None, record.person.name)]
    people += [
        (row.party, row.party_id, row.name)
        for row in queries.parties(connection, record.person.customer_id)
    ]
    found = []
    for party, party_id, name in people:
        who = (party, party_id)
        proposed = proposal_of(connection, record, Channel.PHONE, None, who, now, as_of=desk.today)
        number = number_of(connection, record, who)
        found.append(
            CallParty(party, party_id, name, mask_phone(number), decide(facts, proposed, limits))
        )
    return found


def changed(case_id: int) -> Changes:
    """What a call touches."""
    return Changes.of("contacts", "promises", "reminders", "cases", "payments", cases={case_id})
