"""The receiver as a real process on loopback: killed five times, nothing acknowledged is lost."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from desktop.adapters.callbacks.spool import Spool
from desktop.domain.clock import SystemClock
from tests.e2e.conftest import DEADLINE
from tests.platforms import Platforms
from tests.ports import own_port

pytestmark = pytest.mark.e2e

KEY = bytes(range(32))
KILLS = 5
PAYMENTS = 600


def _start(handed: dict[str, object], port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "desktop", "payments", "receive", "--handed-over"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.write(json.dumps(handed).encode())
    process.stdin.close()
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the receiver ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.02)
    _end(process)
    raise TimeoutError("the receiver does not listen")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(DEADLINE)


class Platform(threading.Thread):
    """Sends its share of payments, each until it is acknowledged, as the platforms do."""

    def __init__(self, platforms: Platforms, port: int, numbers: range) -> None:
        super().__init__()
        self.platforms, self.port, self.numbers = platforms, port, numbers
        self.acknowledged: list[str] = []
        self.given_up = threading.Event()

    def run(self) -> None:
        for number in self.numbers:
            reference = f"C{number}"
            while not self._send(reference):
                if self.given_up.wait(0.02):
                    return
            self.acknowledged.append(reference)

    def _send(self, reference: str) -> bool:
        headers, body = self.platforms.core(SystemClock().now(), reference=reference)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        try:
            connection.request("POST", "/core", body, headers)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def test_killed_five_times_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    port = own_port()
    platforms = Platforms()
    path = tmp_path / "x.db.callbacks"
    handed = {"setup": platforms.setup(f"127.0.0.1:{port}"), "spool": str(path), "key": KEY.hex()}
    process = _start(handed, port)
    senders = [Platform(platforms, port, range(first, PAYMENTS, 4)) for first in range(4)]

    def acknowledged() -> list[str]:
        return [reference for sender in senders for reference in sender.acknowledged]

    for sender in senders:
        sender.start()
    try:
        for kill in range(1, KILLS + 1):
            _wait_for(lambda share=kill / (KILLS + 1): len(acknowledged()) >= share * PAYMENTS)
            assert len(acknowledged()) < PAYMENTS, "it was over before it was killed"
            _end(process)
            process = _start(handed, port)
        _wait_for(lambda: len(acknowledged()) == PAYMENTS)
    finally:
        for sender in senders:
            sender.given_up.set()
            sender.join()
        _end(process)
    spool = Spool(path, KEY)
    kept = [notice.reference for _, notice in spool.waiting(limit=PAYMENTS * 2)]
    spool.close()
    assert len(acknowledged()) == PAYMENTS
    assert sorted(kept) == sorted(acknowledged())


def _wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE
    while not is_so():
        assert time.monotonic() < deadline, "it never became so"
        time.sleep(0.005)
