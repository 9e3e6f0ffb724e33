"""Looking at the inbox of money: ids by filter, rows by id, whom a payment may be booked on."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from db import payment_queries as queries
from desktop.domain.money import Money
from desktop.services.desk import Desk


@dataclass(frozen=True)
class InboxRow:
    """A movement as the inbox shows it; ``suggestions`` as they were found, best first."""

    id: int
    source: str
    state: str
    doubt: str | None
    amount: Money
    currency: str
    value_on: date
    at: datetime | None
    payer_name: str
    payer_tail: str
    memo: str
    reference: str
    our_account: str
    expected_by: date | None
    customer_id: int | None
    customer: str | None
    case_id: int | None
    is_certain: bool
    file_name: str | None
    row_no: int | None
    suggestions: tuple["ShownSuggestion", ...]
    repeated: "RepeatedFile | None" = None

    @property
    def shown_amount(self) -> Money | None:
        """The amount, where there is money at all."""
        return None if self.repeated else self.amount


@dataclass(frozen=True)
class RepeatedFile:
    """Where the lines of a file were seen before: the file most came in, its day, how many files."""

    earlier_name: str
    earlier_on: date
    files: int
    lines: int


@dataclass(frozen=True)
class ShownSuggestion:
    """A suggestion with the parts it would pay; reasons are text codes ``payments.reason.…``."""

    customer_id: int
    points: int
    reasons: tuple[str, ...]
    excess: Money
    parts: tuple[tuple[int, Money], ...]


@dataclass(frozen=True)
class InboxQuery:
    """Which movements: by state, words, days (both ends included), certainty and doubt."""

    states: tuple[str, ...] = queries.OPEN_STATES
    words: str = ""
    from_on: date | None = None
    to_on: date | None = None
    is_certain: bool | None = None
    is_doubtful: bool | None = None


def inbox_ids(desk: Desk, query: InboxQuery) -> "array[int]":
    """Return the ids of matching movements, newest first."""
    with desk.read() as connection:
        return queries.ids(connection, **vars(query))


def inbox_rows(desk: Desk, ids: Sequence[int]) -> list[InboxRow]:
    """Return movements by id, in that order; those gone are left out."""
    with desk.read() as connection:
        found = queries.rows(connection, ids)
    return [_shown(found[each]) for each in ids if each in found]


def inbox(desk: Desk, query: InboxQuery | None = None, limit: int = 2000) -> list[InboxRow]:
    """Return the first matching movements, newest first."""
    return inbox_rows(desk, inbox_ids(desk, query or InboxQuery())[:limit])


def of_customer(desk: Desk, customer_id: int) -> list[InboxRow]:
    """Return a customer's money under way or arrived that is not booked yet, oldest first."""
    with desk.read() as connection:
        found = queries.ids_of_customer(connection, customer_id)
    return inbox_rows(desk, found)


@dataclass(frozen=True)
class PayableAccount:
    """An account a clerk may book money on."""

    account_id: int
    account_no: str
    product: str
    customer_id: int
    customer: str
    overdue: Money
    next_due_amount: Money


def payable_accounts(desk: Desk, words: str) -> list[PayableAccount]:
    """Return accounts by contract number or customer's name, longest overdue first."""
    if not words.strip():
        return []
    with desk.read() as connection:
        return [PayableAccount(*row) for row in queries.payable(connection, words.strip())]


@dataclass(frozen=True)
class AccountLabel:
    """How an account is named on the screen."""

    account_no: str
    customer: str


def account_labels(desk: Desk, ids: Sequence[int]) -> dict[int, AccountLabel]:
    """Return number and customer of accounts, for the parts of a suggestion."""
    with desk.read() as connection:
        found = queries.accounts(connection, ids)
    return {key: AccountLabel(row.account_no, row.name) for key, row in found.items()}


def inbox_counts(desk: Desk) -> dict[str, int]:
    """Return how many movements are in each state, and how many are certain."""
    with desk.read() as connection:
        return queries.counts(connection)


def late_transfers(desk: Desk) -> list[InboxRow]:
    """Return announced transfers that should have arrived by now."""
    with desk.read() as connection:
        found = [row.id for row in queries.late_transfers(connection, as_of=desk.today)]
    return inbox_rows(desk, found)


def _shown(row: Row[Any]) -> InboxRow:
    return InboxRow(
        **{
            name: getattr(row, name)
            for name in InboxRow.__dataclass_fields__
            if name not in ("suggestions", "repeated")
        },
        suggestions=tuple(shown_suggestion(each) for each in row.suggestions or ()),
        repeated=RepeatedFile(row.earlier_name, row.earlier_on, row.files, row.lines)
        if row.earlier_name is not None
        else None,
    )


def shown_suggestion(each: dict[str, Any]) -> ShownSuggestion:
    """Read a suggestion as it was stored."""
    return ShownSuggestion(
        each["customer"],
        each["points"],
        tuple(each["reasons"]),
        Decimal(each["excess"]),
        tuple((account, Decimal(amount)) for account, amount in each["parts"]),
    )
