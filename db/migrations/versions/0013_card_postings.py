"""What is posted to a card: the key it is known by, and the statement it is billed with."""

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("instalment", sa.Column("statement_on", column_types.Day(), nullable=True))
    op.add_column("ledger_entry", sa.Column("natural_key", sa.String(length=100), nullable=True))
    op.create_index(
        "ix_ledger_entry_natural_key",
        "ledger_entry",
        ["account_id", "natural_key"],
        unique=True,
        sqlite_where=sa.text("natural_key IS NOT NULL"),
        postgresql_where=sa.text("natural_key IS NOT NULL"),
    )
