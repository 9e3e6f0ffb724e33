"""Signed papers: still PDF/A, seen by readers as signed, the same bytes again; bad certificates."""

import io
import pickle
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from desktop.adapters import paths
from desktop.adapters.pdf.fonts import FontSet
from desktop.adapters.pdf.page import Place
from desktop.adapters.pdf.signatures import read_signatures
from desktop.adapters.pdf.signing import _sign, sign
from desktop.adapters.pdf.signing_key import (
    BEIJING,
    Certificate,
    SigningKey,
    check_valid,
    read_certificate,
)
from desktop.adapters.pdf.typesetter import Typesetter
from desktop.domain.errors import DomainError
from tests.adapters.pdf.test_typesetter import paper, words
from tests.certificates import NAME, PASSWORD, certificate

AT = datetime(2026, 11, 20, 9, 0)
AFTER_SIGNING = "interactive forms (/AcroForm) are not supported"
"""The validator's one remark on a signed file: it does not look into signature fields."""


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Typesetter(FontSet(paths.resources("fonts")), paths.resources("pdf", "sRGB.icc"))


def key(kind: str = "rsa") -> SigningKey:
    return SigningKey(certificate(kind), PASSWORD, NAME)


def signed(setter: Typesetter, kind: str = "rsa") -> bytes:
    content, _ = setter.render_counted(paper(signed_by=NAME), key=key(kind))
    return content


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_signature_covers_the_whole_file_and_says_whose_it_is(
    setter: Typesetter, kind: str
) -> None:
    (seen,) = read_signatures(signed(setter, kind))
    assert (seen.certificate.name, seen.certificate.issuer) == (NAME, "示例电子认证")
    assert seen.signed_at == AT
    assert seen.is_intact
    assert seen.covers_whole
    assert seen.was_in_force


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_it_stays_pdfa(setter: Typesetter, kind: str) -> None:
    report = pdfa.validate_written(io.BytesIO(signed(setter, kind)), "2b")
    assert [finding.message for finding in report.findings] == [AFTER_SIGNING]


def test_the_same_paper_signed_again_is_the_same_bytes(setter: Typesetter) -> None:
    for kind in ("rsa", "ec"):
        assert signed(setter, kind) == signed(setter, kind)


def test_the_signature_is_seen_on_the_seal_and_named_below_it(
    setter: Typesetter, tmp_path: Path
) -> None:
    content = signed(setter)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (widget,) = [one for page in pdf.pages for one in page.get("/Annots", [])]
        left, bottom, right, top = (float(side) for side in widget.Rect)
        assert (right - left, top - bottom) == pytest.approx((119, 119), abs=2)  # 42 mm
        assert "/N" in widget.AP
    assert f"电子签名：{NAME}" in words(content, tmp_path)


def test_a_paper_without_a_seal_is_not_signed(setter: Typesetter) -> None:
    plain = replace(paper(), blocks=paper().blocks[:3])
    content, _ = setter.render_counted(plain, key=key())
    assert content == setter.render(plain)
    assert read_signatures(content) == ()


def test_each_changed_byte_is_noticed(setter: Typesetter) -> None:
    content = signed(setter)
    for at in (2000, len(content) // 2, len(content) - 60):
        changed = bytearray(content)
        changed[at] ^= 1
        try:
            seen = read_signatures(bytes(changed))
        except ValueError:
            continue  # so much changed that nothing can be read
        assert not seen[0].is_intact, at


def test_what_is_added_after_signing_is_noticed(setter: Typesetter) -> None:
    more = IncrementalPdfFileWriter(io.BytesIO(signed(setter)))
    more.root["/PageMode"] = generic.NameObject("/UseNone")
    more.update_root()
    out = io.BytesIO()
    more.write(out)
    (seen,) = read_signatures(out.getvalue())
    assert seen.is_intact
    assert not seen.covers_whole


def test_another_program_finds_the_signature_valid(setter: Typesetter, tmp_path: Path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed(setter))
    said = subprocess.run(
        ["pdfsig", "-nocert", str(file)], capture_output=True, check=False, text=True
    ).stdout
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said


def test_what_is_not_pdfa_is_not_signed(setter: Typesetter) -> None:
    content = setter.render(paper()).replace(b"<pdfaid:part>2", b"<pdfaid:part>9")
    with pytest.raises(DomainError, match="not_pdfa"):
        sign(content, key(), Place(0, 100, 100, 200, 200), AT)


def test_the_key_is_parsed_once_and_travels_to_another_process(setter: Typesetter) -> None:
    import asyncio

    content, one = setter.render(paper()), key()
    place, at = Place(0, 380, 150, 500, 270), AT.replace(tzinfo=BEIJING)
    assert pickle.loads(pickle.dumps(one)) == one
    assert PASSWORD not in repr(one)

    def seconds(parse_anew: bool) -> float:
        from desktop.adapters.pdf import signing

        times = []
        for _ in range(5):
            if parse_anew:
                signing._signer.cache_clear()
            start = time.process_time()
            asyncio.run(_sign(content, one, place, at))
            times.append(time.process_time() - start)
        return sorted(times)[2]

    assert seconds(parse_anew=True) > 1.3 * seconds(parse_anew=False)


@pytest.mark.parametrize(
    ("content", "password", "code"),
    [
        (b"", PASSWORD, "unreadable"),
        (b"%PDF-1.7 no certificate", PASSWORD, "unreadable"),
        (certificate()[:300], PASSWORD, "unreadable"),
        (b"x" * 1_000_001, PASSWORD, "too_big"),
        (certificate(), "wrong", "password"),
        (certificate(), "", "password"),
        (certificate(has_key=False), PASSWORD, "no_key"),
        (certificate("weak"), PASSWORD, "kind"),
        (certificate("dsa"), PASSWORD, "kind"),
        (certificate(may_sign=False), PASSWORD, "usage"),
    ],
)
def test_a_certificate_that_cannot_sign_is_refused(
    content: bytes, password: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        read_certificate(content, password)
    assert refused.value.code == f"certificate.{code}"


def test_a_certificate_out_of_its_time_is_refused() -> None:
    read: Certificate = read_certificate(certificate(), PASSWORD)
    check_valid(read, AT)
    for moment, code in ((datetime(2026, 10, 31), "early"), (datetime(2027, 12, 1), "expired")):
        with pytest.raises(DomainError) as refused:
            check_valid(read, moment)
        assert refused.value.code == f"certificate.{code}"
        assert refused.value.facts["name"] == NAME


def test_a_signature_made_outside_the_certificates_time_is_told(setter: Typesetter) -> None:
    late = certificate(start=datetime(2020, 1, 1, tzinfo=UTC))
    content, _ = setter.render_counted(paper(), key=SigningKey(late, PASSWORD, NAME))
    (seen,) = read_signatures(content)
    assert seen.is_intact
    assert not seen.was_in_force
