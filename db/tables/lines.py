"""Messages on a line: the parts that went out and came in, who holds the line, dead addresses."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Moment
from db.tables.base import OPTIONS, Base


class OutboxPart(Base):
    """One part of an SMS handed to a line: the network's reference, and what became of it."""

    __tablename__ = "outbox_part"
    __table_args__ = (OPTIONS,)

    item_id: Mapped[int] = mapped_column(ForeignKey("outbox_item.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str | None] = mapped_column(String(64), index=True)
    state: Mapped[str | None] = mapped_column(String(16))  # sent delivered failed
    reason: Mapped[str | None] = mapped_column(String(100))
    settled_at: Mapped[datetime | None] = mapped_column(Moment)


class IncomingPart(Base):
    """A part of an SMS as it came in, kept so that a repeated one is known; joined when all are in.

    ``content`` are UTF-16-BE units. ``sent_at`` is empty where the network does not tell it.
    """

    __tablename__ = "incoming_part"
    __table_args__ = (Index("ix_incoming_part_open", "is_joined", "sender"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    source: Mapped[str] = mapped_column(String(16))
    sender: Mapped[str] = mapped_column(String(32))
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    stored_at: Mapped[datetime] = mapped_column(Moment)
    part_group: Mapped[str] = mapped_column(String(40))
    place: Mapped[int] = mapped_column()
    total: Mapped[int] = mapped_column()
    content: Mapped[bytes] = mapped_column(LargeBinary)
    is_joined: Mapped[bool] = mapped_column(default=False)


class LineHold(Base):
    """Which running program sends over a line; on a server only one of the branch's does."""

    __tablename__ = "line_hold"
    __table_args__ = (OPTIONS,)

    line: Mapped[str] = mapped_column(String(16), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime] = mapped_column(Moment)


class BouncedAddress(Base):
    """An e-mail address from which a message came back for good; nothing is sent there any more."""

    __tablename__ = "bounced_address"
    __table_args__ = (OPTIONS,)

    address: Mapped[str] = mapped_column(String(200), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(300))
    noted_at: Mapped[datetime] = mapped_column(Moment)
