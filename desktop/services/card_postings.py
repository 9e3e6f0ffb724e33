"""What is posted to a card in its own currency: purchases, cash advances, fees, refunds.

Each is an entry of the ledger, billed with its statement and reversed like any other. What the
lender's own figures hold by their day is not owed a second time.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from desktop.domain.card import CardTerms, due_date
from desktop.domain.card_postings import PostingKind, statement_of
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money, to_fen
from desktop.services.desk import Desk
from desktop.services.ledger import Booked, book_entry
from desktop.services.ledger_effects import settle
from desktop.services.ledger_preview import checked, draft, ledger_of
from desktop.services.ledger_state import Ledger

Kind = Literal[PostingKind, "refund"]
KINDS: tuple[Kind, ...] = ("purchase", "cash_advance", "card_fee", "refund")


@dataclass(frozen=True)
class PostingPreview:
    """What a posting would do: the statement it is billed with, and what is owed on its day.

    ``rate`` is what interest would run at, for ``basis`` days.
    """

    statement_on: date
    due_on: date
    rate: Decimal
    basis: int
    before: Money
    after: Money


def preview(
    desk: Desk,
    account_id: int,
    kind: Kind,
    amount: Money,
    *,
    value_on: date,
    reference: str = "",
    currency: str | None = None,
) -> PostingPreview:
    """Show what a posting would do; nothing is written. Raises what ``post`` would raise."""
    with desk.read() as connection:
        ledger = ledger_of(connection, account_id, as_of=desk.today)
    terms = _check(ledger, currency)
    _natural_key(ledger, kind, amount, value_on, reference)
    done = checked(ledger, draft(kind, amount, value_on), desk.today)
    on = statement_of(terms, value_on)
    before, after = (sum(owed.values(), ZERO) for owed in (done.before, done.after))
    return PostingPreview(on, due_date(terms, on), *terms.interest_rate, before, after)


def post(
    desk: Desk,
    account_id: int,
    kind: Kind,
    amount: Money,
    *,
    value_on: date,
    reference: str = "",
    note: str = "",
    currency: str | None = None,
) -> Booked:
    """Book a posting as of the day the card system posted it.

    Raises ``DomainError`` at its field: ``quotes.not_a_card``, ``card.no_statement_day``,
    ``card.closed``, ``ledger.no_such_currency``, ``ledger.reference_known``, and what any booking's
    amount and day raise.
    """
    with desk.write() as work:
        ledger = ledger_of(work.connection, account_id, as_of=desk.today)
        _check(ledger, currency)
        key = _natural_key(ledger, kind, amount, value_on, reference)
        entry = draft(kind, amount, value_on)
        entry_id = book_entry(work, desk, ledger, entry, rule="hand", note=note, natural_key=key)
        changes = settle(work, desk, ledger)
        work.commit()
    return Booked(entry_id, changes)


def _check(ledger: Ledger, currency: str | None) -> CardTerms:
    account = ledger.account
    if account["kind"] != "card":
        raise DomainError("quotes.not_a_card", field="account_no")
    if currency is not None and currency != account["currency"]:
        raise DomainError("ledger.no_such_currency", field="currency", currency=currency)
    if account["written_off_on"] is not None:
        raise DomainError("card.closed", field="account_no", day=account["written_off_on"])
    if ledger.terms.card is None:
        raise DomainError("card.no_statement_day", field="account_no")
    return ledger.terms.card


def _natural_key(ledger: Ledger, kind: Kind, amount: Money, on: date, reference: str) -> str:
    """The key by which an import knows the same posting again."""
    known = {found["natural_key"] for found in ledger.entries}
    if wanted := reference.strip():
        if f"ref:{wanted}" in known:
            raise DomainError("ledger.reference_known", field="reference", reference=wanted)
        return f"ref:{wanted}"
    number = 1
    while (key := f"desk:{on}:{kind}:{to_fen(amount)}:{number}") in known:
        number += 1
    return key
