"""Foreign-currency postings on a card, and 购汇还款: repaid with bought currency.

They stand beside the balance in CNY: entries of their own, reversed like any other.
"""

from datetime import date
from typing import Literal

from sqlalchemy import Connection

from db import ledger_queries
from desktop.domain.card import CurrencyPurchase, buy_currency, currency_for
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.services.desk import Desk
from desktop.services.foreign_balances import balances
from desktop.services.ledger import Booked
from desktop.services.ledger_effects import entry_row, settle
from desktop.services.ledger_preview import ledger_of

__all__ = ["CurrencyPurchase", "post", "price", "repay"]

CODE_LENGTH = 3


def post(
    desk: Desk, account_id: int, currency: str, foreign: Money, *, value_on: date, note: str = ""
) -> Booked:
    """Post what was spent in a foreign currency, as the card system states it.

    Raises ``quotes.not_a_card``, ``card.bad_currency`` at ``currency`` (CNY, or no three letters),
    ``allocation.amount_not_positive`` at ``foreign``, and what any booking's day raises.
    """
    code = currency.strip().upper()
    if len(code) != CODE_LENGTH or not (code.isascii() and code.isalpha()) or code == "CNY":
        raise DomainError("card.bad_currency", field="currency", currency=currency.strip())
    if foreign <= 0:
        raise DomainError("allocation.amount_not_positive", field="foreign")
    return _book(desk, account_id, "fx_posting", code, foreign, ZERO, value_on, note)


def price(
    desk: Desk,
    account_id: int,
    currency: str,
    rate: Money,
    *,
    value_on: date,
    foreign: Money | None = None,
    cny: Money | None = None,
) -> CurrencyPurchase:
    """Say what it costs to repay a balance: all of it, ``foreign`` of it, or what ``cny`` buys.

    ``rate`` is CNY for 100 units. Raises ``card.no_such_currency``, ``card.rate_not_positive``,
    ``card.more_than_balance`` and ``allocation.amount_not_positive`` at their fields.
    """
    with desk.read() as connection:
        return _price(connection, desk, account_id, currency, rate, value_on, foreign, cny)


def repay(
    desk: Desk,
    account_id: int,
    currency: str,
    rate: Money,
    *,
    value_on: date,
    foreign: Money | None = None,
    cny: Money | None = None,
) -> Booked:
    """Book a repayment with bought currency; see ``price`` for what it refuses."""
    with desk.read() as connection:
        done = _price(connection, desk, account_id, currency, rate, value_on, foreign, cny)
    note = f"{done.currency} {done.foreign:,.2f} × {rate} / 100"
    code, paid = done.currency, done.cny
    return _book(desk, account_id, "fx_payment", code, done.foreign, paid, value_on, note)


def _price(
    connection: Connection,
    desk: Desk,
    account_id: int,
    currency: str,
    rate: Money,
    value_on: date,
    foreign: Money | None,
    cny: Money | None,
) -> CurrencyPurchase:
    owed = balances(ledger_of(connection, account_id, as_of=desk.today), value_on)
    code = currency.strip().upper()
    if cny is not None:
        return currency_for(owed, code, rate, cny)
    return buy_currency(owed, code, rate, foreign=foreign)


def _book(
    desk: Desk,
    account_id: int,
    kind: Literal["fx_posting", "fx_payment"],
    currency: str,
    foreign: Money,
    cny: Money,
    on: date,
    note: str,
) -> Booked:
    with desk.write() as work:
        ledger = ledger_of(work.connection, account_id, as_of=desk.today)
        if ledger.account["kind"] != "card":
            raise DomainError("quotes.not_a_card", field="account_no")
        if on > desk.today:
            raise DomainError("ledger.in_the_future", field="value_on", today=desk.today)
        if kind == "fx_payment" and foreign > balances(ledger, desk.today).get(currency, ZERO):
            owed = balances(ledger, desk.today).get(currency, ZERO)
            raise DomainError("card.more_than_balance", field="foreign", balance=owed)
        said = note.strip() or f"{currency} {foreign:,.2f}"
        row = entry_row(work, desk, ledger, kind, cny, on, said)
        facts = {"currency": currency, "foreign": foreign}
        entry_id = ledger_queries.add_entry(work.connection, {**row, "facts": facts})
        work.audit(f"ledger.{kind}", "account", account_id, entry=entry_id, **facts)
        changes = settle(work, desk, ledger)
        work.commit()
    return Booked(entry_id, changes)
