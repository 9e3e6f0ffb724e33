"""Rests of payments, orders, notes of the reconciliation, notices of money that moved."""

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _movement_rest()
    _booking_plan()
    _payment_note()
    _payment_order()
    _movement_notice()


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _movement_rest() -> None:
    op.create_table(
        "movement_rest",
        sa.Column("rest_id", sa.Integer(), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=False),
        _foreign("movement_rest", "rest_id", "movement.id"),
        _foreign("movement_rest", "movement_id", "movement.id"),
        sa.PrimaryKeyConstraint("rest_id", name=op.f("pk_movement_rest")),
        sqlite_strict=True,
    )
    name = op.f("ix_movement_rest_movement_id")
    op.create_index(name, "movement_rest", ["movement_id"], unique=False)


def _booking_plan() -> None:
    op.create_table(
        "booking_plan",
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        _foreign("booking_plan", "payment_id", "payment.id"),
        _foreign("booking_plan", "entry_id", "ledger_entry.id"),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_booking_plan")),
        sqlite_strict=True,
    )


def _payment_note() -> None:
    op.create_table(
        "payment_note",
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("noted_at", column_types.Moment(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        _foreign("payment_note", "payment_id", "payment.id"),
        _foreign("payment_note", "noted_by", "officer.id"),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payment_note")),
        sqlite_strict=True,
    )


def _payment_order() -> None:
    op.create_table(
        "payment_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_no", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("amount", column_types.Fen(), nullable=False),
        sa.Column("valid_until", column_types.Day(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_at", column_types.Moment(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        _foreign("payment_order", "account_id", "account.id"),
        _foreign("payment_order", "made_by", "officer.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_order")),
        sa.UniqueConstraint("order_no", name=op.f("uq_payment_order_order_no")),
        sqlite_strict=True,
    )
    op.create_index("ix_payment_order_account_id", "payment_order", ["account_id"], unique=False)


def _movement_notice() -> None:
    op.create_table(
        "movement_notice",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("from_amount", column_types.Fen(), nullable=False),
        sa.Column("stopped_at", column_types.Moment(), nullable=True),
        sa.Column("set_at", column_types.Moment(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        _foreign("movement_notice", "customer_id", "customer.id"),
        _foreign("movement_notice", "set_by", "officer.id"),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_movement_notice")),
        sqlite_strict=True,
    )
