"""The yearly all-in rate of accounts against its caps, shown wherever money or paper is made of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from db import ledger_queries
from db.ledger_queries import Found
from desktop.domain.account_replay import Replayed
from desktop.domain.all_in_rate import CapCheck, CashFlow, all_in_rate, caps_for, check_caps
from desktop.domain.allocation import LEGAL_ORDER
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.domain.rule_book import RuleBook
from desktop.services import ledger_state, settings
from desktop.services.desk import Desk
from desktop.services.ledger_state import Ledger
from desktop.services.rules import rule_book


@dataclass(frozen=True)
class CapTest:
    """The caps of the branch: 24 %, and for a small-loan company a multiple of the LPR too."""

    book: RuleBook
    is_small_loan: bool = False

    def of(self, ledger: Ledger, state: Replayed, *, less: Money = ZERO) -> CapCheck | None:
        """The all-in rate of an account as it stands, ``less`` what would be waived.

        ``None`` for a card, and where the pay-out is not known.
        """
        account, day = ledger.account, state.as_of
        if account["kind"] == "card" or account["disbursed_on"] is None or not account["principal"]:
            return None
        flows = [CashFlow(account["disbursed_on"], -account["principal"]), *_paid(ledger, state)]
        charged = state.unpaid("principal") + sum(
            (state.unpaid(c, due_by=day) for c in LEGAL_ORDER if c != "principal"), ZERO
        )
        caps = caps_for(
            all_in=self.book.decimal("money.cap_all_in", day) / 100,
            is_small_loan_company=self.is_small_loan,
            lpr=self.book.decimal("money.lpr_one_year", day) / 100,
            lpr_multiple=self.book.whole("money.cap_lpr_multiple", day),
        )
        try:
            return check_caps(all_in_rate([*flows, CashFlow(day, charged - less)]), caps)
        except DomainError:
            return None


def cap_test(connection: Connection, book: RuleBook) -> CapTest:
    """The caps of this branch by its kind of institution."""
    return CapTest(book, settings.value(connection, "branch.kind") == "small_loan")


def exceeded(
    connection: Connection, account_ids: Collection[int], *, as_of: date
) -> dict[int, CapCheck]:
    """The accounts, of those given, whose all-in rate is above a cap on a day, with the figures.

    A day that the lender's figures do not reach back to is left out.
    """
    book = rule_book(connection)
    test = cap_test(connection, book)
    found = {}
    for account_id, ledger in ledger_state.read(connection, account_ids, book, as_of=as_of).items():
        if ledger.base_on is not None and as_of < ledger.base_on:
            continue
        check = test.of(ledger, ledger.replay(as_of=as_of)[0])
        if check is not None and check.exceeded:
            found[account_id] = check
    return found


def of_case(desk: Desk, case_id: int, on: date) -> CapCheck | None:
    """The highest all-in rate above a cap among a case's accounts on a day."""
    with desk.read() as connection:
        found = exceeded(connection, ledger_queries.accounts_of_case(connection, case_id), as_of=on)
    return max(found.values(), key=lambda check: check.rate.yearly, default=None)


def _paid(ledger: Ledger, state: Replayed) -> list[CashFlow]:
    """What came in: what the lender stated on its due dates, then the payments that were booked."""
    day = state.as_of
    flows = [
        CashFlow(min(found["due_on"], ledger.base_on or day, day), stated)
        for found in ledger.instalments
        if (stated := _stated_paid(found))
    ]
    return flows + [
        CashFlow(done.entry.value_date, done.entry.amount - done.rest)
        for done in state.payments
        if done.entry.kind != "waiver"
    ]


def _stated_paid(found: Found) -> Money:
    names = ("principal", "interest", "fee")
    kept = [(found[f"stated_paid_{name}"], found[f"paid_{name}"]) for name in names]
    return sum((paid if stated is None else stated for stated, paid in kept), ZERO)
