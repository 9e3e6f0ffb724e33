"""What a card's coming statement asks for: dates, minimum payment, interest by day, 违约金."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.account_replay import Replayed
from desktop.domain.card import (
    BalanceStretch,
    CardTerms,
    Statement,
    due_date,
    late_charge,
    minimum_payment,
    next_statement,
    overdraft_interest,
)
from desktop.domain.money import ZERO, Money
from desktop.domain.rule_book import RuleBook
from desktop.services.agreed_terms import agreed, late_fee_of
from desktop.services.ledger_state import FEES, Ledger


@dataclass(frozen=True)
class CardStatement:
    """The statement to come, if nothing else is posted or paid until then.

    ``interest`` is what is owed of it already, ``interest_to_come`` what runs up by the day until
    the statement; ``late_charge`` is 违约金 if nothing of the minimum is paid by ``due_on``.
    """

    statement_on: date
    due_on: date
    revolving: Money
    interest: Money
    interest_to_come: Money
    fees: Money
    unpaid_minimum: Money
    minimum: Money
    late_charge: Money


def statement_to_come(ledger: Ledger, state: Replayed, book: RuleBook) -> CardStatement | None:
    """Work the coming statement of a card out; ``None`` where no statement day is known."""
    if ledger.account["kind"] != "card" or not ledger.account["statement_day"]:
        return None
    day, terms = state.as_of, card_terms(ledger.account, book, state.as_of)
    on = next_statement(terms, after=day)
    overdue = [
        each.row for each in state.rows if state.late_since is not None and each.row.due_on < day
    ]
    behind = sum((row.unpaid_of("principal") for row in overdue), ZERO)
    owed = state.unpaid("principal")
    interest = state.unpaid("interest") + state.unpaid("penalty") + state.unpaid("compound")
    fees = sum((state.unpaid(fee) for fee in FEES), ZERO)
    stretch = BalanceStretch(day, on, owed)
    to_come = overdraft_interest([stretch], terms.day_rate) if owed > 0 else ZERO
    bill = Statement(owed - behind, interest + to_come, fees, behind)
    minimum = minimum_payment(terms, bill)
    return CardStatement(
        on,
        due_date(terms, on),
        owed,
        interest,
        to_come,
        fees,
        behind,
        minimum,
        late_charge(terms, minimum, ZERO),
    )


def card_terms(account: Mapping[str, Any], book: RuleBook, on: date) -> CardTerms:
    """A card's terms: its own rate and days, its contract's minimum, the rule table for the rest."""
    terms = agreed(account)
    rate = book.decimal("money.card_day_rate", on) / 100
    if account["annual_rate"]:
        rate = account["annual_rate"] / account["day_basis"]
    fee = late_fee_of(terms)
    default = CardTerms(account["statement_day"])
    return CardTerms(
        statement_day=account["statement_day"],
        due_day=account["due_day"],
        day_rate=rate,
        minimum_percent=Decimal(str(terms.get("minimum_percent", default.minimum_percent))),
        minimum_floor=Money(str(terms.get("minimum_floor", default.minimum_floor))),
        late_percent=fee.percent if fee else book.decimal("money.card_late_charge", on),
        late_minimum=(fee.minimum if fee else None) or default.late_minimum,
        late_maximum=fee.maximum if fee else None,
        grace_days=book.whole("money.card_grace_days", on),
        grace_amount=book.decimal("money.card_grace_amount", on),
    )
