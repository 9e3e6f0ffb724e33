"""Messages of field service, the record of a visit, the quality report."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import ContactRestriction, Officer, OutboxItem, ServiceRequest, Visit
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.service_quality import ServedVisit, quality
from desktop.services import (
    dispatch_board,
    dispatching,
    quality_reports,
    request_replies,
    service_quality,
    service_requests,
    settings,
    visit_steps,
)
from desktop.services.day_sheets import day_sheets
from desktop.services.desk import Desk
from desktop.services.service_requests import RequestForm
from desktop.services.visit_records import VisitRecord, save_record
from tests.book import Book

DAY = date(2026, 11, 20)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 20, hour, minute)


@pytest.fixture(autouse=True)
def branch(desk: Desk, book: Book) -> None:
    settings.save(desk, {"branch.sms_signature": "滨江农商银行", "branch.phone": "0571-88880000"})
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(phone="13700000001", skills=["collection"]))
        second = {"staff_no": "0218", "name": "李婉清", "does_visits": True, "phone": "057188"}
        connection.execute(insert(Officer), [second])
        connection.commit()
    book.customer(1, phone="13800100001", address="滨江区江虹路8号")


def rows(desk: Desk, table: Any) -> list[Any]:
    with desk.read() as connection:
        return list(connection.execute(select(table.__table__).order_by(table.id)))


def visit(desk: Desk, start: datetime, team: tuple[int, ...] = (1,), **more: Any) -> int:
    form = {
        "kind": "account_auth",
        "name": "张海燕",
        "phone": "13800100001",
        "address": "滨江区江虹路8号",
        "customer_id": 1,
    }
    saved = service_requests.add(desk, RequestForm(**(form | more)))
    return dispatching.place(desk, saved.request_id, team, start).visit_id


def new_request(desk: Desk, *doubts: str, sender: str = "13800100001") -> int:
    row = {
        "received_at": at(8, 50),
        "kind": "card_replace",
        "sender": sender,
        "customer_id": 1,
        "doubts": [f"dispatch.doubt.{one}" for one in doubts],
        "understood": {},
    }
    with desk.store.write() as connection:
        connection.execute(insert(ServiceRequest), [row])
        connection.commit()
    return 1


# --- messages


def test_what_is_missing_is_asked_politely_and_once(desk: Desk) -> None:
    new_request(desk, "address_missing", "time_past", "address_without_number")
    asked = request_replies.ask_back(desk, 1)
    assert asked.body.startswith("【滨江农商银行】您好，您申请的补卡换卡我们已收到。")
    assert "上门的详细地址（到门牌号）、方便的日期和时间" in asked.body
    assert "0571-88880000" in asked.body
    with pytest.raises(DomainError, match="no_mobile"):
        request_replies.ask_back(desk, 1)


def test_what_staff_must_settle_is_not_asked(desk: Desk) -> None:
    new_request(desk, "customer_unknown")
    with pytest.raises(DomainError, match="nothing_to_ask"):
        request_replies.ask_back(desk, 1)
    with pytest.raises(DomainError, match="request_gone"):
        request_replies.ask_back(desk, 7)


@pytest.mark.parametrize("sender", ["", "02367891234"])
def test_only_mobiles_are_written_to(desk: Desk, sender: str) -> None:
    new_request(desk, "address_missing", sender=sender)
    with pytest.raises(DomainError, match="no_mobile"):
        request_replies.ask_back(desk, 1)


def test_who_refused_messages_gets_none(desk: Desk) -> None:
    stop = {"customer_id": 1, "kind": "stop", "channel": "sms", "reason": "退订"}
    with desk.store.write() as connection:
        connection.execute(insert(ContactRestriction), [stop | {"from_on": DAY, "set_at": at(8)}])
        connection.commit()
    visit(desk, at(10))
    assert [item.recipient for item in rows(desk, OutboxItem)] == ["13700000001"]


def test_officers_are_told_the_job_and_the_customer_who_comes(desk: Desk) -> None:
    visit_id = visit(desk, at(10))
    job, coming = rows(desk, OutboxItem)
    assert job.recipient == "13700000001"
    assert "11月20日10:00账号认证，客户张海燕" in job.body
    assert "陈思远（工号0217）于11月20日10:00上门" in coming.body
    assert "不收取现金和银行卡" in coming.body
    dispatching.move(desk, visit_id, (1,), at(10, 30))
    dispatching.move(desk, visit_id, (1,), at(10))
    live = [item for item in rows(desk, OutboxItem) if item.state != "cancelled"]
    officer = [item.body for item in live if item.recipient == job.recipient]
    assert [("行程变更" in body, "10:30" in body) for body in officer] == [
        (False, False),
        (True, True),
        (True, False),
    ]
    assert [item.template for item in live if item.template] == ["visit_appointment"]
    assert "11月20日10:00上门" in live[-1].body


def test_a_collection_visit_is_not_announced_to_the_customer(desk: Desk) -> None:
    visit_id = visit(desk, at(10), (1, 2), kind="collection")
    assert [item.recipient for item in rows(desk, OutboxItem)] == ["13700000001"]
    save_record(desk, visit_id, VisitRecord(True, "R-1", people_met="本人", result="promised"))
    visit_steps.step(desk, visit_id, "done")
    assert len(rows(desk, OutboxItem)) == 1


def test_the_survey_follows_the_visit(desk: Desk) -> None:
    visit_steps.step(desk, visit(desk, at(10)), "done")
    assert "5非常满意" in rows(desk, OutboxItem)[-1].body


@pytest.mark.parametrize(
    ("now", "due"), [(at(23), datetime(2026, 11, 21, 8)), (at(6), at(8)), (at(9), at(9))]
)
def test_nothing_goes_out_in_quiet_hours(
    desk: Desk, clock: FixedClock, now: datetime, due: datetime
) -> None:
    new_request(desk, "address_missing")
    clock.moment = now
    request_replies.ask_back(desk, 1)
    assert rows(desk, OutboxItem)[0].due_at == due


# --- the record


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (VisitRecord(result="danced"), "unknown_result"),
        (VisitRecord(papers="催收函"), "receipt_needed"),
        (VisitRecord(next_step="现场收取现金500元"), "nothing_taken"),
        (VisitRecord(people_met="本人，银行卡已收走"), "nothing_taken"),
        (VisitRecord(recording="R-1，代收500元"), "nothing_taken"),
    ],
)
def test_what_must_not_be_recorded_is_refused(desk: Desk, record: VisitRecord, code: str) -> None:
    visit_id = visit(desk, at(10))
    with pytest.raises(DomainError, match=code):
        save_record(desk, visit_id, record)


def test_a_record_needs_a_visit(desk: Desk) -> None:
    with pytest.raises(DomainError, match="visit_gone"):
        save_record(desk, 9, VisitRecord())


# --- the usual officer, the sheets


def test_who_was_there_last_time_is_preferred(desk: Desk) -> None:
    visit_steps.step(desk, visit(desk, at(10), (2,)), "done")
    saved = service_requests.add(
        desk, RequestForm("account_auth", address="滨江区江虹路9号", customer_id=1)
    )
    job = dispatch_board.read_board(desk, DAY).jobs[f"r{saved.request_id}"]
    assert job.usual_officer == 2


def test_day_sheets_are_one_per_officer(desk: Desk) -> None:
    with pytest.raises(DomainError, match="nothing_to_print"):
        day_sheets(desk, DAY)
    visit(desk, at(10), (1, 2), kind="collection")
    sheets = day_sheets(desk, DAY)
    assert sheets.count == 2
    assert sheets.content.startswith(b"%PDF")


# --- quality


def served(**more: Any) -> ServedVisit:
    values: dict[str, Any] = {
        "purpose": "card_replace",
        "officers": ("甲",),
        "asked_at": at(9),
        "answered_at": at(9, 30),
        "promised_by": at(11),
        "departed_at": at(10),
        "arrived_at": at(10, 30),
        "done_at": at(11),
        "is_first": True,
        "rating": 5,
    }
    return ServedVisit(**(values | more))


def test_quality_by_kind_officer_and_month() -> None:
    visits = [
        served(),
        served(officers=("甲", "乙"), arrived_at=at(11, 30), done_at=at(12), rating=2),
        served(purpose="corporate", asked_at=None, promised_by=None, rating=None, departed_at=None),
    ]
    rate = Decimal("60.00")
    kinds = quality(visits, "kind", answer_minutes=60, cost_per_hour=rate)
    cards, corporate = kinds
    assert (cards.key, cards.visits, cards.arrived_in_time) == ("card_replace", 2, Decimal("0.5"))
    assert (cards.to_arrival, cards.on_the_way, cards.on_the_spot) == (120, 60, 30)
    assert (cards.rating, cards.ratings, cards.cost) == (Decimal("3.50"), 2, Decimal("150.00"))
    assert (corporate.arrived_in_time, corporate.to_arrival, corporate.rating) == (None, None, None)
    people = quality(visits, "officer", answer_minutes=60, cost_per_hour=rate)
    assert [(row.key, row.visits) for row in people] == [("乙", 1), ("甲", 3)]
    assert quality(visits, "month", answer_minutes=60, cost_per_hour=rate)[0].key == "2026-11"
    with pytest.raises(KeyError):
        quality(visits, "colour", answer_minutes=60, cost_per_hour=rate)


def test_the_report_counts_what_was_done_and_what_is_to_make_good(
    desk: Desk, clock: FixedClock, tmp_path: Path
) -> None:
    visit_id = visit(desk, at(10))
    clock.moment = at(10, 5)
    visit_steps.step(desk, visit_id, "arrived")
    clock.moment = at(10, 35)
    visit_steps.step(desk, visit_id, "done")
    visit_steps.rate(desk, visit_id, 1, "太慢")
    clock.moment = at(10, 40) + timedelta(days=2)
    found = service_quality.report(desk, DAY, DAY, "kind")
    assert [row.key for row in found.rows] == ["account_auth"]
    assert found.total is not None
    assert (found.total.arrived_in_time, found.total.on_the_spot) == (Decimal(1), 30)
    (task,) = found.recoveries
    assert (task.reason, task.is_late) == ("太慢", True)
    assert quality_reports.save_report(desk, found, tmp_path / "quality.xlsx") == 2
    assert quality_reports.save_report(desk, found, tmp_path / "quality.csv") == 2
    assert "账号认证" in (tmp_path / "quality.csv").read_text("utf-8-sig")
    empty = service_quality.report(desk, DAY - timedelta(days=9), DAY - timedelta(days=9), "month")
    assert (empty.rows, empty.total) == ((), None)
    assert quality_reports.save_report(desk, empty, tmp_path / "empty.csv") == 0
    with pytest.raises(KeyError):
        service_quality.report(desk, DAY, DAY, "colour")
    assert rows(desk, Visit)[0].rating == 1
