"""What the branch writes: its own message templates with their versions, its words, its ratings."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Day, Moment
from db.tables.base import OPTIONS, Base


class TemplateText(Base):
    """One version of a message template in one language; what was approved is never changed."""

    __tablename__ = "template_text"
    __table_args__ = (UniqueConstraint("code", "language", "version"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))  # zh en
    version: Mapped[int] = mapped_column()
    channel: Mapped[str] = mapped_column(String(16))
    purpose: Mapped[str] = mapped_column(String(16))
    level: Mapped[int] = mapped_column(default=0)  # rung of the dunning ladder, 0: none
    zh: Mapped[str] = mapped_column(String(60))  # what staff call it
    en: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(100), default="")
    text: Mapped[str] = mapped_column(String)
    note: Mapped[str] = mapped_column(String(200), default="")  # why it was changed
    state: Mapped[str] = mapped_column(String(16), default="draft")  # draft approved withdrawn
    written_by: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime] = mapped_column(Moment)
    approved_by: Mapped[str | None] = mapped_column(String(64))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    from_on: Mapped[date | None] = mapped_column(Day)


class ForbiddenWord(Base):
    """A word that the branch does not want in its messages, besides those of the program."""

    __tablename__ = "forbidden_word"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(String(40), unique=True)
    instead: Mapped[str] = mapped_column(String(200))
    added_by: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(Moment)


class MessageRating(Base):
    """What a customer was asked, and answered, about one message: was it clear, was it polite."""

    __tablename__ = "message_rating"
    __table_args__ = (Index("ix_message_rating_customer_id", "customer_id", "asked_at"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox_item.id"), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    clarity: Mapped[int | None] = mapped_column()  # 1 (worst) to 5
    tone: Mapped[int | None] = mapped_column()
    comment: Mapped[str | None] = mapped_column(String(500))
