"""What customers are written about visits: by the branch's templates, in the customer's language.

A visit for collection is never announced, moved or asked about by message.
"""

from collections.abc import Sequence
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
CANCELLED, DELAYED, SURVEY = "visit_cancelled", "visit_delayed", "satisfaction_survey"
_COMES, _IS_OFF = "coming", "cancelled"
"""How the keys of the two begin: that somebody comes, that nobody does."""
_NEVER_ARRIVED = ("cancelled", "failed")


def announce(work: UnitOfWork, visit: Row[Any]) -> bool:
    """Tell the customer who comes when; whoever knows of another time is told that it was moved.

    A message of another time that has not gone out yet never does.
    """
    key = f"{_COMES}:{visit.id}:{visit.starts_at:%Y%m%d%H%M}"
    notices = dispatch_queries.notices_of(work.connection, visit.id, (_COMES, _IS_OFF))
    standing = [row for row in notices if row.state not in _NEVER_ARRIVED]
    if standing and standing[-1].idempotency_key.startswith(key):
        return False
    known = _withdraw(work, standing)
    if known.startswith(key):
        return False
    again = sum(row.idempotency_key.startswith(key) for row in notices)
    code = MOVED if known.startswith(_COMES) else COMING
    return _write(work, visit, code, visit.starts_at, f"{key}:{again}" if again else key)


def tell_of_cancelling(work: UnitOfWork, visit: Row[Any]) -> bool:
    """Tell a customer who knows of a visit that nobody comes; return whether that was written.

    What has not gone out yet is taken back instead, and of a visit that is past nothing is said.
    """
    notices = dispatch_queries.notices_of(work.connection, visit.id, (_COMES, _IS_OFF))
    standing = [row for row in notices if row.state not in _NEVER_ARRIVED]
    if standing and standing[-1].idempotency_key.startswith(_IS_OFF):
        return False
    known = _withdraw(work, standing)
    if not known.startswith(_COMES) or visit.starts_at < work.now:
        return False
    key = f"{_IS_OFF}:{visit.id}:{len(notices)}"
    return _write(work, visit, CANCELLED, visit.starts_at, key)


def take_off_the_day(work: UnitOfWork, visit: Row[Any]) -> None:
    """Nobody comes at that time, but somebody will: what has not gone out yet never does."""
    _withdraw(work, dispatch_queries.notices_of(work.connection, visit.id, (_COMES, _IS_OFF)))


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


def _withdraw(work: UnitOfWork, notices: Sequence[Row[Any]]) -> str:
    """Take what is still queued off the outbox; return the key of the last that is gone, if any."""
    queued = [row.id for row in notices if row.state == "queued"]
    dispatch_queries.withdraw(work.connection, queued)
    gone = [row for row in notices if row.state not in ("queued", *_NEVER_ARRIVED)]
    return str(gone[-1].idempotency_key) if gone else ""


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
