"""Booking on an account: payments, charges, waivers, write-offs and their reversals.

Each booking replays the account by value date, writes what follows from it, and refreshes the
account's state, the case board, promises and reminders in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db import ledger_queries
from db.unit_of_work import UnitOfWork
from desktop.domain.account_replay import Entry
from desktop.domain.allocation import Component
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money, to_fen
from desktop.services import ledger_state
from desktop.services.arrangements import restore
from desktop.services.desk import Desk
from desktop.services.foreign_balances import SIGNS, check_reversal
from desktop.services.ledger_effects import entry_row, settle
from desktop.services.ledger_preview import (
    Overpayment,
    Preview,
    checked,
    draft,
    find_account,
    ledger_of,
    owed,
    preview,
)
from desktop.services.ledger_state import Ledger, rework

__all__ = [
    "Booked",
    "Booking",
    "Preview",
    "book_charge",
    "book_entry",
    "book_payment",
    "book_waiver",
    "find_account",
    "ledger_of",
    "pay",
    "preview",
    "reverse_entry",
    "reverse_payment",
    "rework",
    "undo_payment",
    "write_off",
]


@dataclass(frozen=True)
class Booking:
    """A payment that was booked; ``split`` holds what each component got."""

    payment_id: int
    split: Mapping[str, Money]
    left_over: Money
    changes: Changes


@dataclass(frozen=True)
class Booked:
    """Another entry that was booked, so that it can be reversed."""

    entry_id: int
    changes: Changes


def pay(
    desk: Desk,
    account_id: int,
    amount: Money,
    *,
    value_on: date,
    reference: str | None = None,
    payer: str | None = None,
    method: str | None = None,
    currency: str | None = None,
    overpayment: Overpayment = "refuse",
) -> Booking:
    """Book a payment that came in; see ``book_payment`` for what it refuses."""
    with desk.write() as work:
        booking = book_payment(
            work,
            desk,
            account_id,
            amount=amount,
            value_on=value_on,
            reference=reference,
            payer=payer,
            method=method,
            currency=currency,
            overpayment=overpayment,
        )
        work.commit()
    return booking


def book_payment(
    work: UnitOfWork,
    desk: Desk,
    account_id: int,
    *,
    amount: Money,
    value_on: date,
    reference: str | None = None,
    payer: str | None = None,
    method: str | None = None,
    currency: str | None = None,
    source: str = "desk",
    overpayment: Overpayment = "refuse",
) -> Booking:
    """Book a payment inside another write; the caller commits.

    Raises ``DomainError`` at its field: ``ledger.no_such_account``, ``ledger.no_such_currency``,
    ``allocation.amount_not_positive``, ``ledger.in_the_future``, ``ledger.before_disbursement``,
    ``ledger.before_statement``, ``ledger.reference_known``, and ``ledger.overpayment`` unless
    ``overpayment`` is ``keep``: then what nothing is owed for stays as ``rest`` in the split.
    """
    ledger = ledger_of(work.connection, account_id, as_of=desk.today)
    if currency is not None and currency != ledger.account["currency"]:
        raise DomainError("ledger.no_such_currency", field="currency", currency=currency)
    done = checked(ledger, draft("payment", amount, value_on), desk.today, overpayment)
    payment = {
        "account_id": account_id,
        "natural_key": _natural_key(ledger, reference, value_on, amount),
        "paid_on": value_on,
        "amount": amount,
        "reference": reference,
        "method": method,
        "payer": payer,
        "source": source,
        "booked_at": work.now,
        "booked_by": desk.actor.officer_id,
    }
    payment_id = ledger_queries.add_payment(work.connection, payment)
    work.audit(
        "payment.book", "account", account_id, payment=payment_id, amount=amount, on=value_on
    )
    changes = settle(work, desk, ledger)
    split: dict[str, Money] = {}
    for part in done.parts:
        split[part.component] = split.get(part.component, ZERO) + part.amount
    return Booking(payment_id, split, done.left_over, changes)


def _natural_key(ledger: Ledger, reference: str | None, on: date, amount: Money) -> str:
    """The key by which an import knows the same payment again."""
    known = {found["natural_key"] for found in ledger.payments}
    if reference:
        if f"ref:{reference}" in known:
            raise DomainError("ledger.reference_known", field="reference", reference=reference)
        return f"ref:{reference}"
    number = 1
    while (key := f"desk:{on}:{to_fen(amount)}:{number}") in known:
        number += 1
    return key


def reverse_payment(work: UnitOfWork, desk: Desk, payment_id: int, reason: str) -> Changes:
    """Take a payment out inside another write; it stays visible, and all is replayed without it.

    Raises ``ledger.no_such_payment``, ``ledger.reversed_already``, ``ledger.before_statement``
    (contained in what the lender stated or an arrangement began with), ``ledger.reason_missing``.
    """
    account_id = ledger_queries.account_of_payment(work.connection, payment_id)
    if account_id is None:
        raise DomainError("ledger.no_such_payment", field="payment")
    ledger = ledger_of(work.connection, account_id, as_of=desk.today)
    [payment] = [found for found in ledger.payments if found["id"] == payment_id]
    _check_reversal(
        ledger, reason, done=payment["reversed_at"] is not None, held=ledger.holds_payment(payment)
    )
    ledger_queries.mark_reversed(work.connection, payment_id, work.now)
    entry = entry_row(work, desk, ledger, "reversal", payment["amount"], payment["paid_on"], reason)
    ledger_queries.add_entry(work.connection, {**entry, "reverses_payment_id": payment_id})
    work.audit("payment.reverse", "account", account_id, payment=payment_id)
    return settle(work, desk, ledger)


def undo_payment(desk: Desk, payment_id: int, reason: str) -> Changes:
    """Reverse a payment in a write of its own; see ``reverse_payment``."""
    with desk.write() as work:
        changes = reverse_payment(work, desk, payment_id, reason)
        work.commit()
    return changes


def _check_reversal(ledger: Ledger, reason: str, *, done: bool, held: bool) -> None:
    if done:
        raise DomainError("ledger.reversed_already", field="entry")
    if not held:
        raise DomainError("ledger.before_statement", field="entry", day=ledger.base_on)
    if not reason.strip():
        raise DomainError("ledger.reason_missing", field="reason")


def book_charge(
    desk: Desk,
    account_id: int,
    component: Component,
    amount: Money,
    *,
    value_on: date,
    due_on: date | None = None,
    rule: str = "hand",
    note: str = "",
) -> Booked:
    """Charge a fee, late fee or cost; due on its value date unless said otherwise."""
    if component not in ledger_state.FEES:
        raise DomainError("ledger.not_a_fee", field="component")
    entry = draft("charge", amount, value_on, component, due_on)
    return _book(desk, account_id, entry, rule=rule, note=note)


def book_waiver(
    desk: Desk, account_id: int, component: Component, amount: Money, *, value_on: date, reason: str
) -> Booked:
    """Let go of a part of what is owed. Raises ``ledger.waiver_too_large``, ``reason_missing``."""
    if not reason.strip():
        raise DomainError("ledger.reason_missing", field="reason")
    return _book(desk, account_id, draft("waiver", amount, value_on, component), note=reason)


def write_off(desk: Desk, account_id: int, *, value_on: date, reason: str) -> Booked:
    """Write an account off: it is still owed, and what comes in later is a recovery."""
    if not reason.strip():
        raise DomainError("ledger.reason_missing", field="reason")
    with desk.read() as connection:
        ledger = ledger_of(connection, account_id, as_of=desk.today)
    if ledger.account["written_off_on"] is not None:
        raise DomainError("ledger.written_off_already", field="value_on")
    state, _ = ledger.replay(as_of=min(value_on, desk.today))
    total = sum(owed(state).values(), ZERO)
    return _book(desk, account_id, draft("write_off", total, value_on), note=reason)


def _book(
    desk: Desk, account_id: int, entry: Entry, *, rule: str = "hand", note: str = ""
) -> Booked:
    with desk.write() as work:
        ledger = ledger_of(work.connection, account_id, as_of=desk.today)
        entry_id = book_entry(work, desk, ledger, entry, rule=rule, note=note)
        changes = settle(work, desk, ledger)
        work.commit()
    return Booked(entry_id, changes)


def book_entry(
    work: UnitOfWork,
    desk: Desk,
    ledger: Ledger,
    entry: Entry,
    *,
    rule: str,
    note: str,
    natural_key: str | None = None,
) -> int:
    """Append an entry inside another write and return its id; the caller settles and commits."""
    account_id = ledger.account["id"]
    checked(ledger, entry, desk.today)
    row = entry_row(work, desk, ledger, entry.kind, entry.amount, entry.value_date, note)
    row |= {"component": entry.component, "due_on": entry.due_on, "rule": rule}
    row["natural_key"] = natural_key
    entry_id = ledger_queries.add_entry(work.connection, row)
    if entry.kind == "write_off":
        ledger_queries.set_account(work.connection, account_id, written_off_on=entry.value_date)
    work.audit(f"ledger.{entry.kind}", "account", account_id, entry=entry_id, amount=entry.amount)
    return entry_id


def reverse_entry(desk: Desk, entry_id: int, reason: str) -> Booked:
    """Take a charge, waiver, write-off or arrangement out; it stays visible.

    Raises ``ledger.no_such_entry``, ``ledger.reversal_of_reversal``, ``ledger.reversed_already``,
    ``ledger.before_statement``, ``ledger.reason_missing``.
    """
    with desk.write() as work:
        done = take_entry_out(work, desk, entry_id, reason)
        work.commit()
    return done


def take_entry_out(work: UnitOfWork, desk: Desk, entry_id: int, reason: str) -> Booked:
    """Reverse an entry inside another write; the caller commits. Raises as ``reverse_entry``."""
    account_id = ledger_queries.account_of_entry(work.connection, entry_id)
    if account_id is None:
        raise DomainError("ledger.no_such_entry", field="entry")
    ledger = ledger_of(work.connection, account_id, as_of=desk.today)
    [found] = [each for each in ledger.entries if each["id"] == entry_id]
    if found["kind"] == "reversal":
        raise DomainError("ledger.reversal_of_reversal", field="entry")
    is_done = entry_id in ledger.reversed_ids()
    is_arrangement = found["kind"] == "arrangement"
    check_reversal(ledger, entry_id)
    is_beside = is_arrangement or found["kind"] in SIGNS
    held = is_beside or ledger.holds_entry(found)
    _check_reversal(ledger, reason, done=is_done, held=held)
    row = entry_row(work, desk, ledger, "reversal", found["amount"], found["value_on"], reason)
    row |= {"component": found["component"], "reverses_id": entry_id}
    reversal_id = ledger_queries.add_entry(work.connection, row)
    if found["kind"] == "write_off":
        ledger_queries.set_account(work.connection, account_id, written_off_on=None)
    if is_arrangement:
        restore(work, ledger, found)
    work.audit("ledger.reverse", "account", account_id, entry=entry_id)
    changes = settle(work, desk, ledger)
    return Booked(reversal_id, changes)
