"""What customers agreed to about being contacted: hours, channel, written consent."""

from dataclasses import dataclass

from db.tables import Case, Customer
from desktop.domain.changes import Changes
from desktop.domain.contact_agreement import Agreement
from desktop.domain.errors import DomainError
from desktop.services.desk import Desk
from desktop.services.promises import after_change

__all__ = ["Agreement", "AgreementSaved", "agreement", "save_agreement"]


@dataclass(frozen=True)
class AgreementSaved:
    """What stood there before, so that it can be put back."""

    previous: Agreement
    changes: Changes


def agreement(desk: Desk, customer_id: int) -> Agreement:
    """Return what a customer agreed to."""
    with desk.read() as connection:
        row = connection.execute(
            Customer.__table__.select().where(Customer.__table__.c.id == customer_id)
        ).one()
    return Agreement.read(row.agreed_hours, row.preferred_channel)


def save_agreement(desk: Desk, case_id: int, agreed: Agreement) -> AgreementSaved:
    """Write down what a customer agreed to, or that there is nothing; the calendar follows.

    Raises ``DomainError`` as ``Agreement.check`` does, ``contact.unknown_case``.
    """
    agreed.check(as_of=desk.today)
    with desk.write() as work:
        case = work.session.get(Case, case_id)
        if case is None:
            raise DomainError("contact.unknown_case", case_id=case_id)
        customer = work.session.get_one(Customer, case.customer_id)
        previous = Agreement.read(customer.agreed_hours, customer.preferred_channel)
        customer.agreed_hours = agreed.stored()
        customer.preferred_channel = agreed.channel.value if agreed.channel else None
        after_change(work, case_id, as_of=desk.today)
        work.audit(
            "contact.agreement",
            "case",
            case_id,
            hours=agreed.stored(),
            channel=customer.preferred_channel,
        )
        work.commit()
    return AgreementSaved(previous, Changes.of("contacts", "reminders", "cases", cases={case_id}))
