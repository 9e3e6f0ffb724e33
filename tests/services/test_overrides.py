"""Letting one contact pass with two people; what a customer agreed to; warnings before a run."""

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from db.tables import ContactPerson, ContactRestriction, Customer, ImportBatch, Movement, Reminder
from desktop.adapters.pdf.reading import PdfReader
from desktop.domain.clock import FixedClock
from desktop.domain.contact_facts import Channel
from desktop.domain.contact_policy import Refused
from desktop.domain.errors import DomainError
from desktop.services import (
    agreements,
    audit,
    case_actions,
    contact_record,
    contacts,
    day_run,
    officers,
    overrides,
    run_warnings,
    second_person,
    today_notices,
)
from desktop.services.agreements import Agreement
from desktop.services.desk import Desk
from desktop.services.officers import OfficerCard
from desktop.services.second_person import Second
from tests.book import NOW, Book
from tests.conftest import TODAY
from tests.services.test_reminders import rows

CODE = "lan-2468"


@pytest.fixture
def case_id(book: Book, desk: Desk) -> int:
    """One customer ten days late, planned for."""
    book.customer(1)
    book.late(11, 1, 10)
    day_run.run(desk)
    return rows(desk)[0].case_id


@pytest.fixture
def second(desk: Desk) -> Second:
    found = officers.save(desk, None, OfficerCard("0300", "孙悦")).officer_id
    second_person.set_secret(desk, found, CODE)
    return Second(found, CODE)


def grant(desk: Desk, case_id: int, second: Second, rule: str = "contact.stop_list") -> int:
    return overrides.grant(
        desk, case_id, channel="phone", rule=rule, reason="客户来电要求回电", second=second
    ).override_id


def planned(desk: Desk) -> list[tuple[str, str]]:
    with desk.read() as connection:
        rows = connection.execute(
            select(Reminder.channel, Reminder.state).where(Reminder.state == "planned")
        )
        return sorted(tuple(row) for row in rows)


def test_one_call_passes_the_stop_list_and_no_second(
    desk: Desk, case_id: int, second: Second, clock: FixedClock
) -> None:
    case_actions.restrict(desk, case_id, "stop", "客户要求")
    refused = contacts.may_contact(desk, case_id, "phone")
    assert isinstance(refused, Refused)
    assert refused.rule.overridable
    grant(desk, case_id, second)
    assert contacts.may_contact(desk, case_id, "phone").is_allowed
    assert not contacts.may_contact(desk, case_id, "sms").is_allowed
    logged = contacts.log_contact(desk, case_id, result="will_pay")
    assert logged.over is None
    assert not contacts.may_contact(desk, case_id, "phone").is_allowed
    entry = next(row for row in audit.recent(desk) if row.action == "contact.override")
    assert '"second":"0300"' in entry.facts
    assert "客户来电" not in entry.facts


def test_it_ends_with_the_day_and_can_be_taken_back(
    desk: Desk, case_id: int, second: Second, clock: FixedClock
) -> None:
    case_actions.restrict(desk, case_id, "stop", "客户要求")
    first = grant(desk, case_id, second)
    overrides.take_back(desk, first, case_id)
    assert not contacts.may_contact(desk, case_id, "phone").is_allowed
    grant(desk, case_id, second)
    clock.moment = datetime(2026, 11, 21, 9)
    assert not contacts.may_contact(desk, case_id, "phone").is_allowed


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("contact.quiet_from", "contact.not_overridable"),
        ("contact.paid", "contact.not_overridable"),
        ("contact.unheard_of", "contact.not_overridable"),
    ],
)
def test_what_the_law_forbids_stays_forbidden(
    desk: Desk, case_id: int, second: Second, rule: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        grant(desk, case_id, second, rule)
    assert refused.value.code == code


def test_it_takes_a_reason_and_a_second_person(desk: Desk, case_id: int, second: Second) -> None:
    for reason, code in (("好", "contact.reason_missing"), ("长" * 301, "contact.reason_too_long")):
        with pytest.raises(DomainError) as refused:
            overrides.grant(
                desk,
                case_id,
                channel="sms",
                rule="contact.stop_list",
                reason=reason,
                second=second,
            )
        assert (refused.value.code, refused.value.field) == (code, "reason")
    for who, code in ((Second(1, CODE), "same"), (Second(second.officer_id, "no"), "wrong")):
        with pytest.raises(DomainError) as refused:
            grant(desk, case_id, who)
        assert refused.value.code == f"second.{code}"
    with pytest.raises(DomainError) as refused:
        grant(desk, 77, second)
    assert refused.value.code == "contact.unknown_case"


def test_the_contact_record_shows_it_with_reason_and_both_people(
    desk: Desk, case_id: int, second: Second, clock: FixedClock, tmp_path: Path
) -> None:
    case_actions.restrict(desk, case_id, "stop", "客户要求")
    overrides.take_back(desk, grant(desk, case_id, second), case_id)
    clock.moment = datetime(2026, 11, 20, 10)
    grant(desk, case_id, second)
    record = contact_record.contact_record(desk, case_id, TODAY, TODAY)
    assert [item.fate for item in record.passed] == ["taken_back", "unused"]
    contacts.log_contact(desk, case_id, result="will_pay")
    record = contact_record.contact_record(desk, case_id, TODAY, TODAY)
    assert [item.fate for item in record.passed] == ["taken_back", "used"]
    used = record.passed[1]
    assert (used.reason, used.officer, used.second, used.clause) == (
        "客户来电要求回电",
        "陈思远",
        "孙悦",
        "客户要求",
    )
    file = contact_record.save_contact_record(desk, case_id, TODAY, TODAY, tmp_path / "r.pdf")
    reader = PdfReader(file.read_bytes())
    words = "".join(reader.text(page) for page in range(reader.page_count))
    words = words.replace("\r", "").replace("\n", "")
    assert "客户来电要求回电" in words
    assert "陈思远 / 孙悦" in words


def test_stopping_and_lifting_change_the_calendar_at_once(desk: Desk, case_id: int) -> None:
    assert planned(desk) == [("sms", "planned")]
    added = case_actions.restrict(desk, case_id, "stop", "客户要求")
    assert planned(desk) == []
    case_actions.lift(desk, added.id)
    assert planned(desk) == [("sms", "planned")]


# --- what the customer agreed to -----------------------------------------------------------------


def test_hours_count_as_written_only_with_the_consent(
    desk: Desk, case_id: int, clock: FixedClock
) -> None:
    said = Agreement(time(20), time(23))
    agreements.save_agreement(desk, case_id, said)
    late = datetime(2026, 11, 20, 22, 30)
    refused = contacts.may_contact(desk, case_id, "phone", at=late)
    assert isinstance(refused, Refused)
    assert refused.code == "contact.quiet_from"
    written = Agreement(time(20), time(23), TODAY, "档案 2026-17")
    saved = agreements.save_agreement(desk, case_id, written)
    assert saved.previous == said
    assert agreements.agreement(desk, 1) == written
    assert contacts.may_contact(desk, case_id, "phone", at=late).is_allowed
    assert not contacts.may_contact(desk, case_id, "phone").is_allowed
    assert '"proof":"档案 2026-17"' in audit.recent(desk)[0].facts


def test_the_agreed_channel_keeps_the_others_off_the_calendar(desk: Desk, case_id: int) -> None:
    agreements.save_agreement(desk, case_id, Agreement(channel=Channel.PHONE))
    assert not contacts.may_contact(desk, case_id, "sms").is_allowed
    assert contacts.may_contact(desk, case_id, "phone").is_allowed
    assert all(channel == "phone" for channel, _ in planned(desk))
    agreements.save_agreement(desk, case_id, Agreement())
    assert planned(desk) == [("sms", "planned")]


@pytest.mark.parametrize(
    ("agreed", "code", "field"),
    [
        (Agreement(time(9), None), "agreed_hours_open", "hours_until"),
        (Agreement(None, time(9)), "agreed_hours_open", "hours_from"),
        (Agreement(time(9), time(9)), "agreed_hours_empty", "hours_until"),
        (
            Agreement(time(9), time(10), date(2027, 1, 1), "x"),
            "consent_in_future",
            "in_writing_on",
        ),
        (Agreement(time(9), time(10), TODAY, " "), "consent_without_proof", "proof"),
        (Agreement(time(9), time(10), TODAY, "x" * 201), "consent_too_long", "proof"),
        (Agreement(channel=Channel.VISIT), "agreed_channel_other", "channel"),
    ],
)
def test_an_agreement_that_is_none_is_refused_at_its_field(
    desk: Desk, case_id: int, agreed: Agreement, code: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        agreements.save_agreement(desk, case_id, agreed)
    assert (refused.value.code, refused.value.field) == (f"contact.{code}", field)


def test_an_agreement_belongs_to_a_case(desk: Desk) -> None:
    with pytest.raises(DomainError, match=r"contact\.unknown_case"):
        agreements.save_agreement(desk, 77, Agreement())


def test_a_listed_contact_who_refused_years_ago_stays_left_alone(
    desk: Desk, case_id: int, clock: FixedClock
) -> None:
    with desk.write() as work:
        work.connection.execute(update(Customer).values(phone_state="invalid"))
        person = {"customer_id": 1, "name": "李四", "phone": "13900000002"}
        work.connection.execute(insert(ContactPerson), [person | {"refuses_contact": True}])
        work.connection.execute(insert(ContactPerson), [person | {"name": "王五"}])
        work.audit("test", "test")
        work.commit()
    asked = {"purpose": "collection", "party": "contact"}
    assert not contacts.may_contact(desk, case_id, "phone", party_id=1, **asked).is_allowed
    assert contacts.may_contact(desk, case_id, "phone", party_id=2, **asked).is_allowed


# --- before a run --------------------------------------------------------------------------------


def codes(desk: Desk) -> list[str]:
    return [warning.code.rpartition(".")[2] for warning in run_warnings.before_a_run(desk)]


def test_no_stale_and_unmatched_bank_files_warn(desk: Desk, book: Book, clock: FixedClock) -> None:
    assert codes(desk) == ["no_bank_file"]
    movement = {
        "natural_key": "m1",
        "source": "bank_file",
        "state": "booked",
        "amount": Decimal("10.00"),
        "value_on": TODAY,
        "stored_at": NOW,
    }
    with desk.write() as work:
        work.connection.execute(insert(Movement), [movement])
        work.audit("test", "test")
        work.commit()
    assert codes(desk) == []
    clock.moment = datetime(2026, 11, 22, 9)
    stale = run_warnings.before_a_run(desk)
    assert [warning.facts for warning in stale] == [{"last": TODAY, "days": 2}]
    book.customer(1)
    book.late(11, 1, 5)
    day_run.run(desk)
    told = [notice.remedy for notice in today_notices.notices(desk) if "bank_file" in notice.code]
    assert told == ["payments"]
    batch = {
        "file_name": "还款.csv",
        "sha256": "0",
        "kinds": ["payment"],
        "state": "finished",
        "started_at": clock.moment,
        "finished_at": clock.moment,
        "started_by": "0217",
    }
    with desk.write() as work:
        work.connection.execute(insert(ImportBatch), [batch])
        arrived = movement | {"natural_key": "m2", "state": "arrived"}
        work.connection.execute(insert(Movement), [arrived])
        work.audit("test", "test")
        work.commit()
    (warning,) = run_warnings.before_a_run(desk)
    assert warning.facts == {"count": 1, "amount": Decimal("10.00")}


def test_restrictions_of_the_record_stay(desk: Desk, case_id: int) -> None:
    added = case_actions.restrict(desk, case_id, "stop", "客户要求", until=date(2026, 11, 25))
    with desk.read() as connection:
        row = connection.execute(
            select(ContactRestriction.until_on).where(ContactRestriction.id == added.id)
        ).scalar()
    assert row == date(2026, 11, 25)
