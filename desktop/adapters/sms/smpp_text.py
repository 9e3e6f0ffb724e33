"""Texts and receipts as SMPP 3.4 carries them."""

import contextlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.adapters.sms.line import IncomingPart

STATES = {
    "DELIVRD": "delivered",
    "ACCEPTD": "sent",
    "ENROUTE": "sent",
    "UNKNOWN": "sent",
    "EXPIRED": "failed",
    "DELETED": "failed",
    "UNDELIV": "failed",
    "REJECTD": "failed",
}
_MESSAGE_STATES = {
    1: "ENROUTE",
    2: "DELIVRD",
    3: "EXPIRED",
    4: "DELETED",
    5: "UNDELIV",
    6: "ACCEPTD",
    7: "UNKNOWN",
    8: "REJECTD",
}
"""SMPP 3.4, 5.2.28: message_state."""
_ID = re.compile(rb"id:\s*([^\s]+)", re.IGNORECASE)
_STATE = re.compile(rb"stat:\s*([A-Za-z]+)", re.IGNORECASE)
_ERROR = re.compile(rb"err:\s*([^\s]+)", re.IGNORECASE)
_DONE = re.compile(rb"done date:\s*(\d{10,12})", re.IGNORECASE)
HAS_HEADER = 0x40
"""esm_class: the text begins with a header that numbers the parts."""
SHORT = 3
HEADER = 6
"""Bytes of a header that numbers parts with an 8-bit reference (TS 23.040, 9.2.3.24.1)."""


@dataclass(frozen=True)
class ReceiptText:
    """A receipt as read: ``stat`` is the network's own word."""

    reference: str
    stat: str
    at: datetime | None
    reason: str


@dataclass(frozen=True)
class PartOf:
    """Which part of which message a text is."""

    reference: int
    number: int
    total: int


def header(reference: int, number: int, total: int) -> bytes:
    """The user data header of one of several parts."""
    return bytes((5, 0, 3, reference & 0xFF, total, number))


def split_header(content: bytes) -> tuple[PartOf | None, bytes]:
    """Take the header off a part; ``None`` where it numbers none. Text that is too short stays."""
    length = content[0] if content else 0
    if length + 1 > len(content):
        return None, content
    place, end, part = 1, length + 1, None
    while place + 2 <= end:
        kind, size = content[place], content[place + 1]
        value = content[place + 2 : min(place + 2 + size, end)]
        if kind == 0 and len(value) == 3:
            part = PartOf(value[0], value[2], value[1])
        elif kind == 8 and len(value) == 4:
            part = PartOf(value[0] << 8 | value[1], value[3], value[2])
        place += 2 + size
    if part is not None and not 1 <= part.number <= part.total:
        part = None
    return part, content[end:]


def as_units(content: bytes, coding: int) -> bytes:
    """A text in its data coding as UTF-16-BE units; coding 8 is UCS-2 and stays as it came."""
    if coding & 0x0C == 0x08:
        return content
    if coding & 0xF0 == 0 and coding & 0x0F in (0, 1, 3):
        return content.decode("latin-1").encode("utf-16-be")
    return content.decode("utf-8", "replace").encode("utf-16-be")


def read_receipt(pdu: Any) -> ReceiptText | None:
    """Read a receipt: from its optional parameters where it has them, else from its text.

    ``None`` where it names no message or no state.
    """
    text = bytes(pdu.short_message or b"") or bytes(getattr(pdu, "message_payload", None) or b"")
    named = bytes(getattr(pdu, "receipted_message_id", None) or b"").rstrip(b"\0")
    found = _ID.search(text)
    reference = named or (found[1] if found else b"")
    told = _STATE.search(text)
    state = getattr(pdu, "message_state", None)
    stat = told[1].decode("ascii").upper()[:7] if told else _MESSAGE_STATES.get(state or 0, "")
    if not reference or stat not in STATES:
        return None
    error = _ERROR.search(text)
    reason = stat if error is None else f"{stat} {error[1].decode('ascii', 'replace')}"
    return ReceiptText(reference.decode("ascii", "replace")[:64], stat, _done(text), reason[:60])


def _done(text: bytes) -> datetime | None:
    found = _DONE.search(text)
    if found is None:
        return None
    written = found[1].decode("ascii")
    try:
        return datetime.strptime(written, "%y%m%d%H%M%S" if len(written) == 12 else "%y%m%d%H%M")
    except ValueError:
        return None


def same_references(reference: str) -> tuple[str, ...]:
    """The ways in which a network may write one reference: servers answer a submit with a
    hexadecimal number and name it decimal in the receipt, or pad it with zeros. A short one is
    taken as it is: it would be too easily another one's."""
    plain = reference.strip()
    if len(plain) <= SHORT:
        return (plain,)
    found = [plain, plain.lower(), plain.upper(), plain.lstrip("0")]
    if plain.isascii() and plain.isdigit():
        written = f"{int(plain):x}"
        found += [written, written.upper(), written.zfill(8), written.upper().zfill(8)]
    with contextlib.suppress(ValueError):
        found.append(str(int(plain, 16)))
    return tuple(dict.fromkeys(one for one in found if one))


def plain_address(address: Any) -> str:
    """A number or name as the server wrote it."""
    return bytes(address or b"").decode("ascii", "replace")[:32]


def status_words(status: int) -> str:
    """A command status with its name in the standard."""
    from smpplib import consts

    words = consts.DESCRIPTIONS.get(status, "")
    return f"0x{status:02X} {words}".strip()[:120]


def incoming_part(unit: Any) -> IncomingPart:
    """The message in a deliver_sm, or a part of one by SAR or by its header."""
    content = bytes(unit.short_message or b"")
    content = content or bytes(getattr(unit, "message_payload", None) or b"")
    sender, coding = plain_address(unit.source_addr), unit.data_coding or 0
    total = getattr(unit, "sar_total_segments", None) or 1
    place = getattr(unit, "sar_segment_seqnum", None) or 1
    group = f"s{getattr(unit, 'sar_msg_ref_num', None) or 0}-{total}" if total > 1 else ""
    if (unit.esm_class or 0) & HAS_HEADER:
        part, content = split_header(content)
        if part is not None and part.total > 1:
            group, place, total = f"u{part.reference}-{part.total}", part.number, part.total
    if not 1 <= place <= total:
        group, place, total = "", 1, 1
    return IncomingPart(
        "smpp", sender, None, as_units(content, coding), group if total > 1 else "", place, total
    )
