"""What makes an arrival doubtful: the same money reported before, or taken back since."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select, update

from db.tables import Movement
from desktop.domain.money import Money


def received_near(
    connection: Connection, from_on: date, to_on: date
) -> dict[tuple[Money, date], list[Row[Any]]]:
    """Return what was reported as arrived between two days (both included), by amount and day."""
    query = select(
        Movement.source, Movement.amount, Movement.value_on, Movement.at, Movement.our_account,
        Movement.payer_name, Movement.payer_tail, Movement.memo, Movement.reference,
        Movement.balance, Movement.file_name,
    ).where(
        Movement.source.not_in(("announced", "rest")),
        Movement.value_on.between(from_on, to_on),
        Movement.amount > 0,
    )  # fmt: skip
    found: dict[tuple[Money, date], list[Row[Any]]] = {}
    for row in connection.execute(query):
        found.setdefault((row.amount, row.value_on), []).append(row)
    return found


def doubt_earlier(
    connection: Connection, amount: Money, from_on: date, to_on: date, doubt: str, **known: str
) -> int:
    """Doubt arrivals of an amount between two days that nobody booked or doubted; return how many.

    ``known`` are columns of which an arrival says the same, or nothing.
    """
    alike = [getattr(Movement, name).in_(("", value)) for name, value in known.items() if value]
    done = connection.execute(
        update(Movement)
        .where(
            Movement.amount == amount,
            Movement.value_on.between(from_on, to_on),
            Movement.state.in_(("arrived", "matched")),
            Movement.doubt.is_(None),
            *alike,
        )
        .values(doubt=doubt, is_certain=False)
    )
    return int(done.rowcount)
