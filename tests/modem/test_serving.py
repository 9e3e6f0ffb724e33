"""The modem's process from inside: orders in, events out, with real gammu and an emulated modem."""

import io
import json
import threading
import time
from pathlib import Path
from typing import Any, TextIO

from desktop.modem import radio
from desktop.modem.serving import serve
from tests.adapters.sms.modem_emulator import ModemEmulator

PATIENCE = 60
"""Seconds. Nothing is measured with it."""


class Orders:
    """Standard input as the desk feeds it: an order when the test says so."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._turn = threading.Condition()

    def give(self, **order: object) -> None:
        with self._turn:
            self._lines.append(json.dumps(order) if order else "")
            self._turn.notify()

    def __iter__(self) -> "Orders":
        return self

    def __next__(self) -> str:
        with self._turn:
            has_come = self._turn.wait_for(lambda: bool(self._lines), PATIENCE)
            line = self._lines.pop(0) if has_come else ""
        if not line:
            raise StopIteration
        return line


def told(output: io.StringIO, kind: str, count: int = 1) -> list[dict[str, Any]]:
    """Wait until it has told so many things of a kind."""
    end = time.monotonic() + PATIENCE
    while True:
        lines = [json.loads(line) for line in output.getvalue().splitlines()]
        found = [line for line in lines if line["is"] == kind]
        if len(found) >= count:
            return found
        assert time.monotonic() < end, lines
        time.sleep(0.05)


def started(orders: Orders, output: TextIO, codes: list[int]) -> threading.Thread:
    source: Any = orders
    thread = threading.Thread(target=lambda: codes.append(serve(source, output)))
    thread.start()
    return thread


def test_it_sends_tells_deletes_and_ends_with_the_pipe(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(radio, "RETRY_SECONDS", 0.01)
    with ModemEmulator(tmp_path / "modem") as emulator:
        send_tell_delete(emulator)


def send_tell_delete(emulator: ModemEmulator) -> None:
    emulator.refuse = lambda part: "+CMS ERROR: 21" if part.to == "13800100002" else None
    orders, output, codes = Orders(), io.StringIO(), list[int]()
    thread = started(orders, output, codes)
    orders.give(do="open", port=str(emulator.path), speed=115200)
    assert told(output, "open")[0]["network"] == "HomeNetwork"
    orders.give(do="send", number=1, to="13800100001", parts=["一", "二"])
    orders.give(do="send", number=2, to="13800100002", parts=["三"])
    emulator.deliver("+8613900001111", "周五还")
    emulator.deliver_raw("+8613900001112", b"\xd8\x3d\x4f")
    assert [one["number"] for one in told(output, "part", 2)] == [1, 1]
    assert told(output, "refused")[0]["is_final"] is False
    reports = told(output, "report", 2)
    messages = told(output, "message", 2)
    assert sorted(one["text"] for one in messages) == ["周五还", "\N{REPLACEMENT CHARACTER}"]
    places = [one["place"] for one in (*reports, *messages)]
    told(output, "status")
    assert len(told(output, "message")) == 2, "told once until deleted"
    orders.give(do="delete", places=[*places, 59])
    end = time.monotonic() + PATIENCE
    while emulator.stored:
        assert time.monotonic() < end
        time.sleep(0.05)
    orders.give()
    thread.join(PATIENCE)
    assert codes == [0]


def test_it_says_why_it_ends(tmp_path: Path) -> None:
    orders, output, codes = Orders(), io.StringIO(), list[int]()
    thread = started(orders, output, codes)
    orders.give(do="send", number=1, to="13800100001", parts=["好"])  # before it is open: nothing
    orders.give(do="open", port=str(tmp_path / "nowhere"), speed=115200)
    thread.join(PATIENCE)
    orders.give()
    assert codes == [1]
    (line,) = output.getvalue().splitlines()
    assert json.loads(line)["code"] == "no_port"


def test_closing_is_answered() -> None:
    orders, output, codes = Orders(), io.StringIO(), list[int]()
    thread = started(orders, output, codes)
    orders.give(do="close")
    thread.join(PATIENCE)
    orders.give()
    assert codes == [0]
    assert json.loads(output.getvalue()) == {"is": "closed"}
