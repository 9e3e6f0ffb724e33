"""The branch's own strategies; contacts let pass by two people; contacts made by an agency."""

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "strategy_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("steps", column_types.Facts(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("from_on", column_types.Day(), nullable=True),
        sa.Column("made_at", column_types.Moment(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("switched_at", column_types.Moment(), nullable=True),
        sa.Column("switched_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy_version")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "contact_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("since", column_types.Moment(), nullable=False),
        sa.Column("until", column_types.Moment(), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("taken_back_at", column_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_contact_override_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["officer.id"], name=op.f("fk_contact_override_granted_by")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["officer.id"], name=op.f("fk_contact_override_second_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_override")),
        sqlite_strict=True,
    )
    op.create_index("ix_contact_override_customer_id", "contact_override", ["customer_id", "until"])
    op.add_column("contact", sa.Column("agency", sa.String(length=100), nullable=True))
    if op.get_bind().dialect.name == "postgresql":  # SQLite knows one length of text
        op.alter_column("refused_contact", "rule", type_=sa.String(length=64))
