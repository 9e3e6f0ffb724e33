"""A PDF/A document: its pages, its structure, its description."""

from pathlib import Path

from desktop.adapters.pdf.canvas import Attachment, LetterCanvas
from desktop.adapters.pdf.page import A4, Element, Page, Place
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
        self.seal: Place | None = None
        """Where the seal is, or will be put by hand: a signature is to be seen there."""
        self._profile = colour_profile
        self._canvas = LetterCanvas(metadata, first_font)
        self._written = 0

    def new_page(self, size: tuple[float, float] = A4) -> Page:
        """Start a page."""
        page = Page(len(self.pages), size)
        self.pages.append(page)
        return page

    def write_out(self) -> None:
        """Hand the pages made so far to the canvas; nothing more can be drawn on them.

        A paper is written out when it is done, so that many papers do not pile up in memory.
        """
        for page in self.pages[self._written :]:
            self._canvas.setPageSize((page.width, page.height))
            page.replay(self._canvas)
            self._canvas.finish_page(page)
        self._written = len(self.pages)

    def save(self) -> bytes:
        """The finished file. A document is saved once."""
        self.write_out()
        return self._canvas.finish(self.root, self.pages, self.attachments, self._profile)
