"""Reading and writing an account's ledger: contract, instalments, payments, entries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Text,
    bindparam,
    cast,
    insert,
    or_,
    select,
    text,
    update,
)

from db.tables import (
    Account,
    AgeingPause,
    Case,
    Customer,
    Instalment,
    LedgerEntry,
    Officer,
    Payment,
    Quote,
)

Found = Mapping[str, Any]


def account_ids(connection: Connection, number: str) -> list[int]:
    """Ids of the accounts with this contract or card number, spaces ignored."""
    query = select(Account.id).where(Account.account_no == "".join(number.split()))
    return list(connection.execute(query).scalars())


def accounts(connection: Connection, ids: Collection[int]) -> dict[int, Found]:
    """Contracts by account id, with the customer's name."""
    query = (
        select(Account.__table__, Customer.name.label("customer_name"))
        .join(Customer, Customer.id == Account.customer_id)
        .where(Account.id.in_(ids))
    )
    return {row["id"]: _plain(row) for row in connection.execute(query).mappings()}


def instalments(connection: Connection, ids: Collection[int]) -> dict[int, list[Found]]:
    """Instalments by account id, in order of their dates."""
    query = (
        select(Instalment.__table__)
        .where(Instalment.account_id.in_(ids))
        .order_by(Instalment.account_id, Instalment.due_on, Instalment.number)
    )
    return _grouped(connection.execute(query).mappings(), ids)


def payments(connection: Connection, ids: Collection[int]) -> dict[int, list[Found]]:
    """Payments by account id, reversed ones included, oldest first."""
    query = (
        select(Payment.__table__, Officer.name.label("officer"))
        .outerjoin(Officer, Officer.id == Payment.booked_by)
        .where(Payment.account_id.in_(ids))
        .order_by(Payment.account_id, Payment.paid_on, Payment.id)
    )
    return _grouped(connection.execute(query).mappings(), ids)


def entries(connection: Connection, ids: Collection[int]) -> dict[int, list[Found]]:
    """Other entries by account id, reversals included, oldest first."""
    query = (
        select(LedgerEntry.__table__, Officer.name.label("officer"))
        .outerjoin(Officer, Officer.id == LedgerEntry.booked_by)
        .where(LedgerEntry.account_id.in_(ids))
        .order_by(LedgerEntry.account_id, LedgerEntry.value_on, LedgerEntry.id)
    )
    return _grouped(connection.execute(query).mappings(), ids)


def pauses(connection: Connection, account_id: int) -> list[Found]:
    """The stretches in which an account's ageing stood still, oldest first."""
    query = (
        select(AgeingPause.__table__)
        .where(AgeingPause.account_id == account_id)
        .order_by(AgeingPause.paused_on, AgeingPause.id)
    )
    return [_plain(row) for row in connection.execute(query).mappings()]


def all_accounts(connection: Connection) -> list[int]:
    """The ids of all accounts."""
    return list(connection.execute(select(Account.id).order_by(Account.id)).scalars())


def open_accounts_of(connection: Connection, product: str) -> list[tuple[int, int]]:
    """The accounts of a product that are not settled, each with its customer."""
    query = (
        select(Account.id, Account.customer_id)
        .where(Account.product == product, Account.status != "settled")
        .order_by(Account.id)
    )
    return [(account_id, customer) for account_id, customer in connection.execute(query)]


def accounts_with_late_fees(
    connection: Connection, products: Collection[str], *, due_from: date | None
) -> list[int]:
    """Late accounts whose own terms, or whose product, charge a late fee.

    With ``due_from`` only those with an unpaid instalment due on that day or later.
    """
    query = select(Account.id).where(
        Account.dpd > 0,
        or_(
            Account.product.in_(products),
            cast(Account.contract, Text).like('%"late_fee":{%'),
        ),
    )
    if due_from is not None:
        query = query.where(
            select(Instalment.id)
            .where(
                Instalment.account_id == Account.id,
                Instalment.settled_on.is_(None),
                Instalment.due_on >= due_from,
                Instalment.due_on < Account.as_of,
            )
            .exists()
        )
    return list(connection.execute(query.order_by(Account.id)).scalars())


def accounts_compounding_penalty(connection: Connection, products: Collection[str]) -> list[int]:
    """Accounts not settled whose own terms, or whose product, let penalty interest compound."""
    query = select(Account.id).where(
        Account.status != "settled",
        or_(
            Account.product.in_(products),
            cast(Account.contract, Text).like('%"compounds_penalty":true%'),
        ),
    )
    return list(connection.execute(query.order_by(Account.id)).scalars())


def accounts_with_postings(connection: Connection, *, posted_from: date) -> list[int]:
    """Cards not settled with postings since a day, or that the lender's figures do not hold."""
    query = (
        select(Account.id)
        .join(LedgerEntry, LedgerEntry.account_id == Account.id)
        .where(
            LedgerEntry.natural_key.is_not(None),
            Account.status != "settled",
            or_(
                Account.stated_on.is_(None),
                LedgerEntry.value_on > Account.stated_on,
                LedgerEntry.value_on >= posted_from,
            ),
        )
    )
    return list(connection.execute(query.distinct().order_by(Account.id)).scalars())


def siblings(connection: Connection, customer_id: int) -> list[Found]:
    """All accounts of a customer with what they owe by the last state."""
    query = (
        select(Account.__table__)
        .where(Account.customer_id == customer_id)
        .order_by(Account.dpd.desc(), Account.id)
    )
    return [_plain(row) for row in connection.execute(query).mappings()]


def accounts_of_case(connection: Connection, case_id: int) -> list[int]:
    """The accounts of a case that are not settled."""
    query = (
        select(Account.id)
        .join(Case, Case.customer_id == Account.customer_id)
        .where(Case.id == case_id, Account.status != "settled")
        .order_by(Account.id)
    )
    return list(connection.execute(query).scalars())


def account_of_payment(connection: Connection, payment_id: int) -> int | None:
    """The account a payment was booked on, ``None`` when there is no such payment."""
    query = select(Payment.account_id).where(Payment.id == payment_id)
    return connection.execute(query).scalar_one_or_none()


def account_of_entry(connection: Connection, entry_id: int) -> int | None:
    """The account an entry was booked on, ``None`` when there is no such entry."""
    query = select(LedgerEntry.account_id).where(LedgerEntry.id == entry_id)
    return connection.execute(query).scalar_one_or_none()


def case_of_customer(connection: Connection, customer_id: int) -> set[int]:
    """The customer's case id, as a set."""
    query = select(Case.id).where(Case.customer_id == customer_id)
    return set(connection.execute(query).scalars())


def add_entry(connection: Connection, entry: Mapping[str, Any]) -> int:
    """Append an entry and return its id."""
    added = connection.execute(insert(LedgerEntry).values(**entry)).inserted_primary_key
    if added is None:
        raise AssertionError("the database gave the entry no id")
    return int(added[0])


def add_payment(connection: Connection, payment: Mapping[str, Any]) -> int:
    """Add a payment and return its id."""
    added = connection.execute(insert(Payment).values(**payment)).inserted_primary_key
    if added is None:
        raise AssertionError("the database gave the payment no id")
    return int(added[0])


def mark_reversed(connection: Connection, payment_id: int, at: Any) -> None:
    """Mark a payment as reversed; it stays visible."""
    connection.execute(
        update(Payment).where(Payment.id == payment_id).values(reversed_at=at, split=None)
    )


CARRIED = (
    "due_on",
    "principal",
    "interest",
    "statement_on",
    "paid_principal",
    "paid_interest",
    "paid_fee",
    "paid_penalty",
    "paid_compound",
    "penalty_micro",
    "compound_micro",
    "penalty_until",
    "settled_on",
    "fee",
    "charged_fee",
    "stated_paid_principal",
    "stated_paid_interest",
    "stated_paid_fee",
)
"""The columns of an instalment that a replay writes."""


def write_instalments(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the carried columns of instalments, by ``id``; new ones are without an id."""
    known = [{**row, "row_id": row["id"]} for row in rows if "id" in row]
    if known:
        statement = (
            update(Instalment.__table__)  # type: ignore[arg-type]
            .where(Instalment.id == bindparam("row_id"))
            .values({name: bindparam(name) for name in CARRIED})
        )
        wanted = [{k: v for k, v in row.items() if k == "row_id" or k in CARRIED} for row in known]
        connection.execute(statement, wanted)
    added = [dict(row) for row in rows if "id" not in row]
    if added:
        connection.execute(insert(Instalment), added)


def delete_instalments(connection: Connection, ids: Iterable[int]) -> None:
    """Remove instalments that an arrangement replaced (their copy stands in its entry)."""
    wanted = list(ids)
    if wanted:
        connection.execute(
            text("DELETE FROM instalment WHERE id IN :ids").bindparams(
                bindparam("ids", expanding=True)
            ),
            {"ids": wanted},
        )


def insert_instalments(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add instalments, with their ids where they are given."""
    if rows:
        connection.execute(insert(Instalment), [dict(row) for row in rows])


def replace_instalments(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write whole instalments, by ``id``."""
    delete_instalments(connection, [row["id"] for row in rows])
    insert_instalments(connection, rows)


def write_splits(connection: Connection, splits: Mapping[int, Any]) -> None:
    """Write what payments paid, by payment id."""
    if splits:
        connection.execute(
            update(Payment.__table__)  # type: ignore[arg-type]
            .where(Payment.id == bindparam("payment_id"))
            .values(split=bindparam("what")),
            [{"payment_id": payment_id, "what": what} for payment_id, what in splits.items()],
        )


def set_account(connection: Connection, account_id: int, **values: Any) -> None:
    """Write contract columns of an account."""
    connection.execute(update(Account).where(Account.id == account_id).values(**values))


def open_pause(connection: Connection, pause: Mapping[str, Any]) -> None:
    """Let an account's ageing stand still from a day."""
    connection.execute(insert(AgeingPause).values(**pause))


def close_pause(connection: Connection, account_id: int, on: date, officer: int | None) -> int:
    """Let it go on from a day; return how many pauses were open."""
    done = connection.execute(
        update(AgeingPause)
        .where(AgeingPause.account_id == account_id, AgeingPause.resumed_on.is_(None))
        .values(resumed_on=on, resumed_by=officer)
    )
    return int(done.rowcount)


def add_quote(connection: Connection, quote: Mapping[str, Any]) -> int:
    """Keep a quote and return its number."""
    added = connection.execute(insert(Quote).values(**quote)).inserted_primary_key
    if added is None:
        raise AssertionError("the database gave the quote no number")
    return int(added[0])


def quote(connection: Connection, quote_id: int) -> Found | None:
    """A kept quote, ``None`` when there is no such number."""
    query = select(Quote.__table__).where(Quote.id == quote_id)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _plain(row)


def quotes(connection: Connection, account_id: int) -> list[Found]:
    """The kept quotes of an account, newest first."""
    query = select(Quote.__table__).where(Quote.account_id == account_id).order_by(Quote.id.desc())
    return [_plain(row) for row in connection.execute(query).mappings()]


def accept_quote(connection: Connection, quote_id: int, on: date) -> None:
    """Mark a quote as accepted."""
    values = {"state": "accepted", "accepted_on": on}
    connection.execute(update(Quote).where(Quote.id == quote_id).values(**values))


def has_card_instalments(connection: Connection, customer_id: int) -> bool:
    """Whether a card of this customer has a personalised instalment plan in force."""
    undone = select(LedgerEntry.reverses_id).where(LedgerEntry.reverses_id.is_not(None))
    query = (
        select(LedgerEntry.id)
        .join(Account, Account.id == LedgerEntry.account_id)
        .where(
            Account.customer_id == customer_id,
            LedgerEntry.rule == "card_instalments",
            LedgerEntry.id.not_in(undone),
        )
        .limit(1)
    )
    return connection.execute(query).first() is not None


def _grouped(rows: Iterable[Any], ids: Collection[int]) -> dict[int, list[Found]]:
    found: dict[int, list[Found]] = {account_id: [] for account_id in ids}
    for row in rows:
        found[row["account_id"]].append(row)
    return found


def _plain(row: RowMapping) -> Found:
    return {str(name): value for name, value in row.items()}
