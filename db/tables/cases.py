"""Cases: one per customer over all accounts; the board the lists read; the work on them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Day, Facts, Fen, Moment
from db.tables.base import OPTIONS, Base
from desktop.domain.money import ZERO, Money


class Case(Base):
    """The work on one customer. ``tracking`` nothing overdue; ``open`` overdue; ``closed`` all settled."""

    __tablename__ = "debt_case"
    __table_args__ = ({**OPTIONS, "sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_no: Mapped[str] = mapped_column(String(24), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), unique=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    state: Mapped[str] = mapped_column(String(16), default="tracking")  # tracking open closed
    stage: Mapped[str] = mapped_column(String(16), default="to_contact")
    # to_contact contacted promised visiting legal disputed arranged
    opened_on: Mapped[date | None] = mapped_column(Day)
    closed_on: Mapped[date | None] = mapped_column(Day)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class CaseBoard(Base):
    """A row per case with all that lists sort and filter by: kept by every write, rebuilt daily."""

    __tablename__ = "case_board"
    __table_args__ = (OPTIONS,)

    case_id: Mapped[int] = mapped_column(ForeignKey("debt_case.id"), primary_key=True)
    case_no: Mapped[str] = mapped_column(String(24))
    customer_id: Mapped[int] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    pinyin: Mapped[str] = mapped_column(String(200))
    product: Mapped[str] = mapped_column(String(64))  # of the account longest overdue
    account_count: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column(String(16))
    stage: Mapped[str] = mapped_column(String(16))
    officer_id: Mapped[int | None] = mapped_column()
    dpd: Mapped[int] = mapped_column()
    bucket: Mapped[int] = mapped_column()
    five_class: Mapped[str] = mapped_column(String(16))
    overdue: Mapped[Money] = mapped_column(Fen)  # principal + interest + fees + penalty overdue
    outstanding: Mapped[Money] = mapped_column(Fen)
    next_due_on: Mapped[date | None] = mapped_column(Day)
    next_due_amount: Mapped[Money] = mapped_column(Fen)
    next_action_on: Mapped[date | None] = mapped_column(Day)
    next_channel: Mapped[str | None] = mapped_column(String(16))
    promise_due_on: Mapped[date | None] = mapped_column(Day)
    last_contact_at: Mapped[datetime | None] = mapped_column(Moment)
    opened_on: Mapped[date | None] = mapped_column(Day)


for _column in ("dpd", "overdue", "next_action_on", "name", "pinyin", "officer_id"):
    Index(f"ix_case_board_{_column}", getattr(CaseBoard, _column))


class Contact(Base):
    """A contact made or tried, by whom, over which channel, with what result."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_customer_at", "customer_id", "at"),
        Index("ix_contact_reminder_id", "reminder_id"),
        {**OPTIONS, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    channel: Mapped[str] = mapped_column(String(16))  # sms phone email letter visit
    direction: Mapped[str] = mapped_column(String(4), default="out")  # out in
    party: Mapped[str] = mapped_column(String(16), default="debtor")  # debtor guarantor contact
    party_id: Mapped[int | None] = mapped_column()
    number: Mapped[str | None] = mapped_column(String(32))
    purpose: Mapped[str] = mapped_column(
        String(16), default="collection"
    )  # reminder collection service
    result: Mapped[str] = mapped_column(String(24))  # answered no_answer busy invalid promised …
    is_answered: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(String)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    reminder_id: Mapped[int | None] = mapped_column()
    agency: Mapped[str | None] = mapped_column(String(100))  # who made it, when not own staff
    against: Mapped[str | None] = mapped_column(String(64))  # the rule that an agency broke with it


class RefusedContact(Base):
    """A contact the guard refused, with the rule: what an inspector asks for."""

    __tablename__ = "refused_contact"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    channel: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str] = mapped_column(String(64))
    next_allowed_at: Mapped[datetime | None] = mapped_column(Moment)
    officer_id: Mapped[int | None] = mapped_column()


class ContactOverride(Base):
    """Two people let one contact pass against a rule, with a reason; the next contact uses it up."""

    __tablename__ = "contact_override"
    __table_args__ = (Index("ix_contact_override_customer_id", "customer_id", "until"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    channel: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(300))
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)


class CaseNote(Base):
    """A line an officer wrote on a case."""

    __tablename__ = "case_note"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("debt_case.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    text: Mapped[str] = mapped_column(String)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)


class PromiseToPay(Base):
    """What the customer said they will pay, and by when."""

    __tablename__ = "promise_to_pay"
    __table_args__ = (Index("ix_promise_to_pay_due_on", "state", "due_on"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("debt_case.id"), index=True)
    due_on: Mapped[date] = mapped_column(Day)
    amount: Mapped[Money] = mapped_column(Fen)
    paid: Mapped[Money] = mapped_column(Fen, default=ZERO)
    channel: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(
        String(16), default="open"
    )  # open kept part_kept broken cancelled
    taken_at: Mapped[datetime] = mapped_column(Moment)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    judged_on: Mapped[date | None] = mapped_column(Day)


class Reminder(Base):
    """A planned contact on the calendar."""

    __tablename__ = "reminder"
    __table_args__ = (
        # The calendar reads a day by channel and time, and counts without looking at the rows.
        Index("ix_reminder_day", "planned_on", "channel", "planned_time", "state", "officer_id"),
        Index("ix_reminder_case", "case_id", "state"),
        OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("debt_case.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    natural_key: Mapped[str] = mapped_column(String(100), unique=True)  # case, step, due date
    planned_on: Mapped[date] = mapped_column(Day)
    planned_time: Mapped[str] = mapped_column(String(5), default="09:00")
    channel: Mapped[str] = mapped_column(String(16))
    step: Mapped[str] = mapped_column(String(32))
    template: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="planned")
    # planned held queued sent done skipped cancelled refused
    done_on: Mapped[date | None] = mapped_column(Day)  # day it was sent, done or skipped
    moved_from_on: Mapped[date | None] = mapped_column(Day)
    reason: Mapped[str | None] = mapped_column(String(64))  # rule that moved, held or cancelled it
    is_by_hand: Mapped[bool] = mapped_column(default=False)
    officer_id: Mapped[int | None] = mapped_column()
    facts: Mapped[Any] = mapped_column(Facts, nullable=True)


class OutboxItem(Base):
    """Something to go out, written with the decision; a worker delivers it once."""

    __tablename__ = "outbox_item"
    __table_args__ = (
        Index("ix_outbox_item_state", "state", "due_at"),
        Index("ix_outbox_item_reminder_id", "reminder_id"),
        {**OPTIONS, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(100), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str | None] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(String)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("debt_case.id"))
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminder.id"))
    state: Mapped[str] = mapped_column(
        String(16), default="queued"
    )  # queued sending sent delivered failed cancelled unsure
    due_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(300))
    provider_reference: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    letter_id: Mapped[int | None] = mapped_column()  # attached to an e-mail
    # what it was written with; empty for a text of its own
    template: Mapped[str | None] = mapped_column(String(64))
    template_version: Mapped[int | None] = mapped_column()
    language: Mapped[str | None] = mapped_column(String(8))
