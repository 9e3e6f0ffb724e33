"""Parts of messages on a line, who holds the line, addresses that bounce, letters attached."""

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_item", sa.Column("letter_id", sa.Integer(), nullable=True))
    _outbox_part()
    _incoming_part()
    op.create_table(
        "line_hold",
        sa.Column("line", sa.String(length=16), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", column_types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_line_hold")),
        sqlite_strict=True,
    )
    op.create_table(
        "bounced_address",
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("noted_at", column_types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_bounced_address")),
        sqlite_strict=True,
    )


def _outbox_part() -> None:
    op.create_table(
        "outbox_part",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=100), nullable=True),
        sa.Column("settled_at", column_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["outbox_item.id"], name=op.f("fk_outbox_part_item_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "place", name=op.f("pk_outbox_part")),
        sqlite_strict=True,
    )
    op.create_index("ix_outbox_part_reference", "outbox_part", ["reference"])


def _incoming_part() -> None:
    op.create_table(
        "incoming_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("sender", sa.String(length=32), nullable=False),
        sa.Column("sent_at", column_types.Moment(), nullable=True),
        sa.Column("stored_at", column_types.Moment(), nullable=False),
        sa.Column("part_group", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("is_joined", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_part")),
        sqlite_strict=True,
    )
    op.create_index("ix_incoming_part_digest", "incoming_part", ["digest"])
    op.create_index("ix_incoming_part_open", "incoming_part", ["is_joined", "sender"])
