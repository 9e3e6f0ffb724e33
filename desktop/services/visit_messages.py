"""What customers are written about visits: by the branch's templates, in the customer's language.

A visit for collection is never announced, moved or asked about by message.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from db import dispatch_queries, payment_queries
from db.unit_of_work import UnitOfWork
from desktop.adapters import wording
from desktop.adapters.wording import Language
from desktop.domain.message_language import TONGUES
from desktop.domain.message_text import render
from desktop.services import settings
from desktop.services.service_messages import Recipient, put
from desktop.services.templates_in_force import templates_on

COMING, MOVED, ON_WAY = "visit_appointment", "visit_moved", "visit_on_way"
DELAYED, SURVEY = "visit_delayed", "satisfaction_survey"


def announce(work: UnitOfWork, visit: Row[Any]) -> bool:
    """Tell the customer who comes when; whoever was told before is told that it was moved."""
    stamp = f"coming:{visit.id}:"
    key = f"{stamp}{visit.starts_at:%Y%m%d%H%M}"
    code = MOVED if dispatch_queries.is_begun_in_outbox(work.connection, stamp) else COMING
    return _write(work, visit, code, visit.starts_at, key)


def tell_of_departure(work: UnitOfWork, visit: Row[Any], at: datetime) -> bool:
    """Tell the customer that the officers are on their way, where they come as was said."""
    if at > visit.starts_at:
        return False
    key = f"on_way:{visit.id}:{visit.starts_at:%Y%m%d%H%M}"
    return _write(work, visit, ON_WAY, visit.starts_at, key, is_today=True)


def tell_of_delay(work: UnitOfWork, visit: Row[Any], expected: datetime) -> bool:
    """Tell the customer that the officers come later than was said."""
    key = f"delay:{visit.id}:{visit.promised_by:%Y%m%d%H%M}"
    return _write(work, visit, DELAYED, expected, key, is_today=True)


def ask_for_rating(work: UnitOfWork, visit: Row[Any]) -> bool:
    """Ask how it was, after the visit."""
    return _write(work, visit, SURVEY, visit.starts_at, f"survey:{visit.id}")


def _write(
    work: UnitOfWork,
    visit: Row[Any],
    code: str,
    at: datetime,
    key: str,
    *,
    is_today: bool = False,
) -> bool:
    if visit.purpose == "collection":
        return False
    who = None
    if visit.customer_id is not None:
        who = payment_queries.customer(work.connection, visit.customer_id)
    template = templates_on(work.connection, work.now.date()).get(
        code, "zh" if who is None else who.language
    )
    if template is None:
        return False
    lang: Language = "en" if template.language == "en" else "zh"
    tongue = TONGUES[lang]
    name = visit.request_name or visit.customer_name or ""
    day = "" if is_today else tongue.day_text(at.date(), work.now.date())
    values = {
        "称呼": tongue.salutation(
            name, None if who is None else who.sex, "person" if who is None else who.kind
        ),
        "事项": wording.text(f"dispatch.kind.{visit.purpose}", lang),
        "时间": f"{day} {at:%H:%M}".strip() if lang == "en" else f"{day}{at:%H:%M}",
        "人员": _people(work, visit, lang),
        "客服电话": settings.value(work.connection, "branch.phone")
        or wording.text("messages.our_branch", lang),
    }
    number = visit.request_phone or visit.request_sender or visit.customer_phone or ""
    to = Recipient(number, visit.customer_id)
    return put(work, render(template.text, values), to, key, template) is not None


def _people(work: UnitOfWork, visit: Row[Any], lang: Language) -> str:
    """Who comes, with the number on their staff card."""
    team = [one for one in (visit.officer_id, visit.second_officer_id) if one]
    named = (
        wording.text("messages.officer", lang, name=one.name, number=one.staff_no)
        for one in dispatch_queries.officers_by_id(work.connection, team)
    )
    return ("、" if lang == "zh" else ", ").join(named)
