"""A PDF/A document: its pages, fonts, pictures, structure and description."""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from desktop.adapters.pdf.embedding import FontUse, embed_font
from desktop.adapters.pdf.objects import Name, PdfFile, Ref
from desktop.adapters.pdf.page import A4, Element, Page, Picture
from desktop.adapters.pdf.truetype import TrueTypeFile
from desktop.adapters.pdf.xmp import Metadata, information, packet, pdf_moment


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
        self.metadata = metadata
        self.root = Element("Document")
        self.pages: list[Page] = []
        self.attachments: list[Attachment] = []
        self._profile = colour_profile
        self._file = PdfFile()
        self._fonts: dict[TrueTypeFile, FontUse] = {}
        self._pictures: dict[str, Ref] = {}

    def new_page(self, size: tuple[float, float] = A4) -> Page:
        """Start a page."""
        page = Page(self, len(self.pages), size)
        self.pages.append(page)
        return page

    def use(self, file: TrueTypeFile) -> FontUse:
        """The document's use of a font file."""
        try:
            return self._fonts[file]
        except KeyError:
            use = self._fonts[file] = FontUse(
                file, f"F{len(self._fonts) + 1}", self._file.reserve()
            )
            return use

    def place(self, picture: Picture) -> Ref:
        """Put a picture into the file, once."""
        if picture.key not in self._pictures:
            entries: dict[str, object] = {
                "Type": Name("XObject"),
                "Subtype": Name("Image"),
                "Width": picture.width,
                "Height": picture.height,
                "BitsPerComponent": 8,
            }
            colour = {**entries, "ColorSpace": Name("DeviceRGB")}
            if picture.alpha is not None:
                mask = {**entries, "ColorSpace": Name("DeviceGray")}
                colour["SMask"] = self._file.add_stream(picture.alpha, mask, is_compressed=True)
            self._pictures[picture.key] = self._file.add_stream(
                picture.colour, colour, is_compressed=True
            )
        return self._pictures[picture.key]

    def save(self) -> bytes:
        """The finished file. A document is saved once."""
        file = self._file
        pages = file.reserve()
        page_refs = [file.reserve() for _ in self.pages]
        for use in self._fonts.values():
            embed_font(file, use)
        fonts = file.add({use.name: use.ref for use in self._fonts.values()})
        for page, ref in zip(self.pages, page_refs, strict=True):
            self._write_page(page, ref, pages, fonts)
        file.add({"Type": Name("Pages"), "Kids": page_refs, "Count": len(page_refs)}, pages)
        catalog: dict[str, object] = {
            "Type": Name("Catalog"),
            "Pages": pages,
            "Lang": self.metadata.language,
            "MarkInfo": {"Marked": True},
            "ViewerPreferences": {"DisplayDocTitle": True},
            "StructTreeRoot": self._write_structure(page_refs),
            "OutputIntents": [self._write_output_intent()],
        }
        part = 3 if self.attachments else 2
        catalog["Metadata"] = file.add_stream(
            packet(self.metadata, part),
            {"Type": Name("Metadata"), "Subtype": Name("XML")},
            level=0,
        )
        if self.attachments:
            self._write_attachments(catalog)
        root = file.add(catalog)
        info = file.add(information(self.metadata))
        seed = b"".join(body or b"" for body in file.bodies)
        return file.write(root, info, hashlib.sha256(seed).digest()[:16])

    def _write_page(self, page: Page, ref: Ref, parent: Ref, fonts: Ref) -> None:
        resources: dict[str, object] = {"Font": fonts}
        if page.pictures:
            resources["XObject"] = {"I" + key[:12]: image for key, image in page.pictures.items()}
        self._file.add(
            {
                "Type": Name("Page"),
                "Parent": parent,
                "MediaBox": [0, 0, page.width, page.height],
                "Resources": resources,
                "Contents": self._file.add_stream(page.code()),
                "Group": {"S": Name("Transparency"), "CS": Name("DeviceRGB")},
                "StructParents": page.index,
                "Tabs": Name("S"),
            },
            ref,
        )

    def _write_structure(self, pages: Sequence[Ref]) -> Ref:
        tree = self._file.reserve()
        refs: dict[Element, Ref] = {}
        self._write_element(self.root, tree, pages, refs)
        parents: list[object] = []
        for page in self.pages:
            parents += [page.index, [refs[owner] for owner in page.owners]]
        entries = {
            "Type": Name("StructTreeRoot"),
            "K": refs[self.root],
            "ParentTree": {"Nums": parents},
            "ParentTreeNextKey": len(self.pages),
        }
        return self._file.add(entries, tree)

    def _write_element(
        self, element: Element, parent: Ref, pages: Sequence[Ref], refs: dict[Element, Ref]
    ) -> Ref:
        ref = refs[element] = self._file.reserve()
        kids: list[object] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(self._write_element(kid, ref, pages, refs))
            else:
                page, mark = kid
                kids.append({"Type": Name("MCR"), "Pg": pages[page], "MCID": mark})
        entries: dict[str, object] = {
            "Type": Name("StructElem"),
            "S": Name(element.tag),
            "P": parent,
            "K": kids,
        }
        if element.alternative:
            entries["Alt"] = element.alternative
        if element.tag == "TH":
            entries["A"] = {"O": Name("Table"), "Scope": Name("Column")}
        return self._file.add(entries, ref)

    def _write_output_intent(self) -> Ref:
        return self._file.add(
            {
                "Type": Name("OutputIntent"),
                "S": Name("GTS_PDFA1"),
                "OutputConditionIdentifier": "sRGB",
                "Info": "sRGB IEC61966-2.1",
                "DestOutputProfile": self._file.add_stream(
                    _deflated(self._profile), {"N": 3}, is_compressed=True
                ),
            }
        )

    def _write_attachments(self, catalog: dict[str, object]) -> None:
        specifications: list[Ref] = []
        moment = pdf_moment(self.metadata.made_at)
        for attachment in self.attachments:
            stream = self._file.add_stream(
                attachment.content,
                {
                    "Type": Name("EmbeddedFile"),
                    "Subtype": Name(attachment.media_type.replace("/", "#2F")),
                    "Params": {"Size": len(attachment.content), "ModDate": moment},
                },
            )
            specifications.append(
                self._file.add(
                    {
                        "Type": Name("Filespec"),
                        "F": attachment.name,
                        "UF": attachment.name,
                        "Desc": attachment.description,
                        "AFRelationship": Name("Data"),
                        "EF": {"F": stream, "UF": stream},
                    }
                )
            )
        catalog["AF"] = specifications
        names: list[object] = []
        pairs = sorted(zip(self.attachments, specifications, strict=True), key=lambda p: p[0].name)
        for attachment, ref in pairs:
            names += [attachment.name, ref]
        catalog["Names"] = {"EmbeddedFiles": {"Names": names}}


@lru_cache(maxsize=2)
def _deflated(path: Path) -> bytes:
    return zlib.compress(path.read_bytes(), 9)
