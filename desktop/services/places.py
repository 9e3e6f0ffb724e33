"""Places pinned once per address, so that ways are reckoned and not guessed."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from db import dispatch_queries as queries
from desktop.domain.changes import Changes
from desktop.services.desk import Desk


@dataclass(frozen=True)
class PlacesRead:
    """How many places were pinned, and the rows refused: row number and code."""

    pinned: int
    rejects: tuple[tuple[int, str], ...]
    changes: Changes


def import_places(desk: Desk, path: Path) -> PlacesRead:
    """Pin the branch's own places from a CSV file: address, latitude, longitude, area.

    A row without an address or with degrees outside China is refused, the others are pinned.
    """
    pins, rejects = [], []
    now = desk.clock.now()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            pinned = _pin(row, now)
            if pinned is None:
                rejects.append((number, "dispatch.reject.no_place"))
            else:
                pins.append(pinned)
    if not pins:
        return PlacesRead(0, tuple(rejects), Changes())
    with desk.write() as work:
        queries.pin(work.connection, pins)
        work.audit("places.pinned", "pinned_place", None, count=len(pins))
        work.commit()
    return PlacesRead(len(pins), tuple(rejects), Changes.of("visits", "requests"))


def _pin(row: Mapping[str, str | None], now: datetime) -> dict[str, Any] | None:
    def cell(*names: str) -> str:
        return next((str(row[name]).strip() for name in names if row.get(name)), "")

    address = cell("address", "地址")
    try:
        latitude = float(cell("latitude", "纬度"))
        longitude = float(cell("longitude", "经度"))
    except ValueError:
        return None
    if not address or not (3 <= latitude <= 54 and 73 <= longitude <= 136):
        return None
    return {
        "address": address[:300],
        "area": cell("area", "片区", "区域")[:64],
        "latitude_e6": round(latitude * 1e6),
        "longitude_e6": round(longitude * 1e6),
        "pinned_at": now,
    }
