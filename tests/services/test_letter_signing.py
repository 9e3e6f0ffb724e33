"""Letters signed with the branch's certificate: kept, used, refused with the remedy named."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from db.tables import StoredFile
from desktop.adapters import secret_store
from desktop.adapters.pdf.signatures import read_signatures
from desktop.domain.clock import FixedClock
from desktop.domain.errors import DomainError
from desktop.services import (
    audit,
    letter_check,
    letter_output,
    letter_register,
    letter_signing,
    letters,
    settings,
    suit_bundle,
    today_notices,
)
from desktop.services.desk import Desk
from desktop.services.suit_bundle import Wish
from tests.adapters.pdf.test_time_stamps import STAMPED_AT
from tests.certificates import NAME, PASSWORD, VALID_FROM, certificate
from tests.services.test_letter_kinds import COURT, old_loan
from tests.services.test_letters import case_of, cases, loans
from tests.services.test_mail_delivery import Keys
from tests.time_services import NAME as SERVICE_NAME
from tests.time_services import time_service

__all__ = ["loans", "old_loan"]


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Keys:
    """The key store of this machine."""
    kept = Keys()
    monkeypatch.setattr(secret_store, "system_store", lambda: kept)
    return kept


def later(desk: Desk, days: int) -> Desk:
    return Desk(desk.store, FixedClock.at(desk.today + timedelta(days=days)), desk.actor)


def test_letters_are_signed_and_the_register_keeps_the_signed_bytes(
    loans: Desk, keys: Keys, tmp_path: Path
) -> None:
    letter_signing.save(loans, certificate(), PASSWORD)
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1, 2))
    for entry, content in letter_register.pdfs(loans, made.ids):
        (seen,) = read_signatures(content)
        assert seen.certificate.name == NAME
        assert seen.is_intact
        assert seen.covers_whole
        assert entry.sha256 == hashlib.sha256(content).hexdigest()
    (file, _) = letter_output.save_each(loans, made.ids, tmp_path)
    assert file.read_bytes() == letter_register.pdf(loans, made.ids[0])


def test_the_preview_is_the_very_bytes(loans: Desk, keys: Keys) -> None:
    letter_signing.save(loans, certificate(), PASSWORD)
    (case,) = cases(loans, 1)
    seen = letters.preview(loans, "overdue_notice_1", case)
    made = letters.make(loans, "overdue_notice_1", [case], made_at=seen.made_at)
    assert letter_register.pdf(loans, made.ids[0]) == seen.pdf


def test_a_paper_that_bears_no_seal_of_the_branch_is_not_signed(loans: Desk, keys: Keys) -> None:
    letter_signing.save(loans, certificate(), PASSWORD)
    made = letters.make(loans, "ems_waybill", cases(loans, 1), {"内件品名": "函件"})
    assert read_signatures(letter_register.pdf(loans, made.ids[0])) == ()


def test_the_password_stays_out_of_the_store(loans: Desk, keys: Keys) -> None:
    letter_signing.save(loans, certificate(), PASSWORD)
    assert list(keys.kept.values()) == [PASSWORD]
    with loans.read() as connection:
        names = set(connection.execute(select(StoredFile.name)).scalars())
        assert names == {letter_signing.CERTIFICATE, letter_signing.PUBLIC}
        for content in connection.execute(select(StoredFile.content)).scalars():
            assert PASSWORD.encode() not in content
    with loans.read() as connection:
        assert settings.flag(connection, letter_signing.SWITCH)


def test_switched_off_or_removed_nothing_is_signed(loans: Desk, keys: Keys) -> None:
    letter_signing.save(loans, certificate(), PASSWORD)
    settings.save(loans, {letter_signing.SWITCH: "no"})
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    assert read_signatures(letter_register.pdf(loans, made.ids[0])) == ()
    settings.save(loans, {letter_signing.SWITCH: "yes"})
    letter_signing.remove(loans)
    assert letter_signing.state(loans) == letter_signing.SigningState(None, is_on=False)
    assert set(keys.kept.values()) == {""}
    made = letters.make(loans, "overdue_notice_1", cases(loans, 2))
    assert read_signatures(letter_register.pdf(loans, made.ids[0])) == ()
    assert not letter_signing.remove(loans).topics


def refused(desk: Desk) -> DomainError:
    with pytest.raises(DomainError) as error:
        letters.make(desk, "overdue_notice_1", cases(desk, 1))
    assert letter_register.register_ids(desk, letter_register.RegisterQuery()) == []
    return error.value


def test_without_a_certificate_that_can_sign_no_letter_is_made(loans: Desk, keys: Keys) -> None:
    settings.save(loans, {letter_signing.SWITCH: "yes"})
    assert refused(loans).code == "certificate.none"
    letter_signing.save(loans, certificate(), PASSWORD)
    keys.kept.clear()
    assert refused(loans).code == "certificate.password_gone"
    assert letter_signing.state(loans).problem is not None
    letter_signing.save(loans, certificate(), PASSWORD)
    assert letter_signing.state(loans).problem is None
    assert refused(later(loans, 400)).code == "certificate.expired"
    problem = letter_signing.state(later(loans, 400)).problem
    assert problem is not None
    assert problem.facts["day"] == (VALID_FROM + timedelta(days=365)).date()


@pytest.mark.parametrize(
    ("content", "password", "code"),
    [
        (certificate(start=datetime(2026, 12, 1, tzinfo=UTC)), PASSWORD, "certificate.early"),
        (certificate(start=datetime(2020, 1, 1, tzinfo=UTC)), PASSWORD, "certificate.expired"),
        (certificate(), "wrong", "certificate.password"),
        (certificate(has_key=False), PASSWORD, "certificate.no_key"),
    ],
)
def test_a_certificate_that_cannot_sign_is_not_kept(
    loans: Desk, keys: Keys, content: bytes, password: str, code: str
) -> None:
    with pytest.raises(DomainError) as error:
        letter_signing.save(loans, content, password)
    assert error.value.code == code
    assert letter_signing.state(loans).certificate is None
    assert keys.kept == {}


def test_a_machine_without_a_key_store_says_so(
    loans: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_store, "system_store", lambda: None)
    with pytest.raises(DomainError, match="no_key_store"):
        letter_signing.save(loans, certificate(), PASSWORD)
    assert letter_signing.state(loans).certificate is None


def test_importing_and_removing_are_in_the_audit_chain(loans: Desk, keys: Keys) -> None:
    letter_signing.save(loans, certificate(), PASSWORD)
    letter_signing.remove(loans)
    actions = [entry.action for entry in audit.entries(loans, audit.numbers(loans))]
    assert "certificate.saved" in actions
    assert "certificate.removed" in actions


def test_a_certificate_that_runs_out_is_told_of_in_time(loans: Desk, keys: Keys) -> None:
    def told(days: int) -> list[str]:
        found = today_notices.notices(later(loans, days))
        return [one.code for one in found if "certificate" in one.code]

    assert told(340) == []
    letter_signing.save(loans, certificate(), PASSWORD)
    assert told(300) == []
    assert told(340) == ["today.notice.certificate_ends"]
    assert told(360) == ["today.notice.certificate_expired"]
    settings.save(loans, {letter_signing.SWITCH: "no"})
    assert told(360) == []


def stamping(desk: Desk, address: str) -> None:
    """Sign with the certificate, and have each signature stamped by a service."""
    letter_signing.save(desk, certificate(), PASSWORD)
    settings.save(desk, {letter_signing.SERVICE_AT: address})


def test_with_a_time_service_letters_are_stamped_when_they_are_made(
    loans: Desk, keys: Keys
) -> None:
    (case,) = cases(loans, 1)
    with time_service() as service:
        stamping(loans, service.address)
        seen = letters.preview(loans, "overdue_notice_1", case)
        assert service.asked == []  # nobody pays a stamp for a look
        made = letters.make(loans, "overdue_notice_1", [case], made_at=seen.made_at)
    assert made.unstamped == 0
    ((entry, content),) = letter_register.pdfs(loans, made.ids)
    assert entry.signature == "stamped"
    found = letter_check.check(loans, content)
    assert found.is_fine
    (signature,) = found.signatures
    assert signature.stamp == "good"
    assert (signature.stamped_at, signature.stamped_by) == (STAMPED_AT, SERVICE_NAME)


def test_out_of_reach_of_the_service_letters_are_signed_and_the_register_says_so(
    loans: Desk, keys: Keys
) -> None:
    with time_service() as service:
        stamping(loans, service.address)
        service.mood = "fails"
        made = letters.make(loans, "overdue_notice_1", cases(loans, 1, 2))
    assert (made.new, made.unstamped) == (2, 2)
    for entry, content in letter_register.pdfs(loans, made.ids):
        assert entry.signature == "unstamped"
        found = letter_check.check(loans, content)
        assert found.is_fine
        assert [one.stamp for one in found.signatures] == ["none"]


def test_the_register_tells_signed_letters_from_those_that_are_not(loans: Desk, keys: Keys) -> None:
    plain = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    letter_signing.save(loans, certificate(), PASSWORD)
    signed = letters.make(loans, "overdue_notice_1", cases(loans, 2))
    bare = letters.make(loans, "ems_waybill", cases(loans, 2), {"内件品名": "函件"})
    rows = letter_register.register_rows(loans, [*plain.ids, *signed.ids, *bare.ids])
    assert [row.signature for row in rows] == [None, "signed", None]


def test_a_bundle_is_made_of_the_complaint_as_it_was_stamped(
    old_loan: Desk, keys: Keys, tmp_path: Path
) -> None:
    with time_service() as service:
        stamping(old_loan, service.address)
        made = suit_bundle.make(old_loan, Wish(case_of(old_loan, 1), answers=COURT), tmp_path)
    (entry,) = letter_register.register_rows(old_loan, [made.letter_id])
    assert entry.signature == "stamped"
    assert entry.register_no == made.register_no == "诉〔2026〕第0001号"
    assert letter_check.check_file(old_loan, made.pdf).verdict == "bundle"


def test_a_broken_stamp_is_not_fine(loans: Desk, keys: Keys) -> None:
    with time_service() as service:
        stamping(loans, service.address)
        made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    content = letter_register.pdf(loans, made.ids[0])
    at = content.index(b"32303236313132303031303030375A")  # 20261120010007Z
    changed = content[:at] + content[at:].replace(b"303030375A", b"303030385A", 1)
    found = letter_check.check(loans, changed)
    assert [one.stamp for one in found.signatures] == ["broken"]
    assert not found.is_fine
