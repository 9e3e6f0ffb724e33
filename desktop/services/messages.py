"""Messages to customers: drafted from the plan, checked, corrected, held back, released.

Releasing is the moment of decision: the guard is asked with the facts of now, and the message goes
into the outbox in the same transaction.
"""

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from db import message_queries as queries
from db import reminder_queries
from db.reminder_queries import Scope
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import Channel, Outcome, PastContact
from desktop.domain.contact_policy import ContactLimits, Refused, decide
from desktop.domain.errors import DomainError
from desktop.domain.progress import NoProgress, Progress
from desktop.services.desk import Desk
from desktop.services.guard import CaseRecord, limits_on, read_cases
from desktop.services.message_drafts import Draft, Office, check_text, draft_of
from desktop.services.templates_in_force import word_groups

__all__ = [
    "Corrected",
    "Draft",
    "Released",
    "correct",
    "drafts",
    "hold",
    "release",
    "unhold",
    "waiting_counts",
    "waiting_ids",
]

WAITING = ("planned", "held")
LOOK_AHEAD = timedelta(days=31)


@dataclass(frozen=True)
class Released:
    """What a release did, by reminder id: what went into the outbox, what the guard refused.

    ``faulty`` were put on hold with the code of what is wrong with them.
    """

    released: tuple[int, ...]
    refused: dict[int, str]
    faulty: dict[int, str]
    changes: Changes

    @property
    def queued(self) -> int:
        """How many went into the outbox."""
        return len(self.released)

    def __or__(self, other: "Released") -> "Released":
        """Both taken together."""
        return Released(
            (*self.released, *other.released),
            self.refused | other.refused,
            self.faulty | other.faulty,
            self.changes | other.changes,
        )


@dataclass(frozen=True)
class Corrected:
    """A text was written by hand; ``previous`` is what stood there, ``None`` the template's own."""

    reminder_id: int
    previous: str | None
    changes: Changes


def waiting_ids(
    desk: Desk, *, states: Collection[str] = WAITING, until: str | None = None
) -> "array[int]":
    """Messages due by today that have not gone out, in the order of their time.

    ``until`` (HH:MM) leaves out those planned for later today.
    """
    with desk.read() as connection:
        return queries.waiting_ids(connection, desk.today, states=states, until=until)


def waiting_counts(desk: Desk) -> dict[str, int]:
    """How many messages wait for release and how many are held back."""
    with desk.read() as connection:
        return {
            state: len(queries.waiting_ids(connection, desk.today, states=(state,)))
            for state in WAITING
        }


def drafts(desk: Desk, ids: Sequence[int]) -> list[Draft]:
    """Messages as they would go out now, each with what is against it; those gone are left out."""
    with desk.read() as connection:
        rows = queries.waiting_rows(connection, ids, WAITING)
        office = Office.of(connection, desk)
        limits = limits_on(connection, desk.today)
        records = _records(connection, rows, desk.today)
        return [draft_of(row, records[row.case_id], office, limits) for row in rows]


def hold(desk: Desk, ids: Sequence[int]) -> Changes:
    """Hold messages back; they stay in the list until released one by one or let go."""
    return _set_states(desk, ids, "planned", "held")


def unhold(desk: Desk, ids: Sequence[int]) -> Changes:
    """Let held messages go with the others again."""
    return _set_states(desk, ids, "held", "planned")


def correct(desk: Desk, reminder_id: int, text: str | None) -> Corrected:
    """Write a message's text by hand, without its signature; ``None`` goes back to the template.

    Raises ``DomainError``: ``messages.empty``, ``messages.second_signature``,
    ``messages.forbidden`` with the word and what to write instead, ``reminders.gone``.
    """
    with desk.write() as work:
        rows = queries.waiting_rows(work.connection, [reminder_id], WAITING)
        if not rows:
            raise DomainError("reminders.gone")
        if text is not None:
            is_sms = rows[0].channel == Channel.SMS
            check_text(text, word_groups(work.connection), is_sms=is_sms)
        facts = dict(rows[0].facts or {})
        previous = facts.pop("text", None)
        if text is not None:
            facts["text"] = text.strip()
        queries.change_waiting(work.connection, [{"b_id": reminder_id, "facts": facts}])
        work.audit("message.correct", "reminder", reminder_id)
        work.commit()
        changes = Changes.of("messages", cases={rows[0].case_id})
        return Corrected(reminder_id, previous, changes)


def release(
    desk: Desk, ids: Sequence[int] | None = None, progress: Progress | None = None
) -> Released:
    """Release messages: all that wait and are not held, or those named, held ones too.

    Each is judged with the facts of this moment. What may go is put into the outbox; what the
    guard refuses moves to the next allowed moment with the rule; what is faulty is held. Done in
    chunks, each whole: a cancel or crash leaves the rest waiting.
    """
    watch = progress or NoProgress()
    states = ("planned",) if ids is None else WAITING
    chosen = waiting_ids(desk, states=states) if ids is None else array("q", ids)
    released = Released((), {}, {}, Changes())
    for start in range(0, len(chosen), queries.CHUNK):
        watch.report(start, len(chosen), "messages.releasing")
        released |= _release_chunk(desk, chosen[start : start + queries.CHUNK], states)
    watch.report(len(chosen), len(chosen), "messages.releasing")
    return released


@dataclass
class _Writes:
    """What a chunk of a release writes."""

    items: list[dict[str, Any]]
    contacts: list[dict[str, Any]]
    reminders: list[dict[str, Any]]
    refusals: list[dict[str, Any]]
    refused: dict[int, str]
    faulty: dict[int, str]


def _release_chunk(desk: Desk, ids: Sequence[int], states: Collection[str]) -> Released:
    with desk.write() as work:
        rows = queries.waiting_rows(work.connection, ids, states)
        office = Office.of(work.connection, desk)
        limits = limits_on(work.connection, desk.today)
        records = _records(work.connection, rows, desk.today)
        writes = _Writes([], [], [], [], {}, {})
        for row in rows:
            draft = draft_of(row, records[row.case_id], office, limits)
            _decide(work, desk, draft, records[row.case_id], limits, writes)
        _write(work, writes, sorted({row.case_id for row in rows}))
        work.audit(
            "messages.release",
            "reminder",
            None,
            queued=len(writes.items),
            refused=len(writes.refused),
            faulty=len(writes.faulty),
        )
        work.commit()
    changes = Changes.of("messages", "reminders", "contacts", "cases")
    return Released(
        tuple(item["reminder_id"] for item in writes.items), writes.refused, writes.faulty, changes
    )


def _decide(
    work: UnitOfWork,
    desk: Desk,
    draft: Draft,
    record: CaseRecord,
    limits: ContactLimits,
    writes: _Writes,
) -> None:
    if draft.fault == "messages.nothing_owed":
        writes.refused[draft.reminder_id] = "contact.paid"
        writes.reminders.append(
            {"b_id": draft.reminder_id, "state": "cancelled", "reason": "contact.paid"}
        )
        return
    if draft.fault is not None:
        writes.faulty[draft.reminder_id] = draft.fault
        writes.reminders.append({"b_id": draft.reminder_id, "state": "held", "reason": draft.fault})
        return
    # Asked again, not taken from the draft: an earlier message of this chunk counts by now.
    decision = decide(record.facts(), draft.proposed, limits)
    if isinstance(decision, Refused):
        _refuse(work, desk, draft, record, decision, writes)
        return
    purpose = draft.proposed.purpose
    writes.items.append(_outbox_row(work, draft, record))
    writes.contacts.append(
        {
            "customer_id": record.person.customer_id,
            "at": work.now,
            "channel": draft.channel,
            "party": "debtor",
            "number": draft.recipient if draft.channel == "sms" else None,
            "purpose": purpose.value,
            "result": "queued",
            "officer_id": desk.actor.officer_id,
            "reminder_id": draft.reminder_id,
        }
    )
    writes.reminders.append(
        {"b_id": draft.reminder_id, "state": "queued", "done_on": desk.today, "reason": None}
    )
    record.contacts.append(
        PastContact(work.now, Channel(draft.channel), purpose, Outcome.SENT, number=draft.recipient)
    )


def _outbox_row(work: UnitOfWork, draft: Draft, record: CaseRecord) -> dict[str, Any]:
    return {
        "idempotency_key": f"reminder:{draft.reminder_id}:{draft.attempt}",
        "channel": draft.channel,
        "recipient": draft.recipient,
        "subject": draft.subject or None,
        "body": draft.text,
        "customer_id": record.person.customer_id,
        "case_id": draft.case_id,
        "reminder_id": draft.reminder_id,
        "state": "queued",
        "due_at": work.now,
        "created_at": work.now,
        "template": draft.template,
        "template_version": draft.version,
        "language": draft.language,
    }


def _refuse(
    work: UnitOfWork,
    desk: Desk,
    draft: Draft,
    record: CaseRecord,
    refusal: Refused,
    writes: _Writes,
) -> None:
    """Move the message to the next allowed moment, or take it off; keep the refusal on record."""
    writes.refused[draft.reminder_id] = refusal.code
    writes.refusals.append(
        {
            "customer_id": record.person.customer_id,
            "at": work.now,
            "channel": draft.channel,
            "rule": refusal.code,
            "next_allowed_at": refusal.next_allowed_at,
            "officer_id": desk.actor.officer_id,
        }
    )
    change: dict[str, Any] = {"b_id": draft.reminder_id, "reason": refusal.code}
    at = refusal.next_allowed_at
    if at is None:
        change["state"] = "refused"
    else:
        change |= {"planned_time": max(f"{at:%H:%M}", draft.at), "state": "planned"}
        if at.date() > desk.today:
            change |= {"planned_on": at.date(), "moved_from_on": draft.planned_on}
    writes.reminders.append(change)


def _write(work: UnitOfWork, writes: _Writes, case_ids: Sequence[int]) -> None:
    connection = work.connection
    queries.change_waiting(connection, writes.reminders)
    queries.put_in_outbox(connection, writes.items, writes.contacts)
    queries.note_refused(connection, writes.refusals)
    if case_ids:
        reminder_queries.refresh_next_actions(connection, Scope.of(case_ids))
        queries.refresh_last_contact(connection, case_ids)


def _records(
    connection: Connection, rows: Sequence[Row[Any]], as_of: date
) -> dict[int, CaseRecord]:
    if not rows:
        return {}
    scope = Scope.of({row.case_id for row in rows})
    return read_cases(connection, scope, as_of=as_of, horizon=as_of + LOOK_AHEAD)


def _set_states(desk: Desk, ids: Sequence[int], before: str, after: str) -> Changes:
    with desk.write() as work:
        rows = queries.waiting_rows(work.connection, ids, (before,))
        changes = [{"b_id": row.id, "state": after, "reason": None} for row in rows]
        queries.change_waiting(work.connection, changes)
        work.audit(f"messages.{after}", "reminder", None, count=len(changes))
        work.commit()
    return Changes.of("messages", "reminders", cases={row.case_id for row in rows})
