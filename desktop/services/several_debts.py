"""One payment over several debts of a customer: shared by the debtor's choice, else due first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from db import ledger_queries
from desktop.domain.changes import Changes
from desktop.domain.money import ZERO, Money
from desktop.domain.penalty import millionths
from desktop.domain.several_debts import Debt, share_out
from desktop.services import ledger_state
from desktop.services.desk import Desk
from desktop.services.ledger import book_payment, reverse_payment
from desktop.services.ledger_preview import ledger_of
from desktop.services.rules import rule_book

__all__ = ["Share", "Shared", "pay", "share", "undo"]


@dataclass(frozen=True)
class Share:
    """What one account gets of a payment, beside what is due on it that day."""

    account_id: int
    account_no: str
    product: str
    due: Money
    amount: Money


@dataclass(frozen=True)
class Shared:
    """A payment that was booked on several accounts, so that it can be taken back whole."""

    payments: tuple[int, ...]
    changes: Changes


def share(
    desk: Desk, account_id: int, amount: Money, *, value_on: date, chosen: Sequence[int] = ()
) -> tuple[Share, ...]:
    """Say how a payment of this account's customer falls on all debts; nothing is written.

    ``chosen`` are the accounts that the debtor named, in order (民法典 560). Raises
    ``allocation.amount_not_positive`` and ``allocation.not_this_customers``.
    """
    with desk.read() as connection:
        return _share(connection, desk.today, account_id, amount, value_on, chosen)


def pay(
    desk: Desk,
    account_id: int,
    amount: Money,
    *,
    value_on: date,
    chosen: Sequence[int] = (),
    reference: str | None = None,
    payer: str | None = None,
) -> Shared:
    """Book a payment over all debts of the customer, in one transaction; see ``share``."""
    payments, changes = [], Changes()
    with desk.write() as work:
        parts = _share(work.connection, desk.today, account_id, amount, value_on, chosen)
        for part in parts:
            done = book_payment(
                work,
                desk,
                part.account_id,
                amount=part.amount,
                value_on=value_on,
                reference=reference,
                payer=payer,
            )
            payments.append(done.payment_id)
            changes |= done.changes
        work.commit()
    return Shared(tuple(payments), changes)


def undo(desk: Desk, payments: Sequence[int], reason: str) -> Changes:
    """Take a shared payment back on every account."""
    changes = Changes()
    with desk.write() as work:
        for payment_id in payments:
            changes |= reverse_payment(work, desk, payment_id, reason)
        work.commit()
    return changes


def _share(
    connection: Connection,
    today: date,
    account_id: int,
    amount: Money,
    value_on: date,
    chosen: Sequence[int],
) -> tuple[Share, ...]:
    customer = ledger_of(connection, account_id, as_of=today).account["customer_id"]
    found = {each["id"]: each for each in ledger_queries.siblings(connection, customer)}
    open_ones = [each for each in found if found[each]["status"] != "settled"] or [account_id]
    ledgers = ledger_state.read(connection, open_ones, rule_book(connection), as_of=today)
    debts = []
    for number, ledger in ledgers.items():
        if ledger.base_on is not None and not ledger.can_book(value_on):
            continue
        state, _ = ledger.replay(as_of=value_on)
        due = [each.row for each in state.rows if each.row.due_on <= value_on and each.row.unpaid]
        debts.append(
            Debt(
                number,
                sum((row.unpaid for row in due), ZERO),
                min((row.due_on for row in due), default=None),
                ledger.account["security"],
                millionths(ledger.terms.penalty.rate),
            )
        )
    parts = share_out(debts, amount, chosen=chosen, today=value_on)
    dues = {debt.account_id: debt.due for debt in debts}
    return tuple(
        Share(number, found[number]["account_no"], found[number]["product"], dues[number], part)
        for number, part in parts.items()
    )
