"""The pen that goes down the pages of one paper: sheets, running text, what must stay together."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.adapters.pdf.document import Document
from desktop.adapters.pdf.fonts import BODY, BOLD, HEADING, KAI, FontSet
from desktop.adapters.pdf.line_breaking import Line, Span, break_lines
from desktop.adapters.pdf.page import A4, BLACK, MM, Colour, Element, Page
from desktop.domain import paper
from desktop.domain.paper import Align, Layout

INK: Colour = (0.075, 0.196, 0.329)
GREY: Colour = (0.38, 0.42, 0.46)
PALE: Colour = (0.933, 0.949, 0.965)
HAIR: Colour = (0.74, 0.78, 0.82)

HALF_HEIGHT = 0.38
"""How far the middle of a Chinese character stands above the baseline, in ems."""


@dataclass(frozen=True)
class Sheet:
    """The measures of a layout, in points."""

    left: float
    right: float
    top: float
    bottom: float
    size: float
    leading: float
    title: float
    table: float

    @property
    def measure(self) -> float:
        """Width of the type area."""
        return A4[0] - self.left - self.right


SHEETS = {
    Layout.LETTER: Sheet(25 * MM, 25 * MM, 25 * MM, 21 * MM, 11.5, 19.2, 19, 9.5),
    # GB/T 9704-2012: type area 156 × 225 mm, head 37 mm, back 28 mm, body 三号, 22 lines of 28
    # characters, pitch 28.99 point, title 22 point (二号). The 16 points that word processors call
    # 三号 would be 27 characters a line; the type size of the standard is 15.75.
    Layout.OFFICIAL: Sheet(28 * MM, 26 * MM, 37 * MM, 35 * MM, 15.75, 28.99, 22, 12),
    Layout.FORM: Sheet(20 * MM, 20 * MM, 20 * MM, 18 * MM, 10.5, 17, 17, 9.5),
}


CLOSE = Sheet(25 * MM, 25 * MM, 25 * MM, 19 * MM, 10.5, 16.8, 17, 9)
"""A letter's page for one that would leave a line or two, or its signature, on a second page."""


class Flow:
    """Where the next thing goes. ``top`` is the upper edge of what is still free, in points."""

    def __init__(self, document: Document, fonts: FontSet, sheet: Sheet, section: Element) -> None:
        self.document = document
        self.fonts = fonts
        self.sheet = sheet
        self.section = section
        self.pages: list[Page] = []
        self.new_page()

    def new_page(self) -> None:
        """Go on at the head of a new page."""
        self.page = self.document.new_page()
        self.pages.append(self.page)
        self.top = self.page.height - self.sheet.top

    @property
    def room(self) -> float:
        """Height left on this page."""
        return self.top - self.sheet.bottom

    @property
    def _is_fresh(self) -> bool:
        return self.top >= self.page.height - self.sheet.top - 1e-6

    def need(self, height: float) -> None:
        """Start a new page unless ``height`` is left; what is higher than a page starts here."""
        if self.room < height - 1e-6 and not self._is_fresh:
            self.new_page()

    def skip(self, height: float) -> None:
        """Leave a gap, but none at the head of a page."""
        if not self._is_fresh:
            self.top -= height

    def lines(
        self,
        spans: Sequence[Span],
        *,
        size: float,
        measure: float,
        indent: float = 0.0,
        is_justified: bool = True,
    ) -> list[Line]:
        """Break spans into lines of ``measure`` points."""
        return break_lines(
            self.fonts, spans, measure / size, indent=indent, is_justified=is_justified
        )

    def _lines_of(self, block: paper.Paragraph) -> list[Line]:
        """A paragraph's lines; what is not set from the left is neither indented nor justified."""
        is_left = block.align is Align.LEFT
        return self.lines(
            spans_of(block.line),
            size=self.sheet.size,
            measure=self.sheet.measure,
            indent=2.0 if block.is_indented and is_left else 0.0,
            is_justified=is_left,
        )

    def paragraph(self, block: paper.Paragraph) -> None:
        """Set running text; neither its first nor its last line stands alone on a page."""
        lines = self._lines_of(block)
        element = self.section.child("P")
        while lines:
            fitting = self._fitting(len(lines))
            with self.page.tagged(element):
                for line in lines[:fitting]:
                    self._set_line(line, block.align)
            lines = lines[fitting:]
            if lines:
                self.new_page()

    def _fitting(self, count: int) -> int:
        fitting = int((self.room + 1e-6) / self.sheet.leading)
        if fitting >= count:
            return count
        if count - fitting == 1 and fitting > 2:
            return fitting - 1
        if fitting < 2 and not self._is_fresh:
            self.new_page()
            return self._fitting(count)
        return max(fitting, 1)

    def _set_line(self, line: Line, align: Align) -> None:
        size, leading = self.sheet.size, self.sheet.leading
        x = self.sheet.left
        if align is not Align.LEFT:
            spare = self.sheet.measure - line.width * size
            x += spare if align is Align.RIGHT else spare / 2
        self.page.line(x, self.top - leading / 2 - HALF_HEIGHT * size, line, size)
        self.top -= leading

    def heading(self, block: paper.Heading) -> None:
        """Set a heading, with room for two lines below it."""
        sheet = self.sheet
        role = HEADING if block.level == 1 else KAI
        lines = self.lines(
            [Span(block.text, role)], size=sheet.size, measure=sheet.measure, indent=0
        )
        self.need((len(lines) + 2) * sheet.leading)
        self.skip(sheet.leading * 0.25)
        with self.page.tagged(self.section.child(f"H{min(block.level + 1, 6)}")):
            for line in lines:
                self._set_line(line, Align.LEFT)

    def height_of(self, block: paper.Paragraph) -> float:
        """How high a paragraph will be, for keeping it with what follows."""
        return len(self._lines_of(block)) * self.sheet.leading

    def put(
        self,
        text: str,
        x: float,
        middle: float,
        size: float,
        role: str = BODY,
        align: Align = Align.LEFT,
        colour: Colour = BLACK,
        *,
        page: Page | None = None,
    ) -> None:
        """Set one line of text about the height ``middle``: from, around or up to ``x``."""
        glyphs = self.fonts.draw(text, role)
        width = sum(glyph.width for glyph in glyphs) * size
        if align is not Align.LEFT:
            x -= width if align is Align.RIGHT else width / 2
        (page or self.page).text(x, middle - HALF_HEIGHT * size, glyphs, size, colour)


def spans_of(line: paper.Line, role: str = BODY) -> list[Span]:
    """A paper's words as the line breaking takes them."""
    return [
        Span(words.text, BOLD if words.is_strong else role, words.is_name)
        for words in line
        if words.text
    ]
