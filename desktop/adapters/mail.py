"""E-mail by SMTP: with TLS and login, text and HTML, one connection for a batch."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from html import escape
from types import TracebackType

from desktop.domain.clock import BEIJING
from desktop.domain.errors import EnvironmentProblem

TIMEOUT_SECONDS = 20
PERMANENT_FROM = 500
"""SMTP replies from 500 on say never; those below say not now (RFC 5321, 4.2.1)."""


@dataclass(frozen=True)
class MailAccount:
    """Where and as whom e-mail is sent. ``security`` is ``tls``, ``starttls`` or ``none``."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    sender_name: str


@dataclass(frozen=True)
class Attachment:
    """A PDF that goes along."""

    name: str
    pdf: bytes


@dataclass(frozen=True)
class Mail:
    """One e-mail. ``key`` names it for good: the same message sent again has the same id."""

    key: str
    recipient: str
    subject: str
    text: str
    at: datetime
    attachment: Attachment | None = None


class MailRefused(Exception):
    """The server will never take this e-mail; ``reason`` is what it said."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MailConnection:
    """An open connection to the server; a context manager.

    Raises ``EnvironmentProblem``: ``mail.no_server``, ``mail.login_refused``, ``mail.broken`` when
    the connection is lost or the server says not now.
    """

    def __init__(
        self,
        account: MailAccount,
        *,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._account = account
        self._trust = trust

    def __enter__(self) -> "MailConnection":
        try:
            self._server = self._opened()
        except (OSError, smtplib.SMTPException) as problem:
            raise self._no_server(problem) from problem
        try:
            if self._account.user:
                self._server.login(self._account.user, self._account.password)
        except (OSError, smtplib.SMTPException) as problem:
            self._server.close()
            if isinstance(problem, smtplib.SMTPAuthenticationError):
                user = self._account.user
                raise EnvironmentProblem("mail.login_refused", user=user) from problem
            raise self._no_server(problem) from problem
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._server.quit()
        except (OSError, smtplib.SMTPException):
            self._server.close()

    def send(self, mail: Mail) -> None:
        """Send one e-mail. Raises ``MailRefused`` when the server will never take it."""
        try:
            self._server.send_message(written(mail, self._account))
        except smtplib.SMTPRecipientsRefused as problem:
            code, said = next(iter(problem.recipients.values()))
            self._give_up(code, said, problem)
        except smtplib.SMTPResponseException as problem:
            self._give_up(problem.smtp_code, problem.smtp_error, problem)
        except (OSError, smtplib.SMTPException, ValueError) as problem:
            raise EnvironmentProblem("mail.broken", reason=_reason(problem)) from problem

    def _no_server(self, problem: Exception) -> EnvironmentProblem:
        host, port = self._account.host, self._account.port
        return EnvironmentProblem("mail.no_server", host=host, port=port, reason=_reason(problem))

    def _give_up(self, code: int, said: bytes | str, problem: Exception) -> None:
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        if code >= PERMANENT_FROM:
            raise MailRefused(f"{code} {words}"[:200]) from problem
        raise EnvironmentProblem("mail.broken", reason=f"{code} {words}"[:200]) from problem

    def _opened(self) -> smtplib.SMTP:
        account = self._account
        if account.security == "tls":
            return smtplib.SMTP_SSL(
                account.host, account.port, timeout=TIMEOUT_SECONDS, context=self._trust()
            )
        server = smtplib.SMTP(account.host, account.port, timeout=TIMEOUT_SECONDS)
        if account.security == "starttls":
            try:
                server.starttls(context=self._trust())
            except (OSError, smtplib.SMTPException):
                server.close()
                raise
        return server


def written(mail: Mail, account: MailAccount) -> EmailMessage:
    """The message as it goes over the wire: text, and the same as HTML."""
    message = EmailMessage()
    message["From"] = formataddr((account.sender_name, account.sender))
    message["To"] = mail.recipient
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(mail.at.replace(tzinfo=BEIJING))
    domain = account.sender.rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{mail.key.replace(':', '.')}@{domain}>"
    message.set_content(mail.text)
    message.add_alternative(as_html(mail.text), subtype="html")
    if mail.attachment is not None:
        message.add_attachment(
            mail.attachment.pdf,
            maintype="application",
            subtype="pdf",
            filename=mail.attachment.name,
        )
    return message


def as_html(text: str) -> str:
    """A text as HTML: a paragraph for each blank line, everything in it escaped."""
    paragraphs = (escape(part).replace("\n", "<br>") for part in text.strip().split("\n\n"))
    body = "".join(f"<p>{part}</p>" for part in paragraphs)
    return f'<!doctype html><html lang="zh"><body>{body}</body></html>'


def test_key() -> str:
    """A name for a test e-mail, new each time."""
    return make_msgid().strip("<>").partition("@")[0]


def _reason(problem: Exception) -> str:
    said = getattr(problem, "strerror", None) or str(problem)
    return str(said)[:200]
