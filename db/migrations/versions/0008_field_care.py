"""Files of visits, alarms given for promises, officers paired for a day."""

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _visit_file()
    _promise_alarm()
    _officer_pair()


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _visit_file() -> None:
    op.create_table(
        "visit_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", column_types.Moment(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        _foreign("visit_file", "visit_id", "visit.id"),
        _foreign("visit_file", "added_by", "officer.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_file")),
        sa.UniqueConstraint("visit_id", "sha256", name=op.f("uq_visit_file_visit_id_sha256")),
        sqlite_strict=True,
    )


def _promise_alarm() -> None:
    op.create_table(
        "promise_alarm",
        sa.Column("natural_key", sa.String(length=40), nullable=False),
        sa.Column("raised_at", column_types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("natural_key", name=op.f("pk_promise_alarm")),
        sqlite_strict=True,
    )


def _officer_pair() -> None:
    op.create_table(
        "officer_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", column_types.Day(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        _foreign("officer_pair", "officer_id", "officer.id"),
        _foreign("officer_pair", "partner_id", "officer.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_pair")),
        sa.UniqueConstraint("day", "officer_id", name=op.f("uq_officer_pair_day_officer_id")),
        sqlite_strict=True,
    )
