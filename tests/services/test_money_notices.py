"""What a customer hears of their money: by event, threshold and channel; and the stop."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.tables import ContactRestriction, OutboxItem
from desktop.adapters.message_files import ReceivedMessage
from desktop.domain.errors import DomainError
from desktop.services import (
    day_run,
    inbox,
    money_inbox,
    money_notices,
    movements,
    payments,
    settings,
)
from desktop.services.desk import Desk
from desktop.services.movements import MovementIn
from tests.book import Book, yuan
from tests.conftest import TODAY

PHONE = "13800001111"


@pytest.fixture
def owing(desk: Desk, book: Book) -> Desk:
    """张海燕 with a phone and an address owes 1,060.00."""
    book.customer(1, phone=PHONE, email="zhang@example.com")
    book.late(1, 1, 45, annual_rate=None)
    day_run.run(desk)
    return desk


def _arrive(desk: Desk, amount: str = "1060.00", **more: Any) -> int:
    movements.store(desk, "core", [MovementIn(yuan(amount), TODAY, payer_name="张海燕", **more)])
    return money_inbox.inbox(desk)[0].id


def _told(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as connection:
        query = select(OutboxItem.channel, OutboxItem.template).order_by(OutboxItem.id)
        return [tuple(row) for row in connection.execute(query)]  # type: ignore[misc]


def test_each_state_is_told_once(owing: Desk) -> None:
    settings.save(owing, {"payments.tell_arrived": "yes"})
    movements.announce(owing, 1, yuan("1060.00"), sent_on=TODAY)
    back = _arrive(owing, "7.00", reference="R2")
    payments.put_aside(owing, back, "returned", "误转")
    movement = _arrive(owing)
    movements.rematch(owing)
    payments.accept(owing, movement)
    assert _told(owing) == [
        ("sms", "payment_announced"),
        ("sms", "payment_returned"),
        ("sms", "payment_arrived"),
        ("sms", "payment_received"),
    ]


def test_what_the_branch_does_not_tell_and_what_is_too_small(owing: Desk) -> None:
    settings.save(owing, {"payments.tell_states": "no", "payments.receipts_from": "2000"})
    movements.announce(owing, 1, yuan("1060.00"), sent_on=TODAY)
    payments.accept(owing, _arrive(owing))
    assert _told(owing) == []
    assert money_notices.wish_of(owing, 1) == money_notices.Wish(
        "sms", yuan("2000.00"), is_stopped=False, is_own=False
    )


def test_a_customer_s_own_threshold_and_channel_hold(owing: Desk) -> None:
    money_notices.set_wish(owing, 1, "mail", yuan("100.00"))
    movements.announce(owing, 1, yuan("99.99"), sent_on=TODAY)
    movements.announce(owing, 1, yuan("100.00"), sent_on=TODAY)
    assert _told(owing) == [("email", "payment_announced_email")]
    with owing.read() as connection:
        item = connection.execute(select(OutboxItem.__table__)).one()
    assert item.recipient == "zhang@example.com"
    assert "100.00" in item.subject


def test_stopping_at_the_desk_and_going_on(owing: Desk) -> None:
    money_notices.stop(owing, 1)
    movements.announce(owing, 1, yuan("1.00"), sent_on=TODAY)
    assert _told(owing) == []
    assert money_notices.wish_of(owing, 1).is_stopped
    money_notices.go_on(owing, 1)
    movements.announce(owing, 1, yuan("2.00"), sent_on=TODAY)
    assert len(_told(owing)) == 1
    money_notices.set_wish(owing, 1, "sms", yuan("0.00"))
    money_notices.stop(owing, 1)
    assert money_notices.wish_of(owing, 1).is_stopped


def _reply(desk: Desk, text: str, key: str) -> None:
    at = desk.clock.now() + timedelta(minutes=5)
    inbox.receive(desk, [ReceivedMessage(key, PHONE, at, text)])


def _restrictions(desk: Desk) -> list[str]:
    with desk.read() as connection:
        return list(connection.execute(select(ContactRestriction.kind)).scalars())


def test_one_reply_stops_these_notices_alone_and_the_next_one_all_messages(owing: Desk) -> None:
    movements.announce(owing, 1, yuan("1060.00"), sent_on=TODAY)
    _reply(owing, "TD", "m1")
    assert money_notices.wish_of(owing, 1).is_stopped
    assert _restrictions(owing) == []
    _reply(owing, "TD", "m2")
    assert _restrictions(owing) == ["stop"]
    money_notices.set_wish(owing, 1, "mail", yuan("0.00"))
    movements.announce(owing, 1, yuan("5.00"), sent_on=TODAY)
    assert ("email", "payment_announced_email") in _told(owing)


def test_a_refusal_that_answers_no_notice_stops_all_messages(owing: Desk) -> None:
    _reply(owing, "退订", "m1")
    assert _restrictions(owing) == ["stop"]
    assert not money_notices.wish_of(owing, 1).is_stopped


def test_a_customer_without_an_address_or_template(
    owing: Desk, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.customer(2, "李建军")
    with pytest.raises(DomainError, match="no_address"):
        money_notices.set_wish(owing, 2, "mail", yuan("0.00"))
    with pytest.raises(DomainError, match="not_positive"):
        money_notices.set_wish(owing, 1, "sms", yuan("-1.00"))
    monkeypatch.setitem(money_notices.TEMPLATES, "announced", "no_such_template")
    movements.announce(owing, 1, yuan("3.00"), sent_on=TODAY)
    assert _told(owing) == []


def test_a_notice_of_what_was_undone_does_not_go_out_and_may_be_written_again(owing: Desk) -> None:
    movement = _arrive(owing)
    payments.accept(owing, movement)
    payments.undo(owing, movement, "选错了")
    assert _told(owing) == []
    payments.accept(owing, movement, [(1, yuan("1060.00"))])
    assert _told(owing) == [("sms", "payment_received")]
