"""What counts as an answer to the survey about a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.survey_reply import read_reply


@pytest.mark.parametrize(
    ("text", "clarity", "tone", "comment"),
    [
        ("54", 5, 4, ""),
        (" 5 4 ", 5, 4, ""),
        ("5，4", 5, 4, ""),
        ("5分4分", 5, 4, ""),
        ("清楚5语气4", 5, 4, ""),
        ("内容5分，语气3分，太客套", 5, 3, "太客套"),
        ("五四", 5, 4, ""),
        ("１２。看不懂", 1, 2, "看不懂"),
        ("clear 5, tone 4. Thanks", 5, 4, "Thanks"),
    ],
)
def test_two_digits_are_an_answer(text: str, clarity: int, tone: int, comment: str) -> None:
    found = read_reply(text)
    assert found is not None
    assert (found.clarity, found.tone, found.comment) == (clarity, tone, comment)


@pytest.mark.parametrize(
    "text",
    [
        "5",
        "543",
        "60",
        "06",
        "5点45",
        "11月5日还",
        "12元",
        "15号还款",
        "周五还",
        "",
        "54个",
        "3:15到",
        "我打54分",
    ],
)
def test_anything_else_is_not(text: str) -> None:
    assert read_reply(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    found = read_reply(text)
    assert found is None or (1 <= found.clarity <= 5 and 1 <= found.tone <= 5)
