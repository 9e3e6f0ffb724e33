"""Messages received: stored once, tied to a customer, routed."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import (
    ContactRestriction,
    IncomingMessage,
    Officer,
    OutboxItem,
    RecoveryTask,
    ServiceRequest,
    Visit,
)
from desktop.adapters.message_files import ReceivedMessage, read_messages
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import inbox, visit_steps
from desktop.services.desk import Desk
from tests.book import Book

AT = datetime(2026, 11, 20, 8, 40)
PHONE = "13800100001"


def sms(text: str, sender: str = PHONE, at: datetime = AT, key: str = "") -> ReceivedMessage:
    return ReceivedMessage(key or f"{sender}{at}{text}", sender, at, text)


def rows(desk: Desk, table: Any) -> list[Any]:
    with desk.read() as connection:
        return list(connection.execute(select(table.__table__).order_by(table.id)))


def put(desk: Desk, table: Any, **values: Any) -> None:
    with desk.store.write() as connection:
        connection.execute(insert(table), [values])
        connection.commit()


@pytest.fixture
def customer(book: Book) -> int:
    return book.customer(1, address="江北区建新东路88号")


def test_a_request_is_made_with_what_was_understood(desk: Desk, customer: int) -> None:
    found = inbox.receive(desk, [sms("明天下午3点来补卡，渝北区金山路8号，电话13800130009")])
    assert found.routes == {"request": 1}
    (request,) = rows(desk, ServiceRequest)
    assert found.requests == (request.id,)
    assert request.kind == "card_replace"
    assert request.customer_id == customer
    assert request.address == "渝北区金山路8号"
    assert request.phone == "13800130009"
    assert request.promised_from == datetime(2026, 11, 21, 14, 45)
    assert request.promised_by == datetime(2026, 11, 21, 15, 15)
    assert request.doubts == []
    assert request.understood["spans"]["when"] == [0, 6]
    assert request.needs_visit


def test_the_same_messages_twice_change_nothing(desk: Desk, customer: int) -> None:
    messages = [sms("补卡"), sms("退订")]
    inbox.receive(desk, messages)
    again = inbox.receive(desk, messages)
    assert (again.stored, again.known) == (0, 2)
    assert not again.changes
    assert len(rows(desk, IncomingMessage)) == 2
    assert len(rows(desk, ServiceRequest)) == 1


def test_an_unknown_number_is_a_doubt(desk: Desk) -> None:
    inbox.receive(desk, [sms("补卡，渝北区金山路8号", "13900000000")])
    assert "dispatch.doubt.customer_unknown" in rows(desk, ServiceRequest)[0].doubts


def test_a_number_of_two_customers_is_a_doubt(desk: Desk, book: Book, customer: int) -> None:
    book.customer(2, phone=PHONE)
    inbox.receive(desk, [sms("补卡，渝北区金山路8号")])
    request = rows(desk, ServiceRequest)[0]
    assert request.customer_id is None
    assert "dispatch.doubt.several_customers" in request.doubts


def test_same_address_takes_the_one_on_file_and_asks_to_check(desk: Desk, customer: int) -> None:
    inbox.receive(desk, [sms("明天下午来补卡，地址不变")])
    request = rows(desk, ServiceRequest)[0]
    assert request.address == "江北区建新东路88号"
    assert "dispatch.doubt.address_on_file" in request.doubts


def test_a_question_becomes_a_call_back(desk: Desk, customer: int) -> None:
    inbox.receive(desk, [sms("这个月账单多少")])
    request = rows(desk, ServiceRequest)[0]
    assert not request.needs_visit
    assert request.promised_by == AT + timedelta(minutes=60)


def test_a_refusal_of_messages_holds_at_once(desk: Desk, customer: int) -> None:
    assert inbox.receive(desk, [sms("退订")]).routes == {"stop": 1}
    (stop,) = rows(desk, ContactRestriction)
    assert (stop.customer_id, stop.kind, stop.channel) == (customer, "stop", "sms")
    assert stop.from_on == date(2026, 11, 20)


def test_an_objection_stops_collection_and_goes_to_staff(desk: Desk, customer: int) -> None:
    inbox.receive(desk, [sms("这笔钱不是我借的")])
    assert rows(desk, ContactRestriction)[0].kind == "dispute"
    request = rows(desk, ServiceRequest)[0]
    assert "dispatch.warning.disputes" in request.understood["warnings"]


def test_an_answer_fills_the_gap(desk: Desk, customer: int) -> None:
    inbox.receive(desk, [sms("明天下午3点来补卡")])
    later = AT + timedelta(minutes=5)
    found = inbox.receive(desk, [sms("渝北区金山路8号", at=later)])
    assert found.routes == {"answer": 1}
    (request,) = rows(desk, ServiceRequest)
    assert request.address == "渝北区金山路8号"
    assert "dispatch.doubt.address_missing" not in request.doubts


def test_a_wish_that_comes_later_sets_the_promise(desk: Desk, customer: int) -> None:
    inbox.receive(desk, [sms("补卡，渝北区金山路8号")])
    inbox.receive(desk, [sms("明天上午10点", at=AT + timedelta(minutes=5))])
    (request,) = rows(desk, ServiceRequest)
    assert request.promised_by == datetime(2026, 11, 21, 10, 15)


def test_mere_politeness_makes_no_request(desk: Desk, customer: int) -> None:
    assert inbox.receive(desk, [sms("好的！")]).routes == {"other": 1}
    assert rows(desk, ServiceRequest) == []


def test_bank_messages_are_kept_apart_and_forged_ones_named(desk: Desk) -> None:
    text = "您尾号6090卡11月18日15:38工商银行收入(他行汇入)4,000元，余额79,051.70元。【工商银行】"
    found = inbox.receive(
        desk,
        [
            sms(text, "95588"),
            sms(text, "13900000001"),
            sms("【工商银行】验证码482913，切勿泄露。", "95588"),
        ],
    )
    assert found.routes == {"movement": 1, "forged": 1, "otp": 1}
    by_route = {row.route: row.reading for row in rows(desk, IncomingMessage)}
    assert by_route["movement"]["amount"] == "4000.00"
    assert by_route["forged"]["doubts"] == ["dispatch.doubt.sender_not_the_bank"]
    assert rows(desk, ServiceRequest) == []


def test_a_flood_of_one_number_makes_ten_requests_and_a_warning(desk: Desk, customer: int) -> None:
    flood = [sms(f"补卡，渝北区金山路{n}号", at=AT + timedelta(seconds=n)) for n in range(1, 1001)]
    found = inbox.receive(desk, flood)
    assert found.routes == {"request": 10, "flood": 990}
    assert len(rows(desk, IncomingMessage)) == 1000
    assert rows(desk, ServiceRequest)[-1].understood["warnings"] == ["dispatch.warning.flood"]


def visit_today(desk: Desk, **more: Any) -> None:
    values = {
        "purpose": "card_replace",
        "address": "渝北区金山路8号",
        "officer_id": 1,
        "starts_at": datetime(2026, 11, 20, 10),
        "state": "planned",
        "record": {},
        "updated_at": AT,
        "customer_id": 1,
    }
    put(desk, Visit, **(values | more))


@pytest.fixture
def officer_phone(desk: Desk) -> str:
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(phone="13700000001"))
        connection.commit()
    return "13700000001"


def test_an_officer_s_digits_move_the_visit_on(
    desk: Desk, customer: int, officer_phone: str
) -> None:
    visit_today(desk)
    answers = ["1", "2", "3", "4 已补卡"]
    messages = [
        sms(text, officer_phone, AT + timedelta(minutes=n)) for n, text in enumerate(answers)
    ]
    assert inbox.receive(desk, messages).routes == {"officer": 4}
    visit = rows(desk, Visit)[0]
    assert visit.state == "done"
    assert visit.accepted_at == AT
    assert visit.departed_at == AT + timedelta(minutes=1)
    assert visit.arrived_at == AT + timedelta(minutes=2)
    assert (visit.done_at, visit.note) == (AT + timedelta(minutes=3), "已补卡")


def test_a_refusing_officer_gives_the_visit_back(
    desk: Desk, customer: int, officer_phone: str
) -> None:
    put(
        desk,
        ServiceRequest,
        received_at=AT,
        kind="card_replace",
        state="planned",
        understood={},
        doubts=[],
    )
    visit_today(desk, request_id=1)
    inbox.receive(desk, [sms("9 车坏了", officer_phone), sms("你好", officer_phone)])
    assert (rows(desk, Visit)[0].state, rows(desk, Visit)[0].note) == ("refused", "车坏了")
    assert rows(desk, ServiceRequest)[0].state == "confirmed"


def test_an_officer_s_message_never_records_money_or_cards_as_taken(
    desk: Desk, customer: int, officer_phone: str
) -> None:
    visit_today(desk)
    inbox.receive(desk, [sms("4 已收取现金500元", officer_phone)])
    (kept,) = rows(desk, Visit)
    assert (kept.state, kept.note) == ("planned", None)
    assert rows(desk, IncomingMessage)[0].reading["did"]["step"] == "nothing_taken"
    assert "不得收取现金和银行卡" in rows(desk, OutboxItem)[-1].body
    with pytest.raises(DomainError, match=r"dispatch\.nothing_taken"):
        visit_steps.step(desk, kept.id, "arrived", note="银行卡已收走")


def test_a_stranger_s_digit_changes_nothing(desk: Desk, customer: int) -> None:
    visit_today(desk)
    inbox.receive(desk, [sms("4", "13900000009")])
    assert rows(desk, Visit)[0].state == "planned"


@pytest.mark.parametrize(
    ("text", "rating", "recoveries"),
    [
        ("非常满意，5分", 5, 0),
        ("1分，说两小时到结果等了四个钟头", 1, 1),
        ("不满意，等太久", 1, 1),
        ("四分", 4, 0),
        ("满意", 4, 0),
        ("3", 3, 0),
        ("等了2小时，差评", 1, 1),
    ],
)
def test_a_rating_goes_to_the_visit(
    desk: Desk, customer: int, text: str, rating: int, recoveries: int
) -> None:
    visit_today(desk, state="done", done_at=AT - timedelta(hours=1))
    assert inbox.receive(desk, [sms(text)]).routes == {"survey": 1}
    assert rows(desk, Visit)[0].rating == rating
    assert len(rows(desk, RecoveryTask)) == recoveries


def test_a_rating_without_a_visit_is_only_kept(desk: Desk, customer: int) -> None:
    inbox.receive(desk, [sms("满意"), sms("满意", "13900000009")])
    assert [row.reading for row in rows(desk, IncomingMessage)] == [{"visit": None}] * 2


def test_files_are_read_and_bad_lines_named(desk: Desk, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 1, "now": "2026-11-20T10:12:00", "text": "补卡"}),
        "",
        "not json",
        "[1]",
        json.dumps({"received": "2026-11-20T10:12:00", "text": " "}),
        json.dumps({"received": "yesterday", "text": "补卡"}),
    ]
    file = tmp_path / "messages.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    found = inbox.receive_file(desk, file)
    assert found.stored == 1
    assert [(one.line, one.reason) for one in found.rejects] == [
        (3, "not_json"),
        (4, "not_json"),
        (5, "no_text"),
        (6, "no_time"),
    ]
    with pytest.raises(EnvironmentProblem):
        inbox.receive_file(desk, tmp_path / "nothing")


def test_a_folder_of_a_modem_s_inbox_is_read(tmp_path: Path) -> None:
    name = "IN20261120_101200_00_+8613800130001"
    (tmp_path / f"{name}_00.txt").write_text("明天下午3点来补卡，", encoding="utf-16")
    (tmp_path / f"{name}_01.txt").write_text("渝北区金山路8号", encoding="utf-8")
    (tmp_path / "note.pdf").write_bytes(b"x")
    (tmp_path / "old.jsonl").write_bytes(
        '{"at":"2026-11-20T10:12:00","text":"补卡"}'.encode("gb18030")
    )
    found = read_messages(tmp_path)
    assert [one.text for one in found.messages] == ["明天下午3点来补卡，渝北区金山路8号", "补卡"]
    assert found.messages[0].sender == "13800130001"
    assert found.messages[0].received_at == datetime(2026, 11, 20, 10, 12)
