"""Files of a visit: taken in by their bytes, hashed, opened as an act; what closing needs."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from db.tables import AuditEntry, Officer, OutboxItem, Visit, VisitFile
from desktop.adapters import wording
from desktop.adapters.message_files import ReceivedMessage
from desktop.adapters.visit_attachments import LARGEST
from desktop.domain.errors import DomainError, EnvironmentProblem
from desktop.services import dispatching, inbox, service_requests, visit_files, visit_steps
from desktop.services.desk import Desk
from desktop.services.service_requests import RequestForm
from desktop.services.visit_records import VisitRecord, save_record
from tests.book import Book

JPEG = b"\xff\xd8\xff\xe0 a photo"
NINE = datetime(2026, 11, 20, 9)
RECORD = VisitRecord(
    credentials_shown=True,
    recording="R-7",
    people_met="本人",
    papers="催收函",
    receipt=True,
    result="papers_handed",
)


@pytest.fixture
def visit_id(desk: Desk, book: Book) -> int:
    with desk.store.write() as connection:
        connection.execute(update(Officer).values(phone="13700000001", skills=["collection"]))
        second = {"staff_no": "0218", "name": "李婉清", "does_visits": True}
        connection.execute(insert(Officer), [second])
        connection.commit()
    book.customer(1, phone="13800100001", address="滨江区江虹路8号")
    form = RequestForm("collection", address="滨江区江虹路8号", customer_id=1)
    saved = service_requests.add(desk, form)
    return dispatching.place(desk, saved.request_id, (1, 2), NINE + timedelta(hours=1)).visit_id


def file(tmp_path: Path, content: bytes = JPEG, name: str = "现场.jpg") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def one(desk: Desk, table: Any) -> Any:
    with desk.read() as connection:
        return connection.execute(select(table.__table__)).one()


def test_a_photo_is_kept_with_its_hash_and_opened_as_an_act(
    desk: Desk, visit_id: int, tmp_path: Path
) -> None:
    visit_files.attach_all(desk, visit_id, [file(tmp_path)], "photo")
    (row,) = visit_files.files(desk, visit_id)
    assert (row.kind, row.name, row.media_type) == ("photo", "现场.jpg", "image/jpeg")
    assert row.sha256 == hashlib.sha256(JPEG).hexdigest()
    assert visit_files.open_file(desk, row.file_id).content == JPEG
    with desk.read() as connection:
        acts = list(connection.execute(select(AuditEntry.action)).scalars())
    assert {"visit.file_attached", "visit.file_opened"} <= set(acts)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"MZ\x90 a program", "file_type"),
        (b"\xff\xd8\xff" + b"0" * LARGEST, "file_too_large"),
    ],
)
def test_what_is_no_picture_is_refused(
    desk: Desk, visit_id: int, tmp_path: Path, content: bytes, code: str
) -> None:
    with pytest.raises(DomainError, match=code) as refusal:
        visit_files.attach(desk, visit_id, file(tmp_path, content))
    assert "现场.jpg" in wording.error_text(refusal.value)
    assert visit_files.files(desk, visit_id) == ()


def test_a_file_that_is_not_there_or_not_known_is_told(
    desk: Desk, visit_id: int, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentProblem, match="file_unreadable"):
        visit_files.attach(desk, visit_id, tmp_path / "没有.jpg")
    with pytest.raises(DomainError, match="file_kind"):
        visit_files.attach(desk, visit_id, file(tmp_path), "film")
    with pytest.raises(DomainError, match="visit_gone"):
        visit_files.attach(desk, 99, file(tmp_path))
    visit_files.attach(desk, visit_id, file(tmp_path))
    with pytest.raises(DomainError, match="file_known"):
        visit_files.attach(desk, visit_id, file(tmp_path))
    with pytest.raises(DomainError, match="file_gone"):
        visit_files.open_file(desk, 99)
    with pytest.raises(DomainError, match="file_gone"):
        visit_files.remove(desk, 99)


def test_bytes_that_changed_are_not_shown(desk: Desk, visit_id: int, tmp_path: Path) -> None:
    visit_files.attach(desk, visit_id, file(tmp_path))
    with desk.store.write() as connection:
        connection.execute(update(VisitFile).values(content=b"\xff\xd8\xffanother"))
        connection.commit()
    with pytest.raises(DomainError, match="file_damaged"):
        visit_files.open_file(desk, one(desk, VisitFile).id)


def test_papers_close_a_visit_only_with_the_signed_receipt(
    desk: Desk, visit_id: int, tmp_path: Path
) -> None:
    save_record(desk, visit_id, RECORD)
    with pytest.raises(DomainError, match="record_needed") as refusal:
        visit_steps.step(desk, visit_id, "done")
    assert refusal.value.facts["missing"] == ("dispatch.needed.receipt_file",)
    assert "签收回证" in wording.error_text(refusal.value)
    assert "signed receipt" in wording.error_text(refusal.value, "en")
    visit_files.attach(desk, visit_id, file(tmp_path), "receipt")
    visit_steps.step(desk, visit_id, "done")
    with pytest.raises(DomainError, match="file_of_closed_visit"):
        visit_files.remove(desk, one(desk, VisitFile).id)


def test_a_file_may_be_taken_off_before_closing(desk: Desk, visit_id: int, tmp_path: Path) -> None:
    visit_files.attach(desk, visit_id, file(tmp_path))
    visit_files.remove(desk, one(desk, VisitFile).id)
    assert visit_files.files(desk, visit_id) == ()


def test_a_digit_does_not_close_a_visit_that_needs_its_record(desk: Desk, visit_id: int) -> None:
    done = ReceivedMessage("k4", "13700000001", NINE + timedelta(minutes=90), "4")
    inbox.receive(desk, [done])
    assert one(desk, Visit).state == "planned"
    with desk.read() as connection:
        bodies = list(connection.execute(select(OutboxItem.body)).scalars())
    assert any("尚缺：出示证件" in body for body in bodies)
