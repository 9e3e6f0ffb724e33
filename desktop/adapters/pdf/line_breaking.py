"""Breaking Chinese text into lines and filling them to the margin.

Rules: no closing mark starts a line, no opening mark or currency sign ends one (GB/T 15834 and the
W3C's Requirements for Chinese Text Layout, clreq); amounts, dates, numbers, document numbers and
Latin words are never split. The rules hold by construction: text is first cut into atoms between
which a line may break.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.adapters.pdf.fonts import BODY, FontSet, Glyph

NEVER_FIRST = frozenset("，。、；：？！）》〉】〕」』”’…—·％‰℃～!),.:;?]}%")
NEVER_LAST = frozenset("（《〈【〔「『“‘￥＄№¥$#([{")
CLOSING = frozenset("，。、；：？！）》〉】〕」』”’")
OPENING = frozenset("（《〈【〔「『“‘")
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

LARGEST_GAP = 0.25
"""The most that justification may put between two characters, in ems; beyond it stays ragged."""


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one face. ``is_whole``: a name, which changes face together."""

    text: str
    role: str = BODY
    is_whole: bool = False


@dataclass(slots=True)
class Piece:
    """Glyphs that keep their natural distances, and what comes before them besides."""

    glyphs: list[Glyph]
    is_space: bool = False
    tightened: float = 0.0
    """Ems taken away before it, where two half-empty marks meet."""

    @property
    def width(self) -> float:
        """Natural width in ems."""
        return sum(glyph.width for glyph in self.glyphs) - self.tightened

    @property
    def first(self) -> str:
        """Its first character."""
        return self.glyphs[0].character

    @property
    def last(self) -> str:
        """Its last character."""
        return self.glyphs[-1].character


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
        return "".join(glyph.character for piece in self.pieces for glyph in piece.glyphs)


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
    of a single character wider than the measure.
    """
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
    return lines


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
    for match in TOKEN.finditer(text):
        token = match.group()
        piece = Piece(glyphs[match.start() : match.end()], is_space=token.isspace())
        if pieces and _meets_half_empty(pieces[-1].last, piece.first):
            piece.tightened = 0.5
        pieces.append(piece)
    return pieces


def _meets_half_empty(before: str, after: str) -> bool:
    if before in CLOSING:
        return after in CLOSING or after in OPENING
    return before in OPENING and after in OPENING


def _atoms(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Join the pieces between which a line may not break."""
    atoms: list[list[Piece]] = []
    for piece in pieces:
        before = atoms[-1][-1] if atoms else None
        if before and not before.is_space and not piece.is_space and _belong(before, piece):
            atoms[-1].append(piece)
        else:
            atoms.append([piece])
    return atoms


def _belong(before: Piece, after: Piece) -> bool:
    return after.first in NEVER_FIRST or before.last in NEVER_LAST


def _one_line(atoms: list[list[Piece]], at: int, room: float) -> tuple[list[Piece], int]:
    """The pieces of the next line, and where the one after starts."""
    line: list[Piece] = []
    used = 0.0
    while at < len(atoms) and not line and atoms[at][0].is_space:
        at += 1  # a line does not start with a space
    while at < len(atoms):
        atom = atoms[at]
        width = sum(piece.width for piece in atom) + (0.0 if line else atom[0].tightened)
        hanging = 0.5 if atom[-1].last in CLOSING and atom[-1].glyphs[-1].width >= 1 else 0.0
        if used + width - hanging > room + 1e-6:
            if line:
                break
            crumbs = [[Piece([glyph])] for piece in atom for glyph in piece.glyphs]
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


def _set(pieces: list[Piece], measure: float, indent: float, *, is_filled: bool) -> Line:
    if pieces and pieces[0].tightened:
        pieces = [Piece(pieces[0].glyphs, pieces[0].is_space), *pieces[1:]]
    width = sum(piece.width for piece in pieces)
    if pieces and pieces[-1].last in CLOSING and width > measure - indent:
        width -= 0.5
    slack = measure - indent - width
    gap = 0.0
    if is_filled and len(pieces) > 1:
        gap = slack / (len(pieces) - 1)
        if gap > LARGEST_GAP:
            gap = 0.0
    return Line(tuple(pieces), gap, indent, width)
