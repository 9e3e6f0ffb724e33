"""The contact guard at work: gathers the facts of cases from the store and asks for a decision."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from db import reminder_queries as queries
from db.column_types import day_of
from db.reminder_queries import Scope
from desktop.domain.contact_agreement import Agreement
from desktop.domain.contact_facts import (
    Channel,
    ContactFacts,
    Override,
    Party,
    PastContact,
    ProposedContact,
    Purpose,
    Stop,
)
from desktop.domain.contact_policy import EVERYDAY, Allowed, ContactLimits, Refused, decide
from desktop.domain.contact_results import outcome_of
from desktop.domain.errors import DomainError
from desktop.domain.message_text import is_mobile
from desktop.domain.money import ZERO, from_fen
from desktop.domain.reminder_plan import number_in
from desktop.domain.reminder_strategy import DueLine, SentStep, Situation
from desktop.services.rules import rule_book

EVIDENCE_DAYS = 90
"""How far back failed calls count as evidence that a debtor cannot be reached."""
CAP_DAYS = 7
"""How far back contacts count against a cap: the longest cap is a week."""


@dataclass
class CaseRecord:
    """What the store knows of one case, as far as strategy and guard ask."""

    person: Row[Any]
    lines: list[DueLine] = field(default_factory=list)
    contacts: list[PastContact] = field(default_factory=list)
    restrictions: list[Row[Any]] = field(default_factory=list)
    promises: list[Row[Any]] = field(default_factory=list)
    carried_out: list[Row[Any]] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    refusing: set[str] = field(default_factory=set)

    def facts(self) -> ContactFacts:
        """The case as the guard sees it."""
        kinds = {row.kind for row in self.restrictions}
        agreed = Agreement.read(self.person.agreed_hours, self.person.preferred_channel)
        open_until = [day_of(row.due_on) for row in self.promises if row.state == "open"]
        return ContactFacts(
            history=tuple(self.contacts),
            stops=tuple(_stop(row) for row in self.restrictions if row.kind == "stop"),
            is_paid=not any(line.amount > ZERO for line in self.lines),
            is_disputed="dispute" in kinds,
            arrangement_performed="arrangement" in kinds,
            promise_until=max(open_until, default=None),
            has_unmatched_money=bool(self.person.has_unmatched_money),
            agreed_from=agreed.hours_from,
            agreed_until=agreed.hours_until,
            agreed_in_writing=agreed.in_writing_on is not None,
            agreed_channel=agreed.channel,
            refusing=frozenset(self.refusing),
            overrides=tuple(self.overrides),
            has_invalid_number=self.person.phone_state == "invalid",
            is_dead_or_incapable=bool(kinds & {"dead", "incapable"}),
        )

    def situation(self) -> Situation:
        """The case as the strategy sees it."""
        return Situation(
            lines=tuple(self.lines),
            customer_kind=self.person.kind,
            segment=self.person.segment or "",
            risk=self.person.risk,
            promise=self._promise_state(),
            reachable=self._reachable(),
            sent=tuple(sent for row in self.carried_out for sent in _sent(row)),
        )

    def _promise_state(self) -> str:
        if not self.promises:
            return "none"
        last = self.promises[-1].state
        return {"open": "open", "broken": "broken", "part_kept": "broken"}.get(last, "none")

    def _reachable(self) -> frozenset[Channel]:
        who = self.person
        has_number = who.phone_state != "invalid"
        kinds = {row.kind for row in self.restrictions}
        if kinds & {"dead", "incapable"}:
            return frozenset()
        reach = {
            Channel.SMS: has_number and is_mobile(who.phone or ""),
            Channel.PHONE: has_number and bool(who.phone or who.phone_other),
            Channel.EMAIL: bool(who.email),
            Channel.LETTER: bool(who.address),
            Channel.VISIT: bool(who.address),
        }
        agreed = Agreement.read(who.agreed_hours, who.preferred_channel).channel
        return frozenset(
            channel
            for channel, is_reachable in reach.items()
            if is_reachable and (agreed in (None, channel) or channel not in EVERYDAY)
        )


def read_cases(
    connection: Connection,
    scope: Scope,
    *,
    as_of: date,
    horizon: date,
    days_back: int = CAP_DAYS,
) -> dict[int, CaseRecord]:
    """Read some cases with a handful of statements."""
    records = {row.case_id: CaseRecord(row) for row in queries.people(connection, scope)}
    for row in queries.due_lines(connection, scope, last=horizon):
        if row.due_on is not None:
            records[row.case_id].lines.append(_line(row))
    since = datetime.combine(as_of - timedelta(days=days_back), time())
    for row in queries.contacts_since(connection, scope, since=since):
        records[row.case_id].contacts.append(past_contact(row))
    for row in queries.restrictions(connection, scope, day=as_of):
        records[row.case_id].restrictions.append(row)
    for row in queries.overrides(connection, scope, day=as_of):
        records[row.case_id].overrides.append(_override(row))
    for row in queries.refusing_contacts(connection, scope):
        records[row.case_id].refusing.add(str(row.person_id))
    for row in queries.promises(connection, scope):
        records[row.case_id].promises.append(row)
    for row in queries.carried_out(connection, scope, day=as_of):
        records[row.case_id].carried_out.append(row)
    return records


def read_case(connection: Connection, case_id: int, *, as_of: date) -> CaseRecord:
    """Read one case with the evidence of the last months. Raises ``contact.unknown_case``."""
    records = read_cases(
        connection,
        Scope.of([case_id]),
        as_of=as_of,
        horizon=as_of + timedelta(days=31),
        days_back=EVIDENCE_DAYS,
    )
    if case_id not in records:
        raise DomainError("contact.unknown_case", case_id=case_id)
    return records[case_id]


def limits_on(connection: Connection, day: date) -> ContactLimits:
    """The guard's numbers in force on a day, the branch's own rows included."""
    return ContactLimits.in_force(rule_book(connection), day)


def judge(
    connection: Connection, case_id: int, proposed: ProposedContact, *, as_of: date
) -> Allowed | Refused:
    """Decide one contact with the facts of this moment."""
    record = read_case(connection, case_id, as_of=as_of)
    return decide(record.facts(), proposed, limits_on(connection, proposed.at.date()))


def visit_refusal(
    connection: Connection, case_id: int, at: datetime, people: int
) -> Refused | None:
    """What speaks against a visit for collection at a moment by so many officers."""
    proposed = ProposedContact(
        channel=Channel.VISIT, purpose=Purpose.COLLECTION, at=at, staff=people
    )
    answer = judge(connection, case_id, proposed, as_of=at.date())
    return answer if isinstance(answer, Refused) else None


def past_contact(row: Row[Any]) -> PastContact:
    """A row of the contact table as the guard sees it."""
    return PastContact(
        at=datetime.fromisoformat(row.at),
        channel=Channel(row.channel),
        purpose=Purpose(row.purpose),
        outcome=outcome_of(row.result, is_answered=bool(row.is_answered)),
        party=Party(row.party),
        person="" if row.party_id is None else str(row.party_id),
        number=row.number or "",
    )


def _line(row: Row[Any]) -> DueLine:
    return DueLine(
        account_id=row.account_id,
        kind=row.kind,
        product=row.product,
        due_on=day_of(row.due_on),
        amount=from_fen(int(row.fen)),
        auto_debit=bool(row.auto_debit),
        tail=row.card_tail or row.account_no[-4:],
        currency=row.currency,
    )


def _override(row: Row[Any]) -> Override:
    return Override(
        row.rule,
        Channel(row.channel),
        datetime.fromisoformat(row.since),
        datetime.fromisoformat(row.until),
    )


def _stop(row: Row[Any]) -> Stop:
    until = None if row.until_on is None else day_of(row.until_on)
    return Stop(day_of(row.from_on), until, Channel(row.channel) if row.channel else None)


def _sent(row: Row[Any]) -> Iterable[SentStep]:
    """What one reminder took care of; a skipped one is done with but climbs no rung."""
    import json

    for slot, level, reference in json.loads(row.facts or "{}").get("covers", []):
        rung = 0 if row.state == "skipped" else level
        due_on = date.fromisoformat(reference)
        number = number_in(row.natural_key, slot, due_on)
        yield SentStep(slot, rung, day_of(row.done_on), due_on, number)
