"""Looking at the picture of the seal before it is kept: can it be printed on a letter?"""

import io
from dataclasses import dataclass

from desktop.domain.errors import DomainError

MOST_BYTES = 2_000_000
SIDE = (300, 3000)
"""Pixels of each side, both inclusive: a seal of 42 mm is sharp from about 300 pixels on."""


@dataclass(frozen=True)
class SealImage:
    """A picture that can serve as seal. ``doubts`` are text codes of what might look wrong."""

    width: int
    height: int
    doubts: tuple[str, ...]


def look_at(content: bytes) -> SealImage:
    """Read the whole picture and say what it is.

    Raises ``DomainError``: ``settings.seal_too_big``, ``settings.seal_no_png``,
    ``settings.seal_damaged``, ``settings.seal_size``. Doubts: no transparent ground (it would
    cover the text below), not round or square, hardly any red.
    """
    from PIL import Image, UnidentifiedImageError

    if len(content) > MOST_BYTES:
        raise DomainError("settings.seal_too_big", field="seal", most=MOST_BYTES // 1_000_000)
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            width, height = picture.size
            if not all(SIDE[0] <= side <= SIDE[1] for side in (width, height)):
                facts = {"width": width, "height": height, "least": SIDE[0], "most": SIDE[1]}
                raise DomainError("settings.seal_size", field="seal", **facts)
            small = picture.convert("RGBA").resize((60, 60))
    except UnidentifiedImageError:
        raise DomainError("settings.seal_no_png", field="seal") from None
    except (OSError, SyntaxError, ValueError):
        raise DomainError("settings.seal_damaged", field="seal") from None
    return SealImage(width, height, _doubts(width, height, small.tobytes()))


def _doubts(width: int, height: int, rgba: bytes) -> tuple[str, ...]:
    pixels = [rgba[place : place + 4] for place in range(0, len(rgba), 4)]
    seen = [pixel for pixel in pixels if pixel[3] > 127]
    red = [pixel for pixel in seen if pixel[0] > 120 and pixel[0] > pixel[1] + 40 < 255]
    doubts = []
    if len(seen) == len(pixels):
        doubts.append("settings.seal_opaque")
    if not 0.8 <= width / height <= 1.25:
        doubts.append("settings.seal_not_square")
    if len(red) < len(pixels) // 50:
        doubts.append("settings.seal_not_red")
    return tuple(doubts)
