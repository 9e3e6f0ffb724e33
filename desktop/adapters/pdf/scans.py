"""Scans and photographs as pages of a file: pictures of any kind, and PDF files page by page."""

from io import BytesIO

from PIL import Image, ImageOps

from desktop.adapters.pdf.reading import open_pdf
from desktop.domain.errors import DomainError

SIDE = 2000
"""Most pixels of a side: A4 at about 170 dots an inch, enough to read a stamp on a receipt."""
QUALITY = 80
DOTS = 150
MOST_PIXELS = 80_000_000
MOST_PAGES = 200
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
KINDS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")


def pages_of(content: bytes, name: str) -> list[bytes]:
    """The pages of a scan, each as a JPEG.

    Raises ``DomainError`` naming the file: ``bundle.scan_unreadable`` for what is neither picture
    nor PDF, is damaged, locked or larger than ``MOST_PIXELS``; ``bundle.scan_too_long``.
    """
    try:
        if b"%PDF-" in content[:1024]:
            return _from_pdf(content, name)
        with Image.open(BytesIO(content), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise DomainError("bundle.scan_unreadable", file=name)
            count = getattr(picture, "n_frames", 1)
            if count > MOST_PAGES:
                raise DomainError("bundle.scan_too_long", file=name, most=MOST_PAGES)
            return [_frame(picture, number) for number in range(count)]
    except UNREADABLE as problem:
        raise DomainError("bundle.scan_unreadable", file=name) from problem


def _from_pdf(content: bytes, name: str) -> list[bytes]:
    try:
        reader = open_pdf(content)
    except DomainError as problem:
        raise DomainError("bundle.scan_unreadable", file=name) from problem
    try:
        if reader.page_count > MOST_PAGES:
            raise DomainError("bundle.scan_too_long", file=name, most=MOST_PAGES)
        pages = []
        for number in range(reader.page_count):
            width, height = reader.size(number)
            shown = reader.picture(number, min(DOTS, SIDE * 72 / max(width, height, 1)))
            size = (shown.width, shown.height)
            rows = Image.frombuffer("RGB", size, shown.pixels, "raw", "BGRX", shown.stride, 1)
            pages.append(_jpeg(rows))
        return pages
    finally:
        reader.close()


def _frame(picture: Image.Image, number: int) -> bytes:
    picture.seek(number)
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright.convert("RGBA"))
    return _jpeg(upright.convert("RGB"))


def _jpeg(picture: Image.Image) -> bytes:
    picture.thumbnail((SIDE, SIDE))
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
