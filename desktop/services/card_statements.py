"""What a card's coming statement asks for: dates, minimum payment, interest by day, 违约金."""

from dataclasses import dataclass
from datetime import date

from desktop.domain.account_replay import Replayed
from desktop.domain.card import (
    BalanceStretch,
    Statement,
    due_date,
    late_charge,
    minimum_payment,
    next_statement,
    overdraft_interest,
)
from desktop.domain.money import ZERO, Money
from desktop.domain.rule_book import RuleBook
from desktop.services.agreed_terms import card_terms
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
    owed, interest = state.unpaid("principal"), _interest(state)
    if ledger.has_postings:
        then, _ = ledger.replay(as_of=on, booked_by=day)
        behind, to_come = _behind(then), _interest(then) - interest
    else:
        stretch = BalanceStretch(day, on, owed)
        behind = _behind(state)
        to_come = overdraft_interest([stretch], terms.day_rate) if owed > 0 else ZERO
    fees = sum((state.unpaid(fee) for fee in FEES), ZERO)
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


def _behind(state: Replayed) -> Money:
    """The principal of earlier statements that is late."""
    if state.late_since is None:
        return ZERO
    due = [each.row for each in state.rows if each.row.due_on < state.as_of]
    return sum((row.unpaid_of("principal") for row in due), ZERO)


def _interest(state: Replayed) -> Money:
    return state.unpaid("interest") + state.unpaid("penalty") + state.unpaid("compound")
