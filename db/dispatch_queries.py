"""What the inbox and the dispatch board read and write: messages, requests, visits, places."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from db.tables import (
    Case,
    ContactRestriction,
    Customer,
    IncomingMessage,
    Officer,
    OfficerAbsence,
    OutboxItem,
    PinnedPlace,
    RecoveryTask,
    ServiceRequest,
    Visit,
)

LIVE_REQUESTS = ("new", "confirmed")
_PARAMETERS = 500


def known_messages(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Which of these messages are stored already."""
    found: set[str] = set()
    for start in range(0, len(keys), _PARAMETERS):
        some = keys[start : start + _PARAMETERS]
        column = IncomingMessage.natural_key
        found.update(connection.execute(select(column).where(column.in_(some))).scalars())
    return found


def customers_of(connection: Connection, number: str) -> list[int]:
    """The customers who have this number, at most three: more than one is a doubt anyway."""
    query = (
        select(Customer.id)
        .where(or_(Customer.phone == number, Customer.phone_other == number))
        .order_by(Customer.id)
        .limit(3)
    )
    return list(connection.execute(query).scalars())


def officer_of(connection: Connection, number: str) -> int | None:
    """The active officer with this number."""
    query = select(Officer.id).where(Officer.phone == number, Officer.is_active)
    return connection.execute(query.order_by(Officer.id)).scalars().first()


def messages_since(connection: Connection, sender: str, since: datetime, until: datetime) -> int:
    """How many messages a number sent between two moments, both inclusive."""
    query = select(func.count()).where(
        IncomingMessage.sender == sender,
        IncomingMessage.received_at >= since,
        IncomingMessage.received_at <= until,
    )
    return int(connection.execute(query).scalar_one())


def add(connection: Connection, table: Any, values: Mapping[str, Any]) -> int:
    """Insert one row of one of this room's tables and return its id."""
    result = connection.execute(insert(table).returning(table.id), [dict(values)])
    return int(result.scalar_one())


def change(connection: Connection, table: Any, row_id: int, values: Mapping[str, Any]) -> None:
    """Change one row of one of this room's tables."""
    connection.execute(update(table).where(table.id == row_id).values(**values))


def one(connection: Connection, table: Any, row_id: int) -> Row[Any] | None:
    """One row of one of this room's tables."""
    return connection.execute(select(table.__table__).where(table.id == row_id)).one_or_none()


def newest_open_request(connection: Connection, sender: str, since: datetime) -> Row[Any] | None:
    """The newest request of a number that is not yet confirmed and not older than ``since``."""
    query = (
        select(ServiceRequest.__table__)
        .where(
            ServiceRequest.sender == sender,
            ServiceRequest.state == "new",
            ServiceRequest.received_at >= since,
        )
        .order_by(ServiceRequest.id.desc())
        .limit(1)
    )
    return connection.execute(query).one_or_none()


def requests(connection: Connection) -> list[Row[Any]]:
    """The requests that wait, with the customer's name; the soonest promise first."""
    query = (
        select(
            ServiceRequest.__table__,
            Customer.name.label("customer_name"),
            Customer.phone.label("customer_phone"),
            Customer.address.label("customer_address"),
        )
        .outerjoin(Customer, Customer.id == ServiceRequest.customer_id)
        .where(ServiceRequest.state.in_(LIVE_REQUESTS))
        .order_by(ServiceRequest.priority.desc(), ServiceRequest.promised_by, ServiceRequest.id)
    )
    return list(connection.execute(query))


def waiting(connection: Connection) -> int:
    """How many requests wait, for a visit or for a call back."""
    query = select(func.count()).where(ServiceRequest.state.in_(LIVE_REQUESTS))
    return int(connection.execute(query).scalar_one())


def visits(connection: Connection, day: date) -> list[Row[Any]]:
    """The visits of a day that are not cancelled, with customer and request."""
    start = datetime.combine(day, datetime.min.time())
    query = (
        _visit_query()
        .where(
            Visit.starts_at >= start,
            Visit.starts_at < start + timedelta(days=1),
            Visit.state.notin_(("cancelled", "refused")),
        )
        .order_by(Visit.starts_at, Visit.id)
    )
    return list(connection.execute(query))


class Refusal(NamedTuple):
    """A visit an officer gave back: whose, of which request, on which day, with the reason."""

    officer_id: int
    officer: str
    request_id: int | None
    starts_at: datetime
    note: str | None


def refusals(connection: Connection, since: date) -> list[Refusal]:
    """The visits that officers refused, planned for a day from ``since`` on; the newest first."""
    query = (
        select(Visit.officer_id, Officer.name, Visit.request_id, Visit.starts_at, Visit.note)
        .join(Officer, Officer.id == Visit.officer_id)
        .where(
            Visit.state == "refused",
            Visit.starts_at >= datetime.combine(since, datetime.min.time()),
        )
        .order_by(Visit.id.desc())
    )
    return [Refusal(*row) for row in connection.execute(query)]


def visit(connection: Connection, visit_id: int) -> Row[Any] | None:
    """One visit, with customer and request."""
    return connection.execute(_visit_query().where(Visit.id == visit_id)).one_or_none()


def _visit_query() -> Any:
    return (
        select(
            Visit.__table__,
            Customer.name.label("customer_name"),
            Customer.phone.label("customer_phone"),
            ServiceRequest.text.label("request_text"),
            ServiceRequest.name.label("request_name"),
            ServiceRequest.phone.label("request_phone"),
            ServiceRequest.sender.label("request_sender"),
            ServiceRequest.priority.label("priority"),
            ServiceRequest.promised_from.label("first_from"),
            ServiceRequest.promised_by.label("first_by"),
            ServiceRequest.other_from,
            ServiceRequest.other_by,
        )
        .outerjoin(Customer, Customer.id == Visit.customer_id)
        .outerjoin(ServiceRequest, ServiceRequest.id == Visit.request_id)
    )


def officers(connection: Connection) -> list[Row[Any]]:
    """The active officers who make visits, by staff number."""
    query = (
        select(Officer.__table__)
        .where(Officer.is_active, Officer.does_visits)
        .order_by(Officer.staff_no)
    )
    return list(connection.execute(query))


def absences(connection: Connection, day: date) -> dict[int, str]:
    """Who is away on a day, with the reason."""
    query = select(OfficerAbsence.officer_id, OfficerAbsence.reason).where(
        OfficerAbsence.first_on <= day, OfficerAbsence.last_on >= day
    )
    return {row.officer_id: row.reason for row in connection.execute(query)}


def places(connection: Connection, addresses: Iterable[str]) -> dict[str, Row[Any]]:
    """The pins of these addresses."""
    wanted = sorted({address for address in addresses if address})
    found: dict[str, Row[Any]] = {}
    for start in range(0, len(wanted), _PARAMETERS):
        query = select(PinnedPlace.__table__).where(
            PinnedPlace.address.in_(wanted[start : start + _PARAMETERS])
        )
        found.update({row.address: row for row in connection.execute(query)})
    return found


def areas(connection: Connection) -> list[str]:
    """Every area that officers go to or that a place was pinned in."""
    of_officers = connection.execute(select(Officer.area).distinct()).scalars()
    of_places = connection.execute(select(PinnedPlace.area).distinct()).scalars()
    return sorted({area for area in [*of_officers, *of_places] if area})


def pin(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep pins; one already there is replaced."""
    for row in rows:
        changed = connection.execute(
            update(PinnedPlace).where(PinnedPlace.address == row["address"]).values(**row)
        )
        if not changed.rowcount:
            connection.execute(insert(PinnedPlace), [dict(row)])


def trips(connection: Connection, since: datetime) -> list[Row[Any]]:
    """Finished visits with departure and arrival: officer, address, and when, in order."""
    query = (
        select(Visit.officer_id, Visit.address, Visit.departed_at, Visit.arrived_at)
        .where(
            Visit.departed_at >= since,
            Visit.departed_at.is_not(None),
            Visit.arrived_at.is_not(None),
        )
        .order_by(Visit.officer_id, Visit.departed_at)
    )
    return list(connection.execute(query))


def last_officers(connection: Connection, customers: Sequence[int]) -> dict[int, int]:
    """Who visited each customer last."""
    if not customers:
        return {}
    query = (
        select(Visit.customer_id, Visit.officer_id)
        .where(Visit.customer_id.in_(customers[:_PARAMETERS]), Visit.state == "done")
        .order_by(Visit.done_at)
    )
    return {row.customer_id: row.officer_id for row in connection.execute(query)}


def visit_to_rate(connection: Connection, customer_id: int, since: datetime) -> int | None:
    """The newest finished visit of a customer that has no rating yet."""
    query = (
        select(Visit.id)
        .where(
            Visit.customer_id == customer_id,
            Visit.state == "done",
            Visit.rating.is_(None),
            Visit.done_at >= since,
        )
        .order_by(Visit.done_at.desc())
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def next_visit_of(connection: Connection, officer_id: int, day: date) -> int | None:
    """The visit an officer's short answer is about: the first one of the day not yet done."""
    start = datetime.combine(day, datetime.min.time())
    query = (
        select(Visit.id)
        .where(
            or_(Visit.officer_id == officer_id, Visit.second_officer_id == officer_id),
            Visit.starts_at >= start,
            Visit.starts_at < start + timedelta(days=1),
            Visit.state.in_(("planned", "accepted", "on_the_way", "arrived")),
        )
        .order_by(Visit.starts_at)
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def open_visit_of(connection: Connection, customer_id: int, now: datetime) -> int | None:
    """The customer's next visit that is not finished."""
    query = (
        select(Visit.id)
        .where(
            Visit.customer_id == customer_id,
            Visit.state.in_(("planned", "accepted", "on_the_way", "arrived")),
            Visit.starts_at >= now - timedelta(hours=12),
        )
        .order_by(Visit.starts_at)
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def case_of(connection: Connection, customer_id: int) -> int | None:
    """The customer's open case."""
    query = select(Case.id).where(Case.customer_id == customer_id, Case.closed_on.is_(None))
    return connection.execute(query.order_by(Case.id.desc())).scalars().first()


def open_recoveries(connection: Connection) -> list[Row[Any]]:
    """What has to be made good after bad ratings, the soonest first."""
    query = (
        select(RecoveryTask.__table__, Customer.name.label("customer_name"))
        .outerjoin(Customer, Customer.id == RecoveryTask.customer_id)
        .where(RecoveryTask.done_at.is_(None))
        .order_by(RecoveryTask.due_at)
    )
    return list(connection.execute(query))


def count_open_recoveries(connection: Connection) -> int:
    """How many bad ratings have to be made good."""
    query = select(func.count()).where(RecoveryTask.done_at.is_(None))
    return int(connection.execute(query).scalar_one())


def is_in_outbox(connection: Connection, key: str) -> bool:
    """Whether this very message was written before."""
    query = select(OutboxItem.id).where(OutboxItem.idempotency_key == key)
    return connection.execute(query).first() is not None


def notices_of(connection: Connection, visit_id: int, kinds: Collection[str]) -> list[Row[Any]]:
    """What was written about a visit and others of the same request, oldest first: id, key, state.

    A key begins with its kind and the visit's id.
    """
    request = select(Visit.request_id).where(Visit.id == visit_id).scalar_subquery()
    visits = select(Visit.id).where(or_(Visit.id == visit_id, Visit.request_id == request))
    key = OutboxItem.idempotency_key
    begins = [
        key.startswith(f"{kind}:{one}:", autoescape=True)
        for one in connection.execute(visits).scalars()
        for kind in kinds
    ]
    query = select(OutboxItem.id, key, OutboxItem.state).where(or_(*begins)).order_by(OutboxItem.id)
    return list(connection.execute(query).all())


def withdraw(connection: Connection, item_ids: Collection[int]) -> None:
    """Take messages that have not gone out yet off the outbox."""
    query = update(OutboxItem).where(OutboxItem.id.in_(item_ids), OutboxItem.state == "queued")
    connection.execute(query.values(state="cancelled"))


def begun_in_outbox(connection: Connection, begin: str) -> list[str]:
    """The keys of the messages whose key begins so, in the order they were written."""
    key = OutboxItem.idempotency_key
    query = select(key).where(key.startswith(begin, autoescape=True)).order_by(OutboxItem.id)
    return list(connection.execute(query).scalars())


def refuses_sms(connection: Connection, customer_id: int, day: date) -> bool:
    """Whether a customer must not be sent messages on a day: refused them, or is dead."""
    return refuses(connection, customer_id, day, "sms")


def refuses(connection: Connection, customer_id: int, day: date, channel: str) -> bool:
    """Whether a customer must not be written to on a channel on a day: refused it, or is dead."""
    query = select(ContactRestriction.id).where(
        ContactRestriction.customer_id == customer_id,
        ContactRestriction.kind.in_(("stop", "dead")),
        or_(ContactRestriction.channel.is_(None), ContactRestriction.channel == channel),
        ContactRestriction.from_on <= day,
        or_(ContactRestriction.until_on.is_(None), ContactRestriction.until_on >= day),
        ContactRestriction.lifted_at.is_(None),
    )
    return connection.execute(query).first() is not None


def officers_by_id(connection: Connection, ids: Sequence[int]) -> list[Row[Any]]:
    """These officers, in the order of the ids."""
    rows = connection.execute(select(Officer.__table__).where(Officer.id.in_(ids)))
    by_id = {row.id: row for row in rows}
    return [by_id[one] for one in ids if one in by_id]
