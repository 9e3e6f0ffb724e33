"""What goes with money beside its booking: rests, orders, notes of the reconciliation, notices."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Day, Fen, Moment
from db.tables.base import OPTIONS, Base
from desktop.domain.money import Money


class MovementRest(Base):
    """A part of a movement that was kept apart or is to be sent back: a movement of its own."""

    __tablename__ = "movement_rest"
    __table_args__ = (OPTIONS,)

    rest_id: Mapped[int] = mapped_column(ForeignKey("movement.id"), primary_key=True)
    movement_id: Mapped[int] = mapped_column(ForeignKey("movement.id"), index=True)


class RepeatedFile(Base):
    """A statement whose every movement was stored before, under another file's name.

    Its movement stands in the inbox without any money, so that a person sees it.
    """

    __tablename__ = "repeated_file"
    __table_args__ = (OPTIONS,)

    movement_id: Mapped[int] = mapped_column(ForeignKey("movement.id"), primary_key=True)
    earlier_name: Mapped[str] = mapped_column(String(300))  # the file most of them came in
    earlier_on: Mapped[date] = mapped_column(Day)
    files: Mapped[int] = mapped_column()  # how many files they came in
    lines: Mapped[int] = mapped_column()


class BookingPlan(Base):
    """The plan that was set together with a payment that reduced the principal early."""

    __tablename__ = "booking_plan"
    __table_args__ = (OPTIONS,)

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"))


class PaymentNote(Base):
    """Why a payment without a movement behind it is in order."""

    __tablename__ = "payment_note"
    __table_args__ = (OPTIONS,)

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), primary_key=True)
    words: Mapped[str] = mapped_column(String(300))
    noted_at: Mapped[datetime] = mapped_column(Moment)
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class PaymentOrder(Base):
    """A payment asked for on a platform: the callback's amount must be the order's."""

    __tablename__ = "payment_order"
    __table_args__ = (Index("ix_payment_order_account_id", "account_id"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_no: Mapped[str] = mapped_column(String(32), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    amount: Mapped[Money] = mapped_column(Fen)
    valid_until: Mapped[date] = mapped_column(Day)  # inclusive
    state: Mapped[str] = mapped_column(String(8), default="open")  # open paid void
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class MovementNotice(Base):
    """How a customer wants to hear of money that moved: from which amount, by which channel."""

    __tablename__ = "movement_notice"
    __table_args__ = (OPTIONS,)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(8))  # sms mail
    from_amount: Mapped[Money] = mapped_column(Fen)
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
