"""The inbox of money: everything that arrives is stored once, read with its doubts, and matched."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row

from db import payment_queries as queries
from db.column_types import to_json
from db.unit_of_work import UnitOfWork
from desktop.adapters.statements import read_statement
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.money import Money
from desktop.domain.movement_message import Movement as MovementMessage
from desktop.domain.payment_matching import Book, Match, Received
from desktop.domain.progress import NoProgress, Progress
from desktop.domain.statement_columns import TAKEN_BACK, LineFault, StatementLine
from desktop.domain.working_days import WorkingDays
from desktop.services import statement_layouts
from desktop.services.desk import Desk
from desktop.services.money_doubles import doubt_doubles, doubt_taken_back
from desktop.services.money_notices import Told, is_told, take_back, tell
from desktop.services.own_days import working_days
from desktop.services.repeated_files import Repeated, hold_repeated
from desktop.services.rules import rule_book


@dataclass(frozen=True)
class MovementIn:
    """Money as a source reports it. ``amount`` is positive in, negative out.

    ``reference`` is the source's own number; with it a movement is known again whatever file it
    comes in, without it by day, amount, payer, memo and how many alike stand above it. ``key``
    takes the place of all this where the source has a name of its own for each.
    """

    amount: Money
    value_on: date
    at: datetime | None = None
    our_account: str = ""
    currency: str = "CNY"
    payer_name: str = ""
    payer_tail: str = ""
    memo: str = ""
    reference: str = ""
    balance: Money | None = None
    doubt: str = ""
    file_name: str | None = None
    row_no: int | None = None
    key: str = ""


@dataclass(frozen=True)
class Stored:
    """What came of a batch: new ones (their keys too), known ones, doubts; matched and certain."""

    new: int
    known: int
    doubtful: int
    matched: int
    certain: int
    faults: tuple[LineFault, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    changes: Changes = field(default_factory=Changes)
    repeated: Repeated | None = None


def import_statement(
    desk: Desk, path: Path, *, encoding: str = "", progress: Progress | None = None
) -> Stored:
    """Take in a bank statement file.

    The same movements under another name book nothing: an item in the inbox says so. Known columns
    in another order than so far are read by their names, and doubted.
    """
    watch = progress or NoProgress()
    watch.report(0, 3, "payments.reading")
    with desk.read() as connection:
        known = statement_layouts.taught(connection)
    statement = read_statement(path, as_of=desk.today, encoding=encoding, taught=known)
    watch.report(1, 3, "payments.storing")
    headers = list((statement.columns or {}).values())
    with desk.write() as work:
        moved = statement_layouts.doubt_of(work.connection, headers)
        lines = [_of_line(line, path.name, moved) for line in statement.lines]
        stored = store_within(work, "bank_file", lines, today=desk.today)
        repeated = None
        if stored.new:
            statement_layouts.remember(work, headers)
        else:
            keys = natural_keys("bank_file", lines)
            repeated = hold_repeated(work, path.name, keys, today=desk.today)
        work.commit()
    watch.report(3, 3, "payments.storing")
    return replace(
        stored,
        faults=statement.faults,
        columns=dict(statement.columns or {}),
        changes=stored.changes | (Changes.of("payments") if repeated else Changes()),
        repeated=repeated,
    )


def _of_line(line: StatementLine, file_name: str, moved: str) -> MovementIn:
    return MovementIn(
        amount=line.amount,
        value_on=line.value_on,
        at=line.at,
        our_account=line.our_account,
        currency=line.currency,
        payer_name=line.payer_name,
        payer_tail=line.payer_tail,
        memo=line.memo,
        reference=line.reference,
        balance=line.balance,
        doubt=line.doubt or moved,
        file_name=file_name,
        row_no=line.row_no,
    )


def store(desk: Desk, source: str, movements: Sequence[MovementIn]) -> Stored:
    """Store what is new and match it, in one transaction."""
    with desk.write() as work:
        stored = store_within(work, source, movements, today=desk.today)
        work.commit()
    return stored


def store_within(
    work: UnitOfWork, source: str, movements: Sequence[MovementIn], *, today: date
) -> Stored:
    """Do the same inside another write; the caller commits."""
    keyed = list(zip(natural_keys(source, movements), movements, strict=True))
    known = queries.known_keys(work.connection, [key for key, _ in keyed])
    fresh = [(key, each) for key, each in keyed if key not in known]
    rows = [_row(source, key, each, work.now, today) for key, each in fresh]
    doubt_doubles(work.connection, source, rows)
    queries.put_new(work.connection, rows)
    doubt_taken_back(work.connection, rows)
    matched, certain = match_open(work, as_of=today) if fresh else (0, 0)
    doubtful = sum(1 for row in rows if row["doubt"])
    work.audit(
        "payments.received", "movement", None, source=source, new=len(fresh), known=len(known)
    )
    changes = Changes.of("payments", "reminders") if fresh else Changes()
    return Stored(
        len(fresh),
        len(keyed) - len(fresh),
        doubtful,
        matched,
        certain,
        keys=tuple(key for key, _ in fresh),
        changes=changes,
    )


def take_movement_sms(
    work: UnitOfWork, message_key: str, read: MovementMessage, received_at: datetime
) -> Stored:
    """Store what a bank's account-movement message says, inside the write that stores the message.

    Only for messages whose sender was found to be the bank's own.
    """
    if read.amount is None or read.direction is None:
        raise ValueError("a movement message has an amount and a direction")
    moment = read.time or received_at
    movement = MovementIn(
        amount=read.amount if read.direction == "in" else -read.amount,
        value_on=moment.date(),
        at=moment if read.has_hour else None,
        our_account=read.tail or "",
        payer_name=read.counterparty or "",
        reference=message_key,
        currency=read.currency,
        balance=read.balance,
    )
    return store_within(work, "movement_sms", [movement], today=work.now.date())


def natural_keys(source: str, movements: Iterable[MovementIn]) -> list[str]:
    """Name each movement by what it is; equal ones are told apart by their order."""
    seen: Counter[str] = Counter()
    keys = []
    for each in movements:
        if each.key:
            words = each.key
        elif each.reference:
            words = f"{each.our_account}|{each.reference}|{each.amount}"
        else:
            words = "|".join(
                map(str, (each.our_account, each.value_on, each.at, each.amount, each.balance,
                          each.payer_name, each.payer_tail, each.memo))
            )  # fmt: skip
        seen[words] += 1
        digest = hashlib.sha256(f"{words}|{seen[words]}".encode()).hexdigest()[:40]
        keys.append(f"{source}:{digest}")
    return keys


def _row(source: str, key: str, each: MovementIn, now: datetime, today: date) -> dict[str, Any]:
    doubt = each.doubt
    if not doubt and each.value_on > today:
        doubt = "payments.future_day"
    if not doubt and each.currency != "CNY":
        doubt = "payments.foreign_currency"
    return {
        "natural_key": key,
        "source": source,
        "state": _first_state(each.amount, doubt),
        "doubt": doubt or None,
        "our_account": each.our_account,
        "amount": each.amount,
        "currency": each.currency,
        "value_on": each.value_on,
        "at": each.at,
        "payer_name": each.payer_name,
        "payer_tail": each.payer_tail,
        "memo": each.memo,
        "reference": each.reference,
        "balance": each.balance,
        "file_name": each.file_name,
        "row_no": each.row_no,
        "suggestions": [],
        "is_certain": False,
        "stored_at": now,
    }


def _first_state(amount: Money, doubt: str) -> str:
    """Money out is no repayment; but where it takes one back, a person has to see it."""
    if amount > 0:
        return "arrived"
    return "refused" if doubt == TAKEN_BACK else "ignored"


def match_open(work: UnitOfWork, *, as_of: date) -> tuple[int, int]:
    """Match everything not booked yet against today's debts; return matched and certain ones."""
    waiting = queries.to_match(work.connection)
    if not waiting:
        return 0, 0
    threshold = rule_book(work.connection).whole("money.match_certain_from", as_of)
    book = Book(queries.open_debts(work.connection, as_of=as_of), threshold)
    matches = [(row, book.match(_received(row))) for row in waiting]
    queries.put_suggestions(work.connection, (_found(row, match) for row, match in matches))
    if is_told(work, "arrived"):
        for row, match in matches:
            if match.is_certain and not row.doubt:
                told = Told(row.id, row.amount, row.value_on)
                tell(work, match.suggestions[0].customer_id, "arrived", told)
    matched = sum(1 for _, match in matches if match.suggestions)
    certain = sum(1 for row, match in matches if match.is_certain and not row.doubt)
    return matched, certain


def rematch(desk: Desk) -> Stored:
    """Match again, after debts, promises or payers have changed."""
    with desk.write() as work:
        matched, certain = match_open(work, as_of=desk.today)
        work.audit("payments.matched", "movement", None, matched=matched, certain=certain)
        work.commit()
    return Stored(0, 0, 0, matched, certain, changes=Changes.of("payments", "reminders"))


def _received(row: Row[Any]) -> Received:
    return Received(
        row.id,
        row.amount,
        row.value_on,
        row.payer_name,
        row.payer_tail,
        f"{row.memo} {row.reference}",
    )


def _found(row: Row[Any], match: Match) -> dict[str, Any]:
    best = match.suggestions[0].customer_id if match.suggestions else None
    listed = [
        {
            "customer": each.customer_id,
            "points": each.points,
            "reasons": each.reasons,
            "excess": each.excess,
            "parts": [[account, amount] for account, amount in each.parts],
        }
        for each in match.suggestions
    ]
    return {
        "id": row.id,
        "state": "matched" if best else "arrived",
        "customer": best,
        "suggestions": to_json(listed),
        "certain": match.is_certain and not row.doubt,
    }


def announce(
    desk: Desk,
    customer_id: int,
    amount: Money,
    *,
    sent_on: date,
    note: str = "",
    is_transfer: bool = True,
) -> Stored:
    """Note that a customer has sent money: reminders wait for it.

    An ordinary transfer takes up to three working days; anything else is expected by the next one.

    Raises ``DomainError``: ``payments.not_positive``, ``payments.future_day``.
    """
    with desk.write() as work:
        key = announce_within(
            work,
            customer_id,
            amount,
            sent_on=sent_on,
            note=note,
            desk=desk,
            is_transfer=is_transfer,
        )
        work.commit()
    is_new = key is not None
    return Stored(
        int(is_new), int(not is_new), 0, 0, 0, changes=Changes.of("payments", "reminders")
    )


def announce_within(
    work: UnitOfWork,
    customer_id: int,
    amount: Money,
    *,
    sent_on: date,
    note: str,
    desk: Desk,
    is_transfer: bool = True,
) -> str | None:
    """Do the same inside another write; return the key, ``None`` for what was announced before."""
    if amount <= 0:
        raise DomainError("payments.not_positive", field="amount")
    if sent_on > desk.today:
        raise DomainError("payments.future_day", field="sent_on")
    digest = hashlib.sha256(f"{customer_id}|{amount}|{sent_on}".encode()).hexdigest()[:40]
    key = f"announced:{digest}"
    is_known = bool(queries.known_keys(work.connection, [key]))
    if not is_known:
        each = MovementIn(amount, sent_on, memo=note)
        row = _row("announced", key, each, work.now, desk.today)
        rules = rule_book(work.connection)
        days = rules.whole("money.transfer_days", desk.today) if is_transfer else 1
        row |= {
            "state": "sent" if is_transfer else "announced",
            "customer_id": customer_id,
            "expected_by": expected_by(sent_on, days, working_days(work.connection)),
        }
        queries.put_new(work.connection, [row])
        told = Told(queries.id_of(work.connection, key), amount, sent_on)
        tell(work, customer_id, "announced", told)
    work.audit("payments.announced", "customer", customer_id, amount=amount)
    return None if is_known else key


def take_back_announced(work: UnitOfWork, key: str) -> None:
    """Remove an announcement that was noted by mistake, and its message if that has not gone out."""
    movement_id = queries.id_of(work.connection, key)
    if queries.drop_announced(work.connection, movement_id):
        take_back(work, "announced", movement_id)


def expected_by(sent_on: date, count: int, days: WorkingDays) -> date:
    """Return the last working day on which the money arrives."""
    day = sent_on
    for _ in range(count):
        day = days.next_working_day(day + timedelta(days=1))
    return day
