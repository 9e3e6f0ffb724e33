"""One payment, several debts of one customer: which account gets how much (民法典 560)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money, round_money

SECURITY_RANK = {None: 0, "credit": 0, "guarantee": 1, "pledge": 2, "mortgage": 3}
"""From no security to the most: the debt with the least comes first."""


@dataclass(frozen=True)
class Debt:
    """What is due of one account on the day of the payment.

    ``due_on`` is its oldest unpaid due date; ``rate`` how heavily it weighs on the debtor (yearly
    rate in millionths); ``security`` as the account has it.
    """

    account_id: int
    due: Money
    due_on: date | None
    security: str | None = None
    rate: int = 0


def share_out(
    debts: Sequence[Debt], amount: Money, *, chosen: Sequence[int] = (), today: date
) -> dict[int, Money]:
    """Share a payment out over accounts; what is left over stays with the first one named.

    The debtor's choice (``chosen`` account ids, in order) comes first. Without it: what is due
    first, then the debt with the least security, then the heaviest, then the earliest, then each
    by its share. Accounts that get nothing are left out.
    """
    if amount <= 0:
        raise DomainError("allocation.amount_not_positive", field="amount")
    unknown = set(chosen) - {debt.account_id for debt in debts}
    if unknown:
        raise DomainError("allocation.not_this_customers", field="accounts")
    shares: dict[int, Money] = {}
    left = amount
    place = {account_id: number for number, account_id in enumerate(chosen)}

    def order(debt: Debt) -> tuple[object, ...]:
        if debt.account_id in place:
            return (0, place[debt.account_id])
        due_on = debt.due_on or date.max
        return (1, due_on >= today, SECURITY_RANK.get(debt.security, 0), -debt.rate, due_on)

    for _, equals in groupby(sorted(debts, key=order), key=order):
        left -= _pay_equals(list(equals), left, shares)
    if left > 0:
        first = chosen[0] if chosen else min(debts, key=order).account_id
        shares[first] = shares.get(first, ZERO) + left
    return shares


def _pay_equals(debts: Sequence[Debt], money: Money, shares: dict[int, Money]) -> Money:
    """Pay debts of the same rank by their shares, the last one what rounding leaves."""
    total = sum((debt.due for debt in debts), ZERO)
    paying = min(money, total)
    left = paying
    for number, debt in enumerate(debts, 1):
        part = left if number == len(debts) else round_money(paying * debt.due / (total or 1))
        part = min(part, left, debt.due)
        if part > 0:
            shares[debt.account_id] = part
            left -= part
    return paying - left
