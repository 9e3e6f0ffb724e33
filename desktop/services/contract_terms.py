"""An account's contract as the terms of a loan, and what is left of it on a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from desktop.domain.account_replay import Replayed
from desktop.domain.day_count import DayCount, PeriodUnit
from desktop.domain.early_settlement import Remaining
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, step
from desktop.domain.money import ZERO
from desktop.domain.schedule import Method, RowRules, ScheduledRow
from desktop.services.agreed_terms import agreed as agreed_of
from desktop.services.ledger_state import Ledger

METHODS: tuple[Method, ...] = (
    "equal_instalment",
    "equal_principal",
    "interest_only",
    "bullet",
    "flat",
)
LONGEST_MONTH, SHORTEST_MONTH, WEEK = 31, 28, 7


def terms_of_account(ledger: Ledger) -> LoanTerms:
    """The terms by which the rest of a loan is worked out again.

    What the contract does not say its product does; how far apart the instalments are is read off them.
    Raises ``quotes.no_contract`` for a card or a loan without rate or pay-out.
    """
    account = ledger.account
    if account["kind"] == "card" or account["annual_rate"] is None:
        raise DomainError("quotes.no_contract", field="account_no")
    agreed = agreed_of(account)
    dates = [found["due_on"] for found in ledger.instalments]
    unit, every = _interval(agreed, dates)
    if account["disbursed_on"] is None and not dates:
        raise DomainError("quotes.no_contract", field="account_no")
    start = account["disbursed_on"] or step(dates[0], unit, -every)
    known = [method for method in METHODS if method == account["method"]]
    return LoanTerms(
        principal=account["principal"] or ZERO,
        annual_rate=account["annual_rate"],
        disbursed_on=start,
        terms=max(len(dates), 1),
        unit=unit,
        every=every,
        due_day=agreed.get("due_day"),
        day_count=DayCount(
            agreed.get("day_count", "30/360"),
            last_day_in_old_year=agreed.get("last_day_in_old_year", True),
        ),
        rules=RowRules(
            method=known[0] if known else "equal_instalment",
            unit=Decimal(str(agreed.get("rounding_unit", "0.01"))),
            instalment_unit=Decimal(str(agreed.get("instalment_unit", "0.01"))),
            annuity_each_row=bool(agreed.get("annuity_each_row", False)),
        ),
        holiday_rule=agreed.get("holiday_rule", "none"),
    )


def _interval(agreed: Mapping[str, Any], dates: Sequence[date]) -> tuple[PeriodUnit, int]:
    if "unit" in agreed:
        return agreed["unit"], int(agreed.get("every", 1))
    gaps = sorted((later - day).days for day, later in pairwise(dates))
    if not gaps:
        return "month", 1
    gap = gaps[len(gaps) // 2]
    months = round(gap * 12 / 365)
    if months and SHORTEST_MONTH * months <= gap <= LONGEST_MONTH * months:
        return "month", months
    if gap and gap % WEEK == 0:
        return "week", gap // WEEK
    return "day", max(gap, 1)


def what_is_left(ledger: Ledger, state: Replayed, terms: LoanTerms) -> Remaining:
    """Split the account on a day into what is due and the rows to come."""
    day = state.as_of
    due = [each.row for each in state.rows if each.row.due_on <= day]
    arrears = sum((row.unpaid for row in due), ZERO)
    fees_due = sum(
        (
            claim.amount - claim.paid
            for each in state.rows
            for claim in each.row.claims
            if each.row.due_on > day and claim.component not in ("principal", "interest")
        ),
        ZERO,
    )
    numbers = {found["due_on"]: found["number"] for found in ledger.instalments}
    start = max((row.due_on for row in due), default=terms.disbursed_on)
    rows: list[ScheduledRow] = []
    coming = [each.row for each in state.rows if each.row.due_on > day]
    balance = sum((row.unpaid_of("principal") for row in coming), ZERO)
    for row in coming:
        principal, interest = row.unpaid_of("principal"), row.unpaid_of("interest")
        if principal or interest:
            no = numbers.get(row.due_on, len(rows) + 1)
            rows.append(ScheduledRow(no, start, row.due_on, balance, principal, interest))
            balance -= principal
        start = row.due_on
    overdue_principal = sum((row.unpaid_of("principal") for row in due), ZERO)
    return Remaining(
        day, arrears + fees_due, overdue_principal, tuple(rows), has_arrears=arrears > 0
    )
