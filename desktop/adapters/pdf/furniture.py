"""What stands around the text: letterhead, window address, signature, seal, code, page numbers."""

import re

from desktop.adapters.pdf.flow import GREY, HAIR, INK, PALE, Flow, spans_of
from desktop.adapters.pdf.fonts import BOLD, SANS
from desktop.adapters.pdf.line_breaking import Line, Span, break_lines
from desktop.adapters.pdf.page import BLACK, MM, Colour, Page, Place
from desktop.adapters.pdf.pictures import read_picture
from desktop.domain.paper import Align, CutLine, Layout, Notice, Paper, Recipient, Scan, Signature

SEAL = 42 * MM
"""Diameter of a company's official seal as it prints."""

CODE = 20 * MM

LEAST_OF_PAGE = 0.7
"""A tall scan takes at least this share of a page."""

WINDOW_LEFT, WINDOW_TOP, WINDOW_WIDTH = 25 * MM, 45 * MM, 85 * MM
"""Where the address shows through the window of a folded letter's envelope, from the page's edges."""


DARK = re.compile(b"\x01+")
"""Modules of a code that are dark, one beside the other."""

WATERMARK: Colour = (0.9, 0.87, 0.87)

LEVELS = frozenset("省市区县旗镇乡道路街村弄号")
"""Signs with which a level of a Chinese address ends."""

SEVERAL = 2


def draw_letterhead(flow: Flow, paper: Paper) -> None:
    """Bank, branch and how to reach them, above a double rule."""
    page, sheet, head = flow.page, flow.sheet, paper.letterhead
    right, y = page.width - sheet.right, page.height - 18 * MM
    with page.tagged(flow.section.child("P")):
        flow.put(head.bank, sheet.left, y, 16, BOLD, colour=INK)
        if head.branch and head.branch != head.bank:
            flow.put(head.branch.removeprefix(head.bank), sheet.left, y - 17, 10, SANS, colour=GREY)
        for index, text in enumerate(
            filter(
                None,
                (f"{head.postcode} {head.address}".strip(), head.phone and f"电话 {head.phone}"),
            )
        ):
            flow.put(text, right, y - 5 - 12 * index, 8, SANS, Align.RIGHT, GREY)
    with page.artifact():
        y -= 28
        page.rule(sheet.left, y, right, y, 1.4, INK)
        page.rule(sheet.left, y - 2.4, right, y - 2.4, 0.4, INK)
    flow.top = y - 8 * MM


def draw_recipient(flow: Flow, recipient: Recipient) -> None:
    """The address where the envelope's window is."""
    size, leading = 10.5, 16.0
    top = flow.page.height - WINDOW_TOP
    lines = _balanced(flow, recipient.address, size)
    with flow.page.tagged(flow.section.child("P")):
        if recipient.postcode:
            flow.put(recipient.postcode, WINDOW_LEFT, top - leading / 2, size)
            top -= leading
        for line in lines:
            flow.page.line(WINDOW_LEFT, top - leading / 2 - 0.38 * size, line, size)
            top -= leading
        name = flow.fonts.draw(recipient.name, BOLD, is_whole=True)
        flow.page.text(WINDOW_LEFT, top - leading * 0.6 - 0.38 * 12, name, 12)
        width = sum(glyph.width for glyph in name) * 12
        flow.put(f"{recipient.polite}（收）", WINDOW_LEFT + width + 5, top - leading * 0.6, size)
    flow.top = min(top - leading * 1.3, flow.page.height - WINDOW_TOP - 26 * MM)


def _balanced(flow: Flow, address: str, size: float) -> list[Line]:
    """The address in as few lines as the window takes, none of them left with a sign or two.

    Two lines part where one level of the address ends: after the street, not in its name.
    """

    def broken(text: str, measure: float = WINDOW_WIDTH) -> list[Line]:
        return break_lines(flow.fonts, [Span(text)], measure / size, is_justified=False)

    lines = broken(address)
    if len(lines) < SEVERAL:
        return lines
    ends = [at for at, sign in enumerate(address, start=1) if sign in LEVELS]
    for at in sorted(ends, key=lambda at: abs(2 * at - len(address))):
        first, rest = broken(address[:at]), broken(address[at:])
        if len(first) + len(rest) == len(lines) == SEVERAL and rest[0].pieces:
            return [*first, *rest]
    measure = sum(line.width for line in lines) * size / len(lines)
    while measure < WINDOW_WIDTH:
        narrower = broken(address, measure)
        if len(narrower) <= len(lines):
            return narrower
        measure += size / 2
    return lines


def draw_register_no(flow: Flow, paper: Paper, top: float) -> None:
    """The letter's number at the right margin."""
    with flow.page.tagged(flow.section.child("P")):
        flow.put(
            paper.register_no, flow.page.width - flow.sheet.right, top, 10.5, align=Align.RIGHT
        )


def draw_title(flow: Flow, title: str) -> None:
    """The paper's title, centred."""
    sheet = flow.sheet
    lines = flow.lines([Span(title, BOLD)], size=sheet.title, measure=sheet.measure, indent=0)
    leading = sheet.title * 1.5
    with flow.page.tagged(flow.section.child("H1")):
        for line in lines:
            flow.put(
                line.text,
                flow.page.width / 2,
                flow.top - leading / 2,
                sheet.title,
                BOLD,
                Align.CENTRE,
            )
            flow.top -= leading
    flow.top -= sheet.leading * 0.5


def draw_notice(flow: Flow, notice: Notice) -> None:
    """A framed line on a pale ground."""
    size, leading, inset = flow.sheet.size, flow.sheet.leading * 0.92, 8.0
    lines = flow.lines(
        spans_of(notice.line), size=size, measure=flow.sheet.measure - 2 * inset - 3, indent=0
    )
    height = len(lines) * leading + inset
    flow.skip(5)
    flow.need(height)
    x, width = flow.sheet.left, flow.sheet.measure
    with flow.page.artifact():
        flow.page.boxes([(x, flow.top - height, width, height)], PALE)
        flow.page.boxes([(x, flow.top - height, 3, height)], INK)
    middle = flow.top - inset / 2 - leading / 2
    with flow.page.tagged(flow.section.child("P")):
        for line in lines:
            flow.page.line(x + inset + 3, middle - 0.38 * size, line, size)
            middle -= leading
    flow.top -= height
    flow.skip(7)


def signature_height(flow: Flow) -> float:
    """The height that a signature with its seal takes."""
    return max(SEAL - 10, 4 * flow.sheet.leading)  # its edge may stand in the leading around


def draw_signature(flow: Flow, signature: Signature, paper: Paper) -> None:
    """Signer and date at the right, the seal over both, the code at the left."""
    height = signature_height(flow) if signature.is_sealed else 3 * flow.sheet.leading
    flow.need(height)
    sheet, page = flow.sheet, flow.page
    right = page.width - sheet.right - sheet.size
    middle = flow.top - height / 2
    signer = signature.signer
    if signature.is_sealed and paper.seal is None:
        signer += "（盖章）"
    width = max(flow.fonts.width(signer), flow.fonts.width(signature.dated)) * sheet.size
    centre = right - max(width / 2, SEAL / 2 if signature.is_sealed else 0.0)
    with page.tagged(flow.section.child("P")):
        flow.put(signer, centre, middle + sheet.leading / 2, sheet.size, align=Align.CENTRE)
        flow.put(
            signature.dated, centre, middle - sheet.leading / 2, sheet.size, align=Align.CENTRE
        )
    if signature.is_sealed:
        _mark_signature(flow, paper, centre, middle)
    if signature.is_sealed and paper.seal is not None:
        picture = read_picture(paper.seal)
        with page.tagged(flow.section.child("Figure", f"{signature.signer}印章")):
            page.picture(picture, centre - SEAL / 2, middle - SEAL / 2, SEAL, SEAL)
    if paper.check_text:
        _draw_code(flow, paper.check_text, middle)
    flow.top -= height


def _mark_signature(flow: Flow, paper: Paper, centre: float, middle: float) -> None:
    """Keep where the seal is for the signature, and say by whom the file will be signed."""
    half = SEAL / 2
    flow.document.seal = Place(
        flow.page.index, centre - half, middle - half, centre + half, middle + half
    )
    if paper.signed_by:
        with flow.page.tagged(flow.section.child("P")):
            words = f"电子签名：{paper.signed_by}"
            flow.put(words, centre, middle - 1.4 * flow.sheet.leading, 7, SANS, Align.CENTRE, GREY)


def _draw_code(flow: Flow, text: str, middle: float) -> None:
    import segno

    code = segno.make(text, error="m", micro=False, mask=2, boost_error=False)
    matrix = [bytes(row) for row in code.matrix]
    module = CODE / len(matrix)
    x, top = flow.sheet.left, middle + CODE / 2 + 4
    boxes = []
    for row_index, row in enumerate(matrix, start=1):
        for dark in DARK.finditer(row):
            start, end = dark.span()
            left, bottom = x + start * module, top - row_index * module
            boxes.append((left, bottom, (end - start) * module, module))
    with flow.page.tagged(flow.section.child("Figure", f"二维码：{text}")):
        flow.page.boxes(boxes, BLACK)
    with flow.page.tagged(flow.section.child("Caption")):
        flow.put("扫码核对函号与金额", x, top - CODE - 7, 7, SANS, colour=GREY)


def draw_scan(flow: Flow, scan: Scan) -> None:
    """A scan as wide as the type area, or smaller to stand on a page of which most is left."""
    picture = read_picture(scan.picture)
    measure = flow.sheet.measure
    whole = flow.page.height - flow.sheet.top - flow.sheet.bottom
    flow.need(min(measure * picture.height / picture.width, LEAST_OF_PAGE * whole))
    scale = min(measure / picture.width, flow.room / picture.height)
    width, height = picture.width * scale, picture.height * scale
    x = flow.sheet.left + (measure - width) / 2
    with flow.page.tagged(flow.section.child("Figure", scan.description)):
        flow.page.picture(picture, x, flow.top - height, width, height)
    flow.top -= height
    flow.skip(6)


def draw_cut_line(flow: Flow, cut: CutLine) -> None:
    """A dashed line across the page; what follows it stays with it as far as it can."""
    flow.need(flow.sheet.leading * 6)
    flow.skip(6)
    y = flow.top - 6
    with flow.page.artifact():
        flow.page.dashes(0, y, flow.page.width, GREY)
        if cut.text:
            half = flow.fonts.width(cut.text, SANS) * 8 / 2 + 6
            centre = flow.page.width / 2
            flow.page.boxes([(centre - half, y - 5, 2 * half, 10)], (1.0, 1.0, 1.0))
            flow.put(cut.text, centre, y, 8, SANS, Align.CENTRE, GREY)
    flow.top = y - 14


def draw_page_marks(flow: Flow, paper: Paper) -> None:
    """Page numbers on every page, title and number again from the second on; run at the end."""
    for index, page in enumerate(flow.pages, start=1):
        if paper.watermark:
            page.watermark(flow.fonts.draw(paper.watermark, SANS), WATERMARK)
        with page.artifact():
            _draw_foot(flow, page, paper, f"第 {index} 页 共 {len(flow.pages)} 页")
            if index > 1:
                y = page.height - 14 * MM
                text = f"{paper.title}　{paper.register_no}".strip("　")
                flow.put(text, flow.sheet.left, y, 8.5, SANS, colour=GREY, page=page)
                page.rule(flow.sheet.left, y - 9, page.width - flow.sheet.right, y - 9, 0.4, HAIR)


def _draw_foot(flow: Flow, page: Page, paper: Paper, numbers: str) -> None:
    y = 13 * MM
    if paper.layout is Layout.OFFICIAL:
        flow.put(numbers, page.width / 2, 25 * MM, 10.5, align=Align.CENTRE, page=page)
        return
    right = page.width - flow.sheet.right
    page.rule(flow.sheet.left, y + 9, right, y + 9, 0.4, HAIR)
    flow.put(paper.letterhead.signer, flow.sheet.left, y, 8, SANS, colour=GREY, page=page)
    flow.put(numbers, right, y, 8, SANS, Align.RIGHT, GREY, page=page)
