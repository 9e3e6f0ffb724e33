"""A promise by message: a draft that holds nothing up until a person confirms it."""

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.tables import Case, IncomingMessage, PromiseToPay, ServiceRequest
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.services import cases, day_run, inbox, promises, sms_incoming, sms_sending, today
from desktop.services.desk import Desk
from tests.book import Book
from tests.services.test_reminders import plan
from tests.services.test_sms_incoming import part

TODAY = date(2026, 11, 20)


@pytest.fixture
def late(book: Book, desk: Desk) -> Desk:
    """Customer 1 is five days late with 1,060 and its penalty interest."""
    book.customer(1)
    book.late(1, 1, 5)
    day_run.run(desk)
    return desk


def write(desk: Desk, words: str) -> None:
    sms_sending.record(desk, [part(words)])
    sms_incoming.pass_on(desk)


def rows(desk: Desk) -> list[tuple[Any, ...]]:
    with desk.read() as connection:
        query = select(
            PromiseToPay.state, PromiseToPay.due_on, PromiseToPay.amount, PromiseToPay.channel
        ).order_by(PromiseToPay.id)
        return [tuple(row) for row in connection.execute(query)]


def routes(desk: Desk) -> list[str]:
    with desk.read() as connection:
        query = select(IncomingMessage.route).order_by(IncomingMessage.id)
        return list(connection.execute(query).scalars())


def test_a_promise_is_a_draft_that_changes_nothing_yet(late: Desk) -> None:
    before = plan(late)
    write(late, "周一还")
    assert routes(late) == ["promise"]
    assert rows(late) == [("draft", date(2026, 11, 23), Decimal("1061.15"), "sms")]
    assert plan(late) == before
    with late.read() as connection:
        assert connection.execute(select(Case.stage)).scalar() == "to_contact"
        assert connection.execute(select(ServiceRequest.id)).first() is None
        reading = connection.execute(select(IncomingMessage.reading)).scalar()
    assert (reading["due_on"], reading["amount"]) == ("2026-11-23", None)
    found = [todo for todo in today.worklist(late).todos if todo.detail == "today.promise_draft"]
    assert [(todo.case_id, todo.item_id, todo.due_on) for todo in found] == [(1, 1, TODAY)]
    assert today.key_figures(late).promises == 0


def test_confirmed_it_counts_like_any_other(late: Desk) -> None:
    write(late, "周一还500元")
    promises.confirm_draft(late, 1, date(2026, 11, 24), Decimal("600.00"))
    assert rows(late) == [("open", date(2026, 11, 24), Decimal("600.00"), "sms")]
    with late.read() as connection:
        assert connection.execute(select(Case.stage)).scalar() == "promised"
    detail = cases.case_detail(late, 1)
    assert detail.case.promise_due_on == date(2026, 11, 24)
    assert [row["route"] for row in detail.incoming] == ["promise"]
    assert "sender" not in detail.incoming[0]
    with pytest.raises(DomainError, match=r"promises\.unknown"):
        promises.confirm_draft(late, 1, date(2026, 11, 24), Decimal("600.00"))
    with pytest.raises(DomainError, match=r"promises\.day_is_past"):
        promises.confirm_draft(late, 1, date(2026, 11, 19), Decimal("600.00"))


def test_declined_it_is_gone(late: Desk) -> None:
    write(late, "周一还")
    promises.take_back_promise(late, 1)
    assert rows(late)[0][0] == "cancelled"
    assert today.worklist(late).todos[0].detail != "today.promise_draft"


def test_the_same_promise_twice_is_one_draft(late: Desk, clock: FixedClock) -> None:
    write(late, "周一还")
    clock.moment = datetime(2026, 11, 20, 15)
    write(late, "我下周一一定还清")
    assert routes(late) == ["promise", "promise"]
    assert len(rows(late)) == 1


@pytest.mark.parametrize(
    ("words", "route"),
    [
        ("周一能还吗", "request"),
        ("昨天已经还了", "request"),
        ("周一上午来我家收钱，我还款，金山路8号", "request"),
        ("退订", "stop"),
        ("5", "survey"),
        ("谢谢", "other"),
    ],
)
def test_what_is_no_promise_goes_its_own_way(late: Desk, words: str, route: str) -> None:
    write(late, words)
    assert (routes(late), rows(late)) == ([route], [])


def test_one_who_owes_nothing_or_is_unknown_promises_nothing(desk: Desk, book: Book) -> None:
    book.customer(1)
    write(desk, "周一还")
    assert (routes(desk), rows(desk)) == (["request"], [])


@pytest.mark.parametrize("way", ["modem", "smpp", "folder"])
def test_every_way_of_coming_in_is_routed_alike(late: Desk, tmp_path: Path, way: str) -> None:
    words = ("周一还", "退订", "余额多少", "5")
    if way == "folder":
        file = tmp_path / "in.jsonl"
        at = "2026-11-20T08:30:00"
        lines = [{"from": "13800100001", "received": at, "text": text} for text in words]
        file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
        inbox.receive_file(late, file)
    else:
        for text in words:
            sms_sending.record(late, [part(text, source=way)])
        sms_incoming.pass_on(late)
    assert sorted(routes(late)) == ["promise", "request", "stop", "survey"]
    assert rows(late)[0][0] == "draft"
    assert cases.case_detail(late, 1).restrictions[0]["kind"] == "stop"
