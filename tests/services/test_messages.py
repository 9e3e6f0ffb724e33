"""Messages: drafted, held, corrected, released with the guard's word at that moment."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import Account, CaseBoard, Contact, OutboxItem, RefusedContact, Reminder
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.progress import Cancelled
from desktop.services import day_run, messages, settings
from desktop.services.contacts import log_contact
from desktop.services.desk import Desk
from tests.book import Book
from tests.services.test_reminders import plan, rows, work

TODAY = date(2026, 11, 20)


@pytest.fixture
def filled(book: Book, desk: Desk) -> Desk:
    """Two SMS and an e-mail for today: two due soon, one overdue on two accounts."""
    settings.save(
        desk,
        {
            "branch.name": "滨江银行滨江支行",
            "branch.short_name": "滨江支行",
            "branch.phone": "0571-88880000",
            "branch.sms_signature": "滨江支行",
            "mail.host": "mail.example.cn",
        },
    )
    book.customer(1, "张海燕", sex="f", email="zhang@example.cn")
    book.account(11, 1, card_tail="0011")
    book.instalment(11, 1, TODAY + timedelta(days=7))
    book.customer(2, "欧阳强", sex="m")
    book.late(21, 2, 5)
    book.late(22, 2, 3, product="装修贷")
    day_run.run(desk)
    return desk


def drafts(desk: Desk) -> list[messages.Draft]:
    return messages.drafts(desk, messages.waiting_ids(desk))


def read(desk: Desk, table: Any) -> list[Any]:
    with desk.read() as connection:
        return list(connection.execute(select(table.__table__)).all())


def test_drafts_are_what_would_be_sent(filled: Desk) -> None:
    by_step = {draft.step: draft for draft in drafts(filled)}
    email, overdue, soon = (
        by_step[step] for step in ("before_7_email", "overdue_sms", "before_7_sms")
    )
    assert soon.text.startswith(
        "【滨江支行】尊敬的张女士，您好！您本期应还个人消费贷（尾号0011）1,060.00元"
    )
    assert "11月27日" in soon.text
    assert (soon.segments, soon.verdict, soon.shown_recipient) == (2, "ready", "138****0001")
    assert overdue.text.count("元") == 3
    assert "合计2,121.84元" in overdue.text
    assert overdue.amount == Decimal("2121.84")
    assert email.subject == "滨江银行滨江支行还款提醒：11月27日前应还1,060.00元"
    assert not email.text.startswith("【")
    assert email.shown_recipient == "z***@example.cn"
    assert messages.waiting_counts(filled) == {"planned": 3, "held": 0}


def test_release_puts_message_and_contact_into_one_transaction(filled: Desk) -> None:
    released = messages.release(filled)
    assert (released.queued, released.refused, released.faulty) == (3, {}, {})
    items = read(filled, OutboxItem)
    assert {item.state for item in items} == {"queued"}
    assert {item.recipient for item in items} == {"zhang@example.cn", "13800100001", "13800100002"}
    contacts = read(filled, Contact)
    assert sorted((row.channel, row.purpose, row.result) for row in contacts) == [
        ("email", "reminder", "queued"),
        ("sms", "collection", "queued"),
        ("sms", "reminder", "queued"),
    ]
    assert [row.done_on for row in rows(filled, "queued")] == [TODAY] * 3
    assert all(row.last_contact_at == datetime(2026, 11, 20, 9) for row in read(filled, CaseBoard))


def test_releasing_twice_sends_once(filled: Desk) -> None:
    messages.release(filled)
    assert messages.release(filled).queued == 0
    assert len(read(filled, OutboxItem)) == 3


def test_held_messages_stay_until_named(filled: Desk) -> None:
    ids = messages.waiting_ids(filled)
    messages.hold(filled, ids[:1])
    assert messages.release(filled).queued == 2
    (left,) = drafts(filled)
    assert (left.reminder_id, left.verdict) == (ids[0], "held")
    messages.unhold(filled, ids[:1])
    assert drafts(filled)[0].verdict == "ready"
    messages.hold(filled, ids[:1])
    assert messages.release(filled, ids[:1]).queued == 1


def test_at_the_moment_of_release_the_guard_is_asked_again(filled: Desk, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 11, 20, 22, 30)
    assert {draft.verdict for draft in drafts(filled)} == {"refused"}
    released = messages.release(filled)
    assert released.queued == 0
    assert set(released.refused.values()) == {"contact.quiet_from"}
    assert read(filled, OutboxItem) == []
    moved = [row for row in rows(filled, "planned") if row.channel != "phone"]
    assert {row.planned_on for row in moved if row.moved_from_on} == {TODAY + timedelta(days=1)}
    assert {row.planned_time for row in moved if row.moved_from_on} == {"09:30", "10:00"}
    assert {row.rule for row in read(filled, RefusedContact)} == {"contact.quiet_from"}


def test_an_objection_after_planning_stops_the_message(filled: Desk) -> None:
    case_id = next(draft.case_id for draft in drafts(filled) if draft.step == "overdue_sms")
    with work(filled) as unit:  # an objection that no re-plan has seen yet
        unit.connection.execute(
            insert(Contact),
            [
                {
                    "customer_id": 2,
                    "at": datetime(2026, 11, 19, 9),
                    "channel": "sms",
                    "purpose": "collection",
                    "result": "sent",
                }
            ],
        )
    released = messages.release(filled)
    assert list(released.refused.values()) == ["contact.collection_sms_per_week"]
    assert ("overdue_sms", date(2026, 11, 26)) in plan(filled)
    log_contact(filled, case_id, result="disputes")
    assert ("overdue_sms", date(2026, 11, 26)) in plan(filled, "refused")


def test_two_messages_of_one_release_count_against_each_other(filled: Desk) -> None:
    case_id = next(draft.case_id for draft in drafts(filled) if draft.step == "overdue_sms")
    with work(filled) as unit:
        unit.connection.execute(
            insert(Reminder),
            [
                {
                    "case_id": case_id,
                    "natural_key": "extra",
                    "planned_on": TODAY,
                    "planned_time": "11:00",
                    "channel": "sms",
                    "step": "by_hand",
                    "is_by_hand": True,
                    "facts": {"purpose": "collection"},
                }
            ],
        )
    released = messages.release(filled)
    assert released.queued == 3
    assert list(released.refused.values()) == ["contact.collection_sms_per_week"]


def test_whoever_paid_since_is_not_reminded(filled: Desk) -> None:
    with work(filled) as unit:
        unit.connection.execute(
            update(Account)
            .where(Account.customer_id == 2)
            .values(
                oldest_due_on=None,
                overdue_principal=Decimal("0.00"),
                overdue_interest=Decimal("0.00"),
                penalty=Decimal("0.00"),
            )
        )
    released = messages.release(filled)
    assert released.queued == 2
    assert list(released.refused.values()) == ["contact.paid"]
    assert ("overdue_sms", TODAY) in plan(filled, "cancelled")


def test_a_text_is_corrected_and_checked(filled: Desk) -> None:
    draft = next(draft for draft in drafts(filled) if draft.step == "overdue_sms")
    done = messages.correct(filled, draft.reminder_id, " 欧阳先生，您好，请方便时来电。 ")
    assert done.previous is None
    changed = next(d for d in drafts(filled) if d.reminder_id == draft.reminder_id)
    assert changed.text == "【滨江支行】欧阳先生，您好，请方便时来电。"
    assert changed.is_corrected
    again = messages.correct(filled, draft.reminder_id, None)
    assert again.previous == "欧阳先生，您好，请方便时来电。"
    assert not next(d for d in drafts(filled) if d.reminder_id == draft.reminder_id).is_corrected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("不还钱后 果 自 负", "messages.forbidden"),
        ("【别的银行】您好", "messages.second_signature"),
        ("  ", "messages.empty"),
    ],
)
def test_bad_wording_is_refused_with_what_to_write_instead(
    filled: Desk, text: str, code: str
) -> None:
    draft = next(draft for draft in drafts(filled) if draft.channel == "sms")
    with pytest.raises(DomainError) as refused:
        messages.correct(filled, draft.reminder_id, text)
    assert refused.value.code == code
    if code == "messages.forbidden":
        assert refused.value.facts["instead"]


def test_what_is_faulty_is_held_with_the_reason(filled: Desk, book: Book) -> None:
    settings.save(filled, {"branch.phone": ""})
    released = messages.release(filled)
    assert released.queued == 0
    assert set(released.faulty.values()) == {"messages.missing_value"}
    assert {draft.verdict for draft in drafts(filled)} == {"faulty"}
    settings.save(filled, {"branch.phone": "0571-88880000"})
    assert {draft.verdict for draft in drafts(filled)} == {"held"}


def test_faults_of_number_template_and_wording(filled: Desk) -> None:
    ids = [draft.reminder_id for draft in drafts(filled) if draft.channel == "sms"]
    with work(filled) as unit:
        connection = unit.connection
        connection.execute(update(Reminder).where(Reminder.id == ids[0]).values(template="gone"))
        connection.execute(
            update(Reminder)
            .where(Reminder.id == ids[1])
            .values(facts={"text": "限你三天", "purpose": "reminder"})
        )
    faults = {draft.reminder_id: draft.fault for draft in drafts(filled)}
    assert faults[ids[0]] == "messages.no_template"
    assert faults[ids[1]] == "messages.forbidden"
    from db.tables import Customer

    with work(filled) as unit:
        unit.connection.execute(update(Customer).values(phone="0571-1234567", email="nobody"))
        unit.connection.execute(
            update(Reminder).where(Reminder.id == ids[1]).values(facts={"text": "您好"})
        )
    assert {draft.fault for draft in drafts(filled)} == {
        "messages.no_template",
        "messages.no_mobile",
        "messages.no_address",
    }


def test_a_cancelled_release_leaves_the_rest_waiting(filled: Desk) -> None:
    class Impatient:
        def report(self, done: int, total: int, step: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        messages.release(filled, progress=Impatient())
    assert read(filled, OutboxItem) == []
    assert len(messages.waiting_ids(filled)) == 3


def test_what_is_gone_cannot_be_corrected(filled: Desk) -> None:
    with pytest.raises(DomainError) as gone:
        messages.correct(filled, 999, "您好")
    assert gone.value.code == "reminders.gone"
    assert messages.drafts(filled, [999]) == []


def test_a_long_mail_is_corrected_too(filled: Desk) -> None:
    draft = next(draft for draft in drafts(filled) if draft.channel == "email")
    messages.correct(filled, draft.reminder_id, "您好！" * 300)
    for text, code in ((" ", "messages.empty"), ("长" * 6001, "messages.too_long")):
        with pytest.raises(DomainError) as refused:
            messages.correct(filled, draft.reminder_id, text)
        assert refused.value.code == code
