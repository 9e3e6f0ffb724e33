"""Reading PDF files: pages as pictures, text, register numbers; joining files for one print.

PDFium is not safe to call from two threads at once; every call holds the one lock.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from desktop.adapters.pdf.links import lead_to_pages
from desktop.domain.errors import DomainError

_LOCK = threading.Lock()
_REGISTER_NO = re.compile(r"([\u4e00-\u9fff]{1,4})(〔\d{4}〕第\d{4,}号)")
POINTS_PER_INCH = 72
WRONG_PASSWORD = 4
SEARCHED = 1024
"""Bytes at either end of a file within which readers look for its marks."""
MOST_PAGES = 60


@dataclass(frozen=True)
class PagePicture:
    """A page as pixels: blue, green, red, unused, a byte each, row by row."""

    width: int
    height: int
    stride: int
    pixels: bytes


class PdfReader:
    """An open PDF. Raises ``DomainError("letters.not_a_pdf")`` for anything else.

    And ``letter_check.locked`` for one that only opens with a password.
    """

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        with _LOCK:
            try:
                self._document = pypdfium2.PdfDocument(content)
            except pypdfium2.PdfiumError as problem:
                is_locked = problem.err_code == WRONG_PASSWORD
                code = "letter_check.locked" if is_locked else "letters.not_a_pdf"
                raise DomainError(code) from problem
            self.page_count = len(self._document)

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page in points."""
        with _LOCK:
            width, height = self._document.get_page_size(page)
        return float(width), float(height)

    def picture(self, page: int, dots_per_inch: float) -> PagePicture:
        """Paint a page."""
        with _LOCK:
            scale = dots_per_inch / POINTS_PER_INCH
            bitmap = self._document[page].render(scale=scale, prefer_bgrx=True)
            return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))

    def text(self, page: int) -> str:
        """What a page says."""
        with _LOCK:
            found: str = self._document[page].get_textpage().get_text_range()
        return found

    def find(self, wanted: str) -> list[tuple[int, tuple[float, float, float, float]]]:
        """Where a text stands: pages with rectangles left, bottom, right, top in points.

        Capitals, spaces and line ends make no difference: a name is found where it runs over. The
        search is not PDFium's own, which finds nothing beyond the basic plane.
        """
        places: list[tuple[int, tuple[float, float, float, float]]] = []
        sought = re.compile(re.escape("".join(_units(wanted).split())), re.IGNORECASE)
        if not sought.pattern:
            return places
        with _LOCK:
            for index in range(len(self._document)):
                text_page = self._document[index].get_textpage()
                signs = [(at, sign) for at, sign in _signs(text_page) if not sign.isspace()]
                for hit in sought.finditer("".join(sign for _, sign in signs)):
                    start, last = signs[hit.start()][0], signs[hit.end() - 1][0]
                    places += [
                        (index, text_page.get_rect(one))
                        for one in range(text_page.count_rects(start, last - start + 1))
                    ]
        return places

    def close(self) -> None:
        """Let go of the file."""
        with _LOCK:
            self._document.close()


def _units(text: str) -> str:
    """A text as PDFium counts it: a character beyond the basic plane is two."""
    return "".join(map(chr, memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")))


def _signs(text_page: Any) -> Iterator[tuple[int, str]]:
    """What PDFium numbers on a page, one after the other."""
    from pypdfium2 import raw

    for at in range(text_page.count_chars()):
        yield at, chr(raw.FPDFText_GetUnicode(text_page, at))


def open_pdf(content: bytes) -> PdfReader:
    """Open a file that may be anything.

    Raises ``DomainError``: ``letters.not_a_pdf``, ``letter_check.locked`` (it asks for a password),
    ``letter_check.damaged`` (it begins as a PDF, but its end is missing or cannot be followed).
    """
    if b"%PDF-" not in content[:SEARCHED]:
        raise DomainError("letters.not_a_pdf")
    try:
        reader = PdfReader(content)
    except DomainError as problem:
        is_locked = problem.code == "letter_check.locked"
        raise DomainError(problem.code if is_locked else "letter_check.damaged") from problem
    if b"%%EOF" not in content[-SEARCHED:]:
        reader.close()
        raise DomainError("letter_check.damaged")
    return reader


def page_count(content: bytes) -> int:
    """How many pages a PDF has."""
    reader = PdfReader(content)
    reader.close()
    return reader.page_count


def register_numbers(reader: PdfReader) -> list[str]:
    """What may be register numbers on the first ``MOST_PAGES`` pages, each once.

    Words before a number run into its series, so every length of series is named.
    """
    pages = range(min(reader.page_count, MOST_PAGES))
    whole = "".join(reader.text(page) for page in pages)
    found = _REGISTER_NO.findall(re.sub(r"\s+", "", whole))
    return list(
        dict.fromkeys(
            words[start:] + number for words, number in found for start in range(len(words))
        )
    )


def join(files: Iterable[bytes], bookmarks: Iterable[tuple[str, int]] = ()) -> bytes:
    """Put the pages of several PDFs into one, in order, to print them in one go.

    ``bookmarks`` name pages, counted from 1.
    """
    import pikepdf
    import pypdfium2

    with _LOCK:
        target = pypdfium2.PdfDocument.new()
        for content in files:
            source = pypdfium2.PdfDocument(content)
            target.import_pages(source)
            source.close()
        buffer = BytesIO()
        target.save(buffer)
        target.close()
    marked = BytesIO()
    with pikepdf.open(buffer) as whole:
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, page - 1) for name, page in bookmarks)
        lead_to_pages(whole)
        whole.save(marked)
    return marked.getvalue()
