"""Loans and cards: the contract, its instalments, its payments, its state by the last day run."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Day, Facts, Fen, Moment, Rate
from db.tables.base import OPTIONS, Base
from desktop.domain.money import ZERO, Money


class Account(Base):
    """A loan or a card. Columns under "state" are derived: by the day run and by every booking."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("kind IN ('loan', 'card')", "kind"),
        Index("ix_account_customer_id", "customer_id"),
        OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_no: Mapped[str] = mapped_column(String(64), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    kind: Mapped[str] = mapped_column(String(8))
    product: Mapped[str] = mapped_column(String(64), default="")
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    # the contract
    principal: Mapped[Money] = mapped_column(Fen, default=ZERO)  # lent, or the card's credit limit
    annual_rate: Mapped[Decimal | None] = mapped_column(Rate)
    day_basis: Mapped[int] = mapped_column(default=360)
    method: Mapped[str | None] = mapped_column(String(24))
    terms: Mapped[int | None] = mapped_column()
    disbursed_on: Mapped[date | None] = mapped_column(Day)
    matures_on: Mapped[date | None] = mapped_column(Day)
    penalty_uplift: Mapped[Decimal | None] = mapped_column(Rate)  # empty: the branch's rule
    compounds_interest: Mapped[bool] = mapped_column(default=True)  # on unpaid in-term interest
    grace_days: Mapped[int] = mapped_column(default=0)
    tolerance: Mapped[Money | None] = mapped_column(Fen)  # short by no more is in time; empty: none
    is_technical_delay: Mapped[bool | None] = mapped_column()  # late for an operational reason
    contract: Mapped[Any] = mapped_column(Facts, default=dict)  # further terms, by name
    auto_debit: Mapped[bool] = mapped_column(default=False)
    debit_tail: Mapped[str | None] = mapped_column(String(8))
    card_tail: Mapped[str | None] = mapped_column(String(8))
    statement_day: Mapped[int | None] = mapped_column()
    due_day: Mapped[int | None] = mapped_column()
    security: Mapped[str | None] = mapped_column(String(32))  # credit mortgage pledge guarantee
    written_off_on: Mapped[date | None] = mapped_column(Day)
    # where the instalments and their paid amounts come from
    plan_source: Mapped[str | None] = mapped_column(String(8))  # schedule, or list of what is owed
    stated_on: Mapped[date | None] = mapped_column(Day)  # the lender stated them as of this day
    stated_principal: Mapped[Money | None] = mapped_column(Fen)  # lender's balance, if no schedule
    # state
    status: Mapped[str] = mapped_column(String(16), default="open")  # open settled written_off
    as_of: Mapped[date | None] = mapped_column(Day)
    outstanding_principal: Mapped[Money] = mapped_column(Fen, default=ZERO)
    overdue_principal: Mapped[Money] = mapped_column(Fen, default=ZERO)
    overdue_interest: Mapped[Money] = mapped_column(Fen, default=ZERO)
    overdue_fee: Mapped[Money] = mapped_column(Fen, default=ZERO)
    penalty: Mapped[Money] = mapped_column(Fen, default=ZERO)  # on unpaid principal, to as_of
    compound: Mapped[Money] = mapped_column(Fen, default=ZERO)  # on unpaid in-term interest
    oldest_due_on: Mapped[date | None] = mapped_column(
        Day
    )  # oldest instalment not fully paid, overdue
    dpd: Mapped[int] = mapped_column(default=0)
    bucket: Mapped[int] = mapped_column(default=0)  # index into the bucket table
    five_class: Mapped[str] = mapped_column(String(16), default="normal")
    staff_class: Mapped[str | None] = mapped_column(String(16))  # a worse one set by staff
    next_due_on: Mapped[date | None] = mapped_column(Day)
    next_due_amount: Mapped[Money] = mapped_column(Fen, default=ZERO)
    updated_at: Mapped[datetime] = mapped_column(Moment)


PAID = (
    "settled_on IS NULL AND paid_principal = principal AND paid_interest = interest"
    " AND paid_fee = fee"
)


class Instalment(Base):
    """One due amount of an account.

    ``penalty_micro`` (on principal) and ``compound_micro`` (on in-term interest) are what ran up on
    earlier balances until ``penalty_until`` (inclusive), in millionths of a fen, so that a part
    payment does not change the past and rounding happens once.
    """

    __tablename__ = "instalment"
    __table_args__ = (
        UniqueConstraint("account_id", "number"),
        CheckConstraint(
            "paid_principal <= principal AND paid_interest <= interest AND paid_fee <= fee", "paid"
        ),
        Index(
            "ix_instalment_open",
            "account_id",
            "due_on",
            "principal",
            "paid_principal",
            "interest",
            "paid_interest",
            "fee",
            "paid_fee",
            sqlite_where=text("settled_on IS NULL"),
            postgresql_where=text("settled_on IS NULL"),
        ),
        Index(  # what the day run settles
            "ix_instalment_paid",
            "account_id",
            sqlite_where=text(PAID),
            postgresql_where=text(PAID),
        ),
        Index(  # the calendar's due dates
            "ix_instalment_due_on",
            "due_on",
            "account_id",
            sqlite_where=text("settled_on IS NULL"),
            postgresql_where=text("settled_on IS NULL"),
        ),
        OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    number: Mapped[int] = mapped_column()
    due_on: Mapped[date] = mapped_column(Day)
    principal: Mapped[Money] = mapped_column(Fen, default=ZERO)
    interest: Mapped[Money] = mapped_column(Fen, default=ZERO)
    fee: Mapped[Money] = mapped_column(Fen, default=ZERO)
    paid_principal: Mapped[Money] = mapped_column(Fen, default=ZERO)
    paid_interest: Mapped[Money] = mapped_column(Fen, default=ZERO)
    paid_fee: Mapped[Money] = mapped_column(Fen, default=ZERO)
    paid_penalty: Mapped[Money] = mapped_column(Fen, default=ZERO)
    penalty_micro: Mapped[int] = mapped_column(BigInteger, default=0)
    compound_micro: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_compound: Mapped[Money] = mapped_column(Fen, default=ZERO)
    # part of the fee that our own ledger charged; the rest is the lender's
    charged_fee: Mapped[Money] = mapped_column(Fen, default=ZERO)
    # what the lender stated as paid; empty: the paid amounts above still are that
    stated_paid_principal: Mapped[Money | None] = mapped_column(Fen)
    stated_paid_interest: Mapped[Money | None] = mapped_column(Fen)
    stated_paid_fee: Mapped[Money | None] = mapped_column(Fen)
    penalty_until: Mapped[date | None] = mapped_column(Day)
    statement_on: Mapped[date | None] = mapped_column(Day)  # our own ledger bills a card with it
    settled_on: Mapped[date | None] = mapped_column(Day)


class Payment(Base):
    """Money received on an account, once: by reference, or by day, amount and occurrence."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("account_id", "natural_key"),
        Index("ix_payment_paid_on", "paid_on"),
        OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    natural_key: Mapped[str] = mapped_column(String(100))
    paid_on: Mapped[date] = mapped_column(Day)
    amount: Mapped[Money] = mapped_column(Fen)
    reference: Mapped[str | None] = mapped_column(String(64))
    method: Mapped[str | None] = mapped_column(String(32))
    payer: Mapped[str | None] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(16), default="import")
    split: Mapped[Any] = mapped_column(
        Facts, nullable=True
    )  # what it paid; empty: contained in the stated figures
    reversed_at: Mapped[datetime | None] = mapped_column(Moment)
    booked_at: Mapped[datetime] = mapped_column(Moment)
    booked_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class AccountSpan(Base):
    """The state of an account over a span of days: any past day's ageing can be shown again.

    A row holds from ``from_on`` to ``to_on``, both inclusive; the present row ends at
    ``FAR_DAY``. An account that does not change adds no row, one overdue adds a row a day
    because its penalty grows.
    """

    __tablename__ = "account_span"
    __table_args__ = (
        Index("ix_account_span_to_on", "to_on", "from_on"),
        {**OPTIONS, "sqlite_with_rowid": False},
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    from_on: Mapped[date] = mapped_column(Day, primary_key=True)
    to_on: Mapped[date] = mapped_column(Day)
    oldest_due_on: Mapped[date | None] = mapped_column(Day)
    dpd: Mapped[int] = mapped_column()
    bucket: Mapped[int] = mapped_column()
    five_class: Mapped[str] = mapped_column(String(16))
    outstanding_principal: Mapped[Money] = mapped_column(Fen)
    overdue_principal: Mapped[Money] = mapped_column(Fen)
    overdue_interest: Mapped[Money] = mapped_column(Fen)
    overdue_fee: Mapped[Money] = mapped_column(Fen)
    penalty: Mapped[Money] = mapped_column(Fen)  # with compound interest
    product: Mapped[str] = mapped_column(String(64))
    officer_id: Mapped[int | None] = mapped_column()


FAR_DAY = date(9999, 12, 31)


class DayRun(Base):
    """One finished run for a business date, with its counts."""

    __tablename__ = "day_run"
    __table_args__ = (OPTIONS,)

    business_date: Mapped[date] = mapped_column(Day, primary_key=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime] = mapped_column(Moment)
    counts: Mapped[Any] = mapped_column(Facts)
