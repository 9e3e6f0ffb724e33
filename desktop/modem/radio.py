"""The modem itself, through gammu."""

import contextlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

TRIES = 3
RETRY_SECONDS = 2.0
MOST_STORED = 1000
DAMAGED = {"Type": "Deliver", "Number": "", "Text": "\N{REPLACEMENT CHARACTER}", "DateTime": None}
_PROBLEMS = {
    "ERR_DEVICENOTEXIST": "no_port",
    "ERR_DEVICEOPENERROR": "no_port",
    "ERR_DEVICENOPERMISSION": "no_permission",
    "ERR_DEVICELOCKED": "in_use",
    "ERR_DEVICEBUSY": "in_use",
    "ERR_TIMEOUT": "silent",
    "ERR_NOTCONNECTED": "silent",
    "ERR_DEVICEREADERROR": "unplugged",
    "ERR_DEVICEWRITEERROR": "unplugged",
    "ERR_NOSIM": "no_sim",
}
"""What of gammu's errors means that the line is gone, by code ``sms.modem_<code>``."""


class Lost(Exception):
    """The modem cannot be used (any more)."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


class NotTaken(Exception):
    """The network did not take a part."""


class Radio:
    """An open modem. Raises ``Lost`` where it cannot be used, ``NotTaken`` from ``send``."""

    def __init__(self, port: str, speed: int, pin: str) -> None:
        import gammu

        self._gammu = gammu
        self._machine = gammu.StateMachine()
        self._told: set[int] = set()
        self._has_news = True
        with tempfile.TemporaryDirectory() as folder:
            rules = Path(folder) / "modem.ini"  # gammu hears of incoming messages only this way
            rules.write_text(
                f"[gammu]\ndevice={port}\nconnection=at{speed}\nsynchronizetime=no\n"
                "logformat=nothing\n",
                "utf-8",
            )
            self._machine.ReadConfig(Filename=str(rules))
        try:
            self._machine.Init()
            self._unlock(pin)
        except gammu.GSMError as problem:
            raise self._lost(problem) from problem
        self._machine.SetIncomingCallback(self._rang)
        with contextlib.suppress(gammu.GSMError):  # some modems do not tell: they are asked
            self._machine.SetIncomingSMS(True)

    def send(self, to: str, text: str, number: int, place: int, total: int) -> int:
        """Send one part and return its reference; tried again where the network is busy."""
        message: dict[str, Any] = {
            "SMSC": {"Location": 1},
            "Number": to,
            "Text": text,
            "Coding": "Unicode_No_Compression",
            "Class": -1,
            "Type": "Status_Report",
        }
        if total > 1:
            head = bytes((5, 0, 3, number & 0xFF, total, place))
            message["UDH"] = {"Type": "UserUDH", "Text": head}
        for left in range(TRIES - 1, -1, -1):
            try:
                return int(self._machine.SendSMS(message))
            except self._gammu.GSMError as problem:
                if self._is_lost(problem):
                    raise self._lost(problem) from problem
                if not left:
                    raise NotTaken(_said(problem)) from problem
            time.sleep(RETRY_SECONDS)
        raise AssertionError("tried at least once")

    def arrived(self, *, must_look: bool) -> Iterator[dict[str, Any]]:
        """Yield what lies in the modem and was not told yet, as events."""
        try:
            self._machine.ReadDevice()
            if not (self._has_news or must_look):
                return
            self._has_news = False
            found = list(self._stored())
        except self._gammu.GSMError as problem:
            if self._is_lost(problem):
                raise self._lost(problem) from problem
            return
        for one in found:
            if one["Location"] not in self._told:
                self._told.add(one["Location"])
                yield _event(one)

    def delete(self, places: Sequence[int]) -> None:
        """Delete what the desk has stored."""
        for place in places:
            with contextlib.suppress(self._gammu.ERR_EMPTY, self._gammu.ERR_INVALIDLOCATION):
                try:
                    self._machine.DeleteSMS(Folder=0, Location=place)
                except self._gammu.GSMError as problem:
                    if self._is_lost(problem):
                        raise self._lost(problem) from problem
                    continue  # it stays told: not deleted, not told twice
            self._told.discard(place)

    def status(self) -> dict[str, Any]:
        """Signal in per cent, network state and operator, as far as the modem says."""
        signal: dict[str, Any] = {}
        network: dict[str, Any] = {}
        try:
            signal = self._machine.GetSignalQuality()
            network = self._machine.GetNetworkInfo()
        except self._gammu.GSMError as problem:  # a modem that does not say is no broken modem
            if self._is_lost(problem):
                raise self._lost(problem) from problem
        percent = signal.get("SignalPercent", -1)
        return {
            "signal": percent if percent >= 0 else None,
            "network": network.get("State") or None,
            "operator": network.get("NetworkName") or network.get("NetworkCode") or None,
        }

    def close(self) -> None:
        """Let the port go."""
        with contextlib.suppress(self._gammu.GSMError):
            self._machine.Terminate()

    def _unlock(self, pin: str) -> None:
        if self._machine.GetSecurityStatus() != "PIN":
            return
        if not pin:
            raise Lost("pin_needed", "")
        try:
            self._machine.EnterSecurityCode(Type="PIN", Code=pin)
        except self._gammu.GSMError as problem:
            raise Lost("pin_wrong", _said(problem)) from problem

    def _rang(self, _machine: object, _kind: str, _facts: object) -> None:
        self._has_news = True

    def _stored(self) -> Iterator[dict[str, Any]]:
        """Everything on the SIM; what gammu cannot decode is told as damaged, not passed over."""
        place = None
        for _ in range(MOST_STORED):
            try:
                if place is None:
                    found = self._machine.GetNextSMS(Folder=0, Start=True)
                else:
                    found = self._machine.GetNextSMS(Folder=0, Location=place)
            except self._gammu.ERR_EMPTY:
                return
            except self._gammu.ERR_CORRUPTED:
                place = (place or 0) + 1
                yield {**DAMAGED, "Location": place}
                continue
            yield from found
            place = found[0]["Location"]

    def _is_lost(self, problem: Exception) -> bool:
        return type(problem).__name__ in _PROBLEMS

    def _lost(self, problem: Exception) -> Lost:
        return Lost(_PROBLEMS.get(type(problem).__name__, "failed"), _said(problem))


def _said(problem: Exception) -> str:
    facts = problem.args[0] if problem.args else {}
    return str(facts.get("Text", problem) if isinstance(facts, dict) else problem)[:120]


def _event(one: dict[str, Any]) -> dict[str, Any]:
    at = one.get("SMSCDateTime") if one["Type"] == "Status_Report" else one.get("DateTime")
    common = {"place": one["Location"], "from": one["Number"], "at": at.isoformat() if at else None}
    if one["Type"] == "Status_Report":
        return {
            "what": "report",
            **common,
            "reference": str(one["MessageReference"]),
            "status": one["DeliveryStatus"],
        }
    head = one.get("UDH") or {}
    group = head.get("ID16bit", -1) if head.get("ID16bit", -1) > 0 else head.get("ID8bit", -1)
    is_long = (head.get("AllParts") or 0) > 1
    return {
        "what": "message",
        **common,
        "text": one["Text"],
        "group": str(group) if is_long else "",
        "part": head["PartNumber"] if is_long else 1,
        "parts": head["AllParts"] if is_long else 1,
    }
