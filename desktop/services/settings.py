"""The branch's settings and its seal: read by every room, changed here."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from db import settings_queries as queries
from desktop.adapters import seal_image
from desktop.adapters.seal_image import SealImage
from desktop.domain.changes import Changes
from desktop.domain.settings_catalogue import CATALOGUE, checked_all
from desktop.services.desk import Desk

__all__ = [
    "SEAL",
    "SealImage",
    "SealSaved",
    "SettingsSaved",
    "all_values",
    "flag",
    "load",
    "look_at_seal",
    "save",
    "save_seal",
    "seal",
    "value",
]

SEAL = "seal"
"""The name under which the seal's picture lies among the stored files."""


@dataclass(frozen=True)
class SettingsSaved:
    """What was changed: ``previous`` holds the values before, to undo with."""

    previous: Mapping[str, str]
    changes: Changes


@dataclass(frozen=True)
class SealSaved:
    """The seal was replaced; ``previous`` is the picture before."""

    previous: bytes | None
    changes: Changes


def all_values(connection: Connection) -> dict[str, str]:
    """Return every setting of the catalogue, with its default where the branch set none."""
    stored = queries.values(connection)
    return {name: stored.get(name, spec.default) for name, spec in CATALOGUE.items()}


def value(connection: Connection, name: str) -> str:
    """Return one setting. Raises ``KeyError`` for a name that the catalogue does not have."""
    return queries.values(connection).get(name, CATALOGUE[name].default)


def flag(connection: Connection, name: str) -> bool:
    """Return a setting that is on or off."""
    return value(connection, name) == "yes"


def load(desk: Desk) -> dict[str, str]:
    """Return every setting, for the page."""
    with desk.read() as connection:
        return all_values(connection)


def save(desk: Desk, given: Mapping[str, str]) -> SettingsSaved:
    """Keep these settings; those not given stay as they are.

    Raises ``DomainError`` at the field that is wrong; then nothing is changed.
    """
    good = checked_all(given)
    with desk.write() as work:
        before = all_values(work.connection)
        changed = {name: new for name, new in good.items() if before[name] != new}
        if not changed:
            return SettingsSaved({}, Changes())
        queries.put(work.connection, changed)
        facts = {name: [before[name], new] for name, new in changed.items()}
        work.audit("settings.saved", "setting", values=facts)
        work.commit()
    previous = {name: before[name] for name in changed}
    return SettingsSaved(previous, Changes.of("settings"))


def look_at_seal(content: bytes) -> SealImage:
    """Say whether a picture can serve as seal, and what might look wrong."""
    return seal_image.look_at(content)


def seal(desk: Desk) -> bytes | None:
    """Return the picture of the seal, ``None`` where the branch has none."""
    with desk.read() as connection:
        return queries.file(connection, SEAL)


def save_seal(desk: Desk, content: bytes | None) -> SealSaved:
    """Keep a picture as the branch's seal, or remove it.

    Raises ``DomainError`` for what cannot be printed, as ``look_at_seal``.
    """
    if content is not None:
        seal_image.look_at(content)
    with desk.write() as work:
        previous = queries.file(work.connection, SEAL)
        sha256 = hashlib.sha256(content or b"").hexdigest()
        queries.put_file(work.connection, SEAL, content, sha256)
        action = "seal.removed" if content is None else "seal.saved"
        work.audit(action, "stored_file", SEAL, sha256=sha256 if content else None)
        work.commit()
    return SealSaved(previous, Changes.of("settings"))
