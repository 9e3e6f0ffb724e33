"""Certificates made up for the tests: valid, expired, not yet valid, without a key, of odd kinds."""

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

NAME = "守约示例银行杭州西湖支行"
PASSWORD = "stone boat 42"
VALID_FROM = datetime(2026, 11, 1, tzinfo=UTC)


@cache
def _key(kind: str) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | dsa.DSAPrivateKey:
    match kind:
        case "rsa":
            return rsa.generate_private_key(65537, 2048)
        case "weak":
            return rsa.generate_private_key(65537, 1024)
        case "dsa":
            return dsa.generate_private_key(2048)
    return ec.generate_private_key(ec.SECP256R1())


@cache
def certificate(
    kind: str = "rsa",
    *,
    start: datetime = VALID_FROM,
    days: int = 365,
    has_key: bool = True,
    may_sign: bool = True,
    name: str = NAME,
) -> bytes:
    """A PKCS#12 file with the password above; ``kind``: rsa, ec, weak, dsa."""
    key = _key(kind)
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    issuer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "示例电子认证")])
    usage = x509.KeyUsage(
        digital_signature=may_sign,
        content_commitment=may_sign,
        key_encipherment=not may_sign,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"seal",
        key if has_key else None,
        made,
        None,
        serialization.BestAvailableEncryption(PASSWORD.encode()),
    )
