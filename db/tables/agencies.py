"""Agencies that collect for the branch, and the cases placed with them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Day, Moment
from db.tables.base import OPTIONS, Base


class Agency(Base):
    """An agency of the register: its contract, its last review, whether it may work."""

    __tablename__ = "agency"
    __table_args__ = ({**OPTIONS, "sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    phone: Mapped[str] = mapped_column(String(40))
    licence_no: Mapped[str | None] = mapped_column(String(60))
    purpose: Mapped[str] = mapped_column(String(16))  # phone visit legal
    contract_from: Mapped[date] = mapped_column(Day)
    contract_until: Mapped[date] = mapped_column(Day)  # inclusive
    reviewed_on: Mapped[date | None] = mapped_column(Day)
    state: Mapped[str] = mapped_column(String(16), default="active")  # active suspended ended
    note: Mapped[str | None] = mapped_column(String(500))


class Placement(Base):
    """A case handed to an agency from a day on, the letter that told the customer, and its end."""

    __tablename__ = "placement"
    __table_args__ = (
        Index("ix_placement_case_id", "case_id", "back_on"),
        Index("ix_placement_agency_id", "agency_id", "back_on"),
        {**OPTIONS, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("debt_case.id"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    from_on: Mapped[date] = mapped_column(Day)
    placed_at: Mapped[datetime] = mapped_column(Moment)
    placed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    back_on: Mapped[date | None] = mapped_column(Day)  # the first day it is not theirs any more
    back_reason: Mapped[str | None] = mapped_column(String(300))
