"""Reading what a suit bundle is put together from."""

from typing import Any

from sqlalchemy import Connection, or_, select

from db.tables import Account, AuditEntry, Case, Letter


def late_accounts(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    """The overdue accounts of a case: number and kind, by id."""
    query = (
        select(Account.account_no, Account.kind)
        .join(Case, Case.customer_id == Account.customer_id)
        .where(Case.id == case_id, Account.dpd > 0)
        .order_by(Account.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def standing_letters(connection: Connection, case_id: int, account_no: str) -> list[int]:
    """Letters of a case that are not void and concern an account or the case, oldest first."""
    query = (
        select(Letter.id)
        .outerjoin(Account, Account.id == Letter.account_id)
        .where(
            Letter.case_id == case_id,
            Letter.voided_at.is_(None),
            or_(Letter.account_id.is_(None), Account.account_no == account_no),
        )
        .order_by(Letter.dated_on, Letter.id)
    )
    return list(connection.execute(query).scalars())


def is_bundle_of(connection: Connection, letter_id: int, sha256: str) -> bool:
    """Whether a file with this hash is a bundle that was made around a complaint."""
    query = select(AuditEntry.seq).where(
        AuditEntry.subject == "letter",
        AuditEntry.subject_id == str(letter_id),
        AuditEntry.action == "bundle.made",
        AuditEntry.facts.contains(sha256),
    )
    return connection.execute(query.limit(1)).scalar() is not None
