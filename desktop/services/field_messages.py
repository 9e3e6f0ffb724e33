"""What field service writes to officers and customers: jobs, changes, alarms, and how it is written.

Everything goes through the outbox, in the same transaction as what it tells of; nothing is sent in
quiet hours, to somebody who refused messages, or without a mobile number.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row

from db import dispatch_queries as queries
from db.unit_of_work import UnitOfWork
from desktop.adapters import paths, wording
from desktop.services import visit_messages
from desktop.services.service_messages import Recipient, next_key, put


@cache
def _texts() -> Mapping[str, Any]:
    path = paths.resources("messages", "field_service.toml")
    return tomllib.loads(path.read_text("utf-8"))


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
        "事项": kind_words(visit.purpose),
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
            written += write(work, template, job, to, key) is not None
    return written


def tell_of_release(work: UnitOfWork, visit: Row[Any], officers: Sequence[Row[Any]]) -> int:
    """Tell officers who were given a visit that it is no longer theirs."""
    values = {
        "时间": f"{visit.starts_at:%m月%d日%H:%M}",
        "事项": kind_words(visit.purpose),
        "客户": visit.request_name or visit.customer_name or "",
    }
    written = 0
    for officer in officers:
        key = next_key(work, f"job:{visit.id}:{officer.id}", "released")
        if key is not None:
            to = Recipient(officer.phone or "", is_staff=True)
            written += write(work, "officer_released", values, to, key) is not None
    return written


def tell_of_calling_off(work: UnitOfWork, visit: Row[Any], officers: Sequence[Row[Any]]) -> int:
    """Tell the officers that a visit is off because the customer has paid."""
    values = {
        "时间": f"{visit.starts_at:%m月%d日%H:%M}",
        "事项": kind_words(visit.purpose),
        "客户": visit.request_name or visit.customer_name or "",
    }
    written = 0
    for officer in officers:
        to = Recipient(officer.phone or "", is_staff=True)
        key = f"off:{visit.id}:{officer.id}"
        written += write(work, "officer_off", values, to, key) is not None
    return written


def tell_of_missing(
    work: UnitOfWork, visit_id: int, officer_id: int, lacking: Sequence[str]
) -> bool:
    """Tell an officer what a visit's record still needs before it can be closed."""
    officers = queries.officers_by_id(work.connection, [officer_id])
    words = "、".join(wording.text(f"dispatch.needed.{name}") for name in lacking)
    to = Recipient(officers[0].phone or "" if officers else "", is_staff=True)
    key = f"record:{visit_id}:{work.now:%Y%m%d%H%M}"
    return write(work, "record_needed", {"所缺": words}, to, key) is not None


def tell_of_taking(work: UnitOfWork, visit_id: int, officer_id: int) -> bool:
    """Tell an officer who wrote that cash or a card was taken that nothing may be."""
    officers = queries.officers_by_id(work.connection, [officer_id])
    to = Recipient(officers[0].phone or "" if officers else "", is_staff=True)
    key = f"taking:{visit_id}:{work.now:%Y%m%d%H%M}"
    return write(work, "nothing_taken", {}, to, key) is not None


def tell_of_alarm(
    work: UnitOfWork, visit: Row[Any], officers: Sequence[Row[Any]], stamp: str, rescue: str
) -> int:
    """Warn the officers of a visit that its promise is about to be missed."""
    values = {
        "事项": kind_words(visit.purpose),
        "客户": visit.request_name or visit.customer_name or "",
        "时间": f"{visit.promised_by:%H:%M}",
        "办法": rescue,
    }
    written = 0
    for officer in officers:
        to = Recipient(officer.phone or "", is_staff=True)
        key = f"alarm:{stamp}:{officer.id}"
        written += write(work, "promise_alarm", values, to, key) is not None
    return written


def missing_words(names: Sequence[str]) -> str:
    """What a customer is asked for, in words."""
    return "、".join(_texts()["missing"][name]["text"] for name in names)


def write(
    work: UnitOfWork, template: str, values: Mapping[str, str], to: Recipient, key: str
) -> str | None:
    """Put a message into the outbox; its text, or nothing where it may not or need not go."""
    return put(work, str(_texts()[template]["text"]).format(**values), to, key)


def kind_words(kind: str) -> str:
    """A kind of service as customers and officers read it."""
    return wording.text(f"dispatch.kind.{kind}")
