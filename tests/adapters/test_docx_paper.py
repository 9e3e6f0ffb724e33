"""A paper as Word document: every word of it, tables and boxes, the same bytes again."""

import io
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from desktop.adapters.docx_paper import as_docx
from desktop.domain.paper import Scan
from tests.adapters.pdf.test_every_letter import TEMPLATES, paper_of
from tests.adapters.pdf.test_scans import picture
from tests.adapters.pdf.test_typesetter import paper


def words(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    said = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(said + cells)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_kind_of_paper_can_be_written(name: str) -> None:
    made = as_docx(paper_of(TEMPLATES[name]))
    assert TEMPLATES[name].title in words(made)


def test_it_says_what_the_paper_says() -> None:
    said = words(as_docx(paper()))
    for part in (
        "买买提·艾则孜𬭎",
        "一、欠款情况",
        "请尽快还款。",
        "6,000.06",
        "1,234,567.89",
        "欠款明细　单位：元",
        "已还款的，请忽略本函。",
        "签收人",
        "守约示例银行杭州西湖支行",
        "回执请剪下寄回",
    ):
        assert part in said, part


def test_the_same_paper_is_the_same_bytes() -> None:
    assert as_docx(paper()) == as_docx(paper())


def test_heads_repeat_and_chinese_has_its_font() -> None:
    document = docx.Document(io.BytesIO(as_docx(paper())))
    head = document.tables[0].rows[0]._tr
    assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "仿宋"
    assert document.core_properties.title == "逾期催收通知书"


def test_markup_in_a_name_stays_text_and_scans_are_shown() -> None:
    evil = "<w:b/>&amp;{姓名}"
    blocks = (*paper().blocks, Scan(picture("JPEG"), "回执"))
    made = as_docx(paper(title=evil, blocks=blocks))
    assert evil in words(made)
    with ZipFile(io.BytesIO(made)) as package:
        assert any(name.startswith("word/media/") for name in package.namelist())
