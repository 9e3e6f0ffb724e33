"""The receiver: a small HTTP server that verifies callbacks and keeps them in the spool."""

import json
import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from desktop.adapters.callbacks.notice import Notice, Refused
from desktop.adapters.callbacks.setup import Platform, ReceiverSetup
from desktop.adapters.callbacks.spool import Spool
from desktop.domain.clock import Clock

LARGEST_BODY = 64 * 1024
THREADS = 8
_log = logging.getLogger(__name__)

StartResponse = Callable[[str, list[tuple[str, str]]], object]


class Receiver:
    """The WSGI application: ``POST /wechat``, ``/alipay``, ``/core``, as far as they are set up."""

    def __init__(self, setup: ReceiverSetup, spool: Spool, clock: Clock) -> None:
        self._setup = setup
        self._spool = spool
        self._clock = clock

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; what is answered as good is on the disk."""
        name = str(environ.get("PATH_INFO", "")).strip("/")
        platform = self._setup.platforms.get(name)
        status, reason = self._take(environ, platform)
        body, kind = _answer(name, is_good=status == HTTPStatus.OK, reason=reason)
        start_response(
            f"{status.value} {status.phrase}",
            [("Content-Type", kind), ("Content-Length", str(len(body)))],
        )
        return [body]

    def _take(self, environ: dict[str, Any], platform: Platform | None) -> tuple[HTTPStatus, str]:
        if platform is None:
            return HTTPStatus.NOT_FOUND, "no such address"
        if environ.get("REQUEST_METHOD") != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, "POST only"
        length = str(environ.get("CONTENT_LENGTH") or "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large"
        body: bytes = environ["wsgi.input"].read(int(length))
        headers = {
            name[5:].replace("_", "-").lower(): str(value)
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        try:
            notice: Notice = platform.read(headers, body, self._clock.now())
        except Refused as refusal:
            _log.warning("a callback was refused: %s", refusal.reason)
            return HTTPStatus(refusal.status), refusal.reason
        self._spool.put(notice, self._clock.now())
        return HTTPStatus.OK, ""


def _answer(name: str, *, is_good: bool, reason: str) -> tuple[bytes, str]:
    """Answer as each platform expects it: it repeats what was not answered as good."""
    if name == "alipay":
        return (b"success" if is_good else b"fail"), "text/plain"
    said = {"code": "SUCCESS"} if is_good else {"code": "FAIL", "message": reason}
    return json.dumps(said).encode(), "application/json"


def serve(setup: ReceiverSetup, spool: Spool, clock: Clock) -> None:
    """Listen until the process is told to stop."""
    from waitress import serve as wait_and_serve

    wait_and_serve(
        Receiver(setup, spool, clock),
        host=setup.host,
        port=setup.port,
        threads=THREADS,
        max_request_body_size=LARGEST_BODY,
        ident=None,
    )
