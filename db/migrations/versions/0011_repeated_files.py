"""Statements that came again under another name."""

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "repeated_file",
        sa.Column("movement_id", sa.Integer(), nullable=False),
        sa.Column("earlier_name", sa.String(length=300), nullable=False),
        sa.Column("earlier_on", column_types.Day(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["movement_id"], ["movement.id"], name=op.f("fk_repeated_file_movement_id")
        ),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_repeated_file")),
        sqlite_strict=True,
    )
