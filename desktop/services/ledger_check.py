"""Proves that what is kept for speed is what the ledger says: instalments and account columns."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from db import ledger_queries
from desktop.domain.account_replay import Replayed
from desktop.domain.ageing import days_past_due
from desktop.domain.money import ZERO
from desktop.domain.progress import NoProgress, Progress
from desktop.services import ledger_state
from desktop.services.desk import Desk
from desktop.services.ledger_state import FEES, Ledger
from desktop.services.rules import rule_book

CHUNK = 500
MOST_FINDINGS = 1000
PARTS = ("principal", "interest", "fee")
CHECKED = (*PARTS, *(f"paid_{part}" for part in PARTS), "paid_penalty")


@dataclass(frozen=True)
class Disagreement:
    """A figure that is kept otherwise than the ledger derives it."""

    account_no: str
    figure: str
    kept: object
    derived: object


@dataclass(frozen=True)
class Agreement:
    """What the check found over how many accounts."""

    accounts: int
    findings: tuple[Disagreement, ...]


def check(desk: Desk, progress: Progress | None = None) -> Agreement:
    """Replay every account and compare; stops after ``MOST_FINDINGS`` disagreements.

    State columns are compared as of the day that they were worked out for.
    """
    watch = progress or NoProgress()
    findings: list[Disagreement] = []
    with desk.read() as connection:
        ids = ledger_queries.all_accounts(connection)
        book = rule_book(connection)
        for start in range(0, len(ids), CHUNK):
            watch.report(start, len(ids), "ledger.checking")
            chunk = ids[start : start + CHUNK]
            for ledger in ledger_state.read(connection, chunk, book, as_of=desk.today).values():
                findings += _compare(ledger, desk.today)
            if len(findings) >= MOST_FINDINGS:
                break
    watch.report(len(ids), len(ids), "ledger.checking")
    return Agreement(len(ids), tuple(findings[:MOST_FINDINGS]))


def _compare(ledger: Ledger, today: date) -> list[Disagreement]:
    account = ledger.account
    number, as_of = account["account_no"], account["as_of"]
    found = []
    kept = {row["id"]: row for row in ledger.instalments}
    for row in ledger_state.carried(ledger, as_of=as_of or today)[0]:
        was = kept.get(row.get("id", 0), {})
        for name in CHECKED:
            if was.get(name) != row[name]:
                place = f"instalment.{was.get('number', row.get('number'))}.{name}"
                found.append(Disagreement(number, place, was.get(name), row[name]))
    if as_of is not None:
        state, _ = ledger.replay(as_of=as_of)
        for name, derived in summary(state).items():
            if account[name] != derived:
                found.append(Disagreement(number, name, account[name], derived))
    return found


def summary(state: Replayed) -> dict[str, Any]:
    """The account columns that follow from a replay."""
    is_late = state.late_since is not None
    overdue = [each.row for each in state.rows if each.row.due_on < state.as_of and is_late]

    def owed(*components: Any) -> Any:
        return sum((row.unpaid_of(c) for row in overdue for c in components), ZERO)

    return {
        "overdue_principal": owed("principal"),
        "overdue_interest": owed("interest"),
        "overdue_fee": owed(*FEES),
        "penalty": state.unpaid("penalty"),
        "compound": state.unpaid("compound"),
        "dpd": days_past_due(state.late_since, as_of=state.as_of),
    }
