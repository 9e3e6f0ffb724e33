"""What any file turns out to be: ours to the byte, added to, altered, foreign; who signed it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from db import bundle_queries
from db import letter_queries as queries
from desktop.adapters.pdf.reading import open_pdf, register_numbers
from desktop.adapters.pdf.signatures import SeenSignature, read_signatures
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import letter_signing
from desktop.services.desk import Desk
from desktop.services.letter_register import RegisterRow, entry_of

MOST_BYTES = 200_000_000
Verdict = Literal["ours", "bundle", "added_to", "altered", "foreign"]


@dataclass(frozen=True)
class CheckedSignature:
    """A signature of the file. ``is_own``: made with the certificate that the branch has now.

    ``state``: ``whole`` (nothing changed, all of the file covered), ``part`` (what it covers is
    unchanged, but more was added), ``broken`` (what it covers was changed). ``stamped_at`` is the
    time that the service ``stamped_by`` gave, ``stamp`` whether there is one and it holds.
    """

    name: str
    issuer: str
    signed_at: datetime | None
    state: Literal["whole", "part", "broken"]
    was_in_force: bool
    is_own: bool
    stamp: Literal["none", "good", "broken"] = "none"
    stamped_at: datetime | None = None
    stamped_by: str = ""


@dataclass(frozen=True)
class Checked:
    """What was found of a file.

    ``verdict``: ``ours`` (the bytes stored), ``bundle`` (a suit bundle as it was made; ``entry`` is
    its complaint), ``added_to`` (the bytes stored and more behind them), ``altered`` (it names a
    number of ours, but is another file), ``foreign``. ``obstacle`` is the
    text code of why it could not be looked into, ``unsure`` that of why signatures are unknown.
    """

    file: str
    sha256: str
    size: int
    pages: int
    verdict: Verdict
    entry: RegisterRow | None
    signatures: tuple[CheckedSignature, ...]
    obstacle: str = ""
    unsure: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether it can be relied on: ours, unchanged, not void, no broken signature."""
        return (
            self.verdict in ("ours", "bundle")
            and self.entry is not None
            and self.entry.voided_at is None
            and all(one.state == "whole" and one.stamp != "broken" for one in self.signatures)
        )


def check_file(desk: Desk, path: Path) -> Checked:
    """Check a file on the disk.

    Raises ``EnvironmentProblem`` for one that is not there, cannot be read or is larger than
    ``MOST_BYTES``: no letter is.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise EnvironmentProblem(
                "letter_check.too_big", file=path.name, most=MOST_BYTES // 10**6
            )
        content = path.read_bytes()
    except OSError as problem:
        raise EnvironmentProblem(
            "letter_check.unreadable", file=path.name, reason=problem.strerror or str(problem)
        ) from problem
    return check(desk, content, path.name)


def check(desk: Desk, content: bytes, name: str = "") -> Checked:
    """Check bytes: against the register first, then by what they say and who signed them."""
    sha256 = hashlib.sha256(content).hexdigest()
    with desk.read() as connection:
        stored = queries.by_sha256(connection, sha256)
        entry = None if stored is None else entry_of(connection, stored)
        verdict: Verdict = "foreign" if entry is None else "ours"
        try:
            reader = open_pdf(content)
        except DomainError as obstacle:
            return Checked(name, sha256, len(content), 0, verdict, entry, (), obstacle.code)
        pages = reader.page_count
        if entry is None:
            entry, verdict = _named(connection, content, sha256, register_numbers(reader))
        reader.close()
        signatures, unsure = _signatures(connection, content)
    return Checked(name, sha256, len(content), pages, verdict, entry, signatures, unsure=unsure)


def _named(
    connection: Connection, content: bytes, sha256: str, numbers: list[str]
) -> tuple[RegisterRow | None, Verdict]:
    """The entry whose number the file bears, and whether its bytes are at the file's beginning."""
    named = [queries.by_register_no(connection, number) for number in numbers]
    found = [letter_id for letter_id in named if letter_id is not None]
    for letter_id in found:
        if bundle_queries.is_bundle_of(connection, letter_id, sha256):
            return entry_of(connection, letter_id), "bundle"
    for letter_id in found[:1]:
        stored = queries.stored_pdf(connection, letter_id)
        is_added_to = stored is not None and content.startswith(stored)
        return entry_of(connection, letter_id), "added_to" if is_added_to else "altered"
    return None, "foreign"


def _signatures(connection: Connection, content: bytes) -> tuple[tuple[CheckedSignature, ...], str]:
    own = letter_signing.own_certificate(connection)
    try:
        found = read_signatures(content)
    except ValueError:
        return (), "letter_check.signatures_unreadable"
    public = own.public if own is not None else b""
    return tuple(_checked(one, public) for one in found), ""


def _checked(seen: SeenSignature, own: bytes) -> CheckedSignature:
    certificate, stamp = seen.certificate, seen.stamp
    state: Literal["whole", "part", "broken"] = "broken"
    if seen.is_intact:
        state = "whole" if seen.covers_whole else "part"
    return CheckedSignature(
        certificate.name,
        certificate.issuer,
        seen.signed_at,
        state,
        seen.was_in_force,
        certificate.public == own,
        "none" if stamp is None else "good" if stamp.is_intact else "broken",
        stamp.at if stamp else None,
        stamp.name if stamp else "",
    )
