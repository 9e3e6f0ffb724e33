"""Papers to PDF: one file each, or many papers in one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.adapters.pdf import furniture, tables
from desktop.adapters.pdf.document import Attachment, Document
from desktop.adapters.pdf.flow import CLOSE, SHEETS, Flow, Sheet
from desktop.adapters.pdf.fonts import FontSet
from desktop.adapters.pdf.page import MM
from desktop.adapters.pdf.xmp import Metadata
from desktop.domain.paper import (
    Block,
    CutLine,
    Form,
    Heading,
    Layout,
    Notice,
    PageBreak,
    Paper,
    Paragraph,
    Scan,
    Signature,
    Table,
)

if TYPE_CHECKING:
    from desktop.adapters.pdf.signing_key import SigningKey


LITTLE = 85 * MM


@dataclass(frozen=True)
class Bookmark:
    """Where a paper starts in a file of many: its first page, counted from 0, and its pages."""

    first_page: int
    page_count: int


class Typesetter:
    """Sets papers with one set of fonts, which it reads once."""

    def __init__(self, fonts: FontSet, colour_profile: Path) -> None:
        self.fonts = fonts
        self.profile = colour_profile

    def render(self, paper: Paper, attachments: Sequence[Attachment] = ()) -> bytes:
        """Set one paper as a file of its own.

        The same paper gives the same bytes. Raises ``DomainError`` for a character that cannot be
        printed.
        """
        return self.render_counted(paper, attachments)[0]

    def render_counted(
        self,
        paper: Paper,
        attachments: Sequence[Attachment] = (),
        key: "SigningKey | None" = None,
    ) -> tuple[bytes, int]:
        """As ``render``, with the number of pages.

        A paper with a seal is signed with ``key`` at the moment it is made.
        """
        document = Document(metadata_of([paper]), self.profile)
        document.attachments += attachments
        self._set(document, paper)
        content = document.save()
        if key is not None and document.seal is not None:
            from desktop.adapters.pdf.signing import sign  # half a second, for those who sign

            content = sign(content, key, document.seal, paper.made_at)
        return content, len(document.pages)

    def render_many(self, papers: Iterable[Paper]) -> tuple[bytes, list[Bookmark]]:
        """Set several papers one behind the other, each with its own page numbers."""
        every = list(papers)
        document = Document(metadata_of(every), self.profile)
        bookmarks = []
        for paper in every:
            first = len(document.pages)
            self._set(document, paper)
            bookmarks.append(Bookmark(first, len(document.pages) - first))
        return document.save(), bookmarks

    def _set(self, document: Document, paper: Paper) -> None:
        flow = self._drawn(document, paper, SHEETS[paper.layout])
        if paper.layout is Layout.LETTER and _leaves_little(flow):
            document.take_back(flow.pages)
            closer = self._drawn(document, paper, CLOSE)
            if len(closer.pages) == 1:
                flow = closer
            else:
                document.take_back(closer.pages)
                flow = self._drawn(document, paper, SHEETS[paper.layout])
        furniture.draw_page_marks(flow, paper)
        document.write_out()

    def _drawn(self, document: Document, paper: Paper, sheet: Sheet) -> Flow:
        flow = Flow(document, self.fonts, sheet, document.root.child("Sect"))
        _draw_opening(flow, paper)
        for index, block in enumerate(paper.blocks):
            _keep_together(flow, paper.blocks[index : index + 3])
            _draw(flow, block, paper)
        return flow


def metadata_of(papers: Sequence[Paper]) -> Metadata:
    """What the file says about itself. No personal data: file properties are read by machines."""
    first = papers[0]
    title = first.title if len(papers) == 1 else f"{first.title}等{len(papers)}份"
    return Metadata(
        title=f"{title} {first.register_no}".strip(),
        author=first.letterhead.signer,
        subject=first.title,
        made_at=first.made_at,
    )


def _leaves_little(flow: Flow) -> bool:
    """Whether so little stands on the second page that smaller type may bring it to the first."""
    if len(flow.pages) != 1 + 1:
        return False
    return flow.page.height - flow.sheet.top - flow.top < LITTLE


def _draw_opening(flow: Flow, paper: Paper) -> None:
    if paper.layout is Layout.LETTER:
        furniture.draw_letterhead(flow, paper)
    number_at = flow.page.height - furniture.WINDOW_TOP - 8 if paper.recipient else flow.top
    if paper.recipient:
        furniture.draw_recipient(flow, paper.recipient)
    if paper.register_no:
        furniture.draw_register_no(flow, paper, number_at)
        if not paper.recipient:
            flow.top -= flow.sheet.leading
    furniture.draw_title(flow, paper.title)


def _keep_together(flow: Flow, blocks: Sequence[Block]) -> None:
    """A signature never stands on a page without text: the last short paragraph comes along.

    With it comes that paragraph's heading, so that no heading is left behind either.
    """
    match blocks:
        case [Heading(), Paragraph() as last, Signature()]:
            above = 2 * flow.sheet.leading
        case [Paragraph() as last, Signature(), *_]:
            above = 0.0
        case _:
            return
    height = flow.height_of(last)
    if height <= 6 * flow.sheet.leading:
        flow.need(above + height + furniture.signature_height(flow))


def _draw(flow: Flow, block: Block, paper: Paper) -> None:
    match block:
        case Paragraph():
            flow.paragraph(block)
        case Heading():
            flow.heading(block)
        case Table():
            tables.draw_table(flow, block)
        case Form():
            tables.draw_form(flow, block)
        case Notice():
            furniture.draw_notice(flow, block)
        case Signature():
            furniture.draw_signature(flow, block, paper)
        case CutLine():
            furniture.draw_cut_line(flow, block)
        case PageBreak():
            flow.new_page()
        case Scan():
            furniture.draw_scan(flow, block)
