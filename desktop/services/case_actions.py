"""Working on cases: hand over to an officer, note, restrict contact; each can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select, text, update

from db import board, case_queries
from db.case_queries import CaseQuery
from db.tables import Case, CaseNote, ContactRestriction, Officer
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services import called_off
from desktop.services.desk import Desk
from desktop.services.reminders import replan_customers

Selection = CaseQuery | Sequence[int]
"""Which cases: by filter (all of them, without reading a million ids), or named one by one."""

RESTRICTIONS = ("stop", "dispute", "arrangement", "dead", "incapable")
CHUNK = 5000


@dataclass(frozen=True)
class Assigned:
    """Who had the cases before, so that it can be taken back."""

    before: dict[int | None, tuple[int, ...]]
    count: int
    changes: Changes


@dataclass(frozen=True)
class Added:
    """The id of what was added."""

    id: int
    changes: Changes


def assign(desk: Desk, selection: Selection, officer_id: int | None) -> Assigned:
    """Hand cases to an officer (``None``: to nobody), with their accounts."""
    with desk.write() as work:
        if officer_id is not None and work.session.get(Officer, officer_id) is None:
            raise DomainError("cases.no_officer", field="officer")
        ids = chosen_ids(work.connection, selection)
        before = _officers_of(work.connection, ids)
        _hand_over(work.connection, ids, officer_id)
        work.audit("cases.assign", "case", None, officer=officer_id, cases=len(ids))
        work.commit()
    return Assigned(before, len(ids), Changes.of("cases"))


def take_back_assignment(desk: Desk, before: dict[int | None, tuple[int, ...]]) -> Changes:
    """Give each case back to whom it belonged."""
    with desk.write() as work:
        for officer_id, ids in before.items():
            _hand_over(work.connection, ids, officer_id)
        count = sum(len(ids) for ids in before.values())
        work.audit("cases.assign_undo", "case", None, cases=count)
        work.commit()
    return Changes.of("cases")


def add_note(desk: Desk, case_id: int, note: str) -> Added:
    """Write a line on a case. Raises ``DomainError("cases.empty_note")`` for nothing but blanks."""
    line = note.strip()
    if not line:
        raise DomainError("cases.empty_note", field="note")
    with desk.write() as work:
        row = CaseNote(
            case_id=case_id,
            at=work.now,
            officer_id=desk.actor.officer_id,
            text=line,
            removed_at=None,
        )
        work.session.add(row)
        work.audit("cases.note", "case", case_id)
        work.commit()
    return Added(row.id, Changes.of("notes", cases={case_id}))


def remove_note(desk: Desk, note_id: int) -> Changes:
    """Take a note back; it stays in the file, marked as removed."""
    with desk.write() as work:
        row = work.session.get_one(CaseNote, note_id)
        row.removed_at = work.now
        work.audit("cases.note_removed", "case", row.case_id, note=note_id)
        work.commit()
    return Changes.of("notes", cases={row.case_id})


def bring_back_note(desk: Desk, note_id: int) -> Changes:
    """Put a removed note back where it was."""
    with desk.write() as work:
        row = work.session.get_one(CaseNote, note_id)
        row.removed_at = None
        work.audit("cases.note_back", "case", row.case_id, note=note_id)
        work.commit()
    return Changes.of("notes", cases={row.case_id})


def restrict(
    desk: Desk,
    case_id: int,
    kind: str,
    reason: str,
    *,
    until: date | None = None,
    channel: str | None = None,
) -> Added:
    """Stop contacting a customer (stop list, dispute, arrangement, death), from today on.

    ``until`` is inclusive. A dispute marks the case until it is lifted. Visits for collection that
    must not be made now are taken off the day.
    """
    if kind not in RESTRICTIONS:
        raise DomainError("cases.unknown_restriction", field="kind", kind=kind)
    if not reason.strip():
        raise DomainError("cases.reason_missing", field="reason")
    if until is not None and until < desk.today:
        raise DomainError("cases.end_before_today", field="until", until=until)
    with desk.write() as work:
        case = work.session.get_one(Case, case_id)
        row = ContactRestriction(
            customer_id=case.customer_id,
            kind=kind,
            channel=channel,
            reason=reason.strip(),
            from_on=desk.today,
            until_on=until,
            set_by=desk.actor.officer_id,
            set_at=work.now,
        )
        work.session.add(row)
        if kind == "dispute":
            case.stage = "disputed"
        elif kind == "arrangement":
            case.stage = "arranged"
        work.audit("cases.restrict", "case", case_id, kind=kind, until=until)
        work.session.flush()
        board.refresh(work.connection, [case.customer_id], as_of=desk.today, now=work.now)
        replan_customers(work, [case.customer_id], as_of=desk.today)
        called_off.stop_refused(work, case.customer_id)
        work.commit()
    topics = ("restrictions", "reminders", "visits", "requests")
    return Added(row.id, Changes.of(*topics, cases={case_id}))


def lift(desk: Desk, restriction_id: int) -> Changes:
    """End a restriction now; it stays on record."""
    with desk.write() as work:
        row = work.session.get_one(ContactRestriction, restriction_id)
        row.lifted_at = work.now
        case = work.session.execute(
            select(Case).where(Case.customer_id == row.customer_id)
        ).scalar_one()
        if case.stage in ("disputed", "arranged"):
            case.stage = "contacted"
        work.audit("cases.lift", "case", case.id, kind=row.kind)
        work.session.flush()
        board.refresh(work.connection, [case.customer_id], as_of=desk.today, now=work.now)
        replan_customers(work, [case.customer_id], as_of=desk.today)
        work.commit()
    return Changes.of("restrictions", "reminders", cases={case.id})


def selected_ids(desk: Desk, selection: Selection) -> list[int]:
    """Return the ids of a selection, for a page that works on cases one by one."""
    with desk.read() as connection:
        return chosen_ids(connection, selection)


def chosen_ids(connection: Connection, selection: Selection) -> list[int]:
    """Return the ids of a selection, whichever way it was made."""
    if isinstance(selection, CaseQuery):
        return list(case_queries.ids(connection, selection))
    return list(selection)


def _officers_of(connection: Connection, ids: Sequence[int]) -> dict[int | None, tuple[int, ...]]:
    found: dict[int | None, list[int]] = {}
    for start in range(0, len(ids), CHUNK):
        query = select(Case.id, Case.officer_id).where(Case.id.in_(ids[start : start + CHUNK]))
        for case_id, officer_id in connection.execute(query):
            found.setdefault(officer_id, []).append(case_id)
    return {officer: tuple(cases) for officer, cases in found.items()}


def _hand_over(connection: Connection, ids: Sequence[int], officer_id: int | None) -> None:
    accounts = text(
        "UPDATE account SET officer_id = :officer WHERE customer_id IN"
        " (SELECT customer_id FROM debt_case WHERE id IN :ids)"
    ).bindparams(bindparam("ids", expanding=True))
    lists = text("UPDATE case_board SET officer_id = :officer WHERE case_id IN :ids").bindparams(
        bindparam("ids", expanding=True)
    )
    tasks = text(
        "UPDATE reminder SET officer_id = :officer"
        " WHERE state IN ('planned', 'held') AND case_id IN :ids"
    ).bindparams(bindparam("ids", expanding=True))
    for start in range(0, len(ids), CHUNK):
        chunk = list(ids[start : start + CHUNK])
        connection.execute(update(Case).where(Case.id.in_(chunk)).values(officer_id=officer_id))
        for statement in (accounts, lists, tasks):
            connection.execute(statement, {"officer": officer_id, "ids": chunk})
