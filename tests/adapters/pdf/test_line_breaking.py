"""Chinese lines: no mark where it may not stand, nothing split that belongs together."""

import re
from pathlib import Path

import pytest

from desktop.adapters import paths
from desktop.adapters.pdf.fonts import BODY, KAI, FontSet
from desktop.adapters.pdf.line_breaking import (
    LARGEST_GAP,
    NEVER_FIRST,
    NEVER_LAST,
    Line,
    Span,
    break_lines,
)

TEXT = (
    "您于2024年3月15日与我行签订《个人消费贷款合同》（编号：杭消贷字2024第00123号），借款本金人民币壹拾万元整"
    "（￥100,000.00），年利率5.22%，期限36期，用途为“购买家电（含安装）”。截至2026年11月20日，您已逾期61天，"
    "拖欠本金￥8,606.64、利息￥1,234.50、罚息￥88.31，合计人民币玖仟玖佰贰拾玖元肆角伍分；其中，最早一期应还日"
    "为2026年9月20日……请于贰零贰陆年壹拾壹月零叁拾日前，将￥9,929.45元足额存入尾号6789的账户——手续免费！"
    "详情请致电0571-88001234，或登录https://www.example.cn/pay?id=7查询。见函〔2026〕第0123号、《民法典》第675条。"
    "（一）本金；（二）利息：按日计收，日利率0.0145%。买买提·艾则孜的还款记录，请见附件“A4表”第3页。"
)
UNBREAKABLE = re.compile(
    r"[￥¥]?[0-9][0-9,]*\.[0-9]+[%元]?|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|〔2026〕第0123号|0571-88001234"
    r"|https://www.example.cn/pay\?id=7|第675条|第00123号|……|——|贰零贰陆年壹拾壹月零叁拾日"
)


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet(paths.resources("fonts"))


def positions(lines: list[Line]) -> set[int]:
    """Where the text was broken, counted in characters."""
    found, at = set(), 0
    for line in lines[:-1]:
        at += len(line.text)
        found.add(at)
    return found


@pytest.mark.parametrize("part", range(10))
def test_three_hundred_widths_break_no_rule(fonts: FontSet, part: int) -> None:
    for step in range(30):
        measure = 24.0 + 0.1 * (30 * part + step)
        lines = break_lines(fonts, [Span(TEXT)], measure, indent=2.0)
        assert "".join(line.text for line in lines) == TEXT
        for line in lines[1:]:
            assert line.text[0] not in NEVER_FIRST, (measure, line.text)
        for line in lines[:-1]:
            assert line.text[-1] not in NEVER_LAST, (measure, line.text)
        broken = positions(lines)
        for match in UNBREAKABLE.finditer(TEXT):
            inside = set(range(match.start() + 1, match.end()))
            assert not inside & broken, (measure, match.group())


@pytest.mark.parametrize("measure", [24.0, 31.3, 38.8, 52.5])
def test_lines_fill_the_measure_and_no_ink_leaves_it(fonts: FontSet, measure: float) -> None:
    lines = break_lines(fonts, [Span(TEXT)], measure)
    for line in lines:
        natural = sum(piece.width for piece in line.pieces)
        assert line.width <= measure + 1e-6
        assert natural - line.width in (0.0, 0.5) or natural == line.width
        assert 0 <= line.gap <= LARGEST_GAP
    filled = [line for line in lines[:-1] if line.gap]
    assert len(filled) > len(lines) // 2
    for line in filled:
        assert abs(line.width + line.gap * (len(line.pieces) - 1) - measure) < 1e-6
    assert lines[-1].gap == 0


def test_two_marks_that_meet_share_their_empty_halves(fonts: FontSet) -> None:
    (apart,) = break_lines(fonts, [Span("甲，乙")], 10)
    (meeting,) = break_lines(fonts, [Span("甲），乙")], 10)
    assert apart.width == 3.0
    assert meeting.width == 3.5


def test_a_line_end_starts_a_paragraph_and_an_empty_one_stays(fonts: FontSet) -> None:
    lines = break_lines(fonts, [Span("甲\n\n乙")], 10, indent=2.0)
    assert [(line.text, line.indent) for line in lines] == [("甲", 2.0), ("", 2.0), ("乙", 2.0)]


def test_spaces_vanish_at_the_lines_ends_only(fonts: FontSet) -> None:
    lines = break_lines(fonts, [Span("alpha beta gamma")], 4.0)
    assert [line.text for line in lines] == ["alpha", "beta", "gamma"]


def test_blanks_to_fill_in_keep_their_room_at_a_paragraphs_start(fonts: FontSet) -> None:
    (line,) = break_lines(fonts, [Span("　　　年　月　日")], 20)
    assert line.width == 8.0


def test_what_is_wider_than_the_line_is_cut_and_a_single_sign_stands(fonts: FontSet) -> None:
    lines = break_lines(fonts, [Span("1234567890")], 2.0)
    assert "".join(line.text for line in lines) == "1234567890"
    assert all(line.width <= 2.0 for line in lines)
    assert [line.text for line in break_lines(fonts, [Span("甲乙")], 0.5)] == ["甲", "乙"]


def test_a_name_changes_face_as_a_whole(fonts: FontSet) -> None:
    rare = "\u3402"  # in the body's rarer file, not in the kai
    whole = {glyph.font.name for glyph in fonts.draw(f"王{rare}", KAI, is_whole=True)}
    apart = [glyph.font.name for glyph in fonts.draw(f"王{rare}", KAI)]
    assert whole == {"NotoSerifSC-Regular", "NotoSerifSC-Rare"}
    assert apart == ["ShouyueKai-Regular", "NotoSerifSC-Rare"]


def test_tokens_run_over_from_one_emphasis_into_the_next(fonts: FontSet) -> None:
    spans = [Span("合计￥1,2"), Span("34.50元", "bold"), Span("。")]
    for measure in (7.0, 8.0, 9.0):
        texts = [line.text for line in break_lines(fonts, spans, measure)]
        assert any("￥1,234.50元。" in text for text in texts)


def test_the_folder_of_fonts_has_every_face() -> None:
    folder: Path = paths.resources("fonts")
    assert FontSet(folder).width("年", BODY) == 1.0
