"""Scans as pages: pictures of any kind upright and small, PDF files page by page, rubbish refused."""

import io

import pikepdf
import pytest
from PIL import Image

from desktop.adapters.pdf.scans import MOST_PAGES, SIDE, pages_of
from desktop.domain.errors import DomainError


def picture(
    kind: str, mode: str = "RGB", size: tuple[int, int] = (600, 900), **more: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def sizes(content: bytes) -> list[tuple[int, int]]:
    found = []
    for page in pages_of(content, "scan"):
        with Image.open(io.BytesIO(page)) as image:
            assert (image.format, image.mode) == ("JPEG", "RGB")
            found.append(image.size)
    return found


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("JPEG", "CMYK"), ("TIFF", "L"), ("BMP", "RGB")],
)  # fmt: skip
def test_pictures_of_every_kind_are_a_page(kind: str, mode: str) -> None:
    assert sizes(picture(kind, mode)) == [(600, 900)]


def test_a_large_picture_is_made_smaller_and_one_lying_on_its_side_upright() -> None:
    assert sizes(picture("PNG", size=(4000, 3000))) == [(SIDE, SIDE * 3 // 4)]
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held upright
    assert sizes(picture("JPEG", exif=turned)) == [(900, 600)]


def test_what_is_transparent_is_white() -> None:
    (page,) = pages_of(picture("PNG", "RGBA"), "scan")
    with Image.open(io.BytesIO(page)) as image:
        assert image.getpixel((10, 10)) == (255, 255, 255)


def test_a_fax_of_several_pages() -> None:
    out = io.BytesIO()
    frames = [Image.new("L", (300, 400)) for _ in range(3)]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    assert sizes(out.getvalue()) == [(300, 400)] * 3


def pdf(pages: int, **more: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(595, 842))
        made.save(out, **more)
    return out.getvalue()


def test_a_pdf_is_taken_page_by_page() -> None:
    assert sizes(pdf(2)) == [(1240, 1755)] * 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"only words",
        b"%PDF-1.7 broken",
        picture("PNG")[:300],
        pdf(1, encryption=pikepdf.Encryption(owner="a", user="b")),
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.invalid/x"/></svg>',
    ],
)
def test_what_cannot_be_read_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(DomainError, match="scan_unreadable") as refused:
        pages_of(content, "回执.png")
    assert refused.value.facts["file"] == "回执.png"


def test_what_is_far_too_large_or_long_is_refused() -> None:
    with pytest.raises(DomainError, match="scan_too_long"):
        pages_of(pdf(MOST_PAGES + 1), "长.pdf")
    with pytest.raises(DomainError, match="scan_unreadable"):
        pages_of(picture("PNG", "1", size=(30_000, 5_000)), "大.png")
