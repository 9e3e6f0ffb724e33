"""What customers are written about visits: appointed, moved, on the way, late, asked afterwards."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db import dispatch_queries as queries
from db.tables import ContactRestriction, Customer, OutboxItem, Visit
from desktop.domain.clock import FixedClock
from desktop.services import dispatching, outbox, settings, sms_sending, visit_messages
from desktop.services.desk import Desk
from tests.book import Book
from tests.services.test_reminders import work

TODAY = date(2026, 11, 20)
TWO = datetime(2026, 11, 20, 14)


@pytest.fixture
def branch(book: Book, desk: Desk) -> Desk:
    """A branch with one visit this afternoon."""
    settings.save(desk, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    book.customer(1, "欧阳强", sex="m")
    with work(desk) as unit:
        row = {
            "customer_id": 1,
            "purpose": "account_auth",
            "address": "江虹路 1 号",
            "officer_id": 1,
            "starts_at": TWO,
            "promised_by": TWO,
            "updated_at": TWO,
        }
        unit.connection.execute(insert(Visit), [row])
    return desk


def write(desk: Desk, how: Any, *more: Any) -> bool:
    with desk.write() as unit:
        visit = queries.visit(unit.connection, 1)
        done = bool(how(unit, visit, *more))
        unit.audit("test", "visit")
        unit.commit()
    return done


def rows(desk: Desk) -> list[Any]:
    with desk.read() as connection:
        return list(connection.execute(select(OutboxItem.__table__).order_by(OutboxItem.id)).all())


def states(desk: Desk) -> list[tuple[str, str]]:
    return [(row.template, row.state) for row in rows(desk)]


def gone(desk: Desk) -> None:
    """Let what is queued go out."""
    with work(desk) as unit:
        query = update(OutboxItem).where(OutboxItem.state == "queued")
        unit.connection.execute(query.values(state="sent"))


def change(desk: Desk, **values: Any) -> None:
    with work(desk) as unit:
        unit.connection.execute(update(Visit).values(**values))


def test_the_customer_is_told_who_comes_and_when_and_of_a_change(branch: Desk) -> None:
    assert write(branch, visit_messages.announce)
    assert not write(branch, visit_messages.announce)
    gone(branch)
    change(branch, starts_at=datetime(2026, 11, 21, 9, 30))
    assert write(branch, visit_messages.announce)
    first, second = rows(branch)
    assert first.body.startswith("【滨江支行】尊敬的欧阳先生，您好！您预约的")
    assert "已安排陈思远（工号0217）于11月20日14:00上门，请核对工作证" in first.body
    assert (first.template, first.template_version) == ("visit_appointment", 0)
    assert "改为11月21日09:30上门" in second.body
    assert second.template == "visit_moved"


def test_a_time_that_nobody_was_told_yet_is_simply_another(branch: Desk) -> None:
    assert write(branch, visit_messages.announce)
    change(branch, starts_at=datetime(2026, 11, 21, 9, 30))
    assert write(branch, visit_messages.announce)
    change(branch, starts_at=TWO)
    assert write(branch, visit_messages.announce)
    assert states(branch) == [
        ("visit_appointment", "cancelled"),
        ("visit_appointment", "cancelled"),
        ("visit_appointment", "queued"),
    ]
    gone(branch)
    change(branch, starts_at=datetime(2026, 11, 21, 9, 30))
    assert write(branch, visit_messages.announce)
    change(branch, starts_at=TWO)
    assert not write(branch, visit_messages.announce)  # the customer knows of that time still
    assert [row.state for row in rows(branch)[2:]] == ["sent", "cancelled"]


def test_whoever_knows_of_a_visit_is_told_that_it_is_off(branch: Desk) -> None:
    assert not write(branch, visit_messages.tell_of_cancelling)
    assert write(branch, visit_messages.announce)
    assert not write(branch, visit_messages.tell_of_cancelling)  # taken back before it went out
    assert write(branch, visit_messages.announce)
    gone(branch)
    assert write(branch, visit_messages.tell_of_cancelling)
    assert "您预约的账号认证已取消" in rows(branch)[-1].body
    assert not write(branch, visit_messages.tell_of_cancelling)
    gone(branch)
    assert write(branch, visit_messages.announce)  # it takes place after all
    assert states(branch) == [
        ("visit_appointment", "cancelled"),
        ("visit_appointment", "sent"),
        ("visit_cancelled", "sent"),
        ("visit_appointment", "queued"),
    ]


def test_of_a_visit_that_is_past_nothing_is_said(branch: Desk) -> None:
    assert write(branch, visit_messages.announce)
    gone(branch)
    change(branch, starts_at=datetime(2026, 11, 19, 14))
    assert not write(branch, visit_messages.tell_of_cancelling)


def test_cancelling_by_the_board_and_taking_that_back(branch: Desk) -> None:
    assert write(branch, visit_messages.announce)
    gone(branch)
    done = dispatching.cancel(branch, 1, "客户改约")
    assert states(branch)[-1] == ("visit_cancelled", "queued")
    dispatching.take_back(branch, done.before)
    assert states(branch) == [("visit_appointment", "sent"), ("visit_cancelled", "cancelled")]
    dispatching.give_back(branch, 1)
    assert len(rows(branch)) == 2  # somebody will come: told once it is known when


def test_a_night_and_a_refusal_hold_for_it_too(branch: Desk, clock: FixedClock) -> None:
    change(branch, starts_at=datetime(2026, 11, 21, 9, 30))
    assert write(branch, visit_messages.announce)
    gone(branch)
    clock.moment = datetime(2026, 11, 20, 22, 30)
    dispatching.cancel(branch, 1)
    assert rows(branch)[-1].due_at == datetime(2026, 11, 21, 8)
    with work(branch) as unit:
        unit.connection.execute(update(OutboxItem).where(OutboxItem.id == 2).values(state="failed"))
        row = {"customer_id": 1, "kind": "stop", "from_on": TODAY, "reason": "退订", "set_at": TWO}
        unit.connection.execute(insert(ContactRestriction), [row])
    change(branch, state="planned")
    dispatching.cancel(branch, 1)
    assert len(rows(branch)) == 2


def test_departure_delay_and_survey(branch: Desk) -> None:
    assert write(branch, visit_messages.tell_of_departure, datetime(2026, 11, 20, 13, 20))
    assert write(branch, visit_messages.tell_of_delay, datetime(2026, 11, 20, 14, 25))
    assert write(branch, visit_messages.ask_for_rating)
    on_way, late, survey = (row.body for row in rows(branch))
    assert "已出发，预计14:00到达" in on_way
    assert "预计14:25左右到达" in late
    assert "请您评价：5非常满意" in survey
    assert not write(branch, visit_messages.tell_of_departure, datetime(2026, 11, 20, 14, 1))


def test_a_visit_for_collection_is_never_written_about(branch: Desk) -> None:
    change(branch, purpose="collection")
    for how in (visit_messages.announce, visit_messages.ask_for_rating):
        assert not write(branch, how)
    assert rows(branch) == []


def test_an_english_customer_reads_english(branch: Desk) -> None:
    with work(branch) as unit:
        unit.connection.execute(update(Customer).values(language="en", name="Ada Miller", sex="f"))
    assert write(branch, visit_messages.announce)
    assert "陈思远 (staff no. 0217) will visit you at 20 Nov 14:00" in rows(branch)[0].body


def test_somebody_without_a_record_is_addressed_politely(branch: Desk) -> None:
    change(branch, customer_id=None)
    assert not write(branch, visit_messages.announce)  # nobody's number is known
    settings.save(branch, {"branch.phone": ""})
    change(branch, customer_id=1)
    assert write(branch, visit_messages.announce)
    assert "如需改期请致电网点" in rows(branch)[0].body


@pytest.mark.parametrize("way", ["folder", "line"])
def test_what_serves_a_customer_waits_out_the_night_when_the_line_is_late(
    branch: Desk, clock: FixedClock, tmp_path: Path, way: str
) -> None:
    settings.save(branch, {"messages.exchange_folder": str(tmp_path)})

    def send() -> int:
        if way == "line":
            return len(sms_sending.claim(branch, "smpp", 10).parcels)
        return outbox.hand_over(branch).count

    clock.moment = datetime(2026, 11, 20, 21, 50)
    change(branch, starts_at=datetime(2026, 11, 21, 9, 30))
    assert write(branch, visit_messages.announce)
    job = {"idempotency_key": "job:1", "channel": "sms", "recipient": "13700000001", "body": "…"}
    with work(branch) as unit:
        late = {"state": "queued", "due_at": clock.moment, "created_at": clock.moment}
        unit.connection.execute(insert(OutboxItem), [job | late])
    clock.moment = datetime(2026, 11, 20, 22, 30)
    assert send() == 1  # the officer's
    assert rows(branch)[0].due_at == datetime(2026, 11, 21, 8)
    assert rows(branch)[0].state == "queued"
    assert send() == 0
    clock.moment = datetime(2026, 11, 21, 8)
    assert send() == 1
