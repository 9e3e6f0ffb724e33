"""Long SMS: cut into parts as they are sent, and put together again as they come in.

A part holds UCS-2 units (3GPP TS 23.040, 9.2.3.24.1): 70 in one message, 67 in each of several.
"""

from collections.abc import Iterable
from dataclasses import dataclass

DAMAGED = "\N{REPLACEMENT CHARACTER}"
MISSING = "[…]"
"""Stands for a part that never came."""


@dataclass(frozen=True)
class Piece:
    """A part as it came: its place from 1, and its text as UTF-16 units, which may be damaged."""

    number: int
    content: bytes


def cut(text: str, *, single: int = 70, part: int = 67) -> tuple[str, ...]:
    """Cut a text into the parts it is sent in; no character beyond the BMP is cut in half."""
    if _units(text) <= single:
        return (text,)
    parts = [""]
    room = part
    for char in text:
        unit = _units(char)
        if unit > room:
            parts.append("")
            room = part
        parts[-1] += char
        room -= unit
    return tuple(parts)


def joined(pieces: Iterable[Piece], total: int) -> str:
    """Put the parts of a message together: in their order, each once, gaps marked.

    A sender may cut a character in two; damaged units become U+FFFD, nothing is dropped silently.
    """
    by_number: dict[int, bytes] = {}
    for piece in pieces:
        by_number.setdefault(piece.number, piece.content)
    missing = MISSING.encode("utf-16-be")
    whole = b"".join(_even(by_number.get(number, missing)) for number in range(1, total + 1))
    return whole.decode("utf-16-be", "replace").replace("\0", "")


def _even(content: bytes) -> bytes:
    """A part of an odd length has lost a byte: what is left of the last unit shows as damaged."""
    return content if len(content) % 2 == 0 else content[:-1] + DAMAGED.encode("utf-16-be")


def _units(text: str) -> int:
    return len(text.encode("utf-16-be", "surrogatepass")) // 2
