"""Reminders on the calendar: planned once, kept where a person put them, gone when paid."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db import board, day_run_queries
from db.tables import (
    Account,
    AgeingPause,
    CaseBoard,
    Contact,
    ContactRestriction,
    Instalment,
    Movement,
    Reminder,
)
from db.unit_of_work import UnitOfWork
from desktop.services import reminders, settings
from desktop.services.desk import Desk
from desktop.services.rules import day_rules, rule_book
from tests.book import Book

TODAY = date(2026, 11, 20)


@contextmanager
def work(desk: Desk) -> Iterator[UnitOfWork]:
    with desk.write() as unit:
        yield unit
        unit.audit("test", "test")
        unit.commit()


def run_day(desk: Desk, day: date = TODAY) -> reminders.PlanCounts:
    now = datetime(day.year, day.month, day.day, 9)
    with work(desk) as unit:
        rules = day_rules(rule_book(unit.connection), day)
        day_run_queries.refresh_state(unit.connection, rules, as_of=day, now=now)
        board.refresh_all(unit.connection, as_of=day, now=now)
        return reminders.plan_reminders(unit, as_of=day)


def rows(desk: Desk, *states: str) -> list[Any]:
    with desk.read() as connection:
        query = select(Reminder.__table__).order_by(
            Reminder.planned_on, Reminder.planned_time, Reminder.id
        )
        found = connection.execute(query).all()
    return [row for row in found if not states or row.state in states]


def plan(desk: Desk, *states: str) -> list[tuple[str, date]]:
    return [(row.step, row.planned_on) for row in rows(desk, *(states or ("planned",)))]


def change(desk: Desk, reminder_id: int, **values: Any) -> None:
    with work(desk) as unit:
        unit.connection.execute(update(Reminder).where(Reminder.id == reminder_id).values(**values))


@pytest.fixture
def due_soon(book: Book) -> Book:
    """A customer whose instalment is due in two days, and one five days late."""
    book.customer(1, "张海燕", sex="f", email="a@example.cn")
    book.account(11, 1)
    book.instalment(11, 1, TODAY + timedelta(days=2))
    book.customer(2, "欧阳强", sex="m", address="滨江区江虹路1号")
    book.late(21, 2, 5)
    return book


def test_the_calendar_is_filled_for_the_horizon(due_soon: Book, desk: Desk) -> None:
    counts = run_day(desk)
    assert plan(desk) == [
        ("before_2_sms", TODAY),
        ("overdue_sms", TODAY),
        ("before_2_call", TODAY),
        ("due_day_sms", TODAY + timedelta(days=2)),
    ]
    assert (counts.planned, counts.moved, counts.refused) == (4, 0, 0)
    first = rows(desk)[0]
    assert first.facts["amount"] == "1060.00"
    assert first.facts["covers"] == [["before_2_sms", 0, "2026-11-22"]]
    with desk.read() as connection:
        board_rows = connection.execute(
            select(CaseBoard.next_action_on, CaseBoard.next_channel).order_by(CaseBoard.case_id)
        ).all()
    assert [tuple(row) for row in board_rows] == [(TODAY, "sms"), (TODAY, "sms")]


def test_planning_again_changes_nothing(due_soon: Book, desk: Desk) -> None:
    run_day(desk)
    before = rows(desk)
    counts = run_day(desk)
    assert rows(desk) == before
    assert counts == reminders.PlanCounts(standing=4)


def test_whoever_paid_is_taken_off(due_soon: Book, desk: Desk) -> None:
    run_day(desk)
    with work(desk) as unit:
        unit.connection.execute(
            update(Instalment).values(
                paid_principal=Decimal("1000.00"), paid_interest=Decimal("60.00")
            )
        )
        unit.connection.execute(
            update(Account).values(
                oldest_due_on=None,
                overdue_principal=Decimal("0.00"),
                overdue_interest=Decimal("0.00"),
                penalty=Decimal("0.00"),
                next_due_on=None,
                next_due_amount=Decimal("0.00"),
            )
        )
        counts = reminders.replan_customers(unit, [1, 2], as_of=TODAY)
    assert plan(desk) == []
    assert counts.called_off == 4
    assert {row.reason for row in rows(desk)} == {"contact.paid"}


def test_a_reversed_payment_brings_the_reminder_back(due_soon: Book, desk: Desk) -> None:
    run_day(desk)
    planned = plan(desk)
    for row in rows(desk):
        change(desk, row.id, state="cancelled", reason="contact.paid")
    counts = run_day(desk)
    assert plan(desk) == planned
    assert counts.planned == 4


def test_the_next_rung_comes_only_after_the_one_below_was_sent(due_soon: Book, desk: Desk) -> None:
    run_day(desk)
    assert ("overdue_call", TODAY + timedelta(days=3)) not in plan(desk)
    (sms,) = [row for row in rows(desk) if row.step == "overdue_sms"]
    change(desk, sms.id, state="sent", done_on=TODAY)
    run_day(desk)
    assert ("overdue_call", TODAY + timedelta(days=3)) in plan(desk)
    assert ("overdue_sms", TODAY + timedelta(days=7)) in plan(desk)


def test_a_skipped_step_does_not_come_back_nor_let_the_ladder_climb(
    due_soon: Book, desk: Desk
) -> None:
    run_day(desk)
    for row in rows(desk):
        change(desk, row.id, state="skipped", done_on=TODAY)
    run_day(desk)
    assert plan(desk) == [("overdue_sms", TODAY + timedelta(days=7))]


def test_what_a_person_moved_stays_and_what_is_held_stays_held(due_soon: Book, desk: Desk) -> None:
    run_day(desk)
    call, sms = (
        next(row for row in rows(desk) if row.step == step)
        for step in ("before_2_call", "overdue_sms")
    )
    tomorrow = TODAY + timedelta(days=1)
    change(desk, call.id, planned_on=tomorrow, planned_time="16:00", is_by_hand=True)
    change(desk, sms.id, state="held")
    run_day(desk)
    found = {row.step: row for row in rows(desk, "planned", "held")}
    assert (found["before_2_call"].planned_on, found["before_2_call"].planned_time) == (
        tomorrow,
        "16:00",
    )
    assert found["overdue_sms"].state == "held"


def test_an_officers_task_waits_on_its_day_and_a_message_moves_on(
    due_soon: Book, desk: Desk
) -> None:
    run_day(desk)
    tomorrow = TODAY + timedelta(days=1)
    run_day(desk, tomorrow)
    assert ("before_2_call", TODAY) in plan(desk)
    assert ("before_2_sms", tomorrow) in plan(desk)


def test_an_officers_own_entry_is_left_alone(due_soon: Book, desk: Desk) -> None:
    run_day(desk)
    with work(desk) as unit:
        unit.connection.execute(
            insert(Reminder),
            [
                {
                    "case_id": rows(desk)[0].case_id,
                    "natural_key": "own",
                    "planned_on": TODAY,
                    "planned_time": "15:00",
                    "channel": "phone",
                    "step": "by_hand",
                    "is_by_hand": True,
                }
            ],
        )
    run_day(desk)
    assert ("by_hand", TODAY) in plan(desk)


def test_what_was_carried_out_stays_so_while_ageing_is_paused(book: Book, desk: Desk) -> None:
    """60 days since the due date, 10 of them counted: the message of day 5 is not sent again."""
    book.customer(1, "张海燕")
    book.late(11, 1, 60)
    with work(desk) as unit:
        unit.connection.execute(
            insert(AgeingPause),
            [{"account_id": 11, "paused_on": TODAY - timedelta(days=50), "reason": "洪灾"}],
        )
    run_day(desk, TODAY - timedelta(days=55))
    change(desk, rows(desk)[0].id, state="done", done_on=TODAY - timedelta(days=55))
    run_day(desk)
    assert [row.step for row in rows(desk, "done")] == ["overdue_sms"]


def test_one_called_off_long_ago_is_taken_up_again(due_soon: Book, desk: Desk) -> None:
    run_day(desk)
    before = plan(desk)
    for row in rows(desk):
        change(desk, row.id, state="cancelled", planned_on=TODAY - timedelta(days=500))
    run_day(desk)
    assert plan(desk) == before
    assert rows(desk, "cancelled") == []


@pytest.mark.parametrize("kind", ["dispute", "arrangement"])
def test_restrictions_call_collection_off_with_the_rule(
    due_soon: Book, desk: Desk, kind: str
) -> None:
    run_day(desk)
    with work(desk) as unit:
        unit.connection.execute(
            insert(ContactRestriction),
            [
                {
                    "customer_id": 2,
                    "kind": kind,
                    "reason": "测试",
                    "from_on": TODAY,
                    "set_at": unit.now,
                }
            ],
        )
        counts = reminders.replan_customers(unit, [2], as_of=TODAY)
    assert counts.refused == 1
    (row,) = rows(desk, "refused")
    assert row.step == "overdue_sms"
    assert row.reason == f"contact.{kind}_stops"
    run_day(desk)
    assert len(rows(desk, "refused")) == 1


def test_a_refused_step_is_kept_on_record_from_the_start(due_soon: Book, desk: Desk) -> None:
    with work(desk) as unit:
        unit.connection.execute(
            insert(ContactRestriction),
            [
                {
                    "customer_id": 2,
                    "kind": "stop",
                    "channel": "sms",
                    "reason": "客户要求",
                    "from_on": TODAY,
                    "set_at": unit.now,
                }
            ],
        )
    run_day(desk)
    assert [row.reason for row in rows(desk, "refused")] == ["contact.stop_list"]


def test_the_weekly_cap_moves_the_message_and_says_why(due_soon: Book, desk: Desk) -> None:
    with work(desk) as unit:
        unit.connection.execute(
            insert(Contact),
            [
                {
                    "customer_id": 2,
                    "at": datetime(2026, 11, 18, 10),
                    "channel": "sms",
                    "purpose": "collection",
                    "result": "sent",
                }
            ],
        )
    counts = run_day(desk)
    (row,) = [row for row in rows(desk, "planned") if row.step == "overdue_sms"]
    assert counts.moved == 1
    assert (row.planned_on, row.moved_from_on) == (date(2026, 11, 25), TODAY)
    assert row.reason == "contact.collection_sms_per_week"


def test_customers_without_a_number_are_not_planned_for(book: Book, desk: Desk) -> None:
    book.customer(1, phone=None)
    book.late(11, 1, 5)
    book.customer(2, phone_state="invalid", address="滨江区")
    book.late(21, 2, 40)
    run_day(desk)
    assert plan(desk) == [("overdue_letter", TODAY)]


def test_an_empty_book_plans_nothing(desk: Desk) -> None:
    assert run_day(desk) == reminders.PlanCounts()


def test_the_preview_of_a_real_customer(due_soon: Book, desk: Desk) -> None:
    run_day(desk)
    case_id = next(row.case_id for row in rows(desk) if row.step == "overdue_sms")
    shown = reminders.preview_case(desk, case_id, days=14)
    assert [item.step.code for item in shown.contacts] == [
        "overdue_sms",
        "overdue_call",
        "overdue_sms",
        "overdue_call",
    ]


def test_a_reminders_moment() -> None:
    assert reminders.as_moment(TODAY, "09:30") == datetime(2026, 11, 20, 9, 30)


@pytest.mark.parametrize(
    ("state", "source", "holds"),
    [
        ("announced", "announced", True),
        ("sent", "announced", True),
        ("arrived", "bank_file", True),
        ("matched", "bank_file", True),
        ("kept", "bank_file", True),
        ("kept", "rest", True),
        ("to_return", "rest", False),
        ("booked", "bank_file", False),
    ],
)
def test_money_of_the_customer_that_is_not_booked_holds_reminders_back(
    due_soon: Book, desk: Desk, state: str, source: str, holds: bool
) -> None:
    with work(desk) as unit:
        unit.connection.execute(
            insert(Movement),
            [
                {
                    "natural_key": "m1",
                    "source": source,
                    "state": state,
                    "amount": Decimal("10.00"),
                    "value_on": TODAY,
                    "customer_id": 2,
                    "stored_at": unit.now,
                }
            ],
        )
    run_day(desk)
    refused = [row.reason for row in rows(desk, "refused")]
    assert refused == (["contact.unmatched_money"] if holds else [])


def test_without_a_mail_server_nobody_is_planned_an_email(book: Book, desk: Desk) -> None:
    book.customer(1, email="zhang@example.cn")
    book.account(11, 1)
    book.instalment(11, 1, TODAY + timedelta(days=7))
    run_day(desk)
    assert "before_7_email" not in dict(plan(desk))
    settings.save(desk, {"mail.host": "mail.example.cn"})
    run_day(desk)
    assert ("before_7_email", TODAY) in plan(desk)
    settings.save(desk, {"mail.host": ""})
    run_day(desk)
    assert ("before_7_email", TODAY) in plan(desk, "cancelled")
