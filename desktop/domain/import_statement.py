"""The day as of which a lender wrote a file: said in its title rows, or by the file's name."""

import re
from collections.abc import Sequence
from datetime import date

from desktop.domain.errors import DomainError
from desktop.domain.field_values import EARLIEST, plain, read_date
from desktop.domain.import_headers import Row

_SAID = re.compile(
    r"(?:数据日期|统计日期|截止日期|截至|截止|报表日期|制表日期|数据日|统计日|日期)\D{0,6}(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8})"
)
_IN_NAME = re.compile(r"(?<!\d)(20\d{2})[-_.年]?(\d{2})[-_.月]?(\d{2})(?!\d)")


def statement_day(titles: Sequence[Row], name: str, *, as_of: date) -> date:
    """The day stated above the header, else in the name, else the business date.

    A day after the business date is no statement: the business date is taken.
    """
    for cell in (cell for row in titles for cell in row if isinstance(cell, str)):
        try:
            text = plain(cell, longest=500) or ""
        except DomainError:
            continue
        if (match := _SAID.search(text)) and (day := _past_day(match[1], as_of)):
            return day
    if (match := _IN_NAME.search(name)) and (day := _past_day("-".join(match.groups()), as_of)):
        return day
    return as_of


def _past_day(text: str, as_of: date) -> date | None:
    try:
        day = read_date(text)
    except DomainError:
        return None
    return day if day is not None and EARLIEST <= day <= as_of else None
