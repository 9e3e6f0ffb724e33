"""What was understood of a piece of text: the value, how sure, what is in doubt, where it stood."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")

SURE = 95
LIKELY = 80
DOUBTFUL = 50
"""Confidence in per cent. Below ``LIKELY`` a person looks before anything is done with it."""

_FULL_WIDTH: dict[int, int] = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
_OTHERS = {"\u3000": " ", "\xa0": " ", "—": "-", "–": "-", "﹣": "-", "\u200b": " ", "\t": " "}
_OTHERS |= dict.fromkeys('“”‘’「」"', "'")
_NARROW: dict[int, int] = _FULL_WIDTH | {ord(wide): ord(slim) for wide, slim in _OTHERS.items()}


@dataclass(frozen=True)
class Reading(Generic[Value]):
    """One field as read.

    ``doubts`` are codes of ``resources/texts``; a field with a doubt is never acted on before a
    person confirmed it. ``start`` (inclusive) and ``end`` (exclusive) are offsets into the
    message, both 0 where the value does not stand in one place.
    """

    value: Value | None = None
    confidence: int = SURE
    doubts: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


def narrowed(text: str) -> str:
    """Full-width letters, digits and marks made narrow, one for one: offsets stay true."""
    return text.translate(_NARROW)


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the given stretches replaced by a mark that no word pattern matches."""
    marks = list(text)
    for start, end in spans:
        marks[start:end] = "\u2502" * (end - start)
    return "".join(marks)
