"""What the program itself keeps: audit, settings, rules, imports, what a user prefers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.column_types import Day, Facts, Moment
from db.tables.base import OPTIONS, Base


class AuditEntry(Base):
    """Who did what and when; each entry's hash covers the one before."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "subject_id"), OPTIONS)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(48))
    subject: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str | None] = mapped_column(String(64))
    facts: Mapped[str] = mapped_column(String)  # canonical JSON, hashed as it stands
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Setting(Base):
    """A value of the branch: name, address, signature, switches."""

    __tablename__ = "setting"
    __table_args__ = (OPTIONS,)

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(Facts)


class StrategyVersion(Base):
    """The branch's own reminder strategy: all its steps as rows, in force from a day on.

    ``steps`` is a list of rows like those of ``resources/rules/strategy.toml``.
    """

    __tablename__ = "strategy_version"
    __table_args__ = ({**OPTIONS, "sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    steps: Mapped[Any] = mapped_column(Facts)
    state: Mapped[str] = mapped_column(String(16))  # draft on withdrawn
    from_on: Mapped[date | None] = mapped_column(Day)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(64))
    switched_at: Mapped[datetime | None] = mapped_column(Moment)
    switched_by: Mapped[str | None] = mapped_column(String(64))


class StoredFile(Base):
    """A file the branch keeps inside the encrypted store: seal image, own font."""

    __tablename__ = "stored_file"
    __table_args__ = (OPTIONS,)

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))


class Rule(Base):
    """The branch's own value for a rule, from a day on; over the shipped rule tables."""

    __tablename__ = "rule"
    __table_args__ = (UniqueConstraint("code", "from_on"), OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    from_on: Mapped[date] = mapped_column(Day)
    value: Mapped[Any] = mapped_column(Facts)
    source: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(String(500))
    set_by: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[datetime] = mapped_column(Moment)


class ImportBatch(Base):
    """One sheet of a file taken in: how far it got and what came of it.

    ``stated_on`` is the day as of which the lender wrote it; ``header`` its column names, for the
    list of rejected rows.
    """

    __tablename__ = "import_batch"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(300))
    sheet: Mapped[str] = mapped_column(String(100), default="")
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    stated_on: Mapped[date | None] = mapped_column(Day)
    header: Mapped[Any] = mapped_column(Facts, default=list)
    kinds: Mapped[Any] = mapped_column(Facts)
    encoding: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))  # running finished cancelled failed
    started_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    rows_done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[Any] = mapped_column(Facts, default=dict)
    started_by: Mapped[str] = mapped_column(String(64))


class ImportChange(Base):
    """A field that a newer file changed."""

    __tablename__ = "import_change"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(index=True)
    row_no: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(120))
    field: Mapped[str] = mapped_column(String(32))
    old: Mapped[str | None] = mapped_column(String)
    new: Mapped[str | None] = mapped_column(String)


class ImportReject(Base):
    """A row that was not taken, or a remark on one that was (``is_notice``), with the reason.

    ``cells`` holds the row as it stood in the file, with the first reason of that row only.
    """

    __tablename__ = "import_reject"
    __table_args__ = (OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(index=True)
    row_no: Mapped[int] = mapped_column()
    column_name: Mapped[str] = mapped_column(String(200))
    field: Mapped[str] = mapped_column(String(48))
    value: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(64))
    facts: Mapped[Any] = mapped_column(Facts, default=dict)
    is_notice: Mapped[bool] = mapped_column(default=False)
    cells: Mapped[Any] = mapped_column(Facts, nullable=True)


class ImportMapping(Base):
    """How the columns of a file shape are read, as somebody confirmed it."""

    __tablename__ = "import_mapping"
    __table_args__ = (OPTIONS,)

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    mapping: Mapped[Any] = mapped_column(Facts)
    used_at: Mapped[datetime] = mapped_column(Moment)


class Preference(Base):
    """What a user set on the screen: columns, widths, sort, saved views, drafts."""

    __tablename__ = "preference"
    __table_args__ = (OPTIONS,)

    user: Mapped[str] = mapped_column(String(64), primary_key=True)
    view: Mapped[str] = mapped_column(String(48), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(Facts)
