"""What an account may be short by and still be in time."""

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("tolerance", column_types.Fen(), nullable=True))
