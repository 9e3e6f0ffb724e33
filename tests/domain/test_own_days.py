from datetime import date

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.own_days import read_days, write_days

FEBRUARY = tuple(date(2027, 2, day) for day in range(5, 12))


@pytest.mark.parametrize(
    "words",
    ["2-5~2-11", "02-05 ~ 02-11", "2027年2月5日至2月11日", "2.5到2/11", " 2027-2-5～2027-02-11 "],
)
def test_a_range_is_read_as_it_is_written_in_notices(words: str) -> None:
    assert read_days(words, year=2027) == FEBRUARY


def test_several_parts_are_put_together_and_sorted() -> None:
    read = read_days("4-5、2-5~2-6；2-6, 1-1", year=2027)
    assert read == (date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 6), date(2027, 4, 5))
    assert read_days("  ", year=2027) == ()


@pytest.mark.parametrize(
    "words", ["2-30", "13-1", "2026-2-5", "2-11~2-5", "1-1~3-1", "1-1~1-2~1-3", "春节", "2-5~"]
)
def test_what_is_no_day_of_the_year_is_refused(words: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_days(words, year=2027)
    assert refused.value.code == "settings.bad_day"


def test_days_are_written_as_they_are_read() -> None:
    words = write_days([date(2027, 4, 5), *FEBRUARY])
    assert words == "02-05~02-11、04-05"
    assert read_days(words, year=2027) == (*FEBRUARY, date(2027, 4, 5))
    assert write_days([]) == ""
