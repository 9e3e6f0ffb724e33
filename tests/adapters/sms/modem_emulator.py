"""An AT modem on a pty (3GPP TS 27.005, PDU mode): UCS-2 parts, status reports, a small SIM.

What the network would do is done by ``deliver`` and by the reports it makes of what was submitted.
"""

import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

SMSC = "+8613800100500"
BEIJING = timezone(timedelta(hours=8))
FAILED = 0x46
FIXED = {
    "AT+CGMI": "HUAWEI-EMU",
    "AT+CGMM": "EMU900",
    "AT+CGMR": "1.0",
    "AT+CGSN": "861234567890123",
    "AT+CIMI": "460001234567890",
    "AT+CSCS=?": '+CSCS: ("GSM","UCS2","IRA")',
    "AT+CSCS?": '+CSCS: "UCS2"',
    "AT+CGATT?": "+CGATT: 1",
    "AT+CBC": "+CBC: 0,100",
    "AT+COPS?": '+COPS: 0,2,"46000"',
    "AT+CSCA?": f'+CSCA: "{SMSC}",145',
    "AT+CSMS?": "+CSMS: 1,1,1,1",
    "AT+CMGF=?": "+CMGF: (0)",
    "AT+CMGF?": "+CMGF: 0",
    "AT+CNMI=?": "+CNMI: (0,1,2),(0,1,2,3),(0,2),(0,1,2),(0,1)",
    "AT+CPMS=?": '+CPMS: ("SM"),("SM"),("SM")',
    "AT+CMGL=?": "+CMGL: (0-4)",
    "AT+CMGD=?": "+CMGD: (1-60),(0-4)",
    "AT+GCAP": "+GCAP: +CGSM,+DS,+ES",
}
ACCEPTED = (
    "ATE", "ATV", "ATS", "ATZ", "AT&", "AT+CMEE", "AT+CSCS=", "AT+CREG=", "AT+CGREG=", "AT+CFUN=", "AT+CLIP",
    "AT+CSSN", "AT+CRC", "AT+CCWA", "AT+CUSD", "AT+CVHU", "AT+CSCA=", "AT+CMMS=", "AT+COPS=",
)  # fmt: skip


@dataclass(frozen=True)
class Submitted:
    """A part as the phone of the recipient would get it."""

    to: str
    text: str
    reference: int
    group: int | None
    place: int
    total: int


class ModemEmulator:
    """Listens on ``path`` until ``unplug``; ``registration`` and ``signal`` may be set.

    ``refuse`` answers a part with an error; ``before_answer`` is called when a part is in.
    """

    def __init__(
        self, path: Path, *, report_delay: float = 0.05, capacity: int = 60, pin: str = ""
    ) -> None:
        self.path = path
        self.sent: list[Submitted] = []
        self.fails: set[str] = set()
        self.refuse: Callable[[Submitted], str | None] = lambda _part: None
        self.before_answer: Callable[[Submitted], None] = lambda _part: None
        self.registration, self.signal = 1, 23
        self.pin, self.wrong_pins = pin, 0
        self._delay, self._capacity = report_delay, capacity
        self._store: dict[int, tuple[int, int, str]] = {}
        self._coming: list[tuple[float, int, str, str]] = []
        self._lock = threading.RLock()
        self._notices = [0] * 5
        self._reference = self._group = 0
        self._is_echoing = True
        self._is_plugged = True
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._ours)
        tty.setraw(self._theirs)
        path.unlink(missing_ok=True)
        path.symlink_to(os.ttyname(self._theirs))
        self._threads = [threading.Thread(target=work) for work in (self._listen, self._network)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> "ModemEmulator":
        return self

    def __exit__(self, *_error: object) -> None:
        """Only when its threads are over are the ends closed: another's file may get their number."""
        self.unplug()
        for thread in self._threads:
            thread.join(30)
        os.close(self._ours)

    # --- what the test does ----------------------------------------------------------------------

    def deliver(self, sender: str, text: str, *, is_reversed: bool = False) -> None:
        """Let a message arrive, in as many parts as it takes."""
        with self._lock:
            self._group = self._group % 255 + 1
            parts = _deliver_units(sender, text, self._group)
            for length, unit in reversed(parts) if is_reversed else parts:
                self._coming.append((0.0, length, unit, "CMTI"))

    def deliver_raw(self, sender: str, content: bytes) -> None:
        """Let one part with any bytes for its UCS-2 text arrive."""
        with self._lock:
            self._coming.append((0.0, *_deliver_unit(sender, b"", content), "CMTI"))

    def unplug(self) -> None:
        """Pull the modem out of its socket."""
        with self._lock:
            if self._is_plugged:
                self._is_plugged = False
                self.path.unlink(missing_ok=True)
                os.close(self._theirs)

    def messages(self) -> list[tuple[str, str]]:
        """What the recipients' phones show: to whom, and the whole text, once all parts are in."""
        found: list[tuple[str, str]] = []
        open_: dict[tuple[str, int], dict[int, str]] = {}
        for part in self.sent:
            if part.group is None:
                found.append((part.to, part.text))
                continue
            parts = open_.setdefault((part.to, part.group), {})
            parts[part.place] = part.text
            if len(parts) == part.total:
                found.append((part.to, "".join(parts[place] for place in sorted(parts))))
                del open_[part.to, part.group]
        return found

    @property
    def stored(self) -> int:
        """How many messages and reports lie on the SIM."""
        return len(self._store)

    # --- the network -----------------------------------------------------------------------------

    def _network(self) -> None:
        """Bring what is on its way, as long as there is room on the SIM."""
        while self._is_plugged:
            time.sleep(0.01)
            with self._lock:
                now = time.monotonic()
                for one in list(self._coming):
                    at, length, unit, notice = one
                    if at <= now and len(self._store) < self._capacity:
                        self._coming.remove(one)
                        self._keep(length, unit, notice)

    def _keep(self, length: int, unit: str, notice: str) -> None:
        place = next(n for n in range(1, self._capacity + 1) if n not in self._store)
        self._store[place] = (0, length, unit)
        if self._notices[1 if notice == "CMTI" else 3]:
            self._write(f'\r\n+{notice}: "SM",{place}\r\n')

    # --- the wire --------------------------------------------------------------------------------

    def _write(self, text: str) -> None:
        if self._is_plugged:
            os.write(self._ours, text.encode())

    def _answer(self, *lines: str, final: str = "OK") -> None:
        said = "".join(f"\r\n{line}\r\n" for line in lines if line)
        self._write(f"{said}\r\n{final}\r\n")

    def _listen(self) -> None:
        typed, is_text = bytearray(), False
        while self._is_plugged:
            if not select.select([self._ours], [], [], 0.05)[0]:
                continue
            try:
                read = os.read(self._ours, 4096)
            except OSError:
                return
            for byte in read:
                char = bytes((byte,))
                if is_text and char in (b"\x1a", b"\x1b"):
                    is_text = False
                    with self._lock:
                        self._submit(typed.decode()) if char == b"\x1a" else self._answer()
                    typed.clear()
                elif not is_text and char == b"\r":
                    with self._lock:
                        if self._is_echoing:
                            self._write("\r")
                        line = typed.decode("latin-1").strip()
                        typed.clear()
                        is_text = bool(line) and self._do(line.upper())
                else:
                    if self._is_echoing:
                        self._write(char.decode("latin-1"))
                    typed += char if char != b"\n" or is_text else b""

    def _do(self, line: str) -> bool:
        """Do one command; ``True`` when a text follows."""
        if line in ("ATE0", "ATE1"):
            self._is_echoing = line == "ATE1"
            self._answer()
        elif line in FIXED:
            self._answer(FIXED[line])
        elif line.startswith("AT+CMGS="):
            self._write("\r\n> ")
            return True
        elif line.startswith(("AT+CMG", "AT+CPMS", "AT+CNMI")):
            self._do_with_messages(line)
        elif line == "AT+CPIN?":
            self._answer("+CPIN: SIM PIN" if self.pin else "+CPIN: READY")
        elif line.startswith("AT+CPIN="):
            self._try_pin(line[8:].strip('"'))
        elif line in ("AT+CREG?", "AT+CGREG?"):
            self._answer(f'+{line[3:-1]}: 2,{self.registration},"1A2B","3C4D"')
        elif line == "AT+CSQ":
            self._answer(f"+CSQ: {self.signal},0")
        elif line.startswith("AT+CSMS="):
            self._answer("+CSMS: 1,1,1")
        elif line == "AT" or line.startswith(ACCEPTED):
            self._answer()
        else:
            self._answer(final="ERROR")
        return False

    def _do_with_messages(self, line: str) -> None:
        name, _, value = line.partition("=")
        used = f"{len(self._store)},{self._capacity}"
        if line == "AT+CNMI?":
            self._answer("+CNMI: " + ",".join(map(str, self._notices)))
        elif name == "AT+CNMI":
            given = [int(one or 0) for one in value.split(",")]
            self._notices = given + self._notices[len(given) :]
            self._answer()
        elif line == "AT+CPMS?":
            self._answer("+CPMS: " + ",".join(f'"SM",{used}' for _ in range(3)))
        elif name == "AT+CPMS":
            is_sim = '"ME"' not in value and '"MT"' not in value
            self._answer(f"+CPMS: {','.join([used] * 3)}") if is_sim else self._answer(
                final="+CMS ERROR: 302"
            )
        elif name == "AT+CMGL":
            kept = sorted(self._store.items())
            self._answer(*(f"+CMGL: {n},{s},,{length}\r\n{u}" for n, (s, length, u) in kept))
        elif name == "AT+CMGR" and int(value) in self._store:
            state, length, unit = self._store[int(value)]
            self._store[int(value)] = (1, length, unit)
            self._answer(f"+CMGR: {state},,{length}\r\n{unit}")
        elif name == "AT+CMGD":
            self._store.pop(int(value.split(",")[0]), None)
            self._answer()
        elif name == "AT+CMGF" and value == "0":
            self._answer()
        else:
            self._answer(final="+CMS ERROR: 321")

    def _try_pin(self, given: str) -> None:
        if given == self.pin:
            self.pin = ""
            self._answer()
        else:
            self.wrong_pins += 1
            self._answer(final="+CME ERROR: 16")

    def _submit(self, typed: str) -> None:
        part = _read_submit(typed.strip(), self._reference % 255 + 1)
        error = self.refuse(part)
        if error is not None:
            self._answer(final=error)
            return
        self._reference = part.reference
        self.sent.append(part)
        self.before_answer(part)
        self._answer(f"+CMGS: {part.reference}")
        status = FAILED if part.to in self.fails else 0
        at = time.monotonic() + self._delay
        self._coming.append((at, *_report_unit(part.to, part.reference, status), "CDSI"))


def _swapped(number: str) -> tuple[int, int, str]:
    """Digits, type of number, and semi-octets of an address."""
    digits = number.lstrip("+")
    padded = digits + "F" * (len(digits) % 2)
    pairs = "".join(padded[n + 1] + padded[n] for n in range(0, len(padded), 2))
    return len(digits), 0x91 if number.startswith("+") else 0x81, pairs


def _stamp() -> str:
    now = datetime.now(UTC).astimezone(BEIJING)
    fields = (now.year % 100, now.month, now.day, now.hour, now.minute, now.second, 32)
    return "".join(f"{value % 10}{value // 10}" for value in fields)


def _with_centre(unit: str) -> tuple[int, str]:
    _, kind, pairs = _swapped(SMSC)
    return len(unit) // 2, f"{1 + len(pairs) // 2:02X}{kind:02X}{pairs}{unit}"


def _deliver_unit(sender: str, head: bytes, content: bytes) -> tuple[int, str]:
    count, kind, pairs = _swapped(sender)
    first = 0x24 | (0x40 if head else 0)
    data = head + content
    return _with_centre(
        f"{first:02X}{count:02X}{kind:02X}{pairs}0008{_stamp()}{len(data):02X}{data.hex().upper()}"
    )


def _deliver_units(sender: str, text: str, group: int) -> list[tuple[int, str]]:
    """Parts of 134 bytes: a character beyond the BMP may be cut in two, as networks do."""
    content = text.encode("utf-16-be")
    if len(content) <= 140:
        return [_deliver_unit(sender, b"", content)]
    pieces = [content[n : n + 134] for n in range(0, len(content), 134)]
    return [
        _deliver_unit(sender, bytes((5, 0, 3, group, len(pieces), place)), piece)
        for place, piece in enumerate(pieces, 1)
    ]


def _report_unit(to: str, reference: int, status: int) -> tuple[int, str]:
    count, kind, pairs = _swapped(to)
    return _with_centre(
        f"06{reference:02X}{count:02X}{kind:02X}{pairs}{_stamp()}{_stamp()}{status:02X}"
    )


def _read_submit(typed: str, reference: int) -> Submitted:
    """Read a SMS-SUBMIT with a UCS-2 text (TS 23.040, 9.2.2.2)."""
    unit = bytes.fromhex(typed)
    place = 1 + unit[0]
    first, count, kind = unit[place], unit[place + 2], unit[place + 3]
    place += 4
    length = (count + 1) // 2
    pairs = unit[place : place + length].hex().upper()
    digits = "".join(pairs[n + 1] + pairs[n] for n in range(0, len(pairs), 2))[:count]
    place += length + 2  # protocol and coding
    place += {0: 0, 2: 1}.get(first >> 3 & 3, 7)  # validity
    data = unit[place + 1 : place + 1 + unit[place]]
    to = ("+" if kind & 0x70 == 0x10 else "") + digits
    if not first & 0x40:
        return Submitted(to, data.decode("utf-16-be"), reference, None, 1, 1)
    head, content = data[: data[0] + 1], data[data[0] + 1 :]
    return Submitted(to, content.decode("utf-16-be"), reference, head[3], head[5], head[4])
