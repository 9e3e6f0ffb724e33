"""The contact record: every contact made and refused, with the rule, as a PDF."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import insert, select

from db.tables import AuditEntry, ContactPerson
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import calendar_moves, day_run, messages, settings
from desktop.services.contact_record import contact_record, save_contact_record
from desktop.services.contacts import log_contact
from desktop.services.desk import Desk
from tests.book import Book
from tests.services.test_reminders import rows

TODAY = date(2026, 11, 20)


@pytest.fixture
def case_id(book: Book, desk: Desk, clock: FixedClock) -> int:
    """A case with a call, a third-party call, a release refused at night and a refused move."""
    settings.save(desk, {"branch.name": "滨江支行", "branch.phone": "0571-88880000"})
    book.customer(1, "张海燕")
    book.late(1, 1, 5)
    day_run.run(desk)
    case_id = rows(desk)[0].case_id
    with desk.write() as work:
        person = {"id": 5, "customer_id": 1, "name": "李华", "phone": "13900000005"}
        work.connection.execute(insert(ContactPerson), [person])
        work.audit("test", "test")
        work.commit()
    log_contact(desk, case_id, result="no_answer", note="无人接听两次")
    log_contact(desk, case_id, result="relayed", party="contact", party_id=5)
    clock.moment = datetime(2026, 11, 20, 22, 30)
    messages.release(desk)
    clock.moment = datetime(2026, 11, 21, 9)
    log_contact(desk, case_id, result="disputes")
    return case_id


def test_everything_is_in_it_in_order(case_id: int, desk: Desk) -> None:
    record = contact_record(desk, case_id, TODAY, TODAY + timedelta(days=1))
    assert [(item.result, item.party, item.who) for item in record.made] == [
        ("no_answer", "debtor", ""),
        ("relayed", "contact", "李某"),
        ("disputes", "debtor", ""),
    ]
    assert record.made[0].note == "无人接听两次"
    assert record.made[0].officer == "陈思远"
    at_once, at_planning = record.refused
    assert (at_once.rule, at_once.clause, at_once.step) == ("contact.quiet_from", "C1", None)
    assert at_once.next_allowed_at == datetime(2026, 11, 21, 8)
    assert "GB/T 45251" in at_once.source
    assert (at_planning.rule, at_planning.step) == ("contact.dispute_stops", "overdue_sms")


def test_only_the_period_asked_for(case_id: int, desk: Desk) -> None:
    assert len(contact_record(desk, case_id, TODAY, TODAY).made) == 2
    empty = contact_record(desk, case_id, date(2026, 1, 1), date(2026, 1, 31))
    assert (empty.made, empty.refused) == ((), ())


@pytest.mark.parametrize(("lang", "title"), [("zh", "客户联系记录"), ("en", "Contact record")])
def test_it_is_printed(case_id: int, desk: Desk, tmp_path: Path, lang: str, title: str) -> None:
    file = tmp_path / "record.pdf"
    save_contact_record(desk, case_id, TODAY, TODAY + timedelta(days=1), file, lang)  # type: ignore[arg-type]
    pages = pypdfium2.PdfDocument(file.read_bytes())
    words = "".join(page.get_textpage().get_text_bounded() for page in pages)
    pages.close()
    for wanted in (title.split()[0], "张海燕", "GB/T 45251", "2026-11-20 22:30"):
        assert wanted.replace(" ", "") in "".join(words.split()), wanted
    assert "139000" not in words
    with desk.read() as connection:
        actions = list(connection.execute(select(AuditEntry.action)).scalars())
    assert actions[-1] == "contact.record_saved"


def test_what_cannot_be_read_or_written(case_id: int, desk: Desk, tmp_path: Path) -> None:
    for first, last, of, code in (
        (TODAY, TODAY - timedelta(days=1), case_id, "contact.bad_period"),
        (TODAY, TODAY, 999, "contact.unknown_case"),
    ):
        with pytest.raises(DomainError) as refused:
            contact_record(desk, of, first, last)
        assert refused.value.code == code
    with pytest.raises(EnvironmentProblem) as problem:
        save_contact_record(desk, case_id, TODAY, TODAY, tmp_path / "no" / "record.pdf")
    assert problem.value.code == "contact.cannot_save"


def test_a_refused_drag_is_in_it_too(book: Book, desk: Desk) -> None:
    book.customer(1)
    book.late(1, 1, 5)
    day_run.run(desk)
    (row,) = [row for row in rows(desk) if row.channel == "sms"]
    log_contact(desk, row.case_id, result="sent", channel="sms")
    (later,) = [row for row in rows(desk, "planned") if row.channel == "sms"]
    with pytest.raises(DomainError):
        calendar_moves.move_item(desk, "contact", later.id, TODAY)
    record = contact_record(desk, row.case_id, TODAY, TODAY)
    assert [item.rule for item in record.refused] == ["contact.collection_sms_per_week"]
