"""What was booked on accounts beside payments: charges, waivers, reversals, write-offs, changes.

Payments stand in ``payment``; disbursement, interest and what runs up by the day follow from the
contract by rule. Together they are the ledger, and every balance is derived from it.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Day, Facts, Fen, Moment
from db.tables.base import OPTIONS, Base
from desktop.domain.money import Money


class LedgerEntry(Base):
    """One booking. Append-only: a mistake is taken out by a reversal, which stays visible too.

    ``kind``: charge, waiver, write_off, arrangement, reversal; on a card purchase, cash_advance,
    card_fee, refund. ``rule`` says what made it: ``hand``, ``import`` or the code of a rule. ``facts``
    of an arrangement hold the rows before and after it. ``natural_key`` is what a posting to a card
    is known by: its reference, or day, kind, amount and occurrence.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_account_id", "account_id", "value_on"),
        Index(
            "ix_ledger_entry_natural_key",
            "account_id",
            "natural_key",
            unique=True,
            sqlite_where=text("natural_key IS NOT NULL"),
            postgresql_where=text("natural_key IS NOT NULL"),
        ),
        {**OPTIONS, "sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(16))
    component: Mapped[str | None] = mapped_column(String(16))
    amount: Mapped[Money] = mapped_column(Fen)
    value_on: Mapped[date] = mapped_column(Day)
    due_on: Mapped[date | None] = mapped_column(Day)
    rule: Mapped[str] = mapped_column(String(64), default="hand")
    note: Mapped[str] = mapped_column(String(300), default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)
    reverses_payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), unique=True)
    facts: Mapped[Any] = mapped_column(Facts, nullable=True)
    natural_key: Mapped[str | None] = mapped_column(String(100))
    booked_at: Mapped[datetime] = mapped_column(Moment)
    booked_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class AgeingPause(Base):
    """A stretch in which the ageing of an account stands still; ``resumed_on`` empty: it still does.

    The days are those between the two dates. Kept as history, never deleted.
    """

    __tablename__ = "ageing_pause"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    paused_on: Mapped[date] = mapped_column(Day)
    resumed_on: Mapped[date | None] = mapped_column(Day)
    reason: Mapped[str] = mapped_column(String(300))
    paused_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    resumed_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))


class Quote(Base):
    """An offer to a customer: what it takes, until when, and what it was worked out on.

    ``ledger_state`` names the last booking it knew; a later one makes it stale.
    """

    __tablename__ = "quote"
    __table_args__ = ({**OPTIONS, "sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))  # payoff prepayment rearrangement
    asked: Mapped[Any] = mapped_column(Facts)
    amount: Mapped[Money] = mapped_column(Fen)
    as_of: Mapped[date] = mapped_column(Day)
    valid_until: Mapped[date] = mapped_column(Day)
    ledger_state: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(16), default="open")  # open accepted
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    accepted_on: Mapped[date | None] = mapped_column(Day)


_SQLITE = """
CREATE TRIGGER IF NOT EXISTS ledger_entry_no_{verb} BEFORE {verb} ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END
"""

_POSTGRESQL = (
    """
CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'ledger entries are never changed'; END $$ LANGUAGE plpgsql
""",
    """
CREATE OR REPLACE TRIGGER ledger_entry_refuse BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()
""",
)


def install_triggers(connection: Connection) -> None:
    """Let the database itself refuse to change or remove ledger entries."""
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            connection.execute(text(_SQLITE.format(verb=verb)))
        return
    for statement in _POSTGRESQL:
        connection.execute(text(statement))
