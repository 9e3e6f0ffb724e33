"""Results of contacts: repayments after them, delivery, versions against each other; surveys."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select

from db.tables import Contact, ContactRestriction, MessageRating, OutboxItem, Payment, Reminder
from desktop.adapters.message_files import ReceivedMessage
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.two_proportions import Share
from desktop.services import day_run, delivery, inbox, message_results, message_surveys, settings
from desktop.services.desk import Desk
from desktop.services.message_results import ContactFilter, ResultRow
from tests.book import Book
from tests.services.test_reminders import work

TODAY = date(2026, 11, 20)
FIRST = date(2026, 11, 1)
MONTH = ContactFilter(FIRST, TODAY)


@pytest.fixture
def branch(book: Book, desk: Desk) -> Desk:
    """Eight customers, each with an overdue loan."""
    settings.save(desk, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    for number in range(1, 9):
        book.customer(number, sex="f")
        book.late(number, number, 20)
    day_run.run(desk)
    return desk


def sent(
    desk: Desk,
    customer: int,
    days_ago: int,
    *,
    version: int = 0,
    state: str = "delivered",
    channel: str = "sms",
    template: str = "overdue",
    step: str = "overdue_sms",
) -> int:
    """A message or call of some days ago; returns the id of the message."""
    at = datetime(2026, 11, 20, 10) - timedelta(days=days_ago)
    result = {"sending": "queued"}.get(state, state)
    with work(desk) as unit:
        reminder = unit.connection.execute(
            insert(Reminder)
            .values(
                case_id=customer,
                natural_key=f"{customer}:{template}:{days_ago}:{version}",
                planned_on=at.date(),
                channel=channel,
                step=step,
                template=template,
                state="sent",
                done_on=at.date(),
            )
            .returning(Reminder.id)
        ).scalar_one()
        contact = {
            "customer_id": customer,
            "at": at,
            "channel": channel,
            "purpose": "collection",
            "result": result,
            "is_answered": state == "promised",
            "reminder_id": reminder,
        }
        unit.connection.execute(insert(Contact), [contact])
        if channel == "phone":
            return 0
        item = {
            "idempotency_key": f"reminder:{reminder}",
            "channel": channel,
            "recipient": f"138001{customer:05d}",
            "body": "…",
            "customer_id": customer,
            "case_id": customer,
            "reminder_id": reminder,
            "state": state,
            "due_at": at,
            "created_at": at,
            "sent_at": at,
            "template": template,
            "template_version": version,
            "language": "zh",
        }
        query = insert(OutboxItem).values(**item).returning(OutboxItem.id)
        return int(unit.connection.execute(query).scalar_one())


def pay(desk: Desk, account: int, days_ago: int, amount: str, **more: Any) -> None:
    with work(desk) as unit:
        row = {
            "account_id": account,
            "natural_key": f"{account}:{days_ago}:{amount}",
            "paid_on": TODAY - timedelta(days=days_ago),
            "amount": Decimal(amount),
            "booked_at": datetime(2026, 11, 20),
            **more,
        }
        unit.connection.execute(insert(Payment), [row])


def row(desk: Desk, key: str, by: Any = "template", chosen: ContactFilter = MONTH) -> ResultRow:
    found = message_results.results(desk, chosen, by)
    return next(one for one in found.rows if one.key == key)


def test_repayments_after_a_contact_by_customers_and_amount(branch: Desk) -> None:
    for customer in (1, 2, 3, 4):
        sent(branch, customer, 10)
    pay(branch, 1, 10, "100.00")
    pay(branch, 1, 8, "50.00")
    pay(branch, 2, 4, "30.00")
    pay(branch, 3, 11, "999.00")  # before the message
    pay(branch, 4, 9, "70.00", reversed_at=datetime(2026, 11, 12))
    overdue = row(branch, "overdue")
    three, seven, fourteen = overdue.repaid
    assert (three.share, three.amount) == (Share(1, 4), Decimal("150.00"))
    assert (seven.share, seven.amount) == (Share(2, 4), Decimal("180.00"))
    assert fourteen.share == Share(0, 0)  # its fourteen days are not over
    assert message_results.customers_behind(branch, seven.paid) == [1, 2]
    assert message_results.customers_behind(branch, overdue.customers) == [1, 2, 3, 4]


def test_what_did_not_reach_anybody_is_counted_as_tried_only(branch: Desk) -> None:
    sent(branch, 1, 10)
    sent(branch, 2, 10, state="failed")
    sent(branch, 3, 10, state="sent")
    sent(branch, 4, 10, state="sending")  # not gone yet
    overdue = row(branch, "overdue")
    assert (overdue.tried, overdue.reached) == (3, Share(2, 3))
    assert (overdue.delivered, overdue.failed) == (Share(1, 3), Share(1, 3))


def test_calls_are_measured_by_those_answered(branch: Desk) -> None:
    for customer, state in ((1, "promised"), (2, "no_answer")):
        sent(branch, customer, 9, channel="phone", template="call_overdue", state=state)
    call = row(branch, "phone", by="channel")
    assert (call.reached, call.delivered.of) == (Share(1, 2), 0)
    assert row(branch, "overdue_sms", by="step").tried == 2


def test_a_contact_logged_without_a_plan_is_named_so(branch: Desk) -> None:
    with work(branch) as unit:
        contact = {
            "customer_id": 1,
            "at": datetime(2026, 11, 10, 9),
            "channel": "phone",
            "result": "promised",
            "is_answered": True,
        }
        unit.connection.execute(insert(Contact), [contact])
    assert row(branch, "by_hand", by="step").tried == 1
    assert row(branch, "none").tried == 1
    assert message_results.results(branch, MONTH, "version").rows == ()


def test_span_channel_and_purpose_narrow_it(branch: Desk) -> None:
    sent(branch, 1, 10)
    sent(branch, 2, 30)
    sent(branch, 3, 10, channel="email", template="overdue_email")
    assert row(branch, "overdue").tried == 1
    narrowed = message_results.results(branch, ContactFilter(FIRST, TODAY, "email", "collection"))
    assert [one.key for one in narrowed.rows] == ["overdue_email"]
    assert narrowed.total is not None
    assert narrowed.total.tried == 1
    empty = message_results.results(branch, ContactFilter(FIRST, TODAY, "visit", "reminder"))
    assert (empty.rows, empty.total, empty.versions) == ((), None, ())


@pytest.mark.parametrize("days", [-1, 366])
def test_a_span_backwards_or_too_long_is_refused(branch: Desk, days: int) -> None:
    with pytest.raises(DomainError) as refused:
        message_results.results(branch, ContactFilter(FIRST, FIRST + timedelta(days=days)))
    assert refused.value.code == "results.span"


def test_versions_of_a_template_are_compared(branch: Desk) -> None:
    for customer in (1, 2, 3, 4):
        sent(branch, customer, 10, version=0)
    for customer in (5, 6, 7, 8):
        sent(branch, customer, 10, version=1)
        pay(branch, customer, 9, "10.00")
    found = message_results.results(branch, MONTH, "version")
    assert [(one.key, one.version, one.language) for one in found.rows] == [
        ("overdue", 0, "zh"),
        ("overdue", 1, "zh"),
    ]
    (family,) = found.versions
    paid = next(one for one in family.comparisons if one.measure == "paid_3")
    assert (paid.first, paid.second, family.mixed) == (0, 1, 0)
    assert paid.difference.difference == -1
    assert paid.difference.method == "fisher"
    assert paid.difference.p == pytest.approx(2 / 70)
    assert not paid.is_different  # corrected for four tests made together


def test_a_customer_who_pays_in_another_currency_has_paid_but_adds_no_yuan(
    branch: Desk, book: Book
) -> None:
    book.account(99, 1, kind="card", currency="USD")
    sent(branch, 1, 10)
    pay(branch, 99, 9, "80.00")
    (three, _, _) = row(branch, "overdue").repaid
    assert (three.share, three.amount) == (Share(1, 1), Decimal("0.00"))


# --- surveys -------------------------------------------------------------------------------------


def receive(desk: Desk, customer: int, text: str, key: str = "m") -> dict[str, int]:
    message = ReceivedMessage(
        key=f"{key}{customer}",
        sender=f"138001{customer:05d}",
        received_at=desk.clock.now(),
        text=text,
        source="test",
    )
    return inbox.receive(desk, [message]).routes


def asked(desk: Desk) -> list[Any]:
    with desk.read() as connection:
        query = select(MessageRating.__table__).order_by(MessageRating.id)
        return list(connection.execute(query).all())


def test_customers_are_asked_the_day_after_and_their_answer_is_kept(branch: Desk) -> None:
    settings.save(branch, {"messages.survey_percent": "100"})
    first, second = sent(branch, 1, 2), sent(branch, 2, 2)
    sent(branch, 3, 0)  # of today
    sent(branch, 4, 9)  # too long ago
    sent(branch, 5, 2, state="failed")
    assert message_surveys.ask(branch).count == 2
    assert message_surveys.ask(branch).count == 0
    assert [one.outbox_id for one in asked(branch)] == [first, second]
    assert receive(branch, 1, "54，写得清楚") == {"survey": 1}
    kept = asked(branch)[0]
    assert (kept.clarity, kept.tone, kept.comment) == (5, 4, "写得清楚")
    rated = row(branch, "overdue").ratings
    assert (rated.asked, rated.clarity, rated.tone) == (2, (5,), (4,))
    assert receive(branch, 1, "33", key="again") != {"survey": 1}


def test_nobody_is_asked_who_is_restricted_or_was_asked_lately(
    branch: Desk, clock: FixedClock
) -> None:
    settings.save(branch, {"messages.survey_percent": "100"})
    for customer in (1, 2):
        sent(branch, customer, 2)
    with work(branch) as unit:
        stop = {
            "customer_id": 1,
            "kind": "stop",
            "reason": "不要短信",
            "from_on": FIRST,
            "set_at": datetime(2026, 11, 1),
        }
        unit.connection.execute(insert(ContactRestriction), [stop])
    assert message_surveys.ask(branch).count == 1
    sent(branch, 2, 1, version=7)
    clock.moment = clock.moment + timedelta(days=1)
    assert message_surveys.ask(branch).count == 0
    assert [one.customer_id for one in asked(branch)] == [2]


def test_the_branch_says_how_many_are_asked(branch: Desk) -> None:
    for customer in range(1, 9):
        sent(branch, customer, 2)
    assert message_surveys.ask(branch).count == 0  # nobody, unless the branch says so
    share = sum(message_surveys.is_chosen(number, 20) for number in range(10_000))
    assert 1_800 < share < 2_200
    assert not message_surveys.is_chosen(1, 0)
    assert all(message_surveys.is_chosen(number, 100) for number in range(100))


def test_a_round_of_the_program_asks_too(branch: Desk) -> None:
    settings.save(branch, {"messages.survey_percent": "100"})
    sent(branch, 1, 2)
    assert "messages" in delivery.go_round(branch).changes.topics
    assert len(asked(branch)) == 1


@pytest.mark.parametrize("text", ["54", "周五还", "12元已还"])
def test_without_a_question_nothing_is_an_answer(branch: Desk, text: str) -> None:
    receive(branch, 1, text)
    assert asked(branch) == []
