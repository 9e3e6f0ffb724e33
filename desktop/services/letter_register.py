"""The register of letters: looking, reprinting the same bytes, voiding, proof of delivery."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert

from db import letter_queries as queries
from db.letter_queries import RegisterQuery
from db.tables import Contact
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.domain.limitation import proves
from desktop.domain.money import Money
from desktop.services.desk import Desk

__all__ = [
    "STATES",
    "WAYS",
    "DeliveryMarked",
    "DeliveryStep",
    "RegisterQuery",
    "RegisterRow",
    "deliveries",
    "entry_of",
    "figures",
    "mark_delivery",
    "pdf",
    "pdfs",
    "proof",
    "register_ids",
    "register_rows",
    "take_back_delivery",
    "void",
]

WAYS = ("ems", "hand", "email", "visit", "notary", "newspaper")
STATES = ("sent", "arrived", "refused", "returned")
MOST_PROOF_BYTES = 20_000_000


@dataclass(frozen=True)
class RegisterRow:
    """An entry of the register with the last step of its delivery.

    ``signature``: ``signed``, ``stamped`` (with a time stamp), ``unstamped`` (one was wanted, but the
    service gave none); empty: not signed.
    """

    id: int
    register_no: str
    title: str
    template: str
    template_version: str
    case_id: int
    case_no: str
    recipient: str
    addressee: str
    amount: Money | None
    dated_on: date
    made_at: datetime
    made_by: str | None
    pages: int
    sha256: str
    signature: str | None
    voided_at: datetime | None
    void_reason: str | None
    way: str | None
    state: str | None
    state_on: date | None
    tracking_no: str | None


@dataclass(frozen=True)
class DeliveryStep:
    """One step of a letter's delivery; ``proof_name`` is the scan that shows it.

    ``is_proof``: it proves that the letter arrived, so that the demand counts.
    """

    id: int
    way: str
    state: str
    state_on: date
    tracking_no: str | None
    note: str | None
    proof_name: str | None
    is_proof: bool


@dataclass(frozen=True)
class DeliveryMarked:
    """The steps that were noted, one a letter, to take them back by."""

    ids: tuple[int, ...]
    changes: Changes


def register_ids(desk: Desk, query: RegisterQuery) -> list[int]:
    """Return the ids of the entries that match, newest first."""
    with desk.read() as connection:
        return queries.register_ids(connection, query)


def register_rows(desk: Desk, ids: Sequence[int]) -> list[RegisterRow]:
    """Return entries in the order of their ids."""
    with desk.read() as connection:
        found = queries.register_rows(connection, ids)
    return [RegisterRow(**found[one]) for one in ids if one in found]


def pdf(desk: Desk, letter_id: int) -> bytes:
    """Return the stored bytes of a letter, checked against its hash.

    Raises ``DomainError`` when there is no such letter or its bytes were changed.
    """
    with desk.read() as connection:
        return _checked_pdf(connection, letter_id)


def pdfs(desk: Desk, ids: Sequence[int]) -> list[tuple[RegisterRow, bytes]]:
    """Return several letters with their entries, in the order given."""
    with desk.read() as connection:
        found = queries.register_rows(connection, ids)
        return [
            (RegisterRow(**found[one]), _checked_pdf(connection, one))
            for one in ids
            if one in found
        ]


def _checked_pdf(connection: Connection, letter_id: int) -> bytes:
    row = queries.register_rows(connection, [letter_id]).get(letter_id)
    content = queries.stored_pdf(connection, letter_id)
    if row is None or content is None:
        raise DomainError("letters.gone", letter=letter_id)
    if hashlib.sha256(content).hexdigest() != row["sha256"]:
        raise DomainError("letters.stored_bytes_changed", number=row["register_no"])
    return content


def figures(desk: Desk, letter_id: int) -> dict[str, Any]:
    """Return the facts that a letter was filled with, amounts and dates as text."""
    with desk.read() as connection:
        found = queries.figures(connection, letter_id)
    if found is None:
        raise DomainError("letters.gone", letter=letter_id)
    return dict(found)


def void(desk: Desk, letter_id: int, reason: str) -> Changes:
    """Void a letter: it keeps its number and its bytes, and may be made anew with another number.

    Raises ``DomainError`` without a reason, or when it is void already.
    """
    if not reason.strip():
        raise DomainError("letters.reason_missing", field="reason")
    with desk.write() as work:
        row = _entry(work.connection, letter_id)
        if row["voided_at"] is not None:
            raise DomainError("letters.void_already", number=row["register_no"])
        queries.void(work.connection, letter_id, at=work.now, reason=reason.strip())
        work.audit(
            "letter.void", "letter", letter_id, number=row["register_no"], reason=reason.strip()
        )
        work.commit()
    return Changes.of("letters", cases={row["case_id"]})


def mark_delivery(
    desk: Desk,
    letter_ids: Sequence[int],
    way: str,
    state: str,
    *,
    on: date,
    tracking_no: str = "",
    note: str = "",
    proof_name: str = "",
    proof: bytes | None = None,
) -> DeliveryMarked:
    """Note that letters were sent, arrived, were refused or came back.

    ``on`` is the day it happened, not in the future and not before the letter's own. A letter that
    was sent counts as a contact of its case. Raises ``DomainError`` for a void letter.
    """
    _check_step(desk, way, state, on, tracking_no, proof)
    step = {
        "way": way,
        "state": state,
        "state_on": on,
        "tracking_no": tracking_no.strip() or None,
        "note": note.strip() or None,
        "proof_name": proof_name or None,
        "proof": proof,
        "proof_sha256": hashlib.sha256(proof).hexdigest() if proof is not None else None,
        "recorded_by": desk.actor.officer_id,
    }
    cases: set[int] = set()
    ids: list[int] = []
    with desk.write() as work:
        for letter_id in letter_ids:
            row = _entry(work.connection, letter_id)
            if row["voided_at"] is not None:
                raise DomainError("letters.is_void", number=row["register_no"])
            if on < row["dated_on"]:
                raise DomainError("letters.delivery_before_letter", field="on", on=on)
            entry = {**step, "letter_id": letter_id, "recorded_at": work.now}
            ids.append(queries.add_delivery(work.connection, entry))
            if state == "sent":
                _note_contact(work.connection, row, desk.actor.officer_id, work.now)
            cases.add(row["case_id"])
        work.audit(
            "letter.delivery",
            "letter",
            None,
            letters=list(letter_ids),
            way=way,
            state=state,
            on=on,
            proof_sha256=step["proof_sha256"],
        )
        work.commit()
    return DeliveryMarked(tuple(ids), Changes.of("letters", "contacts", cases=cases))


def _check_step(
    desk: Desk, way: str, state: str, on: date, tracking_no: str, proof: bytes | None
) -> None:
    if way not in WAYS or state not in STATES:
        raise DomainError("letters.unknown_delivery", field="state", way=way, state=state)
    if on > desk.today:
        raise DomainError("letters.delivery_in_future", field="on", on=on)
    if proof is not None and len(proof) > MOST_PROOF_BYTES:
        raise DomainError("letters.proof_too_big", field="proof", most=MOST_PROOF_BYTES // 10**6)
    if way == "ems" and state == "sent" and not tracking_no.strip():
        raise DomainError("letters.tracking_missing", field="tracking_no")


def take_back_delivery(desk: Desk, delivery_ids: Sequence[int]) -> Changes:
    """Take back steps of delivery that were noted by mistake; the audit chain keeps what they said.

    Raises ``DomainError`` for a step that is not there (any more).
    """
    cases: set[int] = set()
    with desk.write() as work:
        for delivery_id in delivery_ids:
            row = queries.delivery(work.connection, delivery_id)
            if row is None:
                raise DomainError("letters.no_such_step")
            letter = _entry(work.connection, row["letter_id"])
            queries.drop_delivery(work.connection, delivery_id)
            if row["state"] == "sent":
                queries.drop_letter_contact(
                    work.connection, letter["register_no"], row["recorded_at"]
                )
            work.audit(
                "letter.delivery_taken_back",
                "letter",
                row["letter_id"],
                number=letter["register_no"],
                **{name: row[name] for name in ("way", "state", "state_on", "proof_sha256")},
            )
            cases.add(letter["case_id"])
        work.commit()
    return Changes.of("letters", "contacts", cases=cases)


def entry_of(connection: Connection, letter_id: int) -> RegisterRow:
    """Return one entry. Raises ``DomainError`` when there is none."""
    return RegisterRow(**_entry(connection, letter_id))


def _entry(connection: Connection, letter_id: int) -> dict[str, Any]:
    row = queries.register_rows(connection, [letter_id]).get(letter_id)
    if row is None:
        raise DomainError("letters.gone", letter=letter_id)
    return row


def _note_contact(
    connection: Connection, row: dict[str, Any], officer_id: int | None, now: datetime
) -> None:
    customer = queries.customer_of(connection, row["case_id"])
    connection.execute(
        insert(Contact).values(
            customer_id=customer,
            at=now,
            channel="letter",
            direction="out",
            party=row["addressee"],
            purpose="collection",
            result="sent",
            note=row["register_no"],
            officer_id=officer_id,
        )
    )


def deliveries(desk: Desk, letter_id: int) -> list[DeliveryStep]:
    """Return the steps of a letter's delivery, oldest first."""
    with desk.read() as connection:
        rows = queries.deliveries(connection, letter_id)
    has_number = any(row["tracking_no"] for row in rows)
    names = ("id", "way", "state", "state_on", "tracking_no", "note", "proof_name")
    return [
        DeliveryStep(
            **{name: row[name] for name in names},
            is_proof=proves(
                row["way"],
                row["state"],
                has_scan=row["proof_sha256"] is not None,
                has_number=has_number,
            ),
        )
        for row in rows
    ]


def proof(desk: Desk, delivery_id: int) -> tuple[str, bytes]:
    """Return name and bytes of the scan attached to a step of delivery.

    Raises ``DomainError`` when there is none, or when its bytes were changed.
    """
    with desk.read() as connection:
        row = queries.delivery(connection, delivery_id)
    if row is None or row["proof"] is None:
        raise DomainError("letters.no_such_step")
    if hashlib.sha256(row["proof"]).hexdigest() != row["proof_sha256"]:
        raise DomainError("letters.proof_changed", file=row["proof_name"])
    return row["proof_name"] or "", row["proof"]
