"""Embedding the glyphs a document used, so that they draw, search and copy as themselves."""

import zlib
from dataclasses import dataclass, field

from desktop.adapters.pdf.fonts import Glyph
from desktop.adapters.pdf.objects import Name, PdfFile, Raw, Ref, number
from desktop.adapters.pdf.truetype import TrueTypeFile

ENTRIES_PER_BLOCK = 100
"""The most that one block of a character map may hold."""


@dataclass
class FontUse:
    """What a document draws from one font file: characters numbered by first use.

    Two characters that share a glyph keep a code each, so that both copy out as themselves.
    """

    file: TrueTypeFile
    name: str
    ref: Ref
    codes: dict[str, int] = field(default_factory=dict)
    glyphs: list[Glyph] = field(default_factory=list)

    def code(self, glyph: Glyph) -> int:
        """The two-byte code that draws a glyph in this document."""
        try:
            return self.codes[glyph.character]
        except KeyError:
            self.glyphs.append(glyph)
            code = self.codes[glyph.character] = len(self.glyphs)
            return code


def embed_font(file: PdfFile, use: FontUse) -> None:
    """Write the composite font, its descriptor, its glyphs and its map back to Unicode."""
    program = use.file.subset([glyph.number for glyph in use.glyphs])
    characters = [glyph.character for glyph in use.glyphs]
    tag = subset_tag(characters)
    name = Name(f"{tag}+{use.file.postscript_name}")
    figures = use.file.metrics
    descriptor = file.add(
        {
            "Type": Name("FontDescriptor"),
            "FontName": name,
            "Flags": 4,
            "FontBBox": list(figures.bbox),
            "ItalicAngle": 0,
            "Ascent": figures.ascent,
            "Descent": figures.descent,
            "CapHeight": figures.cap_height,
            "StemV": figures.stem_v,
            "FontFile2": file.add_stream(program, {"Length1": len(program)}, level=3),
        }
    )
    widths = " ".join(number(1000 * glyph.width) for glyph in use.glyphs)
    descendant = file.add(
        {
            "Type": Name("Font"),
            "Subtype": Name("CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": {"Registry": "Adobe", "Ordering": "Identity", "Supplement": 0},
            "FontDescriptor": descriptor,
            "DW": 1000,
            "W": Raw(f"[1 [{widths}]]".encode("ascii")),
            "CIDToGIDMap": Name("Identity"),
        }
    )
    file.add(
        {
            "Type": Name("Font"),
            "Subtype": Name("Type0"),
            "BaseFont": name,
            "Encoding": Name("Identity-H"),
            "DescendantFonts": [descendant],
            "ToUnicode": file.add_stream(unicode_map(characters)),
        },
        use.ref,
    )


def subset_tag(characters: list[str]) -> str:
    """Six capitals that tell this subset from another of the same font."""
    value = zlib.crc32("".join(characters).encode("utf-8"))
    letters = ""
    for _ in range(6):
        value, rest = divmod(value, 26)
        letters += chr(65 + rest)
    return letters


def unicode_map(characters: list[str]) -> bytes:
    """The map from codes to characters, in UTF-16 so that it reaches beyond the basic plane."""
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
    for start in range(0, len(characters), ENTRIES_PER_BLOCK):
        block = characters[start : start + ENTRIES_PER_BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [
            f"<{start + index:04X}> <{character.encode('utf-16-be').hex().upper()}>"
            for index, character in enumerate(block, start=1)
        ]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
