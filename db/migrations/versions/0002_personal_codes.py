"""Personal codes of the officers."""

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "officer_secret",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("set_at", column_types.Moment(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", column_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_officer_secret_officer_id")
        ),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_officer_secret")),
        sqlite_strict=True,
    )
