"""Reads received text messages from files: ``.jsonl``, and the inbox files of gammu-smsd."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.domain.errors import EnvironmentProblem

MAX_TEXT = 2000
"""Longer texts are cut: a joined message has at most a few hundred characters."""
_GAMMU = re.compile(r"IN(\d{8})_(\d{6})_(\d+)_(\+?\w+)_(\d+)\.txt", re.IGNORECASE)


@dataclass(frozen=True)
class ReceivedMessage:
    """A message as it came. ``key`` names it for good, so that it is stored once."""

    key: str
    sender: str
    received_at: datetime
    text: str
    source: str = "folder"


@dataclass(frozen=True)
class UnreadableLine:
    """A line that is no message: file, line number, and a code ``dispatch.reject.<reason>``."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True)
class MessagesRead:
    """What stood in a file or folder; one bad line holds up no other."""

    messages: tuple[ReceivedMessage, ...]
    rejects: tuple[UnreadableLine, ...]


def read_messages(path: Path) -> MessagesRead:
    """Read a ``.jsonl`` file, one inbox file, or every such file in a folder, oldest name first.

    Raises ``EnvironmentProblem("dispatch.no_file")`` when there is nothing at that place.
    """
    if path.is_dir():
        files = sorted(one for one in path.iterdir() if one.suffix.lower() in (".jsonl", ".txt"))
    elif path.is_file():
        files = [path]
    else:
        raise EnvironmentProblem("dispatch.no_file", path=str(path))
    messages: list[ReceivedMessage] = []
    rejects: list[UnreadableLine] = []
    for parts in _parts(files):
        for found in _read(parts):
            (rejects if isinstance(found, UnreadableLine) else messages).append(found)  # type: ignore[arg-type]
    return MessagesRead(tuple(messages), tuple(rejects))


def _parts(files: list[Path]) -> list[list[Path]]:
    """Put the parts of a long message together: gammu numbers them at the end of the name."""
    groups: dict[str, list[Path]] = {}
    for file in files:
        named = _GAMMU.fullmatch(file.name)
        groups.setdefault("_".join(named.groups()[:4]) if named else file.name, []).append(file)
    return list(groups.values())


def _read(files: list[Path]) -> Iterator[ReceivedMessage | UnreadableLine]:
    named = _GAMMU.fullmatch(files[0].name)
    if named:
        text = "".join(_decoded(file) for file in files)
        received = datetime.strptime(named[1] + named[2], "%Y%m%d%H%M%S")
        yield _message(named[4], received, text, None)
        return
    for number, line in enumerate(_decoded(files[0]).splitlines(), 1):
        if line.strip():
            yield _line(files[0].name, number, line)


def _decoded(file: Path) -> str:
    content = file.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def _line(file: str, number: int, line: str) -> ReceivedMessage | UnreadableLine:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        return UnreadableLine(file, number, "not_json")
    if not isinstance(row, dict):
        return UnreadableLine(file, number, "not_json")
    text, sender = _first(row, "text", "body"), _first(row, "sender", "from", "phone")
    if not isinstance(text, str) or not text.strip():
        return UnreadableLine(file, number, "no_text")
    try:
        received = datetime.fromisoformat(str(_first(row, "received", "now", "at", "time")))
    except ValueError:
        return UnreadableLine(file, number, "no_time")
    return _message(str(sender or ""), received.replace(tzinfo=None), text, row.get("id"))


def _first(row: dict[str, Any], *names: str) -> object:
    return next((row[name] for name in names if row.get(name) is not None), None)


def _message(sender: str, received: datetime, text: str, given_id: object) -> ReceivedMessage:
    number = plain_number(sender)
    text = text[:MAX_TEXT]
    told = f"{given_id}|{number}|{received.isoformat()}|{text}"
    key = hashlib.sha256(told.encode()).hexdigest()[:32]
    return ReceivedMessage(key, number, received.replace(microsecond=0), text)


def plain_number(sender: str) -> str:
    """A sender's number without the country code and marks: ``+86 138-0013-0001`` is a mobile."""
    digits = re.sub(r"\D", "", sender)
    digits = digits.removeprefix("00")
    return digits[2:] if digits.startswith("86") and len(digits) > 8 else digits
