"""Reading one cell of a lender's file: generous in the form, strict in the value.

Every reader takes a cell as a spreadsheet or a CSV file gives it and returns a typed value, or
``None`` for an empty cell; what cannot be read for certain raises ``DomainError`` with a code of the
``imports`` room. Nothing is guessed that could be meant in two ways.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from desktop.domain.errors import DomainError

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell can hold; CSV files only have text."""

EMPTY_WORDS = frozenset(
    [
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "暂无",
        "空",
        "n/a",
        "na",
        "nan",
        "null",
        "none",
    ]
)
"""What people and systems write into a cell that has nothing to say."""

EARLIEST = date(1990, 1, 1)
"""No loan that is still collected was paid out before; an earlier date is a slip of the pen."""
LATEST_YEARS_AHEAD = 45
"""No instalment falls due later than this many years after the business date."""

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?[eE]\+?\d+")
"""How a spreadsheet shortens a long number: the last digits are gone for good."""
_ERROR_CELL = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|####+)|#{3,}")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def tidy_text(cell: Cell, *, longest: int = 200) -> str | None:
    """Text as it is to be stored: one line, no invisible characters, no spreadsheet quoting.

    ``longest`` is the largest number of characters that is still taken.
    """
    text = cell if isinstance(cell, str) else _number_as_text(cell)
    if not text.isascii() or not text.isprintable():
        text = _INVISIBLE.sub("", text)
    text = _SPACES.sub(" ", text).strip()
    if text[:1] == "'":
        text = text[1:]
    elif text[:2] == '="':
        text = _TEXT_FORMULA.fullmatch(text).group(1) if _TEXT_FORMULA.fullmatch(text) else text  # type: ignore[union-attr]
    if text.lower() in EMPTY_WORDS:
        return None
    if len(text) > longest:
        raise DomainError("imports.too_long", length=len(text), longest=longest)
    if not text.isprintable():
        raise DomainError("imports.control_character")
    if text[0] == "#" and _ERROR_CELL.fullmatch(text):
        raise DomainError("imports.error_cell")
    return text


def plain(cell: Cell, *, longest: int = 200) -> str | None:
    """Text for reading numbers and words: like :func:`tidy_text`, with full-width forms made plain."""
    text = tidy_text(cell, longest=longest)
    if text is None or text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).strip() or None


def digits(cell: Cell) -> str | None:
    """A number that is a name (ID, phone, card, contract): blanks and hyphens out, nothing lost.

    Raises ``imports.digits_lost`` for what a spreadsheet has shortened to ``1.10101E+17`` or
    rounded, and ``imports.masked_value`` for a number with asterisks.
    """
    text = plain(cell)
    if text is None:
        return None
    if SCIENTIFIC.fullmatch(text) or (isinstance(cell, float) and abs(cell) >= 1e15):
        raise DomainError("imports.digits_lost")
    if "*" in text:
        raise DomainError("imports.masked_value")
    if re.fullmatch(r"\d+\.0+", text):
        text = text.split(".")[0]
    return re.sub(r"[\s\-‐–—]", "", text) or None


def _number_as_text(cell: Cell) -> str:
    """Write a typed cell the way a person would have typed it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S" if cell.time() != time.min else "%Y-%m-%d")
    return str(cell)


# --- dates ---------------------------------------------------------------------------------------

_CLOCK_TIME = r"[T\s]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?(?:Z|[+-]\d{2}:?\d{2})?"
_TAIL = rf"(?:{_CLOCK_TIME}|\s*(?:星期|周)[一二三四五六日天])?"
_DATE = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?" + _TAIL)
_SHORT_YEAR = re.compile(r"(\d{2})年(\d{1,2})月(\d{1,2})[日号]?")
_COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}})(?:\.0+|\d{{6}}|{_CLOCK_TIME})?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}" + _TAIL)
_CHINESE_DATE = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
CHINESE_DIGITS = "〇一二三四五六七八九"
"""The index of each sign is its value."""
_SERIAL_START = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 25569, 73050
"""Bare numbers are taken as Excel days only from 1970 to 2099."""


def read_date(cell: Cell) -> date | None:
    """A calendar date in any of the forms in use; a time of day is dropped.

    2026-01-05, 2026/1/5, 2026.1.5, 20260105, 2026年1月5日, 二〇二六年一月五日 and Excel day numbers.
    The year must come first: 1/5/2026 is refused because it is meant in two ways.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool | time | timedelta):
        raise DomainError("imports.bad_date")
    text = plain(cell)
    return None if text is None else _date_from_text(text)


@lru_cache(maxsize=8192)
def _date_from_text(text: str) -> date:
    """Read a non-empty text; cached, because a book has few different dates."""
    match = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        return _date_of(int(match[1]), int(match[2]), int(match[3]))
    if match := _SERIAL.fullmatch(text):
        serial = int(match[1])
        if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
            return _SERIAL_START + timedelta(days=serial)
    if match := _SHORT_YEAR.fullmatch(text):
        return _date_of(2000 + int(match[1]), int(match[2]), int(match[3]))
    if match := _CHINESE_DATE.fullmatch(text.replace("零", "〇")):
        year = int("".join(str(CHINESE_DIGITS.index(sign)) for sign in match[1]))
        return _date_of(year, _chinese_number(match[2]), _chinese_number(match[3]))
    if _YEAR_LAST.fullmatch(text):
        raise DomainError("imports.date_order")
    raise DomainError("imports.bad_date")


def _date_of(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DomainError("imports.no_such_day") from None


def _chinese_number(text: str) -> int:
    """Read 一 … 三十一."""
    tens, ten, ones = text.rpartition("十")
    value = CHINESE_DIGITS.index(ones) if ones else 0
    if not ten:
        return value
    return (CHINESE_DIGITS.index(tens) if tens else 1) * 10 + value


def check_due_date(day: date, *, as_of: date) -> date:
    """Accept a date on which something falls due: 1990 up to 45 years ahead, else refuse."""
    if day < EARLIEST or day.year > as_of.year + LATEST_YEARS_AHEAD:
        raise DomainError("imports.date_implausible", year=day.year)
    return day


def check_past_date(day: date, *, as_of: date) -> date:
    """Accept a date on which something has happened: 1990 up to the business date itself."""
    if day < EARLIEST or day.year > as_of.year + 1:
        raise DomainError("imports.date_implausible", year=day.year)
    if day > as_of:
        raise DomainError("imports.date_in_future", day=day.isoformat(), as_of=as_of.isoformat())
    return day


# --- whole numbers, days, yes and no -------------------------------------------------------------

_TRUE = frozenset(
    [
        "是",
        "有",
        "y",
        "yes",
        "true",
        "1",
        "t",
        "√",
        "✓",
        "对",
        "已",
        "已结清",
        "结清",
        "已还",
        "已还清",
        "还清",
        "全额已还",
        "正常结清",
        "提前结清",
        "已结",
    ]
)
_FALSE = frozenset(
    [
        "否",
        "无",
        "没有",
        "n",
        "no",
        "false",
        "0",
        "f",
        "×",
        "x",
        "不",
        "未",
        "未结清",
        "未还",
        "未还清",
        "逾期",
        "正常",
        "部分还款",
        "部分",
        "部分还",
        "部分已还",
        "待还",
        "待还款",
        "未到期",
        "应还未还",
        "关注",
        "展期",
    ]
)


def read_whole_number(cell: Cell, *, lowest: int = 0, highest: int = 99_999) -> int | None:
    """A count such as 12, 12期, 第12期, 35天 or 12/36 (the twelfth of thirty-six)."""
    text = plain(cell)
    if text is None:
        return None
    match = re.fullmatch(r"第?\s?(\d{1,9})(?:\.0+)?\s?(?:期次?|天|日|个月|月|次|/\d+)?", text)
    if match is None:
        raise DomainError("imports.bad_whole_number")
    number = int(match[1])
    if not lowest <= number <= highest:
        raise DomainError("imports.number_out_of_range", lowest=lowest, highest=highest)
    return number


def read_term(cell: Cell) -> int | None:
    """A term in months: 36, 36期, 36个月, 3年."""
    text = plain(cell)
    years = re.fullmatch(r"(\d{1,2})\s?年期?", text or "")
    if years:
        return read_whole_number(int(years[1]) * 12, lowest=1, highest=600)
    return read_whole_number(
        re.sub(r"个月|月", "期", text) if text else None, lowest=1, highest=600
    )


def read_day_of_month(cell: Cell) -> int | None:
    """A day of the month: 20, 20日, 每月20号."""
    text = plain(cell)
    if text is None:
        return None
    return read_whole_number(re.sub(r"每月|号", "", text), lowest=1, highest=31)


def read_boolean(cell: Cell) -> bool | None:
    """是/否 and what stands for them."""
    text = plain("否" if cell == "无" else cell)
    if text is None:
        return None
    word = text.lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise DomainError("imports.bad_boolean")
