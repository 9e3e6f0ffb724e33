"""Binding finished files into one: pages numbered through, bookmarks, links, tags; PDF/A-3b.

The pages are those of the files bound. What a signature shows on them stays, the signature itself
cannot: it covers its own file, which can travel inside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pikepdf import Array, AttachedFileSpec, Dictionary, Name, OutlineItem, Pdf, Stream, String

from desktop.adapters.pdf import xmp
from desktop.adapters.pdf.document import Attachment, Document
from desktop.adapters.pdf.fonts import SANS, FontSet
from desktop.adapters.pdf.links import lead_to_pages
from desktop.adapters.pdf.page import MM, Page
from desktop.adapters.pdf.xmp import Metadata

NUMBER_AT = 7 * MM
NUMBER_SIZE = 9.0


@dataclass(frozen=True)
class Part:
    """A file to be bound. ``level`` 0 stands in the bookmarks, 1 below the 0 before it."""

    title: str
    content: bytes
    level: int = 0


class Binder:
    """Binds files with the fonts and the colour profile that papers are set with."""

    def __init__(self, fonts: FontSet, colour_profile: Path) -> None:
        self._fonts = fonts
        self._profile = colour_profile

    def bind(
        self, parts: Sequence[Part], metadata: Metadata, attachments: Sequence[Attachment]
    ) -> bytes:
        """Bind the parts in their order. The same parts with the same metadata: the same bytes."""
        bound = Pdf.new()
        sources = [Pdf.open(BytesIO(part.content)) for part in parts]
        first_pages: list[int] = []
        for source in sources:
            _keep_links_only(source)
            first_pages.append(len(bound.pages))
            bound.pages.extend(source.pages)
        _bind_tags(bound, sources)
        lead_to_pages(bound)
        self._number(bound, metadata)
        with bound.open_outline() as outline:
            for part, page in zip(parts, first_pages, strict=True):
                above = outline.root[-1].children if part.level else outline.root
                above.append(OutlineItem(part.title, page))
        _attach(bound, attachments, metadata)
        self._describe(bound, metadata)
        out = BytesIO()
        bound.save(out, deterministic_id=True, min_version="1.7")
        return out.getvalue()

    def _number(self, bound: Pdf, metadata: Metadata) -> None:
        """Write the number of each page through the whole file at the middle of its foot."""
        numbers = Document(metadata, self._profile)
        for index, page in enumerate(bound.pages, start=1):
            _, _, width, height = (float(side) for side in page.mediabox)
            self._write(numbers.new_page((width, height)), f"— {index} —")
        with Pdf.open(BytesIO(numbers.save())) as stamps:
            for index, (page, stamp) in enumerate(zip(bound.pages, stamps.pages, strict=True)):
                drawn = bound.copy_foreign(stamp.as_form_xobject())
                name = page.add_resource(drawn, Name.XObject, Name(f"/Number{index}"))
                page.contents_add(b"q\n", prepend=True)
                page.contents_add(f"\nQ /Artifact BMC q {name} Do Q EMC".encode())

    def _write(self, page: Page, text: str) -> None:
        glyphs = self._fonts.draw(text, SANS)
        width = sum(glyph.width for glyph in glyphs) * NUMBER_SIZE
        with page.artifact():
            page.text((page.width - width) / 2, NUMBER_AT, glyphs, NUMBER_SIZE)

    def _describe(self, bound: Pdf, metadata: Metadata) -> None:
        root = bound.Root
        root.Metadata = Stream(bound, xmp.packet(metadata, 3), Type=Name.Metadata, Subtype=Name.XML)
        root.Lang = String(metadata.language)
        root.MarkInfo = Dictionary(Marked=True)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.PageMode = Name.UseOutlines
        profile = bound.make_stream(self._profile.read_bytes(), N=3)
        root.OutputIntents = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier="sRGB",
                    Info="sRGB IEC61966-2.1",
                    DestOutputProfile=profile,
                )
            ]
        )
        date = f"D:{metadata.made_at:%Y%m%d%H%M%S}+08'00'"
        bound.docinfo = bound.make_indirect(
            Dictionary(
                Title=metadata.title,
                Author=metadata.author,
                Subject=metadata.subject,
                Keywords=metadata.keywords,
                Creator=xmp.PRODUCER,
                Producer=xmp.PRODUCER,
                CreationDate=date,
                ModDate=date,
            )
        )


def _keep_links_only(source: Pdf) -> None:
    """Take signature fields off: what they show is on the page, what they prove is gone."""
    for page in source.pages:
        links = [one for one in page.get(Name.Annots, []) if one.get(Name.Subtype) == Name.Link]
        if links:
            page.Annots = Array(links)
        elif Name.Annots in page:
            del page[Name.Annots]


def _bind_tags(bound: Pdf, sources: Sequence[Pdf]) -> None:
    """Put the structure of every file below one root, and number its pages' marks anew."""
    tree = bound.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    top = bound.make_indirect(Dictionary(S=Name.Document, P=tree))
    kids: list[Any] = []
    parents: list[Any] = []
    pages = iter(bound.pages)
    for source in sources:
        told: dict[int, Any] = {}
        root = source.Root.get(Name.StructTreeRoot)
        if root is not None:
            copied = bound.copy_foreign(root)
            below = copied.K if isinstance(copied.K, Array) else [copied.K]
            for kid in below:
                kid.S = Name.Part  # what was a document is a part of one
                kid.P = top
                kids.append(kid)
            marks = copied.ParentTree.Nums
            told = {int(marks[at]): marks[at + 1] for at in range(0, len(marks), 2)}
        for _ in source.pages:
            page = next(pages)
            marked = told.get(int(page.get(Name.StructParents, -1)))
            if marked is not None:
                page.StructParents = len(parents) // 2
                parents += [len(parents) // 2, marked]
            for link in page.get(Name.Annots, []):
                owner = told[int(link.StructParent)]
                link.StructParent = len(parents) // 2
                parents += [len(parents) // 2, owner]
    top.K = Array(kids)
    tree.K = Array([top])
    tree.ParentTree = bound.make_indirect(Dictionary(Nums=Array(parents)))
    tree.ParentTreeNextKey = len(parents) // 2
    bound.Root.StructTreeRoot = tree


def _attach(bound: Pdf, attachments: Sequence[Attachment], metadata: Metadata) -> None:
    date = f"D:{metadata.made_at:%Y%m%d%H%M%S}+08'00'"
    for one in attachments:
        held = AttachedFileSpec(
            bound,
            one.content,
            filename=one.name,
            description=one.description,
            mime_type=one.media_type,
            creation_date=date,
            mod_date=date,
        )
        held.relationship = Name.Data
        bound.attachments[one.name] = held
    specs = [bound.attachments[one.name].obj for one in attachments]
    bound.Root.AF = Array(specs)
