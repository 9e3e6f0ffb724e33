"""A page: text, rules and pictures drawn on it, and which of them belong to which element."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Protocol

from desktop.adapters.pdf.embedding import FontUse
from desktop.adapters.pdf.fonts import Glyph
from desktop.adapters.pdf.line_breaking import Line
from desktop.adapters.pdf.objects import Ref, number, serialise
from desktop.adapters.pdf.truetype import TrueTypeFile

A4 = (595.2756, 841.8898)
MM = 72 / 25.4
Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)

SPREAD = 0.08
"""From this gap on, in ems, readers take the distance for a space: the line says what it reads."""


@dataclass(eq=False)
class Element:
    """A node of the structure tree: a heading, a paragraph, a table with its rows and cells."""

    tag: str
    parent: "Element | None" = None
    alternative: str | None = None
    kids: list["Element | tuple[int, int]"] = field(default_factory=list)

    def child(self, tag: str, alternative: str | None = None) -> "Element":
        """Add a node below this one."""
        element = Element(tag, self, alternative)
        self.kids.append(element)
        return element


@dataclass(frozen=True)
class Picture:
    """A picture ready to be put into files: its planes are deflated once and used many times."""

    width: int
    height: int
    colour: bytes
    alpha: bytes | None
    key: str


@lru_cache(maxsize=16)
def read_picture(content: bytes) -> Picture:
    """Read a PNG or JPEG (a seal, a logo). Raises ``ValueError`` when it is no picture."""
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(BytesIO(content))
        image.load()
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as problem:
        raise ValueError("not a picture") from problem
    rgba = image.convert("RGBA")
    alpha = rgba.getchannel("A")
    has_alpha = alpha.getextrema() != (255, 255)
    return Picture(
        rgba.width,
        rgba.height,
        zlib.compress(rgba.convert("RGB").tobytes(), 9),
        zlib.compress(alpha.tobytes(), 9) if has_alpha else None,
        hashlib.sha256(content).hexdigest(),
    )


class Resources(Protocol):
    """The document's side of a page: what is shared between pages."""

    def use(self, file: TrueTypeFile) -> FontUse:
        """The document's use of a font file."""
        ...

    def place(self, picture: Picture) -> Ref:
        """Put a picture into the file, once."""
        ...


class Page:
    """One page, measured in points from its lower left corner."""

    def __init__(self, resources: Resources, index: int, size: tuple[float, float]) -> None:
        self.width, self.height = size
        self.index = index
        self._resources = resources
        self._code: list[str] = []
        self._owners: list[Element] = []
        self.pictures: dict[str, Ref] = {}

    @contextmanager
    def tagged(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to ``element``."""
        mark = len(self._owners)
        self._owners.append(element)
        element.kids.append((self.index, mark))
        self._code.append(f"/{element.tag} <</MCID {mark}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is decoration: a screen reader passes over it."""
        self._code.append("/Artifact BMC")
        yield
        self._code.append("EMC")

    def text(
        self, x: float, y: float, glyphs: Sequence[Glyph], size: float, colour: Colour = BLACK
    ) -> None:
        """Draw glyphs at their natural distances, the baseline at ``y``."""
        self._show(x, y, [(glyph, 0.0) for glyph in glyphs], size, colour)

    def line(self, x: float, y: float, line: Line, size: float, colour: Colour = BLACK) -> None:
        """Draw a line as the line breaking set it; ``x`` is the margin its indent counts from."""
        placed: list[tuple[Glyph, float]] = []
        for index, piece in enumerate(line.pieces):
            if index:
                glyph, after = placed[-1]
                placed[-1] = (glyph, after + line.gap - piece.tightened)
            placed += [(glyph, 0.0) for glyph in piece.glyphs]
        if line.gap > SPREAD:
            said = serialise({"ActualText": line.text}).decode("ascii")
            self._code.append(f"/Span {said} BDC")
        self._show(x + line.indent * size, y, placed, size, colour)
        if line.gap > SPREAD:
            self._code.append("EMC")

    def _show(
        self, x: float, y: float, placed: Sequence[tuple[Glyph, float]], size: float, colour: Colour
    ) -> None:
        """``placed``: each glyph with the ems to leave after it besides its own width."""
        code = [f"BT {_colour(colour)} rg 1 0 0 1 {number(x)} {number(y)} Tm"]
        run: list[str] = []
        current: TrueTypeFile | None = None
        for glyph, after in placed:
            if glyph.file is not current:
                if run:
                    code.append(_shown(run))
                    run = []
                current = glyph.file
                use = self._resources.use(current)
                code.append(f"/{use.name} {number(size)} Tf")
            run.append(f"{use.code(glyph):04X}")
            if after:
                run.append(f">{number(-1000 * after)}<")
        if run:
            code.append(_shown(run))
        code.append("ET")
        self._code.append(" ".join(code))

    def rule(
        self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5, colour: Colour = BLACK
    ) -> None:
        """Draw a straight line."""
        ends = " ".join(map(number, (x1, y1))) + " m " + " ".join(map(number, (x2, y2)))
        self._code.append(f"{_colour(colour)} RG {number(width)} w {ends} l S")

    def dashes(self, x1: float, y: float, x2: float, colour: Colour = BLACK) -> None:
        """Draw a dashed line to cut along."""
        self._code.append("[3 2] 0 d")
        self.rule(x1, y, x2, y, 0.5, colour)
        self._code.append("[] 0 d")

    def boxes(
        self, boxes: Iterable[tuple[float, float, float, float]], colour: Colour = BLACK
    ) -> None:
        """Fill rectangles given as x, y, width, height."""
        code = " ".join(" ".join(map(number, box)) + " re" for box in boxes)
        self._code.append(f"{_colour(colour)} rg {code} f")

    def picture(self, picture: Picture, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture into a rectangle."""
        self.pictures[picture.key] = self._resources.place(picture)
        name = "I" + picture.key[:12]
        matrix = " ".join(map(number, (width, 0, 0, height, x, y)))
        self._code.append(f"q {matrix} cm /{name} Do Q")

    @property
    def owners(self) -> list[Element]:
        """The elements of this page's marked content, by mark."""
        return self._owners

    def code(self) -> bytes:
        """The page's drawing instructions."""
        return "\n".join(self._code).encode("ascii")


def _shown(run: Sequence[str]) -> str:
    return "[<" + "".join(run) + ">] TJ"


def _colour(colour: Colour) -> str:
    return " ".join(map(number, colour))
