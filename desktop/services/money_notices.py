"""Telling a customer what becomes of their money: announced, arrived, booked, sent back.

The branch sets which of these are told and from which amount; a customer may have a channel and a
threshold of their own, and stop these notices at once without stopping any other message.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Row

from db import payment_care_queries as care
from db import payment_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.message_language import TONGUES
from desktop.domain.message_text import MessageTemplate, render
from desktop.domain.money import ZERO, Money
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.service_messages import Recipient, put, put_mail
from desktop.services.templates_in_force import templates_on

Event = Literal["announced", "arrived", "booked", "returned"]
Channel = Literal["sms", "mail"]
SETTINGS: dict[Event, str] = {
    "announced": "payments.tell_states",
    "arrived": "payments.tell_arrived",
    "booked": "payments.receipts",
    "returned": "payments.tell_states",
}
TEMPLATES: dict[Event, str] = {
    "announced": "payment_announced",
    "arrived": "payment_arrived",
    "booked": "payment_received",
    "returned": "payment_returned",
}
ANSWER_WITHIN = timedelta(days=7)
"""So long after a notice a customer's refusal means these notices, and not every message."""


@dataclass(frozen=True)
class Told:
    """The money a notice is about."""

    movement_id: int
    amount: Money
    on: date


@dataclass(frozen=True)
class Wish:
    """How a customer hears of money that moved. ``is_own`` is false where it is the branch's rule."""

    channel: Channel
    from_amount: Money
    is_stopped: bool
    is_own: bool


def tell(work: UnitOfWork, customer_id: int, event: Event, told: Told) -> bool:
    """Write the notice into the outbox, once per movement and event; return whether it was.

    None where the branch does not tell of it, where the amount is below the threshold in force,
    or where the customer stopped these notices or refuses messages on that channel.
    """
    if not is_told(work, event):
        return False
    wish = _wish(work.connection, customer_id)
    if wish.is_stopped or told.amount < wish.from_amount:
        return False
    customer = queries.customer(work.connection, customer_id)
    code = TEMPLATES[event] + ("_email" if wish.channel == "mail" else "")
    today = work.now.date()
    template = templates_on(work.connection, today).get(code, customer.language)
    if template is None:
        return False
    values = _values(work, customer, template, told)
    key = _key(event, told.movement_id)
    text = render(template.text, values)
    if wish.channel == "mail":
        subject = render(template.subject, values)
        to = Recipient(customer.email or "", customer_id)
        return put_mail(work, subject, text, to, key, template)
    return put(work, text, Recipient(customer.phone or "", customer_id), key, template) is not None


def take_back(work: UnitOfWork, event: Event, movement_id: int) -> None:
    """Take a notice back that has not gone out yet: what it told of was undone."""
    care.drop_unsent(work.connection, _key(event, movement_id))


def is_told(work: UnitOfWork, event: Event) -> bool:
    """Whether the branch tells customers of such an event at all."""
    return settings.flag(work.connection, SETTINGS[event])


def _key(event: Event, movement_id: int) -> str:
    return f"receipt:{movement_id}" if event == "booked" else f"money:{event}:{movement_id}"


def _values(
    work: UnitOfWork, customer: Row[Any], template: MessageTemplate, told: Told
) -> dict[str, str]:
    tongue = TONGUES[template.language]
    return {
        "称呼": tongue.salutation(customer.name, customer.sex, customer.kind),
        "日期": tongue.day_text(told.on, work.now.date()),
        "金额": tongue.amount_text(told.amount),
        "客服电话": settings.value(work.connection, "branch.phone") or "网点",
        "机构": settings.value(work.connection, "branch.name") or "本行",
    }


def _wish(connection: Any, customer_id: int) -> Wish:
    threshold = settings.value(connection, "payments.receipts_from")
    branch = Decimal(threshold) if threshold else ZERO
    own = care.notice(connection, customer_id)
    if own is None:
        return Wish("sms", branch, is_stopped=False, is_own=False)
    return Wish(
        "mail" if own.channel == "mail" else "sms",
        own.from_amount,
        is_stopped=own.stopped_at is not None,
        is_own=True,
    )


def wish_of(desk: Desk, customer_id: int) -> Wish:
    """Return how a customer hears of money that moved."""
    with desk.read() as connection:
        return _wish(connection, customer_id)


def set_wish(desk: Desk, customer_id: int, channel: Channel, from_amount: Money) -> Changes:
    """Write down how a customer wants to hear of it; notices that were stopped run again.

    Raises ``payments.no_address`` for e-mail to somebody without an address.
    """
    if from_amount < ZERO:
        raise DomainError("payments.not_positive", field="from_amount")
    with desk.write() as work:
        customer = queries.customer(work.connection, customer_id)
        if channel == "mail" and not customer.email:
            raise DomainError("payments.no_address", field="channel")
        _put(work, customer_id, channel, from_amount, None, desk.actor.officer_id)
        work.audit("payments.notice", "customer", customer_id, channel=channel, start=from_amount)
        work.commit()
    return Changes.of("payments", "customers")


def stop(desk: Desk, customer_id: int) -> Changes:
    """Stop these notices now; no other message is touched."""
    with desk.write() as work:
        stop_within(work, customer_id, work.now, desk.actor.officer_id)
        work.audit("payments.notice_stop", "customer", customer_id)
        work.commit()
    return Changes.of("payments", "customers")


def go_on(desk: Desk, customer_id: int) -> Changes:
    """Let stopped notices run again, as they were."""
    with desk.write() as work:
        care.stop_notice(work.connection, customer_id, None)
        work.audit("payments.notice_go_on", "customer", customer_id)
        work.commit()
    return Changes.of("payments", "customers")


def stop_within(work: UnitOfWork, customer_id: int, at: datetime, officer: int | None) -> None:
    """Stop these notices inside another write; the caller writes the audit entry."""
    if not care.stop_notice(work.connection, customer_id, at):
        wish = _wish(work.connection, customer_id)
        _put(work, customer_id, wish.channel, wish.from_amount, at, officer)


def answers_a_notice(work: UnitOfWork, customer_id: int, at: datetime) -> bool:
    """Whether a customer's refusal answers such a notice: the last message they got was one."""
    if _wish(work.connection, customer_id).is_stopped:
        return False
    key = care.last_message_key(work.connection, customer_id, at - ANSWER_WITHIN, at)
    return key is not None and key.startswith(("receipt:", "money:"))


def _put(
    work: UnitOfWork,
    customer_id: int,
    channel: Channel,
    from_amount: Money,
    stopped_at: datetime | None,
    officer: int | None,
) -> None:
    row = {
        "channel": channel,
        "from_amount": from_amount,
        "stopped_at": stopped_at,
        "set_at": work.now,
        "set_by": officer,
    }
    care.put_notice(work.connection, customer_id, row)
