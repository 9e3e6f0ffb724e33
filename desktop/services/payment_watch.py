"""Payments that others booked on one's own cases since one last looked."""

from dataclasses import dataclass

from db import payment_care_queries as queries
from desktop.domain.money import Money
from desktop.services.desk import Desk

MOST_TOLD = 5


@dataclass(frozen=True)
class PaidOnMine:
    """One payment on a case of the person at the desk."""

    case_id: int
    name: str
    amount: Money


@dataclass(frozen=True)
class PaidLately:
    """What came in, and up to which payment was looked; ``more`` are not listed."""

    payments: tuple[PaidOnMine, ...]
    more: int
    until: int


def paid_since(desk: Desk, after: int | None) -> PaidLately:
    """Return payments booked by others on the cases of the person at the desk after a payment.

    With ``after`` empty nothing is told: it is where the looking begins.
    """
    officer = desk.actor.officer_id
    with desk.read() as connection:
        until = queries.last_payment(connection)
        if officer is None or after is None or until <= after:
            return PaidLately((), 0, until)
        rows = queries.paid_on_cases_of(connection, officer, after, MOST_TOLD + 1)
    told = tuple(PaidOnMine(row.case_id, row.name, row.amount) for row in rows[:MOST_TOLD])
    return PaidLately(told, max(len(rows) - MOST_TOLD, 0), until)
