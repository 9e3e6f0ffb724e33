"""Faces for letters: which font file draws which character, and what to do when none can."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.adapters.pdf.font_file import FontFile, read_font
from desktop.domain.errors import DomainError, EnvironmentProblem

BODY, BOLD, HEADING, SANS, KAI = "body", "bold", "heading", "sans", "kai"
FILES = {
    BODY: ("NotoSerifSC-Regular.ttf", "NotoSerifSC-Rare.ttf"),
    BOLD: ("NotoSerifSC-Bold.ttf",),
    HEADING: ("NotoSansSC-Bold.ttf",),
    SANS: ("NotoSansSC-Regular.ttf",),
    KAI: ("ShouyueKai-Regular.ttf",),
}
"""Each face's files: one design, the later ones hold its rarer characters."""

HIDDEN = frozenset(("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"))
"""Categories of characters that never print: controls, direction marks, private, unassigned."""


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """A character as drawn: the font that has it and its width in ems. A face has each once."""

    font: FontFile
    width: float
    character: str


class Face:
    """One design in one or more files, read when first asked for."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._glyphs: dict[str, Glyph | None] = {}

    def glyph(self, character: str) -> Glyph | None:
        """The character's glyph in this design, or nothing."""
        try:
            return self._glyphs[character]
        except KeyError:
            found = self._glyphs[character] = self._find(character)
            return found

    def _find(self, character: str) -> Glyph | None:
        if unicodedata.category(character) in HIDDEN:
            return None
        for path in self._paths:
            font = read_font(path)
            if ord(character) in font.glyphs:
                return Glyph(font, font.width(character), character)
        return None


class FontSet:
    """The faces of a letter by role, each falling back to the body's design.

    ``own`` is the branch's own font files by role: a 仿宋 for the body, a font with still rarer
    characters; they come before the bundled ones.
    """

    def __init__(self, folder: Path, own: Mapping[str, Path] | None = None) -> None:
        files = dict(own or {})
        self.folder, self.own = folder, tuple(sorted(files.items()))
        self._faces = {
            role: Face([*([files[role]] if role in files else []), *(folder / n for n in names)])
            for role, names in FILES.items()
        }
        self._fallbacks = (self._faces[BODY], self._faces[KAI], self._faces[SANS])

    def draw(self, text: str, role: str = BODY, *, is_whole: bool = False) -> list[Glyph]:
        """The glyphs of ``text`` in a face.

        A character the face lacks comes from another one; where ``is_whole`` is set (a person's
        name), all of the text changes face together. Raises ``DomainError`` naming the code point
        of a character that no face has.
        """
        face = self._faces[role]
        glyphs = [face.glyph(character) for character in text]
        if None not in glyphs:
            return [glyph for glyph in glyphs if glyph]
        if is_whole:
            for other in self._fallbacks:
                whole = [other.glyph(character) for character in text]
                if None not in whole:
                    return [glyph for glyph in whole if glyph]
        return [
            glyph or self._elsewhere(character)
            for glyph, character in zip(glyphs, text, strict=True)
        ]

    def _elsewhere(self, character: str) -> Glyph:
        for face in self._fallbacks:
            glyph = face.glyph(character)
            if glyph:
                return glyph
        raise DomainError(
            "letters.missing_glyph",
            code_point=f"U+{ord(character):04X}",
            character=character if character.isprintable() else "",
        )

    def missing(self, text: str) -> list[str]:
        """The characters of ``text`` that no face can print, each once, line ends aside."""
        return [
            character
            for character in dict.fromkeys(text)
            if character != "\n" and not any(face.glyph(character) for face in self._fallbacks)
        ]

    def width(self, text: str, role: str = BODY) -> float:
        """The width of ``text`` in ems, on one line."""
        return sum(glyph.width for glyph in self.draw(text, role))


def check_own_font(path: Path, required: Iterable[str]) -> None:
    """Refuse a branch's own font that cannot serve.

    Raises ``EnvironmentProblem`` as ``read_font`` does, and when some of the ``required``
    characters are absent (the message counts them and shows the first).
    """
    known = read_font(path).glyphs
    absent = [character for character in required if ord(character) not in known]
    if absent:
        raise EnvironmentProblem(
            "letters.font_lacks_characters",
            file=path.name,
            count=len(absent),
            first="".join(absent[:10]),
        )
