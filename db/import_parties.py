"""Customers, guarantors and contacts of an import, found and kept by their natural keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from db.import_outcome import NEW, Outcome, Row, add_rows, change_rows, found, light, parts, rows_by
from desktop.domain.import_fields import CONTACT, CUSTOMER, GUARANTOR
from desktop.domain.import_references import CustomerRef, customer_key
from desktop.domain.import_rows import COLUMNS, Record

Items = Sequence[tuple[int, Record]]

_SAID = (*COLUMNS[CUSTOMER], "pinyin")
_STORED = (*_SAID, "natural_key", "updated_at")
_CUSTOMERS = light("customer", ("id", *_STORED, "phone_state"))
_GUARANTORS = light(
    "guarantor",
    [
        "id",
        "account_id",
        "name",
        "id_number",
        "phone",
        "address",
        "relation",
        "form",
        "guarantee_ends_on",
    ],
)
_CONTACTS = light(
    "contact_person", ("id", "customer_id", "name", "relation", "phone", "refuses_contact")
)


@dataclass
class PartyIndex:
    """The customers that some rows may mean, by every way of naming them."""

    by_key: dict[str, Row] = field(default_factory=dict)
    by_id_number: dict[str, Row] = field(default_factory=dict)
    by_name_and_phone: dict[tuple[str, str], Row] = field(default_factory=dict)

    def load(self, connection: Connection, references: Iterable[CustomerRef]) -> None:
        """Fetch the customers that these references may mean."""
        wanted = list(dict.fromkeys(references))
        for row in rows_by(connection, _CUSTOMERS, "natural_key", map(customer_key, wanted)):
            self.put(row)
        for row in rows_by(connection, _CUSTOMERS, "id_number", (r[1] for r in wanted)):
            self.put(row)
        phones = (phone for number, identity, name, phone in wanted if name and not number)
        for row in rows_by(connection, _CUSTOMERS, "phone", phones):
            self.put(row)

    def put(self, row: Row) -> Row:
        """Know a customer by all that names it; a row already known by its key stays."""
        row = self.by_key.setdefault(row["natural_key"], row)
        if row["id_number"]:
            self.by_id_number.setdefault(row["id_number"], row)
        if row["name"] and row["phone"]:
            self.by_name_and_phone.setdefault((row["name"], row["phone"]), row)
        return row

    def find(self, reference: CustomerRef) -> Row | None:
        """The customer a reference means: by number, else ID number, else name and phone."""
        number, identity, name, phone = reference
        if number and (row := self.by_key.get(f"no:{number}")):
            return row
        if identity and (row := self.by_id_number.get(identity)):
            return row
        if name and phone and (row := self.by_name_and_phone.get((name, phone))):
            is_other = identity and row["id_number"] and row["id_number"] != identity
            is_numbered_otherwise = number and row["customer_no"]
            return None if is_other or is_numbered_otherwise else row
        return None


def write_customers(
    connection: Connection, items: Items, index: PartyIndex, outcome: Outcome, now: str
) -> None:
    """Add new customers and bring known ones up to date."""
    new: list[Row] = []
    changed: dict[int, Row] = {}
    for row_no, record in items:
        if row_no in outcome.refused_rows:
            continue
        said: Row = dict(zip(_SAID, record, strict=True))
        stored = index.find((said["customer_no"], said["id_number"], said["name"], said["phone"]))
        if stored is None:
            key = customer_key(
                (said["customer_no"], said["id_number"], said["name"], said["phone"])
            )
            row = {
                **said,
                "natural_key": key,
                "updated_at": now,
                "language": said["language"] or "zh",
                "phone_state": "unknown",
            }
            new.append(index.put(row))
            outcome.count(CUSTOMER, NEW)
            continue
        if (doubt := _contradiction(stored, said, index)) is not None:
            outcome.refuse(row_no, *doubt)
            continue
        if said["customer_no"] and not stored["customer_no"]:
            stored["natural_key"] = f"no:{said['customer_no']}"
            index.by_key[stored["natural_key"]] = stored
        if stored["name"] == said["name"]:
            said["pinyin"] = None  # the same name reads the same
        if outcome.apply(
            row_no, CUSTOMER, str(stored["customer_no"] or stored["name"]), stored, said
        ):
            stored["updated_at"] = now
            if "id" in stored:
                changed[stored["id"]] = stored
    add_rows(connection, _CUSTOMERS, new)
    if new:
        added = {row["natural_key"]: row for row in new}
        for row in rows_by(connection, _CUSTOMERS, "natural_key", added):
            added[row["natural_key"]]["id"] = row["id"]
        outcome.customers.update(row["id"] for row in new)
    change_rows(connection, _CUSTOMERS, _STORED, list(changed.values()))
    outcome.customers.update(changed)


def _contradiction(stored: Row, said: Row, index: PartyIndex) -> tuple[str, str] | None:
    """Field and code where a row cannot mean the customer its key names."""
    if said["customer_no"] and stored["customer_no"] not in (None, said["customer_no"]):
        return "customer.customer_no", "imports.id_of_other_customer"
    identity = said["id_number"]
    if not identity or identity == stored["id_number"]:
        return None
    if identity in index.by_id_number and index.by_id_number[identity] is not stored:
        return "customer.id_number", "imports.id_of_other_customer"
    if stored["id_number"] and said["name"] != stored["name"]:
        return "customer.customer_no", "imports.number_of_other_customer"
    return None


def write_guarantors(
    connection: Connection, items: Items, accounts: dict[str, Row], outcome: Outcome
) -> None:
    """Add or update who answers for an account: by name and ID number."""
    taken = with_account(items, accounts, outcome)
    known: dict[tuple[int, str, str], Row] = {}
    for row in rows_by(connection, _GUARANTORS, "account_id", (a["id"] for _, _, a in taken)):
        known[row["account_id"], row["name"], row["id_number"]] = row
    new: list[Row] = []
    changed: list[Row] = []
    for row_no, record, account in taken:
        said: Row = dict(zip(COLUMNS[GUARANTOR][1:], record[1:], strict=True))
        key = (account["id"], said["name"], said["id_number"])
        stored = known.get(key) or (
            known.get((account["id"], said["name"], "")) if key[2] else None
        )
        if stored is None:
            known[key] = {**said, "account_id": account["id"]}
            new.append(known[key])
            outcome.count(GUARANTOR, NEW)
            continue
        if said["form"] == "unclear":
            said["form"] = None
        said["id_number"] = said["id_number"] or None
        if outcome.apply(row_no, GUARANTOR, str(record[0]), stored, said) and "id" in stored:
            changed.append(stored)
    add_rows(connection, _GUARANTORS, new)
    names = [each.name for each in _GUARANTORS.c if each.name not in ("id", "account_id")]
    change_rows(connection, _GUARANTORS, names, changed)


def write_contacts(
    connection: Connection,
    items: Items,
    accounts: dict[str, Row],
    index: PartyIndex,
    outcome: Outcome,
) -> None:
    """Add or update the listed contacts of customers: by name and phone."""
    taken: list[tuple[int, Record, int]] = []
    for row_no, record in items:
        if row_no in outcome.refused_rows:
            continue
        owner = index.find(record[1:5])  # type: ignore[arg-type]
        account = accounts.get(str(record[0])) if record[0] else None
        if owner is None and account is None:
            code = "imports.account_unknown" if record[0] else "imports.customer_unknown"
            outcome.refuse(
                row_no, "account.account_no" if record[0] else "customer.customer_no", code
            )
            continue
        taken.append((row_no, record, owner["id"] if owner else account["customer_id"]))  # type: ignore[index]
    known: dict[tuple[int, str, str], Row] = {}
    for part in parts(owner_id for _, _, owner_id in taken):
        for row in found(connection, select(_CONTACTS).where(_CONTACTS.c.customer_id.in_(part))):
            known[row["customer_id"], row["name"], row["phone"]] = row
    new: list[Row] = []
    changed: list[Row] = []
    for row_no, record, owner_id in taken:
        name, relation, phone = record[5:8]
        key = (owner_id, str(name), str(phone or ""))
        stored = known.get(key)
        if stored is None:
            row = {
                "customer_id": owner_id,
                "name": name,
                "relation": relation,
                "phone": key[2],
                "refuses_contact": False,
            }
            known[key] = row
            new.append(row)
            outcome.count(CONTACT, NEW)
        elif (
            outcome.apply(row_no, CONTACT, str(name), stored, {"relation": relation})
            and "id" in stored
        ):
            changed.append(stored)
    add_rows(connection, _CONTACTS, new)
    change_rows(connection, _CONTACTS, ("relation",), changed)


def with_account(
    items: Items, accounts: dict[str, Row], outcome: Outcome
) -> list[tuple[int, Record, Row]]:
    """The rows whose account is known; the others are refused."""
    taken = []
    for row_no, record in items:
        if row_no in outcome.refused_rows:
            continue
        account = accounts.get(str(record[0]))
        if account is None:
            outcome.refuse(row_no, "account.account_no", "imports.account_unknown")
        else:
            taken.append((row_no, record, account))
    return taken
