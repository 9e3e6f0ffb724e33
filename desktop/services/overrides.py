"""Letting one contact pass against a rule: two people, a reason, and a rule that allows it."""

from dataclasses import dataclass
from datetime import datetime, time

from db.tables import Case, ContactOverride
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import Channel
from desktop.domain.errors import DomainError
from desktop.services import second_person
from desktop.services.desk import Desk
from desktop.services.promises import after_change
from desktop.services.rules import rule_book
from desktop.services.second_person import Second

__all__ = ["Granted", "Second", "grant", "take_back"]

SHORTEST_REASON, LONGEST_REASON = 4, 300
END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True)
class Granted:
    """The override's id, so that it can be taken back."""

    override_id: int
    changes: Changes


def grant(
    desk: Desk, case_id: int, *, channel: str, rule: str, reason: str, second: Second
) -> Granted:
    """Let the next contact over a channel pass against a rule, until the end of today.

    Raises ``DomainError``: ``contact.not_overridable`` for a rule whose table forbids it,
    ``contact.reason_missing``, ``contact.reason_too_long``, those of ``second_person.confirm``.
    """
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise DomainError("contact.reason_missing", field="reason", shortest=SHORTEST_REASON)
    if len(said) > LONGEST_REASON:
        raise DomainError("contact.reason_too_long", field="reason", limit=LONGEST_REASON)
    with desk.read() as connection:
        book = rule_book(connection)
    if not book.history(rule) or not book.rule(rule, desk.today).overridable:
        raise DomainError("contact.not_overridable", field="rule", rule=rule)
    agreed = second_person.confirm(desk, second.officer_id, second.secret)
    with desk.write() as work:
        case = work.session.get(Case, case_id)
        if case is None:
            raise DomainError("contact.unknown_case", case_id=case_id)
        row = ContactOverride(
            customer_id=case.customer_id,
            channel=Channel(channel).value,
            rule=rule,
            reason=said,
            since=work.now,
            until=datetime.combine(desk.today, END_OF_DAY),
            granted_by=desk.actor.officer_id,
            second_id=agreed.officer_id,
        )
        work.session.add(row)
        after_change(work, case_id, as_of=desk.today)
        work.audit(
            "contact.override", "case", case_id, rule=rule, channel=channel, second=agreed.name
        )
        work.commit()
    return Granted(row.id, _changes(case_id))


def take_back(desk: Desk, override_id: int, case_id: int) -> Changes:
    """End an override before it was used; it stays on record."""
    with desk.write() as work:
        row = work.session.get_one(ContactOverride, override_id)
        row.taken_back_at = work.now
        after_change(work, case_id, as_of=desk.today)
        work.audit("contact.override_undo", "case", case_id, override=override_id)
        work.commit()
    return _changes(case_id)


def _changes(case_id: int) -> Changes:
    return Changes.of("contacts", "reminders", "cases", cases={case_id})
