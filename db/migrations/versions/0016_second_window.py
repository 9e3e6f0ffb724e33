"""A second window of a request: another time at which the visit suits as well."""

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service_request", sa.Column("other_from", column_types.Moment(), nullable=True))
    op.add_column("service_request", sa.Column("other_by", column_types.Moment(), nullable=True))
