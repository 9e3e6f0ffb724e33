"""What letters and court papers quote from a contract: its name, its day, its clauses."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from db import ledger_queries
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services.desk import Desk
from desktop.services.ledger_preview import ledger_of

LONGEST_CLAUSE = 200
_CLAUSES = ("contract_name", "acceleration_clause", "dispute_clause", "service_clause")


@dataclass(frozen=True)
class Clauses:
    """What letters and court papers quote from a contract; empty where it says nothing.

    ``service_clause`` is the address that the customer confirmed for papers of the court.
    """

    contract_name: str = ""
    signed_on: date | None = None
    acceleration_clause: str = ""
    dispute_clause: str = ""
    service_clause: str = ""


def clauses(account: Mapping[str, Any]) -> Clauses:
    """Read what an account's contract is quoted by."""
    agreed: Mapping[str, Any] = account["contract"] or {}
    signed = agreed.get("signed_on")
    return Clauses(
        **{name: str(agreed.get(name) or "") for name in _CLAUSES},
        signed_on=date.fromisoformat(signed) if signed else None,
    )


def set_clauses(desk: Desk, account_id: int, given: Clauses) -> Changes:
    """Keep what letters and court papers quote from a contract. No figure changes by it.

    Raises ``DomainError`` at a clause that is too long and for a day of signing to come.
    """
    good = {name: " ".join(getattr(given, name).split()) for name in _CLAUSES}
    for name, words in good.items():
        if len(words) > LONGEST_CLAUSE:
            raise DomainError("contracts.clause_too_long", field=name, most=LONGEST_CLAUSE)
    if given.signed_on is not None and given.signed_on > desk.today:
        raise DomainError("contracts.signed_in_future", field="signed_on", day=given.signed_on)
    with desk.write() as work:
        ledger = ledger_of(work.connection, account_id, as_of=desk.today)
        before = clauses(ledger.account)
        signed = given.signed_on.isoformat() if given.signed_on else None
        agreed = {**(ledger.account["contract"] or {}), **good, "signed_on": signed}
        ledger_queries.set_account(work.connection, account_id, contract=agreed)
        work.audit(
            "contract.clauses", "account", account_id, before=asdict(before), after=asdict(given)
        )
        work.commit()
    return Changes.of("accounts", "letters")
