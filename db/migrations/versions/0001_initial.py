"""The first shape.

A record of how the tables were when the first version was released: later changes are steps of
their own, this file stays as it is.
"""

import sqlalchemy as sa
from alembic import op

from db import column_types
from db.upgrade import create_beside_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _audit_entry()
    _customer()
    _day_run()
    _import_batch()
    _import_change()
    _import_mapping()
    _import_reject()
    _letter_series()
    _officer()
    _pinned_place()
    _preference()
    _rule()
    _setting()
    _stored_file()
    _account()
    _contact_person()
    _contact_restriction()
    _debt_case()
    _incoming_message()
    _movement()
    _officer_absence()
    _payer_alias()
    _refused_contact()
    _account_span()
    _ageing_pause()
    _case_board()
    _case_note()
    _contact()
    _guarantor()
    _instalment()
    _payment()
    _promise_to_pay()
    _quote()
    _reminder()
    _service_request()
    _ledger_entry()
    _letter()
    _movement_booking()
    _outbox_item()
    _visit()
    _delivery()
    _letter_file()
    _recovery_task()
    create_beside_tables(op.get_bind())


def _audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", column_types.Moment(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=48), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=True),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_audit_entry_subject", "audit_entry", ["subject", "subject_id"], unique=False
    )


def _customer() -> None:
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("natural_key", sa.String(length=100), nullable=False),
        sa.Column("customer_no", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("pinyin", sa.String(length=200), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("id_type", sa.String(length=16), nullable=True),
        sa.Column("id_number", sa.String(length=32), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("phone_other", sa.String(length=32), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("postcode", sa.String(length=16), nullable=True),
        sa.Column("employer", sa.String(length=200), nullable=True),
        sa.Column("segment", sa.String(length=32), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("phone_state", sa.String(length=16), nullable=False),
        sa.Column("agreed_hours", column_types.Facts(), nullable=True),
        sa.Column("preferred_channel", sa.String(length=16), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("updated_at", column_types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("natural_key", name=op.f("uq_customer_natural_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_customer_id_number", "customer", ["id_number"], unique=False)
    op.create_index("ix_customer_phone", "customer", ["phone"], unique=False)


def _day_run() -> None:
    op.create_table(
        "day_run",
        sa.Column("business_date", column_types.Day(), nullable=False),
        sa.Column("started_at", column_types.Moment(), nullable=False),
        sa.Column("finished_at", column_types.Moment(), nullable=False),
        sa.Column("counts", column_types.Facts(), nullable=False),
        sa.PrimaryKeyConstraint("business_date", name=op.f("pk_day_run")),
        sqlite_strict=True,
    )


def _import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("sheet", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stated_on", column_types.Day(), nullable=True),
        sa.Column("header", column_types.Facts(), nullable=False),
        sa.Column("kinds", column_types.Facts(), nullable=False),
        sa.Column("encoding", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_at", column_types.Moment(), nullable=False),
        sa.Column("finished_at", column_types.Moment(), nullable=True),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("counts", column_types.Facts(), nullable=False),
        sa.Column("started_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_import_batch_sha256"), "import_batch", ["sha256"], unique=False)


def _import_change() -> None:
    op.create_table(
        "import_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_change")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_import_change_batch_id"), "import_change", ["batch_id"], unique=False)


def _import_mapping() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("mapping", column_types.Facts(), nullable=False),
        sa.Column("used_at", column_types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_import_mapping")),
        sqlite_strict=True,
    )


def _import_reject() -> None:
    op.create_table(
        "import_reject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("column_name", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=48), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("facts", column_types.Facts(), nullable=False),
        sa.Column("is_notice", sa.Boolean(), nullable=False),
        sa.Column("cells", column_types.Facts(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_reject")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_import_reject_batch_id"), "import_reject", ["batch_id"], unique=False)


def _letter_series() -> None:
    op.create_table(
        "letter_series",
        sa.Column("series", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_letter_series")),
        sqlite_strict=True,
    )


def _officer() -> None:
    op.create_table(
        "officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("does_visits", sa.Boolean(), nullable=False),
        sa.Column("skills", column_types.Facts(), nullable=False),
        sa.Column("area", sa.String(length=64), nullable=True),
        sa.Column("start_place", sa.String(length=200), nullable=True),
        sa.Column("shift", column_types.Facts(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sa.UniqueConstraint("staff_no", name=op.f("uq_officer_staff_no")),
        sqlite_strict=True,
    )


def _pinned_place() -> None:
    op.create_table(
        "pinned_place",
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("area", sa.String(length=64), nullable=False),
        sa.Column("latitude_e6", sa.Integer(), nullable=True),
        sa.Column("longitude_e6", sa.Integer(), nullable=True),
        sa.Column("pinned_at", column_types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_pinned_place")),
        sqlite_strict=True,
    )


def _preference() -> None:
    op.create_table(
        "preference",
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("view", sa.String(length=48), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", column_types.Facts(), nullable=False),
        sa.PrimaryKeyConstraint("user", "view", "key", name=op.f("pk_preference")),
        sqlite_strict=True,
    )


def _rule() -> None:
    op.create_table(
        "rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("from_on", column_types.Day(), nullable=False),
        sa.Column("value", column_types.Facts(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.Column("set_at", column_types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
        sa.UniqueConstraint("code", "from_on", name=op.f("uq_rule_code_from_on")),
        sqlite_strict=True,
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", column_types.Facts(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
        sqlite_strict=True,
    )


def _stored_file() -> None:
    op.create_table(
        "stored_file",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stored_file")),
        sqlite_strict=True,
    )


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_no", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("product", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("principal", column_types.Fen(), nullable=False),
        sa.Column("annual_rate", column_types.Rate(), nullable=True),
        sa.Column("day_basis", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=24), nullable=True),
        sa.Column("terms", sa.Integer(), nullable=True),
        sa.Column("disbursed_on", column_types.Day(), nullable=True),
        sa.Column("matures_on", column_types.Day(), nullable=True),
        sa.Column("penalty_uplift", column_types.Rate(), nullable=True),
        sa.Column("compounds_interest", sa.Boolean(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("contract", column_types.Facts(), nullable=False),
        sa.Column("auto_debit", sa.Boolean(), nullable=False),
        sa.Column("debit_tail", sa.String(length=8), nullable=True),
        sa.Column("card_tail", sa.String(length=8), nullable=True),
        sa.Column("statement_day", sa.Integer(), nullable=True),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.Column("security", sa.String(length=32), nullable=True),
        sa.Column("written_off_on", column_types.Day(), nullable=True),
        sa.Column("plan_source", sa.String(length=8), nullable=True),
        sa.Column("stated_on", column_types.Day(), nullable=True),
        sa.Column("stated_principal", column_types.Fen(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("as_of", column_types.Day(), nullable=True),
        sa.Column("outstanding_principal", column_types.Fen(), nullable=False),
        sa.Column("overdue_principal", column_types.Fen(), nullable=False),
        sa.Column("overdue_interest", column_types.Fen(), nullable=False),
        sa.Column("overdue_fee", column_types.Fen(), nullable=False),
        sa.Column("penalty", column_types.Fen(), nullable=False),
        sa.Column("compound", column_types.Fen(), nullable=False),
        sa.Column("oldest_due_on", column_types.Day(), nullable=True),
        sa.Column("dpd", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("five_class", sa.String(length=16), nullable=False),
        sa.Column("staff_class", sa.String(length=16), nullable=True),
        sa.Column("next_due_on", column_types.Day(), nullable=True),
        sa.Column("next_due_amount", column_types.Fen(), nullable=False),
        sa.Column("updated_at", column_types.Moment(), nullable=False),
        sa.CheckConstraint("kind IN ('loan', 'card')", name=op.f("ck_account_kind")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_account_customer_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_account_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("account_no", name=op.f("uq_account_account_no")),
        sqlite_strict=True,
    )
    op.create_index("ix_account_customer_id", "account", ["customer_id"], unique=False)


def _contact_person() -> None:
    op.create_table(
        "contact_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("refuses_contact", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_contact_person_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_person")),
        sa.UniqueConstraint(
            "customer_id", "name", "phone", name=op.f("uq_contact_person_customer_id_name_phone")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_contact_person_customer_id"), "contact_person", ["customer_id"], unique=False
    )
    op.create_index(op.f("ix_contact_person_phone"), "contact_person", ["phone"], unique=False)


def _contact_restriction() -> None:
    op.create_table(
        "contact_restriction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("from_on", column_types.Day(), nullable=False),
        sa.Column("until_on", column_types.Day(), nullable=True),
        sa.Column("lifted_at", column_types.Moment(), nullable=True),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", column_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_contact_restriction_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["officer.id"], name=op.f("fk_contact_restriction_set_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_restriction")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_contact_restriction_customer_id"),
        "contact_restriction",
        ["customer_id"],
        unique=False,
    )


def _debt_case() -> None:
    op.create_table(
        "debt_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_no", sa.String(length=24), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("opened_on", column_types.Day(), nullable=True),
        sa.Column("closed_on", column_types.Day(), nullable=True),
        sa.Column("updated_at", column_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_debt_case_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_debt_case_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debt_case")),
        sa.UniqueConstraint("case_no", name=op.f("uq_debt_case_case_no")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_debt_case_customer_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )


def _incoming_message() -> None:
    op.create_table(
        "incoming_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("natural_key", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("sender", sa.String(length=32), nullable=False),
        sa.Column("received_at", column_types.Moment(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("route", sa.String(length=24), nullable=False),
        sa.Column("reading", column_types.Facts(), nullable=False),
        sa.Column("stored_at", column_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_incoming_message_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_message")),
        sa.UniqueConstraint("natural_key", name=op.f("uq_incoming_message_natural_key")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_incoming_message_sender"), "incoming_message", ["sender"], unique=False
    )


def _movement() -> None:
    op.create_table(
        "movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("natural_key", sa.String(length=160), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("doubt", sa.String(length=48), nullable=True),
        sa.Column("our_account", sa.String(length=64), nullable=False),
        sa.Column("amount", column_types.Fen(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("value_on", column_types.Day(), nullable=False),
        sa.Column("at", column_types.Moment(), nullable=True),
        sa.Column("expected_by", column_types.Day(), nullable=True),
        sa.Column("payer_name", sa.String(length=200), nullable=False),
        sa.Column("payer_tail", sa.String(length=8), nullable=False),
        sa.Column("memo", sa.String(length=500), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("balance", column_types.Fen(), nullable=True),
        sa.Column("suggestions", column_types.Facts(), nullable=False),
        sa.Column("is_certain", sa.Boolean(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=300), nullable=True),
        sa.Column("row_no", sa.Integer(), nullable=True),
        sa.Column("stored_at", column_types.Moment(), nullable=False),
        sa.Column("explained", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_movement_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint("natural_key", name=op.f("uq_movement_natural_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_movement_customer_id", "movement", ["customer_id", "state"], unique=False)
    op.create_index("ix_movement_state", "movement", ["state", "value_on"], unique=False)


def _officer_absence() -> None:
    op.create_table(
        "officer_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("first_on", column_types.Day(), nullable=False),
        sa.Column("last_on", column_types.Day(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_officer_absence_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_absence")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_officer_absence_officer_id"), "officer_absence", ["officer_id"], unique=False
    )


def _payer_alias() -> None:
    op.create_table(
        "payer_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", column_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["officer.id"], name=op.f("fk_payer_alias_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_payer_alias_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payer_alias")),
        sa.UniqueConstraint("customer_id", "name", name=op.f("uq_payer_alias_customer_id_name")),
        sqlite_strict=True,
    )


def _refused_contact() -> None:
    op.create_table(
        "refused_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("at", column_types.Moment(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("next_allowed_at", column_types.Moment(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_refused_contact_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_contact")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_refused_contact_customer_id"), "refused_contact", ["customer_id"], unique=False
    )


def _account_span() -> None:
    op.create_table(
        "account_span",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("from_on", column_types.Day(), nullable=False),
        sa.Column("to_on", column_types.Day(), nullable=False),
        sa.Column("oldest_due_on", column_types.Day(), nullable=True),
        sa.Column("dpd", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("five_class", sa.String(length=16), nullable=False),
        sa.Column("outstanding_principal", column_types.Fen(), nullable=False),
        sa.Column("overdue_principal", column_types.Fen(), nullable=False),
        sa.Column("overdue_interest", column_types.Fen(), nullable=False),
        sa.Column("overdue_fee", column_types.Fen(), nullable=False),
        sa.Column("penalty", column_types.Fen(), nullable=False),
        sa.Column("product", sa.String(length=64), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_span_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "from_on", name=op.f("pk_account_span")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_account_span_to_on", "account_span", ["to_on", "from_on"], unique=False)


def _ageing_pause() -> None:
    op.create_table(
        "ageing_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("paused_on", column_types.Day(), nullable=False),
        sa.Column("resumed_on", column_types.Day(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("paused_by", sa.Integer(), nullable=True),
        sa.Column("resumed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_ageing_pause_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["paused_by"], ["officer.id"], name=op.f("fk_ageing_pause_paused_by")
        ),
        sa.ForeignKeyConstraint(
            ["resumed_by"], ["officer.id"], name=op.f("fk_ageing_pause_resumed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ageing_pause")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_ageing_pause_account_id"), "ageing_pause", ["account_id"], unique=False
    )


def _case_board() -> None:
    op.create_table(
        "case_board",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("case_no", sa.String(length=24), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("pinyin", sa.String(length=200), nullable=False),
        sa.Column("product", sa.String(length=64), nullable=False),
        sa.Column("account_count", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("dpd", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("five_class", sa.String(length=16), nullable=False),
        sa.Column("overdue", column_types.Fen(), nullable=False),
        sa.Column("outstanding", column_types.Fen(), nullable=False),
        sa.Column("next_due_on", column_types.Day(), nullable=True),
        sa.Column("next_due_amount", column_types.Fen(), nullable=False),
        sa.Column("next_action_on", column_types.Day(), nullable=True),
        sa.Column("next_channel", sa.String(length=16), nullable=True),
        sa.Column("promise_due_on", column_types.Day(), nullable=True),
        sa.Column("last_contact_at", column_types.Moment(), nullable=True),
        sa.Column("opened_on", column_types.Day(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["debt_case.id"], name=op.f("fk_case_board_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_board")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_case_board_customer_id"), "case_board", ["customer_id"], unique=False)
    op.create_index("ix_case_board_dpd", "case_board", ["dpd"], unique=False)
    op.create_index("ix_case_board_name", "case_board", ["name"], unique=False)
    op.create_index("ix_case_board_next_action_on", "case_board", ["next_action_on"], unique=False)
    op.create_index("ix_case_board_officer_id", "case_board", ["officer_id"], unique=False)
    op.create_index("ix_case_board_overdue", "case_board", ["overdue"], unique=False)
    op.create_index("ix_case_board_pinyin", "case_board", ["pinyin"], unique=False)


def _case_note() -> None:
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", column_types.Moment(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("removed_at", column_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["debt_case.id"], name=op.f("fk_case_note_case_id")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_case_note_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_case_note_case_id"), "case_note", ["case_id"], unique=False)


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", column_types.Moment(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("party", sa.String(length=16), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("result", sa.String(length=24), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("reminder_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_contact_account_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_contact_customer_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_contact_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_contact_customer_at", "contact", ["customer_id", "at"], unique=False)
    op.create_index("ix_contact_reminder_id", "contact", ["reminder_id"], unique=False)


def _guarantor() -> None:
    op.create_table(
        "guarantor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id_number", sa.String(length=32), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("relation", sa.String(length=32), nullable=True),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("guarantee_ends_on", column_types.Day(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_guarantor_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantor")),
        sa.UniqueConstraint(
            "account_id", "name", "id_number", name=op.f("uq_guarantor_account_id_name_id_number")
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_guarantor_account_id"), "guarantor", ["account_id"], unique=False)
    op.create_index(op.f("ix_guarantor_phone"), "guarantor", ["phone"], unique=False)


def _instalment() -> None:
    op.create_table(
        "instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", column_types.Day(), nullable=False),
        sa.Column("principal", column_types.Fen(), nullable=False),
        sa.Column("interest", column_types.Fen(), nullable=False),
        sa.Column("fee", column_types.Fen(), nullable=False),
        sa.Column("paid_principal", column_types.Fen(), nullable=False),
        sa.Column("paid_interest", column_types.Fen(), nullable=False),
        sa.Column("paid_fee", column_types.Fen(), nullable=False),
        sa.Column("paid_penalty", column_types.Fen(), nullable=False),
        sa.Column("penalty_micro", sa.BigInteger(), nullable=False),
        sa.Column("compound_micro", sa.BigInteger(), nullable=False),
        sa.Column("paid_compound", column_types.Fen(), nullable=False),
        sa.Column("charged_fee", column_types.Fen(), nullable=False),
        sa.Column("stated_paid_principal", column_types.Fen(), nullable=True),
        sa.Column("stated_paid_interest", column_types.Fen(), nullable=True),
        sa.Column("stated_paid_fee", column_types.Fen(), nullable=True),
        sa.Column("penalty_until", column_types.Day(), nullable=True),
        sa.Column("settled_on", column_types.Day(), nullable=True),
        sa.CheckConstraint(
            "paid_principal <= principal AND paid_interest <= interest AND paid_fee <= fee",
            name=op.f("ck_instalment_paid"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_instalment_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        sa.UniqueConstraint("account_id", "number", name=op.f("uq_instalment_account_id_number")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_instalment_due_on",
        "instalment",
        ["due_on", "account_id"],
        unique=False,
        sqlite_where=sa.text("settled_on IS NULL"),
        postgresql_where=sa.text("settled_on IS NULL"),
    )
    op.create_index(
        "ix_instalment_open",
        "instalment",
        [
            "account_id",
            "due_on",
            "principal",
            "paid_principal",
            "interest",
            "paid_interest",
            "fee",
            "paid_fee",
        ],
        unique=False,
        sqlite_where=sa.text("settled_on IS NULL"),
        postgresql_where=sa.text("settled_on IS NULL"),
    )


def _payment() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("natural_key", sa.String(length=100), nullable=False),
        sa.Column("paid_on", column_types.Day(), nullable=False),
        sa.Column("amount", column_types.Fen(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=True),
        sa.Column("method", sa.String(length=32), nullable=True),
        sa.Column("payer", sa.String(length=200), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("split", column_types.Facts(), nullable=True),
        sa.Column("reversed_at", column_types.Moment(), nullable=True),
        sa.Column("booked_at", column_types.Moment(), nullable=False),
        sa.Column("booked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_payment_account_id")),
        sa.ForeignKeyConstraint(["booked_by"], ["officer.id"], name=op.f("fk_payment_booked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint(
            "account_id", "natural_key", name=op.f("uq_payment_account_id_natural_key")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_payment_paid_on", "payment", ["paid_on"], unique=False)


def _promise_to_pay() -> None:
    op.create_table(
        "promise_to_pay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("due_on", column_types.Day(), nullable=False),
        sa.Column("amount", column_types.Fen(), nullable=False),
        sa.Column("paid", column_types.Fen(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("taken_at", column_types.Moment(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("judged_on", column_types.Day(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["debt_case.id"], name=op.f("fk_promise_to_pay_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"], ["officer.id"], name=op.f("fk_promise_to_pay_taken_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_to_pay")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_promise_to_pay_case_id"), "promise_to_pay", ["case_id"], unique=False)
    op.create_index("ix_promise_to_pay_due_on", "promise_to_pay", ["state", "due_on"], unique=False)


def _quote() -> None:
    op.create_table(
        "quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("asked", column_types.Facts(), nullable=False),
        sa.Column("amount", column_types.Fen(), nullable=False),
        sa.Column("as_of", column_types.Day(), nullable=False),
        sa.Column("valid_until", column_types.Day(), nullable=False),
        sa.Column("ledger_state", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made_at", column_types.Moment(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("accepted_on", column_types.Day(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_quote_account_id")),
        sa.ForeignKeyConstraint(["made_by"], ["officer.id"], name=op.f("fk_quote_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_quote_account_id"), "quote", ["account_id"], unique=False)


def _reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("natural_key", sa.String(length=100), nullable=False),
        sa.Column("planned_on", column_types.Day(), nullable=False),
        sa.Column("planned_time", sa.String(length=5), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("done_on", column_types.Day(), nullable=True),
        sa.Column("moved_from_on", column_types.Day(), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("facts", column_types.Facts(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_reminder_account_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["debt_case.id"], name=op.f("fk_reminder_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("natural_key", name=op.f("uq_reminder_natural_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_reminder_case", "reminder", ["case_id", "state"], unique=False)
    op.create_index(
        "ix_reminder_day",
        "reminder",
        ["planned_on", "channel", "planned_time", "state", "officer_id"],
        unique=False,
    )


def _service_request() -> None:
    op.create_table(
        "service_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("received_at", column_types.Moment(), nullable=False),
        sa.Column("sender", sa.String(length=32), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("wished_from", column_types.Moment(), nullable=True),
        sa.Column("wished_to", column_types.Moment(), nullable=True),
        sa.Column("understood", column_types.Facts(), nullable=False),
        sa.Column("doubts", column_types.Facts(), nullable=False),
        sa.Column("needs_visit", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("promised_from", column_types.Moment(), nullable=True),
        sa.Column("promised_by", column_types.Moment(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("asked_back_at", column_types.Moment(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", column_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["debt_case.id"], name=op.f("fk_service_request_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["officer.id"], name=op.f("fk_service_request_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_service_request_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["incoming_message.id"], name=op.f("fk_service_request_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_request")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_service_request_state", "service_request", ["state", "promised_by"], unique=False
    )


def _ledger_entry() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("component", sa.String(length=16), nullable=True),
        sa.Column("amount", column_types.Fen(), nullable=False),
        sa.Column("value_on", column_types.Day(), nullable=False),
        sa.Column("due_on", column_types.Day(), nullable=True),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("reverses_payment_id", sa.Integer(), nullable=True),
        sa.Column("facts", column_types.Facts(), nullable=True),
        sa.Column("booked_at", column_types.Moment(), nullable=False),
        sa.Column("booked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_ledger_entry_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["booked_by"], ["officer.id"], name=op.f("fk_ledger_entry_booked_by")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_reverses_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_payment_id"],
            ["payment.id"],
            name=op.f("fk_ledger_entry_reverses_payment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_entry_reverses_id")),
        sa.UniqueConstraint(
            "reverses_payment_id", name=op.f("uq_ledger_entry_reverses_payment_id")
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        "ix_ledger_entry_account_id", "ledger_entry", ["account_id", "value_on"], unique=False
    )


def _letter() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("register_no", sa.String(length=40), nullable=False),
        sa.Column("batch_key", sa.String(length=64), nullable=True),
        sa.Column("natural_key", sa.String(length=120), nullable=True),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=64), nullable=False),
        sa.Column("template_version", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("guarantor_id", sa.Integer(), nullable=True),
        sa.Column("addressee", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("amount", column_types.Fen(), nullable=True),
        sa.Column("dated_on", column_types.Day(), nullable=False),
        sa.Column("made_at", column_types.Moment(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("figures", column_types.Facts(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("voided_at", column_types.Moment(), nullable=True),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_letter_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["debt_case.id"], name=op.f("fk_letter_case_id")),
        sa.ForeignKeyConstraint(
            ["guarantor_id"], ["guarantor.id"], name=op.f("fk_letter_guarantor_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["officer.id"], name=op.f("fk_letter_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("natural_key", name=op.f("uq_letter_natural_key")),
        sa.UniqueConstraint("register_no", name=op.f("uq_letter_register_no")),
        sa.UniqueConstraint("series", "year", "number", name=op.f("uq_letter_series_year_number")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_letter_batch_key"), "letter", ["batch_key"], unique=False)
    op.create_index("ix_letter_case_id", "letter", ["case_id"], unique=False)
    op.create_index("ix_letter_dated_on", "letter", ["dated_on"], unique=False)
    op.create_index(op.f("ix_letter_sha256"), "letter", ["sha256"], unique=False)


def _movement_booking() -> None:
    op.create_table(
        "movement_booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movement_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("amount", column_types.Fen(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.String(length=100), nullable=False),
        sa.Column("booked_at", column_types.Moment(), nullable=False),
        sa.Column("booked_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", column_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_movement_booking_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["booked_by"], ["officer.id"], name=op.f("fk_movement_booking_booked_by")
        ),
        sa.ForeignKeyConstraint(
            ["movement_id"], ["movement.id"], name=op.f("fk_movement_booking_movement_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_movement_booking_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement_booking")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_movement_booking_payment_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_movement_booking_movement_id", "movement_booking", ["movement_id"], unique=False
    )


def _outbox_item() -> None:
    op.create_table(
        "outbox_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("reminder_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", column_types.Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.Column("provider_reference", sa.String(length=100), nullable=True),
        sa.Column("created_at", column_types.Moment(), nullable=False),
        sa.Column("sent_at", column_types.Moment(), nullable=True),
        sa.Column("delivered_at", column_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["debt_case.id"], name=op.f("fk_outbox_item_case_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_outbox_item_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminder.id"], name=op.f("fk_outbox_item_reminder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_item")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_outbox_item_idempotency_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_outbox_item_reminder_id", "outbox_item", ["reminder_id"], unique=False)
    op.create_index("ix_outbox_item_state", "outbox_item", ["state", "due_at"], unique=False)


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("second_officer_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", column_types.Moment(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("earliest_at", column_types.Moment(), nullable=True),
        sa.Column("promised_by", column_types.Moment(), nullable=True),
        sa.Column("accepted_at", column_types.Moment(), nullable=True),
        sa.Column("departed_at", column_types.Moment(), nullable=True),
        sa.Column("arrived_at", column_types.Moment(), nullable=True),
        sa.Column("done_at", column_types.Moment(), nullable=True),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("record", column_types.Facts(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("rating_text", sa.String(length=500), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("updated_at", column_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["debt_case.id"], name=op.f("fk_visit_case_id")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_visit_customer_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_visit_officer_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_request.id"], name=op.f("fk_visit_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_officer_id"], ["officer.id"], name=op.f("fk_visit_second_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_visit_case_id"), "visit", ["case_id"], unique=False)
    op.create_index(op.f("ix_visit_officer_id"), "visit", ["officer_id"], unique=False)
    op.create_index(op.f("ix_visit_request_id"), "visit", ["request_id"], unique=False)
    op.create_index(
        op.f("ix_visit_second_officer_id"), "visit", ["second_officer_id"], unique=False
    )
    op.create_index("ix_visit_starts_at", "visit", ["starts_at"], unique=False)


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("tracking_no", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_on", column_types.Day(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("proof_name", sa.String(length=200), nullable=True),
        sa.Column("proof_sha256", sa.String(length=64), nullable=True),
        sa.Column("proof", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", column_types.Moment(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_delivery_letter_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["officer.id"], name=op.f("fk_delivery_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_delivery_letter_id"), "delivery", ["letter_id"], unique=False)


def _letter_file() -> None:
    op.create_table(
        "letter_file",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_file_letter_id")
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_file")),
        sqlite_strict=True,
    )


def _recovery_task() -> None:
    op.create_table(
        "recovery_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("opened_at", column_types.Moment(), nullable=False),
        sa.Column("due_at", column_types.Moment(), nullable=False),
        sa.Column("done_at", column_types.Moment(), nullable=True),
        sa.Column("outcome", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_recovery_task_customer_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_recovery_task_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_task")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_recovery_task_visit_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_recovery_task_due_at", "recovery_task", ["done_at", "due_at"], unique=False)
