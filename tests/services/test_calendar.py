"""The calendar: what stands on a day, and what may be changed about it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import insert, select

from db.tables import CaseBoard, Contact, RefusedContact
from desktop.domain.contact_policy import Refused
from desktop.domain.errors import DomainError
from desktop.services import calendar, calendar_moves, case_actions, day_run
from desktop.services.calendar import CalendarItem
from desktop.services.cases import CaseQuery
from desktop.services.desk import Desk
from desktop.services.promises import take_promise
from tests.book import Book
from tests.services.test_reminders import plan, rows

TODAY = date(2026, 11, 20)
TWO_DAYS = TODAY + timedelta(days=2)


@pytest.fixture
def filled(book: Book, desk: Desk) -> Desk:
    """One customer due in two days, one five days late of another officer."""
    book.customer(1, "张海燕")
    book.account(11, 1, officer_id=1)
    book.instalment(11, 1, TWO_DAYS)
    book.customer(2, "欧阳强")
    book.late(21, 2, 5)
    day_run.run(desk)
    return desk


def items(desk: Desk, day: date = TODAY, **more: object) -> list[CalendarItem]:
    return list(calendar.day_items(desk, day, **more))  # type: ignore[arg-type]


def find(desk: Desk, step: str) -> int:
    return next(row.id for row in rows(desk) if row.step == step)


def test_a_span_has_counts_and_the_first_items_of_each_day(filled: Desk) -> None:
    span = calendar.calendar_span(filled, TODAY, TODAY + timedelta(days=6), per_day=2)
    assert span.counts == {
        (TODAY, "sms"): 2,
        (TODAY, "phone"): 1,
        (TWO_DAYS, "sms"): 1,
        (TWO_DAYS, "due"): 1,
    }
    assert [item.detail for item in span.items[TODAY]] == ["before_2_call", "before_2_sms"]
    assert span.number(TODAY, ("sms", "phone")) == 3
    first = span.items[TODAY][0]
    assert (first.name, first.at, first.amount) == ("张海燕", "14:30", Decimal("1060.00"))
    due = span.items[TWO_DAYS][1]
    assert (due.kind, due.channel, due.detail, due.is_open) == ("due", "due", "个人消费贷", True)


def test_filters_by_channel_and_officer(filled: Desk) -> None:
    assert [item.channel for item in items(filled, channels=("phone",))] == ["phone"]
    assert items(filled, channels=("promise",)) == []
    assert {item.name for item in items(filled, officer_id=1)} == {"张海燕"}
    mine = calendar.calendar_span(filled, TODAY, TWO_DAYS, officer_id=1)
    assert mine.counts[TODAY, "sms"] == 1
    assert mine.counts[TWO_DAYS, "due"] == 1


def test_items_come_page_by_page_in_one_order(filled: Desk) -> None:
    case_id = rows(filled)[0].case_id
    take_promise(filled, case_id, TODAY, Decimal("10.00"))
    every = items(filled)
    assert every[0].kind == "promise"
    pages = [items(filled, limit=2, offset=start) for start in range(0, len(every), 2)]
    assert [item.key for page in pages for item in page] == [item.key for item in every]


def test_a_contact_is_moved_and_put_back(filled: Desk) -> None:
    call = find(filled, "before_2_call")
    moved = calendar_moves.move_item(filled, "contact", call, TODAY + timedelta(days=1))
    assert ("before_2_call", TODAY + timedelta(days=1)) in plan(filled)
    day_run.run(filled)
    assert ("before_2_call", TODAY + timedelta(days=1)) in plan(filled)
    calendar_moves.put_back(filled, moved)
    assert ("before_2_call", TODAY) in plan(filled)
    (row,) = [row for row in rows(filled) if row.id == call]
    assert (row.is_by_hand, row.moved_from_on) == (False, None)


def test_a_move_the_guard_refuses_is_explained_and_kept_on_record(filled: Desk) -> None:
    with filled.write() as work:
        work.connection.execute(
            insert(Contact),
            [
                {
                    "customer_id": 2,
                    "at": datetime(2026, 11, 19, 10),
                    "channel": "sms",
                    "purpose": "collection",
                    "result": "sent",
                }
            ],
        )
        work.audit("test", "test")
        work.commit()
    sms = find(filled, "overdue_sms")
    before = rows(filled)
    with pytest.raises(DomainError) as refused:
        calendar_moves.move_item(filled, "contact", sms, TODAY + timedelta(days=3))
    assert refused.value.code == "contact.collection_sms_per_week"
    assert refused.value.facts["next_allowed_at"] == datetime(2026, 11, 26, 8)
    assert refused.value.facts["source"]
    assert rows(filled) == before
    with filled.read() as connection:
        (kept,) = connection.execute(select(RefusedContact.__table__)).all()
    assert (kept.rule, kept.customer_id) == ("contact.collection_sms_per_week", 2)
    calendar_moves.move_item(filled, "contact", sms, date(2026, 11, 26))


@pytest.mark.parametrize(
    ("kind", "step", "to", "code"),
    [
        ("due", "before_2_call", TWO_DAYS, "reminders.not_movable"),
        ("promise", "before_2_call", TWO_DAYS, "promises.not_movable"),
        ("contact", "before_2_call", TODAY - timedelta(days=1), "reminders.past_day"),
        ("contact", "before_2_call", TWO_DAYS, "reminders.after_last_day"),
    ],
)
def test_moves_that_make_no_sense(filled: Desk, kind: str, step: str, to: date, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        calendar_moves.move_item(filled, kind, find(filled, step), to)
    assert refused.value.code == code


def test_what_is_gone_or_done_cannot_be_changed(filled: Desk) -> None:
    call = find(filled, "before_2_call")
    calendar_moves.skip(filled, call)
    assert ("before_2_call", TODAY) in plan(filled, "skipped")
    for number, code in ((call, "reminders.not_open"), (999, "reminders.gone")):
        with pytest.raises(DomainError) as refused:
            calendar_moves.move_item(filled, "contact", number, TWO_DAYS)
        assert refused.value.code == code
    calendar_moves.unskip(filled, call)
    assert ("before_2_call", TODAY) in plan(filled)
    with pytest.raises(DomainError):
        calendar_moves.skip(filled, 999)


def test_contacts_set_down_by_hand(filled: Desk) -> None:
    ids = sorted({row.case_id for row in rows(filled)})
    done = calendar_moves.plan_by_hand(filled, ids, "phone", TWO_DAYS, "16:30", "约好回电")
    assert len(done.reminder_ids) == 2
    assert done.refused == {}
    day_run.run(filled)
    assert plan(filled).count(("by_hand", TWO_DAYS)) == 2
    row = next(row for row in rows(filled) if row.step == "by_hand")
    assert row.facts["note"] == "约好回电"
    calendar_moves.take_back_planned(filled, done)
    assert ("by_hand", TWO_DAYS) not in plan(filled)


def test_by_hand_the_guard_is_asked_too(filled: Desk) -> None:
    done = calendar_moves.plan_by_hand(filled, CaseQuery(), "phone", TODAY, "22:30")
    assert done.reminder_ids == ()
    assert {refusal.code for refusal in done.refused.values()} == {"contact.quiet_from"}
    assert all(isinstance(refusal, Refused) for refusal in done.refused.values())
    with pytest.raises(DomainError) as past:
        calendar_moves.plan_by_hand(filled, [], "phone", TODAY - timedelta(days=1))
    assert past.value.code == "reminders.past_day"


def test_the_board_follows_the_calendar(filled: Desk) -> None:
    call = find(filled, "before_2_call")
    for row in rows(filled):
        if row.channel == "sms":
            calendar_moves.skip(filled, row.id)
    calendar_moves.move_item(filled, "contact", call, TODAY + timedelta(days=1))
    with filled.read() as connection:
        found = connection.execute(
            select(CaseBoard.next_action_on, CaseBoard.next_channel).order_by(CaseBoard.case_id)
        ).all()
    assert [tuple(row) for row in found] == [(TODAY + timedelta(days=1), "phone"), (None, None)]


def test_the_ics_file_is_read_by_others_and_names_nobody_in_full(
    filled: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "week.ics"
    number = calendar.export_ics(filled, file, TODAY, TODAY + timedelta(days=6))
    found = Calendar.from_ical(file.read_bytes())
    events = list(found.walk("VEVENT"))
    assert len(events) == number == 5
    words = " ".join(str(event["SUMMARY"]) for event in events)
    assert "张某" in words
    assert "海燕" not in words
    sms = next(event for event in events if str(event["SUMMARY"]).startswith("短信"))
    assert sms.decoded("DTSTART").isoformat() == "2026-11-20T02:00:00+00:00"
    due = next(event for event in events if str(event["SUMMARY"]).startswith("还款到期"))
    assert due.decoded("DTSTART") == TWO_DAYS
    assert len({str(event["UID"]) for event in events}) == number
    assert list(tmp_path.glob("*.part")) == []


def test_planned_contacts_go_with_a_case_that_is_handed_over(filled: Desk) -> None:
    case_actions.assign(filled, [rows(filled)[0].case_id], None)
    assert items(filled, officer_id=1) == []
    case_actions.assign(filled, CaseQuery(), 1)
    assert {item.name for item in items(filled, officer_id=1)} == {"张海燕", "欧阳强"}
