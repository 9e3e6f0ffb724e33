"""Thanking for a repayment: a message to the customer when it is booked, as the branch sets it."""

from datetime import date
from decimal import Decimal

from db import payment_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.adapters.message_templates import bundled_templates
from desktop.domain.message_text import day_text, money_text, render, salutation
from desktop.domain.money import Money
from desktop.services import settings
from desktop.services.service_messages import Recipient, put

TEMPLATE = "payment_received"


def thank(
    work: UnitOfWork, customer_id: int, amount: Money, *, value_on: date, movement_id: int
) -> bool:
    """Write the receipt into the outbox, once per movement; return whether one was written.

    None where the branch has switched receipts off or the amount is below its threshold, and none
    to somebody who refused messages.
    """
    connection = work.connection
    if not settings.flag(connection, "payments.receipts"):
        return False
    threshold = settings.value(connection, "payments.receipts_from")
    if threshold and amount < Decimal(threshold):
        return False
    customer = queries.customer(connection, customer_id)
    values = {
        "称呼": salutation(customer.name, customer.sex, customer.kind),
        "日期": day_text(value_on, work.now.date()),
        "金额": money_text(amount),
        "客服电话": settings.value(connection, "branch.phone") or "网点",
    }
    text = render(bundled_templates()[TEMPLATE].text, values)
    to = Recipient(customer.phone or "", customer_id)
    return put(work, text, to, f"receipt:{movement_id}") is not None
