"""The loop by short message: officers answer with digits, customers rate what was done."""

import re
from datetime import datetime, timedelta
from typing import Any

from db import dispatch_queries as queries
from db import visit_file_queries
from db.tables import RecoveryTask, ServiceRequest, Visit
from db.unit_of_work import UnitOfWork
from desktop.services import called_off, field_messages, visit_messages
from desktop.services.visit_records import missing, tells_of_taking

SHORT_CODES = {"1": "accepted", "2": "on_the_way", "3": "arrived", "4": "done", "9": "refused"}
"""What an officer's digit means; 9 is followed by the reason."""
RATING_DAYS = 7
RECOVERY_HOURS = 24
BAD_RATING = 2
_CODE = re.compile(r"\s*([12349])\s*[.,，。:：]?\s*(.*)", re.DOTALL)
_DIGIT = re.compile(
    r"^\s*(?P<alone>[0-5])(?!\d)(?!\s*(?:个|小时|分钟))|(?<!\d)(?P<marked>[0-5])\s*(?:分(?!钟)|颗?星)"
)
_CHINESE = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_WORDS = (
    (re.compile("非常不满意|很不满意|太差|极差"), 0),
    (re.compile("不太满意|不满意|差评|很差|差"), 1),
    (re.compile("一般|还行|凑合|基本"), 3),
    (re.compile("非常满意|特别满意|十分满意|很满意|好评|很好|不错"), 5),
    (re.compile("满意|可以|好"), 4),
)


def officer_answers(
    work: UnitOfWork, officer_id: int, text: str, at: datetime
) -> dict[str, Any] | None:
    """Set the step an officer's message tells; nothing where it tells none.

    Steps only go forward. Nobody leaves for a collection visit against which the contact guard
    speaks now: it is taken off, and the officers are told. No step is set by a message that says
    that cash or a card was taken, which its sender is told must not be. A refusal gives the visit
    back to the dispatcher with the reason.
    """
    code = _CODE.fullmatch(text)
    if code is None:
        return None
    visit_id = queries.next_visit_of(work.connection, officer_id, at.date())
    if visit_id is None:
        return None
    step = SHORT_CODES[code[1]]
    if step != "refused" and tells_of_taking(code[2]):
        field_messages.tell_of_taking(work, visit_id, officer_id)
        return {"visit": visit_id, "step": "nothing_taken"}
    if step == "on_the_way" and _must_not_go(work, visit_id):
        return {"visit": visit_id, "step": "stopped"}
    if step == "done" and _record_is_missing(work, visit_id, officer_id):
        return {"visit": visit_id, "step": "record_needed"}
    if not set_step(work, visit_id, step, at, note=code[2].strip() or None):
        return None
    if step == "refused":
        _release_partner(work, visit_id, officer_id)
    return {"visit": visit_id, "step": step}


def _must_not_go(work: UnitOfWork, visit_id: int) -> bool:
    visit = queries.visit(work.connection, visit_id)
    if visit is None:
        return False
    people = 2 if visit.second_officer_id else 1
    refusal = called_off.refusal_of(work.connection, visit, work.now, people)
    if refusal is not None:
        called_off.stop(work, visit, refusal)
    return refusal is not None


def _release_partner(work: UnitOfWork, visit_id: int, officer_id: int) -> None:
    """Where one of two gives a visit back, the other must not go alone."""
    visit = queries.visit(work.connection, visit_id)
    if visit is not None:
        team = {visit.officer_id, visit.second_officer_id} - {officer_id, None}
        partners = queries.officers_by_id(work.connection, sorted(team))
        field_messages.tell_of_release(work, visit, partners)


def _record_is_missing(work: UnitOfWork, visit_id: int, officer_id: int) -> bool:
    """A visit that needs its record is not closed by a digit; the officer is told what is missing."""
    row = queries.one(work.connection, Visit, visit_id)
    lacking = missing(row, visit_file_queries.kinds(work.connection, visit_id))
    if lacking:
        field_messages.tell_of_missing(work, visit_id, officer_id, lacking)
    return bool(lacking)


STEPS = ("planned", "accepted", "on_the_way", "arrived", "done")
_STAMPS = {
    "accepted": "accepted_at",
    "on_the_way": "departed_at",
    "arrived": "arrived_at",
    "done": "done_at",
}


def set_step(
    work: UnitOfWork, visit_id: int, step: str, at: datetime, *, note: str | None = None
) -> bool:
    """Move a visit on to a step; ``False`` when it is there already or past it."""
    row = queries.one(work.connection, Visit, visit_id)
    if row is None or row.state not in STEPS:
        return False
    values: dict[str, Any] = {"updated_at": work.now}
    if step == "refused":
        if row.state in ("arrived", "done"):
            return False
        values |= {"state": "refused", "note": note or row.note}
        if row.request_id:
            queries.change(work.connection, ServiceRequest, row.request_id, {"state": "confirmed"})
    else:
        if STEPS.index(step) <= STEPS.index(row.state):
            return False
        values |= {"state": step, _STAMPS[step]: at}
        if note:
            values["note"] = note
        if step == "done":
            values["arrived_at"] = row.arrived_at or at
            if row.request_id:
                queries.change(work.connection, ServiceRequest, row.request_id, {"state": "done"})
    queries.change(work.connection, Visit, visit_id, values)
    _tell_customer(work, visit_id, step, at)
    return True


def _tell_customer(work: UnitOfWork, visit_id: int, step: str, at: datetime) -> None:
    """Write what the customer should know of a step: the departure, and afterwards the survey."""
    visit = queries.visit(work.connection, visit_id) if step in ("on_the_way", "done") else None
    if visit is None:
        return
    if step == "done":
        visit_messages.ask_for_rating(work, visit)
    else:
        visit_messages.tell_of_departure(work, visit, at)


def rating_in(text: str) -> int | None:
    """The rating a message gives, 0 (very bad) to 5 (very good); nothing when it names none."""
    digit = _DIGIT.search(text)
    if digit:
        return int(digit["alone"] or digit["marked"])
    chinese = re.search("([零一二两三四五])(?:分|颗?星)", text)
    if chinese:
        return _CHINESE[chinese[1]]
    return next((value for words, value in _WORDS if words.search(text)), None)


def survey_answered(
    work: UnitOfWork, customer_id: int | None, text: str, at: datetime
) -> int | None:
    """Put a customer's rating on their newest unrated visit; return that visit."""
    rating = rating_in(text)
    if customer_id is None or rating is None:
        return None
    since = at - timedelta(days=RATING_DAYS)
    visit_id = queries.visit_to_rate(work.connection, customer_id, since)
    if visit_id is not None:
        put_rating(work, visit_id, rating, text, at)
    return visit_id


def put_rating(work: UnitOfWork, visit_id: int, rating: int, text: str, at: datetime) -> None:
    """Write a rating; two or less opens a recovery task with its own deadline."""
    values = {"rating": rating, "rating_text": text[:500], "updated_at": work.now}
    queries.change(work.connection, Visit, visit_id, values)
    row = queries.one(work.connection, Visit, visit_id)
    if rating <= BAD_RATING and row is not None:
        task = {
            "visit_id": visit_id,
            "customer_id": row.customer_id,
            "reason": text[:500],
            "opened_at": at,
            "due_at": at + timedelta(hours=RECOVERY_HOURS),
        }
        queries.add(work.connection, RecoveryTask, task)
