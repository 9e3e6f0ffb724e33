"""The collection sheet as an encrypted form: a PDF whose fields are filled in, shut by a passphrase.

AES with 256 bits (PDF 2.0, ISO 32000-2, revision 6): without the passphrase a stolen laptop or
telephone shows nothing. Any common PDF reader opens it and keeps what is typed.
"""

import secrets
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.adapters import paths
from desktop.adapters.collection_file import (
    COLUMNS,
    MARKER,
    TYPED,
    ReturnedRow,
    SheetWords,
    TakenRow,
    returned_row,
)
from desktop.adapters.sheet_export import whole_file
from desktop.domain.errors import DomainError, EnvironmentProblem

if TYPE_CHECKING:
    from pikepdf import Pdf

PAGE = (841.89, 595.28)
MARGIN, TOP, ROW = 30.0, 92.0, 24.0
WIDTHS = (30, 76, 128, 150, 76, 80, 80, 84, 78)
"""Of the columns in points; the mark has none, it is in the fields' names."""
ROWS_A_PAGE = 19
_FONT = "NotoSansSC-Regular"
_SHEET = "sheet"


def is_form(path: Path) -> bool:
    """Whether a file is a PDF, by its content. Raises ``EnvironmentProblem`` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(5) == b"%PDF-"
    except OSError as problem:
        reason = problem.strerror or ""
        raise EnvironmentProblem(
            "imports.unreadable_file", file=path.name, reason=reason
        ) from problem


def write(
    path: Path, sheet: str, words: SheetWords, rows: Sequence[TakenRow], *, passphrase: str
) -> None:
    """Write the form. Raises ``EnvironmentProblem("imports.cannot_save")``."""
    from pikepdf import Encryption, ObjectStreamMode, Pdf, Permissions

    only_filled_in = Permissions(
        extract=False, modify_annotation=False, modify_assembly=False, modify_other=False
    )
    shut = Encryption(owner=secrets.token_urlsafe(24), user=passphrase, R=6, allow=only_filled_in)
    with Pdf.open(BytesIO(_drawn(sheet, words, rows))) as form, whole_file(path) as part:
        form.Root.AcroForm.NeedAppearances = True
        form.save(part, encryption=shut, object_stream_mode=ObjectStreamMode.generate)


def _drawn(sheet: str, words: SheetWords, rows: Sequence[TakenRow]) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont(_FONT, str(paths.resources("fonts", f"{_FONT}.ttf"))))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE)
    for start in range(0, max(len(rows), 1), ROWS_A_PAGE):
        _head(canvas, sheet if start == 0 else "", words)
        for number, row in enumerate(rows[start : start + ROWS_A_PAGE], start + 1):
            _row(canvas, number, row, words, PAGE[1] - TOP - ROW * (number - start))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _head(canvas: Any, sheet: str, words: SheetWords) -> None:
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(0.6)
    canvas.setFont(_FONT, 14)
    canvas.drawString(MARGIN, PAGE[1] - 38, words.title)
    canvas.setFont(_FONT, 9)
    canvas.drawString(MARGIN, PAGE[1] - 56, words.hint)
    if sheet:
        canvas.acroForm.textfield(
            name=_SHEET, value=f"{MARKER} {sheet}", tooltip=words.title, fieldFlags="readOnly",
            x=PAGE[0] - 300, y=PAGE[1] - 44, width=270, height=16, fontName="Helvetica",
            fontSize=7, borderWidth=0, fillColor=None,
        )  # fmt: skip
    for (left, width), said in zip(_places(), words.headers, strict=False):
        canvas.drawString(left + 3, PAGE[1] - TOP + 6, _cut(said, width, 9))
    canvas.line(MARGIN, PAGE[1] - TOP, MARGIN + sum(WIDTHS), PAGE[1] - TOP)


def _row(canvas: Any, number: int, row: TakenRow, words: SheetWords, low: float) -> None:
    canvas.setFont(_FONT, 10)
    places = list(_places())
    words_of_row = (str(number), row.customer, row.contract, row.place)
    for (left, width), said in zip(places, words_of_row, strict=False):
        canvas.drawString(left + 3, low + 8, _cut(said, width, 10))
    left, width = places[len(words_of_row)]
    canvas.drawRightString(left + width - 4, low + 8, f"{row.due:,.2f}")
    mark = row.mark.replace(".", "_")  # a full stop parts a field's name from its parent's
    for name in TYPED:
        left, width = places[COLUMNS.index(name)]
        canvas.acroForm.textfield(
            name=f"{name}_{number}_{mark}",
            tooltip=f"{words.headers[COLUMNS.index(name)]} {number} {row.customer}",
            x=left + 1, y=low + 2, width=width - 3, height=ROW - 4, fontName="Helvetica",
            fontSize=10, borderWidth=0.5, maxlen=100,
        )  # fmt: skip
    canvas.line(MARGIN, low, MARGIN + sum(WIDTHS), low)


def _places() -> Iterator[tuple[float, float]]:
    left = MARGIN
    for width in WIDTHS:
        yield left, width
        left += width


def _cut(words: str, width: float, size: int) -> str:
    """Shorten words to a column's width."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if stringWidth(words, _FONT, size) <= width - 6:
        return words
    while words and stringWidth(f"{words}…", _FONT, size) > width - 6:
        words = words[:-1]
    return f"{words}…"


def read(path: Path, passphrase: str) -> tuple[str, list[ReturnedRow]]:
    """Read a form back: its sheet's number, and the rows in which something was typed.

    Raises ``collection.passphrase_wanted`` (none given), ``collection.wrong_passphrase``, and
    ``collection.not_a_sheet`` for another PDF.
    """
    from pikepdf import PasswordError, PdfError

    try:
        with _opened(path, passphrase) as form:
            typed = _typed(form.Root)
    except PasswordError as problem:
        code = "wrong_passphrase" if passphrase else "passphrase_wanted"
        raise DomainError(f"collection.{code}", field="passphrase", file=path.name) from problem
    except PdfError as problem:
        raise DomainError("collection.not_a_sheet", file=path.name) from problem
    marker, _, sheet = typed.pop(_SHEET, "").partition(" ")
    if marker != MARKER:
        raise DomainError("collection.not_a_sheet", file=path.name)
    by_row: dict[tuple[int, str], dict[str, str]] = {}
    for full_name, value in typed.items():
        name, number, mark = _parted(full_name)
        if name in TYPED and number.isdecimal():
            by_row.setdefault((int(number), mark), {})[name] = value
    found = [returned_row(*row, by_row[row]) for row in sorted(by_row)]
    return sheet, [row for row in found if row is not None]


def _opened(path: Path, passphrase: str) -> "Pdf":
    """Open a form; some readers save one unencrypted, and then it takes no passphrase."""
    from pikepdf import PasswordError, Pdf

    try:
        return Pdf.open(path)
    except PasswordError:
        return Pdf.open(path, password=passphrase)


def _typed(root: Any) -> dict[str, str]:
    """Return what each field holds, by its name."""
    fields = root.AcroForm.Fields if "/AcroForm" in root else ()
    return {str(each.get("/T", "")): str(each.get("/V", "")).strip() for each in fields}


def _parted(full_name: str) -> tuple[str, str, str]:
    """Part a field's name into column, row and mark."""
    for name in TYPED:
        number, _, mark = full_name.removeprefix(f"{name}_").partition("_")
        if full_name.startswith(f"{name}_"):
            return name, number, mark.replace("_", ".", 1)
    return "", "", ""
