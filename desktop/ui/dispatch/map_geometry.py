"""Where a place lies on the map widget: a plain projection about the middle of what is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, radians

from PySide6.QtCore import QPointF, QSizeF

METRES_PER_DEGREE = 111_320.0
NEAREST, FARTHEST = 0.5, 20_000.0
"""Metres a pixel, at the nearest and at the farthest."""
_ROOM = 0.84


@dataclass(frozen=True)
class MapFrame:
    """What of the world is shown: its middle in degrees, metres a pixel, the widget's size."""

    latitude: float
    longitude: float
    metres: float
    size: QSizeF

    def to_screen(self, latitude: float, longitude: float) -> QPointF:
        """Where degrees lie in the widget."""
        wide = (longitude - self.longitude) * self._degree_of_longitude / self.metres
        high = (latitude - self.latitude) * METRES_PER_DEGREE / self.metres
        return QPointF(self.size.width() / 2 + wide, self.size.height() / 2 - high)

    def to_degrees(self, at: QPointF) -> tuple[float, float]:
        """Latitude and longitude of a point of the widget."""
        east = (at.x() - self.size.width() / 2) * self.metres / self._degree_of_longitude
        north = (self.size.height() / 2 - at.y()) * self.metres / METRES_PER_DEGREE
        return self.latitude + north, self.longitude + east

    def moved(self, across: float, down: float) -> "MapFrame":
        """The frame after the map was pulled by so many pixels."""
        latitude, longitude = self.to_degrees(
            QPointF(self.size.width() / 2 - across, self.size.height() / 2 - down)
        )
        return replace(self, latitude=_clamped(latitude, 80), longitude=_clamped(longitude, 180))

    def zoomed(self, factor: float, about: QPointF) -> "MapFrame":
        """Nearer (factor above one) or farther, keeping the point under the mouse where it is."""
        before = self.to_degrees(about)
        metres = min(FARTHEST, max(NEAREST, self.metres / factor))
        nearer = replace(self, metres=metres)
        after = nearer.to_degrees(about)
        return replace(
            nearer,
            latitude=_clamped(nearer.latitude + before[0] - after[0], 80),
            longitude=_clamped(nearer.longitude + before[1] - after[1], 180),
        )

    @property
    def _degree_of_longitude(self) -> float:
        return METRES_PER_DEGREE * cos(radians(self.latitude))


def frame_of(points: Sequence[tuple[float, float]], size: QSizeF) -> MapFrame:
    """The frame in which all these degrees are seen; without any, the middle of the country."""
    if not points:
        return MapFrame(35.0, 105.0, 5_000.0, size)
    south, north = min(one[0] for one in points), max(one[0] for one in points)
    west, east = min(one[1] for one in points), max(one[1] for one in points)
    middle = MapFrame((south + north) / 2, (west + east) / 2, 1.0, size)
    high = (north - south) * METRES_PER_DEGREE / max(1.0, size.height() * _ROOM)
    wide = (east - west) * METRES_PER_DEGREE * cos(radians(middle.latitude))
    metres = max(high, wide / max(1.0, size.width() * _ROOM), 2.0)
    return replace(middle, metres=min(FARTHEST, metres))


def hull(points: Sequence[QPointF]) -> list[QPointF]:
    """The convex outline of points, anticlockwise (Andrew's monotone chain)."""
    order = sorted({(one.x(), one.y()) for one in points})
    if len(order) < 3:
        return [QPointF(*one) for one in order]

    def half(row: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for one in row:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], one) <= 0:
                chain.pop()
            chain.append(one)
        return chain[:-1]

    return [QPointF(*one) for one in (*half(order), *half(order[::-1]))]


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _clamped(value: float, most: float) -> float:
    return max(-most, min(most, value))
