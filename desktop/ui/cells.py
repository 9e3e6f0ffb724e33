"""What a table cell of each kind says: the words painted, read aloud and exported."""

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from desktop.adapters import wording
from desktop.ui import formats

Kind = Literal[
    "check",
    "text",
    "strong",
    "soft",
    "number",
    "days",
    "bucket",
    "money",
    "follow_up",
    "day",
    "moment",
    "officer",
    "status",
    "code",
]
_RIGHT = frozenset({"number", "days", "money"})


def is_right_aligned(kind: Kind) -> bool:
    """Whether figures of this kind stand under each other at the right."""
    return kind in _RIGHT


def words(kind: Kind, value: Any, *, as_of: date, codes: str = "") -> str:
    """Return the words of a cell; ``codes`` is the room of the wording of status and code."""
    if value is None:
        return "" if kind == "check" else "—"
    if kind in ("status", "code"):
        return wording.text(f"{codes}.{value}", formats.language()) if value else "—"
    if kind == "follow_up":
        return formats.follow_up(value, as_of=as_of)
    if kind == "moment":
        return formats.near_moment(value, as_of=as_of)
    return _PLAIN.get(kind, str)(value)


_PLAIN: dict[str, Callable[[Any], str]] = {
    "days": formats.days,
    "number": formats.count,
    "bucket": formats.bucket,
    "money": formats.money,
    "day": formats.day,
    "check": lambda _value: "",
}
