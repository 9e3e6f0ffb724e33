"""E-mails that came back: delivery reports (RFC 3464) from a mailbox by IMAP or POP3, or a folder."""

import contextlib
import imaplib
import logging
import poplib
import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from desktop.domain.errors import EnvironmentProblem

TIMEOUT_SECONDS = 20
LARGEST = 10_000_000
MOST_AT_ONCE = 500
_SENDERS = ("mailer-daemon", "postmaster", "mail-daemon")
_FINAL = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b|\b5\d\d\b")
_log = logging.getLogger(__name__)

Trust = Callable[[], ssl.SSLContext]


@dataclass(frozen=True)
class Bounce:
    """What a report says: which message to whom, and whether it will never arrive.

    ``message_id`` is without its brackets, empty where the report does not name it; ``status`` is
    an enhanced status code (RFC 3463), ``5.0.0`` where there is none.
    """

    message_id: str
    recipient: str
    status: str
    reason: str
    is_final: bool


@dataclass(frozen=True)
class Mailbox:
    """Where bounces arrive."""

    way: str
    host: str
    port: int
    is_tls: bool
    user: str
    password: str = field(repr=False)


class BounceSource(Protocol):
    """Reports that wait; a context manager. Raises ``EnvironmentProblem``."""

    def __enter__(self) -> "BounceSource":
        """Connect."""
        ...

    def __exit__(self, *error: object) -> None:
        """Let go."""
        ...

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """Yield reports with a name each."""
        ...

    def done(self, name: str) -> None:
        """This one was taken in: it is not to come again."""
        ...


def read_bounce(raw: bytes) -> Bounce | None:
    """Read a report; ``None`` for mail that is none."""
    mail = message_from_bytes(raw)
    original = _original_id(mail)
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            return _by_report(part, original)
    if not _is_from_a_server(mail):
        return None
    text = _text(mail)
    if not original:
        return None
    found = _FINAL.search(text)
    status = found[0] if found and "." in found[0] else "5.0.0" if found else "4.0.0"
    reason = " ".join(str(mail.get("Subject", "")).split())[:200]
    return Bounce(original, "", status, reason, found is not None)


def _by_report(part: Message, original: str) -> Bounce | None:
    """Of several recipients the first that will never get it, else the first."""
    blocks = part.get_payload()
    found: list[Bounce] = []
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message):
            continue
        recipient = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "")
        action = str(block.get("Action", "")).strip().lower()
        if not recipient or action in ("delivered", "relayed", "expanded"):
            continue
        status = str(block.get("Status", "")).split()[:1]
        told = str(block.get("Diagnostic-Code", "")).partition(";")[2] or action
        address = parseaddr(recipient.partition(";")[2].strip())[1]
        code = status[0][:16] if status else "5.0.0"
        is_final = action == "failed" and not code.startswith("4.")
        found.append(Bounce(original, address, code, " ".join(told.split())[:200], is_final))
    return next((one for one in found if one.is_final), found[0] if found else None)


def _original_id(mail: Message) -> str:
    """The id of the message that came back: from its own head, else from what is answered to."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            head = inner[0] if isinstance(inner, list) and inner else None
            if isinstance(head, Message) and head.get("Message-ID"):
                return _bare(str(head["Message-ID"]))
        elif kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                named = message_from_bytes(content).get("Message-ID")
                if named:
                    return _bare(str(named))
    answered = str(mail.get("In-Reply-To") or mail.get("References") or "").split()
    return _bare(answered[-1]) if answered else ""


def _bare(message_id: str) -> str:
    return message_id.strip().strip("<>")[:200]


def _is_from_a_server(mail: Message) -> bool:
    local = parseaddr(str(mail.get("From", "")))[1].partition("@")[0].lower()
    return local in _SENDERS


def _text(mail: Message) -> str:
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content.decode("utf-8", "replace")[:20_000]
    return ""


class BounceFolder:
    """Reports as ``.eml`` files; those taken in move to ``done/``."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> "BounceFolder":
        if not self._path.is_dir():
            raise EnvironmentProblem("bounces.no_folder", folder=str(self._path))
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files, oldest name first; one too large to be a report is put away unread."""
        for file in sorted(self._path.glob("*.eml"))[:MOST_AT_ONCE]:
            try:
                raw = file.read_bytes() if file.stat().st_size <= LARGEST else b""
            except OSError as problem:
                raise self._problem(problem) from problem
            yield file.name, raw

    def done(self, name: str) -> None:
        """Move a file out of the way."""
        try:
            (self._path / "done").mkdir(exist_ok=True)
            (self._path / name).replace(self._path / "done" / name)
        except OSError as problem:
            raise self._problem(problem) from problem

    def _problem(self, problem: OSError) -> EnvironmentProblem:
        reason = problem.strerror or str(problem)
        return EnvironmentProblem("bounces.failed", server=str(self._path), reason=reason)


class ImapBounces:
    """Unread mail from mail servers; what is taken in is marked as read, nothing is deleted."""

    def __init__(self, box: Mailbox, trust: Trust = ssl.create_default_context) -> None:
        self._box = box
        self._trust = trust

    def __enter__(self) -> "ImapBounces":
        box = self._box
        with _worded(box):
            self._server = (
                imaplib.IMAP4_SSL(
                    box.host, box.port, ssl_context=self._trust(), timeout=TIMEOUT_SECONDS
                )
                if box.is_tls
                else imaplib.IMAP4(box.host, box.port, timeout=TIMEOUT_SECONDS)
            )
            try:
                self._server.login(box.user, box.password)
                self._server.select("INBOX")
            except imaplib.IMAP4.error:
                self._server.shutdown()
                raise
        return self

    def __exit__(self, *error: object) -> None:
        try:
            self._server.logout()
        except (OSError, imaplib.IMAP4.error):
            self._server.shutdown()

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """Yield unread mail of servers without marking it as read."""
        for sender in _SENDERS[:2]:
            with _worded(self._box):
                _, found = self._server.uid("SEARCH", "UNSEEN", "FROM", f'"{sender}"')
            for uid in (found[0] or b"").split()[:MOST_AT_ONCE]:
                name = uid.decode("ascii")
                with _worded(self._box):
                    _, parts = self._server.uid("FETCH", name, "(BODY.PEEK[])")
                raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
                yield name, raw if len(raw) <= LARGEST else b""

    def done(self, name: str) -> None:
        """Mark one as read."""
        with _worded(self._box):
            self._server.uid("STORE", name, "+FLAGS", r"(\Seen)")


class PopBounces:
    """Mail from mail servers; what is taken in is deleted, other mail stays."""

    def __init__(self, box: Mailbox, trust: Trust = ssl.create_default_context) -> None:
        self._box = box
        self._trust = trust

    def __enter__(self) -> "PopBounces":
        box = self._box
        with _worded(box):
            self._server = (
                poplib.POP3_SSL(box.host, box.port, timeout=TIMEOUT_SECONDS, context=self._trust())
                if box.is_tls
                else poplib.POP3(box.host, box.port, timeout=TIMEOUT_SECONDS)
            )
            try:
                self._server.user(box.user)
                self._server.pass_(box.password)
            except poplib.error_proto:
                self._server.close()
                raise
        return self

    def __exit__(self, *error: object) -> None:
        try:
            self._server.quit()
        except (OSError, poplib.error_proto):
            self._server.close()

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """Yield mail of servers; of the rest only the head is looked at."""
        with _worded(self._box):
            count = self._server.stat()[0]
        for number in range(max(1, count - MOST_AT_ONCE + 1), count + 1):
            with _worded(self._box):
                head = b"\r\n".join(self._server.top(number, 0)[1])
                if not _is_from_a_server(message_from_bytes(head)):
                    continue
                raw = b"\r\n".join(self._server.retr(number)[1])
            yield str(number), raw if len(raw) <= LARGEST else b""

    def done(self, name: str) -> None:
        """Delete one."""
        with _worded(self._box):
            self._server.dele(int(name))


@contextlib.contextmanager
def _worded(box: Mailbox) -> Iterator[None]:
    """Say what a server's trouble means."""
    server = f"{box.host}:{box.port}"
    try:
        yield
    except (imaplib.IMAP4.abort, poplib.error_proto, imaplib.IMAP4.error) as problem:
        reason = str(problem.args[0] if problem.args else problem)[:200]
        raise EnvironmentProblem("bounces.failed", server=server, reason=reason) from problem
    except OSError as problem:
        reason = (problem.strerror or str(problem))[:200]
        raise EnvironmentProblem("bounces.failed", server=server, reason=reason) from problem
