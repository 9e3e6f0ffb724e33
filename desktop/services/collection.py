"""The collection sheet (收款单): many payments of a day booked together, each at most once.

Every line has a number of its own within its sheet. A line that was booked is known again, whether
it comes from the screen after a crash or from a file read back twice.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import Connection

from db import collection_queries as queries
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money, to_fen
from desktop.domain.progress import NoProgress, Progress
from desktop.services import payments
from desktop.services.desk import Desk
from desktop.services.movements import MovementIn, natural_keys, store

SOURCE = "sheet"
SAME_WITHIN = timedelta(days=3)
"""The same amount on the same account within so many days is likely the same payment."""


@dataclass(frozen=True)
class SheetLine:
    """One payment of a sheet. ``number`` names it for good; ``slip`` is the receipt's number."""

    number: str
    account_id: int
    amount: Money
    paid_on: date
    slip: str = ""
    payer: str = ""


@dataclass(frozen=True)
class SheetAccount:
    """Whose payment a line is, and what is owed: now, and with the next instalment."""

    account_id: int
    account_no: str
    customer: str
    overdue: Money
    next_due: Money


LineWarning = Literal[
    "booked", "changed", "twice", "paid_lately", "more_than_owed", "future", "settled"
]


@dataclass(frozen=True)
class LineResult:
    """What became of a line: booked now, known from before, or refused with a text code."""

    number: str
    state: Literal["booked", "known", "refused"]
    code: str = ""
    movement_id: int | None = None


@dataclass(frozen=True)
class SheetBooked:
    """What became of a sheet; ``amount`` is the sum booked now."""

    lines: tuple[LineResult, ...]
    amount: Money
    changes: Changes

    def count(self, state: str) -> int:
        """How many lines came to a state."""
        return sum(1 for line in self.lines if line.state == state)


def new_sheet(today: date) -> str:
    """Return the number of a new sheet: its day and six signs that no other sheet has."""
    return f"S{today:%Y%m%d}-{secrets.token_hex(3).upper()}"


def new_line_number() -> str:
    """Return a number for a line that no other line of any sheet has."""
    return secrets.token_hex(6)


def sheet_accounts(desk: Desk, account_ids: Sequence[int]) -> dict[int, SheetAccount]:
    """Return what a sheet shows of accounts; those gone are left out."""
    with desk.read() as connection:
        found = queries.accounts(connection, list(account_ids))
    return {
        key: SheetAccount(key, row.account_no, row.name, row.overdue, row.next_due_amount)
        for key, row in found.items()
    }


def warnings(desk: Desk, sheet: str, lines: Sequence[SheetLine]) -> dict[str, list[LineWarning]]:
    """Say of each line what a clerk should look at before it is booked; nothing is written."""
    with desk.read() as connection:
        return _warnings(connection, desk.today, sheet, lines)


def _warnings(
    connection: Connection, today: date, sheet: str, lines: Sequence[SheetLine]
) -> dict[str, list[LineWarning]]:
    accounts = queries.accounts(connection, [line.account_id for line in lines])
    states = queries.states(connection, _keys(sheet, lines))
    first = min((line.paid_on for line in lines), default=today) - SAME_WITHIN
    paid = queries.paid_lately(connection, list(accounts), first)
    alike = Counter((line.account_id, line.amount) for line in lines)
    found: dict[str, list[LineWarning]] = {}
    for line, key in zip(lines, _keys(sheet, lines), strict=True):
        said: list[LineWarning] = []
        account = accounts.get(line.account_id)
        stored = states.get(key)
        if stored is not None and stored.amount != line.amount:
            said.append("changed")
        elif stored is not None and stored.state == "booked":
            said.append("booked")
        elif (line.account_id, to_fen(line.amount)) in paid:
            said.append("paid_lately")
        if alike[line.account_id, line.amount] > 1:
            said.append("twice")
        if account is None or account.status == "settled":
            said.append("settled")
        elif (
            line.amount > account.outstanding_principal + account.overdue + account.next_due_amount
        ):
            said.append("more_than_owed")
        if line.paid_on > today:
            said.append("future")
        found[line.number] = said
    return found


def book(
    desk: Desk, sheet: str, lines: Sequence[SheetLine], progress: Progress | None = None
) -> SheetBooked:
    """Book every line, each in a transaction of its own; what is refused says why.

    Money that may be the same as what another source reported stays in the inbox. A cancel keeps
    what was booked; booking the same sheet again goes on where it ended.
    """
    watch = progress or NoProgress()
    for line in lines:
        if line.amount <= ZERO:
            raise DomainError("payments.not_positive", field="amount")
    store(desk, SOURCE, [_movement(sheet, line) for line in lines])
    keys = _keys(sheet, lines)
    results: list[LineResult] = []
    amount, changes = ZERO, Changes.of("payments")
    for place, (line, key) in enumerate(zip(lines, keys, strict=True)):
        watch.report(place, len(lines), "payments.booking")
        result, more = _book_line(desk, line, key)
        results.append(result)
        changes |= more
        amount += line.amount if result.state == "booked" else ZERO
    watch.report(len(lines), len(lines), "payments.booking")
    return SheetBooked(tuple(results), amount, changes)


def _book_line(desk: Desk, line: SheetLine, key: str) -> tuple[LineResult, Changes]:
    with desk.read() as connection:
        stored = queries.states(connection, [key])[key]
    if stored.amount != line.amount:
        return _refused(line, "collection.changed", stored.id), Changes()
    if stored.state == "booked":
        return LineResult(line.number, "known", "", stored.id), Changes()
    if stored.doubt:
        return _refused(line, stored.doubt, stored.id), Changes()
    parts = [(line.account_id, line.amount)]
    try:
        done = payments.accept(desk, stored.id, parts, overpayment="keep")
    except DomainError as problem:
        return _refused(line, problem.code, stored.id), Changes()
    return LineResult(line.number, "booked", "", stored.id), done.changes


def _refused(line: SheetLine, code: str, movement_id: int) -> LineResult:
    return LineResult(line.number, "refused", code, movement_id)


def _movement(sheet: str, line: SheetLine) -> MovementIn:
    return MovementIn(
        amount=line.amount,
        value_on=line.paid_on,
        our_account=sheet,
        payer_name=line.payer,
        memo=line.slip,
        reference=f"{sheet}/{line.number}",
        key=f"{sheet}/{line.number}",
    )


def _keys(sheet: str, lines: Sequence[SheetLine]) -> list[str]:
    return natural_keys(SOURCE, [_movement(sheet, line) for line in lines])
