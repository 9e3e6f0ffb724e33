"""A letter before it is typeset: what stands on it, in which order, in which role."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Align(StrEnum):
    """Where a line of text stands between its margins."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Layout(StrEnum):
    """The page a paper is set on.

    ``LETTER``: letterhead, window-envelope address, 11.5 point. ``OFFICIAL``: the page of
    GB/T 9704-2012, for papers that go to a court. ``FORM``: a tight page for tables to fill in.
    """

    LETTER = "letter"
    OFFICIAL = "official"
    FORM = "form"


@dataclass(frozen=True)
class Words:
    """A run of text. ``is_name``: a person's or firm's name, drawn in one face throughout."""

    text: str
    is_strong: bool = False
    is_name: bool = False


Line = tuple[Words, ...]
"""Words one after another, with their emphasis."""


def plain(text: str) -> Line:
    """Text without emphasis."""
    return (Words(text),)


def said(line: Line) -> str:
    """A line's text alone."""
    return "".join(words.text for words in line)


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``is_indented`` by two characters as Chinese paragraphs are."""

    line: Line
    is_indented: bool = True
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Heading:
    """A heading inside the paper; level 1 is 一、, level 2 is （一）."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    head: str
    align: Align = Align.LEFT


@dataclass(frozen=True)
class RowLinks:
    """Where the rows of a table lead when they are clicked.

    ``column`` has the words of the link; ``pages``, one for each row, count from 1 through the file
    that the paper is bound into.
    """

    column: int
    pages: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """Rows under repeated heads; ``total`` closes it in bold, ``unit`` stands above at the right."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    caption: str = ""
    unit: str = ""
    links: RowLinks | None = None


@dataclass(frozen=True)
class Cell:
    """A box of a form. ``weight`` is its share of the row, ``lines`` the least it is high."""

    line: Line
    is_label: bool = False
    weight: float = 1.0
    lines: int = 1


@dataclass(frozen=True)
class Form:
    """A ruled form: labels and what is, or will be, filled in beside them."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Notice:
    """A framed line that must not be overlooked."""

    line: Line


@dataclass(frozen=True)
class Signature:
    """Who signs, with the date below; ``is_sealed`` keeps room for the seal over both."""

    signer: str
    dated: str
    is_sealed: bool = True


@dataclass(frozen=True)
class CutLine:
    """What follows is cut off and sent back."""

    text: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True)
class Scan:
    """A picture of a page, a receipt or a stamp, as large as the page allows."""

    picture: bytes
    description: str
    """What it shows, for those who cannot see it."""


Block = Paragraph | Heading | Table | Form | Notice | Signature | CutLine | PageBreak | Scan


@dataclass(frozen=True)
class Letterhead:
    """The branch as it stands at the head and foot of a letter."""

    bank: str
    branch: str
    address: str
    postcode: str
    phone: str

    @property
    def signer(self) -> str:
        """The branch's full name, without saying the bank twice."""
        return self.branch if self.branch.startswith(self.bank) else self.bank + self.branch


@dataclass(frozen=True)
class Recipient:
    """Whom the envelope goes to."""

    name: str
    polite: str
    address: str
    postcode: str


@dataclass(frozen=True)
class Paper:
    """A letter with all its facts filled in: what the typesetter needs and nothing else."""

    title: str
    register_no: str
    dated_on: date
    made_at: datetime
    letterhead: Letterhead
    blocks: tuple[Block, ...]
    layout: Layout = Layout.LETTER
    recipient: Recipient | None = None
    check_text: str = ""
    """What the QR code says; empty: no code."""
    watermark: str = ""
    """Pale words across every page of what may not leave the house."""
    seal: bytes | None = None
    signed_by: str = ""
    """Whose certificate will sign the file, to be read on the paper; empty: none."""
