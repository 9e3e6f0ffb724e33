"""Templates of the branch's own: seen, kept with a version, used, taken back."""

from pathlib import Path

import pytest

from desktop.adapters import paths
from desktop.adapters.letter_templates import bundled_source, bundled_templates
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import letter_editing, letter_fonts, letter_register, letters
from desktop.services.desk import Desk
from tests.services.test_letters import cases, loans, said

__all__ = ["loans"]

NAME = "overdue_notice_1"


def changed(version: str = "1.1") -> str:
    text = bundled_source(NAME).replace('version = "1.0"', f'version = "{version}"')
    return text.replace("特此通知。", "特此函告。")


@pytest.mark.parametrize("name", sorted(bundled_templates()))
def test_every_template_has_a_sample(loans: Desk, name: str) -> None:
    text, is_own = letter_editing.source(loans, name)
    assert not is_own
    assert letter_editing.preview(loans, name, text).startswith(b"%PDF-")


def test_an_own_template_is_used_and_named_in_the_register(loans: Desk, tmp_path: Path) -> None:
    letter_editing.save(loans, NAME, changed())
    assert letter_editing.source(loans, NAME) == (changed(), True)
    made = letters.make(loans, NAME, cases(loans, 1))
    assert "特此函告。" in said(letter_register.pdf(loans, made.ids[0]), tmp_path)
    assert letter_register.register_rows(loans, made.ids)[0].template_version == "1.1"
    letter_editing.take_back(loans, NAME)
    assert letter_editing.source(loans, NAME) == (bundled_source(NAME), False)
    assert not letter_editing.take_back(loans, NAME)


def test_a_changed_text_needs_a_version_of_its_own(loans: Desk) -> None:
    with pytest.raises(DomainError, match="version_unchanged"):
        letter_editing.save(loans, NAME, changed("1.0"))
    assert not letter_editing.save(loans, NAME, bundled_source(NAME))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title = ", "template_broken"),
        (changed().replace("{逾期合计|全}", "{逾期总计|全}"), "template_unknown_fact"),
        ("#" * 200_001, "template_too_long"),
        (changed().replace("特此函告。", "特此函告😀。"), "missing_glyph"),
    ],
)
def test_a_bad_template_is_not_kept(loans: Desk, text: str, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        letter_editing.save(loans, NAME, text)
    assert letter_editing.source(loans, NAME)[1] is False


def test_a_template_that_there_is_not(loans: Desk) -> None:
    with pytest.raises(DomainError, match="no_template"):
        letter_editing.source(loans, "nothing")


def test_letters_are_set_in_the_branchs_own_font(
    loans: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path / "home"))
    own = paths.resources("fonts", "ShouyueKai-Regular.ttf")
    assert not letter_fonts.has_own(loans)
    letter_fonts.save(loans, own)
    assert letter_fonts.has_own(loans)
    text, _ = letter_editing.source(loans, NAME)
    assert b"ShouyueKai" in letter_editing.preview(loans, NAME, text)
    letter_fonts.take_back(loans)
    assert b"ShouyueKai" not in letter_editing.preview(loans, NAME, text)


def test_a_font_that_lacks_usual_characters_is_refused(loans: Desk) -> None:
    with pytest.raises(EnvironmentProblem, match="font_lacks_characters"):
        letter_fonts.save(loans, paths.resources("fonts", "NotoSerifSC-Rare.ttf"))
    assert not letter_fonts.has_own(loans)
    assert len(letter_fonts.everyday_characters()) == 6763 + 4
