"""Reading PDF files: pages as pictures, text, register numbers; joining files for one print.

PDFium is not safe to call from two threads at once; every call holds the one lock.
"""

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from desktop.domain.errors import DomainError

_LOCK = threading.Lock()
_REGISTER_NO = re.compile(r"([\u4e00-\u9fff]{1,4})(〔\d{4}〕第\d{4,}号)")
POINTS_PER_INCH = 72


@dataclass(frozen=True)
class PagePicture:
    """A page as pixels: blue, green, red, unused, a byte each, row by row."""

    width: int
    height: int
    stride: int
    pixels: bytes


class PdfReader:
    """An open PDF. Raises ``DomainError("letters.not_a_pdf")`` for anything else."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        with _LOCK:
            try:
                self._document = pypdfium2.PdfDocument(content)
            except pypdfium2.PdfiumError as problem:
                raise DomainError("letters.not_a_pdf") from problem
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
        """Where a text stands: pages with rectangles left, bottom, right, top in points."""
        places: list[tuple[int, tuple[float, float, float, float]]] = []
        if not wanted:
            return places
        with _LOCK:
            for index in range(len(self._document)):
                text_page = self._document[index].get_textpage()
                search = text_page.search(wanted)
                while (hit := search.get_next()) is not None:
                    start, count = hit
                    places += [
                        (index, text_page.get_rect(one))
                        for one in range(text_page.count_rects(start, count))
                    ]
        return places

    def close(self) -> None:
        """Let go of the file."""
        with _LOCK:
            self._document.close()


def register_numbers(content: bytes) -> list[str]:
    """What may be register numbers in a PDF, each once; none when it is no PDF.

    Words before a number run into its series, so every length of series is named.
    """
    try:
        reader = PdfReader(content)
    except DomainError:
        return []
    try:
        whole = "".join(reader.text(page) for page in range(reader.page_count))
    finally:
        reader.close()
    found = _REGISTER_NO.findall(re.sub(r"\s+", "", whole))
    return list(
        dict.fromkeys(
            words[start:] + number for words, number in found for start in range(len(words))
        )
    )


def join(files: Iterable[bytes]) -> bytes:
    """Put the pages of several PDFs into one, in order, to print them in one go."""
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
    return buffer.getvalue()
