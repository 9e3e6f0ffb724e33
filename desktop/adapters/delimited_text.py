"""Lines and cells of a delimited text file as it comes from a lender's system.

The encoding is found by a mark at the start, else strict UTF-8, else GB18030; a line that was
written in another encoding, a quote that nobody closed and a NUL are reported for their row alone
and do not hold up the others.
"""

import codecs
import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from desktop.domain.errors import DomainError

ENCODINGS = ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "big5")
"""What can be chosen by hand; detection yields the first five."""
DELIMITERS = (",", "\t", ";", "|")

STRAY_QUOTE = "imports.stray_quote"
MIXED_ENCODING = "imports.mixed_encoding"
NUL = "imports.nul_character"
CUT_OFF = "imports.cut_off"

_BLOCK = 1 << 20
_LONGEST_RECORD = 200_000
"""Signs after which a quote that is still open is taken for a stray one."""
_MOST_LINES = 60
_WIDTH_ROWS = 40


@dataclass(frozen=True)
class TextShape:
    """What a text file was found to be. ``is_clean`` means every line is in ``encoding``."""

    sha256: str
    encoding: str
    delimiter: str
    is_clean: bool
    lines: int = 0


@dataclass(frozen=True)
class TextRecord:
    """One record: its number counted from 1 as a spreadsheet shows it, its cells, its fault."""

    number: int
    cells: list[str]
    fault: str = ""


def examine(path: Path, *, encoding: str = "", delimiter: str = "") -> TextShape:
    """Read the whole file once: hash, encoding and delimiter; a choice by hand goes first."""
    digest, lines = hashlib.sha256(), _LineVote()
    head = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            head = head or block
            digest.update(block)
            lines.add(block)
    if head.count(b"\0") > len(head) // 5 and not head.startswith(_UTF16_MARKS):
        raise DomainError("imports.not_a_table", file=path.name)
    found = encoding or _by_mark(head) or lines.encoding()
    is_clean = _is_clean(path, found)
    shape = TextShape(digest.hexdigest(), found, delimiter or ",", is_clean, lines.count)
    if delimiter:
        return shape
    sample = [line for line, _ in islice(_lines(path, shape), 60)]
    return replace(shape, delimiter=_most_regular(sample))


_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _by_mark(head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return "utf-16" if head.startswith(_UTF16_MARKS) else ""


class _LineVote:
    """Counts the lines that can only be UTF-8 and those that cannot be."""

    def __init__(self) -> None:
        self._rest = b""
        self._utf8 = self._other = 0
        self._beyond_gbk = False
        self.count = 0

    def add(self, block: bytes) -> None:
        """Count the lines of a block; a line cut at its end is kept for the next one."""
        whole, newline, rest = (self._rest + block).rpartition(b"\n")
        self._rest = rest
        self.count += block.count(b"\n")
        if whole.isascii():
            return
        try:
            whole.decode("utf-8")
            self._utf8 += whole.count(newline) + 1
        except UnicodeDecodeError:
            for line in whole.split(b"\n"):
                self._count(line)

    def _count(self, line: bytes) -> None:
        if line.isascii():
            return
        try:
            line.decode("utf-8")
            self._utf8 += 1
        except UnicodeDecodeError:
            self._other += 1
            try:
                line.decode("gbk")
            except UnicodeDecodeError:
                self._beyond_gbk = True

    def encoding(self) -> str:
        """The encoding of most of the lines that tell."""
        self._count(self._rest)
        if self._utf8 >= self._other:
            return "utf-8"
        return "gb18030" if self._beyond_gbk else "gbk"


def _is_clean(path: Path, encoding: str) -> bool:
    """Whether the whole file can be read strictly, without a NUL and without UTF-8 among GBK."""
    try:
        with path.open(encoding=encoding, newline="") as file:
            while text := file.read(_BLOCK):
                if "\0" in text:
                    return False
    except UnicodeError:
        return False
    return encoding not in ("gbk", "gb18030", "big5") or not _has_utf8_line(path)


def _has_utf8_line(path: Path) -> bool:
    with path.open("rb") as file:
        return any(_is_surely_utf8(line) for line in file if not line.isascii())


def _is_surely_utf8(line: bytes) -> bool:
    """At least two three-byte signs and nothing else beyond ASCII: not by chance."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return sum(0x2E80 <= ord(sign) <= 0xFFEF for sign in text) >= 2


def _lines(path: Path, shape: TextShape) -> Iterator[tuple[str, str]]:
    """Lines with their fault, or an empty word."""
    if shape.is_clean:
        with path.open(encoding=shape.encoding, newline="") as file:
            for line in file:
                yield line, ""
        return
    if shape.encoding == "utf-16":
        with path.open(encoding="utf-16", errors="replace", newline="") as file:
            for line in file:
                yield line, MIXED_ENCODING if "\ufffd" in line else NUL if "\0" in line else ""
        return
    with path.open("rb") as raw:
        for number, data in enumerate(raw):
            marked = number == 0 and data.startswith(codecs.BOM_UTF8)
            yield _decoded(data[3:] if marked else data, shape.encoding)


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    plain = "utf-8" if encoding == "utf-8-sig" else encoding
    is_chinese = plain in ("gbk", "gb18030", "big5")
    fault = NUL if b"\0" in data else ""
    if not (is_chinese and _is_surely_utf8(data)):
        try:
            return data.decode(plain), fault
        except UnicodeDecodeError:
            pass
    for other in ("utf-8", "gb18030"):
        try:
            return data.decode(other), MIXED_ENCODING
        except UnicodeDecodeError:
            continue
    return data.decode(plain, errors="replace"), MIXED_ENCODING


_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def _most_regular(lines: list[str]) -> str:
    """The delimiter that parts most lines into the same number of cells; of several the most cells.

    What stands in quotes does not count: ``"1,234.50"`` is one cell.
    """
    plain = [_QUOTED.sub("", line) for line in lines if line.strip()]

    def regularity(delimiter: str) -> tuple[bool, int, int]:
        counts = Counter(line.count(delimiter) for line in plain)
        counts.pop(0, None)
        if not counts:
            return (False, 0, 0)
        width, times = max(counts.items(), key=lambda item: (item[1], item[0]))
        return (times * 2 >= len(plain), width, times)

    return max(DELIMITERS, key=regularity)


def records(path: Path, shape: TextShape) -> Iterator[TextRecord]:
    """The records of a file in order, empty ones too, so that the numbers are the spreadsheet's."""
    lines = _Lines(_lines(path, shape))
    delimiter = shape.delimiter
    width = 0
    for number, (line, mark) in enumerate(lines, 1):
        fault = mark
        if '"' in line:
            cells, stray = _quoted(line, lines, delimiter)
            fault = fault or stray
        else:
            cells = line.rstrip("\r\n").split(delimiter)
        if number <= _WIDTH_ROWS:
            width = max(width, len(cells))
        if not fault and len(cells) < width and not line.endswith(("\n", "\r")):
            fault = CUT_OFF  # the last line stops in the middle
        yield TextRecord(number, cells, fault)


class _Lines:
    """The lines of the file, with lines given back to be read again."""

    def __init__(self, source: Iterator[tuple[str, str]]) -> None:
        self._source = source
        self._again: list[tuple[str, str]] = []

    def __iter__(self) -> Iterator[tuple[str, str]]:
        while (line := self.next()) is not None:
            yield line

    def next(self) -> tuple[str, str] | None:
        """The next line, or ``None`` after the last."""
        if self._again:
            return self._again.pop()
        return next(self._source, None)

    def give_back(self, lines: list[tuple[str, str]]) -> None:
        """Let these lines come again, in their order."""
        self._again.extend(reversed(lines))


def _quoted(line: str, lines: _Lines, delimiter: str) -> tuple[list[str], str]:
    """The cells of a record that has quotes and may go on over several lines; and its fault."""
    text = line
    taken: list[tuple[str, str]] = []
    while text.count('"') % 2:
        is_too_long = len(taken) >= _MOST_LINES or len(text) > _LONGEST_RECORD
        following = None if is_too_long else lines.next()
        if following is None:
            break
        taken.append(following)
        text += following[0]
    else:
        try:
            found = list(csv.reader([text], delimiter=delimiter, strict=True))
            if len(found) == 1:
                return found[0], ""
        except csv.Error:
            pass
    lines.give_back(taken)
    return line.replace('"', "").rstrip("\r\n").split(delimiter), STRAY_QUOTE


csv.field_size_limit(_LONGEST_RECORD * 2)
