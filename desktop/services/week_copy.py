"""The same day of last week copied: its pairs, and the visits that come again."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from db import dispatch_queries as queries
from db import pair_queries
from db.tables import ServiceRequest
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.field_day import Job, Stop
from desktop.services import called_off
from desktop.services.desk import Desk
from desktop.services.dispatch_board import Board, board_of
from desktop.services.dispatching import make_visit, tell

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class WeekCopied:
    """What was copied; ``skipped`` are old visits left out, each with the reason's code."""

    visits: tuple[int, ...]
    requests: tuple[int, ...]
    skipped: tuple[tuple[int, str], ...]
    changes: Changes


def copy_last_week(desk: Desk, day: date) -> WeekCopied:
    """Copy the visits and pairs of the same weekday a week before to a day.

    Collection visits are never copied: each is decided anew. A visit that stands there already, or
    that would break a hard rule, is left out and told. Officers and customers are
    told as when a visit is placed. A second copy adds nothing.
    """
    with desk.write() as work:
        old = board_of(work.connection, day - WEEK, now=work.now)
        visits: list[int] = []
        requests: list[int] = []
        skipped: list[tuple[int, str]] = []
        _copy_pairs(work, day)
        for stop in sorted(old.field.stops, key=lambda one: one.starts_at):
            visit_id = int(stop.job.key[1:])
            row = queries.visit(work.connection, visit_id)
            code = "dispatch.copy.decided_anew" if stop.job.purpose == "collection" else ""
            code = code or _code(board_of(work.connection, day, now=work.now), stop)
            if code or row is None:
                skipped.append((visit_id, code or "dispatch.visit_gone"))
                continue
            request_id = queries.add(work.connection, ServiceRequest, _request(work, desk, row))
            board = board_of(work.connection, day, now=work.now)
            visits.append(make_visit(work, board, request_id, stop.officers, stop.starts_at + WEEK))
            tell(work, visits[-1])
            requests.append(request_id)
        work.audit("week.copied", "visit", None, day=day, count=len(visits))
        work.commit()
    changes = Changes.of("visits", "requests", "officers")
    return WeekCopied(tuple(visits), tuple(requests), tuple(skipped), changes)


def take_back(desk: Desk, copied: WeekCopied) -> Changes:
    """Undo a copy: its visits and their requests are cancelled."""
    with desk.write() as work:
        for visit_id in copied.visits:
            called_off.cancel(work, visit_id)
        for request_id in copied.requests:
            queries.change(work.connection, ServiceRequest, request_id, {"state": "cancelled"})
        work.audit("week.copy_taken_back", "visit", None, count=len(copied.visits))
        work.commit()
    return Changes.of("visits", "requests")


def _copy_pairs(work: UnitOfWork, day: date) -> None:
    if pair_queries.pairs(work.connection, day):
        return
    for row in pair_queries.pairs(work.connection, day - WEEK):
        pair_queries.add(work.connection, day, row.officer_id, row.partner_id)


def _code(board: Board, stop: Stop) -> str:
    """Why a visit is not copied; empty when it may be."""
    at = stop.starts_at + WEEK
    place, purpose = stop.job.place, stop.job.purpose
    for one in board.field.stops:
        if one.job.purpose == purpose and one.job.place.address == place.address:
            return "dispatch.copy.there_already"
    job = _job_at(stop, at)
    hard = [one for one in board.field.conflicts(job, stop.officers, at) if one.is_hard]
    return f"dispatch.conflict.{hard[0].code}" if hard else ""


def _job_at(stop: Stop, at: datetime) -> Job:
    earliest, latest = stop.job.earliest + WEEK, stop.job.latest + WEEK
    return replace(stop.job, key="copy", earliest=min(at, earliest), latest=max(at, latest))


def _request(work: UnitOfWork, desk: Desk, row: Row[Any]) -> dict[str, Any]:
    """The request of a copied visit: confirmed, with its window a week later."""
    begin, end = row.earliest_at, row.promised_by
    return {
        "customer_id": row.customer_id,
        "received_at": work.now,
        "text": row.request_text or "",
        "kind": row.purpose,
        "name": row.request_name,
        "phone": row.request_phone or row.request_sender,
        "address": row.address,
        "understood": {"source": "copy"},
        "doubts": [],
        "priority": row.priority or 0,
        "minutes": row.minutes,
        "promised_from": begin + WEEK if begin else None,
        "promised_by": end + WEEK if end else None,
        "state": "confirmed",
        "confirmed_by": desk.actor.officer_id,
        "confirmed_at": work.now,
    }
