"""Orders: a callback's amount must be the order's; everything else waits with its reason."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from desktop.adapters.callbacks.notice import Notice
from desktop.adapters.callbacks.spool import Spool
from desktop.domain.errors import DomainError
from desktop.services import callbacks, day_run, money_inbox, payment_orders, payments
from desktop.services.desk import Desk
from tests.book import Book, yuan
from tests.conftest import TODAY

pytestmark = pytest.mark.file_only


@pytest.fixture
def owing(desk: Desk, book: Book) -> Desk:
    book.customer(1)
    book.late(1, 1, 45, annual_rate=None)
    day_run.run(desk)
    return desk


def _notice(order: str, amount: str = "1060.00", reference: str = "W1") -> Notice:
    at = datetime.combine(TODAY, datetime.min.time()).replace(hour=8)
    return Notice("wechat", reference, yuan(amount), "CNY", at, order)


def _receive(desk: Desk, *notices: Notice) -> list[str | None]:
    assert desk.store.path is not None
    spool = Spool(callbacks.spool_path(desk.store.path), callbacks.spool_key(desk))
    for notice in notices:
        spool.put(notice, desk.clock.now())
    spool.close()
    callbacks.take_in(desk)
    return [row.doubt for row in sorted(money_inbox.inbox(desk), key=lambda row: row.id)]


def test_a_payment_of_the_order_s_amount_is_certain_and_closes_it(owing: Desk) -> None:
    order = payment_orders.make_order(owing, 1, yuan("1060.00")).order_no
    assert _receive(owing, _notice(order)) == [None]
    [row] = money_inbox.inbox(owing)
    assert row.is_certain
    assert [each.state for each in payment_orders.orders_of(owing, 1)] == ["paid"]
    assert len(payments.accept_certain(owing).booked) == 1
    assert _receive(owing, _notice(order, reference="W2")) == ["payments.order_paid"]


@pytest.mark.parametrize(
    ("amount", "doubt"),
    [("1059.99", "payments.order_amount"), ("1060.01", "payments.order_amount")],
)
def test_another_amount_than_the_order_s_waits_with_the_reason(
    owing: Desk, amount: str, doubt: str
) -> None:
    order = payment_orders.make_order(owing, 1, yuan("1060.00")).order_no
    assert _receive(owing, _notice(order, amount)) == [doubt]
    assert payments.accept_certain(owing).booked == ()
    assert payment_orders.orders_of(owing, 1)[0].state == "open"


def test_void_lapsed_unknown_and_doubled_orders_wait(owing: Desk) -> None:
    void = payment_orders.make_order(owing, 1, yuan("1.00")).order_no
    payment_orders.void_order(owing, void)
    lapsed = payment_orders.make_order(owing, 1, yuan("2.00"), days=1).order_no
    twice = payment_orders.make_order(owing, 1, yuan("3.00")).order_no
    late = _notice(lapsed, "2.00", "W2")
    late = replace(late, paid_at=late.paid_at + timedelta(days=2))
    doubts = _receive(
        owing,
        _notice(void, "1.00", "W1"),
        late,
        _notice("SY260101NOBODY", "4.00", "W3"),
        _notice("HT-OTHER-1", "5.00", "W4"),
        _notice(twice, "3.00", "W5"),
        _notice(twice, "3.00", "W6"),
    )
    assert doubts == [
        "payments.order_void",
        "payments.order_lapsed",
        "payments.order_unknown",
        None,
        None,
        "payments.order_paid",
    ]


def test_an_order_that_cannot_be_made(owing: Desk) -> None:
    for amount, days, code in (
        ("0.00", 7, "not_positive"),
        ("5.00", 0, "order_days"),
        ("999999.00", 7, "order_too_much"),
    ):
        with pytest.raises(DomainError, match=code):
            payment_orders.make_order(owing, 1, yuan(amount), days=days)
    for number in ("SY-NONE", ""):
        with pytest.raises(DomainError, match="order_gone"):
            payment_orders.void_order(owing, number)
