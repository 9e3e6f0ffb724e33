"""Links to pages of a file yet to be put together: by their own name until then, by page after."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Pdf

PREFIX = "page-"


def name_of(page: int) -> str:
    """What a link is called that will lead to a page, counted from 1.

    Not a named destination: those do not survive the copying of pages.
    """
    return f"{PREFIX}{page}"


def lead_to_pages(whole: "Pdf") -> None:
    """Let the links of a file that has been put together lead to its pages."""
    from pikepdf import Array, Name

    for page in whole.pages:
        for link in page.get(Name.Annots, []):
            name = str(link.get(Name.NM, ""))
            if name.startswith(PREFIX):
                number = int(name.removeprefix(PREFIX))
                link.Dest = Array([whole.pages[number - 1].obj, Name.Fit])
