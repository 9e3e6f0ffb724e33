"""A time-stamp service on this machine, for the tests: it stamps, lies, or says nothing useful."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from unittest.mock import patch

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from desktop.adapters.pdf import time_stamps

NAME = "示例时间戳服务"
STAMPED_AT = datetime(2026, 11, 20, 1, 0, 7, tzinfo=UTC)
"""Nine o'clock and seven seconds in Beijing."""


@cache
def stamper(*, may_stamp: bool = True) -> Any:
    """What makes the stamps; without ``may_stamp`` its certificate is for something else."""
    key = rsa.generate_private_key(65537, 2048)
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    use = x509.ExtendedKeyUsageOID
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(11)
        .not_valid_before(STAMPED_AT - timedelta(days=30))
        .not_valid_after(STAMPED_AT + timedelta(days=365))
        .add_extension(
            x509.ExtendedKeyUsage([use.TIME_STAMPING if may_stamp else use.CLIENT_AUTH]),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    encoding, form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
    return DummyTimeStamper(
        asn1.Certificate.load(made.public_bytes(encoding)),
        keys.PrivateKeyInfo.load(key.private_bytes(encoding, form, serialization.NoEncryption())),
        fixed_dt=STAMPED_AT,
    )


class Service:
    """The service: ``mood`` says what it does next, ``asked`` what it was asked to stamp."""

    def __init__(self) -> None:
        self.mood = "stamps"
        self.asked: list[bytes] = []
        self.address = ""

    def answer(self, body: bytes) -> tuple[int, bytes]:
        """A status and an answer."""
        request = tsp.TimeStampReq.load(body)
        self.asked.append(request["message_imprint"]["hashed_message"].native)
        match self.mood:
            case "fails":
                return 503, b"out of order"
            case "babbles":
                return 200, b"<html>Log in to the network first</html>"
            case "floods":
                return 200, bytes(300_000)
            case "refuses":
                status = {"status": "rejection", "status_string": ["no more stamps today"]}
                return 200, tsp.TimeStampResp({"status": status}).dump()
            case "repeats":  # a stamp for something else
                request["message_imprint"]["hashed_message"] = bytes(32)
            case "may not":
                return 200, stamper(may_stamp=False).request_tsa_response(request).dump()
        return 200, stamper().request_tsa_response(request).dump()


@contextmanager
def time_service() -> Iterator[Service]:
    """A service for the length of a block, reached over loopback."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, content = service.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    for may_stamp in (True, False):
        stamper(may_stamp=may_stamp)  # its key takes a while: nobody waits for that in a request
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    service.address = f"http://127.0.0.1:{server.server_port}/stamp"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        with (
            patch.dict(os.environ, {"no_proxy": "127.0.0.1"}),
            patch.object(time_stamps, "PATIENCE", 60.0),
        ):
            yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
