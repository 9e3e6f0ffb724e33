"""Breaking Chinese text into lines and filling them to the margin.

Rules: no closing mark starts a line, no opening mark or currency sign ends one (GB/T 15834 and the
W3C's Requirements for Chinese Text Layout, clreq); amounts, dates, numbers, document numbers and
Latin words are never split. The rules hold by construction: text is first cut into atoms between
which a line may break.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter

from desktop.adapters.pdf.font_file import FontFile
from desktop.adapters.pdf.fonts import BODY, FontSet, Glyph

NEVER_FIRST = frozenset("，。、；：？！）》〉】〕」』”’…—·％‰℃～!),.:;?]}%")
NEVER_LAST = frozenset("（《〈【〔「『“‘￥＄№¥$#([{")
CLOSING = frozenset("，。、；：？！）》〉】〕」』”’")
OPENING = frozenset("（《〈【〔「『“‘")
HALVES = CLOSING | OPENING
"""Full-width marks whose ink fills only half of their box."""

TOKEN = re.compile(
    r"""
    [0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?              # a date
  | [〇零壹贰叁肆伍陆柒捌玖]{4}年[零壹贰拾]{1,3}月[零壹贰叁肆伍陆柒捌玖拾]{1,4}日
  | [￥¥$-]{0,2}[0-9][0-9,]*(?:\.[0-9]+)?(?:[%％‰元天期日月年个份笔]|万元|亿元)?(?![0-9A-Za-z*@/-])
  | [^\W_\u2E80-\uFFFF\U00020000-\U0003FFFF](?:[-A-Za-z0-9.,:/@%&=_*'+#?]*[A-Za-z0-9%*/])?
  | 〔[0-9]{4}〕第?[0-9]+号                              # the tail of a document number
  | 第[0-9]+[号条款项期]
  | [零壹贰叁肆伍陆柒捌玖拾佰仟]+[亿万元角分]整?           # a step of an amount in capitals
  | ……|——|\ +|.
    """,
    re.VERBOSE | re.DOTALL,
)

HALF = 0.5
"""The empty half of a full-width mark, in ems."""

KEPT = 2000
"""Broken texts that are kept."""

LARGEST_GAP = 0.25
"""The most that justification may put between two characters, in ems; beyond it stays ragged."""


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one face. ``is_whole``: a name, which changes face together."""

    text: str
    role: str = BODY
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs that keep their natural distances, and what comes before them besides."""

    text: str
    runs: tuple[tuple[FontFile, str], ...]
    """The text by the fonts that draw it."""
    width: float
    """Natural width in ems."""
    tightened: float = 0.0
    """Ems taken away before it, where two half-empty marks meet; its width is without them."""
    ends_half_empty: bool = False
    """Whether its last sign is a closing mark with an empty half."""

    @property
    def is_space(self) -> bool:
        """Whether there is nothing to see."""
        return self.text.isspace()

    def tight(self) -> "Piece":
        """This piece moved half an em to what stands before it."""
        return replace(self, width=self.width - HALF, tightened=HALF)

    def loose(self) -> "Piece":
        """This piece at its natural distance."""
        if not self.tightened:
            return self
        return replace(self, width=self.width + self.tightened, tightened=0.0)


def piece_of(glyphs: Sequence[Glyph]) -> Piece:
    """The piece that glyphs make."""
    if len(glyphs) == 1:
        return _single(glyphs[0])
    runs = tuple(
        (font, "".join(glyph.character for glyph in some))
        for font, some in groupby(glyphs, key=attrgetter("font"))
    )
    return Piece(
        "".join(text for _, text in runs),
        runs,
        sum(glyph.width for glyph in glyphs),
        ends_half_empty=_is_half_empty(glyphs[-1]),
    )


@cache
def _single(glyph: Glyph) -> Piece:
    sign = glyph.character
    return Piece(sign, ((glyph.font, sign),), glyph.width, ends_half_empty=_is_half_empty(glyph))


def _is_half_empty(glyph: Glyph) -> bool:
    return glyph.character in CLOSING and glyph.width >= 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of pieces, the ems to put after each but the last, and its indent, all in ems."""

    pieces: tuple[Piece, ...]
    gap: float
    indent: float
    width: float

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(piece.text for piece in self.pieces)


def break_lines(
    fonts: FontSet,
    spans: Sequence[Span],
    measure: float,
    *,
    indent: float = 0.0,
    is_justified: bool = True,
) -> list[Line]:
    """Set ``spans`` in lines of ``measure`` ems, the first of each paragraph indented.

    A line end in the text starts a new paragraph. The last line of a paragraph is never filled. A
    full-width closing mark may stand with its empty half beyond the margin; no ink ever does, save
    of a single character wider than the measure. What a batch says again and again, its heads,
    labels and constant paragraphs, is broken once.
    """
    return list(_broken(fonts, tuple(spans), measure, indent, is_justified))


@lru_cache(maxsize=KEPT)
def _broken(
    fonts: FontSet, spans: tuple[Span, ...], measure: float, indent: float, is_justified: bool
) -> tuple[Line, ...]:
    lines: list[Line] = []
    for paragraph in _paragraphs(spans):
        atoms = _atoms(_pieces(fonts, paragraph))
        first = indent
        at = 0
        while at < len(atoms):
            line, at = _one_line(atoms, at, measure - first)
            is_last = at >= len(atoms)
            lines.append(_set(line, measure, first, is_filled=is_justified and not is_last))
            first = 0.0
        if not atoms:
            lines.append(Line((), 0.0, first, 0.0))
    return tuple(lines)


def _paragraphs(spans: Sequence[Span]) -> list[list[Span]]:
    paragraphs: list[list[Span]] = [[]]
    for span in spans:
        for index, text in enumerate(span.text.split("\n")):
            if index:
                paragraphs.append([])
            if text:
                paragraphs[-1].append(Span(text, span.role, span.is_whole))
    return paragraphs


def _pieces(fonts: FontSet, spans: Sequence[Span]) -> list[Piece]:
    """Cut at tokens that may run over from one span into the next."""
    text = "".join(span.text for span in spans)
    glyphs = [
        glyph
        for span in spans
        for glyph in fonts.draw(span.text, span.role, is_whole=span.is_whole)
    ]
    pieces: list[Piece] = []
    before = ""
    for match in TOKEN.finditer(text):
        start, end = match.span()
        piece = _single(glyphs[start]) if end - start == 1 else piece_of(glyphs[start:end])
        if before in HALVES and _meets_half_empty(before, text[start]):
            piece = piece.tight()
        pieces.append(piece)
        before = text[end - 1]
    return pieces


def _meets_half_empty(before: str, after: str) -> bool:
    if before in CLOSING:
        return after in CLOSING or after in OPENING
    return before in OPENING and after in OPENING


def _atoms(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Join the pieces between which a line may not break."""
    atoms: list[list[Piece]] = []
    before: Piece | None = None
    for piece in pieces:
        if before is not None and _belong(before, piece):
            atoms[-1].append(piece)
        else:
            atoms.append([piece])
        before = piece
    return atoms


def _belong(before: Piece, after: Piece) -> bool:
    return (
        (after.text[0] in NEVER_FIRST or before.text[-1] in NEVER_LAST)
        and not before.is_space
        and not after.is_space
    )


def _one_line(atoms: list[list[Piece]], at: int, room: float) -> tuple[list[Piece], int]:
    """The pieces of the next line, and where the one after starts."""
    line: list[Piece] = []
    used = 0.0
    while 0 < at < len(atoms) and atoms[at][0].is_space:
        at += 1  # a line does not start with a space, save of one that a paragraph starts with
    while at < len(atoms):
        atom = atoms[at] if line else [atoms[at][0].loose(), *atoms[at][1:]]
        width = atom[0].width if len(atom) == 1 else sum([piece.width for piece in atom])
        hanging = HALF if atom[-1].ends_half_empty else 0.0
        if used + width - hanging > room + 1e-6:
            if line:
                break
            crumbs = [[crumb] for piece in atom for crumb in _crumbs(piece)]
            if len(crumbs) == 1:
                return atom, at + 1
            atoms[at : at + 1] = crumbs  # wider than a whole line: cut where it must be
            continue
        line += atom
        used += width
        at += 1
    while line and line[-1].is_space:
        line.pop()
    return line, at


def _crumbs(piece: Piece) -> list[Piece]:
    return [
        _single(Glyph(font, font.width(sign), sign)) for font, text in piece.runs for sign in text
    ]


def _set(pieces: list[Piece], measure: float, indent: float, *, is_filled: bool) -> Line:
    width = sum([piece.width for piece in pieces])
    if pieces and pieces[-1].text[-1] in CLOSING and width > measure - indent:
        width -= HALF
    slack = measure - indent - width
    gap = 0.0
    if is_filled and len(pieces) > 1:
        gap = slack / (len(pieces) - 1)
        if gap > LARGEST_GAP:
            gap = 0.0
    return Line(tuple(pieces), gap, indent, width)
