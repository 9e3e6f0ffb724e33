"""Agencies, the cases placed with them, and the contacts that they report."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from db.tables import Agency, Case, CaseBoard, Contact, Customer, Letter, Placement
from desktop.domain.agency_rows import AgencyRow

Rows = Sequence[Row[Any]]
CHUNK = 500
_COLUMNS = {
    "case_no": Case.case_no,
    "customer_no": Customer.customer_no,
    "id_number": Customer.id_number,
    "phone": Customer.phone,
}
_OPEN = Placement.back_on.is_(None)


def agencies(connection: Connection) -> Rows:
    """Every agency of the register, by name."""
    return connection.execute(select(Agency.__table__).order_by(Agency.name)).all()


def agency(connection: Connection, agency_id: int) -> Row[Any] | None:
    """One agency."""
    query = select(Agency.__table__).where(Agency.id == agency_id)
    return connection.execute(query).one_or_none()


def agency_named(connection: Connection, name: str) -> Row[Any] | None:
    """The agency of a name."""
    query = select(Agency.__table__).where(Agency.name == name)
    return connection.execute(query).one_or_none()


def put_agency(connection: Connection, agency_id: int | None, values: Mapping[str, Any]) -> int:
    """Add an agency, or change one; its contacts follow a new name."""
    if agency_id is None:
        query = insert(Agency).values(**values).returning(Agency.id)
        return int(connection.execute(query).scalar_one())
    if "name" in values:
        old = select(Agency.name).where(Agency.id == agency_id).scalar_subquery()
        connection.execute(
            update(Contact).where(Contact.agency == old).values(agency=values["name"])
        )
    connection.execute(update(Agency).where(Agency.id == agency_id).values(**values))
    return agency_id


def tallies(connection: Connection, since: datetime) -> dict[str, tuple[int, int, int]]:
    """By agency's name: contacts since a moment, those answered, those that broke a rule."""
    query = (
        select(
            Contact.agency,
            func.count(),
            func.count().filter(Contact.is_answered),
            func.count(Contact.against),
        )
        .where(Contact.agency.is_not(None), Contact.at >= since)
        .group_by(Contact.agency)
    )
    return {name: (made, met, broken) for name, made, met, broken in connection.execute(query)}


def placed_counts(connection: Connection) -> dict[int, int]:
    """How many cases each agency has, by its id."""
    query = select(Placement.agency_id, func.count()).where(_OPEN).group_by(Placement.agency_id)
    return {row.agency_id: row[1] for row in connection.execute(query)}


def placements(connection: Connection, agency_id: int) -> Rows:
    """The cases that an agency has, the latest placed first."""
    query = (
        select(
            Placement.id,
            Placement.case_id,
            Placement.from_on,
            Letter.register_no,
            Letter.voided_at,
            Customer.name,
            Case.case_no,
            CaseBoard.overdue,
            CaseBoard.dpd,
        )
        .join(Letter, Letter.id == Placement.letter_id)
        .join(Case, Case.id == Placement.case_id)
        .join(Customer, Customer.id == Case.customer_id)
        .outerjoin(CaseBoard, CaseBoard.case_id == Placement.case_id)
        .where(Placement.agency_id == agency_id, _OPEN)
        .order_by(Placement.from_on.desc(), Placement.id.desc())
    )
    return connection.execute(query).all()


def placement_of(connection: Connection, case_id: int) -> Row[Any] | None:
    """Where a case is placed now, with the agency's name and number."""
    query = (
        select(Placement.id, Placement.agency_id, Placement.from_on, Agency.name, Agency.phone)
        .join(Agency, Agency.id == Placement.agency_id)
        .where(Placement.case_id == case_id, _OPEN)
    )
    return connection.execute(query).first()


def placed_among(connection: Connection, case_ids: Sequence[int]) -> set[int]:
    """Those of some cases that an agency has now."""
    found: set[int] = set()
    for start in range(0, len(case_ids), CHUNK):
        part = case_ids[start : start + CHUNK]
        query = select(Placement.case_id).where(Placement.case_id.in_(part), _OPEN)
        found.update(connection.execute(query).scalars())
    return found


def is_placed(connection: Connection, agency_id: int, case_id: int, day: date) -> bool:
    """Whether an agency had a case on a day, told to the customer by a letter that still stands."""
    query = (
        select(func.count())
        .select_from(Placement)
        .join(Letter, Letter.id == Placement.letter_id)
        .where(
            Placement.agency_id == agency_id,
            Placement.case_id == case_id,
            Placement.from_on <= day,
            or_(_OPEN, Placement.back_on > day),
            Letter.voided_at.is_(None),
        )
    )
    return bool(connection.execute(query).scalar_one())


def place(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Write placements down; returns their ids."""
    query = insert(Placement).returning(Placement.id)
    return list(connection.execute(query, list(rows)).scalars())


def letters_of(connection: Connection, letter_ids: Sequence[int]) -> dict[int, int]:
    """The first of some letters of each case, by case."""
    found: dict[int, int] = {}
    for start in range(0, len(letter_ids), CHUNK):
        part = letter_ids[start : start + CHUNK]
        query = select(Letter.case_id, Letter.id).where(Letter.id.in_(part)).order_by(Letter.id)
        for case_id, letter_id in connection.execute(query):
            found.setdefault(case_id, letter_id)
    return found


def take_back(
    connection: Connection, placement_ids: Collection[int], day: date, reason: str
) -> list[int]:
    """End placements that are open from a day on; returns their cases."""
    is_theirs = and_(Placement.id.in_(placement_ids), _OPEN)
    cases = list(connection.execute(select(Placement.case_id).where(is_theirs)).scalars())
    connection.execute(update(Placement).where(is_theirs).values(back_on=day, back_reason=reason))
    return cases


def give_again(connection: Connection, placement_ids: Collection[int]) -> list[int]:
    """Open placements again that were ended, unless the case is placed anew; returns their cases."""
    query = select(Placement.id, Placement.case_id).where(Placement.id.in_(placement_ids))
    ended = {row.id: row.case_id for row in connection.execute(query)}
    taken = placed_among(connection, sorted(ended.values()))
    again = [one for one, case_id in ended.items() if case_id not in taken]
    connection.execute(
        update(Placement).where(Placement.id.in_(again)).values(back_on=None, back_reason=None)
    )
    return [ended[one] for one in again]


def customers(connection: Connection, field: str, value: str) -> list[tuple[int, int]]:
    """The cases and customers that a value names."""
    query = (
        select(Case.id, Case.customer_id)
        .join(Customer, Customer.id == Case.customer_id)
        .where(_COLUMNS[field] == value)
    )
    return [(case_id, customer_id) for case_id, customer_id in connection.execute(query)]


def is_known(connection: Connection, customer_id: int, row: AgencyRow, agency: str) -> bool:
    """Whether this very contact was taken in before."""
    query = select(func.count()).where(
        Contact.customer_id == customer_id,
        Contact.at == row.at,
        Contact.channel == row.channel.value,
        Contact.agency == agency,
        func.coalesce(Contact.number, "") == row.number,
    )
    return bool(connection.execute(query).scalar_one())


def add(
    connection: Connection, customer_id: int, row: AgencyRow, agency: str, against: str | None
) -> None:
    """Write a contact down as the agency's, with the rule that it broke."""
    connection.execute(
        insert(Contact).values(
            customer_id=customer_id,
            at=row.at,
            channel=row.channel.value,
            direction="out",
            party=row.party.value,
            number=row.number or None,
            purpose="collection",
            result=row.result,
            is_answered=row.is_answered,
            note=row.note or None,
            agency=agency,
            against=against,
        )
    )
