"""Reading TrueType files and cutting out the glyphs that a document uses."""

import struct
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from desktop.domain.errors import EnvironmentProblem

KEPT_TABLES = ("cvt ", "fpgm", "prep")
ARGS_ARE_WORDS, HAS_SCALE, MORE_COMPONENTS, HAS_XY_SCALE, HAS_2X2 = 0x1, 0x8, 0x20, 0x40, 0x80


def _big_endian(data: bytes, kind: str) -> "array[int]":
    values = array(kind, data)
    if sys.byteorder == "little":
        values.byteswap()
    return values


@dataclass(frozen=True)
class Metrics:
    """What a font descriptor says, in thousandths of an em."""

    ascent: int
    descent: int
    cap_height: int
    bbox: tuple[int, int, int, int]
    stem_v: int


class TrueTypeFile:
    """A font file with TrueType outlines. Raises ``EnvironmentProblem`` for any other file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._data = path.read_bytes()
        except OSError as problem:
            raise EnvironmentProblem("letters.font_unreadable", file=path.name) from problem
        try:
            self._read()
        except (struct.error, KeyError, IndexError, ValueError) as problem:
            raise EnvironmentProblem("letters.font_unusable", file=path.name) from problem

    def _read(self) -> None:
        version, count = struct.unpack_from(">LH", self._data)
        if version not in (0x00010000, 0x74727565):
            raise ValueError("not a TrueType file")
        self._tables: dict[str, tuple[int, int]] = {}
        for index in range(count):
            tag, _, start, length = struct.unpack_from(">4sLLL", self._data, 12 + 16 * index)
            self._tables[tag.decode("latin-1")] = (start, length)
        head = self._table("head")
        self.units = struct.unpack_from(">H", head, 18)[0]
        self._box = struct.unpack_from(">4h", head, 36)
        self._glyph_count = struct.unpack_from(">H", self._table("maxp"), 4)[0]
        metric_count = struct.unpack_from(">H", self._table("hhea"), 34)[0]
        hmtx = self._table("hmtx")
        self._advances = _big_endian(hmtx[: 4 * metric_count], "H")[::2]
        # past the last advance, which holds for the rest, only bearings are listed
        self._bearings = _big_endian(hmtx[: 4 * metric_count], "H")[1::2]
        rest = len(hmtx) - 4 * metric_count
        self._bearings += _big_endian(hmtx[4 * metric_count : len(hmtx) - rest % 2], "H")
        is_long = struct.unpack_from(">h", head, 50)[0]
        loca = self._table("loca")
        self._loca = (
            _big_endian(loca, "I")
            if is_long
            else array("I", (2 * offset for offset in _big_endian(loca, "H")))
        )
        self._glyf_start = self._tables["glyf"][0]
        self.glyph_of = self._character_map()

    def _table(self, tag: str) -> bytes:
        start, length = self._tables[tag]
        return self._data[start : start + length]

    def _character_map(self) -> dict[int, int]:
        table = self._table("cmap")
        found: dict[int, int] = {}
        for index in range(struct.unpack_from(">H", table, 2)[0]):
            platform, _, offset = struct.unpack_from(">HHL", table, 4 + 8 * index)
            form = struct.unpack_from(">H", table, offset)[0]
            if platform in (0, 3) and form == 4:
                found.update(_segments(table[offset:]))
            elif platform in (0, 3) and form == 12:
                found.update(_groups(table[offset:]))
        if not found:
            raise ValueError("no Unicode character map")
        return found

    @cached_property
    def postscript_name(self) -> str:
        """The font's own PostScript name: what tells two fonts in a document apart."""
        table = self._table("name")
        count, strings = struct.unpack_from(">HH", table, 2)
        for index in range(count):
            platform, _, _, name, length, offset = struct.unpack_from(">6H", table, 6 + 12 * index)
            if name == 6 and platform == 3:
                raw = table[strings + offset : strings + offset + length]
                return "".join(
                    c for c in raw.decode("utf-16-be") if c.isascii() and c not in " ()<>[]{}/%"
                )
        return self.path.stem

    @cached_property
    def metrics(self) -> Metrics:
        """The descriptor's figures."""
        scale = 1000 / self.units
        ascent, descent = struct.unpack_from(">hh", self._table("hhea"), 4)
        os2 = self._table("OS/2")
        cap_height = struct.unpack_from(">h", os2, 88)[0] if len(os2) >= 90 else ascent
        weight = struct.unpack_from(">H", os2, 4)[0]
        box = tuple(round(edge * scale) for edge in self._box)
        return Metrics(
            round(ascent * scale),
            round(descent * scale),
            round(cap_height * scale),
            (box[0], box[1], box[2], box[3]),
            50 + weight * weight // 4225,
        )

    @property
    def may_be_embedded(self) -> bool:
        """Whether the font's own flags allow it to go into a document."""
        return not struct.unpack_from(">H", self._table("OS/2"), 8)[0] & 0x2

    def advance(self, glyph: int) -> float:
        """How far a glyph moves the pen, in thousandths of an em."""
        return float(self._advances[min(glyph, len(self._advances) - 1)] * 1000 / self.units)

    def _outline(self, glyph: int) -> bytes:
        start, end = self._loca[glyph], self._loca[glyph + 1]
        return self._data[self._glyf_start + start : self._glyf_start + end]

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """Cut out ``glyphs`` into a small font, numbered from 1 in the order given.

        Glyph 0 stays 0; a glyph named twice is there twice; the parts of composed glyphs come
        along behind.
        """
        order = [0, *glyphs]
        new_number = {glyph: index for index, glyph in enumerate(order)}
        outlines: list[bytes] = []
        for glyph in order:  # grows while it is walked: parts of composed glyphs are appended
            outline = self._outline(glyph)
            if outline[:2] >= b"\x80":
                outline = _renumber(outline, order, new_number)
            outlines.append(outline + b"\0" * (-len(outline) % 4))
        return self._assemble(order, outlines)

    def _assemble(self, order: list[int], outlines: list[bytes]) -> bytes:
        positions, position = [0], 0
        for outline in outlines:
            position += len(outline)
            positions.append(position)
        last = len(self._advances) - 1
        widths = [
            value
            for glyph in order
            for value in (self._advances[min(glyph, last)], self._bearings[glyph])
        ]
        count = len(order)
        head = bytearray(self._table("head"))
        struct.pack_into(">L", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        hhea = bytearray(self._table("hhea"))
        struct.pack_into(">H", hhea, 34, count)
        maxp = bytearray(self._table("maxp"))
        struct.pack_into(">H", maxp, 4, count)
        tables = {
            "glyf": b"".join(outlines),
            "head": bytes(head),
            "hhea": bytes(hhea),
            "hmtx": struct.pack(f">{2 * count}H", *widths),
            "loca": struct.pack(f">{count + 1}L", *positions),
            "maxp": bytes(maxp),
        }
        tables |= {tag: self._table(tag) for tag in KEPT_TABLES if tag in self._tables}
        return _font_file(tables)


def _segments(table: bytes) -> dict[int, int]:
    count = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}h", table, 16 + 4 * count)
    base = 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", table, base)
    found: dict[int, int] = {}
    for index in range(count):
        for code in range(starts[index], ends[index] + 1):
            if offsets[index]:
                at = base + 2 * index + offsets[index] + 2 * (code - starts[index])
                glyph = struct.unpack_from(">H", table, at)[0] if at + 2 <= len(table) else 0
                glyph = (glyph + deltas[index]) & 0xFFFF if glyph else 0
            else:
                glyph = (code + deltas[index]) & 0xFFFF
            if glyph and code != 0xFFFF:
                found[code] = glyph
    return found


def _groups(table: bytes) -> dict[int, int]:
    count = struct.unpack_from(">L", table, 12)[0]
    found: dict[int, int] = {}
    for index in range(count):
        first, last, glyph = struct.unpack_from(">LLL", table, 16 + 12 * index)
        found.update(
            zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)
        )
    return found


def _renumber(outline: bytes, order: list[int], new_number: dict[int, int]) -> bytes:
    """Point the parts of a composed glyph at their new numbers, adding parts not yet taken."""
    changed = bytearray(outline)
    position, flags = 10, MORE_COMPONENTS
    while flags & MORE_COMPONENTS:
        flags, part = struct.unpack_from(">HH", changed, position)
        if part not in new_number:
            new_number[part] = len(order)
            order.append(part)
        struct.pack_into(">H", changed, position + 2, new_number[part])
        position += 8 if flags & ARGS_ARE_WORDS else 6
        position += (
            8 if flags & HAS_2X2 else 4 if flags & HAS_XY_SCALE else 2 if flags & HAS_SCALE else 0
        )
    return bytes(changed)


def _checksum(data: bytes) -> int:
    return sum(_big_endian(data + b"\0" * (-len(data) % 4), "I")) & 0xFFFFFFFF


def _font_file(tables: dict[str, bytes]) -> bytes:
    power = 1 << (len(tables).bit_length() - 1)
    search = 16 * power
    header = struct.pack(
        ">LHHHH", 0x00010000, len(tables), search, power.bit_length() - 1, 16 * len(tables) - search
    )
    directory, body = b"", b""
    start = 12 + 16 * len(tables)
    for tag, data in sorted(tables.items()):
        directory += struct.pack(
            ">4sLLL", tag.encode(), _checksum(data), start + len(body), len(data)
        )
        body += data + b"\0" * (-len(data) % 4)
    whole = bytearray(header + directory + body)
    head_at = start + sum(len(d) + -len(d) % 4 for t, d in sorted(tables.items()) if t < "head")
    struct.pack_into(">L", whole, head_at + 8, (0xB1B0AFBA - _checksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)
