"""What any file turns out to be: ours, added to, altered, foreign, unreadable; who signed it."""

import io
from pathlib import Path

import pikepdf
import pytest

from desktop.adapters import secret_store
from desktop.adapters.pdf.signatures import read_signatures
from desktop.domain.errors import EnvironmentProblem
from desktop.services import letter_check, letter_register, letter_signing, letters
from desktop.services.desk import Desk
from tests.certificates import NAME, PASSWORD, certificate
from tests.services.test_letters import cases, loans
from tests.services.test_mail_delivery import Keys

__all__ = ["loans"]


@pytest.fixture
def letter(loans: Desk) -> bytes:
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    return letter_register.pdf(loans, made.ids[0])


@pytest.fixture
def signed(loans: Desk, monkeypatch: pytest.MonkeyPatch) -> bytes:
    kept = Keys()
    monkeypatch.setattr(secret_store, "system_store", lambda: kept)
    letter_signing.save(loans, certificate(), PASSWORD)
    made = letters.make(loans, "overdue_notice_1", cases(loans, 1))
    return letter_register.pdf(loans, made.ids[0])


def rewritten(content: bytes, change: str) -> bytes:
    """The file as another program writes it: the text of a page changed, or a page put before."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if change == "page":
            pdf.add_blank_page()
        else:
            pdf.docinfo["/Title"] = change
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def test_the_bytes_of_the_register_are_ours(loans: Desk, letter: bytes) -> None:
    found = letter_check.check(loans, letter)
    assert found.verdict == "ours"
    assert found.entry is not None
    assert found.entry.register_no == "催〔2026〕第0001号"
    assert found.signatures == ()
    assert found.is_fine
    letter_register.void(loans, found.entry.id, "金额有误")
    again = letter_check.check(loans, letter)
    assert again.verdict == "ours"
    assert not again.is_fine


@pytest.mark.parametrize("change", ["page", "title"])
def test_another_file_with_our_number_is_altered(loans: Desk, letter: bytes, change: str) -> None:
    found = letter_check.check(loans, rewritten(letter, change))
    assert found.verdict == "altered"
    assert found.entry is not None
    assert not found.is_fine


def test_what_was_added_behind_our_bytes_is_told_from_forgery(loans: Desk, letter: bytes) -> None:
    found = letter_check.check(loans, letter + b"\n% note\n%%EOF\n")
    assert found.verdict == "added_to"
    assert not found.is_fine


def test_a_signed_letter_says_by_whom_and_that_it_covers_all(loans: Desk, signed: bytes) -> None:
    found = letter_check.check(loans, signed)
    (signature,) = found.signatures
    assert (signature.name, signature.state) == (NAME, "whole")
    assert signature.was_in_force
    assert signature.is_own
    assert found.is_fine
    letter_signing.save(loans, certificate("ec"), PASSWORD)  # the branch has another one by now
    (signature,) = letter_check.check(loans, signed).signatures
    assert (signature.state, signature.is_own) == ("whole", False)


def test_a_changed_signed_letter_has_a_broken_signature(loans: Desk, signed: bytes) -> None:
    changed = bytearray(signed)
    changed[signed.index(b"/Title")] ^= 1
    found = letter_check.check(loans, bytes(changed))
    assert found.verdict == "altered"
    assert [one.state for one in found.signatures] == ["broken"]


def test_a_signature_made_of_rubbish_is_unreadable(loans: Desk, signed: bytes) -> None:
    start = signed.index(b"/Contents <") + 11
    broken = signed[:start] + b"00" * 40 + signed[start + 80 :]
    with pytest.raises(ValueError, match="cannot be read"):
        read_signatures(broken)
    found = letter_check.check(loans, broken)
    assert found.unsure == "letter_check.signatures_unreadable"
    assert not found.is_fine


@pytest.mark.parametrize(
    ("content", "obstacle"),
    [
        (b"", "letters.not_a_pdf"),
        (b"something else", "letters.not_a_pdf"),
        (b"PK\x03\x04" + b"\0" * 3000, "letters.not_a_pdf"),
        (b"%PDF-1.7\nnothing follows", "letter_check.damaged"),
    ],
)
def test_what_is_no_whole_pdf_is_said_to_be_so(loans: Desk, content: bytes, obstacle: str) -> None:
    found = letter_check.check(loans, content)
    assert (found.verdict, found.entry, found.obstacle) == ("foreign", None, obstacle)


def test_a_truncated_and_a_locked_letter(loans: Desk, letter: bytes) -> None:
    assert letter_check.check(loans, letter[:-40]).obstacle == "letter_check.damaged"
    assert letter_check.check(loans, letter[: len(letter) // 2]).obstacle == "letter_check.damaged"
    found = letter_check.check(loans, locked(letter))
    assert found.obstacle == "letter_check.locked"
    assert not found.is_fine


def test_a_foreign_pdf_is_foreign(loans: Desk) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out)
    found = letter_check.check(loans, out.getvalue())
    assert (found.verdict, found.pages, found.obstacle, found.unsure) == ("foreign", 1, "", "")


def test_a_file_that_is_not_there_or_too_large_is_refused(
    loans: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EnvironmentProblem, match="unreadable"):
        letter_check.check_file(loans, tmp_path / "none.pdf")
    with pytest.raises(EnvironmentProblem, match="unreadable"):
        letter_check.check_file(loans, tmp_path)
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(letter_check.MOST_BYTES + 1)
    with pytest.raises(EnvironmentProblem, match="too_big"):
        letter_check.check_file(loans, large)
