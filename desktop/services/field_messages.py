"""What field service writes to customers and officers: questions, jobs, announcements, the survey.

Everything goes through the outbox, in the same transaction as what it tells of; nothing is sent in
quiet hours, to somebody who refused messages, or without a mobile number.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row

from db import dispatch_queries as queries
from db.tables import Customer, ServiceRequest
from db.unit_of_work import UnitOfWork
from desktop.adapters import paths, wording
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.request_doubts import ASKED
from desktop.services import settings, visit_messages
from desktop.services.desk import Desk
from desktop.services.service_messages import Recipient, next_key, put
from desktop.services.service_requests import RequestSaved


@dataclass(frozen=True)
class Asked:
    """The question that went to the outbox."""

    body: str
    changes: Changes


@cache
def _texts() -> Mapping[str, Any]:
    path = paths.resources("messages", "field_service.toml")
    return tomllib.loads(path.read_text("utf-8"))


def ask_back(desk: Desk, request_id: int) -> Asked:
    """Ask the sender of a request for what is missing or in doubt; the answer fills the gap.

    Raises ``DomainError``: ``dispatch.request_gone``, ``dispatch.nothing_to_ask``,
    ``dispatch.no_mobile``, ``dispatch.refuses_messages``.
    """
    with desk.write() as work:
        row = queries.one(work.connection, ServiceRequest, request_id)
        if row is None or row.state not in queries.LIVE_REQUESTS:
            raise DomainError("dispatch.request_gone")
        wanted = list(dict.fromkeys(ASKED[one] for one in row.doubts or () if one in ASKED))
        if not wanted:
            raise DomainError("dispatch.nothing_to_ask")
        missing = "、".join(_texts()["missing"][one]["text"] for one in wanted)
        values = {
            "事项": _kind(row.kind),
            "所缺": missing,
            "客服电话": _branch_phone(work.connection),
        }
        key = f"ask:{request_id}:{work.now:%Y%m%d%H%M}"
        to = Recipient(row.sender or row.phone or "", row.customer_id)
        body = _put(work, "ask_back", values, to, key)
        if body is None:
            raise DomainError("dispatch.no_mobile")
        queries.change(work.connection, ServiceRequest, request_id, {"asked_back_at": work.now})
        work.audit("request.asked_back", "service_request", request_id, asked=wanted)
        work.commit()
    return Asked(body, Changes.of("requests", "messages"))


def invite(desk: Desk, request_id: int) -> RequestSaved:
    """Answer a request that needs no visit with an invitation to the branch, and close it.

    Raises ``DomainError``: ``dispatch.request_gone``, ``dispatch.no_invitation`` for a collection
    request, ``dispatch.no_mobile`` where nothing can be sent.
    """
    with desk.write() as work:
        row = queries.one(work.connection, ServiceRequest, request_id)
        if row is None or row.state not in queries.LIVE_REQUESTS:
            raise DomainError("dispatch.request_gone")
        if row.kind == "collection":
            raise DomainError("dispatch.no_invitation")
        customer = queries.one(work.connection, Customer, row.customer_id or 0)
        number = row.phone or row.sender or (customer.phone if customer is not None else "") or ""
        hours = [settings.value(work.connection, f"branch.hours_{end}") for end in ("from", "to")]
        place = settings.value(work.connection, "branch.address")
        values = {
            "事项": _kind(row.kind),
            "网点": place or settings.value(work.connection, "branch.name"),
            "营业时间": "—".join(hours),
            "客服电话": _branch_phone(work.connection),
        }
        to = Recipient(number, row.customer_id)
        if _put(work, "invitation", values, to, f"invite:{request_id}") is None:
            raise DomainError("dispatch.no_mobile")
        queries.change(work.connection, ServiceRequest, request_id, {"state": "done"})
        work.audit("request.invited", "service_request", request_id)
        work.commit()
    return RequestSaved(request_id, {"state": row.state}, Changes.of("requests", "messages"))


def tell_of_visit(
    work: UnitOfWork, visit: Row[Any], officers: Sequence[Row[Any]], knowing: Collection[int] = ()
) -> int:
    """Tell the officers their job and the customer who comes when; returns how many were written.

    A collection visit is not announced to the customer by message.
    """
    written = tell_officers(work, visit, officers, knowing)
    return written + visit_messages.announce(work, visit)


def tell_officers(
    work: UnitOfWork, visit: Row[Any], officers: Sequence[Row[Any]], knowing: Collection[int] = ()
) -> int:
    """Tell the officers their job; those ``knowing`` of it already, by id, that it was moved."""
    name = visit.request_name or visit.customer_name or ""
    job = {
        "时间": f"{visit.starts_at:%m月%d日%H:%M}",
        "事项": _kind(visit.purpose),
        "客户": name,
        "地址": visit.address,
    }
    said = f"{visit.starts_at:%Y%m%d%H%M}"
    written = 0
    for officer in officers:
        key = next_key(work, f"job:{visit.id}:{officer.id}", said)
        if key is not None:
            template = "officer_moved" if officer.id in knowing else "officer_job"
            to = Recipient(officer.phone or "", is_staff=True)
            written += _put(work, template, job, to, key) is not None
    return written


def tell_of_release(work: UnitOfWork, visit: Row[Any], officers: Sequence[Row[Any]]) -> int:
    """Tell officers who were given a visit that it is no longer theirs."""
    values = {
        "时间": f"{visit.starts_at:%m月%d日%H:%M}",
        "事项": _kind(visit.purpose),
        "客户": visit.request_name or visit.customer_name or "",
    }
    written = 0
    for officer in officers:
        key = next_key(work, f"job:{visit.id}:{officer.id}", "released")
        if key is not None:
            to = Recipient(officer.phone or "", is_staff=True)
            written += _put(work, "officer_released", values, to, key) is not None
    return written


def tell_of_calling_off(work: UnitOfWork, visit: Row[Any], officers: Sequence[Row[Any]]) -> int:
    """Tell the officers that a visit is off because the customer has paid."""
    values = {
        "时间": f"{visit.starts_at:%m月%d日%H:%M}",
        "事项": _kind(visit.purpose),
        "客户": visit.request_name or visit.customer_name or "",
    }
    written = 0
    for officer in officers:
        to = Recipient(officer.phone or "", is_staff=True)
        key = f"off:{visit.id}:{officer.id}"
        written += _put(work, "officer_off", values, to, key) is not None
    return written


def tell_of_missing(
    work: UnitOfWork, visit_id: int, officer_id: int, lacking: Sequence[str]
) -> bool:
    """Tell an officer what a visit's record still needs before it can be closed."""
    officers = queries.officers_by_id(work.connection, [officer_id])
    words = "、".join(wording.text(f"dispatch.needed.{name}") for name in lacking)
    to = Recipient(officers[0].phone or "" if officers else "", is_staff=True)
    key = f"record:{visit_id}:{work.now:%Y%m%d%H%M}"
    return _put(work, "record_needed", {"所缺": words}, to, key) is not None


def tell_of_taking(work: UnitOfWork, visit_id: int, officer_id: int) -> bool:
    """Tell an officer who wrote that cash or a card was taken that nothing may be."""
    officers = queries.officers_by_id(work.connection, [officer_id])
    to = Recipient(officers[0].phone or "" if officers else "", is_staff=True)
    key = f"taking:{visit_id}:{work.now:%Y%m%d%H%M}"
    return _put(work, "nothing_taken", {}, to, key) is not None


def tell_of_alarm(
    work: UnitOfWork, visit: Row[Any], officers: Sequence[Row[Any]], stamp: str, rescue: str
) -> int:
    """Warn the officers of a visit that its promise is about to be missed."""
    values = {
        "事项": _kind(visit.purpose),
        "客户": visit.request_name or visit.customer_name or "",
        "时间": f"{visit.promised_by:%H:%M}",
        "办法": rescue,
    }
    written = 0
    for officer in officers:
        to = Recipient(officer.phone or "", is_staff=True)
        key = f"alarm:{stamp}:{officer.id}"
        written += _put(work, "promise_alarm", values, to, key) is not None
    return written


def _put(
    work: UnitOfWork, template: str, values: Mapping[str, str], to: Recipient, key: str
) -> str | None:
    return put(work, str(_texts()[template]["text"]).format(**values), to, key)


def _kind(kind: str) -> str:
    return wording.text(f"dispatch.kind.{kind}")


def _branch_phone(connection: Connection) -> str:
    return settings.value(connection, "branch.phone") or "网点"
