"""The phone work list: what is called, said and dialled, and what follows from each result."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import (
    Contact,
    ContactPerson,
    Customer,
    Guarantor,
    Movement,
    RefusedContact,
    Reminder,
)
from desktop.domain.call_follow_up import FollowUp, follow_up_of
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.services import audit, case_actions, contacts, day_run, settings
from desktop.services.call_logging import Answer, CallLogged, log_call, take_back_call
from desktop.services.calls import call_card, call_list, calls_made, dial
from desktop.services.desk import Actor, Desk
from tests.book import Book
from tests.services.test_reminders import rows, work

TODAY = date(2026, 11, 20)


@pytest.fixture
def case_id(book: Book, desk: Desk) -> int:
    """A customer who is called two days before the due day, with an account late besides."""
    settings.save(desk, {"branch.name": "示例银行滨江支行", "branch.phone": "0571-88880000"})
    book.customer(1, address="滨江区", sex="f")
    book.account(11, 1)
    book.instalment(11, 1, TODAY + timedelta(days=2))
    day_run.run(desk)
    return call_list(desk)[0].case_id


def late(book: Book, desk: Desk) -> int:
    """A customer late with two accounts, the SMS already sent: the call is due."""
    settings.save(desk, {"branch.name": "示例银行滨江支行", "branch.phone": "0571-88880000"})
    book.customer(1, address="滨江区", sex="f")
    book.late(11, 1, 9)
    book.late(12, 1, 5)
    book.search(1)
    day_run.run(desk)
    return rows(desk)[0].case_id


def refused(desk: Desk, case_id: int, answer: Answer) -> tuple[str, str | None]:
    with pytest.raises(DomainError) as error:
        log_call(desk, case_id, answer)
    return error.value.code, error.value.field


def call_row(desk: Desk) -> Any:
    return next(row for row in rows(desk) if row.channel == "phone" and row.step != "by_hand")


def test_the_list_has_the_calls_up_to_today(case_id: int, desk: Desk, clock: FixedClock) -> None:
    (item,) = call_list(desk)
    assert (item.name, item.step, item.at, item.tries) == ("张海燕", "before_2_call", "14:30", 0)
    assert item.amount == Decimal("1060.00")
    assert call_list(desk, is_own=True) == []
    case_actions.assign(desk, [case_id], 1)
    assert [one.case_id for one in call_list(desk, is_own=True)] == [case_id]


def test_the_card_says_the_institution_and_asks_who_it_is_before_the_matter(
    case_id: int, desk: Desk
) -> None:
    card = call_card(desk, case_id)
    assert card.opening[0].startswith("报机构：您好，我是示例银行滨江支行")
    assert card.opening[1].startswith("核实身份")
    assert not any("1,060" in line or "1060" in line for line in card.opening)
    assert any("1,060.00" in line for line in card.matter)
    assert not any("1,060" in line for line in card.third_party)
    assert "张海燕" in card.third_party[0]
    assert (card.room.answered, card.room.answered_limit) == (0, 3)
    assert card.fault is None


def test_all_accounts_due_stand_in_one_call_with_their_sum(book: Book, desk: Desk) -> None:
    case_id = late(book, desk)
    card = call_card(desk, case_id)
    assert [line.account_id for line in card.lines] == [11, 12]
    assert card.owed == sum(line.amount for line in card.lines)
    assert f"{card.owed:,.2f}" in " ".join(card.matter)
    assert card.reminder_id is None
    assert card.step == ""


def test_without_a_script_or_debt_the_card_says_so(case_id: int, desk: Desk) -> None:
    with work(desk) as unit:
        unit.connection.execute(update(Reminder).values(template="gone"))
    card = call_card(desk, case_id)
    assert (card.fault, card.matter) == ("calls.no_script", ())
    settings.save(desk, {"branch.phone": ""})
    with work(desk) as unit:
        unit.connection.execute(update(Reminder).values(template="call_due_soon"))
    assert call_card(desk, case_id).fault is not None


def test_dialling_is_asked_first_and_recorded(case_id: int, desk: Desk, clock: FixedClock) -> None:
    assert dial(desk, case_id) == "tel:13800100001"
    assert audit.recent(desk)[0].action == "calls.dialled"
    assert "138" not in audit.recent(desk)[0].facts
    clock.moment = datetime(2026, 11, 20, 22, 30)
    with pytest.raises(DomainError) as error:
        dial(desk, case_id)
    assert error.value.code == "contact.quiet_from"
    assert error.value.facts["next_allowed_at"] == datetime(2026, 11, 21, 8)
    with desk.read() as connection:
        assert connection.execute(select(RefusedContact.rule)).scalar() == "contact.quiet_from"


def test_a_number_that_is_none_is_not_dialled(case_id: int, desk: Desk) -> None:
    with work(desk) as unit:
        unit.connection.execute(update(Customer).values(phone="打不通"))
    with pytest.raises(DomainError, match=r"calls\.no_number"):
        dial(desk, case_id)
    with work(desk) as unit:
        unit.connection.execute(update(Customer).values(phone="0571-8888 0001"))
    assert dial(desk, case_id) == "tel:057188880001"


def test_third_parties_are_dialled_with_evidence_only(
    case_id: int, desk: Desk, clock: FixedClock
) -> None:
    with work(desk) as unit:
        person = {"customer_id": 1, "name": "李四", "phone": "13900000002"}
        unit.connection.execute(insert(ContactPerson), [person])
        guarantor = {"account_id": 11, "name": "王五", "phone": "13900000003"}
        unit.connection.execute(insert(Guarantor), [guarantor])
    parties = {one.party: one for one in call_card(desk, case_id).parties}
    assert parties["debtor"].number == "138****0001"
    assert parties["guarantor"].decision.is_allowed
    assert not parties["contact"].decision.is_allowed
    with pytest.raises(DomainError, match=r"contact\.failed_calls"):
        dial(desk, case_id, party="contact", party_id=1)
    for _ in range(3):
        log_call(desk, case_id, Answer("no_answer"))
    with pytest.raises(DomainError, match=r"contact\.failed_calls"):
        dial(desk, case_id, party="contact", party_id=1)
    clock.moment = datetime(2026, 11, 21, 9)
    assert dial(desk, case_id, party="contact", party_id=1) == "tel:13900000002"
    log_call(desk, case_id, Answer("stop_asked", party="contact", party_id=1))
    with pytest.raises(DomainError, match=r"contact\.failed_calls"):
        dial(desk, case_id, party="contact", party_id=1)


# --- what follows --------------------------------------------------------------------------------


def test_an_unanswered_call_is_tried_again_later_and_undone(
    case_id: int, desk: Desk, clock: FixedClock
) -> None:
    done = log_call(desk, case_id, Answer("no_answer"))
    assert (done.follow_up, done.next_at) == (FollowUp.RETRY, datetime(2026, 11, 20, 11))
    (item,) = call_list(desk)
    assert (item.at, item.tries, item.last_result) == ("11:00", 1, "no_answer")
    busy = log_call(desk, case_id, Answer("busy"))
    assert busy.next_at == datetime(2026, 11, 20, 9, 30)
    take_back_call(desk, busy)
    take_back_call(desk, done)
    (item,) = call_list(desk)
    assert (item.at, item.tries) == ("14:30", 0)
    assert not call_row(desk).is_by_hand
    assert calls_made(desk) == 0


def test_late_in_the_evening_it_is_tried_the_next_morning(
    case_id: int, desk: Desk, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 11, 20, 21)
    done = log_call(desk, case_id, Answer("no_answer"))
    assert done.next_at == datetime(2026, 11, 21, 8)
    assert call_list(desk) == []


def test_the_third_vain_try_is_the_last(case_id: int, desk: Desk, clock: FixedClock) -> None:
    done = [log_call(desk, case_id, Answer("no_answer")) for _ in range(3)]
    assert [one.next_at is None for one in done] == [False, False, True]
    assert call_row(desk).state == "done"
    assert call_list(desk) == []


def test_where_no_rule_would_allow_another_try_it_is_left_alone(
    case_id: int, desk: Desk, clock: FixedClock
) -> None:
    case_actions.restrict(desk, case_id, "stop", "客户要求")
    done = log_call(desk, case_id, Answer("no_answer"))
    assert (done.next_at, done.put_off) == (None, None)


def test_a_call_asked_for_is_set_down_at_its_hour(
    case_id: int, desk: Desk, clock: FixedClock
) -> None:
    at = datetime(2026, 11, 21, 16, 30)
    done = log_call(desk, case_id, Answer("call_back", note="下午再打", again_at=at))
    assert done.next_at == at
    own = next(row for row in rows(desk) if row.step == "by_hand")
    assert (own.planned_on, own.planned_time) == (at.date(), "16:30")
    assert own.facts["note"] == "下午再打"
    take_back_call(desk, done)
    assert next(row for row in rows(desk) if row.step == "by_hand").state == "cancelled"
    night = log_call(desk, case_id, Answer("call_back", again_at=datetime(2026, 11, 21, 23)))
    assert night.next_at == datetime(2026, 11, 22, 8)


def test_what_a_result_asks_for_must_be_given(case_id: int, desk: Desk, clock: FixedClock) -> None:
    assert refused(desk, case_id, Answer("call_back")) == ("calls.again_missing", "again_at")
    past = Answer("asks_help", again_at=clock.moment)
    assert refused(desk, case_id, past) == ("calls.again_past", "again_at")
    assert refused(desk, case_id, Answer("says_paid")) == ("calls.paid_missing", "paid")
    zero = Answer("says_paid", paid=(TODAY, Decimal(0)))
    assert refused(desk, case_id, zero) == ("payments.not_positive", "amount")
    assert refused(desk, case_id, Answer("sent"))[0] == "contact.unknown_result"
    case_actions.restrict(desk, case_id, "stop", "客户要求")
    never = Answer("call_back", again_at=datetime(2026, 11, 23, 10))
    assert refused(desk, case_id, never) == ("calls.no_moment", "again_at")
    with desk.read() as connection:
        assert connection.execute(select(Contact.id)).all() == []


def test_money_said_to_be_sent_stops_reminders_until_it_should_be_there(
    case_id: int, desk: Desk, clock: FixedClock
) -> None:
    done = log_call(desk, case_id, Answer("says_paid", paid=(TODAY, Decimal("1060.00"))))
    with desk.read() as connection:
        moved = connection.execute(select(Movement.state, Movement.amount)).one()
    assert tuple(moved) == ("sent", Decimal("1060.00"))
    decision = contacts.may_contact(desk, case_id, "sms")
    assert not decision.is_allowed
    assert decision.code == "contact.unmatched_money"  # type: ignore[union-attr]
    take_back_call(desk, done)
    assert contacts.may_contact(desk, case_id, "sms").is_allowed
    with desk.read() as connection:
        assert connection.execute(select(Movement.id)).all() == []


def test_a_promise_is_taken_in_the_call(book: Book, desk: Desk, clock: FixedClock) -> None:
    case_id = late(book, desk)
    promise = (TODAY + timedelta(days=3), Decimal("500.00"))
    done = log_call(desk, case_id, Answer("promised", promise=promise))
    assert done.logged.promise_id is not None
    assert not contacts.may_contact(desk, case_id, "phone").is_allowed
    take_back_call(desk, done)
    assert contacts.may_contact(desk, case_id, "phone").is_allowed


def test_other_results_leave_it_to_the_strategy(case_id: int, desk: Desk) -> None:
    done: CallLogged = log_call(desk, case_id, Answer("will_pay"))
    assert (done.follow_up, done.next_at) == (FollowUp.LADDER, None)
    assert follow_up_of("disputes") is FollowUp.STOP
    assert calls_made(desk) == 1
    assert calls_made(desk.acting_as(Actor(77, "x")), is_own=True) == 0


def test_what_is_said_to_a_third_party_starts_nothing(case_id: int, desk: Desk) -> None:
    with work(desk) as unit:
        guarantor = {"account_id": 11, "name": "王五", "phone": "13900000003"}
        unit.connection.execute(insert(Guarantor), [guarantor])
    done = log_call(desk, case_id, Answer("call_back", party="guarantor", party_id=1))
    assert (done.follow_up, done.next_at) == (FollowUp.LADDER, None)
    take_back_call(desk, done)


def test_the_card_is_of_a_case(desk: Desk) -> None:
    with pytest.raises(DomainError, match=r"contact\.unknown_case"):
        call_card(desk, 77)
