"""Incoming messages, service requests and the visits made for them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Day, Facts, Moment
from db.tables.base import OPTIONS, Base


class IncomingMessage(Base):
    """A message received, stored once by source and reference."""

    __tablename__ = "incoming_message"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    natural_key: Mapped[str] = mapped_column(String(100), unique=True)
    source: Mapped[str] = mapped_column(String(16))  # folder modem smpp clerk
    sender: Mapped[str] = mapped_column(String(32), index=True)
    received_at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(String)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    route: Mapped[str] = mapped_column(
        String(24)
    )  # request answer promise movement forged unverified otp stop survey officer flood other
    reading: Mapped[Any] = mapped_column(Facts, default=dict)
    stored_at: Mapped[datetime] = mapped_column(Moment)


class ServiceRequest(Base):
    """What a customer wants, as understood and as confirmed."""

    __tablename__ = "service_request"
    __table_args__ = (
        Index("ix_service_request_state", "state", "promised_by"),
        {**OPTIONS, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("incoming_message.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    received_at: Mapped[datetime] = mapped_column(Moment)
    sender: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(String, default="")
    kind: Mapped[str] = mapped_column(String(24))
    name: Mapped[str | None] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(32))
    address: Mapped[str | None] = mapped_column(String(300))
    wished_from: Mapped[datetime | None] = mapped_column(Moment)
    wished_to: Mapped[datetime | None] = mapped_column(Moment)
    understood: Mapped[Any] = mapped_column(Facts, default=dict)
    doubts: Mapped[Any] = mapped_column(Facts, default=list)
    needs_visit: Mapped[bool] = mapped_column(default=True)
    priority: Mapped[int] = mapped_column(default=0)
    promised_from: Mapped[datetime | None] = mapped_column(Moment)
    promised_by: Mapped[datetime | None] = mapped_column(Moment)
    other_from: Mapped[datetime | None] = mapped_column(Moment)
    other_by: Mapped[datetime | None] = mapped_column(Moment)
    minutes: Mapped[int] = mapped_column(default=30)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("debt_case.id"))
    asked_back_at: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(16), default="new")
    # new confirmed planned done cancelled
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)


class Visit(Base):
    """A visit on an officer's day."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_starts_at", "starts_at"),
        {**OPTIONS, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("service_request.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("debt_case.id"), index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    purpose: Mapped[str] = mapped_column(String(24))
    address: Mapped[str] = mapped_column(String(300))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    second_officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(Moment)
    minutes: Mapped[int] = mapped_column(default=30)
    state: Mapped[str] = mapped_column(String(16), default="planned")
    # planned accepted on_the_way arrived done refused cancelled
    earliest_at: Mapped[datetime | None] = mapped_column(Moment)
    promised_by: Mapped[datetime | None] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    departed_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_at: Mapped[datetime | None] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    result: Mapped[str | None] = mapped_column(String(32))
    record: Mapped[Any] = mapped_column(Facts, default=dict)
    rating: Mapped[int | None] = mapped_column()
    rating_text: Mapped[str | None] = mapped_column(String(500))
    note: Mapped[str | None] = mapped_column(String)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class PinnedPlace(Base):
    """Where an address lies, pinned once; degrees are kept in millionths."""

    __tablename__ = "pinned_place"
    __table_args__ = (OPTIONS,)

    address: Mapped[str] = mapped_column(String(300), primary_key=True)
    area: Mapped[str] = mapped_column(String(64), default="")
    latitude_e6: Mapped[int | None] = mapped_column()
    longitude_e6: Mapped[int | None] = mapped_column()
    pinned_at: Mapped[datetime] = mapped_column(Moment)


class OfficerAbsence(Base):
    """Days on which an officer is not there, both ends inclusive."""

    __tablename__ = "officer_absence"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    first_on: Mapped[date] = mapped_column(Day)
    last_on: Mapped[date] = mapped_column(Day)
    reason: Mapped[str] = mapped_column(String(16), default="leave")  # leave sick training


class RecoveryTask(Base):
    """What has to be made good after a bad rating, with its own deadline (服务补救)."""

    __tablename__ = "recovery_task"
    __table_args__ = (Index("ix_recovery_task_due_at", "done_at", "due_at"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), unique=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    reason: Mapped[str] = mapped_column(String(500))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(500))


class VisitFile(Base):
    """A photo, signature or paper of a visit, kept inside the store with its hash."""

    __tablename__ = "visit_file"
    __table_args__ = (UniqueConstraint("visit_id", "sha256"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    kind: Mapped[str] = mapped_column(String(16))  # photo signature receipt
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(32))
    size: Mapped[int] = mapped_column()
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class PromiseAlarm(Base):
    """An alarm given for a promise, once: ``natural_key`` is visit or request and its deadline."""

    __tablename__ = "promise_alarm"
    __table_args__ = (OPTIONS,)

    natural_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    raised_at: Mapped[datetime] = mapped_column(Moment)


class OfficerPair(Base):
    """Two officers who go together on a day whenever a visit needs two."""

    __tablename__ = "officer_pair"
    __table_args__ = (UniqueConstraint("day", "officer_id"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Day)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
