"""Copies of the encrypted file: made while it is in use, and proved before they are trusted."""

from pathlib import Path

from db import audit_chain
from db.audit_chain import ChainHead
from db.engine import Store, open_file
from db.upgrade import revision_of
from desktop.domain.errors import EnvironmentProblem


def copy_into(store: Store, target: Path) -> None:
    """Write a consistent, compact copy with the same key; reading and writing go on meanwhile.

    Raises ``EnvironmentProblem`` when the disk says no; ``target`` may then be half-written.
    """
    with store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")  # VACUUM runs outside a transaction only
        connection.exec_driver_sql("VACUUM INTO ?", (str(target),))
        connection.exec_driver_sql("BEGIN")


def prove(path: Path, key: bytes) -> ChainHead:
    """Open a copy and read every page; return the head of its audit chain.

    Raises ``EnvironmentProblem``: ``store.wrong_key``, ``store.damaged`` or what the disk says.
    """
    copy = open_file(path, key)
    try:
        with copy.read() as connection:
            # Every page carries a keyed checksum: this reads and checks them all.
            faults = connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
            if faults or revision_of(connection) is None:
                reason = str(faults[0][0]) if faults else "no tables"
                raise EnvironmentProblem(
                    "store.damaged", file=path.name, folder=path.parent, reason=reason
                )
            return audit_chain.head(connection)
    finally:
        copy.close()
