"""Every character of the standards through a PDF: printed, found, copied out as itself.

《通用规范汉字表》 comes from the official list as ``pypinyin-dict`` carries it. The characters of
GB 18030 level 2 are taken from the coding itself: every ideograph of its double-byte area (GBK).
"""

import subprocess
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from pypinyin_dict.pinyin_data.ktghz2013 import pinyin_dict

from desktop.adapters import paths
from desktop.adapters.pdf.document import Document
from desktop.adapters.pdf.fonts import BODY, BOLD, FILES, HEADING, KAI, SANS, FontSet
from desktop.adapters.pdf.line_breaking import Span, break_lines
from desktop.adapters.pdf.reading import PdfReader
from desktop.adapters.pdf.xmp import Metadata

ROLES = (BODY, BOLD, HEADING, SANS, KAI)
ACROSS, DOWN = 40, 60
"""Characters in a line and lines on a page."""


@cache
def standard_table() -> str:
    """《通用规范汉字表》 (2013), the whole of it."""
    return "".join(map(chr, sorted(pinyin_dict)))


@cache
def gbk_ideographs() -> str:
    """The ideographs of the double-byte area of GB 18030, those for compatibility too."""
    found = []
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                sign = bytes((lead, trail)).decode("gb18030")
            except UnicodeDecodeError:
                continue
            if len(sign) == 1 and "IDEOGRAPH-" in unicodedata.name(sign, ""):
                found.append(sign)
    return "".join(found)


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet(paths.resources("fonts"))


def printed(fonts: FontSet, rows: list[str], role: str) -> bytes:
    """A file with these rows in a face, as papers set their lines."""
    about = Metadata("字表", "守约示例银行", "字表", datetime(2026, 11, 20, 9, 0))
    document = Document(about, paths.resources("pdf", "sRGB.icc"))
    section = document.root.child("Sect")
    for start in range(0, len(rows), DOWN):
        page = document.new_page()
        with page.tagged(section.child("P")):
            for at, row in enumerate(rows[start : start + DOWN]):
                (line,) = break_lines(fonts, [Span(row, role)], ACROSS)
                page.line(40, 800 - 13 * at, line, 11)
    return document.save()


def copied(content: bytes, file: Path) -> list[str]:
    """What another program copies out, line by line."""
    file.write_bytes(content)
    out = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return [line for line in out.stdout.decode("utf-8").replace("\f", "\n").split("\n") if line]


def found_on(content: bytes, rows: list[str]) -> list[int]:
    """The pages on which the preview finds all that stands there, from its first sign to its last."""
    reader = PdfReader(content)
    found = [
        page
        for start in range(0, len(rows), DOWN)
        for page in {page for page, _ in reader.find("".join(rows[start : start + DOWN]))}
    ]
    reader.close()
    return found


def rows_of(characters: str) -> list[str]:
    return [characters[at : at + ACROSS] for at in range(0, len(characters), ACROSS)]


def test_the_lists_are_the_whole_standards() -> None:
    table, level_2 = standard_table(), gbk_ideographs()
    assert len(table) == len(set(table)) == 8105
    assert sum(ord(sign) > 0xFFFF for sign in table) == 196
    # GBK has 20,902 of the first block and 21 for compatibility; GB 18030 gave 52 of
    # extension A, and the last ones of the first block, a place there too
    assert set(map(chr, range(0x4E00, 0x9FA6))) <= set(level_2)
    assert sum(0xF900 <= ord(sign) < 0xFB00 for sign in level_2) == 21


@pytest.mark.parametrize("role", ROLES)
def test_every_standard_character_prints_is_found_and_copies_out(
    fonts: FontSet, role: str, tmp_path: Path
) -> None:
    """8,105 of 8,105, in the face itself: no other one lends a glyph."""
    rows = rows_of(standard_table())
    files = {glyph.font.name for row in rows for glyph in fonts.draw(row, role)}
    assert files == {Path(name).stem for name in FILES[role][:1]}
    content = printed(fonts, rows, role)
    assert copied(content, tmp_path / "table.pdf") == rows
    assert found_on(content, rows) == list(range(-(-len(rows) // DOWN)))


def test_every_character_of_gb18030_level_2_prints_is_found_and_copies_out(
    fonts: FontSet, tmp_path: Path
) -> None:
    rows = rows_of(gbk_ideographs())
    assert fonts.missing("".join(rows)) == []
    content = printed(fonts, rows, BODY)
    assert copied(content, tmp_path / "level_2.pdf") == rows
    assert found_on(content, rows) == list(range(-(-len(rows) // DOWN)))


@pytest.mark.parametrize("role", ROLES)
def test_a_name_with_any_of_them_stands_in_one_design(fonts: FontSet, role: str) -> None:
    """What the bold, the sans and the kai lack, the body has: all of the name goes over to it."""
    designs = [{Path(name).stem for name in names} for names in FILES.values()]
    mixed = [
        sign
        for sign in {*standard_table(), *gbk_ideographs()}
        if not any(
            {glyph.font.name for glyph in fonts.draw(f"王{sign}明", role, is_whole=True)} <= design
            for design in designs
        )
    ]
    assert mixed == []
