"""The receiver as a real process on loopback: killed five times, nothing acknowledged is lost."""

import json
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from desktop.adapters.callbacks.spool import Spool
from desktop.domain.clock import SystemClock
from tests.platforms import Platforms

pytestmark = pytest.mark.e2e

KEY = bytes(range(32))
KILLS = 5
PAYMENTS = 600


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(handed: dict[str, object], port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "desktop", "payments", "receive", "--handed-over"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.write(json.dumps(handed).encode())
    process.stdin.close()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.02)
    raise TimeoutError("the receiver does not listen")


class Platform(threading.Thread):
    """Sends its share of payments, each until it is acknowledged, as the platforms do."""

    def __init__(self, platforms: Platforms, port: int, numbers: range) -> None:
        super().__init__()
        self.platforms, self.port, self.numbers = platforms, port, numbers
        self.acknowledged: list[str] = []

    def run(self) -> None:
        for number in self.numbers:
            reference = f"C{number}"
            while not self._send(reference):
                time.sleep(0.02)
            self.acknowledged.append(reference)

    def _send(self, reference: str) -> bool:
        headers, body = self.platforms.core(SystemClock().now(), reference=reference)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("POST", "/core", body, headers)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def test_killed_five_times_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    port = _free_port()
    platforms = Platforms()
    path = tmp_path / "x.db.callbacks"
    handed = {"setup": platforms.setup(f"127.0.0.1:{port}"), "spool": str(path), "key": KEY.hex()}
    process = _start(handed, port)
    senders = [Platform(platforms, port, range(first, PAYMENTS, 4)) for first in range(4)]
    for sender in senders:
        sender.start()
    for _ in range(KILLS):
        time.sleep(0.3)
        process.kill()
        process.wait()
        process = _start(handed, port)
    for sender in senders:
        sender.join()
    process.terminate()
    process.wait()
    spool = Spool(path, KEY)
    kept = [notice.reference for _, notice in spool.waiting(limit=PAYMENTS * 2)]
    spool.close()
    acknowledged = [reference for sender in senders for reference in sender.acknowledged]
    assert len(acknowledged) == PAYMENTS
    assert sorted(kept) == sorted(acknowledged)
