"""How a letter is signed: with a time stamp, without, or without though one was wanted."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("signature", sa.String(16), nullable=True))
