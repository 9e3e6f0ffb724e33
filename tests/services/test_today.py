from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from db.tables import (
    Contact,
    ImportBatch,
    Movement,
    OutboxItem,
    Payment,
    PromiseToPay,
    RecoveryTask,
    Reminder,
    ServiceRequest,
    Visit,
)
from desktop.domain.changes import Changes
from desktop.domain.clock import FixedClock
from desktop.services import day_run, desk_facts, own_days, settings, today, visit_steps
from desktop.services.desk import Desk
from desktop.services.today_notices import Notice, notices
from tests.book import NOW, Book

TODAY = NOW.date()


def put(desk: Desk, table: Any, *rows: dict[str, Any]) -> None:
    with desk.store.write() as connection:
        for row in rows:
            connection.execute(insert(table), [row])
        connection.commit()


def reminder(number: int, channel: str, days: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "case_id": more.pop("case_id", 1),
        "natural_key": f"k{number}",
        "planned_on": TODAY + timedelta(days=days),
        "channel": channel,
        "step": "call_1",
        **more,
    }


def promise(number: int, state: str, days: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "case_id": 1,
        "due_on": TODAY + timedelta(days=days),
        "amount": Decimal("500.00"),
        "channel": "phone",
        "state": state,
        "taken_at": NOW - timedelta(days=10),
        "taken_by": 1,
        **more,
    }


@pytest.fixture
def cases(desk: Desk, book: Book) -> Desk:
    """Case 1 of officer 1 and case 2 of nobody, both overdue, the day run."""
    book.customer(1)
    book.customer(2, "李婉清")
    book.late(1, 1, 40, officer_id=1)
    book.late(2, 2, 10)
    day_run.run(desk)
    with desk.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM reminder")
        connection.exec_driver_sql("UPDATE debt_case SET officer_id = 1 WHERE id = 1")
        connection.exec_driver_sql("UPDATE case_board SET officer_id = 1 WHERE case_id = 1")
        connection.commit()
    return desk


def test_a_first_start_has_nothing_to_do(desk: Desk) -> None:
    work = today.worklist(desk)
    assert work.is_first_start
    assert work.todos == ()
    assert notices(desk) == ()


def test_calls_are_listed_one_by_one_the_past_ones_first(cases: Desk) -> None:
    put(
        cases,
        Reminder,
        reminder(1, "phone", planned_time="14:00"),
        reminder(2, "phone", -2, case_id=2),
        reminder(3, "phone", 1),
        reminder(4, "phone", state="done"),
        reminder(5, "visit", state="held"),
    )
    work = today.worklist(cases)
    assert [(todo.kind, todo.item_id, todo.is_past) for todo in work.todos] == [
        ("call", 2, True),
        ("visit", 5, False),
        ("call", 1, False),
    ]
    assert (work.count, work.past, work.of_kind("call")) == (3, 1, 2)
    assert (work.todos[2].name, work.todos[2].bucket, work.todos[2].officer) == (
        "张海燕",
        2,
        "陈思远",
    )


def test_messages_and_letters_come_in_bundles(cases: Desk) -> None:
    rows = [reminder(n, "sms", case_id=1 + n % 2) for n in range(1, 6)]
    rows += [reminder(7, "letter"), reminder(8, "letter", -1), reminder(9, "letter", case_id=2)]
    put(cases, Reminder, *rows)
    bundles = {(todo.detail, todo.is_past): todo.count for todo in today.worklist(cases).todos}
    assert bundles == {
        ("today.sms", False): 5,
        ("today.letter", True): 1,
        ("today.letter", False): 2,
    }
    assert today.letter_cases(cases) == [1, 2]
    assert today.letter_cases(cases, 1) == [1]


def test_an_officer_sees_their_own(cases: Desk) -> None:
    put(
        cases,
        Reminder,
        reminder(1, "phone"),
        reminder(2, "phone", case_id=2),
        reminder(3, "phone", case_id=2, officer_id=1),
    )
    assert {todo.item_id for todo in today.worklist(cases, 1).todos} == {1, 3}
    assert len(today.worklist(cases).todos) == 3


def test_promises_due_and_broken_without_a_word_since(cases: Desk) -> None:
    put(
        cases,
        PromiseToPay,
        promise(1, "open", 0, paid=Decimal("100.00")),
        promise(2, "open", 1),
        promise(3, "broken", -2, judged_on=TODAY - timedelta(days=1)),
        promise(4, "broken", -30, judged_on=TODAY - timedelta(days=29)),
        promise(5, "kept", -2, judged_on=TODAY - timedelta(days=1)),
    )
    found = {todo.item_id: todo for todo in today.worklist(cases).todos}
    assert set(found) == {1, 3}
    assert found[1].amount == Decimal("400.00")
    assert (found[3].detail, found[3].is_past) == ("today.promise_broken", True)


def test_a_contact_after_the_judgement_takes_a_broken_promise_off(cases: Desk) -> None:
    put(cases, PromiseToPay, promise(3, "broken", -2, judged_on=TODAY - timedelta(days=1)))
    contact = {"customer_id": 1, "at": NOW, "channel": "phone", "result": "no_answer"}
    put(cases, Contact, contact)
    with cases.store.write() as connection:
        connection.exec_driver_sql(
            "UPDATE case_board SET last_contact_at = '2026-11-20T09:00:00' WHERE case_id = 1"
        )
        connection.commit()
    assert today.worklist(cases).todos == ()


def visit(number: int, hours: float, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "customer_id": 1,
        "case_id": 1,
        "purpose": "collection",
        "address": "江虹路 1 号",
        "officer_id": 1,
        "starts_at": NOW + timedelta(hours=hours),
        "updated_at": NOW,
        **more,
    }


def test_visits_of_today_and_those_that_were_missed(cases: Desk) -> None:
    put(cases, Visit, visit(1, 3), visit(2, -3), visit(3, 30), visit(4, -1, state="done"))
    assert [(todo.item_id, todo.is_past) for todo in today.worklist(cases, 1).todos] == [
        (2, True),
        (1, False),
    ]
    assert today.worklist(cases, 2).todos == ()


def test_requests_that_wait_are_everybodys(cases: Desk) -> None:
    base = {"kind": "card_replace", "name": "王芳", "text": ""}
    put(
        cases,
        ServiceRequest,
        {**base, "id": 1, "received_at": NOW, "promised_by": NOW + timedelta(hours=4)},
        {**base, "id": 2, "received_at": NOW, "promised_by": NOW - timedelta(hours=1)},
        {**base, "id": 3, "received_at": NOW - timedelta(days=3)},
        {**base, "id": 4, "received_at": NOW, "state": "planned"},
        {**base, "id": 5, "received_at": NOW, "state": "done", "needs_visit": False},
    )
    found = {todo.item_id: todo.is_past for todo in today.worklist(cases, 1).todos}
    assert found == {1: False, 2: True, 3: True}


def test_a_call_back_has_its_own_promise(cases: Desk) -> None:
    base = {"kind": "bill_query", "name": "王芳", "received_at": NOW, "needs_visit": False}
    put(
        cases,
        ServiceRequest,
        {**base, "id": 1, "promised_by": NOW + timedelta(hours=2)},
        {**base, "id": 2, "promised_by": NOW - timedelta(minutes=1)},
    )
    work = today.worklist(cases, 1)
    assert [(todo.key, todo.detail, todo.about, todo.is_past) for todo in work.todos] == [
        ("request:2", "today.call_back", "today.purpose.bill_query", True),
        ("request:1", "today.call_back", "today.purpose.bill_query", False),
    ]
    assert (work.of_kind("request"), work.past) == (2, 1)
    assert work.todos[1].at == (NOW + timedelta(hours=2)).time()


def test_a_bad_rating_is_to_be_made_good_by_its_deadline(cases: Desk, clock: FixedClock) -> None:
    put(
        cases,
        Visit,
        *(visit(number, -30, state="done", rating=1, address="江虹路 1 号") for number in (1, 2)),
    )
    task = {"customer_id": 1, "reason": "太慢", "opened_at": NOW - timedelta(hours=20)}
    put(
        cases,
        RecoveryTask,
        {**task, "id": 7, "visit_id": 1, "due_at": NOW + timedelta(hours=4)},
        {**task, "id": 8, "visit_id": 2, "due_at": NOW, "done_at": NOW, "outcome": "已致歉"},
    )
    (found,) = today.worklist(cases, 1).todos
    assert (found.key, found.kind, found.detail) == ("recovery:7", "request", "today.recovery")
    assert (found.item_id, found.name, found.is_past) == (7, "张海燕", False)
    clock.moment = NOW + timedelta(hours=4, minutes=1)
    assert today.worklist(cases, 1).todos[0].is_past


def test_the_badges_count_call_backs_and_what_is_to_be_made_good(cases: Desk) -> None:
    before = desk_facts.desk_facts(cases).waiting
    put(cases, Visit, visit(1, -30, state="done", rating=1))
    put(
        cases,
        RecoveryTask,
        {"visit_id": 1, "reason": "太慢", "opened_at": NOW, "due_at": NOW + timedelta(hours=24)},
    )
    put(
        cases,
        ServiceRequest,
        {"kind": "bill_query", "received_at": NOW, "needs_visit": False, "text": ""},
    )
    waiting = desk_facts.desk_facts(cases).waiting
    assert waiting["dispatch"] - before["dispatch"] == 2
    assert waiting["today"] - before["today"] == 2
    visit_steps.recover(cases, 1, "已致歉")
    assert desk_facts.desk_facts(cases).waiting["dispatch"] - before["dispatch"] == 1
    assert desk_facts.concerns(Changes.of("recoveries"))


def test_money_that_arrived_and_money_that_did_not(cases: Desk) -> None:
    base = {"source": "file", "amount": Decimal("300.00"), "value_on": TODAY, "stored_at": NOW}
    put(
        cases,
        Movement,
        {**base, "natural_key": "a", "state": "matched", "is_certain": True},
        {**base, "natural_key": "b", "state": "arrived"},
        {**base, "natural_key": "c", "state": "arrived"},
        {**base, "natural_key": "d", "state": "booked"},
        {**base, "natural_key": "f", "state": "to_return"},
        {**base, "natural_key": "g", "state": "kept", "customer_id": 1},
        {**base, "natural_key": "h", "state": "refused", "amount": Decimal(0)},
        {
            **base,
            "natural_key": "e",
            "state": "sent",
            "customer_id": 1,
            "expected_by": TODAY - timedelta(days=1),
        },
    )
    found = {todo.detail: todo for todo in today.worklist(cases).todos}
    assert found["today.money_certain"].count == 1
    assert found["today.money_look"].count == 3  # a file that is held back is one of them
    assert found["today.money_return"].count == 1
    assert found["today.money_kept"].count == 1
    late = found["today.transfer_late"]
    assert (late.name, late.case_id, late.is_past) == ("张海燕", 1, True)


def test_what_is_snoozed_comes_back_in_its_time(cases: Desk, clock: FixedClock) -> None:
    put(cases, Reminder, reminder(1, "phone"), reminder(2, "phone"))
    today.snooze(cases, ["reminder:1"], NOW + timedelta(hours=2))
    work = today.worklist(cases)
    assert ([todo.item_id for todo in work.todos], work.snoozed) == ([2], 1)
    clock.moment = NOW + timedelta(hours=2)
    assert today.worklist(cases).snoozed == 0


def test_snoozing_is_for_oneself_and_can_be_taken_back(cases: Desk) -> None:
    put(cases, Reminder, reminder(1, "phone"), reminder(2, "phone"))
    today.snooze(cases, ["reminder:1"], NOW + timedelta(hours=2))
    today.snooze(cases, ["reminder:2"], NOW + timedelta(hours=3))
    other = cases.acting_as(type(cases.actor)(2, "0218"))
    assert today.worklist(other).snoozed == 0
    today.wake(cases, ["reminder:1"])
    assert today.worklist(cases).snoozed == 1
    today.wake(cases)
    assert today.worklist(cases).snoozed == 0


def test_the_key_figures(cases: Desk, clock: FixedClock) -> None:
    put(
        cases,
        PromiseToPay,
        promise(1, "open", 0, paid=Decimal("100.00")),
        promise(2, "open", 2),
        promise(3, "open", 3),  # Monday: next week
        promise(4, "kept", -5),
        promise(5, "broken", -6),
        promise(6, "kept", -7),
        promise(7, "cancelled", -8),
    )
    figures = today.key_figures(cases)
    assert (figures.promised, figures.promises) == (Decimal("900.00"), 2)
    assert figures.keep_rate == Decimal("0.6667")
    assert figures.overdue_cases == 2
    assert figures.overdue > Decimal("2120.00")
    assert figures.change is None
    assert today.key_figures(cases, 1).overdue_cases == 1
    before = figures.overdue
    clock.moment = datetime(2026, 12, 5, 9)
    day_run.run(cases)
    later = today.key_figures(cases)
    assert later.overdue > before
    assert later.change is not None
    assert later.change > 0


def test_recovered_is_what_came_in_on_overdue_accounts(
    cases: Desk, book: Book, clock: FixedClock
) -> None:
    book.account(3, 2)
    book.instalment(3, 1, date(2026, 12, 20))
    clock.moment = NOW + timedelta(days=1)
    day_run.run(cases)
    base = {"paid_on": TODAY + timedelta(days=1), "amount": Decimal("300.00"), "booked_at": NOW}
    put(
        cases,
        Payment,
        {**base, "account_id": 1, "natural_key": "a"},
        {**base, "account_id": 2, "natural_key": "b", "reversed_at": NOW},
        {**base, "account_id": 3, "natural_key": "c"},
        {**base, "account_id": 1, "natural_key": "d", "paid_on": date(2026, 10, 30)},
    )
    settings.save(cases, {"branch.month_target": "1200"})
    figures = today.key_figures(cases)
    assert figures.recovered == Decimal("300.00")
    assert (figures.target, figures.target_share) == (Decimal("1200.00"), Decimal("0.2500"))
    assert today.key_figures(cases, 1).target is None
    assert today.key_figures(cases, 2).recovered == 0


def found(desk: Desk) -> dict[str, Notice]:
    return {notice.code.removeprefix("today.notice."): notice for notice in notices(desk)}


def back_up(desk: Desk, made_on: date) -> None:
    path = desk.store.path
    assert path is not None
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    Path(folder / f"{path.stem}-{made_on}{path.suffix}").write_bytes(b"")


def test_a_backup_older_than_a_day_is_said(cases: Desk) -> None:
    if not cases.store.is_file:
        assert not [code for code in found(cases) if "backup" in code]  # the server's own business
        return
    assert found(cases)["backup_none"].tone == "danger"
    back_up(cases, TODAY - timedelta(days=3))
    assert found(cases)["backup_old"].facts["days"] == 3
    back_up(cases, TODAY - timedelta(days=1))
    assert "backup_old" not in found(cases)


def test_a_day_not_run_is_said(cases: Desk, clock: FixedClock) -> None:
    assert "day_run_due" not in found(cases)
    clock.moment += timedelta(days=1)
    assert found(cases)["day_run_due"].facts == {"last": TODAY}


def test_next_years_holidays_are_asked_for_from_november_on(cases: Desk, clock: FixedClock) -> None:
    assert found(cases)["calendar_missing"].facts == {"year": 2027}
    own_days.save_year(cases, 2027, off="1-1", worked="")
    assert "calendar_missing" not in found(cases)
    own_days.save_year(cases, 2027, off="", worked="")
    assert "calendar_missing" in found(cases)
    clock.moment = datetime(2026, 10, 31, 9)
    assert "calendar_missing" not in found(cases)


def test_imports_with_rejects_until_the_file_is_imported_again(cases: Desk) -> None:
    base = {"sha256": "x", "kinds": [], "started_by": "0217"}
    at = NOW - timedelta(hours=2)
    put(
        cases,
        ImportBatch,
        {
            **base,
            "file_name": "a.csv",
            "state": "finished",
            "started_at": at,
            "counts": {"rejected": 3},
        },
        {**base, "file_name": "b.csv", "state": "cancelled", "started_at": at, "counts": {}},
    )
    assert found(cases)["import_rejects"].facts == {"file": "a.csv", "count": 3}
    assert found(cases)["import_unfinished"].facts == {"file": "b.csv"}
    good = {"file_name": "a.csv", "state": "finished", "started_at": NOW, "counts": {"rejected": 0}}
    put(cases, ImportBatch, {**base, **good})
    assert "import_rejects" not in found(cases)


def test_messages_that_failed_and_a_branch_without_a_name(cases: Desk) -> None:
    put(
        cases,
        OutboxItem,
        {
            "idempotency_key": "1",
            "channel": "sms",
            "recipient": "13800000001",
            "body": "…",
            "state": "failed",
            "due_at": NOW,
            "created_at": NOW,
        },
    )
    assert found(cases)["messages_failed"].facts == {"count": 1}
    assert "branch_unnamed" in found(cases)
    settings.save(cases, {"branch.name": "示例银行滨江支行", "branch.phone": "95500"})
    assert "branch_unnamed" not in found(cases)
