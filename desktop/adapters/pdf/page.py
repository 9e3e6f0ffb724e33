"""A page: text, rules and pictures put on it, and which of them belong to which element."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache

from desktop.adapters.pdf.file import number, string
from desktop.adapters.pdf.fonts import Glyph
from desktop.adapters.pdf.line_breaking import Line, Piece, piece_of
from desktop.adapters.pdf.pictures import Picture
from desktop.adapters.pdf.resources import Resources

A4 = (595.2756, 841.8898)
MM = 72 / 25.4
Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)

WATERMARK_SHARE = 0.6
"""How much of the page's diagonal a watermark takes."""

SPREAD = 0.08
"""From this gap on, in ems, readers take the distance for a space: the line says what it reads.

So does a line in which two signs are moved together: readers take the step back for a new line.
"""


@dataclass(eq=False)
class Element:
    """A node of the structure tree: a heading, a paragraph, a table with its rows and cells.

    ``kids`` are elements, links and marks: the page's index and the number of the mark on it.
    """

    tag: str
    alternative: str | None = None
    scope: str = ""
    """What a head cell is the head of: ``Column`` or ``Row``."""
    kids: list["Element | Link | tuple[int, int]"] = field(default_factory=list)

    def child(self, tag: str, alternative: str | None = None, scope: str = "") -> "Element":
        """Add a node below this one."""
        element = Element(tag, alternative, scope)
        self.kids.append(element)
        return element


@dataclass(frozen=True)
class Place:
    """A rectangle on the page with this index, in points from the page's lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(eq=False)
class Link:
    """A place that leads to a page of the file which the paper is bound into, counted from 1."""

    place: Place
    target: int
    words: str
    """What it says to those who cannot see where it stands."""
    element: Element


class Page:
    """One page, measured in points from its lower left corner, drawn on at once.

    Page numbers are added at the end of a paper, when their number is known; a page is open until
    then.
    """

    def __init__(self, index: int, size: tuple[float, float], resources: Resources) -> None:
        self.width, self.height = size
        self.index = index
        self.owners: list[Element] = []
        """The elements of this page's marks, by their number."""
        self.code: list[str] = []
        self.links: list[Link] = []
        self._resources = resources
        self._colour: Colour | None = None

    @contextmanager
    def tagged(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to ``element``."""
        mark = len(self.owners)
        self.owners.append(element)
        element.kids.append((self.index, mark))
        self.code.append(f"/{element.tag} <</MCID {mark}>> BDC")
        yield
        self.code.append("EMC")

    def link(self, element: Element, area: Sequence[float], target: int, words: str) -> None:
        """Let an ``area`` (left, bottom, right, top) lead to a page of the bound file."""
        link = Link(Place(self.index, *area), target, words, element)
        self.links.append(link)
        element.kids.append(link)

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is decoration: a screen reader passes over it."""
        self.code.append("/Artifact BMC")
        yield
        self.code.append("EMC")

    def text(
        self, x: float, y: float, glyphs: Sequence[Glyph], size: float, colour: Colour = BLACK
    ) -> None:
        """Draw glyphs at their natural distances, the baseline at ``y``."""
        if glyphs:
            self._show(x, y, (piece_of(glyphs),), 0.0, size, colour)

    def line(self, x: float, y: float, line: Line, size: float, colour: Colour = BLACK) -> None:
        """Draw a line as the line breaking set it; ``x`` is the margin its indent counts from."""
        if not line.pieces:
            return
        is_misread = line.gap > SPREAD or any(piece.tightened for piece in line.pieces)
        if is_misread:
            self.code.append(f"/Span <</ActualText {string(line.text)}>> BDC")
        self._show(x + line.indent * size, y, line.pieces, line.gap, size, colour)
        if is_misread:
            self.code.append("EMC")

    def watermark(self, glyphs: Sequence[Glyph], colour: Colour) -> None:
        """Lay words under everything else on the page, rising from corner to corner."""
        over, colour_over = self.code, self._colour
        self.code, self._colour = [], None
        piece = piece_of(glyphs)
        size = WATERMARK_SHARE * math.hypot(self.width, self.height) / piece.width
        slope = math.atan2(self.height, self.width)
        cos, sin = math.cos(slope), math.sin(slope)
        middle = f"{self.width / 2:.2f} {self.height / 2:.2f}"
        with self.artifact():
            self.code.append(f"q {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {middle} cm")
            self._show(-piece.width * size / 2, -size / 3, (piece,), 0.0, size, colour)
            self.code.append("Q")
        self.code, self._colour = self.code + over, colour_over

    def _show(
        self,
        x: float,
        y: float,
        pieces: Sequence[Piece],
        gap: float,
        size: float,
        colour: Colour,
    ) -> None:
        """Draw pieces with ``gap`` ems between them, changing fonts as they do."""
        self._paint(colour)
        shown: list[str] = []
        wide = _moved(gap)
        font = codes = None
        for piece in pieces:
            before = wide if not piece.tightened else _moved(gap - piece.tightened)
            for run_font, text in piece.runs:
                if codes is None or run_font is not font:
                    font, codes = run_font, self._resources.font(run_font)
                    before, end = (before, ">] TJ ") if shown else ("", "")
                    shown.append(f"{end}/{codes.name} {number(size)} Tf [{before}<")
                elif before:
                    shown.append(f">{before}<")
                before = ""
                shown.append(codes[text] if len(text) == 1 else "".join([codes[c] for c in text]))
        self.code.append(f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {''.join(shown)}>] TJ ET")

    def _paint(self, colour: Colour) -> None:
        if colour != self._colour:
            self._colour = colour
            self.code.append(f"{_shade(colour)} rg")

    def rule(
        self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5, colour: Colour = BLACK
    ) -> None:
        """Draw a straight line."""
        ends = f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S"
        self.code.append(f"{_shade(colour)} RG {number(width)} w {ends}")

    def dashes(self, x1: float, y: float, x2: float, colour: Colour = BLACK) -> None:
        """Draw a dashed line to cut along."""
        self.code.append("[3 2] 0 d")
        self.rule(x1, y, x2, y, 0.5, colour)
        self.code.append("[] 0 d")

    def boxes(
        self, boxes: Iterable[tuple[float, float, float, float]], colour: Colour = BLACK
    ) -> None:
        """Fill rectangles given as x, y, width, height, without any edge."""
        self._paint(colour)
        self.code += [f"{x:.2f} {y:.2f} {wide:.2f} {high:.2f} re" for x, y, wide, high in boxes]
        self.code.append("f")

    def picture(self, picture: Picture, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture into a rectangle."""
        name = self._resources.picture(picture)
        place = f"{number(width)} 0 0 {number(height)} {x:.2f} {y:.2f}"
        self.code.append(f"q {place} cm /{name} Do Q")


@lru_cache(maxsize=64)
def _shade(colour: Colour) -> str:
    return " ".join(map(number, colour))


def _moved(ems: float) -> str:
    """How the next glyph is moved to the right, in thousandths as PDF counts them."""
    return str(round(-1000 * ems)) if ems else ""
