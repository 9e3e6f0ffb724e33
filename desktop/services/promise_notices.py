"""Messages about promises: a confirmation when one is taken, a reminder on its day."""

from datetime import date
from typing import Any

from sqlalchemy import Row

from db import promise_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.message_language import TONGUES
from desktop.domain.message_text import render
from desktop.domain.money import ZERO
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.service_messages import Recipient, put
from desktop.services.templates_in_force import templates_on

CONFIRMED, DUE = "promise_confirmed", "promise_due"


def confirm(work: UnitOfWork, promise_id: int) -> bool:
    """Write the confirmation of a promise just taken into the outbox, where the branch wants it."""
    if not settings.flag(work.connection, "promises.messages"):
        return False
    rows = queries.to_write_about(work.connection, ids=[promise_id])
    return any(_put(work, row, CONFIRMED) for row in rows)


def remind(desk: Desk) -> Changes:
    """Remind of the promises that fall due today and are not paid yet, each once."""
    with desk.read() as connection:
        if not settings.flag(connection, "promises.messages"):
            return Changes()
        due = [row.id for row in queries.to_write_about(connection, due_on=desk.today)]
    if not due:
        return Changes()
    with desk.write() as work:
        rows = queries.to_write_about(work.connection, ids=due)
        # One made today has just been confirmed.
        written = sum(_put(work, row, DUE) for row in rows if row.taken_at.date() < desk.today)
        if not written:
            return Changes()
        work.audit("promises.reminded", "outbox", None, count=written)
        work.commit()
    return Changes.of("messages")


def _put(work: UnitOfWork, row: Row[Any], code: str) -> bool:
    left = row.amount - row.paid
    if left <= ZERO:
        return False
    template = templates_on(work.connection, work.now.date()).get(code, row.language)
    phone = settings.value(work.connection, "branch.phone")
    if template is None or not phone:
        return False
    values = _values(work, row, template.language) | {"客服电话": phone}
    to = Recipient(row.phone or "", row.customer_id)
    key = f"{code}:{row.id}:{row.due_on.isoformat()}"
    return put(work, render(template.text, values), to, key, template) is not None


def _values(work: UnitOfWork, row: Row[Any], language: str) -> dict[str, str]:
    tongue, today = TONGUES[language], work.now.date()
    suffix = "_en" if language == "en" else ""
    due: date = row.due_on
    return {
        "称呼": tongue.salutation(row.name, row.sex, row.kind),
        "承诺日": tongue.day_text(due, today),
        "承诺金额": tongue.amount_text(row.amount - row.paid),
        "还款方式": settings.value(work.connection, f"messages.ways_to_pay{suffix}"),
    }
