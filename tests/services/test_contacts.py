"""Logging contacts: what is written, what follows, how a slip is taken back whole."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select

from db.tables import Case, Contact, ContactPerson, ContactRestriction, Customer, PromiseToPay
from desktop.domain.clock import FixedClock
from desktop.domain.contact_facts import Channel
from desktop.domain.contact_policy import Allowed, Refused
from desktop.domain.errors import DomainError
from desktop.services import contacts, day_run
from desktop.services.contacts import log_contact, take_back_contact
from desktop.services.desk import Desk
from tests.book import Book
from tests.services.test_reminders import plan, rows

TODAY = date(2026, 11, 20)


@pytest.fixture
def case_id(book: Book, desk: Desk) -> int:
    """One customer five days late, planned for."""
    book.customer(1, address="滨江区")
    book.late(11, 1, 5)
    day_run.run(desk)
    return rows(desk)[0].case_id


def read(desk: Desk, table: Any) -> list[Any]:
    with desk.read() as connection:
        return list(connection.execute(select(table.__table__)).all())


def test_a_logged_call_is_kept_with_all_that_matters(case_id: int, desk: Desk) -> None:
    logged = log_contact(desk, case_id, result="will_pay", note=" 周五发工资 ")
    (row,) = read(desk, Contact)
    assert (row.channel, row.result, row.is_answered) == ("phone", "will_pay", True)
    assert (row.note, row.purpose, row.number) == ("周五发工资", "collection", "13800100001")
    assert row.officer_id == 1
    assert logged.over is None
    assert logged.changes.cases == {case_id}
    assert read(desk, Case)[0].stage == "contacted"


def test_before_the_due_day_it_is_a_reminder(book: Book, desk: Desk) -> None:
    book.customer(1)
    book.account(11, 1)
    book.instalment(11, 1, TODAY + timedelta(days=2))
    day_run.run(desk)
    (call,) = [row for row in rows(desk) if row.channel == "phone"]
    logged = log_contact(desk, call.case_id, result="will_pay")
    assert read(desk, Contact)[0].purpose == "reminder"
    assert logged.reminder_id == call.id
    assert [row.state for row in rows(desk) if row.id == call.id] == ["done"]


def test_three_failed_tries_are_enough_for_a_planned_call(
    book: Book, desk: Desk, clock: FixedClock
) -> None:
    book.customer(1)
    book.account(11, 1)
    book.instalment(11, 1, TODAY + timedelta(days=2))
    day_run.run(desk)
    (call,) = [row for row in rows(desk) if row.channel == "phone"]
    states = []
    for _ in range(3):
        log_contact(desk, call.case_id, result="no_answer")
        states.append(next(row.state for row in rows(desk) if row.id == call.id))
    assert states == ["planned", "planned", "done"]


def test_a_promise_given_in_a_call_stops_collection_until_its_day(case_id: int, desk: Desk) -> None:
    promise = (TODAY + timedelta(days=3), Decimal("500.00"))
    assert plan(desk) == [("overdue_sms", TODAY)]
    logged = log_contact(desk, case_id, result="promised", promise=promise)
    (row,) = read(desk, PromiseToPay)
    assert (row.id, row.due_on, row.amount) == (logged.promise_id, promise[0], promise[1])
    assert read(desk, Case)[0].stage == "promised"
    assert plan(desk) == [("overdue_sms", TODAY + timedelta(days=5))]
    take_back_contact(desk, logged)
    assert read(desk, PromiseToPay) == []
    assert read(desk, Contact) == []
    assert read(desk, Case)[0].stage == "to_contact"
    assert plan(desk) == [("overdue_sms", TODAY)]


def test_an_objection_stops_collection_at_once(case_id: int, desk: Desk) -> None:
    logged = log_contact(desk, case_id, result="disputes")
    assert plan(desk) == []
    assert [row.reason for row in rows(desk, "refused")] == ["contact.dispute_stops"]
    assert read(desk, Case)[0].stage == "disputed"
    refused = contacts.may_contact(desk, case_id, "sms")
    assert isinstance(refused, Refused)
    take_back_contact(desk, logged)
    assert read(desk, ContactRestriction) == []
    assert plan(desk) == [("overdue_sms", TODAY)]


def test_an_invalid_number_is_kept_and_opens_third_parties(case_id: int, desk: Desk) -> None:
    with desk.write() as work:
        work.connection.execute(
            insert(ContactPerson),
            [{"id": 5, "customer_id": 1, "name": "李华", "phone": "13900000005"}],
        )
        work.audit("test", "test")
        work.commit()
    third = {"party": "contact", "party_id": 5}
    assert isinstance(contacts.may_contact(desk, case_id, "phone", **third), Refused)
    logged = log_contact(desk, case_id, result="invalid")
    assert read(desk, Customer)[0].phone_state == "invalid"
    assert contacts.may_contact(desk, case_id, "phone", **third) == Allowed()
    said_no = log_contact(desk, case_id, result="stop_asked", **third)
    assert read(desk, ContactPerson)[0].refuses_contact
    assert read(desk, Contact)[1].number == "13900000005"
    assert isinstance(contacts.may_contact(desk, case_id, "phone", **third), Refused)
    take_back_contact(desk, said_no)
    assert not read(desk, ContactPerson)[0].refuses_contact
    take_back_contact(desk, logged)
    assert read(desk, Customer)[0].phone_state == "unknown"


def test_what_went_against_a_rule_is_logged_with_the_rule(
    case_id: int, desk: Desk, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 11, 20, 22, 30)
    logged = log_contact(desk, case_id, result="will_pay")
    assert logged.over is not None
    assert logged.over.code == "contact.quiet_from"


def test_the_call_room_counts_down(case_id: int, desk: Desk) -> None:
    room = contacts.call_room(desk, case_id)
    assert (room.answered, room.answered_limit) == (0, 3)
    assert room.decision == Allowed()
    for _ in range(3):
        log_contact(desk, case_id, result="call_back")
    log_contact(desk, case_id, result="busy")
    room = contacts.call_room(desk, case_id)
    assert (room.answered, room.unanswered, room.unanswered_limit) == (3, 1, 6)
    assert isinstance(room.decision, Refused)
    assert room.decision.code == "contact.answered_calls_per_day"
    assert room.decision.next_allowed_at == datetime(2026, 11, 21, 8)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"result": "yodelled"}, "contact.unknown_result"),
        ({"result": "met"}, "contact.unknown_result"),
        ({"note": "字" * 501}, "contact.note_too_long"),
        ({"at": datetime(2026, 11, 20, 9, 1)}, "contact.in_future"),
        ({"promise": (TODAY - timedelta(days=1), Decimal("1.00"))}, "promises.day_is_past"),
        ({"promise": (TODAY, Decimal("0.00"))}, "promises.no_amount"),
    ],
)
def test_wrong_entries_are_refused_and_leave_nothing(
    case_id: int, desk: Desk, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        log_contact(desk, case_id, **({"result": "will_pay"} | changes))
    assert refused.value.code == code
    assert read(desk, Contact) == []


def test_a_case_or_contact_that_is_not_there(case_id: int, desk: Desk) -> None:
    with pytest.raises(DomainError) as unknown:
        log_contact(desk, 999, result="will_pay")
    assert unknown.value.code == "contact.unknown_case"
    logged = log_contact(desk, case_id, result="will_pay")
    take_back_contact(desk, logged)
    with pytest.raises(DomainError) as gone:
        take_back_contact(desk, logged)
    assert gone.value.code == "contact.gone"


def test_results_offered_for_a_channel_have_keys_of_their_own() -> None:
    for channel in (Channel.PHONE, Channel.VISIT, Channel.LETTER):
        keys = [result.key for result in contacts.results_for(channel)]
        assert keys
        assert len(set(keys)) == len(keys)
        assert "" not in keys


def test_a_refusal_is_kept_on_record(case_id: int, desk: Desk) -> None:
    from db.tables import RefusedContact

    log_contact(desk, case_id, result="disputes")
    refusal = contacts.may_contact(desk, case_id, "sms")
    assert isinstance(refusal, Refused)
    with desk.write() as work:
        contacts.refuse(work, 1, work.now, "sms", refusal, desk)
        work.audit("test", "test")
        work.commit()
    (row,) = read(desk, RefusedContact)
    assert (row.rule, row.officer_id) == ("contact.dispute_stops", 1)
