"""Asking some customers, the day after a reminder, whether it was clear and polite."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import result_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.message_language import TONGUES
from desktop.domain.message_text import render
from desktop.domain.survey_reply import read_reply
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.service_messages import Recipient, put
from desktop.services.templates_in_force import templates_on

TEMPLATE = "message_survey"
ASK_AFTER, ASK_UNTIL = timedelta(days=1), timedelta(days=3)
"""How old a reminder is when it is asked about."""
NOT_AGAIN = timedelta(days=90)
ANSWER_WITHIN = timedelta(days=7)
_SPREAD = 2_654_435_761
"""Knuth's multiplier: numbers in a row fall all over the hundred, the same each time."""


@dataclass(frozen=True)
class Asked:
    """How many customers were asked."""

    count: int
    changes: Changes


def is_chosen(outbox_id: int, percent: int) -> bool:
    """Whether a message is among those asked about: by its number, not by whom it went to."""
    return (outbox_id * _SPREAD >> 16) % 100 < percent


def ask(desk: Desk, chosen: Callable[[int, int], bool] = is_chosen) -> Asked:
    """Ask about reminders of the days before, as many of a hundred as the branch has set.

    A customer is asked once in ninety days at most; nobody who refuses messages, disputes, or is
    otherwise restricted; the answer is voluntary.
    """
    with desk.read() as connection:
        percent = int(settings.value(connection, "messages.survey_percent"))
    if not percent:
        return Asked(0, Changes())
    asked = 0
    with desk.write() as work:
        now = work.now
        rows = queries.to_ask(work.connection, now - ASK_UNTIL, now - ASK_AFTER, now - NOT_AGAIN)
        templates = templates_on(work.connection, work.now.date())
        for row in rows:
            template = templates.get(TEMPLATE, row.language)
            if template is None or not chosen(row.id, percent):
                continue
            called = TONGUES[template.language].salutation(row.name, row.sex, row.kind)
            words = render(template.text, {"称呼": called})
            to = Recipient(row.phone or "", row.customer_id)
            if put(work, words, to, f"about:{row.id}", template) is not None:
                queries.add_rating(work.connection, row.id, row.customer_id, work.now)
                asked += 1
        if not asked:
            return Asked(0, Changes())
        work.audit("messages.survey", "outbox", None, count=asked)
        work.commit()
    return Asked(asked, Changes.of("messages"))


def answered(work: UnitOfWork, customer_id: int, text: str, at: datetime) -> bool:
    """Take a customer's message as the answer to the newest question, if it is one."""
    reply = read_reply(text)
    if reply is None:
        return False
    rating_id = queries.open_rating(work.connection, customer_id, at - ANSWER_WITHIN)
    if rating_id is None:
        return False
    queries.answer_rating(
        work.connection,
        rating_id,
        answered_at=at,
        clarity=reply.clarity,
        tone=reply.tone,
        comment=reply.comment[:500] or None,
    )
    return True
