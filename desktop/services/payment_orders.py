"""Orders: a payment asked for by code or link, whose callback must bring exactly its amount."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from db import payment_care_queries as queries
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.money import ZERO, Money
from desktop.services.account_view import state_on
from desktop.services.desk import Desk
from desktop.services.ledger_preview import ledger_of

PREFIX = "SY"
DAYS_VALID = 7
MOST_DAYS = 90


@dataclass(frozen=True)
class Order:
    """An order as it is shown; ``state`` is open, paid or void."""

    order_no: str
    amount: Money
    valid_until: date
    state: str
    made_at: datetime


@dataclass(frozen=True)
class OrderMade:
    """The number to hand to the platform."""

    order_no: str
    changes: Changes


def make_order(desk: Desk, account_id: int, amount: Money, *, days: int = DAYS_VALID) -> OrderMade:
    """Ask for a payment on an account; valid through the day so many days ahead.

    Raises ``payments.not_positive``, ``payments.order_days``, ``payments.order_too_much`` (more
    than is owed in all), ``ledger.no_such_account``.
    """
    if amount <= ZERO:
        raise DomainError("payments.not_positive", field="amount")
    if not 1 <= days <= MOST_DAYS:
        raise DomainError("payments.order_days", field="days")
    with desk.write() as work:
        state = state_on(ledger_of(work.connection, account_id, as_of=desk.today), desk.today)
        owed = sum((each.row.unpaid for each in state.rows), ZERO)
        if amount > owed:
            raise DomainError("payments.order_too_much", field="amount", owed=owed)
        number = f"{PREFIX}{desk.today:%y%m%d}{secrets.token_hex(6).upper()}"
        row = {
            "order_no": number,
            "account_id": account_id,
            "amount": amount,
            "valid_until": desk.today + timedelta(days=days),
            "state": "open",
            "made_at": work.now,
            "made_by": desk.actor.officer_id,
        }
        queries.add_order(work.connection, row)
        work.audit("payments.order", "account", account_id, order=number, amount=amount)
        work.commit()
    return OrderMade(number, Changes.of("payments"))


def void_order(desk: Desk, order_no: str) -> Changes:
    """Take an open order back: money that still comes for it waits in the inbox."""
    with desk.write() as work:
        found = queries.orders(work.connection, [order_no]).get(order_no)
        if found is None or found.state != "open":
            raise DomainError("payments.order_gone", field="order")
        queries.set_order_state(work.connection, [order_no], "void")
        work.audit("payments.order_void", "account", found.account_id, order=order_no)
        work.commit()
    return Changes.of("payments")


def orders_of(desk: Desk, account_id: int) -> list[Order]:
    """Return an account's orders, newest first."""
    with desk.read() as connection:
        rows = queries.orders_of(connection, account_id)
    return [
        Order(row.order_no, row.amount, row.valid_until, row.state, row.made_at) for row in rows
    ]


def known_orders(connection: Connection, numbers: list[str]) -> Mapping[str, Row[Any]]:
    """Return the orders among these numbers, each with its account's number."""
    return queries.orders(connection, numbers)


def doubt_of(order: Row[Any] | None, number: str, amount: Money, paid_on: date) -> str:
    """Say why a payment for an order may not be booked by itself; empty where it may.

    A number that is not one of ours is no order of ours: it is matched like any other remark.
    """
    if order is None:
        return "payments.order_unknown" if number.startswith(PREFIX) else ""
    if order.amount != amount:
        return "payments.order_amount"
    if order.state != "open":
        return f"payments.order_{order.state}"
    return "payments.order_lapsed" if paid_on > order.valid_until else ""
