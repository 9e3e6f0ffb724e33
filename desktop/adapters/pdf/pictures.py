"""Pictures in a document: read and deflated once for all the documents that show them."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image

from desktop.adapters.pdf.file import PdfFile, ref

MOST_PIXELS = 16_000_000
"""Larger pictures are refused: they would fill the memory."""


@dataclass(frozen=True, eq=False)
class Picture:
    """Pixels as a document holds them: colours, and how opaque each is where some are not.

    ``packing`` is the filter that unpacks the colours: deflated, or a JPEG as it came.
    """

    width: int
    height: int
    colours: bytes
    mask: bytes | None
    packing: str = "FlateDecode"

    def embed(self, file: PdfFile) -> int:
        """Put the picture into a file and return its place."""
        size = f"/Type /XObject /Subtype /Image /Width {self.width} /Height {self.height}"
        form = "/BitsPerComponent 8 /Filter"
        mask = ""
        if self.mask is not None:
            place = file.put_packed(
                self.mask, f"{size} /ColorSpace /DeviceGray {form} /FlateDecode"
            )
            mask = f" /SMask {ref(place)}"
        return file.put_packed(
            self.colours, f"{size} /ColorSpace /DeviceRGB {form} /{self.packing}{mask}"
        )


@lru_cache(maxsize=16)
def read_picture(content: bytes) -> Picture:
    """Read a PNG or JPEG (a seal, a logo).

    Raises ``ValueError`` when it is no picture, or one with more than ``MOST_PIXELS``.
    """
    try:
        image = Image.open(BytesIO(content))
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("not a picture")
        image.load()
    except (OSError, Image.DecompressionBombError) as problem:
        raise ValueError("not a picture") from problem
    if image.format == "JPEG" and image.mode == "RGB":
        return Picture(image.width, image.height, content, None, "DCTDecode")
    mask = None
    if image.has_transparency_data:
        mask = zlib.compress(image.convert("RGBA").getchannel("A").tobytes(), 9)
    colours = zlib.compress(image.convert("RGB").tobytes(), 9)
    return Picture(image.width, image.height, colours, mask)
