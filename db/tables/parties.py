"""People: officers of the branch; customers, their guarantors and listed contacts."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Day, Facts, Moment
from db.tables.base import OPTIONS, Base


class Officer(Base):
    """A member of the branch staff."""

    __tablename__ = "officer"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_no: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    phone: Mapped[str | None] = mapped_column(String(32))
    role: Mapped[str] = mapped_column(String(16), default="officer")  # officer dispatcher manager
    is_active: Mapped[bool] = mapped_column(default=True)
    does_visits: Mapped[bool] = mapped_column(default=False)
    skills: Mapped[Any] = mapped_column(Facts, default=list)  # card_device legal collection dialect
    area: Mapped[str | None] = mapped_column(String(64))
    start_place: Mapped[str | None] = mapped_column(String(200))
    shift: Mapped[Any] = mapped_column(Facts, default=dict)  # {"from": "08:30", "to": "17:30", …}


class OfficerSecret(Base):
    """The personal code of an officer, as a hash; apart from the officer, so that no list reads it."""

    __tablename__ = "officer_secret"
    __table_args__ = (OPTIONS,)

    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime] = mapped_column(Moment)
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    failed_at: Mapped[datetime | None] = mapped_column(Moment)


class Customer(Base):
    """A debtor of the branch, a person or a company; ``customer_no`` is the lender's own key."""

    __tablename__ = "customer"
    __table_args__ = (
        Index("ix_customer_phone", "phone"),
        Index("ix_customer_id_number", "id_number"),
        Index(  # few: the day run looks at the accounts of each together
            "ix_customer_company",
            "id",
            sqlite_where=text("kind = 'company'"),
            postgresql_where=text("kind = 'company'"),
        ),
        OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    natural_key: Mapped[str] = mapped_column(String(100), unique=True)
    customer_no: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(8), default="person")  # person company
    name: Mapped[str] = mapped_column(String(200))
    pinyin: Mapped[str] = mapped_column(
        String(200), default=""
    )  # initials of all readings, for search
    sex: Mapped[str | None] = mapped_column(String(1))  # m f: the polite title
    id_type: Mapped[str | None] = mapped_column(String(16))
    id_number: Mapped[str | None] = mapped_column(String(32))
    phone: Mapped[str | None] = mapped_column(String(32))
    phone_other: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(300))
    postcode: Mapped[str | None] = mapped_column(String(16))
    employer: Mapped[str | None] = mapped_column(String(200))
    segment: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(8), default="zh")
    phone_state: Mapped[str] = mapped_column(String(16), default="unknown")  # unknown valid invalid
    agreed_hours: Mapped[Any] = mapped_column(
        Facts, nullable=True
    )  # {"from": "20:00", "to": "23:00"}
    preferred_channel: Mapped[str | None] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(String)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class Guarantor(Base):
    """Who answers for a loan beside the debtor."""

    __tablename__ = "guarantor"
    __table_args__ = (UniqueConstraint("account_id", "name", "id_number"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    id_number: Mapped[str] = mapped_column(String(32), default="")
    phone: Mapped[str | None] = mapped_column(String(32), index=True)
    address: Mapped[str | None] = mapped_column(String(300))
    relation: Mapped[str | None] = mapped_column(String(32))
    form: Mapped[str] = mapped_column(String(16), default="unclear")  # general joint unclear
    guarantee_ends_on: Mapped[date | None] = mapped_column(Day)


class ContactPerson(Base):
    """A listed contact of a customer: not liable; the debt is never disclosed to them."""

    __tablename__ = "contact_person"
    __table_args__ = (UniqueConstraint("customer_id", "name", "phone"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    relation: Mapped[str | None] = mapped_column(String(32))
    phone: Mapped[str] = mapped_column(String(32), default="", index=True)
    refuses_contact: Mapped[bool] = mapped_column(default=False)


class ContactRestriction(Base):
    """A reason not to contact a customer: stop list, dispute, arrangement, death, agreed silence."""

    __tablename__ = "contact_restriction"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))  # stop dispute arrangement dead incapable
    channel: Mapped[str | None] = mapped_column(String(16))  # empty: every channel
    reason: Mapped[str] = mapped_column(String(500))
    from_on: Mapped[date] = mapped_column(Day)
    until_on: Mapped[date | None] = mapped_column(Day)  # inclusive; empty: until lifted
    lifted_at: Mapped[datetime | None] = mapped_column(Moment)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    set_at: Mapped[datetime] = mapped_column(Moment)


def clock_time(text: str) -> time:
    """Read ``08:30`` as it stands in an officer's shift or a customer's agreed hours."""
    return time.fromisoformat(text)
