"""A page: text, rules and pictures put on it, and which of them belong to which element.

A page keeps what is drawn until the document is saved, so that page numbers can be added when
the number of pages is known.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFImageXObject

from desktop.adapters.pdf import repairs as _repairs  # noqa: F401 - before anything is drawn
from desktop.adapters.pdf.fonts import Glyph
from desktop.adapters.pdf.line_breaking import Line

if TYPE_CHECKING:
    from desktop.adapters.pdf.canvas import LetterCanvas

A4 = (595.2756, 841.8898)
MM = 72 / 25.4
Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)

SPREAD = 0.08
"""From this gap on, in ems, readers take the distance for a space: the line says what it reads."""


@dataclass(eq=False)
class Element:
    """A node of the structure tree: a heading, a paragraph, a table with its rows and cells.

    ``kids`` are elements and marks: the page's index and the number of the mark on it.
    """

    tag: str
    alternative: str | None = None
    kids: list["Element | tuple[int, int]"] = field(default_factory=list)

    def child(self, tag: str, alternative: str | None = None) -> "Element":
        """Add a node below this one."""
        element = Element(tag, alternative)
        self.kids.append(element)
        return element


@lru_cache(maxsize=16)
def read_picture(content: bytes) -> PDFImageXObject:
    """Read a PNG or JPEG (a seal, a logo), deflated once for all the documents that show it.

    Raises ``ValueError`` when it is no picture.
    """
    try:
        reader = ImageReader(BytesIO(content))
        name = f"picture-{hashlib.sha256(content).hexdigest()[:16]}"
        return PDFImageXObject(name, reader, mask="auto")
    except OSError as problem:
        raise ValueError("not a picture") from problem


@dataclass(frozen=True)
class Place:
    """A rectangle on the page with this index, in points from the page's lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


class Page:
    """One page, measured in points from its lower left corner."""

    def __init__(self, index: int, size: tuple[float, float]) -> None:
        self.width, self.height = size
        self.index = index
        self.owners: list[Element] = []
        """The elements of this page's marks, by their number."""
        self._strokes: list[Callable[[LetterCanvas], None]] = []

    def replay(self, canvas: "LetterCanvas") -> None:
        """Draw everything on the canvas's current page, and forget it."""
        for stroke in self._strokes:
            stroke(canvas)
        self._strokes.clear()

    @contextmanager
    def tagged(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to ``element``."""
        mark = len(self.owners)
        self.owners.append(element)
        element.kids.append((self.index, mark))
        self._strokes.append(
            lambda canvas: canvas.addLiteral(f"/{element.tag} <</MCID {mark}>> BDC")
        )
        yield
        self._strokes.append(lambda canvas: canvas.addLiteral("EMC"))

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is decoration: a screen reader passes over it."""
        self._strokes.append(lambda canvas: canvas.addLiteral("/Artifact BMC"))
        yield
        self._strokes.append(lambda canvas: canvas.addLiteral("EMC"))

    def text(
        self, x: float, y: float, glyphs: Sequence[Glyph], size: float, colour: Colour = BLACK
    ) -> None:
        """Draw glyphs at their natural distances, the baseline at ``y``."""
        placed = [(glyph, 0.0) for glyph in glyphs]
        self._strokes.append(lambda canvas: canvas.show(x, y, placed, size, colour))

    def line(self, x: float, y: float, line: Line, size: float, colour: Colour = BLACK) -> None:
        """Draw a line as the line breaking set it; ``x`` is the margin its indent counts from."""
        placed: list[tuple[Glyph, float]] = []
        for index, piece in enumerate(line.pieces):
            if index:
                glyph, after = placed[-1]
                placed[-1] = (glyph, after + line.gap - piece.tightened)
            placed += [(glyph, 0.0) for glyph in piece.glyphs]
        said = line.text if line.gap > SPREAD else None
        left = x + line.indent * size
        self._strokes.append(lambda canvas: canvas.show(left, y, placed, size, colour, said))

    def rule(
        self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5, colour: Colour = BLACK
    ) -> None:
        """Draw a straight line."""
        self._strokes.append(lambda canvas: canvas.rule(x1, y1, x2, y2, width, colour))

    def dashes(self, x1: float, y: float, x2: float, colour: Colour = BLACK) -> None:
        """Draw a dashed line to cut along."""
        self._strokes.append(lambda canvas: canvas.setDash(3, 2))
        self.rule(x1, y, x2, y, 0.5, colour)
        self._strokes.append(lambda canvas: canvas.setDash())

    def boxes(
        self, boxes: Iterable[tuple[float, float, float, float]], colour: Colour = BLACK
    ) -> None:
        """Fill rectangles given as x, y, width, height, without any edge."""
        every = list(boxes)
        self._strokes.append(lambda canvas: canvas.fill_boxes(every, colour))

    def picture(
        self, picture: PDFImageXObject, x: float, y: float, width: float, height: float
    ) -> None:
        """Draw a picture into a rectangle."""
        self._strokes.append(lambda canvas: canvas.picture(picture, x, y, width, height))
