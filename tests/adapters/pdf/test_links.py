"""Lists whose rows lead to pages: seen by a screen reader, kept when files are put together."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Name, Pdf, pdfa

from desktop.adapters import paths
from desktop.adapters.pdf.binding import Binder, Part
from desktop.adapters.pdf.reading import join
from desktop.adapters.pdf.typesetter import Typesetter, metadata_of
from desktop.domain.paper import Align, Column, Layout, Paper, Paragraph, RowLinks, Table, plain
from tests.adapters.pdf.test_structure import check, elements, top_of
from tests.adapters.pdf.test_typesetter import paper, setter

__all__ = ["setter"]

ROWS = 70
"""Rows of the list: more than fit on a page."""


def listing(pages: int) -> Paper:
    """A list of papers, as many as ``pages``, each on the page after the one before."""
    columns = (Column("序号", Align.CENTRE), Column("材料"), Column("页码", Align.RIGHT))
    rows = tuple((str(n), f"材料{n}", str(n)) for n in range(1, pages + 1))
    table = Table(columns, rows, links=RowLinks(1, tuple(range(1, pages + 1))))
    return replace(paper(blocks=(table,), recipient=None), layout=Layout.FORM)


def links_of(pdf: Pdf) -> list[tuple[int, Any]]:
    """Every link with the page it stands on."""
    return [
        (index, link) for index, page in enumerate(pdf.pages) for link in page.get(Name.Annots, [])
    ]


def check_way_back(pdf: Pdf) -> None:
    """Each link belongs to an element that knows it, and the way back from it leads there."""
    told = pdf.Root.StructTreeRoot.ParentTree.Nums
    keys = [int(key) for key in list(told)[::2]]
    assert (
        keys
        == list(range(len(keys)))
        == list(range(int(pdf.Root.StructTreeRoot.ParentTreeNextKey)))
    )
    owners = [one for one in elements(top_of(pdf)) if str(one.S) == "/Link"]
    links = links_of(pdf)
    assert len(owners) == len(links)
    for owner, (page, link) in zip(owners, links, strict=True):
        mark, thing = owner.K
        assert int(mark) >= 0
        assert str(thing.Type) == "/OBJR"
        assert thing.Obj.objgen == link.objgen
        assert thing.Pg.objgen == pdf.pages[page].objgen
        assert told[2 * int(link.StructParent) + 1].objgen == owner.objgen
        assert int(link.F) == 4


def test_each_row_of_a_list_is_a_link_that_says_where_it_leads(setter: Typesetter) -> None:
    content = setter.render(listing(ROWS))
    check(content, "逾期催收通知书")
    assert pdfa.validate_written(io.BytesIO(content), "2b").verdict == "pass"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        check_way_back(pdf)
        links = links_of(pdf)
        assert {page for page, _ in links} == {0, 1}
        assert [str(link.Contents) for _, link in links] == [
            f"材料{n}，第{n}页" for n in range(1, ROWS + 1)
        ]
        tops = [(page, -float(link.Rect[3])) for page, link in links]
        assert tops == sorted(tops)
        for _, link in links:
            left, bottom, right, top = map(float, link.Rect)
            assert right - left > 400
            assert 12 < top - bottom < 40


def test_bound_into_one_file_they_lead_to_its_pages(setter: Typesetter, tmp_path: Path) -> None:
    text = setter.render(paper(blocks=(Paragraph(plain("正文")),)))
    contents = setter.render(listing(5))
    binder = Binder(setter.fonts, paths.resources("pdf", "sRGB.icc"))
    parts = [Part("一", text), Part("目录", contents), *(Part(str(n), text) for n in range(3))]
    whole = tmp_path / "bound.pdf"
    whole.write_bytes(binder.bind(parts, metadata_of([paper()]), []))
    report = pdfa.validate_written(whole, "3b")
    assert report.verdict == "pass", report.findings
    with pikepdf.open(whole) as pdf:
        check_way_back(pdf)
        links = links_of(pdf)
        assert {page for page, _ in links} == {1}
        for number, (_, link) in enumerate(links):
            assert isinstance(link.Dest, Array)
            assert link.Dest[0].objgen == pdf.pages[number].objgen


def test_joined_for_the_printer_they_lead_to_its_pages(setter: Typesetter) -> None:
    text = setter.render(paper(blocks=(Paragraph(plain("正文")),)))
    whole = join([setter.render(listing(3)), text, text])
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        pages = [page.objgen for page in pdf.pages]
        found = [pages.index(link.Dest[0].objgen) for _, link in links_of(pdf)]
    assert found == [0, 1, 2]
