"""The branch's certificate with its key, a PKCS#12 file: read, checked, described."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from desktop.domain.errors import DomainError

MOST_BYTES = 1_000_000
LEAST_RSA_BITS = 2048
BEIJING = timezone(timedelta(hours=8))

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class SigningKey:
    """A certificate with its key as the branch imported it.

    It can be handed to another process; each process parses it once.
    """

    content: bytes = field(repr=False)
    password: str = field(repr=False)
    name: str
    """Whose certificate it is, as it says itself."""
    time_service: str = ""
    """Where a time stamp for each signature is asked for; empty: nowhere."""


@dataclass(frozen=True)
class Certificate:
    """What a certificate says of itself. Both moments are Beijing time, the second inclusive."""

    name: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_until: datetime
    public: bytes = field(repr=False)
    """The certificate itself, DER; no key in it."""


def read_certificate(content: bytes, password: str) -> Certificate:
    """Read a PKCS#12 file and check that it can sign.

    Raises ``DomainError``: ``certificate.too_big``, ``…_unreadable``, ``…_password``,
    ``…_no_key``, ``…_kind`` (neither RSA from 2,048 bits nor a NIST curve), ``…_usage``.
    """
    parsed = _parse(content, password)
    key = parsed.key
    fits = isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name.startswith("secp")
    fits = fits or (isinstance(key, rsa.RSAPrivateKey) and key.key_size >= LEAST_RSA_BITS)
    if not fits:
        raise DomainError("certificate.kind", field="certificate", bits=LEAST_RSA_BITS)
    assert parsed.cert is not None
    certificate = described(parsed.cert.certificate)
    if not _may_sign(parsed.cert.certificate):
        raise DomainError("certificate.usage", field="certificate", name=certificate.name)
    return certificate


def private_key(key: SigningKey) -> PrivateKey:
    """The key itself, parsed."""
    found = _parse(key.content, key.password).key
    assert isinstance(found, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    return found


def check_valid(certificate: Certificate, at: datetime) -> None:
    """Refuse a certificate that is not valid at a moment (naive Beijing time).

    Raises ``DomainError``: ``certificate.early`` or ``certificate.expired``.
    """
    name = certificate.name
    if at < certificate.valid_from:
        day = certificate.valid_from.date()
        raise DomainError("certificate.early", field="certificate", name=name, day=day)
    if at > certificate.valid_until:
        day = certificate.valid_until.date()
        raise DomainError("certificate.expired", field="certificate", name=name, day=day)


def read_public(der: bytes) -> Certificate:
    """What a certificate without its key says of itself."""
    return described(x509.load_der_x509_certificate(der))


def described(certificate: x509.Certificate) -> Certificate:
    """What the screen shows of a certificate."""
    return Certificate(
        _said(certificate.subject),
        _said(certificate.issuer),
        f"{certificate.serial_number:X}",
        _beijing(certificate.not_valid_before_utc),
        _beijing(certificate.not_valid_after_utc),
        certificate.public_bytes(Encoding.DER),
    )


def _parse(content: bytes, password: str) -> pkcs12.PKCS12KeyAndCertificates:
    from asn1crypto.pkcs12 import Pfx  # type: ignore[import-untyped]

    if len(content) > MOST_BYTES:
        raise DomainError("certificate.too_big", field="certificate")
    try:
        Pfx.load(content, strict=True)["auth_safe"].native  # noqa: B018 - read to see whether it can
    except (ValueError, TypeError, KeyError) as problem:
        raise DomainError("certificate.unreadable", field="certificate") from problem
    try:
        parsed = pkcs12.load_pkcs12(content, password.encode())
    except UnsupportedAlgorithm as problem:
        raise DomainError("certificate.kind", field="certificate", bits=LEAST_RSA_BITS) from problem
    except ValueError as problem:
        raise DomainError("certificate.password", field="password") from problem
    if parsed.key is None or parsed.cert is None:
        raise DomainError("certificate.no_key", field="certificate")
    return parsed


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return bool(usage.digital_signature or usage.content_commitment)


def _said(name: x509.Name) -> str:
    for oid in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME):
        found: Sequence[x509.NameAttribute[Any]] = name.get_attributes_for_oid(oid)
        if found:
            return str(found[0].value)
    return name.rfc4514_string()


def _beijing(moment: datetime) -> datetime:
    return moment.astimezone(BEIJING).replace(tzinfo=None)
