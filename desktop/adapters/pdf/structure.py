"""The structure tree: what a screen reader follows, written into ReportLab's document.

A letter has a hundred elements; each is written as one piece of source instead of a dictionary of
objects, which takes a quarter of the time.
"""

from collections.abc import Sequence

from reportlab.pdfbase import pdfdoc

from desktop.adapters.pdf.page import Element, Page


class Source(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object given as its PDF source."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.text = ""

    def format(self, _document: pdfdoc.PDFDocument) -> bytes:
        """The source as it stands."""
        return self.text.encode("ascii")


class StructureWriter:
    """Writes one document's tree and gives the object that the catalogue points to."""

    def __init__(self, document: pdfdoc.PDFDocument) -> None:
        self._document = document
        self._numbers: dict[Element, str] = {}

    def write(self, root: Element, pages: Sequence[Page]) -> Source:
        """Write every element below ``root``; the pages are in the document already."""
        tree = Source()
        place = self._add(tree)
        top = self._element(root, place)
        parents = " ".join(
            f"{page.index} [{' '.join(self._numbers[owner] for owner in page.owners)}]"
            for page in pages
        )
        tree.text = (
            f"<</Type /StructTreeRoot /K {top} /ParentTree <</Nums [{parents}]>>"
            f" /ParentTreeNextKey {len(pages)}>>"
        )
        return tree

    def _element(self, element: Element, parent: str) -> str:
        made = Source()
        place = self._numbers[element] = self._add(made)
        home = min((kid[0] for kid in element.kids if not isinstance(kid, Element)), default=-1)
        kids = " ".join(self._kid(kid, home, place) for kid in element.kids)
        text = f"<</S /{element.tag} /P {parent} /K [{kids}]"
        if home >= 0:
            text += f" /Pg {self._page(home)}"
        if element.alternative:
            words = (b"\xfe\xff" + element.alternative.encode("utf-16-be")).hex().upper()
            text += f" /Alt <{words}>"
        if element.tag == "TH":
            text += " /A <</O /Table /Scope /Column>>"
        made.text = text + ">>"
        return place

    def _kid(self, kid: Element | tuple[int, int], home: int, parent: str) -> str:
        if isinstance(kid, Element):
            return self._element(kid, parent)
        page, mark = kid
        if page == home:
            return str(mark)
        return f"<</Type /MCR /Pg {self._page(page)} /MCID {mark}>>"

    def _page(self, index: int) -> str:
        return self._number(f"Page{index + 1}")

    def _add(self, made: Source) -> str:
        return self._number(self._document.Reference(made).name)

    def _number(self, name: str) -> str:
        number, generation = self._document.idToObjectNumberAndVersion[name]
        return f"{number} {generation} R"
