"""Reading what limitation and guarantee periods are worked out from."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select, type_coerce
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

AT_ONCE = 500
"""Accounts asked about in one statement."""

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


Acts = dict[str, list[date]]
"""The days that start limitation anew, by kind of act."""


def proved_acts(connection: Connection, accounts: Sequence[tuple[int, int]]) -> dict[int, Acts]:
    """The days that start limitation anew, for accounts given with their cases, by account.

    ``demand`` are letters whose arrival is proved, ``message`` demands by SMS or e-mail with the
    network's report that they were delivered; then ``payment`` and ``promise``.
    """
    acts: dict[int, Acts] = {
        account: {"demand": [], "message": [], "payment": [], "promise": []}
        for account, _ in accounts
    }
    for start in range(0, len(accounts), AT_ONCE):
        chunk = accounts[start : start + AT_ONCE]
        of_case: dict[int, list[int]] = {}
        for account, case in chunk:
            of_case.setdefault(case, []).append(account)
        cases, ids = list(of_case), [account for account, _ in chunk]
        for case, only, kind, day in (
            *_proved_demands(connection, cases),
            *_delivered_messages(connection, cases),
            *_promises(connection, cases),
        ):
            for account in of_case[case]:
                if only in (None, account):
                    acts[account][kind].append(day)
        paid = select(Payment.account_id, Payment.paid_on).where(
            Payment.account_id.in_(ids), Payment.reversed_at.is_(None)
        )
        for account, day in connection.execute(paid):
            acts[account]["payment"].append(day)
    return acts


_Act = tuple[int, int | None, str, date]
"""Case, the one account it concerns (none: all of the case), kind and day."""


def _promises(connection: Connection, cases: Sequence[int]) -> Iterator[_Act]:
    query = select(PromiseToPay.case_id, PromiseToPay.taken_at).where(
        PromiseToPay.case_id.in_(cases), PromiseToPay.state != "cancelled"
    )
    for case, moment in connection.execute(query):
        yield case, None, "promise", moment.date()


def _delivered_messages(connection: Connection, cases: Sequence[int]) -> Iterator[_Act]:
    query = (
        select(Case.id, Contact.account_id, Contact.at)
        .join(Contact, Contact.customer_id == Case.customer_id)
        .where(
            Case.id.in_(cases),
            Contact.channel.in_(("sms", "email")),
            Contact.direction == "out",
            Contact.party == "debtor",
            Contact.purpose == "collection",
            Contact.result == "delivered",
        )
    )
    for case, account, moment in connection.execute(query):
        yield case, account, "message", moment.date()


def _proved_demands(connection: Connection, cases: Sequence[int]) -> Iterator[_Act]:
    numbered = aliased(Delivery)
    has_number = (
        select(numbered.id)
        .where(numbered.letter_id == Letter.id, numbered.tracking_no.is_not(None))
        .exists()
    )
    steps = (
        select(
            Letter.case_id,
            Letter.account_id,
            Delivery.state_on,
            Delivery.way,
            Delivery.state,
            Delivery.proof_sha256.is_not(None).label("has_scan"),
            has_number.label("has_number"),
        )
        .join(Letter, Letter.id == Delivery.letter_id)
        .where(
            Letter.case_id.in_(cases),
            Letter.addressee == "debtor",
            Letter.voided_at.is_(None),
            Delivery.state.in_(ARRIVED),
        )
    )
    for row in connection.execute(steps):
        if proves(row.way, row.state, has_scan=row.has_scan, has_number=row.has_number):
            yield row.case_id, row.account_id, "demand", row.state_on


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]
