"""Thanking for a repayment: a message to the customer when it is booked, as the branch sets it."""

from datetime import date
from decimal import Decimal

from db import payment_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.domain.message_language import TONGUES
from desktop.domain.message_text import render
from desktop.domain.money import Money
from desktop.services import settings
from desktop.services.service_messages import Recipient, put
from desktop.services.templates_in_force import templates_on

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
    today = work.now.date()
    template = templates_on(connection, today).get(TEMPLATE, customer.language)
    if template is None:
        return False
    tongue = TONGUES[template.language]
    values = {
        "称呼": tongue.salutation(customer.name, customer.sex, customer.kind),
        "日期": tongue.day_text(value_on, today),
        "金额": tongue.amount_text(amount),
        "客服电话": settings.value(connection, "branch.phone") or "网点",
    }
    text = render(template.text, values)
    to = Recipient(customer.phone or "", customer_id)
    return put(work, text, to, f"receipt:{movement_id}", template) is not None
