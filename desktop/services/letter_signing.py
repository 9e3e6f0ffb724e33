"""The certificate that letters are signed with: its file in the store, its password in the key store."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from db import settings_queries as queries
from desktop.adapters import secret_store
from desktop.adapters.pdf import signing_key
from desktop.adapters.pdf.signing_key import Certificate, SigningKey
from desktop.adapters.secret_store import KeyStore
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError
from desktop.services import settings
from desktop.services.desk import Desk

CERTIFICATE = "letter_certificate"
"""The name under which the PKCS#12 file lies among the stored files."""
PUBLIC = "letter_certificate.public"
"""The certificate without its key: it can be shown and compared without a password."""
SERVICE = "shouyue-certificate"
SWITCH = "letters.sign"
SERVICE_AT = "letters.time_service"


@dataclass(frozen=True)
class SigningState:
    """How signing stands; ``problem`` is why nothing can be signed now, to be worded."""

    certificate: Certificate | None
    is_on: bool
    problem: DomainError | None = None


def save(desk: Desk, content: bytes, password: str, store: KeyStore | None = None) -> Changes:
    """Keep a certificate and sign letters with it from now on.

    Raises ``DomainError`` for what ``read_certificate`` and ``check_valid`` refuse, and
    ``certificate.no_key_store`` on a machine that has none.
    """
    certificate = signing_key.read_certificate(content, password)
    signing_key.check_valid(certificate, desk.clock.now())
    keys = store or secret_store.system_store()
    if keys is None:
        raise DomainError("certificate.no_key_store", field="password")
    with desk.write() as work:
        _put(work.connection, CERTIFICATE, content)
        _put(work.connection, PUBLIC, certificate.public)
        queries.put(work.connection, {SWITCH: "yes"})
        keys.set_password(SERVICE, _digest(content), password)
        work.audit(
            "certificate.saved",
            "stored_file",
            CERTIFICATE,
            name=certificate.name,
            serial=certificate.serial,
            until=certificate.valid_until.date(),
        )
        work.commit()
    return Changes.of("settings", "letters")


def remove(desk: Desk, store: KeyStore | None = None) -> Changes:
    """Forget the certificate and its password; letters are not signed any more."""
    keys = store or secret_store.system_store()
    with desk.write() as work:
        content = queries.file(work.connection, CERTIFICATE)
        if content is None:
            return Changes()
        _put(work.connection, CERTIFICATE, None)
        _put(work.connection, PUBLIC, None)
        queries.put(work.connection, {SWITCH: "no"})
        if keys is not None:
            keys.set_password(SERVICE, _digest(content), "")
        work.audit("certificate.removed", "stored_file", CERTIFICATE)
        work.commit()
    return Changes.of("settings", "letters")


def state(desk: Desk, store: KeyStore | None = None) -> SigningState:
    """Say which certificate there is, whether letters are signed, and what stands against it."""
    with desk.read() as connection:
        is_on = settings.flag(connection, SWITCH)
        certificate = own_certificate(connection)
        if certificate is None:
            return SigningState(None, is_on)
        try:
            _key(connection, certificate, desk.clock.now(), store)
        except DomainError as problem:
            return SigningState(certificate, is_on, problem)
    return SigningState(certificate, is_on)


def own_certificate(connection: Connection) -> Certificate | None:
    """The branch's certificate, ``None`` where it has none."""
    public = queries.file(connection, PUBLIC)
    return None if public is None else signing_key.read_public(public)


def key_for(
    connection: Connection, at: datetime, store: KeyStore | None = None
) -> SigningKey | None:
    """The key to sign letters made at a moment; ``None`` where letters are not signed.

    Raises ``DomainError`` naming the remedy: no certificate, its password is not on this machine,
    not valid yet or any more.
    """
    if not settings.flag(connection, SWITCH):
        return None
    certificate = own_certificate(connection)
    if certificate is None:
        raise DomainError("certificate.none")
    return _key(connection, certificate, at, store)


def _key(
    connection: Connection, certificate: Certificate, at: datetime, store: KeyStore | None
) -> SigningKey:
    signing_key.check_valid(certificate, at)
    content = queries.file(connection, CERTIFICATE) or b""
    keys = store or secret_store.system_store()
    password = keys.get_password(SERVICE, _digest(content)) if keys is not None else None
    if not password:
        raise DomainError("certificate.password_gone", name=certificate.name)
    return SigningKey(content, password, certificate.name, settings.value(connection, SERVICE_AT))


def _put(connection: Connection, name: str, content: bytes | None) -> None:
    queries.put_file(connection, name, content, _digest(content or b""))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
