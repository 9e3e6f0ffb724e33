"""Addresses from which mail came back, and the messages it was."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from db.tables import BouncedAddress, OutboxItem

_EMAIL = OutboxItem.channel == "email"


def message_named(connection: Connection, name: str) -> Row[Any] | None:
    """The e-mail whose key made this first half of a message id (``:`` became ``.``)."""
    query = select(OutboxItem.id, OutboxItem.state, OutboxItem.recipient).where(
        _EMAIL, func.replace(OutboxItem.idempotency_key, ":", ".") == name
    )
    return connection.execute(query).first()


def newest_to(connection: Connection, address: str, since: datetime) -> Row[Any] | None:
    """The newest e-mail sent to an address."""
    query = (
        select(OutboxItem.id, OutboxItem.state, OutboxItem.recipient)
        .where(
            _EMAIL,
            func.lower(OutboxItem.recipient) == address.lower(),
            OutboxItem.sent_at >= since,
        )
        .order_by(OutboxItem.id.desc())
        .limit(1)
    )
    return connection.execute(query).first()


def mark(
    connection: Connection, address: str, *, status: str, reason: str, noted_at: datetime
) -> None:
    """Note that mail to an address came back for good; the newest reason stands."""
    forget(connection, address)
    row = {"address": address.lower(), "status": status, "reason": reason, "noted_at": noted_at}
    connection.execute(insert(BouncedAddress), [row])


def forget(connection: Connection, address: str) -> int:
    """Use an address again; returns how many marks were taken away."""
    query = delete(BouncedAddress).where(BouncedAddress.address == address.lower())
    return connection.execute(query).rowcount


def marked(connection: Connection) -> list[Row[Any]]:
    """Every address that is not used any more, the newest first."""
    query = select(BouncedAddress.__table__).order_by(
        BouncedAddress.noted_at.desc(), BouncedAddress.address
    )
    return list(connection.execute(query).all())
