"""What the day run looks for lies together: paid instalments to settle, and the companies."""

from alembic import op
from sqlalchemy import text

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PAID = (
    "settled_on IS NULL AND paid_principal = principal AND paid_interest = interest"
    " AND paid_fee = fee"
)
COMPANY = "kind = 'company'"


def upgrade() -> None:
    op.create_index(
        "ix_instalment_paid",
        "instalment",
        ["account_id"],
        unique=False,
        sqlite_where=text(PAID),
        postgresql_where=text(PAID),
    )
    op.create_index(
        "ix_customer_company",
        "customer",
        ["id"],
        unique=False,
        sqlite_where=text(COMPANY),
        postgresql_where=text(COMPANY),
    )
