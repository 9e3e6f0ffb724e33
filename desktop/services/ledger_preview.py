"""What a booking would do, before it is booked; and what makes it impossible."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from db import ledger_queries
from desktop.domain.account_replay import Entry, EntryKind, Replayed
from desktop.domain.all_in_rate import CapCheck
from desktop.domain.allocation import LEGAL_ORDER, Component
from desktop.domain.errors import DomainError
from desktop.domain.money import LARGEST_AMOUNT, Money
from desktop.services import ledger_state
from desktop.services.cap_checks import cap_test
from desktop.services.desk import Desk
from desktop.services.ledger_state import Ledger
from desktop.services.rules import rule_book

Overpayment = Literal["refuse", "keep"]
PREVIEW_KEY = 0


@dataclass(frozen=True)
class Part:
    """A part of a payment or waiver: how much went to which component of which instalment."""

    due_on: date
    component: Component
    amount: Money


@dataclass(frozen=True)
class Preview:
    """What a booking would do: its parts, what is left over, what is owed before and after it.

    ``before`` and ``after`` hold the unpaid amount of each component on the day of the booking,
    ``cap`` the all-in rate after it.
    """

    parts: tuple[Part, ...]
    left_over: Money
    before: Mapping[str, Money]
    after: Mapping[str, Money]
    cap: CapCheck | None = None


def find_account(desk: Desk, number: str) -> int:
    """The account with a contract number. Raises ``ledger.no_such_account``."""
    with desk.read() as connection:
        found = ledger_queries.account_ids(connection, number)
    if not found:
        raise DomainError("ledger.no_such_account", field="account_no")
    return found[0]


def ledger_of(connection: Connection, account_id: int, *, as_of: date) -> Ledger:
    """Read one account's ledger. Raises ``ledger.no_such_account``."""
    book = rule_book(connection)
    found = ledger_state.read(connection, [account_id], book, as_of=as_of)
    if account_id not in found:
        raise DomainError("ledger.no_such_account", field="account_no")
    return found[account_id]


def preview(
    desk: Desk,
    account_id: int,
    kind: EntryKind,
    amount: Money,
    *,
    value_on: date,
    component: Component | None = None,
    due_on: date | None = None,
    overpayment: Overpayment = "refuse",
) -> Preview:
    """Show what a booking would do; nothing is written. Raises what the booking would raise."""
    with desk.read() as connection:
        ledger = ledger_of(connection, account_id, as_of=desk.today)
        test = cap_test(connection, rule_book(connection))
    entry = draft(kind, amount, value_on, component, due_on)
    shown = checked(ledger, entry, desk.today, overpayment)
    return replace(shown, cap=test.of(ledger, ledger.replay([entry], as_of=desk.today)[0]))


def draft(
    kind: EntryKind,
    amount: Money,
    value_on: date,
    component: Component | None = None,
    due_on: date | None = None,
) -> Entry:
    """An entry that is not booked yet."""
    return Entry(PREVIEW_KEY, kind, value_on, amount, component, due_on)


def checked(
    ledger: Ledger, entry: Entry, today: date, overpayment: Overpayment = "keep"
) -> Preview:
    """Refuse an impossible entry at its field; else say what it does."""
    account = ledger.account
    if entry.amount <= 0:
        raise DomainError("allocation.amount_not_positive", field="amount")
    if entry.kind not in ("payment", "recovery", "write_off") and entry.amount >= LARGEST_AMOUNT:
        raise DomainError("ledger.amount_too_large", field="amount")
    if entry.value_date > today:
        raise DomainError("ledger.in_the_future", field="value_on", today=today)
    if account["disbursed_on"] is not None and entry.value_date < account["disbursed_on"]:
        raise DomainError(
            "ledger.before_disbursement", field="value_on", day=account["disbursed_on"]
        )
    if not ledger.can_book(entry.value_date):
        raise DomainError("ledger.before_statement", field="value_on", day=ledger.base_on)
    before, _ = ledger.replay(as_of=entry.value_date)
    after, _ = ledger.replay([entry], as_of=entry.value_date)
    ledger.replay([entry], as_of=today)  # refuses what a later waiver could then not let go of
    done = [each for each in after.payments if each.entry.key == PREVIEW_KEY]
    parts = [Part(s.row_due_on, s.component, s.amount) for each in done for s in each.splits]
    left_over = after.overpaid - before.overpaid
    if left_over > 0 and overpayment == "refuse":
        raise DomainError("ledger.overpayment", field="amount", owed=entry.amount - left_over)
    return Preview(tuple(parts), left_over, owed(before), owed(after))


def owed(state: Replayed) -> dict[str, Money]:
    """What is unpaid of each component, due or not."""
    return {component: state.unpaid(component) for component in LEGAL_ORDER}
