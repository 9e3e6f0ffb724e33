"""Messages that serve a customer (a receipt, an appointment) and jobs for officers, into the outbox.

Written in the same transaction as what they tell of; nothing goes out in quiet hours, to somebody
who refused messages, or without a mobile number; each key once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import dispatch_queries as queries
from db.tables import OutboxItem
from db.unit_of_work import UnitOfWork
from desktop.domain.message_text import MessageTemplate, is_mobile, sign
from desktop.services import settings
from desktop.services.rules import rule_book


@dataclass(frozen=True)
class Recipient:
    """A number, and the customer it belongs to; ``is_staff`` for officers."""

    number: str
    customer_id: int | None = None
    is_staff: bool = False


def put(
    work: UnitOfWork, text: str, to: Recipient, key: str, template: MessageTemplate | None = None
) -> str | None:
    """Write one message into the outbox and return its body; ``None`` where it must not be sent.

    ``template`` is what it was written with, for the record.
    """
    if not is_mobile(to.number) or queries.is_in_outbox(work.connection, key):
        return None
    if to.customer_id is not None and queries.refuses_sms(
        work.connection, to.customer_id, work.now.date()
    ):
        return None
    signature = settings.value(work.connection, "branch.sms_signature") or settings.value(
        work.connection, "branch.name"
    )
    body = sign(text, signature) if signature else text
    row = {
        "idempotency_key": key,
        "channel": "sms",
        "recipient": to.number,
        "body": body,
        "customer_id": to.customer_id,
        "state": "queued",
        "due_at": work.now if to.is_staff else outside_quiet_hours(work.connection, work.now),
        "created_at": work.now,
    }
    if template is not None:
        row |= {
            "template": template.code,
            "template_version": template.version,
            "language": template.language,
        }
    queries.add(work.connection, OutboxItem, row)
    return body


def next_key(work: UnitOfWork, about: str, said: str) -> str | None:
    """The key of a message that says something about one thing; ``None`` where that was said last.

    What was said before something else is said again: a visit moved and moved back is told twice.
    """
    before = queries.begun_in_outbox(work.connection, f"{about}:")
    if before and before[-1].endswith(f":{said}"):
        return None
    return f"{about}:{len(before)}:{said}"


def outside_quiet_hours(connection: Connection, now: datetime) -> datetime:
    """This moment, or in the quiet hours their end."""
    book = rule_book(connection)
    begin = book.time_of_day("contact.quiet_from", now.date())
    until = book.time_of_day("contact.quiet_until", now.date())
    if now.time() >= begin:
        return datetime.combine(now.date() + timedelta(days=1), until)
    return max(now, datetime.combine(now.date(), until))


def put_mail(
    work: UnitOfWork, subject: str, text: str, to: Recipient, key: str, template: MessageTemplate
) -> bool:
    """Write one e-mail into the outbox; return whether it may be sent and was not written before.

    E-mail disturbs nobody at night: quiet hours hold for it all the same, as for every channel.
    """
    is_refused = to.customer_id is not None and queries.refuses(
        work.connection, to.customer_id, work.now.date(), "email"
    )
    if not to.number or is_refused or queries.is_in_outbox(work.connection, key):
        return False
    row = {
        "idempotency_key": key,
        "channel": "email",
        "recipient": to.number,
        "subject": subject,
        "body": text,
        "customer_id": to.customer_id,
        "state": "queued",
        "due_at": outside_quiet_hours(work.connection, work.now),
        "created_at": work.now,
        "template": template.code,
        "template_version": template.version,
        "language": template.language,
    }
    queries.add(work.connection, OutboxItem, row)
    return True
