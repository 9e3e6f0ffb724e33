"""Accounts and their instalments and payments of an import, by contract number.

A newer statement of the lender replaces what it stated before; an older one never does. What the
branch has booked since the statement stays on top of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, or_, select

from db.import_outcome import (
    NEW,
    SAME,
    Outcome,
    Row,
    add_rows,
    change_rows,
    found,
    light,
    parts,
    rows_by,
)
from db.import_parties import Items, PartyIndex, with_account
from desktop.domain.import_fields import ACCOUNT, PAYMENT
from desktop.domain.import_references import CustomerRef
from desktop.domain.import_rows import COLUMNS

_TERMS = tuple(
    name
    for name in COLUMNS[ACCOUNT]
    if name not in ("customer_no", "id_number", "name", "phone", "officer", "stated_on")
)
_STORED = (*_TERMS, "officer_id", "updated_at")
_ACCOUNTS = light("account", ("id", *_STORED, "customer_id", "plan_source", "stated_on"))
_NEW_ONLY = {
    "product": "", "currency": "CNY", "principal": 0, "day_basis": 360, "compounds_interest": True,
    "grace_days": 0, "contract": "{}", "auto_debit": False, "status": "open", "outstanding_principal": 0,
    "overdue_principal": 0, "overdue_interest": 0, "overdue_fee": 0, "penalty": 0, "compound": 0, "dpd": 0,
    "bucket": 0, "five_class": "normal", "next_due_amount": 0,
}  # fmt: skip
_FOR_ADDING = light(
    "account", dict.fromkeys((*_STORED, "customer_id", "plan_source", "stated_on", *_NEW_ONLY))
)
_PAYMENTS = light(
    "payment",
    [
        "id",
        "account_id",
        "natural_key",
        "paid_on",
        "amount",
        "reference",
        "method",
        "payer",
        "source",
        "split",
        "reversed_at",
        "booked_at",
        "booked_by",
    ],
)
_ENTRIES = light("ledger_entry", ("account_id",))
_OFFICERS = light("officer", ("id", "staff_no", "name"))


@dataclass
class AccountIndex:
    """The accounts that some rows name, and the officers by staff number and name."""

    by_number: dict[str, Row] = field(default_factory=dict)
    officers: dict[str, int] = field(default_factory=dict)

    def load(self, connection: Connection, numbers: Iterable[object]) -> None:
        """Fetch the accounts with these contract numbers."""
        if not self.officers:
            for row in found(connection, select(_OFFICERS)):
                self.officers[row["name"]] = self.officers[row["staff_no"]] = row["id"]
        for row in rows_by(connection, _ACCOUNTS, "account_no", numbers):
            self.by_number[row["account_no"]] = row


def refuse_foreign_accounts(
    items: Items, accounts: AccountIndex, parties: PartyIndex, outcome: Outcome
) -> None:
    """Refuse rows that give a known contract number to somebody else, before anything is written."""
    for row_no, record in items:
        stored = accounts.by_number.get(str(record[0]))
        if stored is None:
            continue
        owner = parties.find(_reference(record))
        if owner is None or owner.get("id") != stored["customer_id"]:
            outcome.refuse(row_no, "account.account_no", "imports.account_of_other_customer")


def _reference(record: tuple[Any, ...]) -> CustomerRef:
    number, identity, name, phone = record[1:5]
    return number, identity, name, phone


def write_accounts(
    connection: Connection,
    items: Items,
    accounts: AccountIndex,
    parties: PartyIndex,
    outcome: Outcome,
    *,
    stated_on: int,
    now: str,
) -> None:
    """Add new accounts and bring known ones up to date."""
    new: list[Row] = []
    changed: dict[int, Row] = {}
    for row_no, record in items:
        if row_no in outcome.refused_rows:
            continue
        said: Row = dict(zip(COLUMNS[ACCOUNT], record, strict=True))
        owner = parties.find(_reference(record))
        if owner is None:
            outcome.refuse(row_no, "customer.customer_no", "imports.customer_unknown")
            continue
        terms = {name: said[name] for name in _TERMS}
        terms["officer_id"] = _officer(said["officer"], accounts, outcome, row_no)
        row_stated_on = said["stated_on"] or stated_on
        stored = accounts.by_number.get(said["account_no"])
        if stored is None:
            row = {**terms, "customer_id": owner["id"], "updated_at": now, "plan_source": None}
            row["stated_on"] = row_stated_on if said["stated_principal"] is not None else None
            row["kind"] = row["kind"] or "loan"
            row |= {name: value for name, value in _NEW_ONLY.items() if row.get(name) is None}
            accounts.by_number[said["account_no"]] = row
            new.append(row)
            outcome.count(ACCOUNT, NEW)
            outcome.customers.add(owner["id"])
            continue
        if row_stated_on < (stored["stated_on"] or 0):
            terms["stated_principal"] = None
        if outcome.apply(row_no, ACCOUNT, said["account_no"], stored, terms) and "id" in stored:
            stored["updated_at"] = now
            changed[stored["id"]] = stored
            outcome.customers.add(stored["customer_id"])
    add_rows(connection, _FOR_ADDING, new)
    for row in rows_by(connection, _ACCOUNTS, "account_no", (row["account_no"] for row in new)):
        accounts.by_number[row["account_no"]]["id"] = row["id"]
    change_rows(connection, _ACCOUNTS, _STORED, list(changed.values()))


def _officer(name: str | None, accounts: AccountIndex, outcome: Outcome, row_no: int) -> int | None:
    if name is None:
        return None
    known = accounts.officers.get(name)
    if known is None:
        accounts.officers[name] = 0  # said once
        outcome.notice(row_no, "account.officer", "imports.officer_unknown", officer=name)
    return known or None


def state(
    connection: Connection, stated: dict[int, tuple[int | None, str]], accounts: AccountIndex
) -> set[int]:
    """Remember for accounts (by id) the day of the statement and where their plan comes from.

    Returns the accounts that are stated anew: the payments after that day must be applied again.
    """
    by_id = {row["id"]: row for row in accounts.by_number.values()}
    anew: set[int] = set()
    changed: list[Row] = []
    for account_id, (stated_on, source) in stated.items():
        row = by_id[account_id]
        if (row["stated_on"], row["plan_source"]) == (stated_on, source):
            continue
        if row["stated_on"] != stated_on:
            anew.add(account_id)
        row["stated_on"], row["plan_source"] = stated_on, source
        changed.append(row)
    change_rows(connection, _ACCOUNTS, ("stated_on", "plan_source"), changed)
    return anew


def with_bookings(connection: Connection, account_ids: Iterable[int]) -> set[int]:
    """Of these accounts, those with bookings that may not be contained in what the lender stated.

    They are live payments after the day of the statement, and entries of any day: what the ledger
    had made of those that the statement now contains has to go.
    """
    waiting: set[int] = set()
    for part in parts(account_ids):
        query = (
            select(_PAYMENTS.c.account_id)
            .join(_ACCOUNTS, _ACCOUNTS.c.id == _PAYMENTS.c.account_id)
            .where(
                _PAYMENTS.c.account_id.in_(part),
                _PAYMENTS.c.reversed_at.is_(None),
                or_(_ACCOUNTS.c.stated_on.is_(None), _PAYMENTS.c.paid_on > _ACCOUNTS.c.stated_on),
            )
        )
        waiting.update(connection.execute(query.distinct()).scalars())
        entries = select(_ENTRIES.c.account_id).where(_ENTRIES.c.account_id.in_(part))
        waiting.update(connection.execute(entries.distinct()).scalars())
    return waiting


def write_payments(
    connection: Connection,
    items: Items,
    accounts: AccountIndex,
    outcome: Outcome,
    *,
    now: str,
    officer_id: int | None,
) -> None:
    """Add payments that are not known yet; a known one never changes."""
    taken: list[tuple[int, Row]] = []
    for row_no, record, account in with_account(items, accounts.by_number, outcome):
        said: Row = dict(zip(COLUMNS[PAYMENT], record, strict=True))
        taken.append((row_no, said | {"account_id": account["id"]}))
    known = {
        (row["account_id"], row["natural_key"]): row
        for row in rows_by(
            connection, _PAYMENTS, "account_id", (said["account_id"] for _, said in taken)
        )
    }
    new: list[Row] = []
    for row_no, said in taken:
        key = (said["account_id"], said["natural_key"])
        stored = known.get(key)
        if stored is None:
            del said["account_no"]
            known[key] = said | {
                "source": "import",
                "split": None,
                "reversed_at": None,
                "booked_at": now,
                "booked_by": officer_id,
            }
            new.append(known[key])
            outcome.count(PAYMENT, NEW)
            outcome.accounts.add(said["account_id"])
        elif (stored["paid_on"], stored["amount"]) != (said["paid_on"], said["amount"]):
            outcome.refuse(row_no, "payment.reference", "imports.payment_differs")
        else:
            outcome.count(PAYMENT, SAME)
    add_rows(connection, _PAYMENTS, new)
