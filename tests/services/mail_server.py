"""A real SMTP server on loopback for the tests: TLS, login, refusals, a line that breaks."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ports import own_port

USER, PASSWORD = "branch", "right horse"


@dataclass
class Postman:
    """Takes what comes; ``answer`` replaces the friendly reply."""

    taken: list[Message] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(message_from_bytes(envelope.content))
        self.recipients.extend(envelope.rcpt_tos)
        return "250 taken"


@dataclass
class MailServer:
    port: int
    postman: Postman
    certificate: Path

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))


class _Starttls(Controller):
    def __init__(self, *args: Any, tls: ssl.SSLContext, **more: Any) -> None:
        self._tls = tls
        super().__init__(*args, **more)

    def factory(self) -> SMTP:
        return SMTP(
            self.handler,
            tls_context=self._tls,
            require_starttls=True,
            authenticator=_check,
            auth_required=True,
        )


@contextmanager
def mail_server(folder: Path, security: str) -> Iterator[MailServer]:
    """Run a server with ``tls``, ``starttls`` or ``none`` (the last without login)."""
    certificate, key = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    postman = Postman()
    port = own_port()
    place: dict[str, Any] = {"hostname": "127.0.0.1", "port": port, "ready_timeout": 30}
    controller: Controller
    if security == "starttls":
        controller = _Starttls(postman, tls=context, **place)
    elif security == "tls":
        controller = Controller(
            postman,
            **place,
            ssl_context=context,
            authenticator=_check,
            auth_required=True,
            auth_require_tls=False,
        )
    else:
        controller = Controller(postman, **place)
    controller.start()
    try:
        yield MailServer(port, postman, certificate)
    finally:
        controller.stop(no_assert=True)


def _check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    is_right = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
    return AuthResult(success=is_right, handled=False)


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "server.pem", folder / "server.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
