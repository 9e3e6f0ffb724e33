"""A PDF/A document: its pages, its structure, its description."""

from pathlib import Path

from desktop.adapters.pdf.canvas import Attachment, LetterCanvas
from desktop.adapters.pdf.page import A4, Element, Page
from desktop.adapters.pdf.xmp import Metadata


class Document:
    """Collects pages and writes them as PDF/A-2b, or PDF/A-3b when something is attached.

    ``metadata.made_at`` is the only moment that enters the file: the same pages made with the same
    metadata are the same bytes. ``first_font`` is the name of a font that its text uses.
    """

    def __init__(self, metadata: Metadata, colour_profile: Path, first_font: str) -> None:
        self.root = Element("Document")
        self.pages: list[Page] = []
        self.attachments: list[Attachment] = []
        self._metadata = metadata
        self._profile = colour_profile
        self._first_font = first_font

    def new_page(self, size: tuple[float, float] = A4) -> Page:
        """Start a page."""
        page = Page(len(self.pages), size)
        self.pages.append(page)
        return page

    def save(self) -> bytes:
        """The finished file."""
        canvas = LetterCanvas(self._metadata, self._first_font)
        for page in self.pages:
            canvas.setPageSize((page.width, page.height))
            page.replay(canvas)
            canvas.finish_page(page)
        return canvas.finish(self.root, self.pages, self.attachments, self._profile)
