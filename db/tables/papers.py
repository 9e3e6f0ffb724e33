"""Letters printed: the register, the stored bytes, the proof of delivery."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Day, Facts, Fen, Moment
from db.tables.base import OPTIONS, Base
from desktop.domain.money import Money


class Letter(Base):
    """One entry of the register: a number is used once, a void letter keeps its number.

    ``natural_key`` says which letter it is (template, case, account, whom, day): the same letter is
    not made twice, and a batch that broke off goes on where it was. Voiding empties it.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("series", "year", "number"),
        Index("ix_letter_case_id", "case_id"),
        Index("ix_letter_dated_on", "dated_on"),
        {**OPTIONS, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(16))
    year: Mapped[int] = mapped_column()
    number: Mapped[int] = mapped_column()
    register_no: Mapped[str] = mapped_column(String(40), unique=True)
    batch_key: Mapped[str | None] = mapped_column(String(64), index=True)
    natural_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    template: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(64))
    template_version: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("debt_case.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    guarantor_id: Mapped[int | None] = mapped_column(ForeignKey("guarantor.id"))
    addressee: Mapped[str] = mapped_column(String(16), default="debtor")
    recipient: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[Money | None] = mapped_column(Fen)  # what it asks for; empty: nothing
    dated_on: Mapped[date] = mapped_column(Day)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    figures: Mapped[Any] = mapped_column(Facts)  # every fact it was filled with
    pages: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    signature: Mapped[str | None] = mapped_column(String(16))  # signed stamped unstamped; or none
    voided_at: Mapped[datetime | None] = mapped_column(Moment)
    void_reason: Mapped[str | None] = mapped_column(String(300))


class LetterText(Base):
    """One version of a letter template of the branch's own; what was approved is never changed."""

    __tablename__ = "letter_text"
    __table_args__ = (UniqueConstraint("name", "version"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(32))  # as the text itself says
    text: Mapped[str] = mapped_column(String)
    state: Mapped[str] = mapped_column(String(16), default="draft")  # draft approved withdrawn
    written_by: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime] = mapped_column(Moment)
    approved_by: Mapped[str | None] = mapped_column(String(64))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)


class LetterFile(Base):
    """The bytes of a letter, apart from the register so that lists stay light."""

    __tablename__ = "letter_file"
    __table_args__ = (OPTIONS,)

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)


class LetterSeries(Base):
    """The last number given out of a series in a year."""

    __tablename__ = "letter_series"
    __table_args__ = (OPTIONS,)

    series: Mapped[str] = mapped_column(String(16), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int] = mapped_column()


class Delivery(Base):
    """How a letter went and whether its arrival is proved."""

    __tablename__ = "delivery"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    way: Mapped[str] = mapped_column(String(16))  # ems hand email visit notary newspaper
    tracking_no: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))  # sent arrived refused returned
    state_on: Mapped[date] = mapped_column(Day)
    note: Mapped[str | None] = mapped_column(String(500))
    proof_name: Mapped[str | None] = mapped_column(String(200))
    proof_sha256: Mapped[str | None] = mapped_column(String(64))
    proof: Mapped[bytes | None] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
