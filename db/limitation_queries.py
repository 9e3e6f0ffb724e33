"""Reading what limitation and guarantee periods are worked out from."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from db.column_types import Fen
from db.tables import (
    Account,
    Case,
    Contact,
    Customer,
    Delivery,
    Guarantor,
    Instalment,
    Letter,
    Payment,
    PromiseToPay,
)
from desktop.domain.limitation import ARRIVED, proves

_LAST_DUE = (
    select(func.max(Instalment.due_on)).where(Instalment.account_id == Account.id).scalar_subquery()
)


def _late_accounts(*columns: Any) -> Select[Any]:
    return (
        select(
            Account.id.label("account_id"),
            Account.account_no,
            Account.kind,
            Case.id.label("case_id"),
            Case.case_no,
            Customer.name,
            Account.oldest_due_on,
            Account.contract,
            type_coerce(
                Account.overdue_principal
                + Account.overdue_interest
                + Account.overdue_fee
                + Account.penalty
                + Account.compound,
                Fen(),
            ).label("overdue"),
            func.coalesce(_LAST_DUE, Account.matures_on, Account.oldest_due_on).label("last_due"),
            *columns,
        )
        .join(Customer, Customer.id == Account.customer_id)
        .join(Case, Case.customer_id == Account.customer_id)
        .where(Account.dpd > 0)
    )


def near_limitation(connection: Connection, last_due_until: date) -> list[dict[str, Any]]:
    """Overdue accounts whose last instalment was due by a day."""
    ends = func.coalesce(_LAST_DUE, Account.matures_on, Account.oldest_due_on)
    return _rows(connection, _late_accounts().where(ends <= last_due_until))


def of_case(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    """The overdue accounts of a case."""
    return _rows(connection, _late_accounts().where(Case.id == case_id).order_by(Account.id))


def guarantees(connection: Connection, case_id: int | None = None) -> list[dict[str, Any]]:
    """The guarantors of overdue accounts, with the end agreed, if any."""
    query = _late_accounts(
        Guarantor.name.label("guarantor"), Guarantor.guarantee_ends_on, Guarantor.form
    ).join(Guarantor, Guarantor.account_id == Account.id)
    if case_id is not None:
        query = query.where(Case.id == case_id)
    return _rows(connection, query.order_by(Account.id, Guarantor.id))


def proved_acts(connection: Connection, account_id: int, case_id: int) -> dict[str, list[date]]:
    """The days that start limitation anew, by kind: proved demands, payments, promises.

    ``demand`` are letters whose arrival is proved, ``message`` demands by SMS or e-mail with the
    network's report that they were delivered.
    """
    messages = (
        select(Contact.at)
        .join(Case, Case.customer_id == Contact.customer_id)
        .where(
            Case.id == case_id,
            or_(Contact.account_id == account_id, Contact.account_id.is_(None)),
            Contact.channel.in_(("sms", "email")),
            Contact.direction == "out",
            Contact.party == "debtor",
            Contact.purpose == "collection",
            Contact.result == "delivered",
        )
    )
    paid = select(Payment.paid_on).where(
        Payment.account_id == account_id, Payment.reversed_at.is_(None)
    )
    promised = select(PromiseToPay.taken_at).where(
        PromiseToPay.case_id == case_id, PromiseToPay.state.not_in(("cancelled", "draft"))
    )
    return {
        "demand": _proved_demands(connection, account_id, case_id),
        "message": [moment.date() for moment in connection.execute(messages).scalars()],
        "payment": list(connection.execute(paid).scalars()),
        "promise": [moment.date() for moment in connection.execute(promised).scalars()],
    }


def _proved_demands(connection: Connection, account_id: int, case_id: int) -> list[date]:
    numbered = aliased(Delivery)
    has_number = (
        select(numbered.id)
        .where(numbered.letter_id == Letter.id, numbered.tracking_no.is_not(None))
        .exists()
    )
    steps = (
        select(
            Delivery.state_on,
            Delivery.way,
            Delivery.state,
            Delivery.proof_sha256.is_not(None).label("has_scan"),
            has_number.label("has_number"),
        )
        .join(Letter, Letter.id == Delivery.letter_id)
        .where(
            Letter.case_id == case_id,
            or_(Letter.account_id == account_id, Letter.account_id.is_(None)),
            Letter.addressee == "debtor",
            Letter.voided_at.is_(None),
            Delivery.state.in_(ARRIVED),
        )
    )
    return [
        row.state_on
        for row in connection.execute(steps)
        if proves(row.way, row.state, has_scan=row.has_scan, has_number=row.has_number)
    ]


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]
