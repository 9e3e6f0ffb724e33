"""The structure tree: what a screen reader follows."""

from collections.abc import Mapping, Sequence

from desktop.adapters.pdf.file import PdfFile, ref, string
from desktop.adapters.pdf.page import Element, Link, Page


def write_structure(
    file: PdfFile,
    root: Element,
    pages: Sequence[Page],
    places: Sequence[int],
    links: Mapping[Link, int],
) -> int:
    """Write every element below ``root``; ``places`` are the pages' objects, ``links`` the links'.

    The way back is numbered by the pages, and from there on by the links. Returns the tree's object.
    """
    tree = file.reserve()
    writer = _Writer(file, places, links)
    top = writer.write(root, tree)
    parents = [
        f"{page.index} [{' '.join([ref(writer.places[owner]) for owner in page.owners])}]"
        for page in pages
    ]
    parents += [
        f"{number} {ref(writer.places[link.element])}"
        for number, link in enumerate(links, start=len(pages))
    ]
    return file.put(
        f"<</Type /StructTreeRoot /K {ref(top)} /ParentTree <</Nums [{' '.join(parents)}]>>"
        f" /ParentTreeNextKey {len(parents)}>>",
        tree,
    )


class _Writer:
    def __init__(self, file: PdfFile, pages: Sequence[int], links: Mapping[Link, int]) -> None:
        self.places: dict[Element, int] = {}
        self._file = file
        self._pages = pages
        self._links = links

    def write(self, element: Element, parent: int) -> int:
        place = self.places[element] = self._file.reserve()
        marks = [kid for kid in element.kids if isinstance(kid, tuple)]
        home = marks[0][0] if marks else -1
        kids: list[str] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(ref(self.write(kid, place)))
            elif isinstance(kid, Link):
                page = ref(self._pages[kid.place.page])
                kids.append(f"<</Type /OBJR /Pg {page} /Obj {ref(self._links[kid])}>>")
            elif kid[0] == home:
                kids.append(str(kid[1]))
            else:
                kids.append(f"<</Type /MCR /Pg {ref(self._pages[kid[0]])} /MCID {kid[1]}>>")
        text = f"<</S /{element.tag} /P {ref(parent)} /K [{' '.join(kids)}]"
        if marks:
            text += f" /Pg {ref(self._pages[home])}"
        if element.alternative:
            text += f" /Alt {string(element.alternative)}"
        if element.scope:
            text += f" /A <</O /Table /Scope /{element.scope}>>"
        return self._file.put(text + ">>", place)
