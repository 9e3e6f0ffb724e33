"""Whole papers: valid PDF/A, readable aloud, every word and amount there, the same bytes again."""

import io
import re
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image, ImageDraw

from desktop.adapters import paths
from desktop.adapters.pdf import typesetter
from desktop.adapters.pdf.document import Attachment
from desktop.adapters.pdf.fonts import FontSet
from desktop.adapters.pdf.pictures import read_picture
from desktop.adapters.pdf.reading import PdfReader
from desktop.adapters.pdf.typesetter import Typesetter
from desktop.domain.errors import DomainError
from desktop.domain.paper import (
    Align,
    Cell,
    Column,
    CutLine,
    Form,
    Heading,
    Layout,
    Letterhead,
    Notice,
    PageBreak,
    Paper,
    Paragraph,
    Recipient,
    Signature,
    Table,
    Words,
    plain,
)

HEAD = Letterhead(
    "守约示例银行", "杭州西湖支行", "杭州市西湖区示例路138号", "310012", "0571-88001234"
)
SENTENCE = (
    "截至2026年11月20日，您拖欠本金￥8,606.64、利息￥1,234.50，合计人民币玖仟捌佰肆拾壹元壹角肆分。"
)


def seal() -> bytes:
    image = Image.new("RGBA", (300, 300), (200, 24, 24, 0))
    ImageDraw.Draw(image).ellipse([8, 8, 292, 292], outline=(200, 24, 24, 200), width=10)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def table(rows: int) -> Table:
    return Table(
        (Column("期次", Align.CENTRE), Column("说明"), Column("金额", Align.RIGHT)),
        tuple(
            (str(n), f"第{n}期应还款项", f"{n * 1000 + n / 100:,.2f}") for n in range(1, rows + 1)
        ),
        total=("合计", "", "1,234,567.89"),
        caption="欠款明细",
        unit="单位：元",
    )


def paper(**more: Any) -> Paper:
    given: dict[str, Any] = {
        "title": "逾期催收通知书",
        "register_no": "催〔2026〕第0123号",
        "dated_on": date(2026, 11, 20),
        "made_at": datetime(2026, 11, 20, 9, 0),
        "letterhead": HEAD,
        "recipient": Recipient(
            "买买提·艾则孜𬭎", "先生", "浙江省杭州市西湖区示例街道588号12幢3单元1201室", "310013"
        ),
        "check_text": "函号：催〔2026〕第0123号",
        "seal": seal(),
        "blocks": (
            Paragraph(plain("买买提·艾则孜𬭎先生："), is_indented=False),
            Heading("一、欠款情况"),
            Paragraph((*plain(SENTENCE), Words("请尽快还款。", is_strong=True))),
            table(6),
            Notice(plain("已还款的，请忽略本函。")),
            Form(((Cell(plain("签收人"), is_label=True), Cell(plain(""), weight=3, lines=2)),)),
            Paragraph(plain("特此通知。"), align=Align.RIGHT),
            Signature("守约示例银行杭州西湖支行", "2026年11月20日"),
            CutLine("回执请剪下寄回"),
            Paragraph(plain("本人已收到上述函件。")),
        ),
    }
    return Paper(**(given | more))


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Typesetter(FontSet(paths.resources("fonts")), paths.resources("pdf", "sRGB.icc"))


def words(content: bytes, tmp_path: Path) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(content)
    shown = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", shown.stdout.decode("utf-8"))


def findings(content: bytes, flavour: str, tmp_path: Path) -> list[Any]:
    file = tmp_path / "checked.pdf"
    file.write_bytes(content)
    report = pdfa.validate_written(file, flavour)
    return [] if report.verdict == "pass" else list(report.findings)


@pytest.mark.parametrize("layout", list(Layout))
def test_every_layout_is_pdfa_2b(setter: Typesetter, layout: Layout, tmp_path: Path) -> None:
    assert findings(setter.render(paper(layout=layout)), "2b", tmp_path) == []


def test_with_its_data_attached_it_is_pdfa_3b(setter: Typesetter, tmp_path: Path) -> None:
    data = Attachment("data.json", "application/json", b'{"a": 1}', "figures")
    content = setter.render(paper(), [data])
    assert findings(content, "3b", tmp_path) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.attachments["data.json"].get_file().read_bytes() == b'{"a": 1}'


def test_every_word_and_amount_comes_back(setter: Typesetter, tmp_path: Path) -> None:
    said = words(setter.render(paper()), tmp_path)
    for part in (
        "买买提·艾则孜𬭎",
        SENTENCE,
        "请尽快还款。",
        "1,234,567.89",
        "6,000.06",
        "催〔2026〕第0123号",
        "第1页共",
        "回执请剪下寄回",
        "已还款的，请忽略本函。",
    ):
        assert part in said, part


def test_the_same_paper_is_the_same_bytes(setter: Typesetter) -> None:
    again = Typesetter(FontSet(paths.resources("fonts")), paths.resources("pdf", "sRGB.icc"))
    assert setter.render(paper()) == setter.render(paper()) == again.render(paper())
    assert setter.render(paper(made_at=datetime(2026, 11, 20, 9, 1))) != setter.render(paper())


def test_a_long_table_repeats_its_head_and_numbers_its_pages(
    setter: Typesetter, tmp_path: Path
) -> None:
    content, pages = setter.render_counted(paper(blocks=(table(120),)))
    assert pages >= 3
    said = words(content, tmp_path)
    assert said.count("期次说明金额") == pages
    for page in range(1, pages + 1):
        assert f"第{page}页共{pages}页" in said
    for number in range(1, 121):
        assert f"第{number}期应还款项" in said


@pytest.mark.parametrize("lines", range(1, 30))
def test_a_signature_never_stands_alone_on_a_page(setter: Typesetter, lines: int) -> None:
    blocks = (
        *(Paragraph(plain("甲")) for _ in range(lines)),
        Signature("守约示例银行", "2026年11月20日"),
    )
    content, _ = setter.render_counted(paper(blocks=blocks, check_text="", seal=None))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        last = pdf.pages[-1]
        texts = list(pdf.Root.StructTreeRoot.ParentTree.Nums[2 * len(pdf.pages) - 1])
        assert len(texts) >= 2, last.index


def test_a_letter_that_would_leave_little_on_a_second_page_is_set_closer(
    setter: Typesetter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From what fits in the usual type, over what fits in the closer one, to what never will."""

    def of(count: int) -> Paper:
        body = tuple(Paragraph(plain("请按期还款。")) for _ in range(count))
        return paper(blocks=(*body, Signature("守约示例银行", "2026年11月20日")))

    counts = range(12, 30)
    closer = [setter.render_counted(of(count)) for count in counts]
    for count, (content, pages) in zip(counts, closer, strict=True):
        assert words(content, tmp_path).count("请按期还款。") == count
        assert f"共{pages}页" in words(content, tmp_path)
    monkeypatch.setattr(typesetter, "LITTLE", 0)
    usual = [setter.render_counted(of(count))[1] for count in counts]
    fits, saved = usual.count(1), [pages for _, pages in closer].count(1)
    assert 0 < fits <= saved - 3
    assert saved < len(counts)


def test_an_address_in_two_lines_parts_between_its_levels(
    setter: Typesetter, tmp_path: Path
) -> None:
    address = "浙江省杭州市西湖区示例街道588号12幢3单元1201室"
    file = tmp_path / "letter.pdf"
    file.write_bytes(setter.render(paper(recipient=Recipient("王小明", "先生", address, "310013"))))
    out = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    lines = [line.strip() for line in out.stdout.decode("utf-8").splitlines()]
    assert "浙江省杭州市西湖区示例街道" in lines
    assert "588号12幢3单元1201室" in lines


def test_no_paragraph_leaves_one_line_behind(setter: Typesetter) -> None:
    text = "逾期信息将依法报送金融信用信息基础数据库。" * 8
    splits = set()
    for before in range(16, 30):
        blocks = (*(Paragraph(plain("甲")) for _ in range(before)), Paragraph(plain(text)))
        reader = PdfReader(setter.render(paper(blocks=blocks, check_text="")))
        counts = tuple(
            sum(len(line) > 8 and set(line) <= set(text) for line in reader.text(page).splitlines())
            for page in range(reader.page_count)
        )
        reader.close()
        assert 1 not in counts, (before, counts)
        splits.add(counts)
    assert len(splits) > 2  # the paragraph did meet the page's end


def test_it_is_tagged_for_screen_readers(setter: Typesetter) -> None:
    with pikepdf.open(io.BytesIO(setter.render(paper()))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "zh-CN"
        tags: list[str] = []
        alternatives: list[str] = []

        def walk(node: Any) -> None:
            if isinstance(node, pikepdf.Dictionary) and "/S" in node:
                tags.append(str(node.S))
                if "/Alt" in node:
                    alternatives.append(str(node.Alt))
                for kid in node.K if isinstance(node.K, pikepdf.Array) else [node.K]:
                    walk(kid)

        walk(pdf.Root.StructTreeRoot.K)
    assert tags.count("/H1") == 1
    assert tags.count("/H2") == 1
    assert tags.count("/Table") == 2
    assert tags.count("/TH") == 4
    assert tags.count("/Figure") == 2
    assert any("二维码" in words for words in alternatives)
    assert any("印章" in words for words in alternatives)


def test_many_papers_in_one_file_keep_their_own_numbers(setter: Typesetter, tmp_path: Path) -> None:
    papers = [
        paper(register_no=f"催〔2026〕第{n:04d}号", blocks=(table(n * 8 - 6 + 60 * (n - 1)),))
        for n in (1, 2)
    ]
    content, bookmarks = setter.render_many(papers)
    assert [mark.first_page for mark in bookmarks] == [0, bookmarks[0].page_count]
    said = words(content, tmp_path)
    assert "第1页共1页" in said
    assert f"第1页共{bookmarks[1].page_count}页" in said
    assert findings(content, "2b", tmp_path) == []


def test_text_is_never_markup_and_nothing_is_fetched(setter: Typesetter, tmp_path: Path) -> None:
    evil = '<b>&amp;</b><img src="http://example.invalid/a.png"/>{姓名}**'
    content = setter.render(paper(recipient=None, blocks=(Paragraph(plain(evil)),)))
    assert re.sub(r"\s", "", evil) in words(content, tmp_path)
    assert b"example.invalid" not in content


def test_a_long_address_and_an_empty_one_are_set(setter: Typesetter, tmp_path: Path) -> None:
    long = "浙江省杭州市" + "示例街道长长长路" * 36
    said = words(setter.render(paper(recipient=Recipient("王", "", long, ""))), tmp_path)
    assert long in said
    assert setter.render(paper(recipient=Recipient("王", "", "", "")))


def test_a_page_break_a_wide_table_and_no_seal(setter: Typesetter, tmp_path: Path) -> None:
    wide = Table(
        tuple(Column(f"第{n}栏金额", Align.RIGHT) for n in range(10)),
        (("1,000,000.00",) * 10,),
    )
    texts = Table(
        (Column("甲"), Column("乙")), (("很长的一段说明文字" * 12, "另一段说明文字" * 12),)
    )
    blocks = (wide, PageBreak(), texts, Signature("守约示例银行", "2026年11月20日"))
    content, pages = setter.render_counted(paper(blocks=blocks, seal=None, check_text=""))
    assert pages == 2
    said = words(content, tmp_path)
    assert said.count("1,000,000.00") == 10
    assert "（盖章）" in said


def test_a_sign_without_a_glyph_stops_the_print(setter: Typesetter) -> None:
    with pytest.raises(DomainError, match=r"U\+1F600"):
        setter.render(paper(blocks=(Paragraph(plain("王😀")),)))


def test_a_file_that_is_no_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="picture"):
        read_picture(b"no picture")


def test_an_opaque_picture_is_a_seal_too(setter: Typesetter, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (50, 50), (255, 255, 255)).save(buffer, "PNG")
    assert findings(setter.render(paper(seal=buffer.getvalue())), "2b", tmp_path) == []


def test_the_preview_finds_a_rare_name_and_what_runs_over_a_line(setter: Typesetter) -> None:
    blocks = (Paragraph(plain("请𬭎先生阅。" + "甲" * 60 + "Contract")),)
    reader = PdfReader(setter.render(paper(blocks=blocks, recipient=None)))
    assert len(reader.find("𬭎先生")) == 1
    assert len(reader.find("甲" * 60)) == 2  # a rectangle for each of its two lines
    assert len(reader.find("contract")) == 1
    assert reader.find("𬭎太太") == reader.find(" \n") == []
    reader.close()


def test_an_official_page_has_22_lines_of_28_characters(setter: Typesetter) -> None:
    """GB/T 9704-2012, 5.2.3; the type area begins 37 mm from the head and 28 mm from the left."""
    text = "".join(chr(0x4E00 + at % 20) for at in range(28 * 44))
    blocks = (PageBreak(), Paragraph(plain(text), is_indented=False))
    content = setter.render(
        paper(blocks=blocks, layout=Layout.OFFICIAL, recipient=None, check_text="")
    )
    reader = PdfReader(content)
    lines = [line for line in reader.text(1).split() if line[0] in text and len(line) > 10]
    ((_, place),) = [one for one in reader.find(lines[0]) if one[0] == 1][:1]
    ((_, last),) = [one for one in reader.find(lines[-1]) if one[0] == 1][-1:]
    reader.close()
    assert [len(line) for line in lines] == [28] * 22
    assert place[0] == pytest.approx(28 * 72 / 25.4, abs=1.5)
    assert 841.89 - place[3] == pytest.approx(37 * 72 / 25.4 + (28.99 - 15.75) / 2, abs=2.5)
    assert last[1] > 35 * 72 / 25.4


def test_text_between_marks_moved_together_reads_in_one_line(
    setter: Typesetter, tmp_path: Path
) -> None:
    text = "借款合同（合同编号：甲第1号），借款金额（大写）：壹佰元整。"
    file = tmp_path / "paper.pdf"
    file.write_bytes(setter.render(paper(blocks=(Paragraph(plain(text)),))))
    shown = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    assert text in shown.stdout.decode("utf-8").splitlines()
