"""A paper as a Word document, for the court's own form and for a lawyer who goes on writing."""

from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from desktop.domain.paper import (
    Align,
    Block,
    CutLine,
    Form,
    Heading,
    Line,
    Notice,
    PageBreak,
    Paper,
    Paragraph,
    Scan,
    Signature,
    Table,
)

BODY, HEADINGS = "仿宋", "黑体"
BODY_SIZE, TITLE_SIZE, TABLE_SIZE = 14, 22, 10.5
TEXT_WIDTH = 156.0
"""Width of the type area in millimetres, as GB/T 9704-2012 has it."""


def as_docx(paper: Paper) -> bytes:
    """Write a paper as DOCX: title, paragraphs, tables and forms as tables, nothing drawn.

    Seal and code are left out: they belong to the printed paper. The same paper gives the same
    bytes.
    """
    from docx import Document
    from docx.shared import Mm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    _set_styles(document)
    about = document.core_properties
    about.title, about.author, about.language = paper.title, paper.letterhead.signer, "zh-CN"
    about.created = about.modified = paper.made_at
    about.comments = ""
    document.add_paragraph(paper.title, style="Title")
    for block in paper.blocks:
        _add(document, block)
    out = BytesIO()
    document.save(out)
    return _timeless(out.getvalue(), paper.made_at)


def _set_styles(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, font, size in (
        ("Normal", BODY, BODY_SIZE),
        ("Title", HEADINGS, TITLE_SIZE),
        ("Heading 1", HEADINGS, BODY_SIZE),
        ("Heading 2", BODY, BODY_SIZE),
        ("Caption", HEADINGS, TABLE_SIZE),
    ):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.italic = font, Pt(size), False
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia"):
            fonts.set(qn(f"w:{script}"), font)
    title = document.styles["Title"].paragraph_format
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.space_after = Pt(TITLE_SIZE)


def _add(document: Any, block: Block) -> None:
    match block:
        case Paragraph():
            _paragraph(document, block)
        case Heading():
            document.add_heading(block.text, level=min(block.level, 2))
        case Table():
            _table(document, block)
        case Form():
            _form(document, block)
        case Notice():
            _write(document.add_paragraph(), block.line)
        case Signature():
            for words in (block.signer, block.dated):
                _align(document.add_paragraph(words), Align.RIGHT)
        case CutLine():
            document.add_paragraph(block.text)
        case PageBreak():
            document.add_page_break()
        case Scan():
            document.add_picture(BytesIO(block.picture), width=_millimetres(TEXT_WIDTH))


def _paragraph(document: Any, block: Paragraph) -> None:
    from docx.shared import Pt

    made = document.add_paragraph()
    if block.is_indented:
        made.paragraph_format.first_line_indent = Pt(2 * BODY_SIZE)
    _align(made, block.align)
    _write(made, block.line)


def _table(document: Any, block: Table) -> None:
    if block.caption or block.unit:
        document.add_paragraph("　".join(filter(None, (block.caption, block.unit))), "Caption")
    rows = [tuple(column.head for column in block.columns), *block.rows]
    rows += [block.total] if block.total else []
    grid = _grid(document, len(rows), len(block.columns))
    _repeat_head(grid.rows[0])
    for texts, cells in zip(rows, (row.cells for row in grid.rows), strict=True):
        is_strong = texts is rows[0] or texts is block.total
        for text, cell, column in zip(texts, cells, block.columns, strict=True):
            _fill(cell, text, is_strong=is_strong)
            _align(cell.paragraphs[0], column.align)


def _form(document: Any, block: Form) -> None:
    """A form whose rows have boxes of their own widths: narrow columns, joined to boxes."""
    columns = max(len(row) for row in block.rows)
    parts = 60  # divides evenly by the usual numbers of boxes
    grid = _grid(document, len(block.rows), parts if columns > 1 else 1)
    for row, line in zip(block.rows, grid.rows, strict=True):
        cells, at = line.cells, 0
        whole = sum(cell.weight for cell in row)
        for place, cell in enumerate(row):
            share = round(parts * sum(one.weight for one in row[: place + 1]) / whole)
            end = min(max(share, at + 1), len(cells)) - 1
            box = cells[at] if end <= at else cells[at].merge(cells[end])
            _write(box.paragraphs[0], cell.line, size=TABLE_SIZE, is_strong=cell.is_label)
            at = end + 1


def _grid(document: Any, rows: int, columns: int) -> Any:
    grid = document.add_table(rows, columns, style="Table Grid")
    grid.autofit = False
    for column in grid.columns:
        column.width = _millimetres(TEXT_WIDTH / columns)
    return grid


def _repeat_head(row: Any) -> None:
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no word for it
    properties.append(OxmlElement("w:tblHeader"))


def _fill(cell: Any, text: str, *, is_strong: bool) -> None:
    from docx.shared import Pt

    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = is_strong, Pt(TABLE_SIZE)


def _write(paragraph: Any, line: Line, *, size: float = 0, is_strong: bool = False) -> None:
    from docx.shared import Pt

    for words in line:
        run = paragraph.add_run(words.text)
        run.bold = is_strong or words.is_strong
        if size:
            run.font.size = Pt(size)


def _align(paragraph: Any, align: Align) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    places = {
        Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
        Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
        Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    }
    paragraph.alignment = places[align]


def _millimetres(length: float) -> Any:
    from docx.shared import Mm

    return Mm(length)


def _timeless(content: bytes, made_at: datetime) -> bytes:
    """The same package with the moment of the paper at each of its files."""
    out = BytesIO()
    stamp = partial(ZipInfo, date_time=made_at.timetuple()[:6])
    with ZipFile(BytesIO(content)) as package, ZipFile(out, "w", ZIP_DEFLATED) as again:
        for name in package.namelist():
            again.writestr(stamp(name), package.read(name), ZIP_DEFLATED)
    return out.getvalue()
