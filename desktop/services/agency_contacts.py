"""Contacts that agencies made: taken in from their files, so that every cap counts them too."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from db import agency_queries as queries
from desktop.adapters import spreadsheets
from desktop.domain.agency_rows import AgencyRow, RowFault, find_columns, read_rows
from desktop.domain.changes import Changes
from desktop.domain.contact_facts import PastContact, ProposedContact, Purpose
from desktop.domain.contact_policy import Refused, decide
from desktop.domain.errors import DomainError
from desktop.domain.progress import NoProgress, Progress
from desktop.services.desk import Desk
from desktop.services.guard import CaseRecord, limits_on, read_case
from desktop.services.reminders import replan_customers

HEADER_WITHIN = 20
"""The header is one of the first rows."""
NAME_LENGTH = 100
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
    """Take in an agency's file. The same contact twice, or the same file again, changes nothing.

    What happened is kept whatever it was; a contact that went against a rule is counted by the rule.
    Raises ``DomainError``: ``agency.name_missing``, ``agency.name_long``, ``agency.column_missing``;
    what the reader says of a file that is no table.
    """
    name = agency.strip()
    if not name:
        raise DomainError("agency.name_missing", field="agency")
    if len(name) > NAME_LENGTH:
        raise DomainError("agency.name_long", field="agency", limit=NAME_LENGTH)
    watch = progress or NoProgress()
    watch.report(0, 1, "agency.reading")
    rows, faults = _read(desk, path)
    new, known, against = 0, 0, Counter[str]()
    for start in range(0, len(rows), CHUNK):
        watch.report(start, len(rows), "agency.storing")
        part = rows[start : start + CHUNK]
        with desk.write() as work:
            cases, unknown = _customers(work.connection, part)
            faults.extend(unknown)
            for row in sorted(part, key=lambda each: each.at):
                case_id, customer_id = cases.get(row.row_no, (0, 0))
                if not case_id:
                    continue
                if queries.is_known(work.connection, customer_id, row, name):
                    known += 1
                    continue
                rule = _against(work.connection, case_id, row)
                if rule is not None:
                    against[rule] += 1
                queries.add(work.connection, customer_id, row, name)
                new += 1
            replan_customers(
                work, sorted({customer for _, customer in cases.values()}), as_of=desk.today
            )
            work.audit("agency.taken_in", "contact", None, agency=name, rows=len(part))
            work.commit()
    watch.report(1, 1, "agency.storing")
    changes = Changes.of("contacts", "reminders", "cases") if new else Changes()
    return Taken(new, known, dict(against), tuple(sorted(faults, key=lambda f: f.row_no)), changes)


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
    for field, value in row.who.items():
        matches = queries.customers(connection, field, value)
        if matches:
            yield from matches
            return


def _against(connection: Connection, case_id: int, row: AgencyRow) -> str | None:
    """The rule that the contact went against when it was made, judged by what came before it."""
    record: CaseRecord = read_case(connection, case_id, as_of=row.at.date())
    facts = record.facts()
    before: list[PastContact] = [past for past in facts.history if past.at < row.at]
    proposed = ProposedContact(
        at=row.at,
        channel=row.channel,
        purpose=Purpose.COLLECTION,
        party=row.party,
        number=row.number,
        discloses_debt=False,
    )
    history = tuple(sorted(before, key=lambda past: past.at))
    # Judged by today's balance a customer who has paid since would make every contact a breach.
    known = replace(facts, history=history, is_paid=False, has_unmatched_money=False)
    decision = decide(known, proposed, limits_on(connection, row.at.date()))
    return decision.code if isinstance(decision, Refused) else None
