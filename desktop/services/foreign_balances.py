"""What a card owes in foreign currencies, from the entries that say so."""

from datetime import date

from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.services.ledger_state import Ledger

SIGNS = {"fx_posting": 1, "fx_payment": -1}
"""What an entry of a kind does to the balance in its currency."""


def balances(ledger: Ledger, on: date) -> dict[str, Money]:
    """What a card owes in each foreign currency on a day; what is paid off is left out."""
    undone, owed = ledger.reversed_ids(), dict[str, Money]()
    for found in ledger.entries:
        sign = SIGNS.get(found["kind"])
        if sign is not None and found["id"] not in undone and found["value_on"] <= on:
            code = found["facts"]["currency"]
            owed[code] = owed.get(code, ZERO) + sign * Money(found["facts"]["foreign"])
    return {code: amount for code, amount in owed.items() if amount}


def check_reversal(ledger: Ledger, entry_id: int) -> None:
    """Refuse to take out a posting that was repaid meanwhile. Raises ``card.repaid_already``."""
    [found] = [each for each in ledger.entries if each["id"] == entry_id]
    if found["kind"] == "fx_posting":
        owed = balances(ledger, date.max).get(found["facts"]["currency"], ZERO)
        if owed < Money(found["facts"]["foreign"]):
            raise DomainError("card.repaid_already", field="entry")
