"""Long messages: cut as they are sent, put together as they come in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.message_parts import DAMAGED, MISSING, Piece, cut, joined
from desktop.domain.message_text import segments


def pieces(text: str) -> list[Piece]:
    return [Piece(n, part.encode("utf-16-be")) for n, part in enumerate(cut(text), 1)]


@given(st.text(alphabet="张海燕还款😀a1，\n", max_size=400))
def test_what_is_cut_is_joined_again(text: str) -> None:
    parts = pieces(text)
    assert joined(reversed(parts), len(parts)) == text
    assert len(parts) == segments(text)
    limit = 70 if len(parts) == 1 else 67
    assert all(len(part.content) // 2 <= limit for part in parts)


def test_seventy_is_one_and_a_character_is_never_cut_in_half() -> None:
    assert len(cut("字" * 70)) == 1
    assert [len(part) for part in cut("字" * 71)] == [67, 4]
    assert cut("字" * 66 + "😀" + "字" * 5) == ("字" * 66, "😀" + "字" * 5)


def test_what_a_sender_cut_in_half_is_whole_again() -> None:
    content = "好😀".encode("utf-16-be")
    assert joined([Piece(2, content[4:]), Piece(1, content[:4])], 2) == "好😀"


def test_a_part_counts_once_and_a_gap_shows() -> None:
    first = Piece(1, "一".encode("utf-16-be"))
    assert joined([first, Piece(1, "二".encode("utf-16-be"))], 1) == "一"
    assert joined([first], 2) == f"一{MISSING}"


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"\x4f\x60\x59", f"你{DAMAGED}"), (b"\xd8\x3d", DAMAGED), (b"\0\0\x4f\x60", "你"), (b"", "")],
)
def test_damage_shows(content: bytes, text: str) -> None:
    assert joined([Piece(1, content)], 1) == text
