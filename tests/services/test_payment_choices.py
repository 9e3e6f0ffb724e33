"""More or less than is due: what each choice would do, and that it does just that."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from db.tables import Account, Instalment, LedgerEntry, Movement, Payment
from desktop.domain.errors import DomainError
from desktop.domain.loan_terms import LoanTerms, plan_of
from desktop.domain.money import ZERO, Money
from desktop.services import (
    day_run,
    money_inbox,
    movements,
    payment_choices,
    payments,
    reconciliation,
)
from desktop.services.desk import Desk
from desktop.services.money_inbox import InboxQuery
from desktop.services.movements import MovementIn
from desktop.services.payment_choices import Choice
from tests.book import Book, yuan
from tests.conftest import TODAY


@pytest.fixture
def owing(desk: Desk, book: Book) -> Desk:
    """A loan with 500.00 due ten days ago and 500.00 a month for five months to come."""
    book.customer(1)
    book.account(1, 1, annual_rate=None)
    book.instalment(1, 1, TODAY - timedelta(days=10), "500.00", "0.00")
    for number in range(2, 7):
        day = TODAY + timedelta(days=30 * (number - 1))
        book.instalment(1, number, day, "500.00", "0.00")
    book.customer(2, "李建军")
    book.late(2, 2, 5, annual_rate=None)
    day_run.run(desk)
    return desk


def _arrive(desk: Desk, amount: str, **more: Any) -> int:
    stored = movements.store(desk, "bank_file", [MovementIn(yuan(amount), TODAY, **more)])
    with desk.read() as connection:
        query = select(Movement.id).where(Movement.natural_key == stored.keys[0])
        return int(connection.execute(query).scalar_one())


def _by_code(desk: Desk, movement: int, amount: str) -> dict[str, Choice]:
    found = payment_choices.choices(desk, movement, [(1, yuan(amount))])
    return {choice.code: choice for choice in found.choices}


def _unpaid(desk: Desk) -> Money:
    with desk.read() as connection:
        rows = connection.execute(
            select(Instalment.principal, Instalment.paid_principal).where(
                Instalment.account_id == 1
            )
        ).all()
    return sum((row.principal - row.paid_principal for row in rows), ZERO)


def _states(desk: Desk) -> list[tuple[str, str, Money]]:
    with desk.read() as connection:
        query = select(Movement.source, Movement.state, Movement.amount).order_by(Movement.id)
        query = query.where(Movement.state != "undone")
        return [tuple(row) for row in connection.execute(query)]  # type: ignore[misc]


def test_what_each_choice_would_do_is_shown_and_nothing_is_written(owing: Desk) -> None:
    movement = _arrive(owing, "800.00")
    found = payment_choices.choices(owing, movement, [(1, yuan("800.00"))])
    assert (found.due, found.excess) == (yuan("500.00"), yuan("300.00"))
    by_code = {choice.code: choice for choice in found.choices}
    assert list(by_code) == ["next", "apart", "shorter_term", "lower_instalment", "return"]
    assert (by_code["next"].booked, by_code["next"].owed_after) == (yuan("800"), yuan("2200"))
    for code in ("apart", "return"):
        assert (by_code[code].booked, by_code[code].rest) == (yuan("500"), yuan("300"))
        assert by_code[code].owed_after == yuan("2500")
    assert _unpaid(owing) == yuan("3000.00")


def test_the_rest_pays_the_next_instalments(owing: Desk) -> None:
    movement = _arrive(owing, "800.00")
    payment_choices.carry_out(owing, movement, [(1, yuan("800.00"))], "next")
    assert _unpaid(owing) == yuan("2200.00")
    assert _states(owing) == [("bank_file", "booked", yuan("800.00"))]


@pytest.mark.parametrize(("code", "state"), [("apart", "kept"), ("return", "to_return")])
def test_the_rest_is_kept_apart_or_to_be_sent_back_and_comes_back_with_undo(
    owing: Desk, code: Any, state: str
) -> None:
    movement = _arrive(owing, "800.00", our_account="8801")
    payment_choices.carry_out(owing, movement, [(1, yuan("800.00"))], code)
    assert _unpaid(owing) == yuan("2500.00")
    assert _states(owing) == [("bank_file", "booked", yuan("800")), ("rest", state, yuan("300"))]
    day = reconciliation.reconcile(owing, TODAY)
    assert (day.arrived, day.booked, day.apart) == (yuan("800"), yuan("500"), yuan("300"))
    assert day.differences == ()
    payments.undo(owing, movement, "选错了")
    assert _states(owing) == [("bank_file", "matched", yuan("800.00"))]
    assert _unpaid(owing) == yuan("3000.00")
    payment_choices.carry_out(owing, movement, [(1, yuan("800.00"))], code)
    assert _unpaid(owing) == yuan("2500.00")


def test_a_rest_is_used_later_and_then_holds_its_payment(owing: Desk) -> None:
    movement = _arrive(owing, "800.00", payer_name="张海燕")
    payment_choices.carry_out(owing, movement, [(1, yuan("800.00"))], "apart")
    [rest] = money_inbox.inbox(owing, InboxQuery(states=("kept",)))
    assert rest.customer_id == 1
    assert money_inbox.of_customer(owing, 1)[0].id == rest.id
    payments.accept(owing, rest.id, [(1, yuan("300.00"))])
    assert _unpaid(owing) == yuan("2200.00")
    with pytest.raises(DomainError, match="rest_used"):
        payments.undo(owing, movement, "选错了")
    payments.undo(owing, rest.id, "先撤这一笔")
    with pytest.raises(DomainError, match="rest_used"):
        payments.undo(owing, movement, "选错了")
    payments.put_aside(owing, rest.id, "returned", "已退")
    payments.reopen(owing, rest.id)
    payments.undo(owing, movement, "选错了")
    assert _unpaid(owing) == yuan("3000.00")


def test_what_is_to_be_sent_back_is_sent_back(owing: Desk) -> None:
    movement = _arrive(owing, "800.00")
    payment_choices.carry_out(owing, movement, [(1, yuan("800.00"))], "return")
    [rest] = money_inbox.inbox(owing, InboxQuery(states=("to_return",)))
    payments.put_aside(owing, rest.id, "returned", "退款流水 T1")
    assert _states(owing)[1][1] == "returned"
    with pytest.raises(DomainError, match="booked_already"):
        payments.put_aside(owing, movement, "returned", "再退")


@pytest.fixture
def loan(desk: Desk, book: Book) -> Desk:
    """A loan of twelve equal instalments: two paid, one 15 days late."""
    terms = LoanTerms(yuan("12000.00"), Decimal("0.12"), date(2026, 8, 5), 12)
    book.customer(1)
    book.account(
        1, 1, principal=yuan("12000.00"), annual_rate=Decimal("0.12"), method="equal_instalment",
        disbursed_on=date(2026, 8, 5),
    )  # fmt: skip
    for row in plan_of(terms).rows:
        paid = (str(row.principal), str(row.interest)) if row.no <= 2 else ("0.00", "0.00")
        book.instalment(1, row.no, row.due_on, str(row.principal), str(row.interest), paid)
    day_run.run(desk)
    return desk


def _to_come(desk: Desk) -> list[tuple[date, Money, Money]]:
    columns = (Instalment.due_on, Instalment.principal, Instalment.interest)
    with desk.read() as connection:
        query = select(*columns).where(Instalment.account_id == 1, Instalment.due_on > TODAY)
        return [tuple(row) for row in connection.execute(query.order_by(Instalment.due_on))]  # type: ignore[misc]


@pytest.mark.parametrize("code", ["shorter_term", "lower_instalment"])
def test_the_rest_reduces_the_principal_as_it_was_shown(loan: Desk, code: Any) -> None:
    before = _to_come(loan)
    movement = _arrive(loan, "4000.00")
    shown = _by_code(loan, movement, "4000.00")[code]
    assert shown.plan is not None, shown.refused
    payment_choices.carry_out(loan, movement, [(1, yuan("4000.00"))], code)
    after = _to_come(loan)
    assert after == [(row.due_on, row.principal, row.interest) for row in shown.plan.rows]
    assert sum((row[1] + row[2] for row in after), ZERO) == shown.owed_after
    with loan.read() as connection:
        assert connection.execute(select(Account.dpd).where(Account.id == 1)).scalar() == 0
    payments.undo(loan, movement, "选错了")
    assert _to_come(loan) == before
    with loan.read() as connection:
        kinds = connection.execute(select(LedgerEntry.kind).order_by(LedgerEntry.id)).scalars()
        assert list(kinds) == ["arrangement", "reversal", "reversal"]


def test_reducing_the_principal_says_why_it_cannot_be_done(owing: Desk) -> None:
    movement = _arrive(owing, "99999.00")
    by_code = _by_code(owing, movement, "99999.00")
    assert by_code["next"].credit == yuan("96999.00")
    refused = by_code["shorter_term"]
    assert refused.refused
    both = [(1, yuan("99000.00")), (2, yuan("999.00"))]
    found = payment_choices.choices(owing, movement, both)
    assert {choice.refused for choice in found.choices if choice.code in payment_choices.PLANS} == {
        "payments.one_account"
    }


def test_less_than_is_due_is_booked_kept_or_sent_back_whole(owing: Desk) -> None:
    movement = _arrive(owing, "200.00")
    found = payment_choices.choices(owing, movement, [(1, yuan("200.00"))])
    assert (found.excess, [choice.code for choice in found.choices]) == (
        ZERO, ["book", "apart", "return"]
    )  # fmt: skip
    assert [choice.owed_after for choice in found.choices] == list(
        map(yuan, ("2800", "3000", "3000"))
    )
    payment_choices.carry_out(owing, movement, [(1, yuan("200.00"))], "apart")
    assert _states(owing) == [("bank_file", "kept", yuan("200.00"))]
    payments.reopen(owing, movement)
    payment_choices.carry_out(owing, movement, [(1, yuan("200.00"))], "return")
    assert _states(owing) == [("bank_file", "to_return", yuan("200.00"))]
    payments.reopen(owing, movement)
    payment_choices.carry_out(owing, movement, [(1, yuan("200.00"))], "book")
    assert _unpaid(owing) == yuan("2800.00")


def test_money_with_nothing_due_is_kept_whole(owing: Desk) -> None:
    first = _arrive(owing, "500.00", reference="A")
    payments.accept(owing, first, [(1, yuan("500.00"))])
    movement = _arrive(owing, "70.00", reference="B")
    shown = _by_code(owing, movement, "70.00")
    assert (shown["apart"].booked, shown["apart"].owed_after) == (ZERO, yuan("2500.00"))
    payment_choices.carry_out(owing, movement, [(1, yuan("70.00"))], "apart")
    assert _states(owing)[1] == ("bank_file", "kept", yuan("70.00"))
    with owing.read() as connection:
        assert connection.execute(select(Payment.id)).scalars().all() == [1]
        assert connection.execute(select(Account.dpd).where(Account.id == 1)).scalar() == 0


def test_money_that_is_gone_has_no_choices(owing: Desk) -> None:
    with pytest.raises(DomainError, match="gone"):
        payment_choices.choices(owing, 99, [(1, yuan("1.00"))])
    movement = _arrive(owing, "70.00")
    with pytest.raises(DomainError, match="two_customers"):
        payment_choices.carry_out(owing, movement, [(1, yuan("30")), (2, yuan("40"))], "book")
