"""Templates name facts and nothing else; what is wrong or missing is said by name."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.letter_facts import (
    CATALOGUE,
    Shape,
    is_missing,
    money_text,
    percent_text,
    shown,
)
from desktop.domain.letter_template import (
    LetterTemplate,
    fill,
    missing_facts,
    named_facts,
    read_template,
    template_for,
)
from desktop.domain.paper import (
    Align,
    CutLine,
    Form,
    Heading,
    Layout,
    Letterhead,
    Notice,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    Words,
    plain,
    said,
)

FACTS: dict[str, object] = {
    "客户姓名": "王**小明{机构名称}",
    "逾期合计": Decimal("1409.50"),
    "截止日期": date(2026, 1, 15),
    "年利率": Decimal("0.0435"),
    "逾期天数": 61,
    "证件号码": "330106199001011234",
    "机构名称": "守约示例银行",
    "本函日期": date(2026, 11, 20),
    "逾期明细": (
        {"期次": 1, "应还日": date(2026, 1, 1), "合计": Decimal("700.00")},
        {"期次": 2, "应还日": None, "合计": Decimal("709.50")},
    ),
}


def template(*blocks: dict[str, Any], **more: Any) -> LetterTemplate:
    data = {"title": "函", "version": "1", "series": "函", "block": list(blocks)}
    return read_template("test", data | more)


def paragraph(text: str, **more: Any) -> dict[str, Any]:
    return {"kind": "paragraph", "text": text, **more}


def filled(text: str, **facts: object) -> str:
    (block,) = fill(template(paragraph(text)), FACTS | facts)
    assert isinstance(block, Paragraph)
    return said(block.line)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("欠{逾期合计}", "欠1,409.50"),
        ("{逾期合计|元}", "1,409.50元"),
        ("{逾期合计|大写}", "人民币壹仟肆佰零玖元伍角"),
        ("{逾期合计|全}", "人民币壹仟肆佰零玖元伍角（￥1,409.50）"),
        ("{截止日期}", "2026年1月15日"),
        ("{截止日期|大写}", "贰零贰陆年零壹月壹拾伍日"),
        ("{截止日期 | 数字}", "2026-01-15"),
        ("{年利率}", "4.35%"),
        ("{逾期天数}天", "61天"),
        ("{证件号码|掩码}", "330106********1234"),
        ("a } b { c * d", "a } b { c * d"),
    ],
)
def test_facts_are_written_in_the_form_asked_for(text: str, words: str) -> None:
    assert filled(text) == words


def test_what_is_filled_in_is_never_read_again() -> None:
    assert filled("{客户姓名}") == "王**小明{机构名称}"


def test_strong_words_and_names_are_marked() -> None:
    (block,) = fill(template(paragraph("请**{客户姓名}**还款")), FACTS)
    assert isinstance(block, Paragraph)
    assert block.line == (
        Words("请"),
        Words("王**小明{机构名称}", is_strong=True, is_name=True),
        Words("还款"),
    )


def test_every_kind_of_block() -> None:
    made = fill(
        template(
            paragraph("甲", indent=False, align="right"),
            {"kind": "heading", "text": "一、{客户姓名}", "level": 2},
            {"kind": "notice", "text": "注意"},
            {
                "kind": "table",
                "rows": "逾期明细",
                "caption": "明细（{逾期天数}天）",
                "unit": "元",
                "columns": [
                    {"head": "日", "text": "{应还日|数字}"},
                    {"head": "额", "text": "{合计}", "align": "right"},
                ],
                "total": ["", "{逾期合计}"],
            },
            {
                "kind": "form",
                "rows": [[{"label": "姓名"}, {"text": "{客户姓名}", "weight": 3, "lines": 2}]],
            },
            {"kind": "signature"},
            {"kind": "signature", "signer": "某所", "sealed": False},
            {"kind": "cut_line", "text": "回执"},
            {"kind": "page_break"},
        ),
        FACTS,
    )
    one, heading, notice, table, form, own, other, cut, page = made
    assert isinstance(one, Paragraph)
    assert (one.is_indented, one.align) == (False, Align.RIGHT)
    assert heading == Heading("一、王**小明{机构名称}", 2)
    assert isinstance(notice, Notice)
    assert isinstance(table, Table)
    assert table.rows == (("2026-01-01", "700.00"), ("", "709.50"))
    assert (table.total, table.caption, table.unit) == (("", "1,409.50"), "明细（61天）", "元")
    assert isinstance(form, Form)
    assert [cell.is_label for cell in form.rows[0]] == [True, False]
    assert (form.rows[0][1].weight, form.rows[0][1].lines) == (3.0, 2)
    assert own == Signature("守约示例银行", "2026年11月20日")
    assert other == Signature("某所", "2026年11月20日", is_sealed=False)
    assert cut == CutLine("回执")
    assert page == PageBreak()


def test_missing_facts_are_all_named_once_in_order() -> None:
    made = template(
        paragraph("{客户姓名}{合同编号}{到期日期}{合同编号}"),
        {"kind": "table", "rows": "还款计划", "columns": [{"head": "", "text": "{期次}{本金}"}]},
    )
    assert [spec.name for spec in missing_facts(made, FACTS)] == [
        "合同编号",
        "到期日期",
        "还款计划",
    ]
    with pytest.raises(DomainError, match="facts_missing") as refused:
        fill(made, FACTS)
    assert refused.value.facts["names"] == "合同编号、到期日期、还款计划"


def test_a_block_stands_only_when_its_fact_is_there() -> None:
    made = template(
        paragraph("保证至{保证期间届满日}", when="保证期间届满日"),
        paragraph("没有保证期间", unless="保证期间届满日"),
    )
    (without,) = fill(made, FACTS)
    assert said(without.line) == "没有保证期间"  # type: ignore[union-attr]
    (with_it,) = fill(made, FACTS | {"保证期间届满日": date(2028, 1, 1)})
    assert said(with_it.line) == "保证至2028年1月1日"  # type: ignore[union-attr]
    assert named_facts(made) == {"保证期间届满日", "逾期合计"}


def test_facts_asked_for_by_hand_have_the_shape_given() -> None:
    made = template(
        paragraph("{受让方}付{价款|元}"),
        ask=[{"name": "受让方"}, {"name": "价款", "shape": "money"}],
    )
    assert [spec.name for spec in missing_facts(made, FACTS)] == ["受让方", "价款"]
    (block,) = fill(made, {"受让方": "某公司", "价款": Decimal("5.00")})
    assert said(block.line) == "某公司付5.00元"  # type: ignore[union-attr]


COLUMN = {"head": "期次", "text": "{期次}"}


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (paragraph("{没有的}"), "template_unknown_fact"),
        (paragraph("{逾期合计|天}"), "template_bad_form"),
        (paragraph("{__class__}"), "template_unknown_fact"),
        ({"kind": "script", "text": "x"}, "template_broken"),
        ({"kind": "paragraph"}, "template_broken"),
        ({"kind": "table", "rows": "逾期明细"}, "template_broken"),
        ({"kind": "table", "rows": "没有的", "columns": [COLUMN]}, "template_unknown_fact"),
        ({"kind": "table", "rows": "逾期明细", "columns": []}, "columns"),
        ({"kind": "table", "rows": "逾期明细", "columns": ["x"]}, "columns = x"),
        ({"kind": "table", "rows": "逾期明细", "columns": [{"text": "x"}]}, "head"),
        ({"kind": "table", "rows": "逾期合计", "columns": [COLUMN]}, "rows = 逾期合计"),
        (
            {"kind": "table", "rows": "逾期明细", "columns": [COLUMN | {"align": "middle"}]},
            "align = middle",
        ),
        (
            {"kind": "table", "rows": "逾期明细", "columns": [COLUMN], "total": ["合计", "0"]},
            "2 ≠ 1",
        ),
        (paragraph("x") | {"align": "middle"}, "align = middle"),
        (paragraph("x") | {"when": "没有的"}, "template_unknown_fact"),
        (paragraph("{逾期明细}"), "template_bad_form"),
        ({"kind": "heading", "text": "x", "level": "one"}, "level = one"),
        ({"kind": "form", "rows": [[]]}, "rows"),
        ({"kind": "form", "rows": [["x"]]}, "rows = x"),
        ({"kind": "form", "rows": [[{"text": "x", "weight": 0}]]}, "weight = 0"),
        ({"kind": "form"}, "template_broken"),
        ({"kind": "form", "rows": [[{"label": "{没有的}"}]]}, "template_unknown_fact"),
        ({}, "template_broken"),
    ],
)
def test_a_broken_block_is_found_on_reading(block: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError, match=code) as refused:
        template(block)
    assert refused.value.facts["template"] == "test"


@pytest.mark.parametrize(
    "more",
    [
        {"covers": "all"},
        {"needs": "nothing"},
        {"addressee": "neighbour"},
        {"purpose": "threat"},
        {"layout": "poster"},
        {"amount": "没有的"},
        {"issuer": "没有的"},
        {"ask": [{"shape": "text"}]},
        {"ask": [{"name": "x", "shape": "picture"}]},
    ],
)
def test_broken_data_is_found_on_reading(more: dict[str, Any]) -> None:
    with pytest.raises(DomainError, match="template_broken"):
        template(paragraph("x"), **more)


def test_what_a_template_says_of_itself() -> None:
    made = template(
        paragraph("x"), covers="card", needs="any", layout="form", has_window=False, least_dpd=31
    )
    assert (made.covers, made.needs, made.layout, made.has_window) == (
        "card",
        "any",
        Layout.FORM,
        False,
    )
    assert (made.amount, made.least_dpd) == ("", 31)
    assert template(paragraph("x")).amount == "逾期合计"


def test_a_demand_for_nothing_counts_as_missing() -> None:
    assert is_missing(CATALOGUE["逾期合计"], Decimal("0.00"))
    assert is_missing(CATALOGUE["逾期合计"], Decimal("-1.00"))
    assert is_missing(CATALOGUE["罚息利率"], Decimal(0))  # no court is asked for interest at 0 %
    assert not is_missing(CATALOGUE["年利率"], Decimal(0))
    assert not is_missing(CATALOGUE["逾期利息"], Decimal("0.00"))
    assert is_missing(CATALOGUE["逾期明细"], ())
    assert is_missing(CATALOGUE["客户姓名"], "")
    assert not is_missing(CATALOGUE["收件称谓"], "")


def test_figures_as_they_are_written() -> None:
    assert money_text(Decimal("-1234567.80")) == "-1,234,567.80"
    assert percent_text(Decimal("0.0435")) == "4.35%"
    assert percent_text(Decimal("0.05")) == "5%"
    assert percent_text(Decimal("0")) == "0%"
    assert {spec.shape for spec in CATALOGUE.values()} == set(Shape)


def test_a_form_that_a_shape_does_not_have_is_refused() -> None:
    with pytest.raises(DomainError, match="template_bad_form"):
        shown(CATALOGUE["逾期合计"], Decimal(1), "天")


def test_the_severest_letter_of_a_step_that_fits_is_taken() -> None:
    first = template(paragraph("x"), step="letter", least_dpd=1)
    second = template(paragraph("x"), step="letter", least_dpd=31)
    card = template(paragraph("x"), step="letter", covers="card", least_dpd=1)
    every = [first, second, card]
    assert template_for(every, "letter", kind="loan", dpd=30) is first
    assert template_for(every, "letter", kind="loan", dpd=31) is second
    assert template_for(every, "letter", kind="card", dpd=90) is card
    assert template_for(every, "other", kind="loan", dpd=90) is None


def test_plain_words() -> None:
    assert said(plain("甲")) == "甲"


def test_the_signer_names_the_bank_once() -> None:
    assert Letterhead("某银行", "某支行", "", "", "").signer == "某银行某支行"
    assert Letterhead("某银行", "某银行某支行", "", "", "").signer == "某银行某支行"


def test_a_letter_bears_the_head_of_the_bank_or_of_who_it_names() -> None:
    bank = Letterhead("守约示例银行", "西湖支行", "示例路1号", "310012", "0571-88001234")
    assert template(paragraph("x")).letterhead(bank, {"受让方": "某公司"}) == bank
    made = template(paragraph("x"), issuer="受让方", ask=[{"name": "受让方"}])
    assert made.letterhead(bank, {"受让方": "某公司"}) == Letterhead("某公司", "", "", "", "")
    assert made.letterhead(bank, {"受让方": ""}) == bank


def test_blocks_that_are_no_tables_are_found_on_reading() -> None:
    data = {"title": "x", "version": "1", "series": "函", "block": ["x"]}
    with pytest.raises(DomainError, match="template_broken"):
        read_template("test", data)
