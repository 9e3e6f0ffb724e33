"""Messages received and days planned from the command line."""

import json
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from db.tables import Officer, ServiceRequest
from desktop.services.unlock import Location, Unlocker
from tests.cli.conftest import PASSPHRASE, Command


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    rows = [
        {
            "id": 1,
            "received": "2026-11-20T08:30:00",
            "sender": "13800130001",
            "text": "今天下午来补卡，渝北区金山路8号",
        },
        {"id": 2, "received": "2026-11-20T08:31:00", "sender": "13800130002", "text": "账单多少"},
    ]
    file = tmp_path / "messages.jsonl"
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    file.write_text("\n".join([*lines, "broken"]), encoding="utf-8")
    return file


@pytest.fixture
def staffed(created: Command, unlocker: Unlocker) -> Command:
    opened = unlocker.open(Location.of("branch.db"), PASSPHRASE)
    officer = {"staff_no": "0218", "name": "李婉清", "does_visits": True, "skills": ["card_device"]}
    with opened.desk.store.write() as connection:
        connection.execute(insert(Officer), [officer])
        connection.commit()
    opened.close()
    return created


def confirm_all(unlocker: Unlocker) -> None:
    opened = unlocker.open(Location.of("branch.db"), PASSPHRASE)
    with opened.desk.store.write() as connection:
        connection.execute(update(Officer).values(does_visits=True))
        connection.execute(update(ServiceRequest).values(state="confirmed"))
        connection.commit()
    opened.close()


def test_messages_are_received_once_and_bad_lines_named(created: Command, messages: Path) -> None:
    first = created("messages", "receive", str(messages), "--json")
    assert first.code == 1
    assert first.data["stored"] == 2
    assert first.data["routes"] == {"request": 2}
    assert first.data["rejects"] == [{"file": "messages.jsonl", "line": 3, "reason": "not_json"}]
    again = created("messages", "receive", str(messages))
    assert "已有 2 条" in again.out
    assert "messages.jsonl 第 3 行：不是有效的 JSON 行" in again.out
    assert created("messages", "receive", "nothing.jsonl").code == 2


def test_a_day_is_planned_and_shown(staffed: Command, messages: Path, unlocker: Unlocker) -> None:
    staffed("messages", "receive", str(messages))
    waiting = staffed("dispatch", "board", "--json").data
    assert [one["state"] for one in waiting["requests"]] == ["new", "new"]
    assert "13800130001" not in staffed("dispatch", "board", "--json").out
    confirm_all(unlocker)
    assert "李婉清" in staffed("dispatch", "promise").out
    trial = staffed("dispatch", "plan", "--dry-run", "--json").data
    assert len(trial["placed"]) == 1
    planned = staffed("dispatch", "plan", "--date", "2026-11-20", "--json")
    assert (planned.code, planned.data["unplaced"]) == (0, [])
    assert planned.data["placed"][0]["purpose"] == "card_replace"
    assert "补卡换卡" in staffed("dispatch", "board").out
    assert "排定 0 次" in staffed("dispatch", "plan").out


def test_what_cannot_be_planned_is_a_finding(
    created: Command, messages: Path, unlocker: Unlocker
) -> None:
    created("messages", "receive", str(messages))
    confirm_all(unlocker)
    planned = created("dispatch", "plan")
    assert planned.code == 1
    assert "当天没有人上班" in planned.out
    assert "当天没有人上班" in created("dispatch", "promise").out


def test_places_are_pinned(created: Command, tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("地址,纬度,经度\n渝北区金山路8号,29.6,106.5\n某处,x,y\n", encoding="utf-8")
    pinned = created("dispatch", "places", str(file))
    assert pinned.code == 1
    assert "已导入 1 个地点" in pinned.out


def test_the_quality_report_is_told_and_saved(created: Command, tmp_path: Path) -> None:
    found = created("dispatch", "quality", "--by", "officer", "--out", "quality.xlsx")
    assert found.code == 0
    assert "待补救 0 件" in found.out
    assert (tmp_path / "quality.xlsx").exists()
    asked = created("dispatch", "quality", "--from", "2026-10-01", "--to", "2026-10-31", "--json")
    assert (asked.data["first"], asked.data["rows"], asked.data["total"]) == (
        "2026-10-01",
        [],
        None,
    )
