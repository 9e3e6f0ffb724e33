"""Contacts that agencies made: taken in from their files, so that every cap counts them too."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from db import agency_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.adapters import spreadsheets
from desktop.domain.agency_rows import AgencyRow, RowFault, find_columns, read_row, read_rows
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import PastContact, ProposedContact, Purpose
from desktop.domain.contact_policy import Refused, decide
from desktop.domain.errors import DomainError
from desktop.domain.field_values import Cell
from desktop.domain.progress import NoProgress, Progress
from desktop.services.agencies import agency_of, works_until
from desktop.services.desk import Desk
from desktop.services.guard import limits_on, read_case
from desktop.services.reminders import replan_customers

HEADER_WITHIN = 20
"""The header is one of the first rows."""
CHUNK = 200


@dataclass(frozen=True)
class Taken:
    """New and known contacts, those that broke a rule by rule, rows left out with their reasons."""

    new: int
    known: int
    against: dict[str, int]
    faults: tuple[RowFault, ...]
    changes: Changes


def take_in(desk: Desk, path: Path, agency: str, progress: Progress | None = None) -> Taken:
    """Take in the file of an agency of the register. The same contact or file again changes nothing.

    What happened is kept whatever it was, with the rule that it went against.
    Raises ``DomainError``: ``agency.unknown``, ``agency.column_missing``; what the reader says of a
    file that is no table.
    """
    with desk.read() as connection:
        by = _known(connection, agency.strip())
    watch = progress or NoProgress()
    watch.report(0, 1, "agency.reading")
    rows, faults = _read(desk, path)
    done = _Count()
    for start in range(0, len(rows), CHUNK):
        watch.report(start, len(rows), "agency.storing")
        part = rows[start : start + CHUNK]
        with desk.write() as work:
            cases, unknown = _customers(work.connection, part)
            faults.extend(unknown)
            for row in sorted(part, key=lambda each: each.at):
                if row.row_no in cases:
                    _keep(work, by, cases[row.row_no], row, done)
            customers = sorted({customer for _, customer in cases.values()})
            replan_customers(work, customers, as_of=desk.today)
            work.audit("agency.taken_in", "contact", None, agency=by.name, rows=len(part))
            work.commit()
    watch.report(1, 1, "agency.storing")
    return _taken(done, faults)


def record(desk: Desk, agency_id: int, case_id: int, told: Mapping[str, Cell]) -> Taken:
    """Write down one contact that an agency tells of, in the words of its files' columns.

    Raises ``DomainError``: ``agency.gone``; at the field, those of a file's row.
    """
    with desk.write() as work:
        by = agency_of(work.connection, agency_id)
        found = read_case(work.connection, case_id, as_of=desk.today)
        row = read_row(1, {"case_no": found.person.case_no, **told}, desk.clock.now())
        done = _Count()
        customer_id = int(found.person.customer_id)
        _keep(work, by, (case_id, customer_id), row, done)
        replan_customers(work, [customer_id], as_of=desk.today)
        work.audit("agency.contact", "case", case_id, agency=by.name)
        work.commit()
    return _taken(done, [])


@dataclass
class _Count:
    new: int = 0
    known: int = 0
    against: Counter[str] = field(default_factory=Counter)


def _taken(done: _Count, faults: Sequence[RowFault]) -> Taken:
    topics = ("contacts", "reminders", "cases", "agencies") if done.new else ()
    in_order = tuple(sorted(faults, key=lambda fault: fault.row_no))
    return Taken(done.new, done.known, dict(done.against), in_order, Changes.of(*topics))


def _known(connection: Connection, name: str) -> Row[Any]:
    """The agency of that name. Raises ``agency.unknown``, which says whom the register has."""
    found = queries.agency_named(connection, name)
    if found is None:
        known = "、".join(row.name for row in queries.agencies(connection)) or "—"
        raise DomainError("agency.unknown", field="agency", agency=name, known=known)
    return found


def _keep(
    work: UnitOfWork, by: Row[Any], whose: tuple[int, int], row: AgencyRow, done: _Count
) -> None:
    """Write a contact down unless it is known, with the rule that it went against."""
    case_id, customer_id = whose
    if queries.is_known(work.connection, customer_id, row, by.name):
        done.known += 1
        return
    rule = _against(work.connection, by, case_id, row)
    if rule is not None:
        done.against[rule] += 1
    queries.add(work.connection, customer_id, row, by.name, rule)
    done.new += 1


def _read(desk: Desk, path: Path) -> tuple[list[AgencyRow], list[RowFault]]:
    source = spreadsheets.open_file(path)
    rows = [(row.number, row.cells) for row in spreadsheets.rows(source, source.sheets[0])]
    problem: DomainError | None = None
    for place, (_number, cells) in enumerate(rows[:HEADER_WITHIN]):
        try:
            columns = find_columns(cells)
        except DomainError as error:
            problem = problem or error
            continue
        return read_rows(rows[place + 1 :], columns, now=desk.clock.now())
    raise problem or DomainError("agency.column_missing", field="who", column="who")


def _customers(
    connection: Connection, rows: Sequence[AgencyRow]
) -> tuple[dict[int, tuple[int, int]], list[RowFault]]:
    """The case and the customer of each row; a row that names nobody, or several, is a doubt."""
    found: dict[int, tuple[int, int]] = {}
    faults = []
    for row in rows:
        matches = set(_matches(connection, row))
        if len(matches) == 1:
            found[row.row_no] = matches.pop()
        else:
            code = "agency.who_ambiguous" if matches else "agency.who_unknown"
            faults.append(RowFault(row.row_no, "who", code))
    return found, faults


def _matches(connection: Connection, row: AgencyRow) -> Iterator[tuple[int, int]]:
    for column, value in row.who.items():
        matches = queries.customers(connection, column, value)
        if matches:
            yield from matches
            return


def _against(connection: Connection, by: Row[Any], case_id: int, row: AgencyRow) -> str | None:
    """The rule that the contact went against when it was made, judged by what came before it."""
    day = row.at.date()
    facts = read_case(connection, case_id, as_of=day).facts()
    before: list[PastContact] = [past for past in facts.history if past.at < row.at]
    proposed = ProposedContact(
        at=row.at,
        channel=row.channel,
        purpose=Purpose.COLLECTION,
        party=row.party,
        number=row.number,
        discloses_debt=False,
        by_agency=True,
        agency_review_until=works_until(connection, by, day),
        is_placed=queries.is_placed(connection, by.id, case_id, day),
    )
    history = tuple(sorted(before, key=lambda past: past.at))
    # Judged by today's balance a customer who has paid since would make every contact a breach.
    known = replace(facts, history=history, is_paid=False, has_unmatched_money=False)
    decision = decide(known, proposed, limits_on(connection, day))
    return decision.code if isinstance(decision, Refused) else None
