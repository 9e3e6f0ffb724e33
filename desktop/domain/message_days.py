"""Days named in a message: relative days, weekdays, dates, month ends, lunar dates, festivals."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from desktop.domain.chinese_numbers import whole_number
from desktop.domain.day_mention import WEEKDAYS, DayMention, shifted
from desktop.domain.festivals import (
    FESTIVAL_NAMES,
    LUNAR_FESTIVALS,
    NEW_YEARS_EVES,
    SOLAR_FESTIVALS,
    TERMS,
)


class LunarCalendar(Protocol):
    """Where lunar dates come from; the arithmetic itself is a library's, behind an adapter."""

    def solar_date(self, lunar_year: int, month: int, day: int) -> date | None:
        """The date of a lunar day (leap months left out), or nothing when there is no such day."""
        ...

    def term_date(self, year: int, name: str) -> date | None:
        """The date of a solar term such as ``冬至`` in a solar year."""
        ...


@dataclass(frozen=True)
class DayReader:
    """Finds the day named at a place in a message, seen from ``today``."""

    today: date
    lunar: LunarCalendar

    def at(self, text: str, place: int) -> DayMention | None:
        """The day expression that starts exactly at ``place``, or nothing."""
        for pattern, reader in _FORMS:
            found = pattern.match(text, place)
            if found:
                mention = reader(self, found)
                if mention:
                    return shifted(mention, text)
        return None

    def relative(self, found: re.Match[str]) -> DayMention | None:
        """``明天``, ``大后天``, ``昨晚`` and their dialect forms."""
        word = found.group()
        days = next(days for words, days in _RELATIVE if word in words)
        return self._one(found, self.today + timedelta(days=days))

    def two_days(self, found: re.Match[str]) -> DayMention | None:
        """``明后天``, ``今明两天``."""
        first = self.today + timedelta(days=found["a"] == "明")
        return self._run(found, first, self.today + timedelta(days=1 + (found["b"] == "后")))

    def weekday(self, found: re.Match[str]) -> DayMention | None:
        """``下周三``, ``周末``, ``周一到周五``, ``下周``.

        Weeks start on Monday: ``下周三`` is the Wednesday of the next calendar week. A bare weekday
        is the next one to come, today included.
        """
        which, first_name, last_name = found["which"] or "", found["first"], found["last"]
        if not first_name and not which:
            return None
        monday = self.today - timedelta(days=self.today.weekday())
        monday += timedelta(weeks={"下下": 2, "下": 1, "上": -1}.get(which.rstrip("个"), 0))
        if not first_name:
            start = max(monday, self.today) if which.rstrip("个") in ("这", "本") else monday
            return self._run(found, start, monday + timedelta(days=6), "dispatch.doubt.whole_week")
        if first_name == "末":
            first, last = monday + timedelta(days=5), monday + timedelta(days=6)
            return self._run(found, max(first, self.today) if not which else first, last)
        first = monday + timedelta(days=WEEKDAYS.index(first_name) % 7)
        doubts: tuple[str, ...] = ()
        if not which and first < self.today:
            first += timedelta(weeks=1)
        elif not which and first == self.today:
            doubts = ("dispatch.doubt.weekday_is_today",)
        last = first
        if last_name and _skips_days(found.group()):
            doubts += ("dispatch.doubt.either_time",)
        elif last_name:
            last = first + timedelta(days=(WEEKDAYS.index(last_name) % 7 - first.weekday()) % 7)
        return DayMention(found.start(), found.end(), first, last, doubts)

    def full_date(self, found: re.Match[str]) -> DayMention | None:
        """``2026-11-25``, ``2026年11月25日``."""
        day = _day(int(found["y"]), int(found["m"]), int(found["d"]))
        return self._one(found, day) if day else None

    def month_day(self, found: re.Match[str]) -> DayMention | None:
        """``11月25日``, ``11/25``, ``11月25-27日``; without a year the nearest sensible one."""
        month, first_day = whole_number(found["m"]), whole_number(found["d"])
        if not month or not first_day:
            return None
        first = self._nearest(month, first_day)
        if first is None:
            return None
        last = first
        if found["d2"]:
            last_month = whole_number(found["m2"]) if found["m2"] else month
            until = _day(first.year, last_month or month, whole_number(found["d2"]) or 0)
            if until is None or until < first:
                return None
            last = until
        written_out = found["mark"] or found["m"].isdigit()
        unclear = () if written_out else ("dispatch.doubt.calendar_unclear",)
        return DayMention(found.start(), found.end(), first, last, unclear)

    def day_of_month(self, found: re.Match[str]) -> DayMention | None:
        """``25号``, ``下个月3号``; a bare number only where it cannot be a house number."""
        which, number = found["which"], whole_number(found["d"])
        if not number or (not which and not _may_be_a_day(found)):
            return None
        months = 0 if not which else {"下": 1, "上": -1}.get(which[0], 0)
        day = self._in_month(months, number)
        doubts: tuple[str, ...] = ()
        if day and not which and day < self.today:
            months, doubts = 1, ("dispatch.doubt.month_assumed",)
            day = self._in_month(months, number)
        last = day
        if day and found["d2"]:
            until = whole_number(found["d2"]) or 0
            last = self._in_month(months + (until < number), until)
        return self._run(found, day, last, *doubts) if day and last and day <= last else None

    def part_of_month(self, found: re.Match[str]) -> DayMention | None:
        """``月底``, ``下个月初``, ``本月中旬``, ``年底``."""
        which, part = found["which"] or "", found["part"]
        if part == "年底":
            return self._one(found, date(self.today.year, 12, 31))
        begin = self._month({"下": 1, "上": -1}.get(which[:1], 0))
        end_day = calendar.monthrange(begin.year, begin.month)[1]
        if part[-1] in "底末":
            return self._one(found, begin.replace(day=end_day))
        first, last = {"初": (1, 5), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20)}.get(
            part.removeprefix("月"), (21, end_day)
        )
        if not which and begin.replace(day=last) < self.today:
            begin = self._month(1)
            last = min(last, calendar.monthrange(begin.year, begin.month)[1])
        return self._run(
            found, begin.replace(day=first), begin.replace(day=last), "dispatch.doubt.vague_day"
        )

    def days_on(self, found: re.Match[str]) -> DayMention | None:
        """``三天后``, ``过两天``, ``一周后``."""
        number = whole_number(found["n"] or found["n2"])
        unit = found["unit"] or found["unit2"]
        if not number:
            return None
        day = self.today + timedelta(days=number * (7 if unit[-1] in "周期拜" else 1))
        vague = ("dispatch.doubt.vague_day",) if found["n"] and not found["after"] else ()
        return self._one(found, day, *vague)

    def lunar_day(self, found: re.Match[str]) -> DayMention | None:
        """``腊月二十三``, ``正月初五``, ``农历八月十五``."""
        month = {"正": 1, "冬": 11, "腊": 12}.get(found["m"]) or whole_number(found["m"])
        number = whole_number(found["d"].removeprefix("初"))
        is_lunar = found["says"] or found["m"] in "正冬腊" or found["d"].startswith(("初", "廿"))
        if not month or not number or not (is_lunar or found.group() == "八月十五"):
            return None
        day = self._next_lunar(month, number)
        return self._one(found, day) if day else None

    def first_days(self, found: re.Match[str]) -> DayMention | None:
        """``初八`` without its month: the first month's, as everybody says about New Year."""
        number = whole_number(found["d"].removeprefix("初"))
        day = self._next_lunar(1, number) if number else None
        unclear = () if found["says"] else ("dispatch.doubt.calendar_unclear",)
        return self._one(found, day, *unclear) if day else None

    def festival(self, found: re.Match[str]) -> DayMention | None:
        """``除夕``, ``中秋节``, ``国庆``, ``冬至``: the next one to come."""
        name = found["name"]
        if name in SOLAR_FESTIVALS:
            day: date | None = self._nearest(*SOLAR_FESTIVALS[name], always_ahead=True)
        elif name in ("年前", "年后"):
            return self._about_new_year(found)
        elif name in TERMS:
            days = (self.lunar.term_date(self.today.year + ahead, name) for ahead in (0, 1))
            day = next((day for day in days if day and day >= self.today), None)
        elif name in NEW_YEARS_EVES:
            new_year = self._next_lunar(1, 1, from_day=self.today + timedelta(days=1))
            day = new_year - timedelta(days=1) if new_year else None
        else:
            day = self._next_lunar(*LUNAR_FESTIVALS[name])
        doubts = ("dispatch.doubt.little_new_year",) if name == "小年" else ()
        return self._one(found, day, *doubts) if day else None

    def _about_new_year(self, found: re.Match[str]) -> DayMention | None:
        """``年前``, ``年后``: New Year itself, with the word for before or after left over."""
        day = self._next_lunar(1, 1)
        end, doubts = found.start() + 1, ("dispatch.doubt.vague_day",)
        return DayMention(found.start(), end, day, day, doubts) if day else None

    def _one(self, found: re.Match[str], day: date, *doubts: str) -> DayMention:
        return DayMention(found.start(), found.end(), day, day, doubts)

    def _run(self, found: re.Match[str], first: date, last: date, *doubts: str) -> DayMention:
        return DayMention(found.start(), found.end(), first, last, doubts)

    def _month(self, months: int) -> date:
        """The first day of the month so many months from now."""
        index = self.today.year * 12 + self.today.month - 1 + months
        return date(index // 12, index % 12 + 1, 1)

    def _in_month(self, months: int, number: int) -> date | None:
        month = self._month(months)
        return _day(month.year, month.month, number)

    def _nearest(self, month: int, number: int, *, always_ahead: bool = False) -> date | None:
        day = _day(self.today.year, month, number)
        limit = 0 if always_ahead else _STILL_THIS_YEAR
        if day and (self.today - day).days > limit:
            return _day(self.today.year + 1, month, number)
        return day

    def _next_lunar(self, month: int, number: int, from_day: date | None = None) -> date | None:
        for year in (self.today.year - 1, self.today.year, self.today.year + 1):
            day = self.lunar.solar_date(year, month, number)
            if day and day >= (from_day or self.today):
                return day
        return None


_STILL_THIS_YEAR = 180
"""A date without a year up to so many days back is meant as past, an older one as next year."""

_RELATIVE: tuple[tuple[tuple[str, ...], int], ...] = (
    (("大后天", "大后日", "外后天", "大后儿"), 3),
    (("大前天", "大前日"), -3),
    (("后天", "后日", "后儿", "後天", "後日"), 2),
    (("前天", "前日", "前儿"), -2),
    (("明天", "明日", "明儿个", "明儿", "赶明儿", "明朝", "听日", "听朝", "明"), 1),
    (("昨天", "昨日", "昨儿个", "昨儿", "琴日", "寻日", "昨"), -1),
    (("今天", "今日", "今儿个", "今儿", "今朝", "当天", "今"), 0),
)
_N = r"(?:\d{1,2}|[一二三四五六七八九十廿两]{1,3})"
_PARTS_AHEAD = "(?=早|晨|晚|夜|上午|下午|中午|天黑)"
_WEEK = "(?:周|星期|礼拜)"
_TO = r"\s*(?:到|至|-|~)\s*"

_FORMS: tuple[tuple[re.Pattern[str], Callable[[DayReader, re.Match[str]], DayMention | None]], ...]
_FORMS = (
    (re.compile("(?P<a>[今明])(?P<b>[明后])(?:这?两)?[天日]"), DayReader.two_days),
    (
        re.compile(
            "(?:大[后前][天日]|外后天|大后儿|[后後前][天日]|[后前]儿|[明今昨]儿个|赶明儿|"
            f"[明今昨][天日儿]|[明今]朝|听[日朝]|[琴寻]日|当天|[明今昨]{_PARTS_AHEAD})"
        ),
        DayReader.relative,
    ),
    (
        re.compile(
            rf"(?P<which>(?:下下|下|这|本|上)个?)?{_WEEK}(?P<first>[一二三四五六日天末](?!个)|[1-7](?!\d|个))?"
            rf"(?:(?:{_TO}{_WEEK}?|(?<=[一二三四五六])(?:[、和跟或]?{_WEEK}?[一二三四五六](?=[、和跟或]?{_WEEK}?[二三四五六日天]))*[、和跟或]?{_WEEK}?)"
            "(?P<last>[一二三四五六日天1-7])(?![点号时月\\d]))?"
        ),
        DayReader.weekday,
    ),
    (
        re.compile(
            r"(?P<y>20\d\d)\s*[年/.-]\s*(?P<m>\d{1,2})\s*[月/.-]\s*(?P<d>\d{1,2})\s*[日号]?(?!\d)"
        ),
        DayReader.full_date,
    ),
    (
        re.compile(
            r"(?P<says>农历|阴历)?(?P<m>正|冬|腊|[一二三四五六七八九]|十[一二]?)月"
            r"(?P<d>初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?)"
            r"(?![日号一二三四五六七八九十])"
        ),
        DayReader.lunar_day,
    ),
    (
        re.compile(
            rf"(?<![\d十])(?P<m>{_N})\s*月\s*(?P<d>{_N})(?P<mark>[日号])?"
            rf"(?:{_TO}(?:(?P<m2>{_N})月)?(?P<d2>{_N})[日号])?(?![\d/])"
        ),
        DayReader.month_day,
    ),
    (
        re.compile(
            r"(?<![\d/])(?P<m>0?[1-9]|1[0-2])/(?P<d>[0-3]?\d)(?P<mark>)(?![\d/年])"
            r"(?P<d2>(?!))?(?P<m2>(?!))?"
        ),
        DayReader.month_day,
    ),
    (
        re.compile(
            r"(?<![\d.])(?P<m>0?[1-9]|1[0-2])\.(?P<d>[0-3]?\d)(?P<mark>[日号])?"
            r"(?=\s*(?:上午|下午|早|晚|中午|[日号]|\d{1,2}[:点]))(?P<d2>(?!))?(?P<m2>(?!))?"
        ),
        DayReader.month_day,
    ),
    (
        re.compile(r"(?P<which>下个?月|这个?月|本月|当月|上个?月)?的?(?P<part>月[底末初中]|年底)"),
        DayReader.part_of_month,
    ),
    (
        re.compile(r"(?P<which>下个?月|这个?月|本月|当月|上个?月)的?(?P<part>[底末初中上下]旬?)"),
        DayReader.part_of_month,
    ),
    (
        re.compile(
            rf"(?P<which>下个?月|这个?月|本月|当月|上个?月)?的?(?P<d>{_N})"
            rf"(?:[号日]?{_TO}(?P<d2>{_N}))?[号日]"
            "(?!楼|院|门|店|车|铺|线|库|附|栋|幢|桥|码|卡|室|房|铺)"
        ),
        DayReader.day_of_month,
    ),
    (
        re.compile(
            rf"(?:过|再过|等)(?P<n>{_N})(?P<unit>天|日|个星期|个礼拜|周)(?P<after>之后|以后|后)?|"
            rf"(?P<n2>{_N})(?P<unit2>天|日|个星期|个礼拜|星期|礼拜|周)(?:之后|以后|过后|后)"
        ),
        DayReader.days_on,
    ),
    (
        re.compile(
            "(?P<says>大年|新年)?(?<!月)(?P<d>初[一二三四五六七八九十])(?!学|班|年级|中|步|次)"
        ),
        DayReader.first_days,
    ),
    (
        re.compile(
            f"(?P<name>{FESTIVAL_NAMES}|(?<![\\d一二三四五六七八九十半去今明每近几多两])年[前后])(?:节(?!约|省|目))?"
            "(?!广场|路|大道|大街|街|村|桥|公园|新村|花园|小区|大厦|商圈|店|超市|学|中(?!午))"
        ),
        DayReader.festival,
    ),
)


def _skips_days(words: str) -> bool:
    """``周二周四``: two days with others between them, not a run."""
    names = [WEEKDAYS.index(name) % 7 for name in re.findall("[一二三四五六日天]", words)]
    run = [(names[0] + ahead) % 7 for ahead in range(len(names))] if names else []
    return names != run and not re.search("到|至|-|~", words)


def _may_be_a_day(found: re.Match[str]) -> bool:
    """A bare ``25号`` opens a clause or follows a word that leads to a time; ``路88号`` does not."""
    before = found.string[: found.start()].rstrip()
    after = found.string[found.end() :]
    if before and (
        before[-1].isdigit() or before[-1] in "路街巷弄道村段里桥口苑园区城院坊路-第新老旧"
    ):
        return False
    if found["d2"]:
        return not before.endswith("月")
    opens = not before or before[-1] in ",。!?;:、\n│" or before[-1] in "在到等就约改是于我的成"
    leads_on = re.match(
        r"\s*(?:上午|下午|早|晚|中午|晌|午|傍|黑|夜|前|后|之前|以前|之后|以后|来|上门|到|至|-|~|都|可以|行|左右|那天|哪天|随便|任|之间|期间|逢|赶|有空|在(?=$|[,。]|家)|\d{1,2}[点:]|$|[,。!?;])",
        after,
    )
    return bool(leads_on) and (
        opens or bool(re.match(r"\s*(?:上午|下午|早|晚|中午|晌|前|之前|以前|后|那天)", after))
    )


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
