"""A day or a run of days named in a message, and the days named by what stands beside it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.domain.chinese_numbers import whole_number

WEEKDAYS = "一二三四五六日1234567++++++天"
"""The names of the days of the week: their place modulo seven counts from Monday."""


@dataclass(frozen=True)
class DayMention:
    """A day or a run of days named in ``text[start:end]``; ``first`` and ``last`` inclusive."""

    start: int
    end: int
    first: date
    last: date
    doubts: tuple[str, ...] = ()


def shifted(mention: DayMention, text: str) -> DayMention:
    """``中秋节前一天``, ``二十号后两天``, ``国庆假期三天``, ``中秋后的星期一``: days beside a day."""
    following = _WEEKDAY_AFTER.match(text, mention.end)
    if following:
        first = mention.last + timedelta(days=1)
        ahead = (WEEKDAYS.index(following["day"]) % 7 - first.weekday()) % 7
        day = first + timedelta(days=ahead)
        return DayMention(mention.start, following.end(), day, day, mention.doubts)
    beside = _BESIDE.match(text, mention.end)
    number = whole_number(beside["n"] or beside["run"]) if beside else None
    if beside is None or not number:
        return mention
    if beside["run"]:
        until = mention.first + timedelta(days=number - 1)
        return DayMention(mention.start, beside.end(), mention.first, until, mention.doubts)
    number *= 1 if beside["unit"] == "天" else 7
    day = mention.first + timedelta(days=-number if beside["way"] == "前" else number)
    return DayMention(mention.start, beside.end(), day, day, mention.doubts)


_BESIDE = re.compile(
    r"的?(?P<way>[前后])(?P<n>[一两二三四五]|\d)(?P<unit>天|周|个?星期|个?礼拜)(?!内|之内|以内|里)"
    r"|(?:假期|放假|这)?(?P<run>[两二三四五六七八]|\d)天(?!内|之内|以内|里|后|前)"
)
_WEEKDAY_AFTER = re.compile(
    "节?(?:过后|之后|以后|过完|过了|后)的?(?:那个|第一个|头一个)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])"
)
