"""Looking at cases: the list by filter, one case in full, the full number behind a mask."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db import case_queries
from db.case_queries import SORTS, CaseQuery
from desktop.domain.errors import DomainError
from desktop.domain.masks import mask_address, mask_email, mask_identity_number, mask_phone
from desktop.domain.money import Money
from desktop.services.desk import Desk

__all__ = [
    "SORTS",
    "CaseDetail",
    "CaseQuery",
    "CaseRow",
    "Totals",
    "case_counts",
    "case_detail",
    "case_ids",
    "case_rows",
    "case_totals",
    "products",
    "reveal",
    "totals_of",
]

Row = Mapping[str, Any]
"""A row of a table as it was read: column names to domain values."""

_MASKS = {
    "phone": mask_phone,
    "phone_other": mask_phone,
    "number": mask_phone,
    "id_number": mask_identity_number,
    "email": mask_email,
    "address": mask_address,
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as lists show it; amounts in yuan."""

    case_id: int
    case_no: str
    customer_id: int
    name: str
    pinyin: str
    product: str
    account_count: int
    state: str
    stage: str
    officer_id: int | None
    dpd: int
    bucket: int
    five_class: str
    overdue: Money
    outstanding: Money
    next_due_on: date | None
    next_due_amount: Money
    next_action_on: date | None
    next_channel: str | None
    promise_due_on: date | None
    last_contact_at: datetime | None
    opened_on: date | None
    officer: str | None


@dataclass(frozen=True)
class Totals:
    """How many cases, and what they owe."""

    count: int
    overdue: Money
    outstanding: Money


@dataclass(frozen=True)
class CaseDetail:
    """One case with everything on it. Phone, identity number, address and e-mail are masked."""

    case: CaseRow
    customer: Row
    accounts: tuple[Row, ...]
    instalments: tuple[Row, ...]
    payments: tuple[Row, ...]
    guarantors: tuple[Row, ...]
    contact_persons: tuple[Row, ...]
    restrictions: tuple[Row, ...]
    contacts: tuple[Row, ...]
    promises: tuple[Row, ...]
    reminders: tuple[Row, ...]
    letters: tuple[Row, ...]
    visits: tuple[Row, ...]
    notes: tuple[Row, ...]
    messages: tuple[Row, ...]
    incoming: tuple[Row, ...]


def case_ids(desk: Desk, query: CaseQuery, limit: int | None = None) -> "array[int]":
    """Return the ids of the matching cases in their order: 8 bytes a case, whatever the book.

    With a ``limit`` only the first of them: the rows of the first page before all are sorted.
    """
    with desk.read() as connection:
        return case_queries.ids(connection, query, limit)


def case_rows(desk: Desk, ids: Sequence[int]) -> list[CaseRow]:
    """Return the rows of a window of ids, in that order; ids that are gone are left out."""
    with desk.read() as connection:
        found = case_queries.rows(connection, ids)
    return [CaseRow(**found[case_id]) for case_id in ids if case_id in found]


def case_totals(desk: Desk, query: CaseQuery) -> Totals:
    """Return number and amounts of what a filter matches."""
    with desk.read() as connection:
        return Totals(*case_queries.totals(connection, query))


def totals_of(desk: Desk, ids: Sequence[int]) -> Totals:
    """Return number and amounts of the cases named, such as those selected."""
    with desk.read() as connection:
        return Totals(*case_queries.totals_of(connection, ids))


def case_counts(desk: Desk, queries: Mapping[str, CaseQuery]) -> dict[str, int]:
    """Return the number of matches of several filters, for the chips above the list."""
    with desk.read() as connection:
        return {name: case_queries.totals(connection, query)[0] for name, query in queries.items()}


def products(desk: Desk) -> list[str]:
    """Return the products that occur in the book."""
    with desk.read() as connection:
        return case_queries.products(connection)


def case_detail(desk: Desk, case_id: int) -> CaseDetail:
    """Return one case in full. Raises ``DomainError("cases.gone")`` when there is none."""
    with desk.read() as connection:
        board = case_queries.rows(connection, [case_id]).get(case_id)
        if board is None:
            raise DomainError("cases.gone", case=case_id)
        customer = case_queries.customer(connection, board["customer_id"])
        parts = case_queries.detail(connection, case_id, board["customer_id"])
    masked = {name: tuple(_masked(row) for row in rows) for name, rows in parts.items()}
    return CaseDetail(CaseRow(**board), _masked(customer), **masked)


def _masked(row: Row) -> Row:
    return {
        name: _MASKS[name](value) if isinstance(value, str) and value and name in _MASKS else value
        for name, value in row.items()
    }


_REVEALED = ("phone", "phone_other", "id_number", "email", "address")


def reveal(desk: Desk, customer_id: int, field: str, reason: str = "") -> str:
    """Return a customer's full value behind a mask; looking is an act and leaves an audit entry.

    ``field`` is phone, phone_other, id_number, email or address. PIPL art. 51.
    """
    if field not in _REVEALED:
        raise DomainError("cases.not_masked", field=field)
    with desk.write() as work:
        row = case_queries.customer(work.connection, customer_id)
        work.audit("customer.reveal", "customer", customer_id, field=field, reason=reason)
        work.commit()
    return str(row[field] or "")
