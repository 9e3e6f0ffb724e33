"""What agencies report counts against every cap, once; what broke a rule is told."""

from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from desktop.cli import contacts as commands
from desktop.cli.command import FINDINGS, Call
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.domain.progress import NoProgress
from desktop.services import agencies, agency_contacts, contact_record, contacts, day_run
from desktop.services.desk import Desk
from desktop.services.unlock import OpenDatabase
from tests.book import Book
from tests.conftest import TODAY
from tests.services.test_agencies import CARD, place
from tests.services.test_reminders import plan, rows

HEADER = "某某服务公司联系明细\n手机号,联系时间,联系方式,联系结果\n"


@pytest.fixture
def case_id(book: Book, desk: Desk, clock: FixedClock) -> int:
    """A customer five days late; it is noon."""
    book.customer(1)
    book.late(11, 1, 5)
    book.customer(2, phone="13900000009")
    book.customer(3, phone="13900000009")
    book.late(12, 2, 5)
    book.late(13, 3, 5)
    day_run.run(desk)
    clock.moment = datetime(2026, 11, 20, 12)
    case_id: int = rows(desk)[0].case_id
    place(desk, agencies.save(desk, None, CARD).agency_id, case_id, date(2026, 11, 1))
    return case_id


def file(folder: Path, *lines: str) -> Path:
    path = folder / "agency.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def calls(*hours: int) -> list[str]:
    return [f"13800100001,2026-11-20 {hour:02d}:15,电话,已接听" for hour in hours]


def test_an_agencys_calls_use_up_the_cap(
    case_id: int, desk: Desk, tmp_path: Path, clock: FixedClock
) -> None:
    path = file(tmp_path, *calls(9, 10, 11))
    done = agency_contacts.take_in(desk, path, CARD.name)
    assert (done.new, done.known, done.against, done.faults) == (3, 0, {}, ())
    refused = contacts.may_contact(desk, case_id, "phone")
    assert not refused.is_allowed
    assert refused.code == "contact.answered_calls_per_day"  # type: ignore[union-attr]
    again = agency_contacts.take_in(desk, path, CARD.name)
    assert (again.new, again.known, bool(again.changes)) == (0, 3, False)
    record = contact_record.contact_record(desk, case_id, TODAY, TODAY)
    assert [item.officer for item in record.made] == [CARD.name] * 3


def test_an_agencys_sms_moves_the_branchs_own(case_id: int, desk: Desk, tmp_path: Path) -> None:
    assert ("overdue_sms", TODAY) in plan(desk)
    line = "13800100001,2026-11-19 10:00,短信,发送成功"
    agency_contacts.take_in(desk, file(tmp_path, line), CARD.name)
    own = [row for row in rows(desk) if row.case_id == case_id and row.channel == "sms"]
    assert own[0].planned_on.isoformat() == "2026-11-26"
    assert own[0].reason == "contact.collection_sms_per_week"


def test_what_broke_a_rule_is_told_by_the_rule(case_id: int, desk: Desk, tmp_path: Path) -> None:
    night = "13800100001,2026-11-19 23:00,电话,已接听"
    done = agency_contacts.take_in(desk, file(tmp_path, night, *calls(8, 9, 10, 11)), CARD.name)
    assert done.new == 5
    assert done.against == {"contact.quiet_from": 1, "contact.answered_calls_per_day": 1}


def test_rows_that_name_nobody_or_several_are_doubts(
    case_id: int, desk: Desk, tmp_path: Path
) -> None:
    lines = [
        "13912345678,2026-11-19 10:00,电话,接通",
        "13900000009,2026-11-19 10:00,电话,接通",
        "13800100001,昨天,电话,接通",
    ]
    done = agency_contacts.take_in(desk, file(tmp_path, *lines), CARD.name)
    assert [(fault.row_no, fault.code) for fault in done.faults] == [
        (3, "agency.who_unknown"),
        (4, "agency.who_ambiguous"),
        (5, "agency.bad_time"),
    ]
    assert done.new == 0


def test_a_file_or_a_name_that_is_none_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(DomainError, match=r"^agency\.unknown") as refused:
        agency_contacts.take_in(desk, path, "公司")
    assert refused.value.facts["known"] == "—"
    agencies.save(desk, None, CARD)
    with pytest.raises(DomainError, match=r"^agency\.column_missing"):
        agency_contacts.take_in(desk, path, f" {CARD.name} ")


def test_the_command_says_what_it_did(case_id: int, desk: Desk, tmp_path: Path) -> None:
    class Database:
        def __init__(self) -> None:
            self.desk = desk

    path = file(tmp_path, "13800100001,2026-11-19 23:00,电话,已接听", "x,2026-11-19,电话,接通")
    options = Namespace(file=path, agency=CARD.name)
    opened = cast(OpenDatabase, Database())
    outcome = commands._import(Call(options, "zh", NoProgress(), cast(Any, None), opened))
    assert outcome.lines[0] == "诚信服务公司：新登记 1 次联系，已有 0 次"
    assert outcome.lines[1].startswith("违反规则“静默时段开始")
    assert outcome.lines[2] == "第 4 行：联系时间须有日期和时分"
    assert outcome.code == FINDINGS
