"""A PDF/A document: its pages, its structure, its description."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from desktop.adapters.pdf import xmp
from desktop.adapters.pdf.file import PdfFile, number, ref, string
from desktop.adapters.pdf.links import name_of
from desktop.adapters.pdf.page import A4, Element, Link, Page, Place
from desktop.adapters.pdf.resources import Resources
from desktop.adapters.pdf.structure import write_structure
from desktop.adapters.pdf.xmp import Metadata

PRINTED = 4
"""The only flag that PDF/A lets an annotation have (ISO 19005-2, 6.3.2)."""


@dataclass(frozen=True)
class Attachment:
    """A file carried inside a PDF/A-3 document: the data a paper was made from."""

    name: str
    media_type: str
    content: bytes
    description: str


class Document:
    """Collects pages and writes them as PDF/A-2b, or PDF/A-3b when something is attached.

    ``metadata.made_at`` is the only moment that enters the file: the same pages made with the same
    metadata are the same bytes.
    """

    def __init__(self, metadata: Metadata, colour_profile: Path) -> None:
        self.root = Element("Document")
        self.pages: list[Page] = []
        self.attachments: list[Attachment] = []
        self.seal: Place | None = None
        """Where the seal is, or will be put by hand: a signature is to be seen there."""
        self._metadata = metadata
        self._profile = colour_profile
        self._file = PdfFile()
        self._tree = self._file.reserve()
        self._resources = Resources(self._file)
        self._places: list[int] = []
        self._links: dict[Link, int] = {}

    def new_page(self, size: tuple[float, float] = A4) -> Page:
        """Start a page."""
        page = Page(len(self.pages), size, self._resources)
        self.pages.append(page)
        return page

    def take_back(self, pages: Sequence[Page]) -> None:
        """Take back the newest section with its pages, before they are written out."""
        del self.pages[-len(pages) :]
        self.root.kids.pop()

    def write_out(self) -> None:
        """Put the pages made so far into the file; nothing more can be drawn on them.

        A paper is written out when it is done, so that many papers do not pile up in memory.
        """
        for page in self.pages[len(self._places) :]:
            content = self._file.put_stream("\n".join(page.code).encode("ascii"))
            page.code.clear()
            links = {link: self._file.reserve() for link in page.links}
            self._links |= links
            annotations = f" /Annots [{' '.join(map(ref, links.values()))}]" if links else ""
            self._places.append(
                self._file.put(
                    f"<</Type /Page /Parent {ref(self._tree)} /Contents {ref(content)}"
                    f" /MediaBox [0 0 {number(page.width)} {number(page.height)}]"
                    f" /Resources {ref(self._resources.place)} /StructParents {page.index} /Tabs /S"
                    f" /Group <</S /Transparency /CS /DeviceRGB>>{annotations}>>"
                )
            )

    def save(self) -> bytes:
        """The finished file. A document is saved once."""
        self.write_out()
        file, about = self._file, self._metadata
        self._resources.write()
        kids = " ".join(map(ref, self._places))
        file.put(f"<</Type /Pages /Kids [{kids}] /Count {len(self.pages)}>>", self._tree)
        packet = xmp.packet(about, 3 if self.attachments else 2)
        metadata = file.put_packed(packet, "/Type /Metadata /Subtype /XML")
        structure = write_structure(file, self.root, self.pages, self._places, self._links)
        self._write_links()
        catalog = file.put(
            f"<</Type /Catalog /Pages {ref(self._tree)} /Lang {string(about.language)}"
            f" /Metadata {ref(metadata)} /StructTreeRoot {ref(structure)}"
            " /MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>>"
            f" /OutputIntents [{_output_intent(file, self._profile)}]"
            f"{_attached(file, self.attachments, about.made_at)}>>"
        )
        date = _date(about.made_at)
        info = file.put(
            f"<</Title {string(about.title)} /Author {string(about.author)}"
            f" /Subject {string(about.subject)} /Keywords {string(about.keywords)}"
            f" /Creator ({xmp.PRODUCER}) /Producer ({xmp.PRODUCER})"
            f" /CreationDate {date} /ModDate {date}>>"
        )
        return file.finished(catalog, info)

    def _write_links(self) -> None:
        for key, (link, place) in enumerate(self._links.items(), start=len(self.pages)):
            area = link.place
            edges = (area.left, area.bottom, area.right, area.top)
            self._file.put(
                f"<</Type /Annot /Subtype /Link /F {PRINTED} /Border [0 0 0]"
                f" /Rect [{' '.join(map(number, edges))}] /P {ref(self._places[area.page])}"
                f" /NM ({name_of(link.target)}) /Contents {string(link.words)}"
                f" /StructParent {key}>>",
                place,
            )


@lru_cache(maxsize=2)
def _colour_profile(path: Path) -> bytes:
    return path.read_bytes()


def _output_intent(file: PdfFile, profile: Path) -> str:
    stream = file.put_stream(_colour_profile(profile), "/N 3")
    return (
        "<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)"
        f" /Info (sRGB IEC61966-2.1) /DestOutputProfile {ref(stream)}>>"
    )


def _attached(file: PdfFile, attachments: Sequence[Attachment], made_at: datetime) -> str:
    """The catalogue's entries for what is attached."""
    if not attachments:
        return ""
    names: list[str] = []
    files: list[str] = []
    for attachment in sorted(attachments, key=lambda one: one.name):
        name = string(attachment.name)
        size = len(attachment.content)
        stream = file.put_stream(
            attachment.content,
            f"/Type /EmbeddedFile /Subtype /{attachment.media_type.replace('/', '#2F')}"
            f" /Params <</Size {size} /ModDate {_date(made_at)}>>",
        )
        place = file.put(
            f"<</Type /Filespec /F {name} /UF {name} /Desc {string(attachment.description)}"
            f" /AFRelationship /Data /EF <</F {ref(stream)} /UF {ref(stream)}>>>>"
        )
        names.append(f"{name} {ref(place)}")
        files.append(ref(place))
    tree = f"<</EmbeddedFiles <</Names [{' '.join(names)}]>>>>"
    return f" /Names {tree} /AF [{' '.join(files)}]"


def _date(moment: datetime) -> str:
    return f"(D:{moment:%Y%m%d%H%M%S}+08'00')"
