"""ReportLab's canvas with what letters need besides: spaced text, tags, PDF/A.

The only module that reaches into ReportLab's document; the names with an underscore are the
canvas's own, used from a subclass of it.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from desktop.adapters.pdf import xmp
from desktop.adapters.pdf.fonts import Glyph
from desktop.adapters.pdf.page import Colour, Element, Page
from desktop.adapters.pdf.structure import StructureWriter
from desktop.adapters.pdf.xmp import Metadata

BEIJING_HOURS = 8


@dataclass(frozen=True)
class Attachment:
    """A file carried inside a PDF/A-3 document: the data a paper was made from."""

    name: str
    media_type: str
    content: bytes
    description: str


@lru_cache(maxsize=2)
def _colour_profile(path: Path) -> bytes:
    return path.read_bytes()


@lru_cache(maxsize=65536)
def number(value: float) -> str:
    """A number with at most four decimals and no trailing zeros."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _numbers(*values: float) -> str:
    return " ".join(map(number, values))


class LetterCanvas(Canvas):  # type: ignore[misc]
    """A canvas whose bytes depend on what is drawn and on ``metadata`` alone."""

    def __init__(self, metadata: Metadata, first_font: str) -> None:
        self._buffer = BytesIO()
        super().__init__(
            self._buffer,
            pageCompression=1,
            invariant=1,
            initialFontName=first_font,
            lang=metadata.language,
        )
        stamp = self._doc._timeStamp
        stamp.YMDhms = _year_to_second(metadata.made_at)
        stamp.dhh, stamp.dmm = BEIJING_HOURS, 0
        self.setTitle(metadata.title)
        self.setAuthor(metadata.author)
        self.setSubject(metadata.subject)
        self.setCreator(xmp.PRODUCER)
        self.setProducer(xmp.PRODUCER)
        self.setKeywords(metadata.keywords)
        self._metadata = metadata

    def show(
        self,
        x: float,
        y: float,
        placed: Sequence[tuple[Glyph, float]],
        size: float,
        colour: Colour,
        said: str | None = None,
    ) -> None:
        """Draw glyphs from ``x`` on, each with the ems to leave after it besides its own width.

        ``said`` is what a reader should find there where the distances would mislead it.
        """
        code = [f"BT {_numbers(*colour)} rg 1 0 0 1 {_numbers(x, y)} Tm"]
        if said is not None:
            code.insert(0, f"/Span <</ActualText <{_utf16(said)}>>> BDC")
        at = 0
        while at < len(placed):
            font = placed[at][0].font
            end = at + 1
            while end < len(placed) and placed[end][0].font is font:
                end += 1
            text = "".join(glyph.character for glyph, _ in placed[at:end])
            for subset, codes in font.splitString(text, self._doc):
                name = font.getSubsetInternalName(subset, self._doc)
                gaps = (after for _, after in placed[at : at + len(codes)])
                code.append(f"{name} {number(size)} Tf [<{_hex(codes, gaps)}>] TJ")
                at += len(codes)
        code.append("ET" if said is None else "ET EMC")
        self._code.append(" ".join(code))

    def rule(
        self, x1: float, y1: float, x2: float, y2: float, width: float, colour: Colour
    ) -> None:
        """Draw a straight line."""
        ends = f"{_numbers(x1, y1)} m {_numbers(x2, y2)} l S"
        self._code.append(f"{_numbers(*colour)} RG {number(width)} w {ends}")

    def fill_boxes(
        self, boxes: Sequence[tuple[float, float, float, float]], colour: Colour
    ) -> None:
        """Fill rectangles in one go."""
        shapes = " ".join(f"{_numbers(*box)} re" for box in boxes)
        self._code.append(f"{_numbers(*colour)} rg {shapes} f")

    def picture(
        self, picture: pdfdoc.PDFImageXObject, x: float, y: float, width: float, height: float
    ) -> None:
        """Draw a picture that was deflated before, for this or another document."""
        name = self._doc.getXObjectName(picture.name)
        if name not in self._doc.idToObject:
            placed = copy(picture)  # an object belongs to one document; the bytes are shared
            self._doc.Reference(placed, name)
            mask = getattr(picture, "_smask", None)
            if mask is not None:
                placed.smask = self._doc.Reference(copy(mask), f"{name}-mask")
        self._code.append(f"q {_numbers(width, 0, 0, height, x, y)} cm /{name} Do Q")
        self._formsinuse.append(picture.name)

    def finish_page(self, page: Page) -> None:
        """End the page and say which tags it has."""
        self.showPage()
        finished = self._doc.Pages.pages[-1]
        finished.Trans = None  # an empty transition is not allowed in PDF/A
        finished.__NoDefault__ = [*finished.__NoDefault__, "StructParents", "Tabs", "Group"]
        finished.StructParents = page.index
        finished.Tabs = pdfdoc.PDFName("S")
        finished.Group = pdfdoc.PDFDictionary({"S": "/Transparency", "CS": "/DeviceRGB"})

    def finish(
        self,
        root: Element,
        pages: Sequence[Page],
        attachments: Sequence[Attachment],
        colour_profile: Path,
    ) -> bytes:
        """Add what makes it PDF/A and readable aloud, and return the file."""
        catalog = self._doc.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
        catalog.__Refs__ = [name for name in catalog.__NoDefault__ if name != "AF"]
        part = 3 if attachments else 2
        packet = xmp.packet(self._metadata, part)
        catalog.Metadata = pdfdoc.XMP(creator=lambda _: packet)
        catalog.OutputIntents = pdfdoc.PDFArray([self._output_intent(colour_profile)])
        catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        catalog.StructTreeRoot = StructureWriter(self._doc).write(root, pages)
        if attachments:
            self._attach(attachments)
        data: bytes = self.getpdfdata()
        return data

    def _stream(
        self, content: bytes, entries: dict[str, object] | None = None
    ) -> pdfdoc.PDFObjectReference:
        stream = pdfdoc.PDFStream(
            dictionary=pdfdoc.PDFDictionary(entries or {}),
            content=content,
            filters=[pdfdoc.PDFZCompress],
        )
        return self._doc.Reference(stream)

    def _output_intent(self, colour_profile: Path) -> pdfdoc.PDFDictionary:
        return pdfdoc.PDFDictionary(
            {
                "Type": "/OutputIntent",
                "S": "/GTS_PDFA1",
                "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
                "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
                "DestOutputProfile": self._stream(_colour_profile(colour_profile), {"N": 3}),
            }
        )

    def _attach(self, attachments: Sequence[Attachment]) -> None:
        names: list[object] = []
        files: list[object] = []
        for attachment in sorted(attachments, key=lambda one: one.name):
            name = pdfdoc.PDFString(attachment.name)
            date = pdfdoc.PDFDate(ts=self._doc._timeStamp)
            stream = self._stream(
                attachment.content,
                {
                    "Type": "/EmbeddedFile",
                    "Subtype": "/" + attachment.media_type.replace("/", "#2F"),
                    "Params": pdfdoc.PDFDictionary(
                        {"Size": len(attachment.content), "ModDate": date}
                    ),
                },
            )
            file = pdfdoc.PDFDictionary(
                {
                    "Type": "/Filespec",
                    "F": name,
                    "UF": name,
                    "Desc": pdfdoc.PDFString(attachment.description),
                    "AFRelationship": "/Data",
                    "EF": pdfdoc.PDFDictionary({"F": stream, "UF": stream}),
                }
            )
            ref = self._doc.Reference(file)
            names += [name, ref]
            files.append(ref)
        tree = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray(names)})
        self._doc.Catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": tree})
        self._doc.Catalog.AF = pdfdoc.PDFArray(files)


def _hex(codes: bytes, gaps: Iterable[float]) -> str:
    parts: list[str] = []
    for code, gap in zip(codes, gaps, strict=True):
        parts.append(f"{code:02X}")
        if gap:
            parts.append(f">{number(-1000 * gap)}<")
    return "".join(parts)


def _utf16(text: str) -> str:
    return (b"\xfe\xff" + text.encode("utf-16-be")).hex().upper()


def _year_to_second(moment: datetime) -> tuple[int, int, int, int, int, int]:
    return moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second
