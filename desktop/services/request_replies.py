"""Answers to a request: asking back what is missing, inviting to the branch."""

from dataclasses import dataclass

from sqlalchemy import Connection

from db import dispatch_queries as queries
from db.tables import Customer, ServiceRequest
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.request_doubts import ASKED
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.field_messages import kind_words, missing_words, write
from desktop.services.service_messages import Recipient
from desktop.services.service_requests import RequestSaved


@dataclass(frozen=True)
class Asked:
    """The question that went to the outbox."""

    body: str
    changes: Changes


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
        missing = missing_words(wanted)
        values = {
            "事项": kind_words(row.kind),
            "所缺": missing,
            "客服电话": _branch_phone(work.connection),
        }
        key = f"ask:{request_id}:{work.now:%Y%m%d%H%M}"
        to = Recipient(row.sender or row.phone or "", row.customer_id)
        body = write(work, "ask_back", values, to, key)
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
            "事项": kind_words(row.kind),
            "网点": place or settings.value(work.connection, "branch.name"),
            "营业时间": "—".join(hours),
            "客服电话": _branch_phone(work.connection),
        }
        to = Recipient(number, row.customer_id)
        if write(work, "invitation", values, to, f"invite:{request_id}") is None:
            raise DomainError("dispatch.no_mobile")
        queries.change(work.connection, ServiceRequest, request_id, {"state": "done"})
        work.audit("request.invited", "service_request", request_id)
        work.commit()
    return RequestSaved(request_id, {"state": row.state}, Changes.of("requests", "messages"))


def _branch_phone(connection: Connection) -> str:
    return settings.value(connection, "branch.phone") or "网点"
