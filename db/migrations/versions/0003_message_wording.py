"""Message templates with versions, the branch's forbidden words, ratings of messages."""

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_item", sa.Column("template", sa.String(length=64), nullable=True))
    op.add_column("outbox_item", sa.Column("template_version", sa.Integer(), nullable=True))
    op.add_column("outbox_item", sa.Column("language", sa.String(length=8), nullable=True))
    _template_text()
    _forbidden_word()
    _message_rating()


def _template_text() -> None:
    op.create_table(
        "template_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("zh", sa.String(length=60), nullable=False),
        sa.Column("en", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("written_at", column_types.Moment(), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("approved_at", column_types.Moment(), nullable=True),
        sa.Column("from_on", column_types.Day(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_text")),
        sa.UniqueConstraint(
            "code", "language", "version", name=op.f("uq_template_text_code_language_version")
        ),
        sqlite_strict=True,
    )


def _forbidden_word() -> None:
    op.create_table(
        "forbidden_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("instead", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.String(length=64), nullable=False),
        sa.Column("added_at", column_types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forbidden_word")),
        sa.UniqueConstraint("word", name=op.f("uq_forbidden_word_word")),
        sqlite_strict=True,
    )


def _message_rating() -> None:
    op.create_table(
        "message_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", column_types.Moment(), nullable=False),
        sa.Column("answered_at", column_types.Moment(), nullable=True),
        sa.Column("clarity", sa.Integer(), nullable=True),
        sa.Column("tone", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_message_rating_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox_item.id"], name=op.f("fk_message_rating_outbox_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_rating")),
        sa.UniqueConstraint("outbox_id", name=op.f("uq_message_rating_outbox_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_message_rating_customer_id", "message_rating", ["customer_id", "asked_at"])
