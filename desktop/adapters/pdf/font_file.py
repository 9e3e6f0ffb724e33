"""A TrueType file, and the part of it that goes into a document.

ReportLab reads the file's tables; which of its glyphs a document carries is decided here. Glyphs
are numbered anew in the order in which the text uses them, so that one font holds them all.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from struct import pack, unpack, unpack_from

from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

from desktop.adapters.pdf.file import PdfFile, number, ref
from desktop.domain.errors import EnvironmentProblem

RESTRICTED = 0x02
"""The bit of a font's own flags (OS/2, fsType) that forbids putting it into documents."""

SYMBOLIC, NONSYMBOLIC = 0x04, 0x20
"""Flags of a font descriptor (ISO 32000-1, table 123): a subset has an encoding of its own."""

ENTRIES_PER_BLOCK = 100
"""The most that one block of a character map may hold (Adobe Technical Note 5014)."""

COMPOSITE = 0x80
"""Set in the first byte of an outline that is put together from others."""
WORDS, SCALE, MORE, SCALES, MATRIX = 0x01, 0x08, 0x20, 0x40, 0x80
"""Flags of a part of a composite outline (TrueType reference manual, glyf)."""

CHECKSUM = 0xB1B0AFBA


class FontFile:
    """A font by its file's name; characters by their code point.

    Raises ``EnvironmentProblem`` when the file cannot be read, has no TrueType outlines, or says of
    itself that it may not be embedded.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        try:
            face = self._face = TTFontFile(str(path))
            if face.get_table("OS/2")[9] & RESTRICTED:
                raise TTFError("embedding is not allowed")
        except (TTFError, OSError, AssertionError) as problem:
            raise EnvironmentProblem(
                "letters.font_unusable", file=path.name, reason=str(problem)
            ) from problem
        self.glyphs: dict[int, int] = face.charToGlyph
        self._own_name = re.sub(r"[^A-Za-z0-9-]", "", face.name.decode("latin-1")) or "Font"
        at, length = face.get_table_pos("glyf")
        self._outlines = memoryview(face.get_chunk(at, length))
        self._cut: dict[int, tuple[bytes, bytes]] = {}
        self._widths: dict[str, str] = {}
        self._kept = {  # hinting programs, where the font has them, stay whole
            tag: bytes(face.get_table(tag)) for tag in ("cvt ", "fpgm", "prep") if tag in face.table
        }
        self._patterns = {tag: bytes(face.get_table(tag)) for tag in ("head", "hhea", "maxp")}

    def width(self, character: str) -> float:
        """A character's width in ems."""
        return float(self._face.charWidths.get(ord(character), self._face.defaultWidth)) / 1000

    def embed(self, file: PdfFile, characters: Sequence[str], place: int) -> None:
        """Put the font with these characters into a file: the first has the code 1, and so on."""
        digest = hashlib.sha256("".join(characters).encode("utf-8")).digest()
        name = "".join(chr(ord("A") + byte % 26) for byte in digest[:6]) + f"+{self._own_name}"
        content = self.subset(characters)
        program = file.put_stream(content, f"/Length1 {len(content)}")
        face = self._face
        flags = face.flags & ~NONSYMBOLIC | SYMBOLIC
        box = " ".join(number(edge) for edge in face.bbox)
        descriptor = file.put(
            f"<</Type /FontDescriptor /FontName /{name} /Flags {flags} /FontBBox [{box}]"
            f" /ItalicAngle {number(face.italicAngle)} /Ascent {number(face.ascent)}"
            f" /Descent {number(face.descent)} /CapHeight {number(face.capHeight)}"
            f" /StemV {number(face.stemV)} /FontFile2 {ref(program)}>>"
        )
        widths = " ".join([self._written_width(character) for character in characters])
        descendant = file.put(
            f"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity"
            " /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"
            f" /FontDescriptor {ref(descriptor)} /DW {number(face.defaultWidth)}"
            f" /W [1 [{widths}]]>>"
        )
        to_unicode = file.put_stream(unicode_map(characters).encode("ascii"))
        file.put(
            f"<</Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
            f" /DescendantFonts [{ref(descendant)}] /ToUnicode {ref(to_unicode)}>>",
            place,
        )

    def subset(self, characters: Sequence[str]) -> bytes:
        """A TrueType file with the glyph of each character, and the parts of composite ones."""
        order = [0, *(self.glyphs[ord(character)] for character in characters)]
        outlines: list[bytes] = []
        metrics: list[bytes] = []
        places = [0]
        for glyph in order:  # grows by the parts that are met
            outline, measures = self._cut.get(glyph) or self._cut_out(glyph)
            if outline and outline[0] & COMPOSITE:
                outline = _renumbered(outline, order)
            outlines.append(outline)
            metrics.append(measures)
            places.append(places[-1] + len(outline))
        head, hhea, maxp = (self._patterns[tag] for tag in ("head", "hhea", "maxp"))
        count = len(order)
        return _font_program(
            {
                **self._kept,
                "glyf": b"".join(outlines),
                "head": head[:8] + b"\0\0\0\0" + head[12:50] + b"\0\1" + head[52:],
                "hhea": hhea[:34] + pack(">H", count) + hhea[36:],
                "hmtx": b"".join(metrics),
                "loca": pack(f">{count + 1}L", *places),
                "maxp": maxp[:4] + pack(">H", count) + maxp[6:],
            }
        )

    def _cut_out(self, glyph: int) -> tuple[bytes, bytes]:
        """A glyph's outline, filled up to whole words, and its measures; kept for the next time."""
        start, end = self._face.glyphPos[glyph : glyph + 2]
        outline = bytes(self._outlines[start:end]) + b"\0" * (-(end - start) % 4)
        found = self._cut[glyph] = outline, pack(">2H", *self._face.hmetrics[glyph])
        return found

    def _written_width(self, character: str) -> str:
        try:
            return self._widths[character]
        except KeyError:
            found = self._widths[character] = number(self.width(character) * 1000)
            return found


def _renumbered(outline: bytes, order: list[int]) -> bytes:
    """A composite outline whose parts bear their new numbers; parts not there yet are appended."""
    changed = bytearray(outline)
    at, flags = 10, MORE
    while flags & MORE:
        flags, part = unpack_from(">HH", changed, at)
        if part not in order:
            order.append(part)
        changed[at + 2 : at + 4] = pack(">H", order.index(part))
        at += 8 if flags & WORDS else 6
        at += 2 if flags & SCALE else 4 if flags & SCALES else 8 if flags & MATRIX else 0
    return bytes(changed)


def _font_program(tables: dict[str, bytes]) -> bytes:
    """A TrueType file of the tables, with its check sums."""
    count = len(tables)
    power = count.bit_length() - 1
    directory = [pack(">LHHHH", 0x10000, count, 16 << power, power, (count - (1 << power)) * 16)]
    body: list[bytes] = []
    at = 12 + 16 * count
    head_at = total = 0
    for tag in sorted(tables):
        content = tables[tag]
        padded = content + b"\0" * (-len(content) % 4)
        if tag == "head":
            head_at = at
        total += (own := _sum(padded))
        directory.append(pack(">4sLLL", tag.encode("ascii"), own, at, len(content)))
        body.append(padded)
        at += len(padded)
    total += _sum(b"".join(directory))
    whole = bytearray(b"".join(directory + body))
    whole[head_at + 8 : head_at + 12] = pack(">L", (CHECKSUM - total) & 0xFFFFFFFF)
    return bytes(whole)


def _sum(padded: bytes) -> int:
    words: tuple[int, ...] = unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF


def unicode_map(characters: Sequence[str]) -> str:
    """The map of a subset's codes to Unicode.

    In UTF-16, so that a character beyond the basic plane copies as itself; in blocks of at most
    ``ENTRIES_PER_BLOCK``.
    """
    entries = [
        f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(characters, start=1)
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), ENTRIES_PER_BLOCK):
        block = entries[start : start + ENTRIES_PER_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


@cache
def read_font(path: Path) -> FontFile:
    """Read a font file, once. Raises ``EnvironmentProblem`` as ``FontFile`` does."""
    return FontFile(path)
