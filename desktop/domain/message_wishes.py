"""The time a customer wishes for, out of all the times a message names.

Two wishes in one message complete each other, are a change of mind, or stay a doubt.
"""

import re
from dataclasses import replace
from datetime import date, datetime, time

from desktop.domain.message_days import LunarCalendar
from desktop.domain.message_roles import COMING, Role
from desktop.domain.message_time import DAY_END, Mention, time_mentions
from desktop.domain.reading import DOUBTFUL, LIKELY, SURE, Reading
from desktop.domain.wished_time import WishedTime


def wished_time(
    text: str, *, now: datetime, lunar: LunarCalendar
) -> tuple[Reading[WishedTime], list[Mention]]:
    """Read the wish out of a narrowed message, and every time mentioned with its role."""
    mentions = time_mentions(text, now=now, lunar=lunar)
    return _chosen(mentions, text), mentions


def _chosen(mentions: list[Mention], text: str) -> Reading[WishedTime]:
    wishes = [one for one in mentions if one.role is Role.WISH and not _taken_back(one, mentions)]
    timed = [one for one in wishes if one.wish.kind not in ("asap",)]
    ahead = [one for one in timed if not _gone_by(one)]
    wishes = ahead or timed or wishes
    if not wishes:
        over = [one for one in mentions if one.role is Role.PAST and one.doubts]
        if over and _ASKS_TO_COME.search(text):
            return Reading(
                None, DOUBTFUL, ("dispatch.doubt.time_past",), over[0].start, over[0].end
            )
        recurring = [one for one in mentions if one.role is Role.RECURRING]
        if recurring and COMING.search(text):
            one = recurring[0]
            return Reading(None, DOUBTFUL, ("dispatch.doubt.recurring_time",), one.start, one.end)
        return Reading()
    wish = wishes[0]
    for other in wishes[1:]:
        wish = _together(wish, other, text)
    doubts = wish.doubts
    confidence = DOUBTFUL if doubts else SURE if wish.wish.kind != "asap" else LIKELY
    return Reading(wish.wish, confidence, tuple(dict.fromkeys(doubts)), wish.start, wish.end)


def _gone_by(one: Mention) -> bool:
    """``今早才发现卡丢了，后天来``: a time over on a day that is named itself."""
    return one.day_from == "named" and "dispatch.doubt.time_past" in one.doubts


def _together(one: Mention, other: Mention, text: str) -> Mention:
    """Two wishes in one message: a day completed by its hour, a change of mind, or a choice."""
    if one.wish == other.wish:
        return one
    between = text[one.end : other.start]
    if (
        _EITHER.search(between)
        and {one.part, other.part} == {"morning", "afternoon"}
        and one.day == other.day
        and one.day
    ):
        return replace(one, wish=_whole(one.day), end=other.end)
    if _HOME.match(text, one.end):
        return other
    if not one.day_from and other.is_bare_day and other.wish.kind == "day" and other.day:
        return _moved(one, other.day, other.end)
    if one.part and one.wish.kind == "part" and one.day == other.day and _refines(one, other):
        return replace(other, start=one.start)
    if one.is_bare_day and other.day == one.day and one.wish.kind == "day":
        return replace(other, start=one.start)
    if one.is_bare_day and other.wish.kind == "within":
        return other
    if {one.wish.kind, other.wish.kind} == {"after", "before"}:
        begin, end = one.wish.start or other.wish.start, one.wish.end or other.wish.end
        if begin and end and begin < end:
            return replace(one, wish=WishedTime("range", begin, end), end=other.end)
    if _CHANGED_MIND.search(between) or (not _EITHER.search(between) and _names_one(one, other)):
        return other
    return _one_of_two(one, other, text)


def _one_of_two(one: Mention, other: Mention, text: str) -> Mention:
    """Which of two times is taken, in doubt."""
    is_choice = bool(_EITHER.search(text[one.end : other.start]))
    if not is_choice and _likelier(text, other, one):
        one = other
    elif is_choice and one.is_bare_day and not other.is_bare_day and one.day:
        one = replace(_moved(other, one.day, other.end), start=one.start)
    doubt = "dispatch.doubt.either_time" if is_choice else "dispatch.doubt.several_times"
    wish = one.wish
    if is_choice and wish.other is None and wish != other.wish:
        wish = replace(wish, other=other.wish)
    return replace(one, wish=wish, doubts=(*one.doubts, doubt))


def _likelier(text: str, other: Mention, one: Mention) -> bool:
    """``5月10号才完工，5月12号派人来``, ``我下班晚，周二六点半来``: the later of two is the wish."""
    if other.wish.kind == "day" and not one.is_bare_day:
        return False
    by_the_way = "dispatch.doubt.hour_unclear" in one.doubts and one.day_from != "named"
    asks_then = _WANTED_THEN.match(text, other.end) and not _WANTED_THEN.match(text, one.end)
    return by_the_way or bool(asks_then and one.wish.kind != "range")


def _names_one(one: Mention, other: Mention) -> bool:
    """``过完元宵再来，正月十六上午``: a time from which on or by which, and then which."""
    start = other.wish.start
    if other.wish.kind not in ("point", "part", "range") or start is None:
        return False
    if one.wish.kind == "after":
        return one.wish.start is not None and one.wish.start <= start
    end, by = other.wish.end or start, one.wish.end
    is_own_day = other.day_from == "named"
    return one.wish.kind == "before" and is_own_day and by is not None and end < by


def _taken_back(one: Mention, mentions: list[Mention]) -> bool:
    """``今天停电，下午别来``: a day whose hours are refused next is refused with them."""
    after = mentions[mentions.index(one) + 1 :]
    return bool(
        one.is_bare_day and after and after[0].role is Role.REFUSED and after[0].day_from == "said"
    )


def _whole(day: date) -> WishedTime:
    return WishedTime("day", datetime.combine(day, time()), datetime.combine(day, DAY_END))


def _moved(one: Mention, day: date, end: int) -> Mention:
    """``下午来，明天``: an hour whose day is named later."""
    wish, today = one.wish, one.day

    def on_day(moment: datetime | None) -> datetime | None:
        return moment + (day - today) if moment and today else None

    doubts = tuple(doubt for doubt in one.doubts if doubt != "dispatch.doubt.time_past")
    wish = WishedTime(wish.kind, on_day(wish.start), on_day(wish.end))
    return replace(one, wish=wish, day=day, day_from="named", doubts=doubts, end=end)


def _refines(one: Mention, other: Mention) -> bool:
    """Whether a second time says more exactly when in the part of the day named before."""
    moment = other.wish.start or other.wish.end
    opens, closes = one.wish.start, one.wish.end
    return bool(
        moment and opens and closes and opens <= moment <= closes and other.part in (None, one.part)
    )


_ASKS_TO_COME = re.compile("上门|派人|派个|过来(?!了)|来(?:我家|一趟|个人|人|办|补|取|换)(?!了|过)")
_HOME = re.compile("我?才?(?:回来|回家|回屋|回国|到家|到屋|拢屋|出院|到重庆)(?![后之以])")
_CHANGED_MIND = re.compile("改|换|还是|要不|不对|不是|最好|算了|应该是|更正|写错")
_WANTED_THEN = re.compile(
    r"[^,。!?;\n│]{0,4}(?:来(?!不)|上门|派人|派个|到我|送|给我|可以|都?行(?!不)|打(?:给我|我|│|\s))"
)
_EITHER = re.compile("或|要么|还有|、|都行|和")
