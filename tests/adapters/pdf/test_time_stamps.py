"""Signatures with a time stamp: given, seen, checked; without one where none is to be had."""

import io
from dataclasses import replace
from datetime import datetime

import pytest
from pikepdf import pdfa

from desktop.adapters import paths
from desktop.adapters.pdf import time_stamps
from desktop.adapters.pdf.fonts import FontSet
from desktop.adapters.pdf.signatures import has_signature, has_stamp, read_signatures
from desktop.adapters.pdf.signing_key import SigningKey
from desktop.adapters.pdf.typesetter import Typesetter
from tests import time_services
from tests.adapters.pdf.test_signing import AFTER_SIGNING, AT
from tests.adapters.pdf.test_typesetter import paper
from tests.certificates import NAME, PASSWORD, certificate
from tests.time_services import Service, time_service

STAMPED_AT = datetime(2026, 11, 20, 9, 0, 7)
NOWHERE = "http://127.0.0.1:9/stamp"
"""The discard port: nothing listens there."""


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Typesetter(FontSet(paths.resources("fonts")), paths.resources("pdf", "sRGB.icc"))


def signed(setter: Typesetter, address: str) -> bytes:
    key = SigningKey(certificate(), PASSWORD, NAME, address)
    content, _ = setter.render_counted(paper(signed_by=NAME), key=key)
    return content


def test_a_signature_bears_the_time_of_the_service(setter: Typesetter) -> None:
    with time_service() as service:
        content = signed(setter, service.address)
    assert has_signature(content)
    assert has_stamp(content)
    (seen,) = read_signatures(content)
    assert seen.is_intact
    assert seen.covers_whole
    assert seen.signed_at == AT
    assert seen.stamp is not None
    assert (seen.stamp.at, seen.stamp.name) == (STAMPED_AT, time_services.NAME)
    assert seen.stamp.is_intact
    report = pdfa.validate_written(io.BytesIO(content), "2b")
    assert [finding.message for finding in report.findings] == [AFTER_SIGNING]


def test_only_hashes_leave_the_machine_two_for_the_first_and_one_for_each_further(
    setter: Typesetter,
) -> None:
    with time_service() as service:
        for _ in range(3):
            signed(setter, service.address)
    assert len(service.asked) == 4  # the first tells how long an answer is
    assert {len(one) for one in service.asked} == {32}


@pytest.mark.parametrize("mood", ["fails", "babbles", "floods", "refuses", "repeats", "may not"])
def test_a_service_that_gives_no_good_stamp_does_not_stop_the_letter(
    setter: Typesetter, mood: str
) -> None:
    with time_service() as service:
        service.mood = mood
        content = signed(setter, service.address)
        asked = len(service.asked)
        assert signed(setter, service.address) == content
        assert len(service.asked) == asked  # left alone for a while
    assert has_signature(content)
    assert not has_stamp(content)
    (seen,) = read_signatures(content)
    assert seen.is_intact
    assert seen.stamp is None
    assert content == signed(setter, "")


def test_a_service_that_recovers_is_asked_again(
    setter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_stamps, "PAUSE", 0.0)
    with time_service() as service:
        service.mood = "fails"
        assert not has_stamp(signed(setter, service.address))
        service.mood = "stamps"
        assert has_stamp(signed(setter, service.address))


def test_without_a_service_behind_the_address_letters_are_signed_all_the_same(
    setter: Typesetter,
) -> None:
    assert signed(setter, NOWHERE) == signed(setter, "")


@pytest.fixture
def stamped(setter: Typesetter) -> tuple[bytes, Service]:
    with time_service() as service:
        return signed(setter, service.address), service


def test_a_stamp_that_was_changed_proves_nothing(stamped: tuple[bytes, Service]) -> None:
    content, _ = stamped
    at = content.index(b"32303236313132303031303030375A")  # 20261120010007Z
    later = content[:at] + content[at:].replace(b"303030375A", b"303030385A", 1)
    (seen,) = read_signatures(later)
    assert seen.stamp is not None
    assert seen.stamp.at == replace_second(STAMPED_AT)
    assert not seen.stamp.is_intact


def replace_second(moment: datetime) -> datetime:
    return moment.replace(second=8)


def test_a_stamp_that_cannot_be_read_is_said(stamped: tuple[bytes, Service]) -> None:
    content, _ = stamped
    at = content.index(b"32303236313132303031303030375A")
    with pytest.raises(ValueError, match="cannot be read"):
        read_signatures(content[:at] + b"FF" * 15 + content[at + 30 :])


def test_the_stamp_decides_whether_the_certificate_was_in_force(
    stamped: tuple[bytes, Service],
) -> None:
    (seen,) = read_signatures(stamped[0])
    assert seen.stamp is not None
    late = replace(seen, signed_at=datetime(2028, 1, 1))
    assert late.was_in_force
    assert not replace(late, stamp=replace(seen.stamp, is_intact=False)).was_in_force
    assert not replace(seen, signed_at=None, stamp=None).was_in_force
