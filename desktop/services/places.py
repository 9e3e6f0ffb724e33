"""Places pinned once per address, so that ways are reckoned and not guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import dispatch_queries, place_queries
from desktop.adapters import delimited_text
from desktop.domain.changes import Changes
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.domain.field_rules import FieldRules
from desktop.domain.travel import area_of, band
from desktop.services import settings
from desktop.services.desk import Desk
from desktop.services.field_ground import Ground
from desktop.services.rules import rule_book

SOUTH, NORTH, WEST, EAST = 3.0, 54.0, 73.0, 136.0
"""Degrees outside are no place in China."""
_COLUMNS = {
    "address": ("address", "地址"),
    "latitude": ("latitude", "纬度"),
    "longitude": ("longitude", "经度"),
    "area": ("area", "片区", "区域"),
}


@dataclass(frozen=True)
class PlacesRead:
    """How many places were pinned, and the rows refused: row number and code."""

    pinned: int
    rejects: tuple[tuple[int, str], ...]
    changes: Changes


@dataclass(frozen=True)
class MapPlace:
    """An address on the map; without degrees it waits to be pinned.

    ``role`` is place, start (an officer's) or branch; ``names`` who starts or is visited there.
    """

    address: str
    area: str
    latitude: float | None
    longitude: float | None
    role: str
    names: tuple[str, ...] = ()

    @property
    def is_pinned(self) -> bool:
        """Whether it stands on the map."""
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True)
class Way:
    """What was learnt between two areas at a time of day: trips made, their median in minutes."""

    from_area: str
    to_area: str
    band: str
    trips: int
    minutes: int


@dataclass(frozen=True)
class PlacesMap:
    """Everything the map shows, and the areas known."""

    places: tuple[MapPlace, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True)
class PlaceSaved:
    """A pin set, moved or taken off; ``before`` its row as it was (empty: there was none)."""

    address: str
    before: Mapping[str, Any]
    changes: Changes


def places_map(desk: Desk) -> PlacesMap:
    """Read the map: every pin, and every address of officers, requests and visits to come."""
    with desk.read() as connection:
        pins = place_queries.pins(connection)
        starts = place_queries.starts(connection)
        wanted = place_queries.addresses_to_come(connection, desk.today)
        branch = settings.value(connection, "branch.address")
        areas = dispatch_queries.areas(connection)
    rows = {row.address: row for row in pins}
    names: dict[str, list[str]] = {}
    for name, address in starts:
        names.setdefault(address, []).append(name)
    addresses = dict.fromkeys([*rows, *names, *wanted, *([branch] if branch else [])])
    found = []
    for address in addresses:
        row = rows.get(address)
        is_set = row is not None and row.latitude_e6 is not None and row.longitude_e6 is not None
        role = "branch" if address == branch else "start" if address in names else "place"
        found.append(
            MapPlace(
                address,
                (row.area if row is not None else "") or area_of(address, areas),
                row.latitude_e6 / 1e6 if row is not None and is_set else None,
                row.longitude_e6 / 1e6 if row is not None and is_set else None,
                role,
                tuple(names.get(address, ())),
            )
        )
    return PlacesMap(tuple(found), tuple(areas))


def learnt_ways(desk: Desk) -> tuple[Way, ...]:
    """The travel times learnt from the branch's own departures and arrivals, by pair of areas."""
    with desk.read() as connection:
        rules = FieldRules.in_force(rule_book(connection), desk.today)
        ground = Ground(connection, [], rules, desk.clock.now())
    counts: dict[tuple[str, str, str], int] = {}
    for trip in ground.trips:
        key = (trip.from_area, trip.to_area, band(trip.hour))
        counts[key] = counts.get(key, 0) + 1
    return tuple(
        Way(start, end, part, counts[start, end, part], minutes)
        for (start, end, part), minutes in sorted(ground.travel.measured.items())
    )


def pin(desk: Desk, address: str, latitude: float, longitude: float, area: str = "") -> PlaceSaved:
    """Set or move the pin of an address; an empty ``area`` keeps the one it has.

    Raises ``DomainError``: ``dispatch.address_needed``, ``dispatch.outside_china``.
    """
    wanted = address.strip()[:300]
    if not wanted:
        raise DomainError("dispatch.address_needed", field="address")
    if not _is_in_china(latitude, longitude):
        raise DomainError("dispatch.outside_china", field="address")
    with desk.write() as work:
        row = place_queries.pin_of(work.connection, wanted)
        before = dict(row._mapping) if row is not None else {}  # noqa: SLF001 - the row's public view
        kept = area.strip()[:64] or (row.area if row is not None else "")
        values = _values(wanted, latitude, longitude, kept) | {"pinned_at": work.now}
        dispatch_queries.pin(work.connection, [values])
        work.audit("place.pinned", "pinned_place", None, area=kept, moved=bool(before))
        work.commit()
    return PlaceSaved(wanted, before, Changes.of("places", "visits", "requests"))


def unpin(desk: Desk, address: str) -> PlaceSaved:
    """Take a pin off. Raises ``DomainError("dispatch.not_pinned")``."""
    with desk.write() as work:
        row = place_queries.pin_of(work.connection, address)
        if row is None:
            raise DomainError("dispatch.not_pinned", field="address")
        place_queries.unpin(work.connection, address)
        work.audit("place.unpinned", "pinned_place", None, area=row.area)
        work.commit()
    return PlaceSaved(address, dict(row._mapping), Changes.of("places", "visits", "requests"))  # noqa: SLF001 - the row's public view


def take_back(desk: Desk, saved: PlaceSaved) -> Changes:
    """Undo a pin set, moved or taken off."""
    with desk.write() as work:
        if saved.before:
            dispatch_queries.pin(work.connection, [saved.before])
        else:
            place_queries.unpin(work.connection, saved.address)
        work.audit("place.taken_back", "pinned_place", None)
        work.commit()
    return Changes.of("places", "visits", "requests")


def import_places(desk: Desk, path: Path) -> PlacesRead:
    """Pin the branch's own places from a CSV file: address, latitude, longitude, area.

    Encoding and delimiter are found; a bad row is refused with its number and reason, the others
    are pinned. Raises ``EnvironmentProblem`` ``dispatch.file_unreadable`` and ``DomainError``
    ``dispatch.places_no_columns`` naming what the first line lacks.
    """
    try:
        shape = delimited_text.examine(path)
        records = list(delimited_text.records(path, shape))
    except OSError as error:
        raise EnvironmentProblem(
            "dispatch.file_unreadable", name=path.name, reason=error.strerror or str(error)
        ) from error
    places = _columns(records[0].cells if records else [], path.name)
    pins: dict[str, dict[str, Any]] = {}
    rejects: list[tuple[int, str]] = []
    for record in records[1:]:
        cells = {name: _cell(record.cells, at) for name, at in places.items()}
        if not any(cells.values()):
            continue
        code = record.fault or _fault(cells, pins)
        if code:
            rejects.append((record.number, code))
            continue
        latitude, longitude = float(cells["latitude"]), float(cells["longitude"])
        values = _values(cells["address"][:300], latitude, longitude, cells.get("area", "")[:64])
        pins[cells["address"]] = values
    if not pins:
        return PlacesRead(0, tuple(rejects), Changes())
    with desk.write() as work:
        rows = [values | {"pinned_at": work.now} for values in pins.values()]
        dispatch_queries.pin(work.connection, rows)
        work.audit("places.pinned", "pinned_place", None, count=len(pins))
        work.commit()
    return PlacesRead(len(pins), tuple(rejects), Changes.of("places", "visits", "requests"))


def _columns(head: list[str], name: str) -> dict[str, int]:
    cells = [cell.strip().strip("\ufeff").lower() for cell in head]
    found = {
        column: next(cells.index(word) for word in words if word in cells)
        for column, words in _COLUMNS.items()
        if any(word in cells for word in words)
    }
    lacking = tuple(
        _COLUMNS[one][1] for one in ("address", "latitude", "longitude") if one not in found
    )
    if lacking:
        raise DomainError("dispatch.places_no_columns", field="file", name=name, columns=lacking)
    return found


def _cell(cells: list[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _fault(cells: Mapping[str, str], known: Mapping[str, Any]) -> str:
    """Why a row is refused; empty when it is right."""
    if not cells["address"]:
        return "dispatch.reject.place_no_address"
    if cells["address"] in known:
        return "dispatch.reject.place_twice"
    try:
        latitude, longitude = float(cells["latitude"]), float(cells["longitude"])
    except ValueError:
        return "dispatch.reject.place_no_degrees"
    if _is_in_china(longitude, latitude):
        return "dispatch.reject.place_swapped"
    return "" if _is_in_china(latitude, longitude) else "dispatch.reject.place_outside"


def _is_in_china(latitude: float, longitude: float) -> bool:
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def _values(address: str, latitude: float, longitude: float, area: str) -> dict[str, Any]:
    return {
        "address": address,
        "area": area,
        "latitude_e6": round(latitude * 1e6),
        "longitude_e6": round(longitude * 1e6),
    }
