"""What field service gets that is not as it should be: a doubt, a note, a state; never a drop."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from db.tables import IncomingMessage, Officer, OutboxItem, ServiceRequest, Visit
from desktop.adapters.message_files import ReceivedMessage
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.wished_time import WishedTime
from desktop.services import (
    day_planning,
    dispatch_board,
    dispatching,
    inbox,
    request_replies,
    service_requests,
    settings,
)
from desktop.services.desk import Desk
from desktop.services.dispatch_board import RequestCard
from desktop.services.service_requests import RequestForm
from tests.book import Book

DAY = date(2026, 11, 20)
NINE = datetime(2026, 11, 20, 9)
CUSTOMER, OFFICER = "13800100001", "13700000001"
HOUSE = "滨江区江虹路8号"


@pytest.fixture(autouse=True)
def branch(desk: Desk, book: Book) -> None:
    settings.save(
        desk, {"branch.address": "浙江省杭州市滨江区江南大道1号", "branch.phone": "0571-88880000"}
    )
    with desk.store.write() as connection:
        values = {"phone": OFFICER, "skills": ["card_device"], "does_visits": True}
        connection.execute(update(Officer).values(**values))
        connection.commit()
    book.customer(1, phone=CUSTOMER, address=HOUSE)


def receive(desk: Desk, text: str, sender: str = CUSTOMER, key: str = "") -> inbox.Inbox:
    message = ReceivedMessage(key or text, sender, NINE - timedelta(minutes=5), text)
    return inbox.receive(desk, [message])


def the_card(desk: Desk) -> RequestCard:
    (card,) = dispatch_board.read_board(desk, DAY).requests
    return card


def count(desk: Desk, table: Any) -> int:
    with desk.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


@pytest.mark.parametrize(
    ("text", "kind", "doubt"),
    [
        ("要补卡，另外帮我查一下这个月账单，明天来滨江区江虹路8号", "card_replace", "two_requests"),
        ("啊哈哈", "other", "nothing_understood"),
        ("来补卡，成都市武侯区人民南路四段11号，明天上午", "card_replace", "other_city"),
        ("今天上午8点来补卡，滨江区江虹路8号", "card_replace", "time_past"),
        ("明天来一趟滨江区江虹路8号", "other", "kind_missing"),
        ("补卡，明天下午三点或者后天上午，滨江区江虹路8号", "card_replace", "either_time"),
    ],
)
def test_what_is_odd_becomes_a_request_with_a_doubt(
    desk: Desk, text: str, kind: str, doubt: str
) -> None:
    assert receive(desk, text).routes == {"request": 1}
    card = the_card(desk)
    assert (card.kind, card.state) == (kind, "new")
    assert f"dispatch.doubt.{doubt}" in card.doubts
    with pytest.raises(DomainError, match=r"confirm_first|address_needed"):
        dispatching.place_best(desk, card.request_id, DAY)


def test_dialect_is_read_and_who_is_unknown_is_a_doubt(desk: Desk) -> None:
    receive(desk, "听日下昼三点得唔得？张卡唔见咗，要补卡，滨江区江虹路8号", "13912345678")
    card = the_card(desk)
    assert (card.kind, card.wished_from) == ("card_replace", datetime(2026, 11, 21, 15))
    assert "dispatch.doubt.customer_unknown" in card.doubts


def test_said_to_be_paid_is_told_and_no_visit_is_wished(desk: Desk) -> None:
    receive(desk, "昨天还了")
    card = the_card(desk)
    assert (card.kind, card.needs_visit, card.wished_from) == ("repayment", False, None)
    assert "dispatch.warning.says_paid" in card.warnings


def test_a_flood_of_one_number_is_stored_whole_and_makes_few_requests(desk: Desk) -> None:
    messages = [
        ReceivedMessage(f"k{n}", CUSTOMER, NINE - timedelta(seconds=1000 - n), f"补卡{n}")
        for n in range(1000)
    ]
    found = inbox.receive(desk, messages)
    assert found.routes == {"request": 10, "flood": 990}
    assert count(desk, IncomingMessage) == 1000
    cards = dispatch_board.read_board(desk, DAY).requests
    assert len(cards) == 10
    assert any("dispatch.warning.flood" in one.warnings for one in cards)


def test_an_officer_who_refuses_everything_is_seen_and_nothing_is_lost(
    desk: Desk, clock: FixedClock
) -> None:
    with desk.store.write() as connection:
        other = {
            "staff_no": "0218",
            "name": "李婉清",
            "does_visits": True,
            "skills": ["card_device"],
        }
        connection.execute(insert(Officer), [other])
        connection.commit()
    wish = WishedTime("before", end=NINE.replace(hour=17))
    for hour in (10, 11, 14):
        form = RequestForm("card_replace", address=HOUSE, customer_id=1, wish=wish)
        saved = service_requests.add(desk, form)
        dispatching.place(desk, saved.request_id, (1,), NINE.replace(hour=hour))
    for number in range(3):
        clock.moment = NINE + timedelta(minutes=number)
        no = ReceivedMessage(f"no{number}", OFFICER, clock.moment, "9 不想去")
        assert inbox.receive(desk, [no]).routes == {"officer": 1}
    board = dispatch_board.read_board(desk, DAY)
    assert board.visits == ()
    assert board.officers[0].refusals == 3
    assert [one.refused_by for one in board.requests] == [("陈思远：不想去",)] * 3
    assert {one.state for one in board.requests} == {"confirmed"}
    planned = day_planning.plan(desk, DAY)
    assert len(planned.visits) == 3
    assert {one.officers for one in dispatch_board.read_board(desk, DAY).visits} == {(2,)}


@pytest.mark.parametrize("text", ["1", "4", "9 改时间"])
def test_digits_of_a_stranger_change_nothing(desk: Desk, text: str) -> None:
    wish = WishedTime("before", end=NINE.replace(hour=17))
    form = RequestForm("card_replace", address=HOUSE, customer_id=1, wish=wish)
    placed = dispatching.place_best(desk, service_requests.add(desk, form).request_id, DAY)
    receive(desk, text, "13999999999")
    with desk.read() as connection:
        state = connection.execute(select(Visit.state).where(Visit.id == placed.visit_id))
        assert state.scalar_one() == "planned"


def test_a_solver_that_fails_leaves_the_insertion_to_plan(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_planning.route_solver, "solve", lambda *_, **__: None)
    wish = WishedTime("before", end=NINE.replace(hour=17))
    for number in range(7):
        form = RequestForm("card_replace", address=f"滨江区江虹路{number}号", wish=wish)
        service_requests.add(desk, form)
    planned = day_planning.plan(desk, DAY)
    assert len(planned.visits) == 6
    assert planned.unplaced == ((7, "day_full"),)


def test_a_question_is_answered_by_an_invitation_to_the_branch(desk: Desk) -> None:
    receive(desk, "提前还款收不收违约金")
    saved = request_replies.invite(desk, the_card(desk).request_id)
    with desk.read() as connection:
        body = connection.execute(select(OutboxItem.body)).scalar_one()
        assert connection.execute(select(ServiceRequest.state)).scalar_one() == "done"
    assert "浙江省杭州市滨江区江南大道1号" in body
    with pytest.raises(DomainError, match="request_gone"):
        request_replies.invite(desk, saved.request_id)
    service_requests.take_back(desk, saved)
    assert the_card(desk).state == "new"


def test_nobody_is_invited_who_cannot_be_written_to_or_owes(desk: Desk) -> None:
    form = RequestForm("bill_query", needs_visit=False, phone="0571-88881111")
    request_id = service_requests.add(desk, form).request_id
    with pytest.raises(DomainError, match="no_mobile"):
        request_replies.invite(desk, request_id)
    owing = RequestForm("collection", address=HOUSE, customer_id=1)
    request_id = service_requests.add(desk, owing).request_id
    with pytest.raises(DomainError, match="no_invitation"):
        request_replies.invite(desk, request_id)


@pytest.mark.parametrize(
    ("first", "answer", "gone", "found"),
    [
        ("明天上午来一趟滨江区江虹路8号", "补卡", "kind_missing", ("card_replace", HOUSE)),
        ("明天上午来补卡，滨江区江虹路", "滨江区江虹路8号", "address_without_number", None),
        ("明天上午来补卡", "补卡，滨江区江虹路8号", "address_missing", None),
    ],
)
def test_the_answer_to_a_question_settles_what_was_in_doubt(
    desk: Desk, first: str, answer: str, gone: str, found: tuple[str, str] | None
) -> None:
    receive(desk, first)
    card = the_card(desk)
    assert f"dispatch.doubt.{gone}" in card.doubts
    request_replies.ask_back(desk, card.request_id)
    later = ReceivedMessage("answer", CUSTOMER, NINE, answer)
    assert inbox.receive(desk, [later]).routes == {"answer": 1}
    card = the_card(desk)
    assert f"dispatch.doubt.{gone}" not in card.doubts
    assert (card.kind, card.address) == (found or ("card_replace", HOUSE))


def test_a_time_in_doubt_is_settled_by_the_answer(desk: Desk) -> None:
    receive(desk, "明天上午或者后天下午来补卡，滨江区江虹路8号")
    request_replies.ask_back(desk, the_card(desk).request_id)
    later = ReceivedMessage("answer", CUSTOMER, NINE, "23号上午10点")
    inbox.receive(desk, [later])
    card = the_card(desk)
    assert card.wished_from == datetime(2026, 11, 23, 10)
    assert "dispatch.doubt.either_time" not in card.doubts
