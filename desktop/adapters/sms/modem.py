"""An SMS line over a GSM or 4G modem, which a process of its own serves."""

import contextlib
import json
import logging
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.adapters.sms.line import (
    Event,
    IncomingPart,
    LineStatus,
    LongParcel,
    NotSent,
    PartTaken,
    Refused,
    Report,
    Unsure,
)
from desktop.domain.clock import BEIJING
from desktop.domain.errors import EnvironmentProblem

OPEN_SECONDS = 60
GOODBYE_SECONDS = 10
ROOM = 2
"""Messages handed to the modem at once: it sends one after the other, about 1.5 s each."""
DELIVERED = range(0x03)
FAILED = range(0x40, 0x80)
"""TS 23.040, 9.2.3.15: what lies between is still being tried."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ModemSetup:
    """Where the modem is, its speed in bits a second, and the SIM's PIN where it has one."""

    port: str
    speed: int = 115_200
    pin: str = field(default="", repr=False)


def command() -> list[str]:
    """The command of the modem's process; in the built program an executable beside this one."""
    if getattr(sys, "frozen", False):
        own = Path(sys.executable)
        return [str(own.with_name(f"shouyue-modem{own.suffix}"))]
    return [sys.executable, "-m", "desktop.modem"]


class ModemLine:
    """The desk's end of the pipe to the modem's process."""

    def __init__(self, setup: ModemSetup) -> None:
        self._setup = setup
        self._process: subprocess.Popen[str] | None = None
        self._told: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._waiting: dict[int, bool] = {}  # handed over, not settled: whether a part is taken
        self._parts: dict[int, int] = {}  # parts that are not taken yet
        self._places: list[int] = []
        self._status = LineStatus()

    def open(self) -> None:
        """Start the process and let it find the modem. Raises ``sms.modem_…``."""
        process = subprocess.Popen(
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._process = process
        threading.Thread(target=_listen, args=(process, self._told), daemon=True).start()
        setup = self._setup
        self._order(do="open", port=setup.port, speed=setup.speed, pin=setup.pin)
        first = self._next(OPEN_SECONDS)
        if first is None:
            raise EnvironmentProblem("sms.modem_silent", port=setup.port)
        self._take(first)

    def room(self) -> int:
        """Two messages at a time, so that little is uncertain when the modem is pulled out."""
        return max(0, ROOM - len(self._waiting))

    def send(self, parcels: Sequence[LongParcel]) -> None:
        """Give messages to the modem."""
        for parcel in parcels:
            self._waiting[parcel.number] = False
            self._parts[parcel.number] = len(parcel.parts)
            self._order(
                do="send", number=parcel.number, to=parcel.recipient, parts=list(parcel.parts)
            )

    def poll(self, seconds: float) -> list[Event]:
        """Wait for what the modem tells."""
        end = time.monotonic() + seconds
        events: list[Event] = []
        while not events:
            told = self._next(max(0.0, end - time.monotonic()))
            if told is None:
                break
            events += self._take(told)
        while not self._told.empty():
            events += self._take(self._next(0) or {})
        return events

    def confirm(self) -> None:
        """Have deleted from the modem what is stored."""
        if self._places:
            places, self._places = self._places, []
            self._order(do="delete", places=places)

    def in_flight(self) -> int:
        """Messages given to the modem and not settled."""
        return len(self._waiting)

    def status(self) -> LineStatus:
        """Signal and network as last told."""
        return self._status

    def close(self) -> list[Event]:
        """End the process; messages that it may have begun are unsure."""
        events: list[Event] = []
        process, self._process = self._process, None
        if process is not None:
            _end(process)
            while (told := self._rest()) is not None:
                events += self._settle(told)
        order = list(self._waiting)
        for number in order:
            # The first that waits is the one the modem was at; the others had not begun.
            is_begun = self._waiting[number] or number == order[0]
            events.append(Unsure(number, "messages.unsure") if is_begun else NotSent(number))
        self._waiting.clear()
        self._parts.clear()
        return events

    def _order(self, **order: object) -> None:
        process = self._process
        if process is None or process.stdin is None:
            raise AssertionError("the line is not open")
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
        except OSError:
            return  # it has ended: what it said last comes from ``poll``

    def _next(self, seconds: float) -> dict[str, Any] | None:
        """The next thing told; ``None`` when time is up. Raises when process or modem are gone."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            try:
                told = (
                    self._told.get(timeout=min(left, 1.0)) if left > 0 else self._told.get_nowait()
                )
            except queue.Empty:
                self._look_for_modem()
                if left <= 0:
                    return None
                continue
            if told is None:
                raise EnvironmentProblem("sms.modem_ended", port=self._setup.port)
            return told

    def _look_for_modem(self) -> None:
        """The process hangs for minutes when the modem is pulled out; its device has gone at once."""
        port = Path(self._setup.port)
        if port.is_absolute() and not port.exists() and self._process is not None:
            self._process.kill()
            raise EnvironmentProblem("sms.modem_unplugged", port=self._setup.port)

    def _rest(self) -> dict[str, Any] | None:
        try:
            return self._told.get(timeout=1.0)
        except queue.Empty:
            return None

    def _take(self, told: dict[str, Any]) -> list[Event]:
        if told.get("is") == "problem":
            raise EnvironmentProblem(
                f"sms.modem_{told['code']}", port=self._setup.port, reason=told["reason"]
            )
        return self._settle(told)

    def _settle(self, told: dict[str, Any]) -> list[Event]:
        kind = told.get("is")
        if kind in ("open", "status"):
            self._status = LineStatus(told["signal"], told["network"], told["operator"])
        elif kind == "part":
            return [self._part_taken(told["number"], told["reference"])]
        elif kind == "refused":
            self._forget(told["number"])
            _log.warning("modem: message %d is not taken: %s", told["number"], told["reason"])
            return [Refused(told["number"], told["reason"], told["is_final"])]
        elif kind == "unsure":
            self._forget(told["number"])
            return [Unsure(told["number"], "messages.unsure")]
        elif kind == "report":
            self._places.append(told["place"])
            return [_report(told)]
        elif kind == "message":
            self._places.append(told["place"])
            return [_message(told)]
        return []

    def _part_taken(self, number: int, reference: str) -> PartTaken:
        self._parts[number] -= 1
        self._waiting[number] = True
        if not self._parts[number]:
            self._forget(number)
        return PartTaken(number, reference)

    def _forget(self, number: int) -> None:
        self._waiting.pop(number, None)
        self._parts.pop(number, None)


def _listen(process: "subprocess.Popen[str]", told: "queue.Queue[dict[str, Any] | None]") -> None:
    if process.stdout is not None:
        with process.stdout as lines:
            for line in lines:
                try:
                    told.put(json.loads(line))
                except json.JSONDecodeError:
                    _log.warning("modem: a line of its process is no JSON")
    told.put(None)


def _end(process: "subprocess.Popen[str]") -> None:
    """Let the process finish what it is at; one that hangs is killed."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):  # it may have gone already
            process.stdin.close()
    try:
        process.wait(GOODBYE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _report(told: dict[str, Any]) -> Report:
    status = int(told["status"])
    state = "delivered" if status in DELIVERED else "failed" if status in FAILED else "sent"
    reason = "" if state == "delivered" else f"0x{status:02X}"
    return Report(told["reference"], told["from"], state, _moment(told["at"]), reason)


def _message(told: dict[str, Any]) -> IncomingPart:
    content = str(told["text"]).encode("utf-16-be", "surrogatepass")
    group = f"m{told['group']}-{told['parts']}" if told["group"] else ""
    return IncomingPart(
        "modem",
        told["from"],
        _moment(told["at"]),
        content,
        group,
        int(told["part"]),
        int(told["parts"]),
    )


def _moment(written: str | None) -> datetime | None:
    if not written:
        return None
    return datetime.fromisoformat(written).astimezone(BEIJING).replace(tzinfo=None)
