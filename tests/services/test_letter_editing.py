"""Templates of the branch's own: drafted, approved by a second person, restored, withdrawn."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from db.tables import LetterText
from desktop.adapters import paths
from desktop.adapters.letter_templates import bundled_source, bundled_templates
from desktop.adapters.pdf.reading import PdfReader
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import (
    letter_editing,
    letter_fonts,
    letter_register,
    letters,
    officers,
    second_person,
)
from desktop.services.desk import Actor, Desk
from desktop.services.officers import OfficerCard
from desktop.services.second_person import Second
from tests.services.test_letters import cases, loans, said

__all__ = ["loans"]

NAME = "overdue_notice_1"


def changed(version: str = "1.1") -> str:
    text = bundled_source(NAME).replace('version = "1.0"', f'version = "{version}"')
    return text.replace("特此通知。", "特此函告。")


CODE = "lan-2468"


@pytest.fixture
def second(loans: Desk) -> Second:
    found = officers.save(loans, None, OfficerCard("0300", "孙悦")).officer_id
    second_person.set_secret(loans, found, CODE)
    return Second(found, CODE)


def standings(desk: Desk) -> list[tuple[str, str]]:
    return [(one.version, one.standing) for one in letter_editing.versions(desk, NAME)]


@pytest.mark.parametrize("name", sorted(bundled_templates()))
def test_every_template_has_a_sample(loans: Desk, name: str) -> None:
    (only,) = letter_editing.versions(loans, name)
    assert (only.id, only.standing) == (letter_editing.BUNDLED, "in_force")
    assert letter_editing.preview(loans, name, only.text).startswith(b"%PDF-")


def test_letters_use_a_template_only_once_a_second_person_approved_it(
    loans: Desk, second: Second, tmp_path: Path
) -> None:
    letter_editing.save_draft(loans, NAME, changed())
    assert standings(loans) == [("1.1", "draft"), ("1.0", "in_force")]
    first = letters.make(loans, NAME, cases(loans, 1))
    assert "特此函告。" not in said(letter_register.pdf(loans, first.ids[0]), tmp_path)
    letter_editing.approve(loans, NAME, second)
    assert standings(loans) == [("1.1", "in_force"), ("1.0", "past")]
    made = letters.make(loans, NAME, cases(loans, 2))
    assert "特此函告。" in said(letter_register.pdf(loans, made.ids[0]), tmp_path)
    assert letter_register.register_rows(loans, made.ids)[0].template_version == "1.1"
    own = letter_editing.versions(loans, NAME)[0]
    assert (own.written_by, own.approved_by) == ("0217", "0300")
    with pytest.raises(DomainError, match="no_draft"):
        letter_editing.approve(loans, NAME, second)


def test_nobody_approves_what_they_wrote(loans: Desk, second: Second) -> None:
    second_person.set_secret(loans, 1, "berg-1357")
    letter_editing.save_draft(loans, NAME, changed())
    with pytest.raises(DomainError, match=r"second\.same"):
        letter_editing.approve(loans, NAME, Second(1, "berg-1357"))
    other = replace(loans, actor=Actor(second.officer_id, "0300", "孙悦"))
    with pytest.raises(DomainError, match=r"letters\.same_person"):
        letter_editing.approve(other, NAME, Second(1, "berg-1357"))
    with pytest.raises(DomainError, match=r"second\.wrong"):
        letter_editing.approve(loans, NAME, Second(second.officer_id, "wrong!"))
    assert standings(loans)[0] == ("1.1", "draft")


def has_watermark(pdf: bytes) -> bool:
    reader = PdfReader(pdf)
    pages = ["".join(reader.text(page).split()) for page in range(reader.page_count)]
    reader.close()
    return all("草稿未经批准" in page for page in pages)


def test_a_draft_is_seen_under_a_watermark(loans: Desk, second: Second) -> None:
    assert has_watermark(letter_editing.preview(loans, NAME, changed()))
    assert not has_watermark(letter_editing.preview(loans, NAME, bundled_source(NAME)))
    letter_editing.save_draft(loans, NAME, changed())
    assert has_watermark(letter_editing.preview(loans, NAME, changed()))
    letter_editing.approve(loans, NAME, second)
    assert not has_watermark(letter_editing.preview(loans, NAME, changed()))
    assert has_watermark(letter_editing.preview(loans, NAME, bundled_source(NAME)))


def test_versions_are_restored_withdrawn_and_discarded(loans: Desk, second: Second) -> None:
    letter_editing.save_draft(loans, NAME, changed())
    letter_editing.save_draft(loans, NAME, changed("2.3"))  # the draft is replaced
    letter_editing.approve(loans, NAME, second)
    letter_editing.restore(loans, NAME, letter_editing.BUNDLED)
    draft = letter_editing.opened(letter_editing.versions(loans, NAME))
    assert (draft.version, draft.standing) == ("2.4", "draft")
    assert draft.text == bundled_source(NAME).replace('"1.0"', '"2.4"')
    letter_editing.discard(loans, NAME)
    assert standings(loans) == [("2.3", "in_force"), ("1.0", "past")]
    with pytest.raises(DomainError, match="reason_missing"):
        letter_editing.withdraw(loans, NAME, " ")
    letter_editing.withdraw(loans, NAME, "有误")
    assert standings(loans) == [("2.3", "withdrawn"), ("1.0", "in_force")]
    with pytest.raises(DomainError, match="not_own"):
        letter_editing.withdraw(loans, NAME, "有误")
    with pytest.raises(DomainError, match="no_such_version"):
        letter_editing.restore(loans, NAME, 999)


def test_what_changed_is_told_by_line_and_word() -> None:
    pieces = letter_editing.compare(bundled_source(NAME), changed())
    assert "".join(one.text for one in pieces if one.kind != "new") == bundled_source(NAME)
    assert "".join(one.text for one in pieces if one.kind != "gone") == changed()
    assert {one.text for one in pieces if one.kind == "new"} == {"1", "函告"}


def test_a_changed_text_needs_a_version_of_its_own(loans: Desk) -> None:
    with pytest.raises(DomainError, match="version_unchanged"):
        letter_editing.save_draft(loans, NAME, changed("1.0"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title = ", "template_broken"),
        (changed().replace("{逾期合计|全}", "{逾期总计|全}"), "逾期总计"),
        ("#" * 200_001, "template_too_long"),
        (changed().replace("特此函告。", "特此函告😀。"), "missing_glyph"),
    ],
)
def test_a_bad_template_is_not_kept(loans: Desk, text: str, code: str) -> None:
    with pytest.raises(DomainError, match=code):
        letter_editing.save_draft(loans, NAME, text)
    assert standings(loans) == [("1.0", "in_force")]


def test_a_template_that_a_newer_program_does_not_understand_is_told_and_not_used(
    loans: Desk, second: Second
) -> None:
    letter_editing.save_draft(loans, NAME, changed())
    letter_editing.approve(loans, NAME, second)
    broken = changed().replace("{逾期合计|全}", "{以前的字段}")
    with loans.store.write() as connection:
        connection.execute(update(LetterText).values(text=broken))
        connection.commit()
    assert NAME not in letters.templates(loans)
    assert [one.name for one in letter_editing.listed(loans) if one.is_broken] == [NAME]
    with pytest.raises(DomainError, match="以前的字段"):
        letters.make(loans, NAME, cases(loans, 1))


def test_a_template_that_there_is_not(loans: Desk) -> None:
    with pytest.raises(DomainError, match="no_template"):
        letter_editing.versions(loans, "nothing")


def test_letters_are_set_in_the_branchs_own_font(
    loans: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUYUE_HOME", str(tmp_path / "home"))
    own = paths.resources("fonts", "ShouyueKai-Regular.ttf")
    assert not letter_fonts.has_own(loans)
    letter_fonts.save(loans, own)
    assert letter_fonts.has_own(loans)
    text = bundled_source(NAME)
    assert b"ShouyueKai" in letter_editing.preview(loans, NAME, text)
    letter_fonts.take_back(loans)
    assert b"ShouyueKai" not in letter_editing.preview(loans, NAME, text)


def test_a_font_that_lacks_usual_characters_is_refused(loans: Desk) -> None:
    with pytest.raises(EnvironmentProblem, match="font_lacks_characters"):
        letter_fonts.save(loans, paths.resources("fonts", "NotoSerifSC-Rare.ttf"))
    assert not letter_fonts.has_own(loans)
    assert len(letter_fonts.everyday_characters()) == 6763 + 4
