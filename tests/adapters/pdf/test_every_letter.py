"""Every bundled template, filled with a fact of each kind: valid, complete, readable."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pikepdf import pdfa

from desktop.adapters import paths, wording
from desktop.adapters.letter_templates import bundled_source, bundled_templates, parse_template
from desktop.adapters.pdf.flow import spans_of
from desktop.adapters.pdf.fonts import FontSet
from desktop.adapters.pdf.line_breaking import CLOSING, NEVER_FIRST, NEVER_LAST, break_lines
from desktop.adapters.pdf.typesetter import Typesetter
from desktop.adapters.rule_tables import bundled_strategy
from desktop.domain.contact_facts import Channel
from desktop.domain.errors import DomainError
from desktop.domain.letter_facts import MAY_BE_EMPTY, FactSpec, Shape, shown
from desktop.domain.letter_template import (
    LetterTemplate,
    fill,
    missing_facts,
    named_facts,
    template_for,
)
from desktop.domain.paper import Letterhead, Notice, Paper, Paragraph, Recipient
from desktop.domain.paper import said as said_words

TEMPLATES = bundled_templates()
ASKED_FOR = {  # what must be there: kinds of paper by their title
    "还款提醒函", "逾期催收通知书（第一次）", "逾期催收通知书（第二次）", "逾期催收通知书（第三次）", "信用卡催收函",
    "贷款提前到期通知书", "解除合同通知书", "债权转让通知书", "债权转让通知书（担保人）", "担保人履行担保责任通知书",
    "律师函（草稿）", "律师函（信用卡，草稿）", "个性化分期还款协议", "借款展期（重组）协议", "息费减免通知书", "贷款结清证明", "还款计划表",
    "结欠明细表", "提前还款试算单", "送达回证", "EMS 邮件详情单内容", "外访行程单", "外访记录", "支付令申请书",
    "民事起诉状（金融借款合同纠纷）", "民事起诉状（银行信用卡纠纷）", "证据目录", "委托催收告知书",
}  # fmt: skip


def value(spec: FactSpec, number: int = 1) -> object:
    match spec.shape:
        case Shape.NAME:
            return "买买提·艾则孜𬭎"
        case Shape.MONEY:
            return Decimal("107000.53") + number
        case Shape.DATE:
            return date(2026, 1, 15)
        case Shape.RATE:
            return Decimal("0.0522")
        case Shape.COUNT:
            return 36
        case Shape.ROWS:
            return tuple({one.name: value(one, n) for one in spec.columns} for n in range(1, 4))
    return f"示例{spec.name}"


def facts_for(template: LetterTemplate) -> Mapping[str, object]:
    specs = {name: template.spec(name) for name in named_facts(template)}
    return {name: value(spec) for name, spec in specs.items() if spec is not None}


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Typesetter(FontSet(paths.resources("fonts")), paths.resources("pdf", "sRGB.icc"))


def paper_of(template: LetterTemplate) -> Paper:
    return Paper(
        title=template.title,
        register_no=f"{template.series}〔2026〕第0123号",
        dated_on=date(2026, 11, 20),
        made_at=datetime(2026, 11, 20, 9, 0),
        letterhead=Letterhead(
            "守约示例银行", "杭州西湖支行", "示例路138号", "310012", "0571-88001234"
        ),
        blocks=fill(template, facts_for(template)),
        layout=template.layout,
        recipient=Recipient("买买提·艾则孜𬭎", "先生", "浙江省杭州市西湖区示例路1号", "310013")
        if template.has_window
        else None,
        check_text="函号" if template.has_code else "",
    )


def test_every_paper_asked_for_is_there() -> None:
    assert {template.title for template in TEMPLATES.values()} == ASKED_FOR


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_it_is_valid_and_says_every_fact(name: str, setter: Typesetter, tmp_path: Path) -> None:
    template = TEMPLATES[name]
    file = tmp_path / "letter.pdf"
    file.write_bytes(setter.render(paper_of(template)))
    report = pdfa.validate_written(file, "2b")
    assert report.verdict == "pass", report.findings
    out = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    said = re.sub(r"\s", "", out.stdout.decode("utf-8"))
    assert re.sub(r"\s", "", template.title) in said
    for text, names in placeholders(bundled_source(name)):
        spec = template.spec(text)
        assert spec is not None
        if spec.shape is not Shape.ROWS:
            wanted = re.sub(r"\s", "", shown(spec, facts_for(template)[text], names))
            assert wanted in said, (text, wanted)
    assert "{" not in said
    body = re.sub(r"第\d页共\d页", "", said)  # a paragraph may go on over the page's end
    for block in fill(template, facts_for(template)):
        if isinstance(block, Paragraph | Notice):
            assert re.sub(r"\s", "", said_words(block.line)) in body


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_fact_that_is_missing_is_named_with_the_place_to_enter_it(name: str) -> None:
    template = TEMPLATES[name]
    complete = facts_for(template)
    optional = MAY_BE_EMPTY | {block.when for block in template.blocks}
    needed = {text for text, _ in placeholders(bundled_source(name))} - optional
    assert needed
    for fact in needed:
        absent = missing_facts(template, {**complete, fact: None})
        assert [spec.name for spec in absent] == [fact]
        assert wording.text(f"letters.place_{absent[0].place}")
        with pytest.raises(DomainError, match=fact):
            fill(template, {**complete, fact: None})


@pytest.mark.parametrize(
    ("name", "total", "parts"),
    [
        ("acceleration_notice", "提前到期合计", "贷款余额 逾期利息 当期利息 罚息及复利 逾期费用"),
        ("termination_notice", "提前到期合计", "贷款余额 逾期利息 当期利息 罚息及复利 逾期费用"),
        ("payment_order", "逾期合计", "逾期本金 逾期利息 罚息及复利 逾期费用"),
        ("complaint_loan", "诉讼标的额", "贷款余额 逾期利息 当期利息 罚息 复利 逾期费用"),
        ("complaint_card", "诉讼标的额", "贷款余额 逾期利息 当期利息 罚息及复利 逾期费用"),
        ("instalment_agreement", "逾期合计", "逾期本金 逾期利息 罚息及复利 逾期费用"),
    ],
)
def test_every_part_of_a_total_is_said(name: str, total: str, parts: str) -> None:
    """What is asked for adds up to the total on the paper; ``total`` is made of these parts."""
    texts = [text for text, _ in placeholders(bundled_source(name))]
    assert total in texts
    assert set(parts.split()) <= set(texts)


COMPLAINT = {  # RULES §5, in the order there
    "complaint_loan": "贷款余额 逾期利息 当期利息 复利 罚息 罚息利率 提前到期请求 担保权利请求 实现债权费用 案件受理费 诉讼标的额"
    " 合同编号 签订日期 机构名称 客户姓名 借款金额 放款日期 到期日期 期数 年利率 利率条款 还款方式 已还本金 已还利息 最早逾期日"
    " 逾期天数 担保方式 管辖约定 受理法院",
    "complaint_card": "信用卡卡号 签订日期 机构名称 年利率 罚息利率 利息费用约定 已还合计 贷款余额 逾期利息 罚息及复利 逾期费用"
    " 案件受理费 诉讼标的额 管辖约定 受理法院",
    "payment_order": "逾期本金 逾期利息 罚息及复利 逾期费用 逾期合计 罚息利率 支付令申请费 签订日期 放款日期 最早逾期日 受理法院",
}


@pytest.mark.parametrize("name", sorted(COMPLAINT))
def test_a_court_paper_has_every_field_and_the_calculation_annexed(name: str) -> None:
    source = bundled_source(name)
    texts = {text for text, _ in placeholders(source)}
    assert set(COMPLAINT[name].split()) <= texts
    tables = {
        block.body["rows"]: block.when for block in TEMPLATES[name].blocks if block.kind == "table"
    }
    assert "逾期明细" in tables
    if name == "complaint_card":
        assert tables["催收记录"] == ""  # the demands made belong to it
    if name == "complaint_loan":
        assert "担保人明细" in tables


def test_a_lawyers_letter_bears_the_firms_name_and_no_seal_of_the_bank(
    setter: Typesetter, tmp_path: Path
) -> None:
    for name in ("lawyer_letter", "lawyer_letter_card"):
        template = TEMPLATES[name]
        bank = Letterhead("守约示例银行", "杭州西湖支行", "", "", "0571-88001234")
        head = template.letterhead(bank, {"律师事务所": "示例律师事务所"})
        assert (head.signer, head.phone) == ("示例律师事务所", "")
        assert TEMPLATES["card_demand"].letterhead(bank, {}) == bank
        signatures = [block for block in template.blocks if block.kind == "signature"]
        assert [block.body["sealed"] for block in signatures] == [False]
        file = tmp_path / "letter.pdf"
        file.write_bytes(setter.render(replace(paper_of(template), letterhead=head)))
        out = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True)
        assert "电话" not in out.stdout.decode("utf-8").splitlines()[1]


UNSPLIT = re.compile(
    r"[￥¥]?[0-9][0-9,]*\.[0-9]+[%元]?|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|〔2026〕第[0-9]+号"
    r"|0571-[0-9]+|[0-9]+(?:天|期)|[壹贰叁肆伍陆柒捌玖][拾佰仟]"
)


@pytest.mark.parametrize("part", range(6))
def test_no_letter_breaks_a_rule_in_three_hundred_widths(setter: Typesetter, part: int) -> None:
    """Lines of 12 to 57 ems: no rule broken, nothing split, no ink beyond the measure."""
    texts = [
        spans_of(block.line)
        for template in TEMPLATES.values()
        for block in fill(template, facts_for(template))
        if isinstance(block, Paragraph | Notice)
    ]
    for step in range(50):
        measure = 12 + 0.15 * (50 * part + step)
        for spans in texts:
            lines = break_lines(setter.fonts, spans, measure, indent=2.0)
            ends: set[int] = set()
            for number, line in enumerate(lines):
                gaps = line.gap * max(len(line.pieces) - 1, 0)
                over = sum(piece.width for piece in line.pieces) + gaps + line.indent - measure
                assert over <= (0.5 if line.text[-1:] in CLOSING else 0) + 1e-6, line.text
                assert not number or line.text[:1] not in NEVER_FIRST, line.text
                assert line is lines[-1] or line.text[-1:] not in NEVER_LAST, line.text
                ends.add(max(ends, default=0) + len(line.text))
            for match in UNSPLIT.finditer("".join(line.text for line in lines)):
                assert not ends & set(range(match.start() + 1, match.end())), match.group()


def placeholders(source: str) -> list[tuple[str, str]]:
    """The facts named outside of table columns, with their forms."""
    texts = re.findall(
        r'(?<!head = )(?:text|label|signer|dated) = "([^"]*)"', re.sub(r"\{ head = .*", "", source)
    )
    found = [
        match for text in texts for match in re.findall(r"\{([^{}|]*)(?:\|([^{}|]*))?\}", text)
    ]
    return [(name.strip(), form.strip()) for name, form in found]


def test_a_card_letter_has_every_item_that_the_rules_ask_for(setter: Typesetter) -> None:
    """信用卡办法 article 69: name and balance; reason and rules; rights and duties; ways to check,
    pay, object and prove; how to reach the bank; its seal."""
    source = bundled_source("card_demand")
    for item in ("收件人", "逾期合计", "催收事由和依据", "权利和义务", "查询账户状态", "还款途径", "提出异议", "提交证据", "机构电话", "机构地址", "signature"):  # fmt: skip
        assert item in source, item


def test_the_strategys_letter_steps_have_letters() -> None:
    steps = {step.template for step in bundled_strategy().steps if step.channel is Channel.LETTER}
    for step in steps:
        for kind in ("loan", "card"):
            assert template_for(TEMPLATES.values(), step, kind=kind, dpd=400) is not None, step
    chosen = [
        template_for(TEMPLATES.values(), "collection_letter", kind="loan", dpd=dpd)
        for dpd in (5, 40, 90)
    ]
    assert [one.name for one in chosen if one] == [f"overdue_notice_{n}" for n in (1, 2, 3)]
    card = template_for(TEMPLATES.values(), "collection_letter", kind="card", dpd=90)
    assert card is not None
    assert card.name == "card_demand"
    assert template_for(TEMPLATES.values(), "nothing", kind="loan", dpd=90) is None


def test_no_letter_threatens_or_poses() -> None:
    from desktop.adapters.message_templates import bundled_wording
    from desktop.domain.message_text import forbidden_wording

    for name in TEMPLATES:
        assert forbidden_wording(bundled_source(name), bundled_wording()) == (), name


def test_each_source_reads_as_the_template_it_is() -> None:
    for name in TEMPLATES:
        assert parse_template(name, bundled_source(name)) == TEMPLATES[name]
