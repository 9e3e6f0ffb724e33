"""The inbox of movements and the open debts they are matched against."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, text, type_coerce, update

from db.column_types import Fen, day_number, day_of
from db.tables import (
    Account,
    Case,
    Customer,
    Movement,
    MovementBooking,
    PayerAlias,
    PromiseToPay,
    RepeatedFile,
)
from desktop.domain.money import Money, from_fen
from desktop.domain.payment_matching import OpenDebt

ANNOUNCED = ("announced", "sent")
"""Said to come: at once, or by an ordinary transfer that takes some working days."""

OPEN_STATES = ("announced", "sent", "arrived", "matched", "kept", "to_return", "refused")
"""What is not dealt with yet: money, and files that are held back."""
CHUNK = 500

_DEBTS = """
SELECT a.id, a.customer_id, a.account_no, c.name,
       a.overdue_principal + a.overdue_interest + a.overdue_fee + a.penalty + a.compound
           + CASE WHEN a.next_due_on = :day THEN a.next_due_amount ELSE 0 END,
       CASE WHEN a.next_due_on = :day THEN 0 ELSE a.next_due_amount END,
       a.next_due_on, a.outstanding_principal, a.debit_tail, a.card_tail
FROM account a JOIN customer c ON c.id = a.customer_id
WHERE a.status <> 'settled'
"""


def open_debts(connection: Connection, *, as_of: date) -> list[OpenDebt]:
    """Return every account that can be paid, with who may pay it."""
    aliases: dict[int, list[str]] = {}
    for customer, name in connection.execute(select(PayerAlias.customer_id, PayerAlias.name)):
        aliases.setdefault(customer, []).append(name)
    promises: dict[int, list[Money]] = {}
    promised = (
        select(Case.customer_id, PromiseToPay.amount)
        .join(Case, Case.id == PromiseToPay.case_id)
        .where(PromiseToPay.state == "open")
    )
    for customer, amount in connection.execute(promised):
        promises.setdefault(customer, []).append(amount)
    return [
        OpenDebt(
            account_id=row[0],
            customer_id=row[1],
            account_no=row[2],
            customer_name=row[3],
            due_now=from_fen(int(row[4])),
            next_due=from_fen(int(row[5])),
            next_due_on=None if row[6] is None else day_of(row[6]),
            outstanding=from_fen(int(row[7])),
            aliases=tuple(aliases.get(row[1], ())),
            tails=tuple(tail for tail in (row[8], row[9]) if tail),
            promises=tuple(promises.get(row[1], ())),
        )
        for row in connection.execute(text(_DEBTS), {"day": day_number(as_of)})
    ]


def known_keys(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Return which of these movements are stored already."""
    found: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        query = select(Movement.natural_key).where(
            Movement.natural_key.in_(keys[start : start + CHUNK])
        )
        found |= set(connection.execute(query).scalars())
    return found


def put_new(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store new movements."""
    for start in range(0, len(rows), CHUNK):
        connection.execute(insert(Movement), [dict(row) for row in rows[start : start + CHUNK]])


def to_match(connection: Connection) -> Sequence[Row[Any]]:
    """Return the incoming movements that nobody has booked yet."""
    return connection.execute(
        select(
            Movement.id, Movement.amount, Movement.value_on, Movement.payer_name, Movement.payer_tail,
            Movement.memo, Movement.reference, Movement.doubt, Movement.currency,
        ).where(Movement.state.in_(("arrived", "matched")), Movement.amount > 0)
    ).all()  # fmt: skip


_SUGGEST = (
    "UPDATE movement SET state = :state, customer_id = :customer, suggestions = :suggestions,"
    " is_certain = :certain WHERE id = :id AND (state <> :state OR suggestions <> :suggestions"
    " OR is_certain <> :certain)"
)


def put_suggestions(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write what was found for each movement, where it is new."""
    batch = list(rows)
    if batch:
        connection.execute(text(_SUGGEST), batch)


def ids(
    connection: Connection,
    *,
    states: Sequence[str],
    words: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
    is_certain: bool | None = None,
    is_doubtful: bool | None = None,
) -> "array[int]":
    """Return the ids of movements, newest first."""
    query = (
        select(Movement.id)
        .outerjoin(Customer, Customer.id == Movement.customer_id)
        .where(Movement.state.in_(states))
        .order_by(Movement.value_on.desc(), Movement.id.desc())
    )
    if is_certain is not None:
        query = query.where(Movement.is_certain.is_(is_certain))
    if is_doubtful is not None:
        query = query.where(
            Movement.doubt.is_not(None) if is_doubtful else Movement.doubt.is_(None)
        )
    if from_on is not None:
        query = query.where(Movement.value_on >= from_on)
    if to_on is not None:
        query = query.where(Movement.value_on <= to_on)
    for word in words.split():
        like = f"%{word}%"
        query = query.where(
            or_(
                Movement.payer_name.like(like),
                Movement.memo.like(like),
                Movement.reference.like(like),
                Movement.file_name.like(like),
                Customer.name.like(like),
            )
        )
    return array("q", connection.execute(query).scalars())


def rows(connection: Connection, movement_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Return movements by id, with the customer's name where one is known."""
    query = (
        select(
            Movement.__table__,
            Customer.name.label("customer"),
            Case.id.label("case_id"),
            RepeatedFile.earlier_name,
            RepeatedFile.earlier_on,
            RepeatedFile.files,
            RepeatedFile.lines,
        )
        .outerjoin(Customer, Customer.id == Movement.customer_id)
        .outerjoin(Case, Case.customer_id == Movement.customer_id)
        .outerjoin(RepeatedFile, RepeatedFile.movement_id == Movement.id)
        .where(Movement.id.in_(list(movement_ids)))
    )
    return {row.id: row for row in connection.execute(query)}


def counts(connection: Connection) -> dict[str, int]:
    """Return the number of movements by state, and of those certain or doubtful.

    ``kept_of_late`` is money kept apart for customers who are overdue: it holds their reminders.
    """
    rows = connection.execute(select(Movement.state, func.count()).group_by(Movement.state))
    found = {state: int(count) for state, count in rows}
    found["certain"] = int(
        connection.execute(
            select(func.count()).where(Movement.state == "matched", Movement.is_certain.is_(True))
        ).scalar_one()
    )
    found["doubtful"] = int(
        connection.execute(
            select(func.count()).where(
                Movement.state.in_(("arrived", "matched")), Movement.doubt.is_not(None)
            )
        ).scalar_one()
    )
    is_late = select(Account.id).where(Account.customer_id == Movement.customer_id, Account.dpd > 0)
    found["kept_of_late"] = int(
        connection.execute(
            select(func.count()).where(Movement.state == "kept", is_late.exists())
        ).scalar_one()
    )
    return found


def ids_of_customer(connection: Connection, customer_id: int) -> Sequence[int]:
    """Return a customer's money that is not booked yet, oldest first."""
    query = (
        select(Movement.id)
        .where(Movement.customer_id == customer_id, Movement.state.in_(OPEN_STATES))
        .order_by(Movement.value_on, Movement.id)
    )
    return connection.execute(query).scalars().all()


def accounts(connection: Connection, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """Return number, customer and case of some accounts."""
    query = (
        select(
            Account.id,
            Account.account_no,
            Account.customer_id,
            Case.id.label("case_id"),
            Customer.name,
        )
        .join(Customer, Customer.id == Account.customer_id)
        .outerjoin(Case, Case.customer_id == Account.customer_id)
        .where(Account.id.in_(list(ids)))
    )
    return {row.id: row for row in connection.execute(query)}


def payable(connection: Connection, words: str, limit: int = 20) -> Sequence[Row[Any]]:
    """Return accounts a clerk may mean: by contract number, or by the customer's name."""
    like = f"%{words}%"
    overdue = (
        Account.overdue_principal
        + Account.overdue_interest
        + Account.overdue_fee
        + Account.penalty
        + Account.compound
    )
    return connection.execute(
        select(
            Account.id, Account.account_no, Account.product, Account.customer_id, Customer.name,
            type_coerce(overdue, Fen).label("overdue"), Account.next_due_amount,
        )
        .join(Customer, Customer.id == Account.customer_id)
        .where(or_(Account.account_no.like(like), Customer.name.like(like)))
        .where(Account.status != "settled")
        .order_by(Account.dpd.desc(), Account.id)
        .limit(limit)
    ).all()  # fmt: skip


def bookings(connection: Connection, movement_id: int) -> Sequence[Row[Any]]:
    """Return the live bookings of a movement."""
    return connection.execute(
        select(MovementBooking.__table__).where(
            MovementBooking.movement_id == movement_id, MovementBooking.undone_at.is_(None)
        )
    ).all()


def times_booked(connection: Connection, movement_id: int) -> int:
    """Return how many bookings of a movement there have been, those undone included."""
    query = select(func.count()).where(MovementBooking.movement_id == movement_id)
    return int(connection.execute(query).scalar_one())


def late_transfers(connection: Connection, *, as_of: date) -> Sequence[Row[Any]]:
    """Return announced transfers that should have arrived before ``as_of``."""
    return connection.execute(
        select(Movement.__table__, Customer.name.label("customer"), Case.id.label("case_id"))
        .join(Customer, Customer.id == Movement.customer_id)
        .outerjoin(Case, Case.customer_id == Movement.customer_id)
        .where(Movement.state.in_(ANNOUNCED), Movement.expected_by < as_of)
        .order_by(Movement.expected_by)
    ).all()


def fulfil_announced(connection: Connection, customer_id: int, amount: Money) -> None:
    """What was announced has come: this amount, or as much and more. It is no longer awaited."""
    first = connection.execute(
        select(Movement.id)
        .where(
            Movement.customer_id == customer_id,
            Movement.state.in_(ANNOUNCED),
            Movement.amount <= amount,
        )
        .order_by(Movement.amount.desc(), Movement.id)
        .limit(1)
    ).scalar()
    if first is not None:
        connection.execute(update(Movement).where(Movement.id == first).values(state="fulfilled"))


def drop_announced(connection: Connection, movement_id: int) -> bool:
    """Remove an announcement nothing has come of yet; return whether it was one."""
    done = connection.execute(
        delete(Movement).where(Movement.id == movement_id, Movement.state.in_(ANNOUNCED))
    )
    return bool(done.rowcount)


def our_accounts(connection: Connection) -> list[str]:
    """Return the branch's own bank accounts that occur in the bank's files."""
    query = select(Movement.our_account).where(Movement.source == "bank_file").distinct()
    query = query.order_by(Movement.our_account)
    return [str(row[0]) for row in connection.execute(query)]


def explain(connection: Connection, movement_id: int, words: str) -> None:
    """Write down why a difference is in order."""
    connection.execute(update(Movement).where(Movement.id == movement_id).values(explained=words))


def set_state(connection: Connection, movement_id: int, **values: Any) -> None:
    """Change a movement's state and what goes with it."""
    connection.execute(update(Movement).where(Movement.id == movement_id).values(**values))


def add_bookings(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what a movement paid."""
    connection.execute(insert(MovementBooking), [dict(row) for row in rows])


def undo_bookings(connection: Connection, movement_id: int, now: datetime) -> None:
    """Mark a movement's bookings as undone."""
    connection.execute(
        update(MovementBooking)
        .where(MovementBooking.movement_id == movement_id, MovementBooking.undone_at.is_(None))
        .values(undone_at=now)
    )


def remember_payer(
    connection: Connection, customer_id: int, name: str, officer: int | None, now: datetime
) -> None:
    """Remember that somebody pays for a customer, once."""
    known = select(PayerAlias.id).where(
        PayerAlias.customer_id == customer_id, PayerAlias.name == name
    )
    if connection.execute(known).first() is None:
        connection.execute(
            insert(PayerAlias),
            [
                {
                    "customer_id": customer_id,
                    "name": name,
                    "confirmed_by": officer,
                    "confirmed_at": now,
                }
            ],
        )


def customer(connection: Connection, customer_id: int) -> Row[Any]:
    """Return what a message to a customer needs to know."""
    query = select(
        Customer.name,
        Customer.sex,
        Customer.kind,
        Customer.phone,
        Customer.email,
        Customer.language,
    )
    return connection.execute(query.where(Customer.id == customer_id)).one()


def id_of(connection: Connection, key: str) -> int:
    """Return the id of a movement by its natural key."""
    found = connection.execute(select(Movement.id).where(Movement.natural_key == key))
    return int(found.scalar_one())


def one(connection: Connection, movement_id: int) -> Row[Any] | None:
    """Return one movement."""
    return connection.execute(select(Movement.__table__).where(Movement.id == movement_id)).first()
