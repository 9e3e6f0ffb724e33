"""Pins: set, moved, taken off, taken back; the branch's own file; ways learnt from real trips."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from db.tables import Officer, Visit
from desktop.adapters import wording
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import places, service_requests, settings
from desktop.services.desk import Desk
from desktop.services.places import MapPlace, Way
from desktop.services.service_requests import RequestForm

HOUSE = "滨江区江虹路8号"


@pytest.fixture(autouse=True)
def ground(desk: Desk) -> None:
    settings.save(desk, {"branch.address": "杭州市上城区解放路1号"})
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(start_place="西湖区文三路5号", area="滨江区"))
        connection.commit()
    service_requests.add(desk, RequestForm("account_auth", address=HOUSE))


def on_map(desk: Desk, address: str) -> MapPlace:
    return next(one for one in places.places_map(desk).places if one.address == address)


def test_what_wants_a_pin_is_listed_with_its_role_and_area(desk: Desk) -> None:
    found = {one.address: one for one in places.places_map(desk).places}
    assert {address: one.role for address, one in found.items()} == {
        "西湖区文三路5号": "start",
        HOUSE: "place",
        "杭州市上城区解放路1号": "branch",
    }
    assert (found[HOUSE].area, found[HOUSE].is_pinned) == ("滨江区", False)
    assert found["西湖区文三路5号"].names == ("陈思远",)


def test_a_pin_is_set_moved_taken_off_and_each_taken_back(desk: Desk) -> None:
    first = places.pin(desk, HOUSE, 30.2, 120.2, "滨江")
    moved = places.pin(desk, HOUSE, 30.25, 120.25)
    assert (on_map(desk, HOUSE).latitude, on_map(desk, HOUSE).area) == (30.25, "滨江")
    places.take_back(desk, moved)
    assert on_map(desk, HOUSE).latitude == 30.2
    off = places.unpin(desk, HOUSE)
    assert not on_map(desk, HOUSE).is_pinned
    places.take_back(desk, off)
    assert on_map(desk, HOUSE).is_pinned
    places.take_back(desk, first)
    assert not on_map(desk, HOUSE).is_pinned


@pytest.mark.parametrize(
    ("address", "latitude", "code"),
    [(" ", 30.2, "address_needed"), (HOUSE, 89.0, "outside_china")],
)
def test_what_cannot_be_pinned_is_refused(
    desk: Desk, address: str, latitude: float, code: str
) -> None:
    with pytest.raises(DomainError, match=code):
        places.pin(desk, address, latitude, 120.2)
    with pytest.raises(DomainError, match="not_pinned"):
        places.unpin(desk, HOUSE)


def test_each_bad_row_of_a_file_is_told_and_the_others_are_pinned(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "地点.csv"
    rows = [
        "地址;纬度;经度;片区",
        f"{HOUSE};30.2;120.2;滨江",
        ";30.2;120.2;",
        "某路1号;三十;120.2;",
        "某路2号;120.2;30.2;",
        "某路3号;0;0;",
        f"{HOUSE};30.3;120.3;",
        ";;;",
        "某路4号;30.1",
    ]
    file.write_bytes(("\n".join(rows) + "\n").encode("gb18030"))
    read = places.import_places(desk, file)
    assert (read.pinned, on_map(desk, HOUSE).latitude) == (1, 30.2)
    assert [(number, code.rpartition(".")[2]) for number, code in read.rejects] == [
        (3, "place_no_address"),
        (4, "place_no_degrees"),
        (5, "place_swapped"),
        (6, "place_outside"),
        (7, "place_twice"),
        (9, "place_no_degrees"),
    ]
    assert all(wording.is_worded(code) for _, code in read.rejects)


def test_a_file_without_its_columns_or_not_there_is_told(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "地点.csv"
    file.write_text("地址,备注\n某路1号,无\n", encoding="utf-8")
    with pytest.raises(DomainError, match="places_no_columns") as refusal:
        places.import_places(desk, file)
    assert "缺少列：纬度、经度" in wording.error_text(refusal.value)
    with pytest.raises(EnvironmentProblem, match="file_unreadable"):
        places.import_places(desk, tmp_path / "没有.csv")


def test_ways_are_learnt_from_departures_and_arrivals_by_pair_of_areas(desk: Desk) -> None:
    """Six mornings from the officer's own start, each followed by a way within the area."""
    places.pin(desk, "西湖区文三路5号", 30.28, 120.12, "西湖区")
    rows = []
    for day in range(6):
        out = datetime(2026, 11, 9 + day, 9)
        for number, minutes in ((0, 40 + day), (1, 12)):
            leaves = out + timedelta(hours=2 * number)
            rows.append(
                {
                    "purpose": "account_auth",
                    "address": f"滨江区江虹路{number}号",
                    "officer_id": 1,
                    "starts_at": leaves,
                    "state": "done",
                    "departed_at": leaves,
                    "arrived_at": leaves + timedelta(minutes=minutes),
                    "updated_at": leaves,
                }
            )
    with desk.store.write() as connection:
        connection.execute(insert(Visit), rows)
        connection.commit()
    assert places.learnt_ways(desk) == (
        Way("滨江区", "滨江区", "day", 6, 12),
        Way("西湖区", "滨江区", "day", 6, 43),
    )
