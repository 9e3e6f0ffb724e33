"""SMS that come in over a line: stored once, joined, routed; damage and repetition stop nothing."""

import json
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from db.tables import ContactRestriction, IncomingMessage
from db.tables import IncomingPart as PartRow
from desktop.adapters.sms.line import IncomingPart
from desktop.domain.clock import FixedClock
from desktop.services import inbox, sms_incoming, sms_sending
from desktop.services.desk import Desk
from tests.book import Book

NUMBER = "+8613800100001"
SENT = datetime(2026, 11, 20, 8, 30)


def part(text: str, number: int = 1, total: int = 1, **more: Any) -> IncomingPart:
    values: dict[str, Any] = {"source": "smpp", "sender": NUMBER, "sent_at": None}
    group = "u7" if total > 1 else ""
    content = text.encode("utf-16-be")
    return IncomingPart(
        **({"content": content, "group": group, "number": number, "total": total} | values | more)
    )


def take_in(desk: Desk, *parts: IncomingPart) -> list[str]:
    sms_sending.record(desk, parts)
    sms_incoming.pass_on(desk)
    return texts(desk)


def texts(desk: Desk) -> list[str]:
    with desk.read() as connection:
        query = select(IncomingMessage.text).order_by(IncomingMessage.id)
        return list(connection.execute(query).scalars())


def test_parts_are_joined_in_whatever_order_and_session_they_come(desk: Desk, book: Book) -> None:
    book.customer(1)
    assert take_in(desk, part("还清", 2, 2), part("在", sender="13800100009")) == ["在"]
    assert take_in(desk, part("我周五", 1, 2)) == ["在", "我周五还清"]
    assert not sms_incoming.pass_on(desk)
    with desk.read() as connection:
        row = connection.execute(
            select(
                IncomingMessage.sender, IncomingMessage.customer_id, IncomingMessage.source
            ).where(IncomingMessage.text == "我周五还清")
        ).one()
    assert tuple(row) == ("13800100001", 1, "smpp")


def test_what_is_repeated_is_stored_once(desk: Desk, clock: FixedClock) -> None:
    for _ in range(100):
        take_in(desk, part("余额多少"), part("你好", source="modem", sent_at=SENT))
    assert sorted(texts(desk)) == ["余额多少", "你好"]
    clock.moment += sms_incoming.REPEATED_WITHIN + timedelta(minutes=1)
    take_in(desk, part("余额多少"), part("你好", source="modem", sent_at=SENT))
    assert sorted(texts(desk)) == ["余额多少", "余额多少", "你好"]


def test_a_number_that_is_used_again_begins_the_next_message(desk: Desk) -> None:
    one, two = part("一", 1, 2), part("三", 1, 2)
    assert take_in(desk, one, two, part("二", 2, 2)) == ["一二"]
    assert take_in(desk, part("四", 2, 2)) == ["一二", "三四"]


def test_parts_that_never_come_are_given_up_after_a_day(desk: Desk, clock: FixedClock) -> None:
    assert take_in(desk, part("前半", 1, 2)) == []
    clock.moment += sms_incoming.GIVEN_UP_AFTER + timedelta(minutes=1)
    assert take_in(desk) == ["前半[…]"]
    clock.moment += sms_incoming.KEPT
    take_in(desk, part("好"))
    with desk.read() as connection:
        assert connection.execute(select(func.count()).select_from(PartRow)).scalar() == 1


def test_damage_and_length_are_shown_and_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        take_in(
            desk,
            part("", content=b"\x4f\x60\xd8\x3d\x59"),
            *(part("长" * 67, number, 255, group="u9") for number in range(1, 256)),
        )
    damaged, long = sorted(texts(desk), key=len)
    assert damaged.startswith("你\N{REPLACEMENT CHARACTER}")
    assert len(long) == 2000
    assert "138****0001 is damaged" in caplog.text
    assert "17085 characters" in caplog.text


def test_a_wrong_clock_of_the_network_does_not_move_a_message(desk: Desk) -> None:
    take_in(desk, part("好", source="modem", sent_at=datetime(2000, 1, 1)))
    with desk.read() as connection:
        at = connection.execute(select(IncomingMessage.received_at)).scalar()
    assert at == datetime(2026, 11, 20, 9)


def test_killed_before_the_parts_are_marked_nothing_is_doubled(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db import line_queries

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(line_queries, "mark_joined", killed)
        with pytest.raises(KeyboardInterrupt):
            take_in(desk, part("还清"))
    assert take_in(desk) == ["还清"]


def test_a_stop_request_acts_at_once(desk: Desk, book: Book) -> None:
    book.customer(1)
    take_in(desk, part("退订"))
    with desk.read() as connection:
        row = connection.execute(select(ContactRestriction.kind, ContactRestriction.reason)).one()
    assert tuple(row) == ("stop", "退订")


def test_one_message_ten_thousand_times_is_stored_once(desk: Desk, book: Book) -> None:
    book.customer(1)
    for _ in range(20):
        sms_sending.record(desk, [part("余额多少")] * 500)
    sms_incoming.pass_on(desk)
    assert texts(desk) == ["余额多少"]


def test_a_flood_of_one_number_holds_nobody_else_up(desk: Desk, book: Book) -> None:
    book.customer(1)
    book.customer(2)
    flood = [part(f"余额多少{number}") for number in range(300)]
    take_in(desk, *flood, part("退订", sender="13800100002"))
    with desk.read() as connection:
        query = select(IncomingMessage.route, func.count()).group_by(IncomingMessage.route)
        routes = dict(connection.execute(query).tuples().all())
    assert routes == {"request": 10, "flood": 290, "stop": 1}


def test_five_megabytes_in_the_folder_are_cut(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    line = {"from": NUMBER, "received": "2026-11-20T08:30:00", "text": "长" * 5_000_000}
    after = {"from": NUMBER, "received": "2026-11-20T08:31:00", "text": "退订"}
    rows = (json.dumps(row, ensure_ascii=False) for row in (line, after))
    file.write_text("\n".join(rows), "utf-8")
    assert inbox.receive_file(desk, file).stored == 2
    assert [len(text) for text in texts(desk)] == [2000, 2]
