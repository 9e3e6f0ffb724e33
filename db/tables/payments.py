"""Money on its way and arrived: one inbox of movements, what they paid, who pays for whom."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Day, Facts, Fen, Moment
from db.tables.base import OPTIONS, Base
from desktop.domain.money import Money


class Movement(Base):
    """Money that was announced, is on its way, or arrived; stored once by source and reference."""

    __tablename__ = "movement"
    __table_args__ = (
        Index("ix_movement_state", "state", "value_on"),
        Index("ix_movement_customer_id", "customer_id", "state"),
        {**OPTIONS, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    natural_key: Mapped[str] = mapped_column(String(160), unique=True)
    source: Mapped[str] = mapped_column(String(16))
    # bank_file movement_sms wechat alipay core counter sheet announced rest same_file
    state: Mapped[str] = mapped_column(String(16))
    # announced sent (under way) arrived matched booked kept to_return returned ignored fulfilled
    # not_come (announced in vain) undone refused (held back: a file, money the bank took back)
    doubt: Mapped[str | None] = mapped_column(String(48))  # why it may not be booked by itself
    our_account: Mapped[str] = mapped_column(String(64), default="")
    amount: Mapped[Money] = mapped_column(Fen)  # positive in, negative out
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    value_on: Mapped[date] = mapped_column(Day)
    at: Mapped[datetime | None] = mapped_column(Moment)
    expected_by: Mapped[date | None] = mapped_column(Day)  # of a transfer under way
    payer_name: Mapped[str] = mapped_column(String(200), default="")
    payer_tail: Mapped[str] = mapped_column(String(8), default="")
    memo: Mapped[str] = mapped_column(String(500), default="")
    reference: Mapped[str] = mapped_column(String(100), default="")
    balance: Mapped[Money | None] = mapped_column(Fen)
    suggestions: Mapped[Any] = mapped_column(
        Facts, default=list
    )  # best first, with points, reasons
    is_certain: Mapped[bool] = mapped_column(default=False)  # may be booked without being looked at
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    file_name: Mapped[str | None] = mapped_column(String(300))
    row_no: Mapped[int | None] = mapped_column()
    stored_at: Mapped[datetime] = mapped_column(Moment)
    explained: Mapped[str | None] = mapped_column(String(300))  # why a difference is in order


class MovementBooking(Base):
    """What a movement paid: the payment it became on an account."""

    __tablename__ = "movement_booking"
    __table_args__ = (Index("ix_movement_booking_movement_id", "movement_id"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_id: Mapped[int] = mapped_column(ForeignKey("movement.id"))
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    amount: Mapped[Money] = mapped_column(Fen)
    points: Mapped[int | None] = mapped_column()  # of the suggestion; empty: chosen by hand
    reasons: Mapped[str] = mapped_column(String(100), default="")
    booked_at: Mapped[datetime] = mapped_column(Moment)
    booked_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


class PayerAlias(Base):
    """Somebody who was confirmed to pay for a customer: a spouse, a child, a company."""

    __tablename__ = "payer_alias"
    __table_args__ = (UniqueConstraint("customer_id", "name"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    name: Mapped[str] = mapped_column(String(200))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    confirmed_at: Mapped[datetime] = mapped_column(Moment)
