"""Hours named in a message: parts of the day, clock times, spans such as ``30分钟内``."""

import re
from dataclasses import dataclass
from datetime import time, timedelta

from desktop.domain.chinese_numbers import chinese_number, whole_number

PARTS: dict[str, tuple[time, time]] = {
    "morning": (time(8), time(12)),
    "noon": (time(11), time(14)),
    "afternoon": (time(12), time(18)),
    "evening": (time(18), time(22)),
}
"""What a part of the day means in hours (from inclusive, to as told to the customer)."""

_PART_WORDS = {
    "morning": "上午|早上|早晨|清早|清晨|大清早|一大早|一早|早间|上昼|朝早|朝头早|头午|上半[天日]|早(?!上好|安|点|一点|日|就|已|年|[改换搬没不知该还说过有都被晓丢坏退])",
    "noon": "(?:中午|晌午|正午)(?!(?:过|以|之)?后)|饭点|午休|午间|中饭时",
    "afternoon": "(?:下班|收工)(?=(?:之|以)?前)|(?:中午|晌午|正午)(?:过|以|之)后|吃[过完了]+(?:晌午|午|中)饭|(?:吃[过完了]?)?(?:晌?午|中)饭(?:之|以|过)?后|午睡后|下午|午后|后晌|下昼|晏昼|下半天|过午|下半日",
    "evening": "(?:吃[过完了]?)?(?:晚|夜)饭(?:之|以|过)?后|(?:下班|收工|放工|放学)(?:之|以|过)?后|下了班|晚上|傍晚|晚间|夜里|夜晚|夜间|晚黑|(?<!拉)黑了|天黑|擦黑|今晚|(?<!最)晚(?!一个|点|一点|于|了|期|半|些|几|会|两|一会|\\d+\\s*(?:个|小时|分|天))",
}
_PART = re.compile(
    "|".join(
        f"(?P<{code}>(?:{words})(?!好(?:$|[,。!?啊呀│])))" for code, words in _PART_WORDS.items()
    )
)

_N = r"(?:\d{1,2}|[一二两三四五六七八九十廿]{1,3})"
_NOT_A_CLOCK = "意见|建议|要求|疑问|问题|原因"
_TIME_AHEAD = re.compile(
    r"(?:[午晨间天日号末早上里周明后到至在约改成是]|[周期拜][一二三四五六]|[-~点,]|^)\s*$"
)
_TIME_BEHIND = re.compile("整|左右|前|后|之前|以前|之后|以后|到|至|-|~|来|上门")
_NOT_AT_ALL = re.compile("[都也][不没]")
_PART_AHEAD = re.compile(r"[午晨间天日早晚]\s*$")
_CLOCK = re.compile(
    rf"(?P<h>{_N})\s*(?:点(?!{_NOT_A_CLOCK})钟?|时(?!间|候|长|段|常|不))"
    rf"(?:(?P<half>半)|(?P<quarter>[一三13])刻|过?(?P<m>{_N})(?:分(?!钟|之|期))?(?!个|天|块|元|点|栋|号|\d))?整?"
    r"|(?P<h3>1[0-2]|0?[1-9])(?::(?P<m3>[0-5]\d))?\s?(?P<half_day>[AaPp])\.?[Mm](?![A-Za-z])"
    r"|(?<![\d:])(?P<h2>[01]?\d|2[0-4]):(?P<m2>[0-5]\d)(?:[:]\d\d)?(?![\d:])"
)
_SHARED = re.compile(
    rf"(?P<h>{_N})\s*(?:-|~|到|至)\s*(?={_N}\s*(?:点|时(?!间)))"
    "|(?P<h2>十?[一两二三四五六七八九])(?=[二三四五六七八九]点)"
)
_SHORT_OF = re.compile(
    rf"差(?P<m>一刻|{_N}(?=分))(?:分钟?)?钟?到?(?P<h>{_N})点钟?"
    rf"|(?P<h2>{_N})点钟?差(?P<m2>一刻|{_N}(?=分))(?:分钟?)?"
)
_SPAN = re.compile(
    r"(?:(?P<n>半|\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3})(?P<ge>个)?(?P<and_half>半)?"
    r"(?P<unit>分钟|小时|钟头|刻钟|刻(?=内|之)|钟(?!头)|min|h))"
    r"(?P<limit>以内|之内|内|里(?:头|面)?)?(?P<after>之后|以后|过后|后)?(?P<arrive>[^,。!?;\n]{0,4}?(?:到|来|赶))?"
)
_LONGEST_WAIT = 7 * 24 * 60
"""Minutes beyond which nobody counts in hours: a slip of the finger, or something else."""
_SHIFTS = "晚早迟延推前挪移"
"""A span after one of these moves what was agreed; it is no time from now."""
_PLAIN_HALF_DAY = 7
"""An hour below seven without a part of the day is meant in the afternoon."""


@dataclass(frozen=True)
class ClockMention:
    """A time of day in ``text[start:end]``; ``hour`` may be 24."""

    start: int
    end: int
    hour: int
    minute: int


@dataclass(frozen=True)
class SpanMention:
    """A stretch of time from now: ``is_limit`` for “within”, else “after so long”."""

    start: int
    end: int
    length: timedelta
    is_limit: bool


_VAGUE_PART = re.compile("饭点|饭|下班|收工|放工|放学|下了班|午休")


def is_vague_part(text: str) -> bool:
    """Whether the part of the day is told by what people do then: ``下班后``, ``饭点``."""
    return bool(_VAGUE_PART.search(text))


def part_at(text: str, place: int) -> tuple[str, int] | None:
    """The part of the day named at ``place`` and where the word ends."""
    found = _PART.match(text, place)
    return (found.lastgroup or "", found.end()) if found else None


def clock_at(text: str, place: int) -> ClockMention | None:
    """The clock time written at ``place``, as written (12-hour times are not yet resolved)."""
    if place and (text[place - 1].isdigit() or text[place - 1] in ".:第"):
        return None
    short = _SHORT_OF.match(text, place)
    if short:
        return _short_of(short)
    shared = _SHARED.match(text, place)
    if shared:
        spoken = shared["h"] or shared["h2"]
        hour = whole_number(spoken)
        if hour is not None and hour <= 24:
            return ClockMention(place, place + len(spoken), hour, 0)
    found = _CLOCK.match(text, place)
    if not found or _is_a_little(text, place, found):
        return None
    hour = whole_number(found["h"] or found["h2"] or found["h3"])
    if hour and found["half_day"]:
        hour = hour % 12 + (12 if found["half_day"] in "Pp" else 0)
    if found["half"]:
        minute: int | None = 30
    elif found["quarter"]:
        minute = 15 if found["quarter"] in "一1" else 45
    else:
        minute = whole_number(found["m"] or found["m2"] or found["m3"] or "0")
    if hour is None or minute is None or hour > 24 or minute > 59:
        return None
    return ClockMention(place, found.end(), hour, minute)


def span_at(text: str, place: int) -> SpanMention | None:
    """``30分钟内``, ``半小时以内``, ``一个半钟头能到``, ``两小时后`` at ``place``."""
    if place and (text[place - 1].isdigit() or text[place - 1] in ".第"):
        return None
    found = _SPAN.match(text, place)
    if not found or not (found["limit"] or found["after"] or found["arrive"]):
        return None
    if found["unit"] == "钟" and not found["ge"]:
        return None
    if not found["limit"] and place and text[place - 1] in _SHIFTS:
        return None
    number = chinese_number(found["n"]) if found["n"] != "半" else None
    amount = 0.5 if number is None else float(number)
    amount += 0.5 if found["and_half"] else 0
    minutes = amount * {"分钟": 1, "min": 1, "刻钟": 15, "刻": 15}.get(found["unit"], 60)
    if minutes > _LONGEST_WAIT:
        return None
    end = found.end("after") if found["after"] else found.end("limit")
    if end < 0:
        end = found.end("unit")
    return SpanMention(place, end, timedelta(minutes=minutes), not found["after"])


def resolved_hour(clock: ClockMention, part: str | None) -> tuple[int, bool]:
    """The hour on the 24-hour clock, and whether it is sure.

    With a part of the day the part decides; without one an hour from 1 to 6 is an afternoon hour
    (a branch visits by day) and 7 is unsure.
    """
    hour = clock.hour
    if hour > 12 or hour == 0:
        return hour, True
    if part in ("afternoon", "evening"):
        return (hour + 12 if hour < 12 else 24 if part == "evening" else 12), hour < 12
    if part == "noon":
        return (hour + 12 if hour < _PLAIN_HALF_DAY else hour), True
    if part == "morning":
        return hour, True
    return (hour + 12, True) if hour < _PLAIN_HALF_DAY else (hour, hour != _PLAIN_HALF_DAY)


def _short_of(found: re.Match[str]) -> ClockMention | None:
    """``差一刻两点``, ``三点差五分``."""
    hour, minutes = whole_number(found["h"] or found["h2"]), found["m"] or found["m2"]
    less = 15 if minutes == "一刻" else whole_number(minutes)
    if not hour or not less or hour > 24 or less > 59:
        return None
    return ClockMention(found.start(), found.end(), hour - 1 or 12, 60 - less)


def _is_a_little(text: str, place: int, found: re.Match[str]) -> bool:
    """``快一点``, ``一点都不``: a little, unless the words around it are those of a time of day."""
    if found["h"] != "一" or found["half"] or found["quarter"] or found["m"]:
        return False
    if _NOT_AT_ALL.match(text, found.end()):
        return not _PART_AHEAD.search(text, 0, place)
    return not (_TIME_AHEAD.search(text, 0, place) or _TIME_BEHIND.match(text, found.end()))
