"""Letter templates of the branch's own by version; what was kept before becomes a draft."""

import re
from datetime import datetime

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEPT = "letter_template:"
VERSION = re.compile(r'^version\s*=\s*"([^"]{1,32})"', re.MULTILINE)
UNKNOWN = datetime(2026, 1, 1)


def upgrade() -> None:
    table = op.create_table(
        "letter_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("written_at", column_types.Moment(), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("approved_at", column_types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_text")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_letter_text_name_version")),
        sqlite_strict=True,
    )
    _take_over(table)


def _take_over(table: sa.Table) -> None:
    """Nobody approved the texts that were kept as files: letters use the program's until then."""
    files = sa.table("stored_file", sa.column("name"), sa.column("content"))
    connection = op.get_bind()
    kept = connection.execute(sa.select(files).where(files.c.name.startswith(KEPT))).all()
    for name, content in kept:
        text = bytes(content).decode("utf-8")
        found = VERSION.search(text)
        row = {
            "name": name.removeprefix(KEPT),
            "version": found[1] if found else "0",
            "text": text,
            "state": "draft",
            "written_by": "",
            "written_at": UNKNOWN,
        }
        connection.execute(sa.insert(table).values(**row))
    connection.execute(sa.delete(files).where(files.c.name.startswith(KEPT)))
