"""Cells of lenders' files: every form in use is read, what could mean two things is refused."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DomainError
from desktop.domain.field_values import (
    check_due_date,
    check_past_date,
    digits,
    plain,
    read_boolean,
    read_date,
    read_day_of_month,
    read_term,
    read_whole_number,
    tidy_text,
)

DAY = date(2026, 1, 5)
TODAY = date(2026, 11, 20)


def code_of(read: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(DomainError) as caught:
        read(*arguments, **named)
    return caught.value.code.removeprefix("imports.")


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01-05", "2026/1/5", "2026.1.5", "20260105", "20260105.0", "2026年1月5日", "2026年01月05号", "２０２６年１月５日",
        "2026-01-05 14:30", "2026/1/5 9:05:07", "2026-01-05T00:00:00", "2026-01-05T00:00:00.000Z", "2026-01-05 00:00:00+08:00",
        "20260105143000", "20260105 14:30:00", "2026年1月5日 星期一", "26年1月5日", "二〇二六年一月五日", "二零二六年一月五日",
        46027, 46027.0, 46027.75, "46027", "46027.5", DAY, datetime(2026, 1, 5, 14, 30), " 2026-01-05\t", "'2026-01-05", '="2026-01-05"',
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_form(cell: Any) -> None:
    assert read_date(cell) == DAY


def test_chinese_numerals_count_to_thirty_one() -> None:
    assert read_date("二〇二六年十月三十一日") == date(2026, 10, 31)
    assert read_date("二〇二六年十二月十日") == date(2026, 12, 10)
    assert read_date("二〇二六年十一月二十日") == date(2026, 11, 20)


@pytest.mark.parametrize("cell", [None, "", " ", "-", "/", "无", "N/A", "NULL", "\u3000", "\ufeff"])
def test_an_empty_cell_is_no_date(cell: Any) -> None:
    assert read_date(cell) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-02-30", "no_such_day"), ("2026-13-01", "no_such_day"), ("20261301", "no_such_day"), ("1/5/2026", "date_order"),
        ("05-01-2026 12:00", "date_order"), ("2026-01-05至2026-02-05", "bad_date"), ("明天", "bad_date"), ("45", "bad_date"),
        ("99999", "bad_date"), (12, "bad_date"), (True, "bad_date"), (time(1, 2), "bad_date"), (timedelta(1), "bad_date"), ("#N/A", "error_cell"),
    ],
)  # fmt: skip
def test_a_date_that_is_unclear_is_refused(cell: Any, code: str) -> None:
    assert code_of(read_date, cell) == code


@given(st.dates(date(1970, 1, 1), date(2099, 12, 31)))
def test_what_is_written_is_read(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"):
        assert read_date(day.strftime(form)) == day
    assert read_date((day - date(1899, 12, 30)).days) == day


def test_due_dates_lie_between_1990_and_45_years_ahead() -> None:
    assert check_due_date(date(2071, 12, 31), as_of=TODAY) == date(2071, 12, 31)
    assert code_of(check_due_date, date(2072, 1, 1), as_of=TODAY) == "date_implausible"
    assert code_of(check_due_date, date(3026, 1, 5), as_of=TODAY) == "date_implausible"
    assert code_of(check_due_date, date(1989, 12, 31), as_of=TODAY) == "date_implausible"


def test_what_has_happened_is_not_in_the_future() -> None:
    assert check_past_date(TODAY, as_of=TODAY) == TODAY
    assert code_of(check_past_date, date(2026, 11, 21), as_of=TODAY) == "date_in_future"
    assert code_of(check_past_date, date(2099, 1, 1), as_of=TODAY) == "date_implausible"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" 张 三 ", "张 三"), ("张\u200b三", "张三"), ("a\r\n b", "a b"), ("'00123", "00123"), ('="00123"', "00123"), (13800000001.0, "13800000001"),
        (12.5, "12.5"), (7, "7"), (True, "是"), (False, "否"), (date(2026, 1, 5), "2026-01-05"), (datetime(2026, 1, 5), "2026-01-05"),
        (datetime(2026, 1, 5, 8, 30), "2026-01-05 08:30:00"), ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)  # fmt: skip
def test_text_is_tidied_and_nothing_is_lost(cell: Any, text: str) -> None:
    assert tidy_text(cell) == text


def test_text_that_cannot_be_stored_is_refused() -> None:
    assert code_of(tidy_text, "x" * 10_000) == "too_long"
    assert code_of(tidy_text, "a\x01b") == "control_character"
    assert code_of(tidy_text, "#REF!") == "error_cell"
    assert code_of(tidy_text, "########") == "error_cell"


def test_full_width_signs_become_plain() -> None:
    assert plain("ＡＢ１２（三）") == "AB12(三)"
    assert plain("\u3000\u00a0") is None


def test_numbers_that_are_names_lose_nothing() -> None:
    assert digits("3301 0819-9909") == "330108199909"
    assert digits("13800000001.0") == "13800000001"
    assert digits(None) is None
    assert code_of(digits, "3.30108E+17") == "digits_lost"
    assert code_of(digits, 330108199909090019.0) == "digits_lost"
    assert code_of(digits, "138****0001") == "masked_value"


@pytest.mark.parametrize(
    ("cell", "number"), [("12", 12), ("12期", 12), ("第12期", 12), ("12/36", 12), (12.0, 12), ("35天", 35), ("", None)]
)  # fmt: skip
def test_counts(cell: Any, number: int | None) -> None:
    assert read_whole_number(cell) == number


def test_counts_that_are_none() -> None:
    assert code_of(read_whole_number, "12.5") == "bad_whole_number"
    assert code_of(read_whole_number, "100000") == "number_out_of_range"


@pytest.mark.parametrize(
    ("cell", "months"),
    [("36", 36), ("36期", 36), ("36个月", 36), ("36月", 36), ("3年", 36), (None, None)],
)
def test_terms_are_months(cell: Any, months: int | None) -> None:
    assert read_term(cell) == months


def test_a_term_of_nothing_is_refused() -> None:
    assert code_of(read_term, "0") == "number_out_of_range"


def test_days_of_the_month() -> None:
    assert [read_day_of_month(cell) for cell in ("20", "20日", "每月20号", 20, "")] == [
        20,
        20,
        20,
        20,
        None,
    ]
    assert code_of(read_day_of_month, "32") == "number_out_of_range"


def test_yes_and_no() -> None:
    assert [read_boolean(cell) for cell in ("是", "Y", "√", True, 1)] == [True] * 5
    assert [read_boolean(cell) for cell in ("否", "无", "N", False, 0)] == [False] * 5
    assert read_boolean("") is None
    assert code_of(read_boolean, "也许") == "bad_boolean"
