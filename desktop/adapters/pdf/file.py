"""A PDF file as numbered objects: given as source, put together into bytes at the end.

ReportLab numbers the objects and writes the file. They come to it as source, not as trees of its
own objects: formatting those for every letter anew took half of a letter's time.
"""

import hashlib
import zlib
from functools import lru_cache

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject

VERSION = (1, 7)

SWIFT = 3
"""How hard streams are deflated: half the time of the usual 6, three hundredths larger."""


@lru_cache(maxsize=65536)
def number(value: float) -> str:
    """A number with at most four decimals and no trailing zeros."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def string(text: str) -> str:
    """A text string as PDF source, in UTF-16."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def ref(place: int) -> str:
    """A reference to an object by its number."""
    return f"{place} 0 R"


class _Source(PDFObject):  # type: ignore[misc]
    """An object of the file as it will stand there."""

    content = b""

    def format(self, document: PDFDocument) -> bytes:  # noqa: ARG002 - ReportLab's own signature
        """What ReportLab writes for it."""
        return self.content


class PdfFile:
    """Objects in the order of their numbers. The same objects make the same bytes."""

    def __init__(self) -> None:
        self._document = PDFDocument(invariant=1, pdfVersion=VERSION)

    def reserve(self) -> int:
        """Take the next number for an object that is put later."""
        self._document.Reference(_Source())
        return int(self._document.objectcounter)

    def put(self, source: str | bytes, place: int = 0) -> int:
        """Add an object, under a number that was reserved or the next one."""
        place = place or self.reserve()
        content = source if isinstance(source, bytes) else source.encode("latin-1")
        self._object(place).content = content
        return place

    def put_stream(self, content: bytes, entries: str = "", place: int = 0) -> int:
        """Add a stream, deflated, with further ``entries`` of its dictionary."""
        packed = zlib.compress(content, SWIFT)
        return self.put_packed(packed, f"/Filter /FlateDecode {entries}", place)

    def put_packed(self, content: bytes, entries: str, place: int = 0) -> int:
        """Add a stream as it is; ``entries`` name its filter.

        A line end stands before ``endstream``, as ISO 19005-2, 6.1.7.1 asks for.
        """
        head = f"<<{entries} /Length {len(content)}>>\nstream\n".encode("latin-1")
        return self.put(b"".join((head, content, b"\nendstream")), place)

    def finished(self, catalog: int, info: int) -> bytes:
        """The bytes of the file."""
        document = self._document
        digest = hashlib.sha256()
        for one in document.idToObject.values():
            if isinstance(one, _Source):
                digest.update(one.content)
        mark = digest.hexdigest()[:32]
        # The identifier comes of the content, not of the moment: the same letter, the same bytes.
        document._ID = f"[<{mark}> <{mark}>]".encode("ascii")
        document.Catalog, document.info = self._object(catalog), self._object(info)
        data: bytes = document.format()
        return data

    def _object(self, place: int) -> _Source:
        found: _Source = self._document.idToObject[self._document.numberToId[place]]
        return found
