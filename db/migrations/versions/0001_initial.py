"""The first shape."""

from alembic import op

from db.tables import Base
from db.upgrade import create_beside_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    Base.metadata.create_all(connection)
    create_beside_tables(connection)
