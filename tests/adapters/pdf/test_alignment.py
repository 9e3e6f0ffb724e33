"""Running text at every width and in every alignment: all of its ink within the margins."""

from dataclasses import replace
from datetime import datetime

import pytest

from desktop.adapters import paths
from desktop.adapters.pdf.document import Document
from desktop.adapters.pdf.flow import SHEETS, Flow, Sheet
from desktop.adapters.pdf.fonts import FontSet
from desktop.adapters.pdf.line_breaking import Line
from desktop.adapters.pdf.page import A4, Page
from desktop.adapters.pdf.xmp import Metadata
from desktop.domain.paper import Align, Layout, Paragraph, plain
from tests.adapters.pdf.test_line_breaking import TEXT

WIDTHS = 300


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet(paths.resources("fonts"))


def sheet_of(ems: float) -> Sheet:
    """A sheet whose lines are so many characters wide."""
    whole = SHEETS[Layout.LETTER]
    return replace(whole, right=A4[0] - whole.left - ems * whole.size)


def edges(
    fonts: FontSet, sheet: Sheet, block: Paragraph, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[float, float]]:
    """Where each line's ink begins and ends, in ems from the left margin."""
    found: list[tuple[float, float]] = []

    def line(_: Page, x: float, _y: float, drawn: Line, size: float) -> None:
        start = (x - sheet.left) / size + drawn.indent
        found.append((start, start + drawn.width + drawn.gap * (len(drawn.pieces) - 1)))

    about = Metadata("", "", "", datetime(2026, 11, 20))
    document = Document(about, paths.resources("pdf", "sRGB.icc"))
    with monkeypatch.context() as patch:
        patch.setattr(Page, "line", line)
        Flow(document, fonts, sheet, document.root).paragraph(block)
    return found


@pytest.mark.parametrize("is_indented", [True, False])
@pytest.mark.parametrize("align", list(Align))
def test_no_ink_leaves_the_margins_at_three_hundred_widths(
    fonts: FontSet, align: Align, is_indented: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = Paragraph(plain(TEXT), align=align, is_indented=is_indented)
    for step in range(WIDTHS):
        measure = 24.0 + 0.1 * step
        found = edges(fonts, sheet_of(measure), block, monkeypatch)
        assert len(found) > 5
        for left, right in found:
            assert left > -1e-6, (measure, left)
            assert right < measure + 1e-6, (measure, right)
            if align is Align.RIGHT:
                assert right == pytest.approx(measure)
            elif align is Align.CENTRE:
                assert left == pytest.approx(measure - right, abs=1e-6)
        if align is Align.LEFT:
            assert [round(left, 6) for left, _ in found[:2]] == [2.0 if is_indented else 0.0, 0.0]
