"""The part of a font that goes into a document: every glyph as it was, in a file of its own."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from desktop.adapters import paths
from desktop.adapters.pdf.file import PdfFile
from desktop.adapters.pdf.font_file import FontFile, unicode_map

BODY = paths.resources("fonts", "NotoSerifSC-Regular.ttf")


def embedded(font: FontFile, characters: str) -> TTFont:
    """The font program that a document with these characters carries."""
    return TTFont(BytesIO(font.subset(tuple(characters))), checkChecksums=2)


def drawn(font: TTFont, name: str) -> Any:
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    return pen.value


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A font whose 丙 is put together from 甲 and 乙, moved and scaled in every way there is."""
    with TTFont(BODY) as file:
        names = file.getBestCmap()
        pen = TTGlyphPen(file.getGlyphSet())
        first, second = names[ord("甲")], names[ord("乙")]
        pen.addComponent(first, (1, 0, 0, 1, 10, 20))
        pen.addComponent(second, (0.5, 0, 0, 0.5, 300, -400))
        pen.addComponent(first, (0.5, 0, 0, 0.25, 0, 0))
        pen.addComponent(second, (0.5, 0.25, -0.25, 0.5, 1, 1))
        file["glyf"][names[ord("丙")]] = pen.glyph()
        path = tmp_path_factory.mktemp("font") / "Composed.ttf"
        file.save(path)
    return path


def test_every_glyph_is_drawn_as_in_the_whole_font() -> None:
    text = "函〔2026〕第13号，Ａ：鑫"
    part = embedded(FontFile(BODY), text)
    with TTFont(BODY, lazy=True) as whole:
        names = whole.getBestCmap()
        for place, character in enumerate(text, start=1):
            name = part.getGlyphName(place)
            assert drawn(part, name) == drawn(whole, names[ord(character)]), character
            assert part["hmtx"][name] == whole["hmtx"][names[ord(character)]]


def test_the_parts_of_a_composite_glyph_come_along(composed: Path) -> None:
    part = embedded(FontFile(composed), "乙丙")
    with TTFont(composed, lazy=True) as whole:
        expected = drawn(whole, whole.getBestCmap()[ord("丙")])
    assert drawn(part, part.getGlyphName(2)) == expected
    assert part["maxp"].numGlyphs == 4  # the absent sign, 乙, 丙, and 甲 for its sake


def test_characters_that_share_a_glyph_keep_a_code_each() -> None:
    font = FontFile(BODY)
    font.glyphs[ord("\ue000")] = font.glyphs[ord("甲")]
    part = embedded(font, "甲\ue000")
    assert drawn(part, part.getGlyphName(1)) == drawn(part, part.getGlyphName(2))
    assert part["maxp"].numGlyphs == 3


def test_codes_lead_to_their_characters_in_blocks() -> None:
    characters = [chr(0x4E00 + n) for n in range(100)] + ["𬭎"]
    found = unicode_map(characters)
    assert "100 beginbfchar\n<0001> <4E00>\n" in found
    assert "1 beginbfchar\n<0065> <D872DF4E>\n" in found


def test_the_name_of_a_subset_tells_its_characters() -> None:
    font = FontFile(BODY)

    def name(characters: str) -> bytes:
        file = PdfFile()
        place = file.reserve()
        font.embed(file, tuple(characters), place)
        return file.finished(place, place).split(b"/BaseFont /")[1][:30]

    assert name("甲乙") == name("甲乙") != name("乙甲")
