"""How long it takes from one place to the next.

Great-circle distance times a detour factor, at the speed of the hour; replaced by what the branch
itself has measured between two areas; for places not yet pinned a default per area.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import asin, ceil, cos, radians, sin, sqrt
from statistics import median

from desktop.domain.field_rules import FieldRules

EARTH_KM = 6371.0
MEASURED_ENOUGH = 5
"""So many measured trips between two areas outweigh the estimate."""


@dataclass(frozen=True)
class Place:
    """Where something is: degrees where it is pinned, else only the area its address lies in.

    ``address`` tells two unpinned places apart; the same address is no way at all.
    """

    area: str = ""
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""

    @property
    def is_pinned(self) -> bool:
        """Whether the coordinates are known."""
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True)
class Trip:
    """A trip really made: from area to area, departed at this hour, so many minutes."""

    from_area: str
    to_area: str
    hour: int
    minutes: int


@dataclass(frozen=True)
class TravelTimes:
    """Answers how many whole minutes a way takes, parking included."""

    rules: FieldRules
    measured: Mapping[tuple[str, str, str], int] = field(default_factory=dict)

    def minutes(self, start: Place, end: Place, at: datetime) -> int:
        """Minutes from one place to another when leaving at this moment, rounded up."""
        if start == end and (start.is_pinned or start.address):
            return 0
        learnt = self.measured.get((start.area, end.area, band(at.hour)))
        if learnt is not None and start.area and end.area:
            return learnt
        if start.is_pinned and end.is_pinned:
            road = distance_km(start, end) * self.rules.detour
            return ceil(road / self.rules.speed_kmh[at.hour] * 60) + self.rules.parking_minutes
        if start.area and start.area == end.area:
            return self.rules.same_area_minutes
        return self.rules.other_area_minutes


def distance_km(start: Place, end: Place) -> float:
    """Great-circle distance of two pinned places (haversine)."""
    lat1, lat2 = radians(start.latitude or 0.0), radians(end.latitude or 0.0)
    lon = radians((end.longitude or 0.0) - (start.longitude or 0.0))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(lon / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, chord)))


def band(hour: int) -> str:
    """The part of the day in which trips are alike: ``rush`` (7–9, 17–19) or ``day``."""
    return "rush" if 7 <= hour < 9 or 17 <= hour < 19 else "day"


def learnt(trips: Iterable[Trip]) -> dict[tuple[str, str, str], int]:
    """The median of the branch's own trips per pair of areas and part of the day.

    Only pairs with ``MEASURED_ENOUGH`` trips count; trips of no or absurd length are left out.
    """
    found: dict[tuple[str, str, str], list[int]] = {}
    for trip in trips:
        if 0 < trip.minutes <= 240 and trip.from_area and trip.to_area:
            found.setdefault((trip.from_area, trip.to_area, band(trip.hour)), []).append(
                trip.minutes
            )
    return {
        pair: ceil(median(minutes))
        for pair, minutes in found.items()
        if len(minutes) >= MEASURED_ENOUGH
    }


def area_of(address: str, areas: Iterable[str]) -> str:
    """The longest of the known area names that stands in an address, or nothing."""
    return max((area for area in areas if area and area in address), key=len, default="")
