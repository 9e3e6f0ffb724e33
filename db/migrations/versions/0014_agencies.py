"""Agencies, the cases placed with them, and the rules that their contacts broke."""

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact", sa.Column("against", sa.String(length=64), nullable=True))
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("licence_no", sa.String(length=60), nullable=True),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("contract_from", column_types.Day(), nullable=False),
        sa.Column("contract_until", column_types.Day(), nullable=False),
        sa.Column("reviewed_on", column_types.Day(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("name", name=op.f("uq_agency_name")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    _placement()


def _placement() -> None:
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("from_on", column_types.Day(), nullable=False),
        sa.Column("placed_at", column_types.Moment(), nullable=False),
        sa.Column("placed_by", sa.Integer(), nullable=True),
        sa.Column("back_on", column_types.Day(), nullable=True),
        sa.Column("back_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_placement_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["debt_case.id"], name=op.f("fk_placement_case_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_placement_letter_id")),
        sa.ForeignKeyConstraint(["placed_by"], ["officer.id"], name=op.f("fk_placement_placed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_placement_agency_id", "placement", ["agency_id", "back_on"])
    op.create_index("ix_placement_case_id", "placement", ["case_id", "back_on"])
