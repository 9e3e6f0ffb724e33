"""Putting a new plan in the place of an old one, and taking it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db import ledger_queries
from db.ledger_queries import Found
from db.unit_of_work import UnitOfWork
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.services.desk import Desk
from desktop.services.ledger_effects import entry_row
from desktop.services.ledger_state import Ledger

DATES = ("due_on", "penalty_until", "statement_on", "settled_on", "matures_on")
AS_THEY_ARE = ("method", "contract")
COUNTS = ("id", "account_id", "number", "penalty_micro", "compound_micro", "terms")


@dataclass(frozen=True)
class PlannedRow:
    """One row of a new plan."""

    due_on: date
    principal: Money
    interest: Money
    fee: Money = ZERO


def arrange(
    work: UnitOfWork,
    desk: Desk,
    ledger: Ledger,
    rows: Sequence[PlannedRow],
    *,
    what: str,
    note: str,
    contract: Mapping[str, Any],
    keeps_due: bool = False,
) -> int:
    """Replace all that is unpaid by new rows from today on; return the entry's id.

    With ``keeps_due`` only the rows to come, on which nothing is paid: what fell due goes on being
    replayed as before. Else the replay begins anew here: what was paid of a replaced row stays as a row of its own. ``contract`` are account columns
    that change with it (rate, terms, maturity). The caller has checked that the rows add up to
    what is unpaid, refreshes what is derived, and commits.
    """
    open_rows = [
        found
        for found in ledger.instalments
        if found["settled_on"] is None and (found["due_on"] > desk.today or not keeps_due)
    ]
    facts = {
        "what": what,
        "keeps_due": keeps_due,
        "last_payment": max((found["id"] for found in ledger.payments), default=0),
        "old": [dict(found) for found in ledger.instalments],
        "contract": {name: ledger.account[name] for name in contract},
    }
    total = sum((row.principal + row.interest + row.fee for row in rows), ZERO)
    entry = entry_row(work, desk, ledger, "arrangement", total, desk.today, note)
    entry_id = ledger_queries.add_entry(work.connection, {**entry, "rule": what, "facts": facts})
    unpaid = [found["id"] for found in open_rows if not is_paid(found)]
    ledger_queries.delete_instalments(work.connection, unpaid)
    if not keeps_due:
        kept = [found for found in ledger.instalments if found["settled_on"] is not None]
        partly = [found for found in open_rows if is_paid(found)]
        ledger_queries.replace_instalments(
            work.connection, [*map(_as_stated, kept), *(_shrunk(f, desk.today) for f in partly)]
        )
    first = max((found["number"] for found in ledger.instalments), default=0) + 1
    ledger_queries.insert_instalments(
        work.connection,
        [_new(ledger.account["id"], number, row) for number, row in enumerate(rows, first)],
    )
    ledger_queries.set_account(work.connection, ledger.account["id"], **contract)
    return entry_id


def is_paid(found: Found) -> bool:
    """Whether something is paid of an instalment."""
    return any(found[f"paid_{name}"] for name in ("principal", "interest", "fee"))


def _as_stated(found: Found) -> dict[str, Any]:
    """A settled row as what the new beginning states."""
    return {
        **found,
        "stated_paid_principal": found["paid_principal"],
        "stated_paid_interest": found["paid_interest"],
        "stated_paid_fee": found["paid_fee"],
        "charged_fee": ZERO,
        "paid_penalty": ZERO,
        "paid_compound": ZERO,
        "penalty_micro": 0,
        "compound_micro": 0,
        "penalty_until": None,
        "statement_on": None,
    }


def _shrunk(found: Found, today: date) -> dict[str, Any]:
    """What was paid of a replaced row."""
    paid = {name: found[f"paid_{name}"] for name in ("principal", "interest", "fee")}
    return {**_as_stated(found), **paid, "settled_on": today}


def _new(account_id: int, number: int, row: PlannedRow) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "number": number,
        "due_on": row.due_on,
        "principal": row.principal,
        "interest": row.interest,
        "fee": row.fee,
        "settled_on": None,
    }


def restore(work: UnitOfWork, ledger: Ledger, found: Found) -> None:
    """Put the plan back that an arrangement replaced.

    Raises ``ledger.later_bookings`` when something was booked on the new plan since: that has to
    be reversed first.
    """
    facts = found["facts"]
    later = [p for p in ledger.payments if p["reversed_at"] is None and _is_later(p, ledger, facts)]
    undone = ledger.reversed_ids()
    entries = [
        e
        for e in ledger.entries
        if e["id"] > found["id"] and e["kind"] != "reversal" and e["id"] not in undone
    ]
    if later or entries:
        raise DomainError("ledger.later_bookings", field="entry")
    ledger_queries.delete_instalments(work.connection, [f["id"] for f in ledger.instalments])
    ledger_queries.insert_instalments(work.connection, [_read(old) for old in facts["old"]])
    contract = _read(facts["contract"])
    if contract:
        ledger_queries.set_account(work.connection, ledger.account["id"], **contract)


def _is_later(payment: Found, ledger: Ledger, facts: Mapping[str, Any]) -> bool:
    if facts.get("keeps_due"):
        return bool(payment["id"] > facts["last_payment"])
    return ledger.holds_payment(payment)


def _read(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Columns from the text that facts keep them as."""
    return {name: _value(name, value) for name, value in kept.items()}


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in DATES:
        return date.fromisoformat(value)
    if name in COUNTS:
        return int(value)
    return value if name in AS_THEY_ARE else Money(value)
