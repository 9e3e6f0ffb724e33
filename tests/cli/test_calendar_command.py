"""The calendar command: counts, items, the .ics file, and what it refuses."""

from argparse import Namespace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from desktop.cli import calendar as command
from desktop.cli.command import Call, Outcome, to_json
from desktop.domain.errors import DomainError
from desktop.domain.progress import NoProgress
from desktop.services import day_run
from desktop.services.desk import Desk
from desktop.services.unlock import OpenDatabase
from tests.book import Book

TODAY = date(2026, 11, 20)


class Database:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk


@pytest.fixture
def filled(book: Book, desk: Desk) -> Desk:
    book.customer(1, "张海燕")
    book.account(11, 1)
    book.instalment(11, 1, TODAY + timedelta(days=2))
    day_run.run(desk)
    return desk


def run(desk: Desk, **options: Any) -> Outcome:
    given = {"first": None, "last": None, "ics": None, "channel": None, "limit": 20} | options
    opened = cast(OpenDatabase, Database(desk))
    call = Call(Namespace(**given), "zh", NoProgress(), cast(Any, None), opened)
    return command._calendar(call)


def test_a_week_from_today_is_shown(filled: Desk) -> None:
    outcome = run(filled)
    assert outcome.data["counts"] == {
        "2026-11-20": {"phone": 1, "sms": 1},
        "2026-11-22": {"due": 1, "sms": 1},
    }
    assert outcome.lines[0] == "2026-11-20  电话 1  短信 1"
    assert outcome.lines[1] == "  14:30  电话  张某  M0"
    assert "海燕" not in to_json(outcome.data)


def test_one_channel_into_a_file(filled: Desk, tmp_path: Path) -> None:
    file = tmp_path / "calls.ics"
    outcome = run(filled, ics=file, channel=["phone"])
    assert outcome.data["exported"] == 1
    assert outcome.lines[-1] == "已写入 calls.ics，共 1 项"
    assert b"BEGIN:VEVENT" in file.read_bytes()


def test_nothing_is_said_in_words(filled: Desk) -> None:
    assert run(filled, first=date(2027, 6, 1)).lines == ["这几天没有安排"]


@pytest.mark.parametrize("last", [TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
def test_a_wrong_span_is_refused(filled: Desk, last: date) -> None:
    with pytest.raises(DomainError) as refused:
        run(filled, last=last)
    assert refused.value.code == "cli.calendar.bad_span"
