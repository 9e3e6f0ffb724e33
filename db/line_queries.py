"""Messages on a line: parts and their references, parts that came in, who holds the line."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from db.message_queries import CHUNK
from db.tables import IncomingPart, LineHold, OutboxItem, OutboxPart

Rows = Sequence[Row[Any]]


def add_parts(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the parts of messages that are handed to a line, without references yet."""
    if rows:
        connection.execute(insert(OutboxPart), list(rows))


def drop_parts(connection: Connection, item_id: int) -> None:
    """Forget the parts of a message that goes back into the queue."""
    connection.execute(delete(OutboxPart).where(OutboxPart.item_id == item_id))


def parts_of(connection: Connection, item_id: int) -> Rows:
    """The parts of a message in their order."""
    query = (
        select(OutboxPart.__table__).where(OutboxPart.item_id == item_id).order_by(OutboxPart.place)
    )
    rows: Rows = connection.execute(query).all()
    return rows


def set_part(connection: Connection, item_id: int, place: int, **values: Any) -> None:
    """Set columns of one part."""
    is_it = and_(OutboxPart.item_id == item_id, OutboxPart.place == place)
    connection.execute(update(OutboxPart).where(is_it).values(**values))


def parts_named(
    connection: Connection, references: Sequence[str], recipient: str, since: datetime
) -> Rows:
    """Parts to a number with one of these references, released since a moment, the newest first."""
    query = (
        select(OutboxPart.__table__)
        .join(OutboxItem, OutboxItem.id == OutboxPart.item_id)
        .where(
            OutboxPart.reference.in_(references),
            OutboxItem.recipient == recipient,
            OutboxItem.created_at >= since,
        )
        .order_by(OutboxPart.item_id.desc(), OutboxPart.place)
    )
    rows: Rows = connection.execute(query).all()
    return rows


def parts_unnamed(connection: Connection, recipient: str, states: Collection[str]) -> Rows:
    """Parts without a reference, of messages to a number in some states."""
    query = (
        select(OutboxPart.item_id, OutboxPart.place)
        .join(OutboxItem, OutboxItem.id == OutboxPart.item_id)
        .where(
            OutboxPart.reference.is_(None),
            OutboxItem.recipient == recipient,
            OutboxItem.state.in_(states),
        )
        .order_by(OutboxPart.item_id, OutboxPart.place)
    )
    return connection.execute(query).all()


def item(connection: Connection, item_id: int) -> Row[Any] | None:
    """State, tries and last error of a message."""
    columns = (OutboxItem.id, OutboxItem.state, OutboxItem.attempts, OutboxItem.last_error)
    query = select(*columns).where(OutboxItem.id == item_id)
    return connection.execute(query).first()


def on_line(connection: Connection, ways: Collection[str]) -> list[int]:
    """Messages that a line had in hand when the program stopped."""
    query = select(OutboxItem.id).where(
        OutboxItem.state == "sending", OutboxItem.provider_reference.in_(ways)
    )
    return list(connection.execute(query.order_by(OutboxItem.id)).scalars())


def in_state(connection: Connection, ids: Sequence[int], state: str) -> list[int]:
    """Those of the messages that are in a state."""
    found: list[int] = []
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        query = select(OutboxItem.id).where(OutboxItem.id.in_(chunk), OutboxItem.state == state)
        found += connection.execute(query).scalars()
    return found


# --- what came in --------------------------------------------------------------------------------


def is_part_known(
    connection: Connection, digest: str, sent_at: datetime | None, since: datetime
) -> bool:
    """Whether a part was stored before; one without a time is known by its likes since then."""
    is_same = IncomingPart.sent_at == sent_at
    if sent_at is None:
        is_same = IncomingPart.stored_at >= since
    query = select(IncomingPart.id).where(IncomingPart.digest == digest, is_same).limit(1)
    return connection.execute(query).first() is not None


def add_incoming(connection: Connection, row: Mapping[str, Any]) -> None:
    """Store a part."""
    connection.execute(insert(IncomingPart), [dict(row)])


def open_incoming(connection: Connection) -> Rows:
    """Parts that were not joined yet, in the order in which they came."""
    query = (
        select(IncomingPart.__table__)
        .where(IncomingPart.is_joined.is_(False))
        .order_by(IncomingPart.id)
    )
    rows: Rows = connection.execute(query).all()
    return rows


def mark_joined(connection: Connection, ids: Sequence[int], before: datetime) -> None:
    """Remember that parts were passed on; joined ones from before a moment are forgotten."""
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        connection.execute(
            update(IncomingPart).where(IncomingPart.id.in_(chunk)).values(is_joined=True)
        )
    old = and_(IncomingPart.is_joined.is_(True), IncomingPart.stored_at < before)
    connection.execute(delete(IncomingPart).where(old))


# --- who holds the line --------------------------------------------------------------------------


def holder_of(connection: Connection, line: str, now: datetime) -> str | None:
    """Which program holds a line now."""
    query = select(LineHold.holder).where(LineHold.line == line, LineHold.until > now)
    return connection.execute(query).scalar()


def take_hold(
    connection: Connection, line: str, holder: str, now: datetime, until: datetime
) -> bool:
    """Take or prolong the hold; ``False`` while another program has it."""
    row = {"holder": holder, "until": until}
    may_take = or_(LineHold.holder == holder, LineHold.until <= now)
    taken = connection.execute(
        update(LineHold).where(LineHold.line == line, may_take).values(**row)
    )
    if taken.rowcount:
        return True
    if connection.execute(select(LineHold.line).where(LineHold.line == line)).first():
        return False
    connection.execute(insert(LineHold), [{"line": line, **row}])
    return True


def drop_other_holds(connection: Connection, line: str, program: str) -> None:
    """Drop holds of other programs than this one."""
    is_other = and_(LineHold.line == line, ~LineHold.holder.startswith(program, autoescape=True))
    connection.execute(delete(LineHold).where(is_other))


def give_up_hold(connection: Connection, line: str, holder: str) -> None:
    """Let others have the line."""
    is_ours = and_(LineHold.line == line, LineHold.holder == holder)
    connection.execute(delete(LineHold).where(is_ours))
