"""Reading what letters are made of, and keeping the register of those made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from db.tables import (
    Account,
    Case,
    Contact,
    Customer,
    Delivery,
    Guarantor,
    Instalment,
    Letter,
    LetterFile,
    LetterSeries,
    Officer,
    Payment,
    Reminder,
    StoredFile,
)
from desktop.domain.money import ZERO

Row = dict[str, Any]


def people(connection: Connection, case_ids: Sequence[int]) -> list[Row]:
    """The customers of cases, with ``case_id`` and ``case_no``, in the order of the case numbers."""
    query = (
        select(Case.id.label("case_id"), Case.case_no, Customer.__table__)
        .join(Customer, Customer.id == Case.customer_id)
        .where(Case.id.in_(list(case_ids)))
        .order_by(Case.id)
    )
    return _rows(connection, query)


def accounts(connection: Connection, customer_ids: Sequence[int]) -> list[Row]:
    """The accounts of customers, by id."""
    query = select(Account.__table__).where(Account.customer_id.in_(list(customer_ids)))
    return _rows(connection, query.order_by(Account.id))


def instalments(connection: Connection, account_ids: Sequence[int]) -> list[Row]:
    """The instalments of accounts, by account and due date; those that hold nothing are left out."""
    query = select(Instalment.__table__).where(
        Instalment.account_id.in_(list(account_ids)),
        or_(Instalment.principal != ZERO, Instalment.interest != ZERO, Instalment.fee != ZERO),
    )
    return _rows(
        connection, query.order_by(Instalment.account_id, Instalment.due_on, Instalment.number)
    )


def payments(connection: Connection, account_ids: Sequence[int]) -> list[Row]:
    """The payments of accounts that stand, by account and day."""
    query = select(Payment.__table__).where(
        Payment.account_id.in_(list(account_ids)), Payment.reversed_at.is_(None)
    )
    return _rows(connection, query.order_by(Payment.account_id, Payment.paid_on, Payment.id))


def guarantors(connection: Connection, account_ids: Sequence[int]) -> list[Row]:
    """Who answers for accounts, by account."""
    query = select(Guarantor.__table__).where(Guarantor.account_id.in_(list(account_ids)))
    return _rows(connection, query.order_by(Guarantor.account_id, Guarantor.id))


def demands(connection: Connection, customer_id: int, most: int) -> list[Row]:
    """The newest contacts by which a customer was asked to pay what is late, oldest first."""
    query = (
        select(Contact.at, Contact.channel, Contact.result, Contact.note)
        .where(
            Contact.customer_id == customer_id,
            Contact.direction == "out",
            Contact.purpose == "collection",
        )
        .order_by(Contact.at.desc(), Contact.id.desc())
        .limit(most)
    )
    return _rows(connection, query)[::-1]


def officer(connection: Connection, officer_id: int | None) -> Row:
    """The officer's row; empty where nobody is named."""
    query = select(Officer.__table__).where(Officer.id == officer_id)
    return next(iter(_rows(connection, query)), {})


def file_digest(connection: Connection, name: str) -> str | None:
    """The hash of a stored file, without reading the file."""
    return connection.execute(select(StoredFile.sha256).where(StoredFile.name == name)).scalar()


def made_already(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[int, str]]:
    """The letters that exist under natural keys: their id and register number."""
    query = select(Letter.natural_key, Letter.id, Letter.register_no).where(
        Letter.natural_key.in_(list(keys))
    )
    return {row.natural_key: (row.id, row.register_no) for row in connection.execute(query)}


def last_number(connection: Connection, series: str, year: int) -> int:
    """The last number given out of a series in a year; 0 before the first."""
    query = select(LetterSeries.last_number).where(
        LetterSeries.series == series, LetterSeries.year == year
    )
    return int(connection.execute(query).scalar() or 0)


def take_numbers(connection: Connection, series: str, year: int, last: int) -> None:
    """Note the last number given out, in the transaction that uses the numbers."""
    changed = connection.execute(
        update(LetterSeries)
        .where(LetterSeries.series == series, LetterSeries.year == year)
        .values(last_number=last)
    )
    if not changed.rowcount:
        connection.execute(insert(LetterSeries).values(series=series, year=year, last_number=last))


def add_letter(connection: Connection, entry: Mapping[str, Any], pdf: bytes) -> int:
    """Write a register entry and its bytes; return the entry's id."""
    letter_id = connection.execute(insert(Letter).values(**entry).returning(Letter.id)).scalar_one()
    connection.execute(insert(LetterFile).values(letter_id=letter_id, pdf=pdf))
    return int(letter_id)


def customer_of(connection: Connection, case_id: int) -> int:
    """The customer of a case."""
    return int(connection.execute(select(Case.customer_id).where(Case.id == case_id)).scalar_one())


def due_letters(connection: Connection, *, on: date) -> list[Row]:
    """Letters planned up to a day and not yet done: case, step's template, each overdue account."""
    query = (
        select(Reminder.case_id, Reminder.template, Account.kind, Account.dpd)
        .join(Case, Case.id == Reminder.case_id)
        .join(Account, Account.customer_id == Case.customer_id)
        .where(
            Reminder.channel == "letter",
            Reminder.state == "planned",
            Reminder.planned_on <= on,
            Account.dpd > 0,
        )
        .order_by(Reminder.case_id, Account.id)
    )
    return _rows(connection, query)


def cases_named(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """Case ids by case number."""
    query = select(Case.case_no, Case.id).where(Case.case_no.in_(list(names)))
    return {row.case_no: row.id for row in connection.execute(query)}


def existing_cases(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Which of these case ids there are."""
    return {row.id for row in connection.execute(select(Case.id).where(Case.id.in_(list(ids))))}


def finish_reminders(
    connection: Connection, case_ids: Sequence[int], *, step: str, is_any: bool, on: date
) -> int:
    """Mark the letters planned for cases up to a day as done that day; return how many.

    Those that ask for the kind of letter ``step`` names and, with ``is_any``, those an officer set
    down without saying which letter it shall be.
    """
    kinds = {step} - {""} | ({""} if is_any else set())
    changed = connection.execute(
        update(Reminder)
        .where(
            Reminder.case_id.in_(list(case_ids)),
            Reminder.channel == "letter",
            Reminder.state.in_(("planned", "held")),
            Reminder.planned_on <= on,
            func.coalesce(Reminder.template, "").in_(kinds),
        )
        .values(state="done", done_on=on)
    )
    return changed.rowcount


@dataclass(frozen=True)
class RegisterQuery:
    """Which entries of the register. Empty fields do not filter; days are inclusive."""

    search: str = ""
    template: str = ""
    case_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    delivery: str = ""
    """A state of delivery, ``none`` for what was never sent, ``void`` for voided letters."""


_step = aliased(Delivery)
_LAST_DELIVERY = (
    select(func.max(_step.id))
    .where(_step.letter_id == Letter.id)
    .correlate(Letter)
    .scalar_subquery()
)


def _register(query: RegisterQuery, *columns: Any) -> Select[Any]:
    statement = (
        select(*columns)
        .select_from(Letter)
        .join(Case, Case.id == Letter.case_id)
        .outerjoin(Delivery, Delivery.id == _LAST_DELIVERY)
        .outerjoin(Officer, Officer.id == Letter.made_by)
    )
    if query.search:
        like = (
            "%" + query.search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        )
        statement = statement.where(
            or_(
                Letter.register_no.like(like, escape="\\"),
                Letter.recipient.like(like, escape="\\"),
                Case.case_no.like(like, escape="\\"),
                Delivery.tracking_no.like(like, escape="\\"),
            )
        )
    if query.template:
        statement = statement.where(Letter.template == query.template)
    if query.case_id is not None:
        statement = statement.where(Letter.case_id == query.case_id)
    if query.from_on is not None:
        statement = statement.where(Letter.dated_on >= query.from_on)
    if query.to_on is not None:
        statement = statement.where(Letter.dated_on <= query.to_on)
    if query.delivery == "void":
        return statement.where(Letter.voided_at.is_not(None))
    if query.delivery:
        statement = statement.where(Letter.voided_at.is_(None))
        state = (
            Delivery.state.is_(None)
            if query.delivery == "none"
            else Delivery.state == query.delivery
        )
        statement = statement.where(state)
    return statement


REGISTER_COLUMNS = (
    Letter.id,
    Letter.register_no,
    Letter.title,
    Letter.template,
    Letter.template_version,
    Letter.case_id,
    Case.case_no,
    Letter.recipient,
    Letter.addressee,
    Letter.amount,
    Letter.dated_on,
    Letter.made_at,
    Officer.name.label("made_by"),
    Letter.pages,
    Letter.sha256,
    Letter.signature,
    Letter.voided_at,
    Letter.void_reason,
    Delivery.way,
    Delivery.state,
    Delivery.state_on,
    Delivery.tracking_no,
)


def register_ids(connection: Connection, query: RegisterQuery) -> list[int]:
    """The ids of the entries that match, newest first."""
    statement = _register(query, Letter.id).order_by(Letter.id.desc())
    return [int(row[0]) for row in connection.execute(statement)]


def register_rows(connection: Connection, ids: Sequence[int]) -> dict[int, Row]:
    """Entries with the last state of their delivery, by id."""
    statement = _register(RegisterQuery(), *REGISTER_COLUMNS).where(Letter.id.in_(list(ids)))
    return {row["id"]: row for row in _rows(connection, statement)}


def figures(connection: Connection, letter_id: int) -> Any:
    """The facts that a letter was filled with."""
    return connection.execute(select(Letter.figures).where(Letter.id == letter_id)).scalar()


def stored_pdf(connection: Connection, letter_id: int) -> bytes | None:
    """The bytes of a letter."""
    query = select(LetterFile.pdf).where(LetterFile.letter_id == letter_id)
    return connection.execute(query).scalar()


def unstamped(connection: Connection, batch_key: str) -> int:
    """How many letters of a batch are signed without the time stamp that was wanted."""
    counted = select(func.count()).where(
        Letter.batch_key == batch_key, Letter.signature == "unstamped"
    )
    return int(connection.execute(counted).scalar_one())


def by_sha256(connection: Connection, sha256: str) -> int | None:
    """The entry whose bytes have this hash."""
    return connection.execute(select(Letter.id).where(Letter.sha256 == sha256)).scalar()


def by_register_no(connection: Connection, register_no: str) -> int | None:
    """The entry with this number."""
    query = select(Letter.id).where(Letter.register_no == register_no)
    return connection.execute(query).scalar()


def void(connection: Connection, letter_id: int, *, at: Any, reason: str) -> None:
    """Void an entry: it keeps its number and bytes, and its letter may be made anew."""
    connection.execute(
        update(Letter)
        .where(Letter.id == letter_id)
        .values(voided_at=at, void_reason=reason, natural_key=None)
    )


def add_delivery(connection: Connection, entry: Mapping[str, Any]) -> int:
    """Note a step of a letter's delivery."""
    statement = insert(Delivery).values(**entry).returning(Delivery.id)
    return int(connection.execute(statement).scalar_one())


def deliveries(connection: Connection, letter_id: int) -> list[Row]:
    """The steps of a letter's delivery, oldest first, without the scans."""
    columns = [column for column in Delivery.__table__.columns if column.name != "proof"]
    query = select(*columns).where(Delivery.letter_id == letter_id).order_by(Delivery.id)
    return _rows(connection, query)


def delivery(connection: Connection, delivery_id: int) -> Row | None:
    """A step of delivery with its scan, ``None`` when there is none."""
    query = select(Delivery.__table__).where(Delivery.id == delivery_id)
    return next(iter(_rows(connection, query)), None)


def drop_delivery(connection: Connection, delivery_id: int) -> None:
    """Remove a step of delivery."""
    connection.execute(delete(Delivery).where(Delivery.id == delivery_id))


def drop_letter_contact(connection: Connection, register_no: str, at: datetime) -> None:
    """Remove the contact that sending a letter at a moment counted as."""
    connection.execute(
        delete(Contact).where(
            Contact.channel == "letter", Contact.note == register_no, Contact.at == at
        )
    )


def _rows(connection: Connection, query: Select[Any]) -> list[Row]:
    return [dict(row) for row in connection.execute(query).mappings()]
