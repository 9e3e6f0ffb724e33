"""Requests for service: taken from messages or typed in, confirmed, corrected, closed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row

from db import dispatch_queries as queries
from db.tables import Case, Customer, ServiceRequest
from db.unit_of_work import UnitOfWork
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.field_rules import VISIT_PURPOSES
from desktop.domain.reading import Reading
from desktop.domain.request_doubts import ASKED
from desktop.domain.wished_time import WishedTime
from desktop.services import called_off
from desktop.services.desk import Desk
from desktop.services.promise_terms import URGENT, Wanted, promise_values

if TYPE_CHECKING:
    from desktop.domain.sms_request import SmsRequest

KINDS = (
    *VISIT_PURPOSES,
    "account_change",
    "cancel",
    "reschedule",
    "status_query",
    "privacy_delete",
)
ADDRESS_LENGTH = 300
_URGENT = re.compile("急(?!诊|需周转)|火速|十万火急")


@dataclass(frozen=True)
class RequestForm:
    """A request as a person types or corrects it. ``wish`` empty: as soon as promised.

    ``keeps_phone``: the number was not shown and stays as it is.
    """

    kind: str
    name: str = ""
    phone: str = ""
    address: str = ""
    wish: WishedTime | None = None
    is_urgent: bool = False
    needs_visit: bool = True
    minutes: int | None = None
    note: str = ""
    customer_id: int | None = None
    keeps_phone: bool = False

    def check(self) -> None:
        """Refuse what cannot be worked with. Raises ``DomainError`` at its field."""
        if self.kind not in KINDS:
            raise DomainError("dispatch.unknown_kind", field="kind", kind=self.kind)
        if self.needs_visit and not self.address.strip():
            raise DomainError("dispatch.address_needed", field="address")
        if len(self.address) > ADDRESS_LENGTH:
            raise DomainError("dispatch.address_too_long", field="address")
        if self.minutes is not None and not 5 <= self.minutes <= 480:
            raise DomainError("dispatch.bad_minutes", field="minutes")
        wish = self.wish
        for one in (wish, wish.other if wish else None):
            if one and one.start and one.end and one.start > one.end:
                field = "wish" if one is wish else "other"
                raise DomainError("dispatch.wish_backwards", field=field)


@dataclass(frozen=True)
class RequestSaved:
    """The request that was written; ``before`` its row as it was, to take it back."""

    request_id: int
    before: Mapping[str, Any]
    changes: Changes


def add_from_message(
    work: UnitOfWork,
    read: "SmsRequest",
    *,
    message_id: int,
    sender: str,
    text: str,
    received: datetime,
    customers: list[int],
) -> int:
    """Write a request for what a message asks; doubts are kept for a person to settle."""
    customer = queries.one(work.connection, Customer, customers[0]) if len(customers) == 1 else None
    doubts = list(read.doubts)
    if not customers:
        doubts.append("dispatch.doubt.customer_unknown")
    elif len(customers) > 1:
        doubts.append("dispatch.doubt.several_customers")
    address = read.address.value
    if address is None and "dispatch.doubt.address_on_file" in doubts and customer is not None:
        address = customer.address
    kind = read.intent.value or "other"
    wish = read.when.value
    case_id = queries.case_of(work.connection, customer.id) if customer is not None else None
    values = {
        "message_id": message_id,
        "customer_id": customer.id if customer is not None else None,
        "case_id": case_id,
        "received_at": received,
        "sender": sender,
        "text": text,
        "kind": kind,
        "name": read.name.value,
        "phone": read.phone.value,
        "address": address,
        "understood": _understood(read),
        "doubts": doubts,
        "needs_visit": read.needs_visit,
        "state": "new",
        **promise_values(
            work.connection,
            wish,
            Wanted(
                kind, address or "", needs_visit=read.needs_visit, is_urgent=_urgent(wish, text)
            ),
            received,
        ),
    }
    return queries.add(work.connection, ServiceRequest, values)


def fill_gap(work: UnitOfWork, request: Row[Any], read: "SmsRequest") -> bool:
    """Let an answer fill what was missing or in doubt in a request; ``False`` when it brings nothing."""
    understood = dict(request.understood or {})
    open_parts = {ASKED[one] for one in request.doubts or () if one in ASKED}
    values: dict[str, Any] = {}
    filled: set[str] = set()
    for name in ("address", "phone", "name"):
        value = getattr(read, name).value
        if value and (not getattr(request, name) or name in open_parts):
            values[name] = value
            filled.add(name)
    kind = read.intent.value or "other"
    if request.kind == "other" and kind in KINDS and kind != "other":
        values |= {"kind": kind, "needs_visit": read.needs_visit or bool(request.needs_visit)}
        filled.add("kind")
    wish = read.when.value
    if wish and (not understood.get("when") or "when" in open_parts):
        understood["when"] = wish_facts(wish)
        filled.add("when")
        wanted = Wanted(
            str(values.get("kind", request.kind)),
            str(values.get("address", request.address) or ""),
            needs_visit=bool(request.needs_visit),
            is_urgent=request.priority >= URGENT,
        )
        values |= promise_values(work.connection, wish, wanted, request.received_at)
    if not values:
        return False
    doubts = [one for one in request.doubts or () if ASKED.get(one) not in filled]
    answers = [one for field in (read.address, read.phone, read.when) for one in field.doubts]
    doubts += [one for one in answers if one != "dispatch.doubt.address_missing"]
    values |= {"understood": understood, "doubts": doubts}
    queries.change(work.connection, ServiceRequest, request.id, values)
    return True


def add(desk: Desk, form: RequestForm, *, case_id: int | None = None) -> RequestSaved:
    """Write a request that somebody took by telephone or asks for, confirmed at once."""
    form.check()
    with desk.write() as work:
        values = {
            "received_at": work.now,
            "text": form.note,
            "sender": None,
            "case_id": case_id,
            "understood": {"source": "clerk"},
            "doubts": [],
            "state": "confirmed",
            "confirmed_by": desk.actor.officer_id,
            "confirmed_at": work.now,
            **_form_values(work.connection, form, work.now),
        }
        request_id = queries.add(work.connection, ServiceRequest, values)
        work.audit("request.added", "service_request", request_id, kind=form.kind)
        work.commit()
    return RequestSaved(request_id, {}, Changes.of("requests"))


def ask_for_collection_visit(desk: Desk, case_id: int, *, note: str = "") -> RequestSaved:
    """Ask for a collection visit on a case: it comes in by the same door as every request.

    Always two people; the contact guard is asked again when it is placed. Raises
    ``DomainError("dispatch.no_case")``, ``dispatch.address_needed``.
    """
    with desk.read() as connection:
        case = queries.one(connection, Case, case_id)
        customer = queries.one(connection, Customer, case.customer_id) if case else None
    if case is None or customer is None:
        raise DomainError("dispatch.no_case")
    form = RequestForm(
        "collection",
        customer.name,
        customer.phone or "",
        customer.address or "",
        WishedTime("range", desk.clock.now(), _in_a_week(desk.clock.now())),
        note=note,
        customer_id=customer.id,
    )
    return add(desk, form, case_id=case_id)


def confirm(desk: Desk, request_id: int) -> RequestSaved:
    """Say that a request was understood right, as it stands.

    Raises ``DomainError`` when something needed is still missing: an address for a visit.
    """
    with desk.write() as work:
        row = _live(work.connection, request_id)
        if row.needs_visit and not row.address:
            raise DomainError("dispatch.address_needed", field="address")
        before = {"state": row.state, "doubts": row.doubts, "confirmed_by": row.confirmed_by}
        values: dict[str, Any] = {
            "state": "confirmed",
            "doubts": [],
            "confirmed_by": desk.actor.officer_id,
            "confirmed_at": work.now,
        }
        queries.change(work.connection, ServiceRequest, request_id, values)
        work.audit("request.confirmed", "service_request", request_id)
        work.commit()
    return RequestSaved(request_id, before, Changes.of("requests"))


def correct(desk: Desk, request_id: int, form: RequestForm) -> RequestSaved:
    """Put right what was understood, and confirm it."""
    form.check()
    with desk.write() as work:
        row = _live(work.connection, request_id)
        values = _form_values(work.connection, form, row.received_at)
        values |= {
            "state": "confirmed",
            "doubts": [],
            "confirmed_by": desk.actor.officer_id,
            "confirmed_at": work.now,
        }
        if form.customer_id is None:
            values.pop("customer_id")
        if form.keeps_phone:
            values.pop("phone")
        before = {name: getattr(row, name) for name in values}
        queries.change(work.connection, ServiceRequest, request_id, values)
        fields = [name for name, value in values.items() if before[name] != value]
        work.audit("request.corrected", "service_request", request_id, fields=fields)
        work.commit()
    return RequestSaved(request_id, before, Changes.of("requests"))


def reveal_phone(desk: Desk, request_id: int) -> str:
    """Return the number of a request in full; looking leaves an audit entry. PIPL art. 51."""
    with desk.write() as work:
        row = _live(work.connection, request_id)
        customer = queries.one(work.connection, Customer, row.customer_id or 0)
        work.audit("request.reveal", "service_request", request_id, field="phone")
        work.commit()
    return str(row.phone or row.sender or (customer.phone if customer else None) or "")


def close(desk: Desk, request_id: int, outcome: str = "done") -> RequestSaved:
    """Close a request without a visit: ``done`` (called back, answered) or ``cancelled``.

    A confirmed wish to cancel takes the customer's open visit back as well.
    """
    if outcome not in ("done", "cancelled"):
        raise DomainError("dispatch.unknown_outcome", field="outcome")
    with desk.write() as work:
        row = _live(work.connection, request_id)
        if row.kind == "cancel" and outcome == "done" and row.customer_id:
            visit_id = queries.open_visit_of(work.connection, row.customer_id, work.now)
            if visit_id is not None:
                called_off.cancel(work, visit_id, row.text)
        before = {"state": row.state}
        queries.change(work.connection, ServiceRequest, request_id, {"state": outcome})
        work.audit(f"request.{outcome}", "service_request", request_id)
        work.commit()
    return RequestSaved(request_id, before, Changes.of("requests", "visits"))


def take_back(desk: Desk, saved: RequestSaved) -> Changes:
    """Undo a confirmation, correction, closing or adding."""
    with desk.write() as work:
        values: dict[str, Any] = {**(saved.before or {"state": "cancelled"})}
        queries.change(work.connection, ServiceRequest, saved.request_id, values)
        work.audit("request.taken_back", "service_request", saved.request_id)
        work.commit()
    return Changes.of("requests")


def wish_facts(wish: WishedTime) -> dict[str, Any]:
    """A wish as it is kept with a request."""
    facts: dict[str, Any] = {
        "kind": wish.kind,
        "from": wish.start.isoformat(timespec="minutes") if wish.start else None,
        "to": wish.end.isoformat(timespec="minutes") if wish.end else None,
    }
    return facts | ({"other": wish_facts(wish.other)} if wish.other else {})


def wish_of(understood: Mapping[str, Any]) -> WishedTime | None:
    """The wish kept with a request."""
    kept = understood.get("when")
    if not kept:
        return None
    start, end = kept.get("from"), kept.get("to")
    return WishedTime(
        kept["kind"],
        datetime.fromisoformat(start) if start else None,
        datetime.fromisoformat(end) if end else None,
        wish_of({"when": kept.get("other")}),
    )


def _live(connection: Connection, request_id: int) -> Row[Any]:
    row = queries.one(connection, ServiceRequest, request_id)
    if row is None or row.state not in queries.LIVE_REQUESTS:
        raise DomainError("dispatch.request_gone")
    return row


def _understood(read: "SmsRequest") -> dict[str, Any]:
    fields: dict[str, Reading[Any]] = {
        "intent": read.intent,
        "when": read.when,
        "address": read.address,
        "phone": read.phone,
        "card_tail": read.card_tail,
        "amount": read.amount,
        "name": read.name,
    }
    spans = {name: [one.start, one.end] for name, one in fields.items() if one.end}
    return {
        "when": wish_facts(read.when.value) if read.when.value else None,
        "card_tail": read.card_tail.value,
        "amount": str(read.amount.value) if read.amount.value is not None else None,
        "kinds": list(read.kinds),
        "warnings": list(read.warnings),
        "spans": spans,
        "confidence": {name: one.confidence for name, one in fields.items()},
        "doubts": {name: list(one.doubts) for name, one in fields.items() if one.doubts},
    }


def _urgent(wish: WishedTime | None, text: str) -> bool:
    """Wanted at once, within minutes, or today and said to be urgent."""
    return (wish is not None and wish.kind in ("asap", "within")) or bool(_URGENT.search(text))


def _in_a_week(now: datetime) -> datetime:
    return datetime.combine(date.fromordinal(now.date().toordinal() + 7), now.time())


def _form_values(connection: Connection, form: RequestForm, received: datetime) -> dict[str, Any]:
    wanted = Wanted(form.kind, form.address, needs_visit=form.needs_visit, is_urgent=form.is_urgent)
    values = promise_values(connection, form.wish, wanted, received)
    return values | {
        "kind": form.kind,
        "name": form.name.strip() or None,
        "phone": form.phone.strip() or None,
        "address": form.address.strip() or None,
        "needs_visit": form.needs_visit,
        "customer_id": form.customer_id,
        "minutes": form.minutes or values["minutes"],
    }
