"""Contacts reported by agencies: whose they are, and whether they are known already."""

from sqlalchemy import Connection, func, insert, select

from db.tables import Case, Contact, Customer
from desktop.domain.agency_rows import AgencyRow

_COLUMNS = {
    "case_no": Case.case_no,
    "customer_no": Customer.customer_no,
    "id_number": Customer.id_number,
    "phone": Customer.phone,
}


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


def add(connection: Connection, customer_id: int, row: AgencyRow, agency: str) -> None:
    """Write a contact down as the agency's."""
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
        )
    )
