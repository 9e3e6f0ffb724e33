"""What the receiver must know: where to listen, and the keys of the platforms."""

import base64
import binascii
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate

from desktop.adapters.callbacks.alipay import Alipay
from desktop.adapters.callbacks.plain import PlainHmac
from desktop.adapters.callbacks.wechat import WechatPay
from desktop.domain.errors import DomainError, EnvironmentProblem

Platform = WechatPay | Alipay | PlainHmac
DEFAULT_LISTEN = "127.0.0.1:8943"


@dataclass(frozen=True)
class ReceiverSetup:
    """Where to listen, and the platforms by the last part of their address."""

    host: str
    port: int
    platforms: Mapping[str, Platform]


def read_file(path: Path) -> dict[str, Any]:
    """Read a set-up file (TOML); key files it names lie beside it and are put into it.

    Raises ``EnvironmentProblem`` where a file cannot be read, ``DomainError`` where it is wrong.
    """
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
        for section, field in (("alipay", "key"), ("core", "secret"), ("wechat", "api_key")):
            if section in plain and field not in plain[section]:
                raise DomainError("payments.setup_field", field=field, section=section)
        if "alipay" in plain:
            plain["alipay"]["key"] = _pem(path, plain["alipay"]["key"])
        if "wechat" in plain:
            keys = plain["wechat"].get("keys", {})
            plain["wechat"]["keys"] = {serial: _pem(path, name) for serial, name in keys.items()}
    except OSError as problem:
        file = Path(problem.filename or path).name
        raise EnvironmentProblem("payments.setup_unreadable", file=file) from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DomainError("payments.setup_broken", file=path.name, reason=str(problem)) from problem
    made(plain)
    return plain


def _pem(path: Path, name: str) -> str:
    if "BEGIN" in name:
        return name
    return (path.parent / name).read_text(encoding="ascii")


def made(plain: Mapping[str, Any]) -> ReceiverSetup:
    """Make the set-up of its plain form. Raises ``DomainError("payments.setup_field")``."""
    host, _, port = str(plain.get("listen", DEFAULT_LISTEN)).rpartition(":")
    if not host or not port.isdigit():
        raise DomainError("payments.setup_field", field="listen", section="listen")
    platforms: dict[str, Platform] = {}
    for name, build in (("wechat", _wechat), ("alipay", _alipay), ("core", _core)):
        if name in plain:
            try:
                platforms[name] = build(plain[name])
            except (KeyError, ValueError, TypeError, UnsupportedAlgorithm) as problem:
                field = problem.args[0] if isinstance(problem, KeyError) else name
                raise DomainError(
                    "payments.setup_field", field=str(field), section=name
                ) from problem
    if not platforms:
        raise DomainError("payments.setup_empty")
    return ReceiverSetup(host, int(port), platforms)


def _wechat(plain: Mapping[str, Any]) -> WechatPay:
    api_key = str(plain["api_key"]).encode()
    if len(api_key) != 32:
        raise ValueError("an API v3 key has 32 characters")
    keys = {serial: _public(pem) for serial, pem in plain["keys"].items()}
    return WechatPay(str(plain["merchant"]), api_key, keys)


def _alipay(plain: Mapping[str, Any]) -> Alipay:
    return Alipay(str(plain["app"]), str(plain["seller"]), _public(plain["key"]))


def _core(plain: Mapping[str, Any]) -> PlainHmac:
    try:
        secret = base64.b64decode(plain["secret"], validate=True)
    except binascii.Error as problem:
        raise ValueError("the secret is not base64") from problem
    if len(secret) < 16:
        raise ValueError("the secret is too short")
    return PlainHmac(secret)


def _public(pem: str) -> RSAPublicKey:
    content = pem.encode()
    key = (
        load_pem_x509_certificate(content).public_key()
        if b"CERTIFICATE" in content
        else load_pem_public_key(content)
    )
    if not isinstance(key, RSAPublicKey):
        raise TypeError("not an RSA key")
    return key
