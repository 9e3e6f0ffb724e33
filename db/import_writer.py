"""Writing imported rows: by natural key, what is new added, what differs changed, the rest left."""

from collections.abc import Sequence

from sqlalchemy import Connection

from db.import_accounts import (
    AccountIndex,
    refuse_foreign_accounts,
    write_accounts,
    write_payments,
)
from db.import_instalments import InstalmentWriter
from db.import_outcome import Outcome
from db.import_parties import PartyIndex, write_contacts, write_customers, write_guarantors
from db.import_postings import write_postings
from desktop.domain.import_fields import (
    ACCOUNT,
    CONTACT,
    CUSTOMER,
    GUARANTOR,
    INSTALMENT,
    PAYMENT,
    POSTING,
)
from desktop.domain.import_rows import Record

Records = dict[str, list[tuple[int, Record]]]
_ACCOUNT_FIRST: Sequence[str] = (ACCOUNT, INSTALMENT, PAYMENT, POSTING, GUARANTOR, CONTACT)


class SheetWriter:
    """Writes one sheet part by part, each within the transaction it is given.

    ``stated_on`` (a day number) is the day as of which the lender wrote the sheet; with ``keeps``
    it has been taken in before, so that it says nothing new of what is stored.
    """

    def __init__(self, *, stated_on: int, officer_id: int | None, keeps: bool = False) -> None:
        self._keeps = keeps
        self._stated_on = stated_on
        self._officer_id = officer_id
        self._instalments = InstalmentWriter()
        self._officers: dict[str, int] = {}

    def write(self, connection: Connection, records: Records, now: str) -> Outcome:
        """Write the records of some rows; what refers to nothing known is refused, not stored."""
        outcome = Outcome(self._keeps)
        parties, accounts = PartyIndex(), AccountIndex(officers=self._officers)
        customers, own = records[CUSTOMER], records[ACCOUNT]
        references = [record[:4] for _, record in customers]
        references += [record[1:5] for kind in (ACCOUNT, CONTACT) for _, record in records[kind]]
        parties.load(connection, references)  # type: ignore[arg-type]
        accounts.load(
            connection, (record[0] for kind in _ACCOUNT_FIRST for _, record in records[kind])
        )
        refuse_foreign_accounts(own, accounts, parties, outcome)
        write_customers(connection, customers, parties, outcome, now)
        write_accounts(
            connection, own, accounts, parties, outcome, stated_on=self._stated_on, now=now
        )
        self._instalments.write(connection, records[INSTALMENT], accounts, outcome)
        write_payments(
            connection,
            records[PAYMENT],
            accounts,
            outcome,
            now=now,
            officer_id=self._officer_id,
        )
        write_postings(
            connection,
            records[POSTING],
            accounts,
            outcome,
            now=now,
            officer_id=self._officer_id,
        )
        write_guarantors(connection, records[GUARANTOR], accounts.by_number, outcome)
        write_contacts(connection, records[CONTACT], accounts.by_number, parties, outcome)
        self._officers = accounts.officers
        return outcome

    def finish(self, connection: Connection) -> Outcome:
        """Do what can only be done once the whole sheet has been seen."""
        outcome = Outcome(self._keeps)
        if not self._keeps:
            self._instalments.settle_unnamed(connection, outcome)
        return outcome
