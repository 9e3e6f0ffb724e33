"""The same letter by other means, to measure against: typst, WeasyPrint, fpdf2, plain Platypus.

Letterhead, a six-row table, 420 characters, a seal with transparency, a QR code, page number; the
same font files. Each peer is used as its manual shows. They are no part of the program: install
them with ``uv sync --group bench``.
"""

import io
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path

import segno
from PIL import Image, ImageDraw

from desktop.adapters import paths
from desktop.adapters.pdf.fonts import FontSet
from desktop.adapters.pdf.typesetter import Typesetter
from desktop.domain.paper import (
    Align,
    Column,
    Layout,
    Letterhead,
    Paper,
    Paragraph,
    Recipient,
    Signature,
    Table,
    plain,
)

FONTS = paths.resources("fonts")
BODY, BOLD = FONTS / "NotoSerifSC-Regular.ttf", FONTS / "NotoSerifSC-Bold.ttf"
HEADS = ("期次", "应还日", "本金", "利息", "罚息", "合计")
ROWS = [(str(n), f"2026-0{n}-15", "2,638.31", "412.50", "38.12", "3,088.93") for n in range(3, 9)]


def paragraphs(number: str) -> list[str]:
    """420 characters that differ from letter to letter, as real ones do."""
    amount = 1000 + sum(map(ord, number)) % 9000
    return [
        f"您于2024年3月{place}日与我行签订《个人消费贷款合同》（合同编号：杭消贷字{number}第{place}号），借款本金"
        f"人民币壹拾万元整（￥{amount * place:,}.00），年利率5.22%，期限36期。截至2026年11月20日，您已逾期"
        f"{amount % 90 + place}天，请尽快还款。"
        for place in range(1, 5)
    ]


TITLE, BANK, SIGNED = "逾期催收通知书", "守约示例银行", "守约示例银行杭州西湖支行"

Maker = Callable[[list[str]], list[bytes]]
"""Makes one file for each register number."""


@cache
def seal() -> bytes:
    """A red ring with soft edges on a transparent ground."""
    image = Image.new("RGBA", (800, 800), (200, 24, 24, 0))
    ImageDraw.Draw(image).ellipse([20, 20, 780, 780], outline=(200, 24, 24, 210), width=28)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def code(number: str) -> bytes:
    """The QR code of a letter as a picture, for those that cannot draw it."""
    buffer = io.BytesIO()
    segno.make(f"{number}\n18533.58元", error="m").save(buffer, kind="png", scale=4)
    return buffer.getvalue()


def paper(number: str) -> Paper:
    """The letter as ours."""
    columns = tuple(Column(head, Align.RIGHT) for head in HEADS)
    return Paper(
        title=TITLE,
        register_no=number,
        dated_on=date(2026, 11, 20),
        made_at=datetime(2026, 11, 20, 9),
        letterhead=Letterhead(BANK, "杭州西湖支行", "示例路138号", "310012", "0571-88001234"),
        blocks=(
            *(Paragraph(plain(text)) for text in paragraphs(number)[:2]),
            Table(columns, tuple(ROWS)),
            *(Paragraph(plain(text)) for text in paragraphs(number)[2:]),
            Signature(SIGNED, "2026年11月20日"),
        ),
        layout=Layout.LETTER,
        recipient=Recipient("王小明", "先生", "示例省示例市示例路1号", "310013"),
        check_text=f"{number}\n18533.58元",
        seal=seal(),
    )


def ours() -> tuple[Maker, Maker]:
    """Our typesetter: one file each, and all in one."""
    setter = Typesetter(FontSet(FONTS), paths.resources("pdf", "sRGB.icc"))
    setter.render(paper("0"))

    def single(numbers: list[str]) -> list[bytes]:
        return [setter.render(paper(number)) for number in numbers]

    def merged(numbers: list[str]) -> list[bytes]:
        return [setter.render_many([paper(number) for number in numbers])[0]]

    return single, merged


def _typst_source(number: str) -> str:
    cells = ", ".join(f"[{cell}]" for row in (HEADS, *ROWS) for cell in row)
    return f"""
#text(16pt, weight: "bold")[{BANK}] #h(1fr) 310012 示例路138号
#line(length: 100%)
#align(right)[{number}]
#align(center, text(19pt, weight: "bold")[{TITLE}])
{paragraphs(number)[0]}

{paragraphs(number)[1]}

#table(columns: 6, align: right, {cells})
{paragraphs(number)[2]}

{paragraphs(number)[3]}

#image("{number}.png", width: 20mm)
#align(right)[#image("seal.png", width: 42mm) {SIGNED}\\ 2026年11月20日]
"""


_TYPST_PAGE = """#set page("a4", numbering: "1 / 1")
#set text(font: "Noto Serif SC", size: 11.5pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
"""


def typst(folder: Path) -> tuple[Maker, Maker]:
    """Typst through its Python package, its compiler kept for the run."""
    import typst as package

    (folder / "seal.png").write_bytes(seal())
    main = folder / "main.typ"
    main.write_text(_TYPST_PAGE, "utf-8")
    compiler = package.Compiler(font_paths=[str(FONTS)], root=str(folder), ignore_system_fonts=True)

    def compiled(source: str) -> bytes:
        main.write_text(_TYPST_PAGE + source, "utf-8")
        made = compiler.compile(str(main), format="pdf", pdf_standards=["a-2b"])
        assert isinstance(made, bytes)
        return made

    def single(numbers: list[str]) -> list[bytes]:
        files = []
        for number in numbers:
            (folder / f"{number}.png").write_bytes(code(number))
            files.append(compiled(_typst_source(number)))
        return files

    def merged(numbers: list[str]) -> list[bytes]:
        for number in numbers:
            (folder / f"{number}.png").write_bytes(code(number))
        return [compiled("#pagebreak()".join(map(_typst_source, numbers)))]

    return single, merged


def weasyprint(folder: Path) -> Maker:
    """WeasyPrint from HTML."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    (folder / "seal.png").write_bytes(seal())
    fonts = FontConfiguration()

    def one(number: str) -> bytes:
        (folder / f"{number}.png").write_bytes(code(number))
        cells = "".join(
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADS, *ROWS)
        )
        html = f"""<html lang="zh"><style>
@font-face {{ font-family: body; src: url({BODY.as_uri()}) }}
@font-face {{ font-family: body; font-weight: bold; src: url({BOLD.as_uri()}) }}
@page {{ size: A4; margin: 25mm; @bottom-right {{ content: counter(page) " / " counter(pages) }} }}
body {{ font: 11.5pt/1.7 body }} p {{ text-indent: 2em; text-align: justify }}
td {{ text-align: right; border-bottom: 1px solid }} table {{ width: 100% }}</style>
<h2>{BANK}</h2><hr><p>{number}</p><h1>{TITLE}</h1><p>{paragraphs(number)[0]}<p>{paragraphs(number)[1]}<table>{cells}</table>
<p>{paragraphs(number)[2]}<p>{paragraphs(number)[3]}<img src="{number}.png" width="76"><img src="seal.png" width="158">
<p>{SIGNED} 2026年11月20日</html>"""
        made = HTML(string=html, base_url=str(folder)).write_pdf(font_config=fonts)
        assert isinstance(made, bytes)
        return made

    return lambda numbers: [one(number) for number in numbers]


def fpdf2(_folder: Path) -> Maker:
    """fpdf2, text shaping off."""
    from fpdf import FPDF

    picture = seal()

    def one(number: str) -> bytes:
        pdf = FPDF()
        pdf.add_font("body", "", BODY)
        pdf.add_font("body", "B", BOLD)
        pdf.add_page()
        pdf.set_font("body", "B", 16)
        pdf.cell(0, 10, BANK)
        pdf.ln()
        pdf.set_font("body", "", 11.5)
        pdf.cell(0, 8, number, align="R")
        pdf.ln()
        for text in paragraphs(number)[:2]:
            pdf.multi_cell(0, 7, text)
            pdf.ln()
        with pdf.table() as table:
            for row in (HEADS, *ROWS):
                table.row(row)
        for text in paragraphs(number)[2:]:
            pdf.multi_cell(0, 7, text)
            pdf.ln()
        pdf.image(io.BytesIO(code(number)), w=20)
        pdf.image(io.BytesIO(picture), w=42)
        pdf.cell(0, 8, f"{SIGNED} 2026年11月20日 第{pdf.page_no()}页")
        return bytes(pdf.output())

    return lambda numbers: [one(number) for number in numbers]


def platypus(_folder: Path) -> Maker:
    """ReportLab's Platypus as its user guide shows it."""
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Image as Picture
    from reportlab.platypus import Paragraph as Words
    from reportlab.platypus import SimpleDocTemplate
    from reportlab.platypus import Table as Grid

    pdfmetrics.registerFont(TTFont("peer", str(BODY)))
    style = ParagraphStyle(
        "p", fontName="peer", fontSize=11.5, leading=20, firstLineIndent=23, wordWrap="CJK"
    )
    picture = seal()

    def one(number: str) -> bytes:
        buffer = io.BytesIO()
        drawing = Drawing(57, 57)
        drawing.add(QrCodeWidget(f"{number}\n18533.58元", barWidth=57, barHeight=57))
        story = [
            Words(BANK, style),
            Words(number, style),
            Words(TITLE, style),
            *(Words(text, style) for text in paragraphs(number)[:2]),
            Grid([list(HEADS), *map(list, ROWS)], style=[("FONTNAME", (0, 0), (-1, -1), "peer")]),
            *(Words(text, style) for text in paragraphs(number)[2:]),
            drawing,
            Picture(io.BytesIO(picture), 119, 119),
            Words(f"{SIGNED} 2026年11月20日", style),
        ]
        SimpleDocTemplate(buffer).build(story)
        return buffer.getvalue()

    return lambda numbers: [one(number) for number in numbers]
