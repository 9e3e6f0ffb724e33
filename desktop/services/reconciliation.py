"""Holding the bank's money of a day against what was booked of it, until all is explained."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Row

from db import payment_care_queries as care
from db import payment_queries as queries
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.services.desk import Desk

LOOK_BACK = timedelta(days=90)
"""So far back differences nobody has explained are still listed."""

Kind = Literal["unbooked", "part_booked", "without_movement"]


@dataclass(frozen=True)
class Difference:
    """A line of a reconciliation; ``apart`` is what was kept apart or sent back of it."""

    kind: Kind
    id: int
    amount: Money
    booked: Money
    apart: Money
    words: str
    explained: str | None
    our_account: str = ""


@dataclass(frozen=True)
class Reconciliation:
    """One day of one bank account (or of all): what the bank says against what was booked.

    ``open_days`` are earlier days that still have differences nobody explained, with their number.
    """

    day: date
    our_account: str | None
    arrived: Money
    booked: Money
    apart: Money
    without_movement: Money
    differences: tuple[Difference, ...]
    open_days: tuple[tuple[date, int], ...]

    @property
    def unexplained(self) -> int:
        """How many differences of the day nobody has explained."""
        return sum(1 for each in self.differences if not each.explained)

    @property
    def is_settled(self) -> bool:
        """Whether every difference of the day is explained."""
        return self.unexplained == 0


def reconcile(desk: Desk, day: date, our_account: str | None = None) -> Reconciliation:
    """Hold the bank's money of a day against what was booked of it.

    Money put aside with a reason counts as explained, and so does what was kept apart of a payment
    as the customer's. A payment booked without a movement behind it is a difference too (only when
    all accounts are asked for: it belongs to none).
    """
    with desk.read() as connection:
        rows = care.day_movements(connection, day, our_account)
        alone = care.day_payments(connection, day) if our_account is None else ()
        before = day - timedelta(days=1)
        open_days = care.unexplained_days(connection, day - LOOK_BACK, before, our_account)
    differences = [found for row in rows if (found := _difference(row))]
    differences += [
        Difference(
            "without_movement", row.id, row.amount, row.amount, ZERO, row.account_no, row.explained
        )
        for row in alone
    ]
    return Reconciliation(
        day,
        our_account,
        sum((row.amount for row in rows), ZERO),
        sum((row.booked or ZERO for row in rows), ZERO),
        sum((row.apart or ZERO for row in rows), ZERO),
        sum((row.amount for row in alone), ZERO),
        tuple(differences),
        tuple(open_days),
    )


def _difference(row: Row[Any]) -> Difference | None:
    booked, apart = row.booked or ZERO, row.apart or ZERO
    if booked + apart == row.amount:
        return None
    kind: Kind = "part_booked" if booked else "unbooked"
    words = row.payer_name or row.memo
    return Difference(
        kind, row.id, row.amount, booked, apart, words, row.explained, row.our_account
    )


def own_accounts(desk: Desk) -> list[str]:
    """Return the branch's own accounts that occur in the inbox."""
    with desk.read() as connection:
        return [each for each in queries.our_accounts(connection) if each]


def explain(desk: Desk, difference: Difference, words: str) -> Changes:
    """Write down why a difference is in order."""
    if not words.strip():
        raise DomainError("payments.reason_missing", field="reason")
    with desk.write() as work:
        if difference.kind == "without_movement":
            note = {
                "words": words.strip(),
                "noted_at": work.now,
                "noted_by": desk.actor.officer_id,
            }
            care.note_payment(work.connection, difference.id, note)
            work.audit("payments.explain", "payment", difference.id)
        else:
            queries.explain(work.connection, difference.id, words.strip())
            work.audit("payments.explain", "movement", difference.id)
        work.commit()
    return Changes.of("payments")
