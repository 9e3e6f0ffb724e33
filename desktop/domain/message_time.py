"""Every time a message speaks of, each with the reason it is named for.

A message names times for many reasons: when money was paid, when somebody is out, what had been
agreed. Each time found is given a role; ``message_wishes`` picks the wish among them.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desktop.domain.day_mention import DayMention
from desktop.domain.message_clock import (
    PARTS,
    clock_at,
    is_vague_part,
    part_at,
    resolved_hour,
    span_at,
)
from desktop.domain.message_days import DayReader, LunarCalendar
from desktop.domain.message_roles import Role, role_of
from desktop.domain.wished_time import WishedTime


@dataclass(frozen=True)
class Mention:
    """One time found in ``text[start:end]``."""

    start: int
    end: int
    wish: WishedTime
    role: Role
    day: date | None
    is_bare_day: bool = False
    doubts: tuple[str, ...] = ()
    day_from: str = "named"
    part: str | None = None


@dataclass(frozen=True)
class _Said:
    """What an earlier time of the same message settled: its day and its part of the day."""

    day: date | None = None
    part: str | None = None


@dataclass(frozen=True)
class _Moment:
    """A day, part and clock that stand together."""

    start: int
    end: int
    day: DayMention | None
    part: str | None
    clock: tuple[int, int] | None
    is_sure: bool = True


def time_mentions(text: str, *, now: datetime, lunar: LunarCalendar) -> list[Mention]:
    """Every time named in a narrowed message, in order, each with why it is named."""
    days = DayReader(now.date(), lunar)
    mentions: list[Mention] = []
    place, said = 0, _Said()
    while place < len(text):
        mention = _mention_at(text, place, now, days, said)
        if mention is None:
            place += 1
            continue
        mentions.append(mention)
        refused = mention.role is Role.REFUSED and mention.is_bare_day
        if not refused:
            said = _Said(mention.day if mention.day_from else said.day, mention.part)
        place = max(mention.end, place + 1)
    return mentions


def _mention_at(
    text: str, place: int, now: datetime, days: DayReader, said: _Said
) -> Mention | None:
    span = span_at(text, place)
    if span:
        moment = (now + span.length).replace(second=0)
        wish = WishedTime("within", end=moment) if span.is_limit else WishedTime("after", moment)
        return Mention(place, span.end, wish, role_of(text, place, span.end), None)
    in_days = _IN_DAYS.match(text, place)
    if in_days:
        return _within_days(text, in_days, now)
    first = _moment_at(text, place, days)
    if first:
        return _timed(text, first, now, days, said)
    soon = _SOON.match(text, place)
    if soon and _means_soon(text, soon):
        role = role_of(text, place, soon.end())
        return Mention(place, soon.end(), WishedTime("asap"), role, None)
    return None


def _within_days(text: str, found: re.Match[str], now: datetime) -> Mention:
    number = {"两": 2, "一": 1, "三": 3, "四": 4, "五": 5, "七": 7, "十": 10}.get(
        found["n"], int(found["n"]) if found["n"].isdigit() else 1
    )
    length = number * (7 if found["unit"][-1] in "周期拜" else 1)
    end = datetime.combine(now.date() + timedelta(days=length), DAY_END)
    wish = WishedTime("within", end=end)
    return Mention(found.start(), found.end(), wish, role_of(text, *found.span()), None)


def _moment_at(text: str, place: int, days: DayReader) -> _Moment | None:
    end = place
    day = days.at(text, place)
    if day:
        that_day = _THAT_DAY.match(text, day.end)
        end = _skip(text, that_day.end() if that_day else day.end)
    part = None if not day and _lasts(text, end) else part_at(text, end)
    if part:
        end = _skip(text, part[1])
    clock = clock_at(text, end)
    if not (day or part or clock):
        return None
    if clock:
        if not part and not day and _counts_points(text, clock.start):
            return None
        hour, is_sure = resolved_hour(clock, part[0] if part else None)
        return _Moment(
            place, clock.end, day, part[0] if part else None, (hour, clock.minute), is_sure
        )
    last = part[1] if part else day.end if day else end
    return _Moment(place, last, day, part[0] if part else None, None)


def _timed(text: str, first: _Moment, now: datetime, days: DayReader, said: _Said) -> Mention:
    first = _in_said_part(first, said)
    doubts = list(first.day.doubts if first.day else ())
    if not first.is_sure or (first.part and is_vague_part(text[first.start : first.end])):
        doubts.append("dispatch.doubt.hour_unclear")
    day, last_day = (first.day.first, first.day.last) if first.day else (said.day, said.day)
    if day is None or last_day is None:
        day = last_day = now.date()
        if first.clock and _at(day, first.clock) <= now:
            doubts.append("dispatch.doubt.time_past")
    if first.clock and day != last_day:
        doubts.append("dispatch.doubt.either_time")
    end = first.end
    second = _second_of_range(text, end, days)
    if second:
        wish, end = _range(first, second, day, doubts), second.end
    elif first.clock:
        wish = WishedTime("point", _at(day, first.clock))
    elif first.part:
        opens, closes = PARTS[first.part]
        kind = "part" if day == last_day else "range"
        wish = WishedTime(kind, datetime.combine(day, opens), datetime.combine(last_day, closes))
    else:
        kind = "day" if day == last_day else "range"
        wish = WishedTime(kind, datetime.combine(day, time()), datetime.combine(last_day, DAY_END))
    wish, end = _limited(text, first.start, end, wish)
    if wish.kind == "day" and _BEFORE_COMING.match(text, end):
        doubts.append("dispatch.doubt.vague_day")
    role = role_of(text, first.start, end)
    if _ends(wish) < now and "dispatch.doubt.time_past" not in doubts:
        role = Role.PAST if _ends(wish).date() < now.date() else role
        doubts.append("dispatch.doubt.time_past")
    bare = not (first.part or first.clock or second)
    day_from = "named" if first.day else "said" if said.day else ""
    return Mention(first.start, end, wish, role, day, bare, tuple(doubts), day_from, first.part)


def _in_said_part(moment: _Moment, said: _Said) -> _Moment:
    """``今晚加班，七点前都在``: a bare hour belongs to the part of the day just named."""
    if not moment.clock or moment.part or moment.day or not said.part or moment.clock[0] > 12:
        return moment
    hour = moment.clock[0] % 12 + (0 if said.part == "morning" else 12)
    opens, closes = PARTS[said.part]
    fits = opens <= time(hour % 24, moment.clock[1]) <= closes
    return replace(moment, clock=(hour, moment.clock[1]), is_sure=True) if fits else moment


def _second_of_range(text: str, place: int, days: DayReader) -> _Moment | None:
    joint = _JOINT.match(text, place)
    second = _moment_at(text, joint.end(), days) if joint else None
    return second if second and (second.clock or second.day or second.part) else None


def _range(first: _Moment, second: _Moment, day: date, doubts: list[str]) -> WishedTime:
    """``下午3点到5点``, ``周三上午到周五``, ``上午到下午3点``."""
    last_day = second.day.last if second.day else day
    if last_day < day and (day - last_day).days < 7:
        last_day += timedelta(days=7)
    if first.clock:
        begin = _at(day, first.clock)
    else:
        begin = datetime.combine(day, PARTS[first.part][0] if first.part else time())
    if second.clock:
        hour, minute = second.clock
        start_hour = begin.hour
        if not second.part and hour <= 12 and hour < start_hour and hour + 12 <= 24:
            hour += 12
        end = _at(last_day, (hour, minute))
    elif second.part:
        end = datetime.combine(last_day, PARTS[second.part][1])
    else:
        end = datetime.combine(last_day, DAY_END)
    if begin >= end:
        doubts.append("dispatch.doubt.range_backwards")
    return WishedTime("range", begin, end)


def _limited(text: str, start: int, end: int, wish: WishedTime) -> tuple[WishedTime, int]:
    """Turn a time with ``前``, ``之后``, ``最晚`` … beside it into a limit."""
    after = _AFTERWARDS.match(text, end)
    if after:
        first = wish.start if wish.kind in ("point", "part") else _ends(wish)
        if wish.kind == "day" and first and after["since"]:
            first = wish.start
        return WishedTime("after", first), after.end()
    before = _BEFORE.match(text, end) or (
        _BEFORE_COMING.match(text, end) if wish.kind == "point" else None
    )
    latest = _LATEST.search(text, 0, start)
    if before or latest:
        limit = wish.start if wish.kind == "point" else wish.end
        if before and before["start_of"] and wish.kind == "part":
            limit = wish.end
        return WishedTime("before", end=limit), before.end() if before else end
    inside = _INSIDE.match(text, end)
    if inside and wish.kind in ("day", "range"):
        return WishedTime("within", end=wish.end), inside.end()
    if wish.kind == "day" and _PASSED.search(text, 0, start):
        return WishedTime("after", wish.end), end
    since = _SINCE.search(text, 0, start)
    if since and wish.kind == "point" and _FROM.match(text, end):
        return WishedTime("after", wish.start), end
    return wish, end


def _at(day: date, clock: tuple[int, int]) -> datetime:
    return datetime.combine(day, time()) + timedelta(hours=clock[0], minutes=clock[1])


def _ends(wish: WishedTime) -> datetime:
    return wish.end or (wish.start if wish.kind != "after" else None) or datetime.max


def _skip(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place


def _lasts(text: str, place: int) -> bool:
    """``等了一上午``, ``大晚上的打扰了``: a part of the day as a length or an outcry, no time."""
    return place > 0 and text[place - 1] in "一整半大"


def _counts_points(text: str, place: int) -> bool:
    return place > 0 and text[place - 1] in "第有扣得几打"


def _means_soon(text: str, found: re.Match[str]) -> bool:
    if found.group() in ("快", "快点"):
        return True
    if found.group() not in ("现在", "这会儿", "目前"):
        return True
    if text[: found.start()].endswith("到"):  # 等到现在: how long it has taken
        return False
    alone = (
        not text[found.end() :].strip("吧啊呀!。 ,")
        or text[found.end() : found.end() + 1] in ",。!"
    )
    return alone or bool(
        re.match(
            r"[^,。!?]{0,6}(?:(?<![出起回])来|过来|上门|到|方便|有空|有时间)(?!期|账|底)",
            text[found.end() :],
        )
    )


DAY_END = time(23, 59)
_BETWEEN = re.compile(
    r"[的\s]*,?\s*(?=[早晚上下中傍午凌清大一晌后黑夜天\d两三四五六七八九十朝]|头午)|[的\s]*"
)
_THAT_DAY = re.compile(r"那天|当天|那日|这天|当日|\s*\((?:周|星期|礼拜)[一二三四五六日天]\)")
_JOINT = re.compile(r"\s*(?:到|至|-|~|─)+\s*|(?<=[一两二三四五六七八九])(?=[二三四五六七八九]点)")
_IN_DAYS = re.compile(
    r"(?P<n>\d{1,2}|[一两三四五七十])(?P<unit>个工作日|天|日|个?星期|个?礼拜|周)(?:以内|之内|内)"
)
_SOON = re.compile(
    "就?(?:现在|马上|立马|立刻|立即|即刻|尽快|尽早|赶紧|赶快|速来|越快越好|这会儿)|加急|速速|快(?:点|些)?(?:来|派)|(?<=[,。!])快点?(?=[,。!]|$)"
)
_BEFORE = re.compile(
    r"(?:左右|准时|整)?(?:之前|以前|(?P<start_of>前)(?![台面门后天往来年])|截止|为止)"
)
_BEFORE_COMING = re.compile("(?P<start_of>前)(?=来)")
_AFTERWARDS = re.compile(
    r"[^,。!?;│]{0,6},(?:等)?(?:之后|以后|过后|回来)(?:再|才)|"
    r"(?:左右|整)?(?:(?:才|我|就|能)*(?:回来|回家|到家|回重庆|出院|忙完|出差回来)(?:了|之后|以后|后|再)|(?:才|我|就|能)*下班(?:之后|以后|后|再)|之后|以后|过后|后(?![面天门续院日儿期])|(?P<since>起|开始|往后))"
)
_INSIDE = re.compile("(?:以内|之内|内)(?!容)")
_LATEST = re.compile(r"(?:不晚于|最晚|最迟|不迟于|赶在|截止到?)[^,。!?;\n]{0,2}$")
_SINCE = re.compile(r"从\s*$")
_PASSED = re.compile(r"(?:过完|过了)\s*$")
_FROM = re.compile(r"(?:都|就)?(?:在家|有空|可以)")
