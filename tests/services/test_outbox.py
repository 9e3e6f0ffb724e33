"""The outbox: handed over once, receipts taken in, killed at any point and gone on."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from db.tables import Contact, ContactRestriction, IncomingMessage, OutboxItem
from desktop.adapters.exchange_folder import ExchangeFolder
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import day_run, messages, outbox, settings
from desktop.services.desk import Desk
from tests.book import Book
from tests.services.test_reminders import plan, rows, work

TODAY = date(2026, 11, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "exchange"
    path.mkdir()
    return path


@pytest.fixture
def released(book: Book, desk: Desk, folder: Path) -> Desk:
    """Three overdue SMS in the outbox."""
    values = {"branch.name": "滨江支行", "branch.phone": "0571-88880000"}
    settings.save(desk, values | {"messages.exchange_folder": str(folder)})
    for number in (1, 2, 3):
        book.customer(number)
        book.late(number, number, 5)
    day_run.run(desk)
    assert messages.release(desk).queued == 3
    return desk


def states(desk: Desk) -> list[str]:
    with desk.read() as connection:
        query = select(OutboxItem.state).order_by(OutboxItem.id)
        return list(connection.execute(query).scalars())


def contacts(desk: Desk) -> list[str]:
    with desk.read() as connection:
        return list(connection.execute(select(Contact.result).order_by(Contact.id)).scalars())


def sent_files(folder: Path) -> list[list[str]]:
    found = []
    for file in sorted((folder / "out").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            found += list(csv.reader(lines))[1:]
    return found


def leave_receipts(folder: Path, *lines: str, name: str = "r1.csv", code: str = "utf-8") -> None:
    ExchangeFolder(folder)
    text = "\n".join(("编号,状态,时间,原因", *lines))
    (folder / "in" / name).write_bytes(text.encode(code))


def test_queued_messages_go_into_one_file(released: Desk, folder: Path) -> None:
    done = outbox.hand_over(released)
    assert (done.count, done.held_back, len(done.files)) == (3, 0, 1)
    lines = sent_files(folder)
    assert [line[1] for line in lines] == ["13800100001", "13800100002", "13800100003"]
    assert all(line[2].startswith("【滨江支行】尊敬的张海燕客户") for line in lines)
    assert states(released) == ["sent"] * 3
    assert contacts(released) == ["sent"] * 3
    assert {row.state for row in rows(released) if row.channel == "sms"} == {"sent"}
    assert outbox.hand_over(released).count == 0
    assert len(sent_files(folder)) == 3


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("point", ["stage", "hand_over", "mark_sent"])
@pytest.mark.parametrize("after", [False, True])
def test_killed_at_any_point_each_message_goes_once(
    released: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch, point: str, after: bool
) -> None:
    holder: Any = outbox if point == "mark_sent" else ExchangeFolder
    real = getattr(holder, point)

    def killed(*args: Any) -> Any:
        if after:
            real(*args)
        raise Killed

    monkeypatch.setattr(holder, point, killed)
    with pytest.raises(Killed):
        outbox.hand_over(released)
    monkeypatch.setattr(holder, point, real)
    for file in (folder / "out").glob("*.csv"):  # the gateway has taken what it found
        file.rename(folder / f"taken-{file.name}")
    outbox.hand_over(released)
    lines = [
        line.split(",")
        for file in (*folder.glob("taken-*"), *(folder / "out").glob("*.csv"))
        for line in file.read_text("utf-8-sig").splitlines()[1:]
    ]
    assert sorted(line[1] for line in lines) == ["13800100001", "13800100002", "13800100003"]
    assert states(released) == ["sent"] * 3
    assert list((folder / "staging").iterdir()) == []


def test_night_that_has_come_stops_the_hand_over(
    released: Desk, folder: Path, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 11, 20, 22, 30)
    done = outbox.hand_over(released)
    assert (done.count, done.held_back) == (0, 3)
    assert sent_files(folder) == []
    assert states(released) == ["cancelled"] * 3
    assert contacts(released) == []
    assert plan(released) == [("overdue_sms", TODAY)] * 3
    clock.moment = datetime(2026, 11, 21, 9)
    assert messages.release(released).queued == 3
    assert outbox.hand_over(released).count == 3


def test_one_who_must_not_be_contacted_any_more_is_taken_out(released: Desk, folder: Path) -> None:
    with work(released) as unit:
        row = {"customer_id": 2, "kind": "dispute", "reason": "异议", "from_on": TODAY}
        unit.connection.execute(insert(ContactRestriction), [row | {"set_at": unit.now}])
    done = outbox.hand_over(released)
    assert (done.count, done.held_back) == (2, 1)
    assert [line[1] for line in sent_files(folder)] == ["13800100001", "13800100003"]


def test_receipts_settle_each_message(released: Desk, folder: Path) -> None:
    outbox.hand_over(released)
    ids = [int(line[0]) for line in sent_files(folder)]
    leave_receipts(
        folder,
        f"{ids[0]},DELIVRD,2026-11-20 09:05:00,",
        f"{ids[1]},失败,,空号",
        "999999,DELIVRD,,",
        "abc,DELIVRD,,",
        f"{ids[2]},也许,,",
        "",
        code="gb18030",
    )
    done = outbox.take_in(released)
    assert (done.states, done.unknown, done.unreadable) == ({"delivered": 1, "failed": 1}, 1, 2)
    assert states(released) == ["delivered", "failed", "sent"]
    assert contacts(released) == ["delivered", "failed", "sent"]
    held = rows(released, "held")
    assert [row.reason for row in held] == ["messages.failed"]
    (shown,) = outbox.outbox_messages(released, [ids[1]])
    assert (shown.error, shown.recipient, shown.state) == ("空号", "138****0002", "failed")
    assert list((folder / "in").glob("*.csv")) == []


def test_a_receipt_repeated_or_late_changes_nothing(released: Desk, folder: Path) -> None:
    outbox.hand_over(released)
    number = int(sent_files(folder)[0][0])
    leave_receipts(folder, f"{number},DELIVRD,,")
    outbox.take_in(released)
    leave_receipts(folder, *([f"{number},失败,,"] * 3), f"{number},DELIVRD,,")
    assert outbox.take_in(released).states == {}
    assert states(released)[0] == "delivered"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'"' * 200_000, b"\xef\xbb\xbf"])
def test_garbage_in_the_folder_stops_nothing(released: Desk, folder: Path, content: bytes) -> None:
    ExchangeFolder(folder)
    (folder / "in" / "bad.csv").write_bytes(content)
    assert outbox.take_in(released).states == {}
    assert (folder / "in" / "done" / "bad.csv").exists()


def test_customers_messages_are_passed_to_the_inbox(released: Desk, folder: Path) -> None:
    ExchangeFolder(folder)
    line = '{"from": "13800100001", "received": "2026-11-20T08:30:00", "text": "周五还"}'
    (folder / "in" / "sms.jsonl").write_text(f"{line}\nkein JSON", "utf-8")
    done = outbox.take_in(released)
    assert (done.incoming, done.unreadable) == (1, 1)
    with released.read() as connection:
        assert connection.execute(select(IncomingMessage.text)).scalar_one() == "周五还"
    assert outbox.take_in(released).incoming == 0


def test_a_failed_message_can_be_released_again(released: Desk, folder: Path) -> None:
    outbox.hand_over(released)
    number = int(sent_files(folder)[0][0])
    leave_receipts(folder, f"{number},失败,,关机")
    outbox.take_in(released)
    (held,) = rows(released, "held")
    assert messages.release(released, [held.id]).queued == 1
    assert outbox.hand_over(released).count == 1
    assert contacts(released) == ["failed", "sent", "sent", "sent"]


def test_messages_are_called_back_before_they_leave(released: Desk, folder: Path) -> None:
    ids = [row.id for row in rows(released, "queued")]
    outbox.call_back(released, ids[:1])
    assert states(released) == ["cancelled", "queued", "queued"]
    assert plan(released) == [("overdue_sms", TODAY)]
    outbox.hand_over(released)
    outbox.call_back(released, ids)
    assert states(released) == ["cancelled", "sent", "sent"]


def test_counts_and_rows_of_the_log(released: Desk) -> None:
    assert outbox.outbox_counts(released) == {("sms", "queued"): 3}
    ids = outbox.outbox_ids(released, ("queued",))
    shown = outbox.outbox_messages(released, [*ids, 999])
    assert [message.id for message in shown] == list(ids)
    assert shown[0].step == "overdue_sms"


def test_without_a_folder_it_says_what_to_do(released: Desk, folder: Path) -> None:
    settings.save(released, {"messages.exchange_folder": ""})
    with pytest.raises(DomainError) as none_set:
        outbox.hand_over(released)
    assert none_set.value.code == "messages.no_folder_set"
    with pytest.raises(EnvironmentProblem) as missing:
        ExchangeFolder(folder / "nowhere")
    assert missing.value.code == "messages.no_exchange_folder"
    assert states(released) == ["queued"] * 3


def test_the_next_rung_waits_for_the_message_that_really_went(
    released: Desk, folder: Path, clock: FixedClock
) -> None:
    outbox.hand_over(released)
    clock.moment = datetime(2026, 11, 21, 9)
    day_run.run(released)
    assert plan(released).count(("overdue_call", TODAY + timedelta(days=3))) == 3
