"""Every kind of letter read aloud: the structure tree holds all of the page, in its right roles."""

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Pdf, pdfa

from desktop.adapters.pdf.document import Attachment
from desktop.adapters.pdf.typesetter import Typesetter
from desktop.domain.paper import Scan
from tests.adapters.pdf.test_every_letter import TEMPLATES, paper_of, setter
from tests.adapters.pdf.test_scans import picture
from tests.adapters.pdf.test_typesetter import paper, seal

__all__ = ["setter"]

TAGS = {"/Document", "/Sect", "/H1", "/H2", "/H3", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure", "/Caption", "/Link"}  # fmt: skip
PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"}


def elements(node: Any) -> Iterator[Any]:
    """Every element below a node, in reading order."""
    if isinstance(node, Dictionary) and "/S" in node:
        yield node
        for kid in kids(node):
            yield from elements(kid)


def kids(element: Any) -> list[Any]:
    found = element.K
    return list(found) if isinstance(found, Array) else [found]


def top_of(pdf: Pdf) -> Any:
    top = pdf.Root.StructTreeRoot.K
    return top[0] if isinstance(top, Array) else top


def marks_on(page: pikepdf.Page) -> set[int]:
    """The marks of a page; fails on anything painted outside of marks and decoration."""
    found: set[int] = set()
    inside: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            tag = str(operands[0])
            if name == "BDC" and "/MCID" in operands[1]:
                mark = int(operands[1].MCID)
                assert mark not in found
                found.add(mark)
                tag = "mark"
            inside.append(tag)
        elif name == "EMC":
            inside.pop()
        elif name in PAINTING:
            assert {"mark", "/Artifact"} & set(inside), (name, inside)
            assert not {"mark", "/Artifact"} <= set(inside)
    assert inside == []
    return found


def check(content: bytes, title: str) -> None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert title in str(pdf.docinfo["/Title"])
        with pdf.open_metadata() as about:
            assert about["dc:title"] == str(pdf.docinfo["/Title"])
            assert about["dc:language"] == ["zh-CN"] or about["dc:language"] == {"zh-CN"}
        every = list(elements(top_of(pdf)))
        assert {str(one.S) for one in every} <= TAGS
        _check_marks(pdf, every)
        _check_headings([str(one.S) for one in every])
        for one in every:
            _check_role(one)


def _check_marks(pdf: Pdf, every: list[Any]) -> None:
    """Each mark of each page belongs to one element, and the way back leads to it."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    owned: dict[int, set[int]] = {index: set() for index in range(len(pdf.pages))}
    places = {page.objgen: index for index, page in enumerate(pdf.pages)}
    for one in every:
        for kid in kids(one):
            if isinstance(kid, int):
                place, mark = places[one.Pg.objgen], kid
            elif isinstance(kid, Dictionary) and "/MCID" in kid:
                place, mark = places[kid.Pg.objgen], int(kid.MCID)
            else:
                continue
            assert mark not in owned[place]
            owned[place].add(mark)
            listed = parents[int(pdf.pages[place].StructParents)]
            assert listed[mark].objgen == one.objgen
    for index, page in enumerate(pdf.pages):
        assert marks_on(page) == owned[index]
        assert str(page.Tabs) == "/S"


def _check_headings(tags: list[str]) -> None:
    levels = [int(tag[2]) for tag in tags if tag.startswith("/H")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - level <= 1 for level, later in pairwise(levels)), levels


def _check_role(one: Any) -> None:
    below = [str(kid.S) for kid in kids(one) if isinstance(kid, Dictionary) and "/S" in kid]
    match str(one.S):
        case "/Table":
            assert below
            assert set(below) == {"/TR"}
            cells = [str(cell.S) for row in kids(one) for cell in kids(row)]
            assert "/TH" in cells or "/TD" in cells
        case "/TR":
            assert below
            assert set(below) <= {"/TH", "/TD"}
        case "/TH":
            assert str(one.A.Scope) in ("/Column", "/Row")
        case "/Figure":
            assert str(one.Alt).strip()


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_kind_can_be_read_aloud_and_is_valid(name: str, setter: Typesetter) -> None:
    template = TEMPLATES[name]
    data = [Attachment("figures.json", "application/json", b"{}", template.title)]
    content = setter.render(
        replace(paper_of(template), seal=seal()), data if template.attaches_data else []
    )
    check(content, template.title)
    flavour = "3b" if template.attaches_data else "2b"
    report = pdfa.validate_written(io.BytesIO(content), flavour)
    assert report.verdict == "pass", report.findings


def test_a_plain_table_has_a_head_cell_for_each_column(setter: Typesetter) -> None:
    with pikepdf.open(io.BytesIO(setter.render(paper()))) as pdf:
        tables = [one for one in elements(top_of(pdf)) if str(one.S) == "/Table"]
        first, *rest = (list(kids(row)) for row in kids(tables[0]))
        assert [str(cell.S) for cell in first] == ["/TH"] * 3
        assert {str(cell.A.Scope) for cell in first} == {"/Column"}
        assert all([str(cell.S) for cell in row] == ["/TD"] * 3 for row in rest)


def test_a_form_names_its_boxes_by_the_row(setter: Typesetter) -> None:
    with pikepdf.open(io.BytesIO(setter.render(paper()))) as pdf:
        tables = [one for one in elements(top_of(pdf)) if str(one.S) == "/Table"]
        label, box = kids(kids(tables[1])[0])
        assert (str(label.S), str(label.A.Scope), str(box.S)) == ("/TH", "/Row", "/TD")


def test_a_scan_says_what_it_shows(setter: Typesetter) -> None:
    content = setter.render(paper(blocks=(Scan(picture("JPEG"), "EMS 回执"),), check_text=""))
    check(content, "逾期催收通知书")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        figures = [one for one in elements(top_of(pdf)) if str(one.S) == "/Figure"]
        assert [str(one.Alt) for one in figures] == ["EMS 回执"]
        assert b"/DCTDecode" in content
