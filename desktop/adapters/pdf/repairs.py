"""What ReportLab leaves to be desired for PDF/A and for Chinese, put right in one place.

Imported before any document is made. Each repair names the clause it is for; the tests fail
when one of them is missing, and tell when a newer ReportLab no longer needs it.
"""

from collections.abc import Sequence

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, ttfonts

ENTRIES_PER_BLOCK = 100
"""The most that one block of a character map may hold (Adobe Technical Note 5014)."""

rl_config.useA85 = 0  # binary streams: a fifth smaller and faster
rl_config.trustedHosts = []  # nothing in a letter is ever fetched
rl_config.trustedSchemes = []

SPACE = 32


def unicode_map(_font_name: str, subset: Sequence[int]) -> str:
    """The map of a subset's codes to Unicode.

    In UTF-16, so that a character beyond the basic plane copies as itself; in blocks of at most
    ``ENTRIES_PER_BLOCK``; without the unused codes, which ReportLab fills with spaces.
    """
    entries = [
        (code, character)
        for code, character in enumerate(subset)
        if character and (character != SPACE or code == SPACE)
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), ENTRIES_PER_BLOCK):
        block = entries[start : start + ENTRIES_PER_BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [
            f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
            for code, character in block
        ]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


_format_stream = pdfdoc.PDFStream.format


def _closed_stream(self: pdfdoc.PDFStream, document: pdfdoc.PDFDocument) -> bytes:
    """A stream with the line end before ``endstream`` that ISO 19005-2, 6.1.7.1 asks for."""
    source: bytes = _format_stream(self, document)
    end = b"endstream\n"
    return source.removesuffix(end) + b"\n" + end


ttfonts.makeToUnicodeCMap = unicode_map
pdfdoc.PDFStream.format = _closed_stream
