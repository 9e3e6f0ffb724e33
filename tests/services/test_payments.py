"""Booking what arrived, taking it back, and holding the day against the bank."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from db.tables import Account, Instalment, Movement, OutboxItem, PayerAlias, Payment, PromiseToPay
from desktop.domain.errors import DomainError
from desktop.domain.money import Money
from desktop.domain.progress import Cancelled
from desktop.services import (
    case_actions,
    cases,
    day_run,
    money_inbox,
    movements,
    payments,
    settings,
)
from desktop.services.desk import Desk
from desktop.services.movements import MovementIn
from tests.book import Book, yuan
from tests.conftest import TODAY


@pytest.fixture
def owing(desk: Desk, book: Book) -> Desk:
    """A desk with 张海燕 owing 1,060.00 and 李建军 owing 500.00 on each of two loans, no penalty."""
    book.customer(1)
    book.late(1, 1, 45, annual_rate=None)
    book.customer(2, "李建军")
    for account in (2, 3):
        book.account(account, 2, annual_rate=None)
        book.instalment(account, 1, TODAY - timedelta(days=10), "500.00", "0.00")
        book.instalment(account, 2, TODAY + timedelta(days=20), "500.00", "0.00")
    day_run.run(desk)
    return desk


def _arrive(desk: Desk, amount: str, **more: Any) -> int:
    stored = movements.store(desk, "core", [MovementIn(yuan(amount), TODAY, **more)])
    assert stored.new == 1
    return money_inbox.inbox(desk)[0].id


def _values(desk: Desk, column: Any, **where: Any) -> Sequence[Any]:
    with desk.read() as connection:
        query = select(column).filter_by(**where).order_by(column.table.c.id)
        return connection.execute(query).scalars().all()


def test_a_suggestion_is_booked_with_all_that_follows(owing: Desk) -> None:
    with owing.store.write() as connection:
        connection.execute(
            PromiseToPay.__table__.insert(),
            [{"case_id": 1, "due_on": TODAY, "amount": yuan("1060.00"), "channel": "phone",
              "taken_at": owing.clock.now() - timedelta(days=3)}],
        )  # fmt: skip
        connection.commit()
    movement = _arrive(owing, "1060.00", payer_name="张海燕", reference="R1")
    done = payments.accept(owing, movement)
    assert len(done.payments) == 1
    assert {"payments", "accounts", "cases"} <= done.changes.topics
    assert _values(owing, Instalment.paid_principal, account_id=1) == [yuan("1000.00")]
    assert _values(owing, Account.dpd, id=1) == [0]
    assert _values(owing, Account.status, id=1) == ["settled"]
    assert _values(owing, PromiseToPay.state) == ["kept"]
    row = cases.case_rows(owing, [1])[0]
    assert (row.state, row.overdue) == ("closed", yuan("0.00"))
    assert money_inbox.inbox(owing) == []


def test_money_is_booked_once(owing: Desk) -> None:
    movement = _arrive(owing, "1060.00", payer_name="张海燕")
    payments.accept(owing, movement)
    with pytest.raises(DomainError, match=r"payments\.booked_already"):
        payments.accept(owing, movement)
    with pytest.raises(DomainError, match=r"payments\.gone"):
        payments.accept(owing, 999)
    assert len(_values(owing, Payment.id)) == 1


def test_one_payment_for_two_loans(owing: Desk) -> None:
    movement = _arrive(owing, "1000.00", payer_name="李建军", reference="R2")
    done = payments.accept(owing, movement)
    assert len(done.payments) == 2
    assert _values(owing, Payment.reference) == ["R2", "R2/2"]
    assert cases.case_rows(owing, [2])[0].overdue == yuan("0.00")


def test_a_relative_is_remembered_once_confirmed(owing: Desk) -> None:
    first = _arrive(owing, "60.00", payer_name="王秀英", reference="R3")
    with pytest.raises(DomainError, match=r"payments\.no_suggestion"):
        payments.accept(owing, first)
    payments.accept(owing, first, [(1, yuan("60.00"))])
    assert _values(owing, PayerAlias.name) == ["王秀英"]
    second = _arrive(owing, "1000.00", payer_name="王秀英", reference="R4")
    row = money_inbox.inbox(owing)[0]
    assert (row.is_certain, row.suggestions[0].reasons[0]) == (True, "alias")
    payments.accept(owing, second)
    assert _values(owing, PayerAlias.name) == ["王秀英"]
    assert cases.case_rows(owing, [1])[0].dpd == 0


def test_a_stranger_is_not_remembered_when_the_clerk_says_so(owing: Desk) -> None:
    movement = _arrive(owing, "60.00", payer_name="代缴点")
    payments.accept(owing, movement, [(1, yuan("60.00"))], remembers_payer=False)
    assert _values(owing, PayerAlias.name) == []


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([(1, "50.00")], "payments.parts_differ"),
        ([(1, "70.00"), (2, "-10.00")], "payments.parts_differ"),
        ([(1, "30.00"), (2, "30.00")], "payments.two_customers"),
        ([(99, "60.00")], "payments.two_customers"),
    ],
)
def test_parts_must_add_up_and_belong_to_one_customer(
    owing: Desk, parts: list[tuple[int, str]], code: str
) -> None:
    movement = _arrive(owing, "60.00")
    chosen = [(account, Decimal(amount)) for account, amount in parts]
    with pytest.raises(DomainError) as caught:
        payments.accept(owing, movement, chosen)
    assert caught.value.code == code
    assert _values(owing, Payment.id) == []


def test_too_much_is_refused_unless_it_is_kept_apart(owing: Desk) -> None:
    movement = _arrive(owing, "2000.00", payer_name="张海燕")
    with pytest.raises(DomainError, match=r"ledger\.overpayment"):
        payments.accept(owing, movement)
    payments.accept(owing, movement, overpayment="keep")
    assert cases.case_rows(owing, [1])[0].overdue == yuan("0.00")


def test_certain_ones_are_booked_in_bulk(owing: Desk) -> None:
    _arrive(owing, "1060.00", payer_name="张海燕", reference="R1")
    _arrive(owing, "1000.00", payer_name="李建军", reference="R2")
    _arrive(owing, "1.00", payer_name="生人", reference="R3")
    done = payments.accept_certain(owing)
    assert (len(done.booked), done.left) == (2, ())
    assert "cases" in done.changes.topics
    assert [row.reference for row in money_inbox.inbox(owing)] == ["R3"]


def test_what_the_ledger_refuses_stays_with_its_reason(owing: Desk) -> None:
    _arrive(owing, "1060.00", payer_name="张海燕", reference="R1")
    movements.store(
        owing,
        "core",
        [MovementIn(yuan("1060.00"), TODAY, payer_name="张海燕", reference="R9")],
    )
    done = payments.accept_certain(owing)
    assert len(done.booked) == 1
    assert [code for _, code in done.left] == ["ledger.overpayment"]


def test_a_cancelled_bulk_keeps_what_was_booked(owing: Desk) -> None:
    _arrive(owing, "1060.00", payer_name="张海燕", reference="R1")
    _arrive(owing, "1000.00", payer_name="李建军", reference="R2")

    class StopAtSecond:
        def report(self, done: int, total: int, step: str = "") -> None:
            if done == 1:
                raise Cancelled

    with pytest.raises(Cancelled):
        payments.accept_certain(owing, StopAtSecond())
    assert len(money_inbox.inbox(owing)) == 1


def test_undoing_brings_everything_back(owing: Desk) -> None:
    before = cases.case_rows(owing, [1, 2])
    movement = _arrive(owing, "1000.00", payer_name="李建军", reference="R2")
    payments.accept(owing, movement)
    payments.undo(owing, movement, "付错人")
    after = cases.case_rows(owing, [1, 2])
    assert [(row.overdue, row.dpd) for row in after] == [(row.overdue, row.dpd) for row in before]
    assert [row.state for row in money_inbox.inbox(owing)] == ["matched"]
    with pytest.raises(DomainError, match=r"payments\.not_booked"):
        payments.undo(owing, movement, "再来")


def test_putting_aside_and_back(owing: Desk) -> None:
    movement = _arrive(owing, "9.00", payer_name="生人")
    payments.put_aside(owing, movement, "ignored", "水费")
    assert money_inbox.inbox(owing) == []
    payments.reopen(owing, movement)
    assert [row.state for row in money_inbox.inbox(owing)] == ["arrived"]
    movement = _arrive(owing, "60.00", payer_name="张海燕")
    payments.put_aside(owing, movement, "returned", "账户错误")
    payments.reopen(owing, movement)
    assert money_inbox.inbox(owing)[0].state == "matched"
    for state, reason, code in (
        ("booked", "x", "unknown_state"),
        ("ignored", " ", "reason_missing"),
    ):
        with pytest.raises(DomainError, match=code):
            payments.put_aside(owing, movement, state, reason)
    with pytest.raises(DomainError, match="gone"):
        payments.reopen(owing, movement)


@pytest.mark.parametrize(
    ("announced", "states"),
    [
        (["1060.00"], ["fulfilled"]),
        (["1000.00"], ["fulfilled"]),  # a little more came than was said
        (["1100.00"], ["sent"]),  # a part: the rest is still awaited
        (["1000.00", "1060.00"], ["sent", "fulfilled"]),
    ],
)
def test_an_announced_transfer_is_no_longer_awaited_once_it_came(
    owing: Desk, announced: list[str], states: list[str]
) -> None:
    for amount in announced:
        movements.announce(owing, 1, yuan(amount), sent_on=TODAY)
    movement = _arrive(owing, "1060.00", payer_name="张海燕")
    payments.accept(owing, movement)
    assert _values(owing, Movement.state, source="announced") == states


def test_a_transfer_announced_in_vain_is_closed_and_awaited_again(owing: Desk) -> None:
    movements.announce(owing, 1, yuan("500.00"), sent_on=TODAY)
    [row] = money_inbox.inbox(owing)
    with pytest.raises(DomainError, match="booked_already"):
        payments.put_aside(owing, row.id, "returned", "退回")
    payments.put_aside(owing, row.id, "ignored", "客户称未汇")
    assert money_inbox.of_customer(owing, 1) == []
    assert _values(owing, Movement.state, source="announced") == ["not_come"]
    payments.reopen(owing, row.id)
    assert [each.state for each in money_inbox.of_customer(owing, 1)] == ["sent"]


def test_money_at_the_counter_is_booked_at_once_and_a_slip_counts_once(owing: Desk) -> None:
    def take(amount: Money, slip: str) -> payments.Accepted:
        return payments.at_counter(owing, 1, amount, payer_name="张海燕", memo="柜面", slip_no=slip)

    done = take(yuan("1060.00"), "S-1")
    assert len(done.payments) == 1
    assert cases.case_rows(owing, [1])[0].overdue == yuan("0.00")
    with pytest.raises(DomainError, match="slip_known"):
        take(yuan("1060.00"), "S-1")
    with pytest.raises(DomainError, match="slip_missing"):
        take(yuan("1.00"), " ")


def _outbox(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as connection:
        query = select(OutboxItem.idempotency_key, OutboxItem.body).order_by(OutboxItem.id)
        return [(row.idempotency_key, row.body) for row in connection.execute(query)]


def test_the_customer_is_thanked_once(owing: Desk) -> None:
    settings.save(owing, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    movement = _arrive(owing, "1060.00", payer_name="张海燕")
    payments.accept(owing, movement)
    ((key, body),) = _outbox(owing)
    assert key == f"receipt:{movement}"
    assert body.startswith("【滨江支行】")
    assert "11月20日还款1,060.00元" in body
    assert "0571-88880000" in body
    payments.undo(owing, movement, "错")
    payments.accept(owing, movement)
    assert len(_outbox(owing)) == 1


@pytest.mark.parametrize(
    "changed",
    [{"payments.receipts": "no"}, {"payments.receipts_from": "2000.00"}, {}],
)
def test_no_thanks_where_they_are_not_wanted(owing: Desk, changed: dict[str, str]) -> None:
    settings.save(owing, {"branch.name": "滨江支行", **changed})
    if not changed:
        case_actions.restrict(owing, 1, "stop", "客户退订")
    payments.accept(owing, _arrive(owing, "1060.00", payer_name="张海燕"))
    assert _outbox(owing) == []


def test_many_bookings_are_taken_back_as_far_as_they_can_be(owing: Desk) -> None:
    first = _arrive(owing, "1060.00", payer_name="张海燕", reference="A")
    second = _arrive(owing, "9.00", payer_name="生人", reference="B")
    payments.accept(owing, first)
    undone = payments.undo_many(owing, [first, second], "选错了")
    assert undone.booked == (first,)
    assert undone.left == ((second, "payments.not_booked"),)
