"""Which characters print, and what is said of those that do not."""

import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont as File

from desktop.adapters import paths
from desktop.adapters.pdf.font_file import read_font
from desktop.adapters.pdf.fonts import BOLD, FontSet, check_own_font
from desktop.domain.errors import DomainError, EnvironmentProblem

FOLDER = paths.resources("fonts")


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet(FOLDER)


def gb18030_level_2() -> list[str]:
    return [
        chr(code)
        for start, end in ((0x4E00, 0x9FF0), (0x3400, 0x4DB6))
        for code in range(start, end)
    ]


def test_every_character_of_gb18030_level_2_prints(fonts: FontSet) -> None:
    assert fonts.missing("".join(gb18030_level_2())) == []


def test_digits_stand_in_columns(fonts: FontSet) -> None:
    for role in ("body", "bold", "heading", "sans", "kai"):
        assert len({fonts.width(digit, role) for digit in "0123456789"}) == 1


@pytest.mark.parametrize(
    ("sign", "code"),
    [("😀", r"U\+1F600"), ("\u202e", r"U\+202E"), ("\x07", r"U\+0007"), ("\ue000", r"U\+E000")],
)
def test_a_sign_that_cannot_be_printed_is_named(fonts: FontSet, sign: str, code: str) -> None:
    assert fonts.missing(f"王{sign}\n") == [sign]
    with pytest.raises(DomainError, match=code):
        fonts.draw(f"王{sign}")


def test_a_bold_name_with_a_rare_sign_falls_back_to_the_body(fonts: FontSet) -> None:
    assert {glyph.font.name for glyph in fonts.draw("王\u3402", BOLD, is_whole=True)} == {
        "NotoSerifSC-Regular",
        "NotoSerifSC-Rare",
    }


def test_a_font_of_the_branchs_own_comes_first(tmp_path: Path) -> None:
    own = tmp_path / "OwnSong.ttf"
    shutil.copy(FOLDER / "ShouyueKai-Regular.ttf", own)
    fonts = FontSet(FOLDER, {"body": own})
    assert fonts.draw("甲")[0].font.name == "OwnSong"
    assert fonts.draw("\u3402")[0].font.name == "NotoSerifSC-Rare"


def test_a_font_that_lacks_characters_is_refused_with_the_first_of_them() -> None:
    with pytest.raises(EnvironmentProblem) as refused:
        check_own_font(FOLDER / "ShouyueKai-Regular.ttf", "甲\u3402\u3403")
    assert refused.value.facts["count"] == 2
    assert refused.value.facts["first"] == "\u3402\u3403"
    check_own_font(FOLDER / "ShouyueKai-Regular.ttf", "甲乙")


def test_what_is_no_usable_font_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font at all")
    with pytest.raises(EnvironmentProblem, match="font_unusable"):
        read_font(broken)
    with pytest.raises(EnvironmentProblem, match="font_unusable"):
        read_font(tmp_path / "absent.ttf")
    closed = tmp_path / "closed.ttf"
    with File(FOLDER / "ShouyueKai-Regular.ttf") as file:
        file["OS/2"].fsType = 2
        file.save(closed)
    with pytest.raises(EnvironmentProblem, match="font_unusable"):
        read_font(closed)


def test_every_bundled_font_has_a_postscript_name_of_its_own_and_may_be_shipped() -> None:
    files = sorted(FOLDER.glob("*.ttf"))
    names = set()
    for file in files:
        with File(file, lazy=True) as font:
            names.add(font["name"].getDebugName(6))
            assert font["OS/2"].fsType == 0
            assert "Open Font License" in font["name"].getDebugName(13)
            assert font["name"].getDebugName(1) not in ("LXGW WenKai", "霞鹜文楷")
    assert len(names) == len(files) == 7
    assert len(list(FOLDER.glob("OFL-*.txt"))) == 3
